# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Roles of the organization and of projects: predefined ones, which are read-only, and custom ones."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from .. import pagination
from ..errors import bad_request, not_found
from ..ids import new_id
from ..request_shapes import not_empty
from ..routing import KeyClass, RouteGroup
from ..server import Call
from ..store import Doc, public
from .projects import load_active

routes = RouteGroup("roles", KeyClass.ADMIN)

ORGANIZATION = "/organization/roles"
PROJECT = "/projects/{project_id}/roles"
PREDEFINED: dict[str, dict[str, tuple[str, ...]]] = {
    "organization": {"owner": ("api.organization.write",), "reader": ("api.organization.read",)},
    "project": {
        "owner": ("api.project.write",),
        "member": ("api.project.read", "api.model.request"),
        "viewer": ("api.project.read",),
    },
}
"""Permissions of the predefined roles. The API documents their names only."""

LIMITS = not_empty("role_name", "permissions[]")


def scope_of(call: Call) -> str:
    """Return the scope of the roles: the project, or empty for the organization."""
    return str(load_active(call)["id"]) if "project_id" in call.path else ""


def predefined(call: Call, scope: str) -> list[Doc]:
    """Return the predefined roles."""
    level = "project" if scope else "organization"
    return [
        {
            "id": f"role-api-{level}-{name}__api-{level}__{scope or call.org.id}",
            "object": "role",
            "name": name,
            "description": None,
            "permissions": list(permissions),
            "resource_type": f"api.{level}",
            "predefined_role": True,
        }
        for name, permissions in PREDEFINED[level].items()
    ]


def visible_roles(call: Call, scope: str) -> list[Doc]:
    """Return all roles, the predefined ones first."""
    return [*predefined(call, scope), *call.docs.iterate("role", scope=scope, now=call.now_exact)]


def find_role(call: Call, scope: str, id: str) -> Doc | None:
    """Return a role by its id, or by the short id of a predefined role."""
    return next((role for role in visible_roles(call, scope) if id in (role["id"], role["id"].split("__")[0])), None)


def load_role(call: Call, scope: str, id: str | None = None) -> Doc:
    """Return the role of the path."""
    id = call.path["role_id"] if id is None else id
    role = find_role(call, scope, id)
    if role is None:
        raise not_found(f"No role found with id '{id}'.", param="role_id")
    return role


def load_editable(call: Call, scope: str) -> Doc:
    """Return the role of the path; raise if it is predefined."""
    role = load_role(call, scope)
    if role["predefined_role"]:
        raise bad_request(f"Role '{role['name']}' is predefined and cannot be modified.", code="role_predefined")
    return role


def check_role(call: Call, scope: str, own: str = "") -> None:
    """Raise if the name is in use or a permission is unknown."""
    name = call.body.get("role_name")
    for role in visible_roles(call, scope) if name else ():
        if role["name"].casefold() == str(name).casefold() and role["id"] != own:
            raise bad_request(f"A role named '{name}' already exists.", param="role_name", code="role_already_exists")
    for index, permission in enumerate(call.body.get("permissions") or ()):
        if not re.fullmatch(r"api(\.[a-z_]+)+", permission):
            raise bad_request(
                f"Unknown permission: '{permission}'.", param=f"permissions[{index}]", code="invalid_value"
            )


def list_roles(call: Call) -> Any:
    """List the roles."""
    docs = visible_roles(call, scope_of(call))
    return pagination.paginate_list(call, docs[::-1] if call.query["order"] == "desc" else docs, style=pagination.NEXT)


def create_role(call: Call) -> Any:
    """Create a custom role with a unique name."""
    scope = scope_of(call)
    check_role(call, scope)
    doc: Doc = {
        "id": new_id("role_"),
        "object": "role",
        "name": call.body["role_name"],
        "description": call.body.get("description"),
        "permissions": call.body["permissions"],
        "resource_type": "api.project" if scope else "api.organization",
        "predefined_role": False,
        "_created_at": call.now,
        "_updated_at": call.now,
    }
    return public(call.create("role", doc, scope=scope))


def retrieve_role(call: Call) -> Any:
    """Retrieve a role."""
    return public(load_role(call, scope_of(call)))


def update_role(call: Call) -> Any:
    """Update a custom role."""
    scope = scope_of(call)
    role = load_editable(call, scope)
    check_role(call, scope, role["id"])
    if call.body.get("role_name") is not None:
        role["name"] = call.body["role_name"]
    if call.body.get("permissions") is not None:
        role["permissions"] = call.body["permissions"]
    if "description" in call.body:
        role["description"] = call.body["description"]
    role["_updated_at"] = call.now
    return public(call.docs.update("role", role, scope=scope))


def delete_role(call: Call) -> Any:
    """Delete a custom role and its assignments."""
    scope = scope_of(call)
    role = load_editable(call, scope)
    for place, doc in list(call.docs.iterate_with_scope("role_assignment")):
        if doc["id"] == role["id"]:
            call.docs.delete("role_assignment", doc["id"], scope=place)
    call.docs.delete("role", role["id"], scope=scope)
    return {"object": "role.deleted", "id": role["id"], "deleted": True}


def _register_routes(path: str, middle: str) -> None:
    handlers: list[tuple[str, Callable[[Call], Any]]] = [("retrieve", retrieve_role), ("delete", delete_role)]
    routes.get(path, f"list-{middle}roles", pagination.page_limits(1000, 1000, order="asc"))(list_roles)
    routes.post(path, f"create-{middle}role", LIMITS)(create_role)
    routes.post(path + "/{role_id}", f"update-{middle}role", LIMITS)(update_role)
    for verb, handler in handlers:
        method = routes.get if verb == "retrieve" else routes.delete
        method(path + "/{role_id}", f"{verb}-{middle}role")(handler)


_register_routes(ORGANIZATION, "")
_register_routes(PROJECT, "project-")
