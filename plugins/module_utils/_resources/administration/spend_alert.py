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
from ..._engine.spec import Field, Parent
from ..._support.errors import InvalidArgument
from ..._support.types import Object, Objects
from .project import PROJECTS
from .spend_limit import ALERTS, ALERTS_IN_PROJECT, LIMIT, LIMIT_IN_PROJECT, MONEY, Spending, compare_limits

CHANNEL = "notification_channel"


def _addresses(value: t.Any) -> set[str]:
    return {str(address).casefold() for address in value or ()}


def _same_people(want: t.Any, have: t.Any) -> bool:
    return _addresses(want) == _addresses(have)


def _check(run: TaskContext) -> None:
    recipients = run.param("recipients")
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
    def candidates(self, run: TaskContext, objects: Objects) -> Objects:
        # An alert has no name: the amount tells those of one project, or of the organization, apart.
        amount = run.param("threshold_amount")
        return [each for each in objects if each.get("threshold_amount") == amount]

    def make_once(self, run: TaskContext, body: Object) -> Object:
        with self.watching(run):
            return super().make_once(run, body)

    def foreseen(self, run: TaskContext, wanted: Object) -> Object:
        return super().foreseen(run, {"subject_prefix": None, **wanted})

    def identity(self, current: Object) -> Object:
        return {"threshold_amount": current.get("threshold_amount")}

    def beside(self, run: TaskContext) -> Object | None:
        return run.single(LIMIT_IN_PROJECT if "project_id" in run.ids else LIMIT)

    def compare(self, run: TaskContext, before: t.Any, after: t.Any) -> None:
        compare_limits(run, before, after, self.spoken(run))


SPEND_ALERT = _SpendAlert(
    ALERTS,
    in_project=ALERTS_IN_PROJECT,
    parents=(Parent(PROJECTS, required=False),),
    by=("threshold_amount",),
    fields=(
        Field("threshold_amount", "int", least=0),
        *MONEY,
        Field("channel", choices=("email",), default="email", sent_as=f"{CHANNEL}.type", read_as=f"{CHANNEL}.type"),
        Field(
            "recipients",
            "list",
            elements="str",
            creates=True,
            unordered=True,
            sent_as=f"{CHANNEL}.recipients",
            read_as=f"{CHANNEL}.recipients",
            same=_same_people,
        ),
        Field(
            "subject_prefix", clearable=True, sent_as=f"{CHANNEL}.subject_prefix", read_as=f"{CHANNEL}.subject_prefix"
        ),
    ),
    check_input=_check,
    replaces=True,
    operations=(
        *(f"GET {place.item}" for place in (LIMIT, LIMIT_IN_PROJECT)),
        *(f"POST {place.item}" for place in (ALERTS, ALERTS_IN_PROJECT)),
    ),
)

SPEND_ALERT_INFO = Info(SPEND_ALERT, matches=(Field("threshold_amount", "int"),))
