# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""People of an organization. They come by invitation, which is another module's business."""

from __future__ import annotations

from ..._engine.entity import Entity
from ..._engine.fields import Field
from ..._engine.info import Info
from ..._engine.spec import Hooks
from . import _organization_user_hooks as hooks

USERS = hooks.USERS

ORGANIZATION_USER = Entity(
    USERS,
    identity=("email",),
    fields=(
        Field("email", request_name="", immutable=True, compare=hooks.same_address),
        Field("role", choices=("owner", "reader")),
        Field("technical_level", clearable=True),
        Field("developer_persona", clearable=True),
        Field(hooks.CONFIRMATION, "bool", default=False, request_name="", response_name=""),
    ),
    validate=hooks.check,
    hooks=Hooks(plan_create=hooks.plan_create),
)

ORGANIZATION_USER_INFO = Info(
    ORGANIZATION_USER,
    filters=(Field("emails", "list", elements="str", response_name="email"),),
    client_filters=(Field("role", choices=("owner", "reader")),),
)
