# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Users of the organization. They join by invitation only; the last owner cannot be removed."""

from __future__ import annotations

from typing import Any

from .. import pagination
from ..errors import bad_request
from ..initial_data import project_user_doc
from ..routing import KeyClass, RouteGroup
from ..server import Call
from ..store import Doc

routes = RouteGroup("organization_users", KeyClass.ADMIN)

ROLES = ("owner", "reader")


def memberships(call: Call, users: list[str]) -> dict[str, list[dict[str, Any]]]:
    """Return the projects of users."""
    found: dict[str, list[dict[str, Any]]] = {id: [] for id in users}
    projects: dict[str, Doc | None] = {}
    for scope, doc in call.docs.with_ids("project_user", users, now=call.now_exact):
        if scope not in projects:
            projects[scope] = call.docs.get("project", scope)
        project = projects[scope]
        if project is not None and project["status"] != "archived":
            found[doc["id"]].append({"id": scope, "name": project["name"], "role": doc["role"]})
    return found


def render(doc: Doc, projects: list[dict[str, Any]]) -> Doc:
    """Return a user as the API shows it."""
    return {
        **doc,
        "user": {
            "id": doc["id"],
            "object": "user",
            "name": doc["name"],
            "email": doc["email"],
            "picture": None,
            "enabled": True,
            "banned": False,
            "banned_at": None,
        },
        "projects": {"object": "list", "data": projects},
    }


@routes.get("/organization/users", "list-users", {**pagination.page_limits(20), "emails": {"minItems": 1}})
def list_users(call: Call) -> Any:
    """List the users, optionally filtered by e-mail address."""
    emails = call.query.get("emails")
    page = pagination.paginate(call, "organization_user", equal=("email", emails) if emails else None)
    projects = memberships(call, [doc["id"] for doc in page["data"]])
    page["data"] = [render(doc, projects[doc["id"]]) for doc in page["data"]]
    return page


def load_user(call: Call) -> Doc:
    """Return the user of the path."""
    id = call.path["user_id"]
    return call.load("organization_user", id, f"No user found with id '{id}'.", param="user_id")


@routes.get("/organization/users/{user_id}", "retrieve-user")
def retrieve_user(call: Call) -> Any:
    """Retrieve a user."""
    doc = load_user(call)
    return render(doc, memberships(call, [doc["id"]])[doc["id"]])


@routes.post(
    "/organization/users/{user_id}",
    "modify-user",
    {"role": {"enum": ["owner", "reader"]}},
)
def modify_user(call: Call) -> Any:
    """Update the role or profile of a user."""
    doc = load_user(call)
    role = call.body.get("role")
    if call.body.get("role_id") is not None:
        raise bad_request(f"No role found with id '{call.body['role_id']}'.", param="role_id", code="invalid_value")
    if role is not None and role != doc["role"]:
        if role != "owner":
            require_other_owner(call, doc)
        doc["role"] = role
        if role == "owner":
            add_to_all_projects(call, doc)
    for name in ("technical_level", "developer_persona"):
        if name in call.body:
            doc[name] = call.body[name]
    call.docs.update("organization_user", doc)
    return render(doc, memberships(call, [doc["id"]])[doc["id"]])


@routes.delete("/organization/users/{user_id}", "delete-user")
def delete_user(call: Call) -> Any:
    """Remove a user from the organization, its projects and groups, and revoke the user's keys."""
    doc = load_user(call)
    require_other_owner(call, doc)
    for scope, member in call.docs.with_ids("project_user", [doc["id"]]):
        call.docs.delete("project_user", member["id"], scope=scope)
    for scope, key in call.docs.find("api_key", "_owner.id", doc["id"]):
        call.docs.delete("api_key", key["id"], scope=scope)
        call.server.store.drop_key(key["_sha256"])
    for scope, held in list(call.docs.iterate_with_scope("role_assignment")):
        if scope.endswith(f"users/{doc['id']}"):
            call.docs.delete("role_assignment", held["id"], scope=scope)
    for scope, member in call.docs.with_ids("group_user", [doc["id"]]):
        call.docs.delete("group_user", member["id"], scope=scope)
    call.docs.delete("organization_user", doc["id"])
    return {"object": "organization.user.deleted", "id": doc["id"], "deleted": True}


def require_other_owner(call: Call, doc: Doc) -> None:
    """Raise if the user is the only owner."""
    owners = [user["id"] for _scope, user in call.docs.find("organization_user", "role", "owner")]
    if owners == [doc["id"]]:
        raise bad_request("The last owner of an organization cannot be removed.", code="last_owner")


def add_to_all_projects(call: Call, user: Doc) -> None:
    """Make an owner of the organization an owner of all projects."""
    for project in list(call.docs.iterate("project")):
        member = call.docs.get("project_user", user["id"], scope=project["id"])
        if member is None:
            call.docs.insert("project_user", project_user_doc(user, "owner", call.now), scope=project["id"])
        elif member["role"] != "owner":
            member["role"] = "owner"
            call.docs.update("project_user", member, scope=project["id"])
