# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""API keys of a project: list, restrict and revoke."""

from __future__ import annotations

from typing import Any

from .. import pagination
from ..errors import bad_request
from ..routing import KeyClass, RouteGroup
from ..server import Call
from ..store import Doc, public
from .projects import archived, load_project
from .service_accounts import SCOPES

routes = RouteGroup("api_keys", KeyClass.ADMIN)

PATH = "/organization/projects/{project_id}/api_keys"


def owner_of(call: Call, doc: Doc) -> tuple[dict[str, Any], bool]:
    """Return the owner of a key, and whether the owner has access to the project."""
    owner = doc["_owner"]
    project = call.path["project_id"]
    if owner["type"] == "service_account":
        account = call.docs.get("service_account", owner["id"], scope=project)
        shown = {
            "id": owner["id"],
            "name": account["name"] if account else "",
            "role": account["role"] if account else "none",
            "created_at": account["created_at"] if account else doc["created_at"],
        }
        return {"type": "service_account", "service_account": shown}, bool(account)
    user = call.docs.get("organization_user", owner["id"])
    member = call.docs.get("project_user", owner["id"], scope=project)
    shown = {
        "id": owner["id"],
        "name": user["name"] if user else "",
        "email": user["email"] if user else "",
        "role": member["role"] if member else "member",
        "created_at": user["added_at"] if user else doc["created_at"],
    }
    return {"type": "user", "user": shown}, bool(user and member)


def render(call: Call, doc: Doc) -> Doc:
    """Return a key as the API shows it."""
    owner, active = owner_of(call, doc)
    return {**public(doc), "owner": owner, "owner_project_access": "active" if active else "inactive"}


@routes.get(PATH, "list-project-api-keys", pagination.page_limits(20))
def list_keys(call: Call) -> Any:
    """List the keys of the project; by default those whose owner has access."""
    project = load_project(call)
    wanted = call.query.get("owner_project_access", "active")
    return pagination.paginate(
        call,
        "api_key",
        scope=project["id"],
        where=None if wanted == "any" else lambda doc: owner_of(call, doc)[1] == (wanted == "active"),
        render=lambda doc: render(call, doc),
    )


def load_key(call: Call) -> Doc:
    """Return the key of the path."""
    project = load_project(call)
    id = call.path["api_key_id"]
    return call.load("api_key", id, f"No API key '{id}' found in project.", scope=project["id"], param="api_key_id")


@routes.get(PATH + "/{api_key_id}", "retrieve-project-api-key")
def retrieve_key(call: Call) -> Any:
    """Retrieve a key without its secret."""
    return render(call, load_key(call))


@routes.post(
    PATH + "/{api_key_id}",
    "update-project-api-key",
    {
        **SCOPES,
        "expires_in_seconds": {"minimum": 1},
    },
)
def update_key(call: Call) -> Any:
    """Replace the scopes or the expiration of a key."""
    doc = load_key(call)
    project = load_project(call)
    if project["status"] == "archived":
        raise archived(project)
    if not call.body:
        raise bad_request(
            "Provide at least one of 'scopes' and 'expires_in_seconds'.", code="missing_required_parameter"
        )
    if doc["expires_at"] is not None and doc["expires_at"] <= call.now:
        raise bad_request("An expired API key cannot be updated.", code="api_key_expired")
    if "scopes" in call.body:
        doc["_scopes"] = call.body["scopes"]
    if "expires_in_seconds" in call.body:
        doc["expires_at"] = call.now + call.body["expires_in_seconds"]
    call.docs.update("api_key", doc, scope=project["id"])
    found = call.server.store.find_key(doc["_sha256"])
    if found is not None:
        call.server.store.drop_key(doc["_sha256"])
        changed = {**found[1], "scopes": doc["_scopes"], "expires_at": doc["expires_at"]}
        call.server.store.add_key(doc["_sha256"], call.org.id, changed)
    return render(call, doc)


@routes.delete(PATH + "/{api_key_id}", "delete-project-api-key")
def delete_key(call: Call) -> Any:
    """Revoke a key. The service account that owns it stays."""
    doc = load_key(call)
    if doc["_owner"]["type"] == "service_account" and call.org.options["service_account_keys"] == "undeletable":
        raise bad_request("API keys of a service account cannot be deleted. Delete the service account instead.")
    call.docs.delete("api_key", doc["id"], scope=call.path["project_id"])
    call.server.store.drop_key(doc["_sha256"])
    return {"object": "organization.project.api_key.deleted", "id": doc["id"], "deleted": True}
