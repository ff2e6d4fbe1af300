# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""The spend limit of the organization or one project, and what spend limits and spend alerts share."""

from __future__ import annotations

import typing as t
from contextlib import contextmanager
from dataclasses import replace

from ..._engine.context import TaskContext
from ..._engine.entity import Setting, Stateful
from ..._engine.info import Info
from ..._engine.spec import Collection, Field, Parent
from ..._support.errors import OpenAIError, SideEffect
from ..._support.types import Object
from .project import PROJECTS

IN_PROJECT = "/organization/projects/{project_id}"

LIMIT = Collection("spend_limit", path="", item="/organization/spend_limit", unset=True)
LIMIT_IN_PROJECT = replace(LIMIT, item=f"{IN_PROJECT}/spend_limit")

ALERTS = Collection(
    "spend_alert",
    path="/organization/spend_alerts",
    item="/organization/spend_alerts/{alert_id}",
    prefixes=("alert_",),
)
ALERTS_IN_PROJECT = replace(ALERTS, path=f"{IN_PROJECT}/spend_alerts", item=f"{IN_PROJECT}/spend_alerts/{{alert_id}}")

MONEY = (Field("currency", choices=("USD",), default="USD"), Field("interval", choices=("month",), default="month"))
"""What the API knows one value of, and wants in every write."""


class Spending(Stateful):
    """Every write sends amount, currency and interval, and the guard beside this one is looked at before and after it.

    Writing an alert has been seen to take the limit away.
    """

    def wanted(self, run: TaskContext) -> Object:
        fixed = {entry.name: entry.default for entry in self.fields if entry.default is not None}
        return {**super().wanted(run), **fixed}

    def beside(self, run: TaskContext) -> t.Any:
        """What the other guard of the same spending is."""
        raise NotImplementedError

    def compare(self, run: TaskContext, before: t.Any, after: t.Any) -> None:
        """Report what a write has taken from it."""
        raise NotImplementedError

    @contextmanager
    def watching(self, run: TaskContext) -> t.Iterator[None]:
        """Compare the guard beside before and after the block."""
        before = self.beside(run)
        yield
        if not before:
            return
        try:
            after = self.beside(run)
        except OpenAIError as error:
            # The write is done; that nobody could look does not undo it.
            run.warn(f"Whether the write has changed what stands beside it could not be read: {error.line()}")
        else:
            self.compare(run, before, after)

    def change(self, run: TaskContext, current: Object, patch: Object) -> Object:
        with self.watching(run):
            return super().change(run, current, patch)

    def remove(self, run: TaskContext, current: Object) -> None:
        with self.watching(run):
            super().remove(run, current)


def told(limit: Object | None) -> str:
    """A limit in words."""
    if not limit:
        return "not set"
    status = (limit.get("enforcement") or {}).get("status", "unknown")
    return f"{limit.get('threshold_amount')} cents a {limit.get('interval')}, enforcement {status}"


def compare_limits(run: TaskContext, before: Object, after: Object | None, wrote: str) -> None:
    """Fail when the limit is not what it was.

    :raises SideEffect: it is gone, another, or no longer enforced.
    """
    stopped = told(before).endswith("enforcing") and not told(after).endswith("enforcing")
    if after and not stopped and after.get("threshold_amount") == before.get("threshold_amount"):
        return
    # The write itself has happened: what the lists of this run say may be wrong now.
    run.done.append(f"wrote {wrote}")
    run.invalidate()
    raise SideEffect(
        f"the server changed the spend limit with it: it was {told(before)}, and is {told(after)}",
        "Set it again with fjcorp.openai.openai_spend_limit, and look at it with openai_spend_limit_info.",
    )


class _SpendLimit(Spending, Setting):
    def constraints(self) -> dict[str, t.Any]:
        return {"required_if": [("state", "present", ["threshold_amount"])]}

    def beside(self, run: TaskContext) -> list[Object]:
        return run.objects(ALERTS_IN_PROJECT if "project_id" in run.ids else ALERTS, afresh=True)

    def compare(self, run: TaskContext, before: list[Object], after: list[Object]) -> None:
        there = {alert["id"] for alert in after}
        lost = [f"{alert['id']} at {alert['threshold_amount']} cents" for alert in before if alert["id"] not in there]
        if lost:
            run.warn(f"Writing the spend limit took away spend alerts: {', '.join(lost)}. Make them again.")


SPEND_LIMIT = _SpendLimit(
    LIMIT,
    in_project=LIMIT_IN_PROJECT,
    parents=(Parent(PROJECTS, required=False),),
    by=(),
    fields=(Field("threshold_amount", "int", least=1), *MONEY),
    replaces=True,
    operations=tuple(f"GET {place.path}" for place in (ALERTS, ALERTS_IN_PROJECT)),
)

SPEND_LIMIT_INFO = Info(SPEND_LIMIT)
