# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Hooks of the declaration ``GROUP_USER``."""

from __future__ import annotations

from ..._engine.context import TaskContext
from ..._engine.membership import Membership
from ..._engine.missing import no_id
from ..._support.types import Object
from ._group_hooks import reject_scim_managed
from .group import GROUPS
from .organization_user import USERS


def validate_change(membership: Membership, context: TaskContext, current: Object, removing: bool) -> None:
    for group in context.list_objects(GROUPS):
        if group.get("id") == context.ids["group_id"]:
            reject_scim_managed(group)


def validate_create(membership: Membership, context: TaskContext) -> None:
    validate_change(membership, context, {}, removing=False)


def _member(membership: Membership, context: TaskContext) -> Object:
    """Return a new member as the list will show it; the API's response has ids only."""
    value = membership.value(context)
    if USERS.is_id(value):
        person = context.client.find(USERS.item, {USERS.own_id: value}, key=USERS.key)
        if person is None:
            raise no_id(USERS, value, "user")
    else:
        user_id = context.resolve_id(USERS, value, "user")
        people = context.list_objects(USERS, {USERS.search_param: [value]})
        person = next(each for each in people if each.get("id") == user_id)
    return {name: person.get(name) for name in ("id", "name", "email")}


def predict(membership: Membership, context: TaskContext, desired: Object) -> Object:
    return _member(membership, context)


def create(membership: Membership, context: TaskContext, body: Object) -> Object:
    member = _member(membership, context)
    membership.without("create").create(context, body)
    return member
