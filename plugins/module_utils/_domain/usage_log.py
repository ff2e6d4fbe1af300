# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""The usage log of one run of Ansible: which task sent requests to which model, their usage, and the limits of the run.

Everything is in the temporary folder of the run: the log is one file that tasks, lookups and module processes append
to, and the limits are another one that the callback C(usage) writes before the first task.
"""

from __future__ import annotations

import json
import os
import typing as t

from .._engine.runtime import BillingUnits
from .._support.errors import InvalidArgument
from .._support.files import file_lock
from .pricing import Table, cost, is_measured, missing_price, tokens

Entry = dict[str, t.Any]

TASK_VARIABLE = "FJCORP_OPENAI_TASK"
"""Environment variable with the name of the task, for module processes that write to the log themselves."""


class UsageLog:
    """The usage log in a folder; without a folder, nothing is recorded and nothing limited."""

    def __init__(self, folder: str) -> None:
        exists = bool(folder) and os.path.isdir(folder)
        self._log = os.path.join(folder, "openai-usage.jsonl") if exists else ""
        self._limits = os.path.join(folder, "openai-budget.json") if exists else ""

    def record(self, task: str, usage: t.Iterable[Entry]) -> None:
        """Record the requests of a task."""
        lines = [json.dumps({"task": task, **entry}) + "\n" for entry in usage]
        if lines and self._log:
            with file_lock(self._log, create=True) as handle:
                handle.seek(0, os.SEEK_END)
                handle.write("".join(lines).encode())

    def entries(self) -> list[Entry]:
        """Return all requests so far: ``task``, ``model`` and ``usage`` of each."""
        if not self._log or not os.path.exists(self._log):
            return []
        with file_lock(self._log) as handle:
            handle.seek(0)
            return [json.loads(line) for line in handle.read().decode().splitlines()]

    def set_limits(self, limits: dict[str, t.Any]) -> None:
        """Set the limits of the run: ``budget`` by ``prices``, ``budget_tokens``, or ``refused`` with a reason."""
        with open(self._limits, "w", encoding="utf-8") as handle:
            json.dump(limits, handle)

    def limits(self) -> dict[str, t.Any]:
        """Return the limits of the run; empty if there are none."""
        if not self._limits or not os.path.exists(self._limits):
            return {}
        with open(self._limits, encoding="utf-8") as handle:
            return t.cast("dict[str, t.Any]", json.load(handle))

    def budget(self) -> Entry:
        """Return what a task needs to observe the limits: ``error`` if they are reached, and ``prices`` if there is a budget."""
        limits = self.limits()
        if not limits:
            return {}
        error = str(limits.get("refused") or "") or self._spent(limits)
        return {"error": error, "prices": limits.get("prices") if limits.get("budget") is not None else None}

    def _spent(self, limits: t.Mapping[str, t.Any]) -> str:
        requests = self.entries()
        budget, budget_tokens = limits["budget"], limits["budget_tokens"]
        used = sum(sum(tokens(entry["usage"]).values()) for entry in requests)
        if budget_tokens is not None and used >= budget_tokens:
            return f"the budget of {budget_tokens:,} tokens is spent: {used:,} tokens in {len(requests)} requests"
        if budget is not None:
            try:
                price = sum(cost_of(entry, limits["prices"] or {}) for entry in requests)
            except InvalidArgument as error:
                return f"the budget of {budget:g} cannot be enforced: {error.message}"
            if price >= budget:
                return f"the budget of {budget:g} is spent: {price:.6g} in {len(requests)} requests"
        return ""


def cost_of(entry: t.Mapping[str, t.Any], prices: Table) -> float:
    """Return the cost of a request.

    :raises InvalidArgument: it is not known.
    """
    if not is_measured(entry["usage"]):
        raise InvalidArgument(
            f"an answer of {entry['model'] or 'the model'} was returned without its usage",
            "Use a response format with which the server returns the usage.",
        )
    return cost(entry["usage"], prices, entry["model"])


def budget_check(budget: t.Mapping[str, t.Any]) -> t.Callable[[str, BillingUnits], str]:
    """Return a function that returns why no request may be sent to a model, for :class:`Runtime`.

    :param budget: what :meth:`UsageLog.budget` returned.
    """

    def check(model: str, units: BillingUnits) -> str:
        if budget.get("error"):
            return str(budget["error"])
        if budget.get("prices") is None:
            return ""
        missing = missing_price(model, units, budget["prices"])
        return f"the budget cannot be enforced: {missing}" if missing else ""

    return check
