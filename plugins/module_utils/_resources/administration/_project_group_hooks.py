# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Hooks of the declaration ``PROJECT_GROUP``."""

from __future__ import annotations

from ..._api.connection import ADMIN
from ..._api.pagination import THOUSAND_AFTER_NEXT, Pages, paginate
from ..._api.request import Request
from ..._engine.context import TaskContext, is_predicted
from ..._engine.fields import Collection
from ..._engine.info import Info
from ..._engine.membership import Membership
from ..._engine.plan import Plan
from ..._support.errors import InvalidArgument, LostResponse
from ..._support.types import Object
from ._role_hooks import find_role, inherited, matching_roles
from .group import GROUPS

PROJECT_GROUPS = Collection(
    "project_group",
    path="/organization/projects/{project_id}/groups",
    item="/organization/projects/{project_id}/groups/{group_id}",
    pagination=Pages(cursor_key="next", item_id="group_id"),
    name_field="group_name",
    case_insensitive=True,
)

HELD = "/projects/{project_id}/groups/{group_id}/roles"
"""The roles of a group in a project: they are not part of the object."""


def check(context: TaskContext) -> None:
    if context.param("state") == "present" and context.param("roles") == []:
        raise InvalidArgument(
            "roles must contain at least one role, got an empty list", "Set a role, or set state=absent."
        )


def roles_of(context: TaskContext, group_id: str) -> list[Object]:
    """Return the roles of a group in the project."""
    request = Request("GET", HELD, {**context.ids, "group_id": group_id}, key=ADMIN)
    return list(paginate(context.client, request, THOUSAND_AFTER_NEXT))


def direct_roles(context: TaskContext, group_id: str) -> list[Object]:
    """Return the roles that are assigned to the group itself; inherited ones are managed elsewhere."""
    return [role for role in roles_of(context, group_id) if not inherited(role, group_id)]


def with_id(group: Object) -> Object:
    """A group of a project with its id where other objects have theirs."""
    return {"id": group.get("group_id"), **group}


def find(membership: Membership, context: TaskContext) -> Object | None:
    found = membership.without("find").find(context)
    if found is None:
        return None
    found = with_id(found)
    compares_roles = context.param("state") == "present" and context.param("roles")
    if compares_roles and not context.below_predicted(PROJECT_GROUPS):
        found["roles"] = [role["name"] for role in direct_roles(context, str(found["group_id"]))]
    return found


def _names(context: TaskContext, roles: list[str]) -> list[str]:
    """Return the names of roles, each once.

    :raises NotFound: a role does not exist.
    """
    return list(dict.fromkeys(str(find_role(context, value, "roles")["name"]) for value in roles))


def plan_update(membership: Membership, context: TaskContext, current: Object, desired: Object) -> Plan:
    """Add to the roles of the group instead of replacing them, unless ``exact`` is set."""
    if desired.get("roles"):
        desired = {**desired, "roles": _complete(context, desired["roles"], current.get("roles") or [])}
    return membership.without("plan_update").plan_update(context, current, desired)


def _complete(context: TaskContext, roles: list[str], held: list[str]) -> list[str]:
    """Return all roles that the group has afterwards."""
    if context.param("exact"):
        return roles
    if set(roles) <= set(held):
        return held
    return list(dict.fromkeys([*held, *_names(context, roles)]))


def diff(membership: Membership, context: TaskContext, desired: Object, current: Object) -> Object:
    roles = desired.get("roles")
    if roles is not None and set(roles) != set(current.get("roles") or ()):
        # Only now is the list of all roles needed, to compare ids and names in another case.
        desired = {**desired, "roles": _names(context, roles)}
    return membership.without("diff").diff(context, desired, current)


def predict(membership: Membership, context: TaskContext, desired: Object) -> Object:
    value = membership.value(context)
    group = next(iter(matching_roles(context.list_objects(GROUPS), value)), {"name": value})
    roles = {"roles": _names(context, desired["roles"])} if "roles" in desired else {}
    return {**desired, **roles, "group_name": group["name"], **({"group_id": group["id"]} if "id" in group else {})}


def create(membership: Membership, context: TaskContext, body: Object) -> Object:
    first, *others = _names(context, body.pop("roles"))
    role_id = find_role(context, first, "roles")["id"]
    made = with_id(membership.without("create").create(context, {"role": role_id, **body}))
    for name in others:
        _assign(context, made, name)
    return {**made, "roles": [first, *others]}


def _assign(context: TaskContext, group: Object, name: str) -> None:
    """Assign one more role to the group."""
    role_id = find_role(context, name, "roles")["id"]
    ids = {**context.ids, "group_id": str(group["group_id"])}
    for attempt in (1, 2, 3):
        try:
            context.client.post(HELD, ids, {"role_id": role_id}, key=ADMIN, creates=True)
            return
        except LostResponse:
            if any(role["id"] == role_id for role in direct_roles(context, ids["group_id"])):
                return
            if attempt == 3:
                raise


def recover(membership: Membership, context: TaskContext, found: Object) -> Object | None:
    group = with_id(found)
    group["roles"] = [role["name"] for role in direct_roles(context, str(group["group_id"]))]
    roles = _complete(context, _names(context, membership.desired(context)["roles"]), group["roles"])
    return {**group, **update(membership, context, group, {"roles": roles})}


def update(membership: Membership, context: TaskContext, current: Object, patch: Object) -> Object:
    # The new roles first, so that the group always has one.
    held: list[str] = current["roles"]
    for name in patch["roles"]:
        if name not in held:
            _assign(context, current, name)
    for role in direct_roles(context, str(current["group_id"])) if set(held) - set(patch["roles"]) else []:
        if role["name"] not in patch["roles"]:
            ids = {**context.ids, "group_id": str(current["group_id"]), "role_id": str(role["id"])}
            context.client.delete(f"{HELD}/{{role_id}}", ids, key=ADMIN)
    return patch


def detail(context: TaskContext, group: Object) -> Object:
    group = with_id(group)
    if context.param("with_roles"):
        group["roles"] = [role["name"] for role in roles_of(context, str(group["group_id"]))]
    return group


def matching(info: Info, context: TaskContext, place: Collection, thing: Object) -> bool:
    """Compare the type as well, which the list cannot be filtered by."""
    kind = context.param("group_type")
    return info.without("matching").matching(context, place, thing) and kind in (None, thing.get("group_type"))


def read_one(info: Info, context: TaskContext, place: Collection, given: str) -> Object | None:
    """Read a group of the type that is set: the server looks for ``group`` otherwise."""
    kind = context.param("group_type")
    if kind is None or is_predicted(given):
        return info.without("read_one").read_one(context, place, given)
    ids = {**context.ids, place.own_id: given}
    found = context.client.find(place.item, ids, key=place.key, query={"group_type": kind})
    return found if found is not None and found.get("group_type") == kind else None
