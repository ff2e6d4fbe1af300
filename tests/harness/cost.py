# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Cost of the tests of each file: starts of ``ansible-playbook``, and CPU time.

``pytest tests/integration --cost`` prints a table. CPU time does not depend on what else the machine does.
"""

from __future__ import annotations

import resource
import typing as t
from collections import defaultdict
from dataclasses import dataclass

import pytest


@dataclass
class Cost:
    """Starts of playbooks, and the seconds of CPU time that a test took with everything it started.

    :param forked: seconds of the playbooks that the playbook server ran.
    """

    starts: int = 0
    forked: float = 0

    @property
    def seconds(self) -> float:
        """CPU time of this process, of the processes it waited for, and of the playbook server's."""
        own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        return self.forked + sum(usage.ru_utime + usage.ru_stime for usage in (own, children))


COST = Cost()
"""That of this process so far."""


class Meter:
    """A pytest plugin that adds its cost to the report of each test, and sums them up by file."""

    def __init__(self, show: bool) -> None:
        self.show = show
        self.files: dict[str, list[float]] = defaultdict(lambda: [0, 0, 0])
        self.before = (0, 0.0)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_setup(self) -> t.Generator[None, object, object]:
        """Remember where a test begins."""
        self.before = (COST.starts, COST.seconds)
        return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self) -> t.Generator[None, pytest.TestReport, pytest.TestReport]:
        """Note what was spent since the last report; workers send reports to the process that prints."""
        report = yield
        now = (COST.starts, COST.seconds)
        report.user_properties += [
            (f"{report.when} starts", now[0] - self.before[0]),
            (f"{report.when} cpu", round(now[1] - self.before[1], 3)),
        ]
        self.before = now
        return report

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Add a report to its file."""
        row = self.files[report.location[0]]
        noted = dict(report.user_properties)
        row[0] += report.when == "call"
        row[1] += float(t.cast(float, noted.get(f"{report.when} starts", 0)))
        row[2] += float(t.cast(float, noted.get(f"{report.when} cpu", 0)))

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Print the table."""
        if not self.show:
            return
        terminalreporter.section("cost")
        terminalreporter.write_line(f"{'tests':>6} {'playbooks':>9} {'CPU s':>8}  file")
        rows = sorted(self.files.items(), key=lambda item: -item[1][2])
        total = [sum(row[index] for _name, row in rows) for index in range(3)]
        for name, row in [*rows, ("total, without emulators", total)]:
            terminalreporter.write_line(f"{row[0]:6.0f} {row[1]:9.0f} {row[2]:8.1f}  {name}")
