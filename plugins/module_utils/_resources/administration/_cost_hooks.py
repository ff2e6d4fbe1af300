# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Hooks of the declaration ``COST``."""

from __future__ import annotations

import typing as t

from ..._engine.context import TaskContext
from ..._engine.fields import get_path
from ..._engine.report import Report


def add_totals(report: Report, context: TaskContext, result: dict[str, t.Any]) -> dict[str, t.Any]:
    rows = [row for each in result["costs"] for row in each.get("results", [each])]
    amounts: dict[str, list[float]] = {}
    for row in rows:
        currency = str(get_path(row, "amount.currency") or "usd")
        amounts.setdefault(currency, []).append(float(get_path(row, "amount.value") or 0))
    # The API's decimal numbers are binary here; the rounding removes the error of the conversion.
    return {**result, "totals": {currency: round(sum(values), 9) for currency, values in amounts.items()}}
