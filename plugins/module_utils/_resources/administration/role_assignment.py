# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Roles of users and groups, in the organization and in a project."""

from __future__ import annotations

from ..._engine.fields import Field, Parent
from ..._engine.info import Info, InfoHooks
from ..._engine.membership import Membership
from ..._engine.spec import Hooks
from . import _role_assignment_hooks as hooks
from .group import GROUPS
from .organization_user import USERS
from .role import IN_A_PROJECT, PROJECT_ROLES, ROLES

ONE_PRINCIPAL = {"mutually_exclusive": [["user", "group"]], "required_one_of": [["user", "group"]]}

ROLE_ASSIGNMENT = Membership(
    hooks.OF_GROUP,
    project_collection=hooks.OF_PROJECT_GROUP,
    parents=(
        IN_A_PROJECT,
        Parent(GROUPS, required=False),
        Parent(USERS, required=False, name="user", aliases=("user_id", "email")),
    ),
    member=ROLES,
    option="role",
    aliases=("role_id",),
    updates=False,
    rules=ONE_PRINCIPAL,
    hooks=Hooks(
        place=hooks.place,
        title=hooks.title,
        known=hooks.known,
        match=hooks.match,
        validate_create=hooks.validate_create,
        verify_create=hooks.verify_create,
        predict=hooks.predict,
        create=hooks.create,
    ),
    operations=(f"GET {PROJECT_ROLES.path}", *hooks.operations("GET", "POST", "DELETE")),
)

ROLE_ASSIGNMENT_INFO = Info(
    ROLE_ASSIGNMENT,
    client_filters=(Field("name"),),
    rules=ONE_PRINCIPAL,
    hooks=InfoHooks(read_one=hooks.read_one),
    operations=(*hooks.operations("GET"), f"GET {hooks.OF_USER.item}", f"GET {hooks.OF_PROJECT_USER.item}"),
)
