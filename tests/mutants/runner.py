# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Apply mutants to copies of the checkout, run their tests there, and print the outcomes."""

from __future__ import annotations

import itertools
import os
import queue
import shutil
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import processes
from common import BUILD, HOME, NAME, NAMESPACE, VENV, copy_to, search_path

from .table import Mutant

WORKERS = 2
LIMIT = 3600.0
"""Seconds after which the tests of a mutant are taken to hang; they take a few on a quiet machine."""

KILLED, SURVIVED, STALE, NOT_RUN, ENDLESS = "killed", "SURVIVED", "STALE", "DID NOT RUN", "DID NOT END"
EXPLAINED = {
    SURVIVED: "its tests pass although the rule is broken",
    STALE: "the text to replace does not occur exactly once in the file",
    NOT_RUN: "its tests fail without the change, or pytest could not run them",
    ENDLESS: f"its tests were ended after {LIMIT:.0f} seconds",
}

Status = str


@dataclass(frozen=True)
class Outcome:
    """Outcome of a mutant. :ivar output: what pytest printed, where that explains the status."""

    mutant: Mutant
    status: Status
    seconds: float
    output: str = ""


class Copy:
    """A copy of the checkout in which one mutant at a time is tried."""

    # Python recompiles a file when its time of modification, in whole seconds, or its size has changed.
    _clock = itertools.count(1_000_000_000)

    def __init__(self, folder: Path, fill: Callable[[Path], None]) -> None:
        self.folder = folder
        self.top = folder / "ansible_collections" / NAMESPACE / NAME
        shutil.rmtree(folder, ignore_errors=True)
        self.top.mkdir(parents=True)
        fill(self.top)

    def write(self, path: Path, text: str) -> None:
        """Write a file so that its compiled form is outdated."""
        path.write_text(text, encoding="utf-8")
        moment = next(self._clock)
        os.utime(path, (moment, moment))

    def pytest(self, tests: Sequence[str]) -> processes.Ended:
        """Run tests on the copy as it is, until one fails."""
        quiet = ["-q", "-x", "--no-header", "-p", "no:cacheprovider", "-p", "no:xdist"]
        return processes.run(
            [str(VENV / "bin" / "python"), "-m", "pytest", *quiet, *(f"tests/{test}" for test in tests)],
            cwd=self.top,
            env={
                "PATH": search_path(VENV / "bin"),
                "LC_ALL": "C.UTF-8",
                "HOME": str(HOME),
                # Before the link in site-packages, which leads to the checkout.
                "PYTHONPATH": str(self.folder),
            },
            limit=LIMIT,
            alone=False,
        )

    def passes(self, tests: Sequence[str]) -> bool:
        """Return whether tests pass on the copy as it is."""
        return self.pytest(tests).status == 0

    def judge(self, mutant: Mutant) -> Outcome:
        """Apply a mutant, run its tests, and undo it."""
        began = time.monotonic()
        path = self.top / "plugins" / mutant.file
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
        if text.count(mutant.old) != 1 or mutant.old == mutant.new:
            return Outcome(mutant, STALE, 0.0)
        self.write(path, text.replace(mutant.old, mutant.new))
        try:
            ended = self.pytest(mutant.tests)
        finally:
            self.write(path, text)
        # pytest: 0 all passed, 1 some failed; the others mean that it could not run them.
        status = {0: SURVIVED, 1: KILLED, None: ENDLESS}.get(ended.status, NOT_RUN)
        return Outcome(mutant, status, time.monotonic() - began, ended.output if status == NOT_RUN else "")


def run(
    mutants: Sequence[Mutant],
    folder: Path = BUILD / "mutants",
    fill: Callable[[Path], None] = copy_to,
    show: Callable[[str], None] = lambda line: None,
) -> list[Outcome]:
    """Try mutants, two at a time, and return their outcomes in the same order.

    :param fill: copies the checkout to a folder. :param show: called with a line for each mutant as it ends.
    """
    HOME.mkdir(parents=True, exist_ok=True)
    copies: queue.SimpleQueue[Copy] = queue.SimpleQueue()
    for number in range(WORKERS):
        copies.put(Copy(folder / str(number), fill))

    def borrowed(act: Callable[[Copy], Outcome]) -> Outcome:
        copy = copies.get()
        try:
            outcome = act(copy)
        finally:
            copies.put(copy)
        show(line(outcome))
        return outcome

    first = copies.get()
    tests = sorted({test for mutant in mutants for test in mutant.tests})
    sound = first.passes(tests)
    copies.put(first)

    def judge(mutant: Mutant) -> Outcome:
        def act(copy: Copy) -> Outcome:
            if not sound and (ended := copy.pytest(mutant.tests)).status != 0:
                return Outcome(mutant, NOT_RUN, 0.0, ended.output)
            return copy.judge(mutant)

        return borrowed(act)

    with ThreadPoolExecutor(WORKERS) as pool:
        try:
            return list(pool.map(judge, mutants))
        except BaseException:
            # The threads wait for their tests, and leaving the block waits for the threads.
            pool.shutdown(wait=False, cancel_futures=True)
            processes.end(processes.descendants)
            raise


def line(outcome: Outcome) -> str:
    """One line of the table."""
    return f"{outcome.status:12}{outcome.seconds:6.1f} s  {outcome.mutant.rule}  [{outcome.mutant.file}]"


def report(outcomes: Sequence[Outcome]) -> int:
    """Print what is wrong and the counts; 1 unless every mutant was killed."""
    for outcome in outcomes:
        if outcome.status != KILLED:
            print(f"\n{line(outcome)}\n  {EXPLAINED[outcome.status]}: {' '.join(outcome.mutant.tests)}")
            print("".join(f"  | {text}\n" for text in outcome.output.splitlines()[-15:]), end="")
    killed = sum(outcome.status == KILLED for outcome in outcomes)
    print(f"\n{killed} of {len(outcomes)} mutants killed", file=sys.stdout)
    return 0 if killed == len(outcomes) else 1
