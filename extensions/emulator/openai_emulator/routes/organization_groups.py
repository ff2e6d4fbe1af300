# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Groups of the organization and their members. Groups that an identity provider manages are read-only."""

from __future__ import annotations

from typing import Any

from .. import pagination
from ..errors import bad_request
from ..initial_data import group_doc
from ..routing import KeyClass, RouteGroup
from ..server import Call
from ..store import Doc, public

routes = RouteGroup("organization_groups", KeyClass.ADMIN)

PATH = "/organization/groups"
NAME = {"name": {"minLength": 1, "maxLength": 255}}


def load_group(call: Call, id: str | None = None) -> Doc:
    """Return the group of the path."""
    id = call.path["group_id"] if id is None else id
    return call.load("group", id, f"No group found with id '{id}'.", param="group_id")


def load_editable(call: Call) -> Doc:
    """Return the group of the path; raise if an identity provider manages it."""
    group = load_group(call)
    if group["is_scim_managed"]:
        raise bad_request(f"Group {group['id']} is managed through SCIM.", code="group_scim_managed")
    return group


@routes.get(PATH, "list-groups", pagination.page_limits(100, 1000, order="asc"))
def list_groups(call: Call) -> Any:
    """List the groups."""
    return pagination.paginate(call, "group", style=pagination.NEXT)


@routes.post(
    PATH,
    "create-group",
    NAME,
)
def create_group(call: Call) -> Any:
    """Create a group without members; names need not be unique."""
    return public(call.create("group", group_doc(call.body["name"], call.now)))


@routes.get(PATH + "/{group_id}", "retrieve-group")
def retrieve_group(call: Call) -> Any:
    """Retrieve a group."""
    return public(load_group(call))


@routes.post(
    PATH + "/{group_id}",
    "update-group",
    NAME,
)
def update_group(call: Call) -> Any:
    """Rename a group."""
    group = load_editable(call)
    group["name"] = call.body["name"]
    call.docs.update("group", group)
    return {name: value for name, value in public(group).items() if name != "group_type"}


@routes.delete(PATH + "/{group_id}", "delete-group")
def delete_group(call: Call) -> Any:
    """Delete a group, its memberships and its role assignments."""
    group = load_editable(call)
    for kind in ("group_user", "project_group", "role_assignment"):
        for scope, doc in list(call.docs.iterate_with_scope(kind)):
            if scope == group["id"] or scope.endswith(f"groups/{group['id']}") or doc["id"] == group["id"]:
                call.docs.delete(kind, doc["id"], scope=scope)
    call.docs.delete("group", group["id"])
    return {"object": "group.deleted", "id": group["id"], "deleted": True}


@routes.get(PATH + "/{group_id}/users", "list-group-users", pagination.page_limits(100, 1000, order="desc"))
def list_users(call: Call) -> Any:
    """List the members of a group, newest first."""
    return pagination.paginate(
        call,
        "group_user",
        scope=load_group(call)["id"],
        style=pagination.NEXT,
        descending=True,
        render=lambda doc: {name: doc[name] for name in ("id", "name", "email")},
    )


@routes.post(
    PATH + "/{group_id}/users",
    "add-group-user",
    {"user_id": {"minLength": 1}},
)
def add_user(call: Call) -> Any:
    """Add a user of the organization to a group."""
    group = load_editable(call)
    id = call.body["user_id"]
    user = call.load("organization_user", id, f"No user found with id '{id}'.", param="user_id")
    if call.docs.get("group_user", id, scope=group["id"]):
        raise bad_request("User is already a member of this group.", code="user_already_in_group")
    call.create("group_user", {name: user[name] for name in ("id", "name", "email")}, scope=group["id"])
    return {"object": "group.user", "user_id": id, "group_id": group["id"]}


def load_user(call: Call, group: Doc) -> Doc:
    """Return the member of the path."""
    id = call.path["user_id"]
    return call.load("group_user", id, f"No user '{id}' found in group.", scope=group["id"], param="user_id")


@routes.get(PATH + "/{group_id}/users/{user_id}", "retrieve-group-user")
def retrieve_user(call: Call) -> Any:
    """Retrieve a member of a group."""
    member = load_user(call, load_group(call))
    return {**public(member), "picture": None, "is_service_account": False, "user_type": "user"}


@routes.delete(PATH + "/{group_id}/users/{user_id}", "remove-group-user")
def remove_user(call: Call) -> Any:
    """Remove a user from a group."""
    group = load_editable(call)
    call.docs.delete("group_user", load_user(call, group)["id"], scope=group["id"])
    return {"object": "group.user.deleted", "deleted": True}
