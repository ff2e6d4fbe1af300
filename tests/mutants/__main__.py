# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Break the rules of the engine one at a time, and see whether a test fails for each.

python tests/mutants [WORD...]   all mutants, or those whose rule or file contains one of the words
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "ci")]

import processes

from tests.mutants.rules import MUTANTS
from tests.mutants.runner import report, run


def main(words: list[str]) -> int:
    """Try the mutants and print the table."""
    chosen = [m for m in MUTANTS if not words or any(word.lower() in f"{m.rule} {m.file}".lower() for word in words)]
    if not chosen:
        print(f"no mutant matches {', '.join(words)}")
        return 1
    with processes.supervised():
        return report(run(chosen, show=lambda line: print(line, flush=True)))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
