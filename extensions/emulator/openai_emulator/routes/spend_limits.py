# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Spend limits and spend alerts of the organization and of projects. There is no spend, so limits have no effect."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .. import ids, pagination
from ..errors import not_found
from ..request_shapes import Limits
from ..routing import KeyClass, RouteGroup
from ..server import Call
from ..store import Doc, public
from .projects import load_active, load_project

routes = RouteGroup("spend", KeyClass.ADMIN)

LIMIT: Limits = {"threshold_amount": {"minimum": 1, "maximum": 2**53}}
ALERT: Limits = {
    "threshold_amount": {"minimum": 0, "maximum": 2**53},
    "notification_channel.recipients": {"minItems": 1},
    "notification_channel.recipients[]": {"pattern": r"^[^@\s]+@[^@\s]+$"},
}


def _load_limit(call: Call, scope: str) -> Doc:
    return call.load("spend_limit", "limit", "No spend limit is set.", scope=scope)


def _write_limit(call: Call, scope: str, kind: str) -> Doc:
    doc = {"id": "limit", "object": kind, **call.body, "enforcement": {"status": "inactive"}}
    if call.docs.get("spend_limit", "limit", scope=scope) is None:
        call.create("spend_limit", doc, scope=scope)
    else:
        call.docs.update("spend_limit", doc, scope=scope)
    return doc


def _limit(doc: Doc) -> Any:
    return {name: value for name, value in public(doc).items() if name != "id"}


def _load_alert(call: Call, scope: str) -> Doc:
    id = call.path["alert_id"]
    return call.load("spend_alert", id, f"No spend alert found with id '{id}'.", scope=scope, param="alert_id")


def _alert(call: Call, id: str, kind: str) -> Doc:
    channel = {"subject_prefix": None, **call.body["notification_channel"]}
    return {"id": id, "object": kind, **call.body, "notification_channel": channel}


def _delete_limit_on_alert_write(call: Call, scope: str) -> None:
    # Some users report that writing an alert deletes the limit; this option reproduces it.
    if call.org.options["alert_deletes_limit"]:
        call.docs.delete("spend_limit", "limit", scope=scope)


def _register_routes(
    path: str, name: str, of: str, reading: Callable[[Call], str], writing: Callable[[Call], str]
) -> None:
    """Register the operations of one parent.

    :param reading: returns the scope for operations that read.
    :param writing: returns the scope for operations that write.
    """

    @routes.get(f"{path}/spend_limit", f"Get{of}spendlimit")
    def retrieve_limit(call: Call) -> Any:
        return _limit(_load_limit(call, reading(call)))

    @routes.post(f"{path}/spend_limit", f"Update{of}spendlimit", LIMIT)
    def update_limit(call: Call) -> Any:
        return _limit(_write_limit(call, writing(call), f"{name}.spend_limit"))

    @routes.delete(f"{path}/spend_limit", f"Delete{of}spendlimit")
    def delete_limit(call: Call) -> Any:
        scope = writing(call)
        if not call.docs.delete("spend_limit", "limit", scope=scope):
            raise not_found("No spend limit is set.")
        return {"object": f"{name}.spend_limit.deleted", "deleted": True}

    @routes.get(f"{path}/spend_alerts", f"list-{of}-spend-alerts", pagination.page_limits(20, order="asc"))
    def list_alerts(call: Call) -> Any:
        return pagination.paginate(call, "spend_alert", scope=reading(call))

    @routes.post(f"{path}/spend_alerts", f"create-{of}-spend-alert", ALERT)
    def create_alert(call: Call) -> Any:
        scope = writing(call)
        _delete_limit_on_alert_write(call, scope)
        return public(
            call.create("spend_alert", _alert(call, ids.new_id("alert_"), f"{name}.spend_alert"), scope=scope)
        )

    @routes.get(f"{path}/spend_alerts/{{alert_id}}", f"retrieve-{of}-spend-alert")
    def retrieve_alert(call: Call) -> Any:
        return public(_load_alert(call, reading(call)))

    @routes.post(f"{path}/spend_alerts/{{alert_id}}", f"update-{of}-spend-alert", ALERT)
    def update_alert(call: Call) -> Any:
        scope = writing(call)
        doc = _load_alert(call, scope)
        _delete_limit_on_alert_write(call, scope)
        return public(call.docs.update("spend_alert", _alert(call, doc["id"], doc["object"]), scope=scope))

    @routes.delete(f"{path}/spend_alerts/{{alert_id}}", f"delete-{of}-spend-alert")
    def delete_alert(call: Call) -> Any:
        scope = writing(call)
        doc = _load_alert(call, scope)
        call.docs.delete("spend_alert", doc["id"], scope=scope)
        return {"id": doc["id"], "object": f"{name}.spend_alert.deleted", "deleted": True}


_register_routes("/organization", "organization", "organization", lambda call: "", lambda call: "")
_register_routes(
    "/organization/projects/{project_id}",
    "project",
    "project",
    lambda call: str(load_project(call)["id"]),
    lambda call: str(load_active(call)["id"]),
)
