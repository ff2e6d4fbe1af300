# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a run asked of models, at its end."""

from __future__ import annotations

DOCUMENTATION = r"""
name: usage
type: aggregate
short_description: Tell what a run asked of models, and keep it within a budget
version_added: 0.1.0
author: fjcorp maintainers (@fjcorp)
description:
  - At the end of a run shows the calls and tokens of every task and model, and what they cost by a price table that you give.
  - With O(budget) or O(budget_tokens), no model is asked any more once so much is spent; the task that wants to ask fails. Tasks
    that find their answer where it is kept go on. What is asked at the same moment in several forks may go over the budget by
    that much.
  - Counts the modules and lookups of this collection that run on the controller or by it. Not counted are tasks with
    C(async), and answers made in the background that no task waited for.
requirements:
  - Enable it, for example by C(ANSIBLE_CALLBACKS_ENABLED=fjcorp.openai.usage).
options:
  prices_file:
    description:
      - A YAML or JSON file with the price of each model, as the filter P(fjcorp.openai.cost#filter) takes it.
    type: path
    env:
      - name: FJCORP_OPENAI_PRICES_FILE
    ini:
      - section: callback_fjcorp_openai_usage
        key: prices_file
  usage_file:
    description:
      - Write the figures as JSON to this file, too.
    type: path
    env:
      - name: FJCORP_OPENAI_USAGE_FILE
    ini:
      - section: callback_fjcorp_openai_usage
        key: usage_file
  budget:
    description:
      - The most that a run may spend, in the currency of O(prices_file), which it needs.
    type: float
    env:
      - name: FJCORP_OPENAI_BUDGET
    ini:
      - section: callback_fjcorp_openai_usage
        key: budget
  budget_tokens:
    description:
      - The most tokens that a run may use.
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
from ansible_collections.fjcorp.openai.plugins.module_utils._domain.pricing import cost, tokens
from ansible_collections.fjcorp.openai.plugins.module_utils._support.errors import InvalidArgument
from ansible_collections.fjcorp.openai.plugins.module_utils._support.files import atomic_write

from ..plugin_utils import _usage_log as books

Row = dict[str, t.Any]


class CallbackModule(CallbackBase):
    """Reads the books at the end, and writes the limits at the start."""

    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "aggregate"
    CALLBACK_NAME = "fjcorp.openai.usage"
    CALLBACK_NEEDS_ENABLED = True

    prices: dict[str, t.Any] | None = None

    def set_options(self, task_keys: t.Any = None, var_options: t.Any = None, direct: t.Any = None) -> None:
        """Read the options. A budget that cannot be kept lets nothing be asked: Ansible goes on without a callback that
        fails to load, and would go on without its budget."""
        super().set_options(task_keys=task_keys, var_options=var_options, direct=direct)
        budget, budget_tokens = self.get_option("budget"), self.get_option("budget_tokens")
        limited = budget is not None or budget_tokens is not None
        try:
            if self.get_option("prices_file"):
                self.prices = read_prices(str(self.get_option("prices_file")))
            elif budget is not None:
                raise AnsibleError("budget needs prices_file, as nobody else knows what a call costs")
        except AnsibleError as error:
            if limited:
                books.limit({"refused": f"fjcorp.openai.usage: {error}"})
            raise
        if limited:
            books.limit({"prices": self.prices, "budget": budget, "budget_tokens": budget_tokens})

    def v2_playbook_on_stats(self, stats: t.Any) -> None:
        """Show the figures."""
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
        """A row for each task and model, in the order in which they first asked."""
        rows: dict[tuple[str, str], Row] = {}
        for entry in books.entries():
            key = (entry["task"], entry["model"])
            row = rows.setdefault(key, {"task": key[0], "model": key[1], "calls": 0, **dict.fromkeys(COUNTED, 0)})
            counted = tokens(entry["usage"])
            row["calls"] += 1
            row["input_tokens"] += counted["input"] + counted["cached_input"] + counted["audio_input"]
            row["cached_tokens"] += counted["cached_input"]
            row["output_tokens"] += counted["output"] + counted["audio_output"]
            if self.prices is not None:
                try:
                    row["cost"] = row.get("cost", 0.0) + cost(entry["usage"], self.prices, entry["model"])
                except InvalidArgument as error:
                    self._display.warning(f"fjcorp.openai.usage: {error.message}")
        return list(rows.values())


COUNTED = ("input_tokens", "cached_tokens", "output_tokens")


def total(rows: list[Row]) -> Row:
    """The sums of all rows."""
    sums: dict[str, t.Any] = defaultdict(int, dict.fromkeys(("calls", *COUNTED), 0))
    for row in rows:
        for name in ("calls", *COUNTED, "cost"):
            if name in row:
                sums[name] += row[name]
    return dict(sums)


def table(rows: list[Row]) -> list[str]:
    """Rows as aligned lines under a heading."""
    names = ["model", "calls", "input", "cached", "output", *(["cost"] if any("cost" in row for row in rows) else [])]
    cells = [["task", *names]]
    for row in rows:
        numbers = [str(row[name]) for name in ("calls", *COUNTED)]
        price = [f"{row['cost']:.6f}" if "cost" in row else "?"] if "cost" in names else []
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
    """The price table of a file."""
    try:
        with open(path, encoding="utf-8") as handle:
            prices = yaml.safe_load(handle)
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise AnsibleError(f"prices_file {path} cannot be read: {error}") from error
    if not isinstance(prices, dict) or not all(isinstance(entry, dict) for entry in prices.values()):
        raise AnsibleError(f"prices_file {path} is no mapping of models to prices")
    return prices
