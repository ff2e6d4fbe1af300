# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""People in a group."""

from __future__ import annotations

from ..._api.pagination import THOUSAND_AFTER_NEXT
from ..._engine.context import TaskContext
from ..._engine.entity import Membership
from ..._engine.info import Info
from ..._engine.spec import Collection, Field
from ..._support.errors import NotFound
from ..._support.types import Object
from .group import GROUPS, IN_GROUP, refuse_managed
from .organization_user import USERS


class _GroupUser(Membership):
    def guard(self, run: TaskContext, current: Object, removing: bool) -> None:
        for group in run.objects(GROUPS):
            if group.get("id") == run.ids["group_id"]:
                refuse_managed(group)

    def prepare(self, run: TaskContext) -> None:
        self.guard(run, {}, removing=False)

    def foreseen(self, run: TaskContext, wanted: Object) -> Object:
        return self.shown(run)

    def make(self, run: TaskContext, body: Object) -> Object:
        member = self.shown(run)
        super().make(run, body)
        return member

    def shown(self, run: TaskContext) -> Object:
        """A new member as the list will show it; the API's answer holds ids only."""
        value = str(run.param("user"))
        if USERS.is_id(value):
            person = run.client.find(USERS.item, {USERS.own_id: value}, key=USERS.key)
            if person is None:
                raise NotFound(f"nobody in the organization has the id {value!r}", "Check user.")
        else:
            user_id = run.resolve(USERS, value, "user")
            person = next(each for each in run.objects(USERS, {USERS.search: [value]}) if each.get("id") == user_id)
        return {name: person.get(name) for name in ("id", "name", "email")}


GROUP_USER = _GroupUser(
    Collection(
        "group_user",
        path="/organization/groups/{group_id}/users",
        item="/organization/groups/{group_id}/users/{user_id}",
        pages=THOUSAND_AFTER_NEXT,
        label="email",
        folds=True,
    ),
    parents=(IN_GROUP,),
    member=USERS,
    option="user",
    aliases=("user_id", "email"),
    id_sent_as="user_id",
    updates=False,
)

GROUP_USER_INFO = Info(GROUP_USER, matches=(Field("email"),))
