# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Callback that displays the token usage and the cost of a run."""

from __future__ import annotations

DOCUMENTATION = r"""
name: usage
type: aggregate
short_description: Display token usage and cost, and limit them with a budget
version_added: 0.1.0
author: fjcorp maintainers (@fjcorp)
description:
  - At the end of a run, displays the number of calls and tokens for each task and model, and their cost if O(prices_file) is set.
  - With O(budget) or O(budget_tokens), no more requests are sent to models after the limit is reached. The next task that would
    send a request fails. Tasks whose answers are already stored do not fail.
  - With O(budget), a request to a model without the required prices fails before it is sent. Moderations are free of charge.
  - Requests that several forks send at the same time can exceed the budget by their cost.
  - Counts the modules and lookups of this collection that run on the control node or are started by it, also with C(async). Tasks with
    C(async) on other hosts, those that end after the run, and answers that are generated in the background and that no task waits
    for, are not counted.
  - Speech is counted in characters, transcriptions in seconds or tokens, and images in tokens or by their number. A question mark
    stands for a cost that is not known, because the price is missing or the server returned no usage.
requirements:
  - Must be enabled, for example with C(ANSIBLE_CALLBACKS_ENABLED=fjcorp.openai.usage).
options:
  prices_file:
    description:
      - Path of a YAML or JSON file with the prices of each model, in the format of the filter P(fjcorp.openai.cost#filter).
    type: path
    env:
      - name: FJCORP_OPENAI_PRICES_FILE
    ini:
      - section: callback_fjcorp_openai_usage
        key: prices_file
  usage_file:
    description:
      - Path of a file to which the usage is also written as JSON.
    type: path
    env:
      - name: FJCORP_OPENAI_USAGE_FILE
    ini:
      - section: callback_fjcorp_openai_usage
        key: usage_file
  budget:
    description:
      - Maximum cost of a run, in the currency of O(prices_file).
      - Requires O(prices_file).
    type: float
    env:
      - name: FJCORP_OPENAI_BUDGET
    ini:
      - section: callback_fjcorp_openai_usage
        key: budget
  budget_tokens:
    description:
      - Maximum number of tokens of a run.
    type: int
    env:
      - name: FJCORP_OPENAI_BUDGET_TOKENS
    ini:
      - section: callback_fjcorp_openai_usage
        key: budget_tokens
"""

import json
import typing as t
from collections import defaultdict

import yaml
from ansible.errors import AnsibleError
from ansible.plugins.callback import CallbackBase
from ansible_collections.fjcorp.openai.plugins.module_utils._domain.pricing import tokens
from ansible_collections.fjcorp.openai.plugins.module_utils._domain.usage_log import cost_of
from ansible_collections.fjcorp.openai.plugins.module_utils._support.errors import InvalidArgument
from ansible_collections.fjcorp.openai.plugins.module_utils._support.files import atomic_write

from ..plugin_utils import _usage_log as usage_log

Row = dict[str, t.Any]


