# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Results of the parts of the tests: counts, failures and time, kept in build/results."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from common import BUILD

RESULTS = BUILD / "results"


@dataclass
class Result:
    """Result of a part.

    :ivar seconds: time until its end. :ivar cpu: processor time, which a busy machine changes little.
    :ivar left: command lines of processes that it left running and that were ended.
    """

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    seconds: float = 0.0
    cpu: float = 0.0
    failures: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    def add(self, other: Result) -> None:
        """Add the counts and the processor time of another result. Elapsed times of concurrent parts are not added."""
        self.passed += other.passed
        self.failed += other.failed
        self.skipped += other.skipped
        self.cpu += other.cpu
        self.failures += other.failures
        self.left += other.left

    def line(self) -> str:
        """The counts."""
        return f"{self.passed} passed, {self.failed} failed" + (f", {self.skipped} skipped" if self.skipped else "")

    def time(self) -> str:
        """The time, and the processor time."""
        return f"({self.seconds:.0f} s, {self.cpu:.0f} s of processor time)"

    def save(self, name: str) -> None:
        """Keep it for :func:`sum_up`."""
        (RESULTS / f"{name}.json").write_text(json.dumps(asdict(self)), encoding="utf-8")


def read_junit(place: Path) -> Result:
    """The tests of a JUnit file, or of all in a folder."""
    files = sorted(place.glob("*.xml")) if place.is_dir() else [place] if place.is_file() else []
    result = Result()
    for path in files:
        for case in ElementTree.parse(path).getroot().iter("testcase"):
            name = "::".join(filter(None, (case.get("classname"), case.get("name"))))
            if case.find("failure") is not None or case.find("error") is not None:
                result.failed += 1
                result.failures.append(name)
            elif case.find("skipped") is not None:
                result.skipped += 1
            else:
                result.passed += 1
    return result


def sum_up(names: list[str]) -> int:
    """Print what each part found and the sum, and keep the sum in build/results/counts; 1 if anything failed."""
    total = Result()
    RESULTS.mkdir(parents=True, exist_ok=True)
    print()
    for name in names:
        path = RESULTS / f"{name}.json"
        if path.is_file():
            result = Result(**json.loads(path.read_text(encoding="utf-8")))
        else:
            result = Result(failed=1, failures=["it did not run to its end"])
        print(f"{'FAILED' if result.failed else 'ok':8}{name:18}{result.line()} {result.time()}")
        for failure in result.failures:
            print(f"{'':8}  {failure}")
        for command in result.left:
            print(f"{'':8}  left running, and ended: {command}")
        total.add(result)
    (RESULTS / "counts").write_text(f"{total.line()}\n", encoding="utf-8")
    print(f"{total.cpu:.0f} s of processor time")
    print(total.line())
    return 1 if total.failed else 0
