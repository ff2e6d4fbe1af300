# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Service accounts of a project and their keys. The secret of a key is returned once."""

from __future__ import annotations

from typing import Any

from .. import pagination
from ..ids import new_id
from ..initial_data import add_api_key
from ..request_shapes import Limits
from ..routing import KeyClass, RouteGroup
from ..server import Call
from ..store import Doc, public
from .projects import load_active

routes = RouteGroup("service_accounts", KeyClass.ADMIN)

PATH = "/organization/projects/{project_id}/service_accounts"
SCOPES: Limits = {"scopes": {"maxItems": 100}, "scopes[]": {"pattern": r"^[a-z_]+(\.[a-z_]+)*$"}}


def issue(call: Call, account: Doc, name: str, expires_in: int | None, scopes: list[str]) -> dict[str, Any]:
    """Create a key of a service account; return it with its secret."""
    doc, secret = add_api_key(
        call.server,
        call.org.id,
        call.docs,
        call.path["project_id"],
        name=name,
        owner={"type": "service_account", "id": account["id"]},
        now=call.now,
        prefix="sk-svcacct-",
        expires_at=None if expires_in is None else call.now + expires_in,
        scopes=scopes,
        visible_at=call.now_exact + call.org.visibility if call.org.visibility else 0.0,
    )
    return {
        "object": "organization.project.service_account.api_key",
        "id": doc["id"],
        "name": name,
        "created_at": doc["created_at"],
        "expires_at": doc["expires_at"],
        "value": secret,
    }


@routes.get(PATH, "list-project-service-accounts", pagination.page_limits(20))
def list_accounts(call: Call) -> Any:
    """List the service accounts of the project."""
    return pagination.paginate(call, "service_account", scope=load_active(call)["id"])


@routes.post(
    PATH,
    "create-project-service-account",
    {
        "name": {"minLength": 1},
        "expires_in_seconds": {"minimum": 1},
    },
)
def create_account(call: Call) -> Any:
    """Create a service account: a member with a key, or on request without role and key."""
    project = load_active(call)
    bare = bool(call.body.get("create_service_account_only"))
    doc: Doc = {
        "id": new_id("user-"),
        "object": "organization.project.service_account",
        "name": call.body["name"],
        "role": "none" if bare else "member",
        "created_at": call.now,
    }
    call.create("service_account", doc, scope=project["id"])
    key = None if bare else issue(call, doc, "Secret Key", call.body.get("expires_in_seconds"), [])
    return {**public(doc), "api_key": key}


def load_account(call: Call) -> Doc:
    """Return the service account of the path."""
    project = load_active(call)
    id = call.path["service_account_id"]
    return call.load(
        "service_account",
        id,
        f"No service account '{id}' found in project.",
        scope=project["id"],
        param="service_account_id",
    )


@routes.get(PATH + "/{service_account_id}", "retrieve-project-service-account")
def retrieve_account(call: Call) -> Any:
    """Retrieve a service account."""
    return public(load_account(call))


@routes.post(
    PATH + "/{service_account_id}",
    "update-project-service-account",
    {"name": {"minLength": 1}},
)
def update_account(call: Call) -> Any:
    """Update the name or the role of a service account."""
    doc = load_account(call)
    doc.update(call.body)
    return public(call.docs.update("service_account", doc, scope=call.path["project_id"]))


@routes.delete(PATH + "/{service_account_id}", "delete-project-service-account")
def delete_account(call: Call) -> Any:
    """Delete a service account and its keys."""
    doc = load_account(call)
    project = call.path["project_id"]
    for scope, key in call.docs.find("api_key", "_owner.id", doc["id"]):
        call.docs.delete("api_key", key["id"], scope=scope)
        call.server.store.drop_key(key["_sha256"])
    call.docs.delete("service_account", doc["id"], scope=project)
    return {"object": "organization.project.service_account.deleted", "id": doc["id"], "deleted": True}


@routes.post(
    PATH + "/{service_account_id}/api_keys",
    "CreateanAPIkeyforaserviceaccount",
    {
        "name": {"minLength": 1},
        **SCOPES,
        "expires_in_seconds": {"minimum": 1},
    },
)
def create_key(call: Call) -> Any:
    """Create another key of a service account."""
    doc = load_account(call)
    body = call.body
    return issue(call, doc, body.get("name", "Secret Key"), body.get("expires_in_seconds"), body.get("scopes", []))
