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
from ..._support.errors import InvalidArgument, NotFound
from ..._support.types import Object

USERS = Collection(
    "organization_user",
    path="/organization/users",
    item="/organization/users/{user_id}",
    name_field="email",
    id_prefixes=("user-", "user_"),
    case_insensitive=True,
    search_param="emails",
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
    raise NotFound(
        f"no user of the organization has the e-mail address {context.param('email')!r}",
        "Users join by invitation only: invite the address, and run the task again once the invitation is accepted.",
    )
