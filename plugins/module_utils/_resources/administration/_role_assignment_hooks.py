# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Hooks of the declaration ``ROLE_ASSIGNMENT``."""

from __future__ import annotations

from ..._api.pagination import THOUSAND_AFTER_NEXT, paginate
from ..._api.request import Request
from ..._engine.context import TaskContext
from ..._engine.fields import Collection
from ..._engine.info import Info
from ..._engine.membership import Membership
from ..._support.errors import ApiError
from ..._support.types import Object, Objects
from ._role_hooks import find_role, inherited, is_role, matching_roles
from .project_group import PROJECT_GROUPS
from .project_user import PROJECT_USER


def _held(principal: str) -> Collection:
    path = f"{principal}/roles"
    return Collection(
        "role_assignment", path=path, item=path + "/{role_id}", pagination=THOUSAND_AFTER_NEXT, case_insensitive=True
    )


OF_GROUP = _held("/organization/groups/{group_id}")

OF_USER = _held("/organization/users/{user_id}")

OF_PROJECT_GROUP = _held("/projects/{project_id}/groups/{group_id}")

OF_PROJECT_USER = _held("/projects/{project_id}/users/{user_id}")


def operations(*verbs: str) -> tuple[str, ...]:
    places = (OF_GROUP, OF_USER, OF_PROJECT_GROUP, OF_PROJECT_USER)
    return tuple(f"{verb} {place.item if verb == 'DELETE' else place.path}" for place in places for verb in verbs)


def place(assignment: Membership, context: TaskContext) -> Collection:
    if "project_id" in context.ids:
        return OF_PROJECT_GROUP if "group_id" in context.ids else OF_PROJECT_USER
    return OF_GROUP if "group_id" in context.ids else OF_USER


def title(assignment: Membership, context: TaskContext) -> str:
    labels = context.labels.items()
    words = [f"{'in' if option == 'project' else 'of'} {option} {label}" for option, label in labels]
    return " ".join(["role", assignment.value(context), *reversed(words)])


def known(assignment: Membership, context: TaskContext, refresh: bool) -> Objects:
    try:
        return assignment.without("known").known(context, refresh)
    except ApiError as error:
        if error.absent and _joins(context):
            return []
        raise


def _joins(context: TaskContext) -> bool:
    """Return whether an earlier task of this check mode run would add the user or group to the project."""
    if "project_id" not in context.ids:
        return False
    group = "group_id" in context.ids
    place = PROJECT_GROUPS if group else PROJECT_USER.collection
    name = context.labels["group" if group else "user"]
    own = context.ids["group_id" if group else "user_id"]
    return any(
        each.get(place.pagination.item_id) == own or place.named(name, each.get(place.name_field))
        for each in context.cached_objects(place)
    )


def match(assignment: Membership, context: TaskContext, objects: Objects) -> Objects:
    principal = context.ids.get("group_id") or context.ids["user_id"]
    found = matching_roles(objects, assignment.value(context))
    direct = [role for role in found if not inherited(role, principal)]
    if found and not direct and context.param("state") == "absent":
        sources = ", ".join(inherited(found[0], principal))
        context.warn(f"The role {found[0].get('name')} is inherited through {sources} and remains.")
    return direct


def _role(assignment: Membership, context: TaskContext) -> Object:
    return {**find_role(context, assignment.value(context), "role"), "assignment_sources": None}


def validate_create(assignment: Membership, context: TaskContext) -> None:
    _role(assignment, context)


def verify_create(assignment: Membership, context: TaskContext) -> None:
    """The role was looked up when the plan was made."""


def predict(assignment: Membership, context: TaskContext, desired: Object) -> Object:
    return _role(assignment, context)


def create(assignment: Membership, context: TaskContext, body: Object) -> Object:
    place = assignment.place(context)
    role = _role(assignment, context)
    context.client.post(place.path, context.ids, {"role_id": role["id"]}, key=place.key, creates=True)
    return role


def read_one(info: Info, context: TaskContext, place: Collection, given: str) -> Object | None:
    if not given.startswith("role-api-") or "__" in given:
        return info.without("read_one").read_one(context, place, given)
    # The server accepts the short id of a predefined role for an assignment only.
    request = Request("GET", place.path, dict(context.ids), key=place.key)
    return next((role for role in paginate(context.client, request, place.pagination) if is_role(given, role)), None)
