# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""People of an organization. They come by invitation, which is another module's business."""

from __future__ import annotations

import typing as t

from ..._engine.context import TaskContext
from ..._engine.entity import Entity
from ..._engine.info import Info
from ..._engine.spec import Collection, Field
from ..._support.errors import InvalidArgument, NotFound
from ..._support.types import Object

USERS = Collection(
    "organization_user",
    path="/organization/users",
    item="/organization/users/{user_id}",
    label="email",
    prefixes=("user-", "user_"),
    folds=True,
    search="emails",
)

CONFIRMATION = "remove_from_organization"


def _check(run: TaskContext) -> None:
    if run.param("state") == "absent" and not run.param(CONFIRMATION):
        raise InvalidArgument(
            "state: absent removes the person from the whole organization, which has to be said",
            f"Set {CONFIRMATION}: true if that is meant; fjcorp.openai.openai_project_user takes a person out of one "
            "project only.",
        )


def _same_address(want: t.Any, have: t.Any) -> bool:
    return USERS.named(str(want), have)


class _OrganizationUser(Entity):
    def create(self, run: TaskContext, wanted: Object) -> dict[str, t.Any]:
        raise NotFound(
            f"nobody in the organization has the e-mail address {run.param('email')!r}",
            "People join by an invitation only: invite the address, and run the task again when it was accepted.",
        )


ORGANIZATION_USER = _OrganizationUser(
    USERS,
    by=("email",),
    fields=(
        Field("email", sent_as="", immutable=True, same=_same_address),
        Field("role", choices=("owner", "reader")),
        Field("technical_level", clearable=True),
        Field("developer_persona", clearable=True),
        Field(CONFIRMATION, "bool", default=False, sent_as="", read_as=""),
    ),
    check_input=_check,
)

ORGANIZATION_USER_INFO = Info(
    ORGANIZATION_USER,
    filters=(Field("emails", "list", elements="str"),),
    matches=(Field("role", choices=("owner", "reader")),),
)
