# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Role assignments of users and groups, in the organization and in projects.

Users inherit the roles of their groups. ``assignment_sources`` shows the origin; only direct assignments can be
removed.
"""

from __future__ import annotations

from typing import Any

from .. import pagination
from ..errors import bad_request, not_found
from ..request_shapes import not_empty
from ..routing import KeyClass, RouteGroup
from ..server import Call
from ..store import Doc, public
from . import organization_users, project_groups
from .organization_groups import load_group
from .projects import load_active
from .roles import find_role

routes = RouteGroup("role_assignments", KeyClass.ADMIN)


def principal(call: Call) -> tuple[str, str, Doc]:
    """Return the scope of the roles, the scope of the assignments, and the document of the user or group."""
    scope = str(load_active(call)["id"]) if "project_id" in call.path else ""
    if "group_id" in call.path:
        doc = load_group(call)
        if scope:
            project_groups.load_project_group(call, {"id": scope})
        return scope, f"{scope}/groups/{doc['id']}", doc
    doc = organization_users.load_user(call)
    if scope and call.find("project_user", doc["id"], scope=scope) is None:
        raise not_found(f"No user '{doc['id']}' found in project.", param="user_id")
    return scope, f"{scope}/users/{doc['id']}", doc


def held_roles(call: Call, scope: str, place: str, who: Doc) -> list[Doc]:
    """Return all direct and inherited roles of a user or group."""
    sources: dict[str, list[dict[str, str]]] = {}
    for doc in call.docs.iterate("role_assignment", scope=place, now=call.now_exact):
        sources.setdefault(doc["id"], [])
    direct = set(sources)
    if "/users/" in place:
        for group, _unused in call.docs.with_ids("group_user", [who["id"]], now=call.now_exact):
            for doc in call.docs.iterate("role_assignment", scope=f"{scope}/groups/{group}", now=call.now_exact):
                sources.setdefault(doc["id"], []).append({"principal_id": group, "principal_type": "group"})
    found = []
    for id, through in sources.items():
        role = find_role(call, scope, id)
        if role is None:
            continue
        if id in direct and through:
            through.insert(0, {"principal_id": who["id"], "principal_type": "user"})
        found.append(
            {
                **{name: value for name, value in public(role).items() if name != "object"},
                "created_at": role.get("_created_at"),
                "updated_at": role.get("_updated_at"),
                "created_by": None,
                "created_by_user_obj": None,
                "metadata": {},
                "assignment_sources": through or None,
            }
        )
    return found


def list_roles(call: Call) -> Any:
    """List the roles of a user or group."""
    docs = held_roles(call, *principal(call))
    return pagination.paginate_list(call, docs[::-1] if call.query["order"] == "desc" else docs, style=pagination.NEXT)


def assign_role(call: Call) -> Any:
    """Assign a role."""
    scope, place, who = principal(call)
    role = find_role(call, scope, call.body["role_id"])
    if role is None:
        raise bad_request(f"No role found with id '{call.body['role_id']}'.", param="role_id", code="invalid_value")
    if call.docs.get("role_assignment", role["id"], scope=place):
        raise bad_request(f"Role '{role['name']}' is already assigned.", param="role_id", code="role_already_assigned")
    call.create("role_assignment", {"id": role["id"]}, scope=place)
    if "/users/" in place:
        shown = organization_users.render(who, organization_users.memberships(call, [who["id"]])[who["id"]])
        return {"object": "user.role", "user": shown, "role": public(role)}
    group = {
        "object": "group",
        "id": who["id"],
        "name": who["name"],
        "created_at": who["created_at"],
        "scim_managed": who["is_scim_managed"],
    }
    return {"object": "group.role", "group": group, "role": public(role)}


def _load_assignment(call: Call, scope: str, place: str, who: Doc) -> Doc:
    id = call.path["role_id"]
    for row in held_roles(call, scope, place, who):
        if id == row["id"]:
            return row
    # The short id of a predefined role is accepted for assignments only.
    raise not_found(f"No role assignment found with role id '{id}'.", param="role_id")


def retrieve_role(call: Call) -> Any:
    """Retrieve one of the roles."""
    return _load_assignment(call, *principal(call))


def unassign_role(call: Call) -> Any:
    """Remove a direct role assignment."""
    scope, place, who = principal(call)
    row = _load_assignment(call, scope, place, who)
    if not call.docs.delete("role_assignment", row["id"], scope=place):
        raise bad_request(f"Role '{row['name']}' is inherited and cannot be unassigned.", code="role_inherited")
    return {"object": f"{'user' if '/users/' in place else 'group'}.role.deleted", "deleted": True}


def _register_routes(path: str, name: str) -> None:
    routes.get(path, f"list-{name}-role-assignments", pagination.page_limits(1000, 1000, order="asc"))(list_roles)
    routes.post(path, f"assign-{name}-role", not_empty("role_id"))(assign_role)
    routes.get(path + "/{role_id}", f"retrieve-{name}-role")(retrieve_role)
    routes.delete(path + "/{role_id}", f"unassign-{name}-role")(unassign_role)


_register_routes("/organization/groups/{group_id}/roles", "group")
_register_routes("/organization/users/{user_id}/roles", "user")
_register_routes("/projects/{project_id}/groups/{group_id}/roles", "project-group")
_register_routes("/projects/{project_id}/users/{user_id}/roles", "project-user")
