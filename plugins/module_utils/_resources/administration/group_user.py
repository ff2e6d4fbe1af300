# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""People in a group."""

from __future__ import annotations

from ..._api.pagination import THOUSAND_AFTER_NEXT
from ..._engine.context import TaskContext
from ..._engine.fields import Collection, Field
from ..._engine.info import Info
from ..._engine.membership import Membership
from ..._engine.spec import Hooks
from ..._support.errors import NotFound
from ..._support.types import Object
from .group import GROUPS, IN_GROUP, reject_scim_managed
from .organization_user import USERS


def _validate_change(membership: Membership, context: TaskContext, current: Object, removing: bool) -> None:
    for group in context.list_objects(GROUPS):
        if group.get("id") == context.ids["group_id"]:
            reject_scim_managed(group)


def _validate_create(membership: Membership, context: TaskContext) -> None:
    _validate_change(membership, context, {}, removing=False)


def _member(membership: Membership, context: TaskContext) -> Object:
    """Return a new member as the list will show it; the API's response has ids only."""
    value = membership.value(context)
    if USERS.is_id(value):
        person = context.client.find(USERS.item, {USERS.own_id: value}, key=USERS.key)
        if person is None:
            raise NotFound(f"user: no user of the organization has the id {value!r}", "Check user.")
    else:
        user_id = context.resolve_id(USERS, value, "user")
        people = context.list_objects(USERS, {USERS.search_param: [value]})
        person = next(each for each in people if each.get("id") == user_id)
    return {name: person.get(name) for name in ("id", "name", "email")}


def _predict(membership: Membership, context: TaskContext, desired: Object) -> Object:
    return _member(membership, context)


def _create(membership: Membership, context: TaskContext, body: Object) -> Object:
    member = _member(membership, context)
    membership.without("create").create(context, body)
    return member


GROUP_USER = Membership(
    Collection(
        "group_user",
        path="/organization/groups/{group_id}/users",
        item="/organization/groups/{group_id}/users/{user_id}",
        pagination=THOUSAND_AFTER_NEXT,
        name_field="email",
        case_insensitive=True,
    ),
    parents=(IN_GROUP,),
    member=USERS,
    option="user",
    aliases=("user_id", "email"),
    id_request_name="user_id",
    updates=False,
    hooks=Hooks(validate_change=_validate_change, validate_create=_validate_create, predict=_predict, create=_create),
)

GROUP_USER_INFO = Info(GROUP_USER, client_filters=(Field("email"),))
