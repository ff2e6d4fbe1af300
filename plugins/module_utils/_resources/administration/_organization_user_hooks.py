# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Hooks of the declaration ``ORGANIZATION_USER``."""

from __future__ import annotations

import typing as t

from ..._engine.context import TaskContext
from ..._engine.entity import Entity
from ..._engine.fields import Collection
from ..._engine.plan import Plan
from ..._support.errors import InvalidArgument
from ..._support.types import Object

USERS = Collection(
    "organization_user",
    path="/organization/users",
    item="/organization/users/{user_id}",
    name_field="email",
    id_prefixes=("user-", "user_"),
    case_insensitive=True,
    search_param="emails",
    remedy="Users join by invitation: invite the address first with fjcorp.openai.openai_invite, and run the task again once "
    "the invitation is accepted.",
)

CONFIRMATION = "remove_from_organization"


def check(context: TaskContext) -> None:
    if context.param("state") == "absent" and not context.param(CONFIRMATION):
        raise InvalidArgument(
            "state: absent removes the user from the whole organization, which requires confirmation",
            f"Set {CONFIRMATION}: true to confirm. fjcorp.openai.openai_project_user removes a user from one project "
            "only.",
        )


def same_address(want: t.Any, have: t.Any) -> bool:
    return USERS.named(str(want), have)


def plan_create(user: Entity, context: TaskContext, desired: Object) -> Plan:
    raise context.no_match(USERS, str(context.param("email")), "email")
