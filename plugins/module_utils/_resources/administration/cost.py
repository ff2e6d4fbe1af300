# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""What it cost, by the day."""

from __future__ import annotations

import typing as t

from ..._engine.context import TaskContext
from ..._engine.report import Report
from ..._engine.spec import Collection, Field, Resource, get_path
from .project import PROJECTS
from .usage import OF_PROJECTS


class _CostInfo(Report):
    def execute(self, run: TaskContext) -> dict[str, t.Any]:
        result = super().execute(run)
        rows = [row for each in result["costs"] for row in each.get("results", [each])]
        amounts: dict[str, list[float]] = {}
        for row in rows:
            currency = str(get_path(row, "amount.currency") or "usd")
            amounts.setdefault(currency, []).append(float(get_path(row, "amount.value") or 0))
        # The API's decimals become binary on the way; nobody is billed for what is lost there.
        return {**result, "totals": {currency: round(sum(values), 9) for currency, values in amounts.items()}}


COST_INFO = _CostInfo(
    Resource(Collection("cost", path="/organization/costs")),
    widths={"1d": 180},
    filters=(
        Field(
            "group_by",
            "list",
            elements="str",
            choices=("project_id", "user_id", "line_item", "api_key_id", "api_source"),
        ),
        OF_PROJECTS,
        Field("api_key_ids", "list", elements="str", no_log=False),
        Field("line_items", "list", elements="str"),
    ),
    operations=(f"GET {PROJECTS.path}",),
)
