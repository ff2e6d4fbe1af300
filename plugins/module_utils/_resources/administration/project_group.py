# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Groups in a project, and the roles they have there."""

from __future__ import annotations

from ..._engine.fields import Field
from ..._engine.info import Info, InfoHooks
from ..._engine.membership import Membership
from ..._engine.spec import Hooks
from . import _project_group_hooks as hooks
from .group import GROUP_TYPE, GROUPS
from .project import IN_PROJECT
from .role import PROJECT_ROLES

PROJECT_GROUPS = hooks.PROJECT_GROUPS

PROJECT_GROUP = Membership(
    PROJECT_GROUPS,
    parents=(IN_PROJECT,),
    member=GROUPS,
    option="group",
    aliases=("group_id",),
    id_request_name="group_id",
    fields=(
        Field("roles", "list", elements="str", required_on_create=True, unordered=True, aliases=("role",)),
        Field("exact", "bool", default=True, request_name="", response_name=""),
    ),
    validate=hooks.check,
    hooks=Hooks(
        find=hooks.find,
        diff=hooks.diff,
        plan_update=hooks.plan_update,
        predict=hooks.predict,
        create=hooks.create,
        recover=hooks.recover,
        update=hooks.update,
    ),
    operations=(
        f"GET {PROJECT_ROLES.path}",
        f"GET {hooks.HELD}",
        f"POST {hooks.HELD}",
        f"DELETE {hooks.HELD}/{{role_id}}",
    ),
)

PROJECT_GROUP_INFO = Info(
    PROJECT_GROUP,
    client_filters=(Field("group", response_name="group_name"),),
    extra_options=(GROUP_TYPE, Field("with_roles", "bool", default=False)),
    add_details=hooks.detail,
    hooks=InfoHooks(matching=hooks.matching, read_one=hooks.read_one),
    operations=(f"GET {hooks.HELD}",),
)
