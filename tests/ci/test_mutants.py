# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The runner of mutants, on a made-up collection of one rule."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.mutants import runner
from tests.mutants.rules import MUTANTS
from tests.mutants.table import Mutant

RULE = "def double(number):\n    return number * 2\n"
TESTS = """
from ansible_collections.fjcorp.openai.plugins.module_utils.rule import double

def test_double():
    assert double(3) == 6

def test_nothing():
    pass

def test_broken():
    assert False
"""


def fill(top: Path) -> None:
    """Write the collection."""
    for path, text in {"plugins/module_utils/rule.py": RULE, "tests/test_rule.py": TESTS}.items():
        (top / path).parent.mkdir(parents=True, exist_ok=True)
        (top / path).write_text(text)


def mutant(*tests: str, old: str = "* 2", new: str = "* 3") -> Mutant:
    """A mutant of the rule."""
    named = tuple(f"test_rule.py::{test}" for test in tests)
    return Mutant(f"{old} {new} {tests}", "module_utils/rule.py", old, new, named)


def statuses(tmp_path: Path, *mutants: Mutant) -> list[str]:
    """Statuses of mutants."""
    return [outcome.status for outcome in runner.run(mutants, tmp_path, fill)]


def test_each_mutant_is_alone_in_its_copy(tmp_path: Path) -> None:
    # Changes of equal length that follow each other at once, which compiled files must not hide.
    found = statuses(tmp_path, mutant("test_double"), mutant("test_double", new="+ 3"), mutant("test_nothing"))
    assert found == [runner.KILLED, runner.SURVIVED, runner.SURVIVED]
    for copy in tmp_path.iterdir():
        assert (copy / "ansible_collections/fjcorp/openai/plugins/module_utils/rule.py").read_text() == RULE


def test_what_is_not_killed_fails_the_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mutants = [mutant("test_double", old="* 4"), mutant("test_broken"), mutant("test_gone"), mutant("test_double")]
    outcomes = runner.run(mutants, tmp_path, fill)
    assert [outcome.status for outcome in outcomes] == [runner.STALE, runner.NOT_RUN, runner.NOT_RUN, runner.KILLED]
    assert runner.report(outcomes) == 1
    assert "1 of 4 mutants killed" in capsys.readouterr().out
    assert runner.report(outcomes[3:]) == 0


def test_a_change_that_does_not_compile_kills_nothing(tmp_path: Path) -> None:
    assert statuses(tmp_path, mutant("test_double", new="*")) == [runner.NOT_RUN]


def test_every_mutant_names_a_rule_of_its_own() -> None:
    rules = [each.rule for each in MUTANTS]
    assert len(set(rules)) == len(rules)
