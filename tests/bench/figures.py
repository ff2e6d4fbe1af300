# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a bench measures, and the table that says so."""

from __future__ import annotations

import typing as t
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Figure:
    """One line of the table.

    :param what: what was measured. :param value: the measurement, in ``unit``.
    :param limit: what it should be; None for a figure that is only worth knowing.
    :param most: whether ``limit`` is the most (else the least) that is wanted.
    :param how: the measurements the value was made of.
    """

    what: str
    value: float
    unit: str = ""
    limit: float | None = None
    most: bool = True
    how: str = ""

    @property
    def verdict(self) -> str:
        """``ok``, ``OVER`` the limit (or under the least), or nothing where none is set."""
        if self.limit is None:
            return ""
        return "ok" if (self.value <= self.limit if self.most else self.value >= self.limit) else "OVER"

    def cells(self) -> tuple[str, str, str, str, str]:
        """The line's columns."""
        wanted = "" if self.limit is None else f"{'<=' if self.most else '>='} {amount(self.limit, self.unit)}"
        return self.what, amount(self.value, self.unit), wanted, self.verdict, self.how

    def facts(self) -> dict[str, t.Any]:
        """For the JSON file."""
        return {**asdict(self), "verdict": self.verdict}


def exactly(what: str, value: int, wanted: int, how: str = "") -> Figure:
    """A count that has one right value; the difference is what is judged."""
    return Figure(f"{what}: {value}, wanted {wanted}; difference", abs(value - wanted), limit=0, how=how)


def amount(value: float, unit: str) -> str:
    """A number with as many digits as mean something."""
    text = f"{value:,.0f}" if value == int(value) or abs(value) >= 100 else f"{value:.2f}"
    return f"{text} {unit}".strip()


def table(figures: t.Sequence[Figure]) -> str:
    """All figures, aligned."""
    rows = [("figure", "measured", "wanted", "", "from"), *(figure.cells() for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    lines = []
    for row in rows:
        cells = [row[0].ljust(widths[0]), row[1].rjust(widths[1]), row[2].rjust(widths[2]), row[3].ljust(widths[3])]
        lines.append("  ".join([*cells, row[4]]).rstrip())
    lines.insert(1, "-" * min(120, max(len(line) for line in lines)))
    return "\n".join(lines)
