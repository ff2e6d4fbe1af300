# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Alerts by e-mail when the spending of the organization or one project passes an amount."""

from __future__ import annotations

import typing as t

from ..._engine.context import TaskContext
from ..._engine.entity import Entity
from ..._engine.info import Info
from ..._engine.fields import Field, Parent
from ..._support.errors import InvalidArgument
from ..._support.types import Object, Objects
from .project import PROJECTS
from .spend_limit import ALERTS, ALERTS_IN_PROJECT, LIMIT, LIMIT_IN_PROJECT, MONEY, Spending, compare_limits

CHANNEL = "notification_channel"


def _addresses(value: t.Any) -> set[str]:
    return {str(address).casefold() for address in value or ()}


def _same_people(want: t.Any, have: t.Any) -> bool:
    return _addresses(want) == _addresses(have)


def _check(context: TaskContext) -> None:
    recipients = context.param("recipients")
    if recipients == []:
        raise InvalidArgument(
            "recipients is empty", "Name at least one e-mail address, or leave recipients out to keep them."
        )
    for address in recipients or ():
        if "@" not in str(address).strip("@"):
            raise InvalidArgument(
                f"recipients has {address!r}, which is no e-mail address", "Give addresses like a@b.example."
            )


class _SpendAlert(Spending, Entity):
    def candidates(self, context: TaskContext, objects: Objects) -> Objects:
        # An alert has no name: the amount tells those of one project, or of the organization, apart.
        amount = context.param("threshold_amount")
        return [each for each in objects if each.get("threshold_amount") == amount]

    def make_once(self, context: TaskContext, body: Object) -> Object:
        with self.watching(context):
            return super().make_once(context, body)

    def foreseen(self, context: TaskContext, wanted: Object) -> Object:
        return super().foreseen(context, {"subject_prefix": None, **wanted})

    def identity(self, current: Object) -> Object:
        return {"threshold_amount": current.get("threshold_amount")}

    def beside(self, context: TaskContext) -> Object | None:
        return context.get_single(LIMIT_IN_PROJECT if "project_id" in context.ids else LIMIT)

    def compare(self, context: TaskContext, before: t.Any, after: t.Any) -> None:
        compare_limits(context, before, after, self.spoken(context))


SPEND_ALERT = _SpendAlert(
    ALERTS,
    project_collection=ALERTS_IN_PROJECT,
    parents=(Parent(PROJECTS, required=False),),
    identity=("threshold_amount",),
    fields=(
        Field("threshold_amount", "int", min=0),
        *MONEY,
        Field("channel", choices=("email",), default="email", request_name=f"{CHANNEL}.type", response_name=f"{CHANNEL}.type"),
        Field(
            "recipients",
            "list",
            elements="str",
            required_on_create=True,
            unordered=True,
            request_name=f"{CHANNEL}.recipients",
            response_name=f"{CHANNEL}.recipients",
            compare=_same_people,
        ),
        Field(
            "subject_prefix", clearable=True, request_name=f"{CHANNEL}.subject_prefix", response_name=f"{CHANNEL}.subject_prefix"
        ),
    ),
    validate=_check,
    replaces=True,
    operations=(
        *(f"GET {place.item}" for place in (LIMIT, LIMIT_IN_PROJECT)),
        *(f"POST {place.item}" for place in (ALERTS, ALERTS_IN_PROJECT)),
    ),
)

SPEND_ALERT_INFO = Info(SPEND_ALERT, client_filters=(Field("threshold_amount", "int"),))
