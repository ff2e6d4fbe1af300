# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""People in a group."""

from __future__ import annotations

from ..._api.pagination import THOUSAND_AFTER_NEXT
from ..._engine.context import TaskContext
from ..._engine.membership import Membership
from ..._engine.info import Info
from ..._engine.fields import Collection, Field
from ..._support.errors import NotFound
from ..._support.types import Object
from .group import GROUPS, IN_GROUP, refuse_managed
from .organization_user import USERS


class _GroupUser(Membership):
    def guard(self, context: TaskContext, current: Object, removing: bool) -> None:
        for group in context.list_objects(GROUPS):
            if group.get("id") == context.ids["group_id"]:
                refuse_managed(group)

    def prepare(self, context: TaskContext) -> None:
        self.guard(context, {}, removing=False)

    def foreseen(self, context: TaskContext, wanted: Object) -> Object:
        return self.shown(context)

    def make(self, context: TaskContext, body: Object) -> Object:
        member = self.shown(context)
        super().make(context, body)
        return member

    def shown(self, context: TaskContext) -> Object:
        """A new member as the list will show it; the API's answer holds ids only."""
        value = str(context.param("user"))
        if USERS.is_id(value):
            person = context.client.find(USERS.item, {USERS.own_id: value}, key=USERS.key)
            if person is None:
                raise NotFound(f"nobody in the organization has the id {value!r}", "Check user.")
        else:
            user_id = context.resolve_id(USERS, value, "user")
            person = next(each for each in context.list_objects(USERS, {USERS.search_param: [value]}) if each.get("id") == user_id)
        return {name: person.get(name) for name in ("id", "name", "email")}


GROUP_USER = _GroupUser(
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
)

GROUP_USER_INFO = Info(GROUP_USER, client_filters=(Field("email"),))
