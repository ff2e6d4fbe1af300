# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Audit log of administrative operations, if the option ``audit_log`` is enabled."""

from __future__ import annotations

from typing import Any

from .. import pagination
from ..audit_events import EVENTS, TENANT
from ..errors import bad_request
from ..ids import new_id
from ..request_shapes import not_empty
from ..routing import KeyClass, RouteGroup
from ..server import Call
from ..store import Doc

routes = RouteGroup("audit_logs", KeyClass.ADMIN)

COMPARE = {
    "gt": lambda at, bound: at > bound,
    "gte": lambda at, bound: at >= bound,
    "lt": lambda at, bound: at < bound,
    "lte": lambda at, bound: at <= bound,
}


@routes.get(
    "/organization/audit_logs",
    "list-audit-logs",
    {
        **pagination.page_limits(20),
        **not_empty("project_ids", "event_types", "actor_ids", "actor_emails", "resource_ids"),
        "tenant_only": {"default": False},
    },
)
def list_events(call: Call) -> Any:
    """List the events, newest first."""
    query = call.query
    for name in query.get("event_types", ()):
        if name.startswith(TENANT) != query["tenant_only"]:
            raise bad_request(
                f"Event type '{name}' can{'not' if query['tenant_only'] else ' only'} be combined with tenant_only.",
                param="event_types",
                code="invalid_value",
            )
    return pagination.paginate(
        call, "audit_log", descending=True, where=lambda doc: _matches(query, doc), render=_render
    )


def _matches(query: dict[str, Any], doc: Doc) -> bool:
    bounds = query.get("effective_at") or {}
    asked = (
        ("project_ids", {doc["project"]["id"]}),
        ("event_types", {doc["type"]}),
        ("actor_ids", set(doc["_actors"])),
        ("actor_emails", set(doc["_emails"])),
        ("resource_ids", {doc["_resource"]}),
    )
    return (
        all(COMPARE[name](doc["effective_at"], bound) for name, bound in bounds.items())
        and all(name not in query or known & set(query[name]) for name, known in asked)
        and doc["type"].startswith(TENANT) == query["tenant_only"]
    )


def _render(doc: Doc) -> Doc:
    return {key: value for key, value in doc.items() if not key.startswith("_")}


def record_event(call: Call, kind: str, resource: str, details: dict[str, Any], actor: dict[str, Any]) -> None:
    """Record an event if the audit log is enabled.

    :param actor: document of a user of the organization.
    """
    if not call.org.options["audit_log"]:
        return
    person = {"id": actor.get("id"), "email": actor.get("email")}
    key = call.key
    if key is not None:
        shown: dict[str, Any] = {"type": "api_key", "api_key": {"id": key.id, "type": "user", "user": person}}
    else:
        shown = {"type": "session", "session": {"user": person, "ip_address": "127.0.0.1"}}
    project = call.docs.get("project", call.org.project_id) or {"name": ""}
    call.docs.insert(
        "audit_log",
        {
            "id": new_id("audit_log-"),
            "type": kind,
            "effective_at": call.now,
            # Operations with an admin key are recorded in the default project.
            "project": {"id": call.org.project_id, "name": project["name"]},
            "actor": shown,
            kind: {"id": resource, **details},
            "_actors": [person["id"], *([key.id] if key is not None else [])],
            "_emails": [person["email"]],
            "_resource": resource,
        },
    )


def record_operation(call: Call, answer: Any) -> None:
    """Record the event of an operation."""
    if call.route is None or call.route.operation not in EVENTS:
        return
    kind, reported = EVENTS[call.route.operation]
    admin = call.docs.get("admin_api_key", call.key.id) if call.key else None
    owner = call.docs.get("organization_user", admin["_owner"]["id"]) if admin else None
    answer = answer if isinstance(answer, dict) else {}
    reported_values = {name: call.body[field] for name, field in reported.items() if call.body.get(field) is not None}
    details: dict[str, Any] = {}
    if kind.startswith("role.assignment."):
        principal = "user" if "user_id" in call.path else "group"
        scope = call.path.get("project_id")
        details = {
            "principal_id": call.path[f"{principal}_id"],
            "principal_type": principal,
            "resource_id": scope or call.org.id,
            "resource_type": "project" if scope else "organization",
        }
        resource = call.path.get("role_id") or call.body.get("role_id", "")
    else:
        own = [value for name, value in call.path.items() if name != "project_id"]
        resource = answer.get("id") or (own or list(call.path.values()) or [""])[-1]
        if kind == "role.created":
            details = {"role_name": call.body["role_name"], "permissions": call.body["permissions"]}
        elif reported_values:
            details = {"data" if kind.endswith((".created", ".sent")) else "changes_requested": reported_values}
    record_event(call, kind, resource, details, owner or {})


OBSERVER = record_operation
