# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""People in a group."""

from __future__ import annotations

from ..._api.pagination import THOUSAND_AFTER_NEXT
from ..._engine.fields import Collection, Field
from ..._engine.info import Info
from ..._engine.membership import Membership
from ..._engine.spec import Hooks
from . import _group_user_hooks as hooks
from .group import IN_GROUP
from .organization_user import USERS

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
    hooks=Hooks(
        validate_change=hooks.validate_change,
        validate_create=hooks.validate_create,
        predict=hooks.predict,
        create=hooks.create,
    ),
)

GROUP_USER_INFO = Info(GROUP_USER, client_filters=(Field("email"),))