class CallbackModule(CallbackBase):
    """Callback that sets the limits at the start of a run and reads the usage log at its end."""

    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "aggregate"
    CALLBACK_NAME = "fjcorp.openai.usage"
    CALLBACK_NEEDS_ENABLED = True

    prices: dict[str, t.Any] | None = None

    def set_options(self, task_keys: t.Any = None, var_options: t.Any = None, direct: t.Any = None) -> None:
        """Read the options and set the limits of the run.

        Ansible ignores a callback that fails to load. So that the run is not left without its budget, an invalid
        configuration sets a limit that fails every request to a model.
        """
        super().set_options(task_keys=task_keys, var_options=var_options, direct=direct)
        budget, budget_tokens = self.get_option("budget"), self.get_option("budget_tokens")
        limited = budget is not None or budget_tokens is not None
        try:
            if self.get_option("prices_file"):
                self.prices = read_prices(str(self.get_option("prices_file")))
            elif budget is not None:
                raise AnsibleError("budget requires prices_file, because the collection contains no prices")
        except AnsibleError as error:
            if limited:
                usage_log.log().set_limits({"refused": f"fjcorp.openai.usage: {error}"})
            raise
        if limited:
            usage_log.log().set_limits({"prices": self.prices, "budget": budget, "budget_tokens": budget_tokens})

    def v2_playbook_on_task_start(self, task: t.Any, is_conditional: bool) -> None:
        """Set the name of the task for its lookups."""
        usage_log.set_task(task.get_name())

    def v2_playbook_on_handler_task_start(self, task: t.Any) -> None:
        """Set the name of the handler for its lookups."""
        usage_log.set_task(task.get_name())

    def v2_runner_on_start(self, host: t.Any, task: t.Any) -> None:
        """Set the name of the task for its lookups: with the strategy C(free), several tasks are started in turn."""
        usage_log.set_task(task.get_name())

    def v2_playbook_on_stats(self, stats: t.Any) -> None:
        """Write the usage file and display the table."""
        rows = self.rows()
        path = self.get_option("usage_file")
        if path:
            with atomic_write(str(path), 0o644) as handle:
                handle.write((json.dumps({"usage": rows, "total": total(rows)}, indent=2) + "\n").encode())
        if rows:
            self._display.banner("OPENAI USAGE")
            for line in table([*rows, {"task": "", "model": "all", **total(rows)}]):
                self._display.display(line)

    def rows(self) -> list[Row]:
        """Return one row for each task and model, in the order of their first requests."""
        rows: dict[tuple[str, str], Row] = {}
        for entry in usage_log.log().entries():
            key = (entry["task"], entry["model"])
            row = rows.setdefault(key, {"task": key[0], "model": key[1], "calls": 0, **dict.fromkeys(COUNTED, 0)})
            counted = tokens(entry["usage"])
            row["calls"] += 1
            row["cached_tokens"] += counted["cached_input"]
            row["output_tokens"] += sum(number for kind, number in counted.items() if kind.endswith("output"))
            row["input_tokens"] += sum(number for kind, number in counted.items() if kind.endswith("input"))
            for name in MEASURED:
                if entry["usage"].get(name):
                    row[name] = row.get(name, 0) + entry["usage"][name]
            if self.prices is not None:
                try:
                    row["cost"] = row.get("cost", 0.0) + cost_of(entry, self.prices)
                except InvalidArgument as error:
                    row["unpriced"] = row.get("unpriced", 0) + 1
                    self._display.warning(f"fjcorp.openai.usage: {error.message}")
        return list(rows.values())


COUNTED = ("input_tokens", "cached_tokens", "output_tokens")
MEASURED = ("characters", "seconds", "images")
"""Units that are counted beside tokens; a row contains those that its requests used."""


def total(rows: list[Row]) -> Row:
    """Return the sums of all rows."""
    sums: dict[str, t.Any] = defaultdict(int, dict.fromkeys(("calls", *COUNTED), 0))
    for row in rows:
        for name in ("calls", *COUNTED, *MEASURED, "cost", "unpriced"):
            if name in row:
                sums[name] += row[name]
    return dict(sums)


def price_of(row: Row) -> str:
    """Return the cost of a row; a question mark stands for requests whose cost is not known."""
    unknown = "?" if row.get("unpriced") or "cost" not in row else ""
    return f"{row['cost']:.6f}{unknown}" if "cost" in row else unknown


def table(rows: list[Row]) -> list[str]:
    """Return the rows as aligned lines under a heading."""
    priced = any("cost" in row or "unpriced" in row for row in rows)
    names = ["model", "calls", "input", "cached", "output", *(["cost"] if priced else [])]
    cells = [["task", *names]]
    for row in rows:
        numbers = [str(row[name]) for name in ("calls", *COUNTED)]
        price = [price_of(row)] if "cost" in names else []
        cells.append([row["task"], row["model"], *numbers, *price])
    widths = [max(len(row[column]) for row in cells) for column in range(len(cells[0]))]
    return [
        "  ".join(
            cell.ljust(width) if column < 2 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths))
        )
        for row in cells
    ]


def read_prices(path: str) -> dict[str, t.Any]:
    """Return the price table in a file.

    :raises AnsibleError: the file cannot be read or is not valid.
    """
    try:
        with open(path, encoding="utf-8") as handle:
            prices = yaml.safe_load(handle)
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise AnsibleError(f"prices_file {path} could not be read: {error}") from error
    if not isinstance(prices, dict) or not all(isinstance(entry, dict) for entry in prices.values()):
        raise AnsibleError(f"prices_file {path} must be a dictionary of model names and their prices")
    return prices
