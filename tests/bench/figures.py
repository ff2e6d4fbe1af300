# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Measurements of the benches, and the table that shows them."""

from __future__ import annotations

import typing as t
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Figure:
    """One line of the table.

    :param what: what was measured. :param value: the measurement, in ``unit``; for a ratio, that of processor times.
    :param limit: what it should be; None for a figure that is only worth knowing.
    :param most: whether ``limit`` is the maximum, else the minimum.
    :param how: the measurements the value was calculated from.
    :param wall: the same ratio of elapsed times, which other work on the machine distorts.
    """

    what: str
    value: float
    unit: str = ""
    limit: float | None = None
    most: bool = True
    how: str = ""
    wall: float | None = None

    @property
    def verdict(self) -> str:
        """``ok``, ``MISSED``, or nothing where there is no limit."""
        if self.limit is None:
            return ""
        return "ok" if (self.value <= self.limit if self.most else self.value >= self.limit) else "MISSED"

    def cells(self) -> tuple[str, ...]:
        """The line's columns."""
        limit = "" if self.limit is None else f"{'<=' if self.most else '>='} {amount(self.limit, self.unit)}"
        elapsed = "" if self.wall is None else amount(self.wall, self.unit)
        return self.what, amount(self.value, self.unit), limit, self.verdict, elapsed, self.how

    def facts(self) -> dict[str, t.Any]:
        """For the JSON file."""
        return {**asdict(self), "verdict": self.verdict}


def exactly(what: str, value: int, expected: int, how: str = "") -> Figure:
    """A count that has one right value; the difference has a limit."""
    return Figure(f"{what}: {value}, expected {expected}; difference", abs(value - expected), limit=0, how=how)


def amount(value: float, unit: str) -> str:
    """A number with the digits that are significant."""
    text = f"{value:,.0f}" if value == int(value) or abs(value) >= 100 else f"{value:.2f}"
    return f"{text} {unit}".strip()


def table(figures: t.Sequence[Figure]) -> str:
    """All figures, aligned. Ratios are those of processor times, followed by those of elapsed times."""
    rows = [("figure", "measured", "limit", "", "by time", "from"), *(figure.cells() for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    lines = []
    for row in rows:
        cells = [row[0].ljust(widths[0]), *(row[column].rjust(widths[column]) for column in range(1, 5))]
        lines.append("  ".join([*cells, row[5]]).rstrip())
    lines.insert(1, "-" * min(120, max(len(line) for line in lines)))
    return "\n".join(lines)
