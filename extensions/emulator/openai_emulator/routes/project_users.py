# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Users of a project. Owners of the organization own every project and cannot be removed from it."""

from __future__ import annotations

from typing import Any

from .. import pagination
from ..errors import bad_request, not_found
from ..initial_data import project_user_doc
from ..request_shapes import not_empty
from ..routing import KeyClass, RouteGroup
from ..server import Call
from ..store import Doc, public
from .projects import load_active

routes = RouteGroup("project_users", KeyClass.ADMIN)

PATH = "/organization/projects/{project_id}/users"
ROLES = ("owner", "member")


@routes.get(PATH, "list-project-users", pagination.page_limits(20))
def list_users(call: Call) -> Any:
    """List the users of a project."""
    return pagination.paginate(call, "project_user", scope=load_active(call)["id"])


@routes.post(
    PATH,
    "create-project-user",
    {
        **not_empty("user_id", "email"),
        "role": {"enum": ["owner", "member"]},
    },
)
def create_user(call: Call) -> Any:
    """Add a user of the organization to a project."""
    project = load_active(call)
    user_id, email = call.body.get("user_id"), call.body.get("email")
    if (user_id is None) == (email is None):
        raise bad_request("Exactly one of 'user_id' and 'email' must be provided.", param="user_id")
    if user_id is not None:
        user = call.find("organization_user", user_id)
    else:
        user = next((doc for _scope, doc in call.docs.find("organization_user", "email", str(email))), None)
    if user is None:
        raise not_found(
            f"No user '{user_id or email}' found in the organization.",
            param="user_id" if user_id is not None else "email",
        )
    if call.docs.get("project_user", user["id"], scope=project["id"]):
        raise bad_request("User is already a member of this project.", code="user_already_in_project")
    doc = project_user_doc(user, call.body["role"], call.now)
    return public(call.create("project_user", doc, scope=project["id"]))


def load_user(call: Call) -> Doc:
    """Return the project user of the path."""
    project = load_active(call)
    id = call.path["user_id"]
    return call.load("project_user", id, f"No user '{id}' found in project.", scope=project["id"], param="user_id")


@routes.get(PATH + "/{user_id}", "retrieve-project-user")
def retrieve_user(call: Call) -> Any:
    """Retrieve a project user."""
    return public(load_user(call))


@routes.post(
    PATH + "/{user_id}",
    "modify-project-user",
    {"role": {"enum": ["owner", "member"]}},
)
def modify_user(call: Call) -> Any:
    """Update the role of a project user."""
    member = load_user(call)
    role = call.body.get("role")
    if role is not None and role != member["role"]:
        reject_owner(call, member, "changed")
        member["role"] = role
    return public(call.docs.update("project_user", member, scope=call.path["project_id"]))


@routes.delete(PATH + "/{user_id}", "delete-project-user")
def delete_user(call: Call) -> Any:
    """Remove a user from a project; the user stays in the organization."""
    member = load_user(call)
    reject_owner(call, member, "removed")
    call.docs.delete("project_user", member["id"], scope=call.path["project_id"])
    return {"object": "organization.project.user.deleted", "id": member["id"], "deleted": True}


def reject_owner(call: Call, member: Doc, what: str) -> None:
    """Raise if the project user owns the organization."""
    user = call.docs.get("organization_user", member["id"])
    if user is not None and user["role"] == "owner":
        raise bad_request(
            f"User {member['id']} is an organization owner and cannot be {what} in a project.",
            code="user_organization_owner",
        )
