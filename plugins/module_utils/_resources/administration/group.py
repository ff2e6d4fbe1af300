# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Groups of people in an organization."""

from __future__ import annotations

from ..._api.pagination import THOUSAND_AFTER_NEXT
from ..._engine.entity import Entity
from ..._engine.fields import Collection, Field, Parent
from ..._engine.info import Info
from ..._engine.spec import Hooks
from . import _group_hooks as hooks

GROUPS = Collection(
    "group",
    path="/organization/groups",
    item="/organization/groups/{group_id}",
    pagination=THOUSAND_AFTER_NEXT,
    case_insensitive=True,  # no prefixes: a group may well be called group_admins
)

IN_GROUP = Parent(GROUPS)
"""The option ``group`` of what belongs to one."""

GROUP = Entity(
    GROUPS,
    checks_duplicates=True,
    fields=(Field("name", max_length=255),),
    hooks=Hooks(validate_change=hooks.validate_change),
)

GROUP_TYPE = Field("group_type", choices=("group", "tenant_group"))

GROUP_INFO = Info(GROUP, client_filters=(Field("name"), Field("is_scim_managed", "bool"), GROUP_TYPE))
