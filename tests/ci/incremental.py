# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which files ansible-test has to examine again: those that have changed since it last found nothing wrong.

A build machine examines everything (``CI=true``), and so does the first run of a checkout. After that a run examines
the changed files and the modules that import one of them directly. What an engine file means for modules further away
is left to the unit tests, ``tools/sync.py --check`` and the build machine.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from common import BUILD, ROOT

sys.path.insert(0, str(ROOT / "tools"))

import layers

EVERYTHING = ("galaxy.yml", "meta/", "tests/config.yml", "tests/sanity/", "plugins/doc_fragments/")
"""Paths that decide how other files are judged: when one changes, all files are examined."""

MOST = 100
"""Changed files above which examining all of them takes no longer."""


def digests(top: Path) -> dict[str, str]:
    """A digest of each file of a copy of the checkout."""
    paths = [path for path in sorted(top.rglob("*")) if path.is_file() and not path.is_symlink()]
    named = {path.relative_to(top).as_posix(): path for path in paths}
    ignored = (".git/", "tests/output/")
    return {
        name: hashlib.sha256(path.read_bytes()).hexdigest()
        for name, path in named.items()
        if not name.startswith(ignored)
    }


@dataclass(frozen=True)
class Plan:
    """What a run examines.

    :param files: paths to examine; empty for all of them. None when there is nothing to examine.
    """

    stamp: Path
    state: dict[str, str]
    files: list[str] | None

    def passed(self) -> None:
        """Remember that nothing is wrong with the files as they are."""
        self.stamp.parent.mkdir(parents=True, exist_ok=True)
        self.stamp.write_text(json.dumps(self.state, indent=0), encoding="utf-8")


def plan(name: str, top: Path, folder: Path = BUILD / "sanity") -> Plan:
    """Compare a copy of the checkout with its state at the last clean run.

    :param name: what runs, with everything that would change its verdict, such as the version of ansible-core.
    """
    stamp = folder / f"{name}.json"
    state = digests(top)
    if os.environ.get("CI") == "true" or not stamp.is_file():
        return Plan(stamp, state, [])
    before: dict[str, str] = json.loads(stamp.read_text(encoding="utf-8"))
    changed = {path for path, digest in state.items() if before.get(path) != digest}
    gone = {path for path in before if path not in state}
    if not changed and not gone:
        return Plan(stamp, state, None)
    if any(path.startswith("plugins/") for path in gone) or any(p.startswith(EVERYTHING) for p in changed | gone):
        return Plan(stamp, state, [])
    files = sorted(changed | importers(top, changed))
    return Plan(stamp, state, [] if len(files) > MOST else files or None)


def importers(top: Path, changed: set[str]) -> set[str]:
    """The modules that import a changed file."""
    names = {layers.dotted(Path(path).relative_to("plugins")) for path in changed if path.startswith("plugins/")}
    graph = layers.scan(top)
    return {
        f"plugins/{module.replace('.', '/')}.py"
        for module, imports in graph.imports.items()
        if module.startswith("modules.") and imports & names
    }
