# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Find the files that have to be examined again: those that have changed since a check last passed.

A build machine examines everything (``CI=true``), and so does the first run of a checkout. After that, sanity tests
examine the changed files and the modules that import one of them directly. What an engine file means for modules
further away is left to the unit tests, ``tools/sync.py --check`` and the build machine.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from common import BUILD, ROOT

sys.path.insert(0, str(ROOT / "tools"))

import layers

STAMPS = BUILD / "passed"

EVERYTHING = ("galaxy.yml", "meta/", "tests/config.yml", "tests/sanity/", "plugins/doc_fragments/")
"""Paths that change the verdict of sanity tests on other files: when one changes, all files are examined."""

MOST = 100
"""Changed files above which examining all of them takes no longer."""


@dataclass(frozen=True)
class Comparison:
    """The state of some files, compared with the one in which a check last passed.

    :ivar state: a digest of each file. :ivar before: the same of the last clean run, empty if there was none.
    """

    stamp: Path
    state: dict[str, str]
    before: dict[str, str]

    @property
    def changed(self) -> set[str]:
        """The files that are new or different."""
        return {path for path, digest in self.state.items() if self.before.get(path) != digest}

    @property
    def gone(self) -> set[str]:
        """The files that are not there any more."""
        return set(self.before) - set(self.state)

    def passed(self) -> None:
        """Remember that nothing is wrong with the files as they are."""
        self.stamp.parent.mkdir(parents=True, exist_ok=True)
        self.stamp.write_text(json.dumps(self.state, indent=0), encoding="utf-8")


def compare(name: str, paths: Iterable[str], top: Path = ROOT, folder: Path = STAMPS) -> Comparison:
    """Compare files with their state at the last clean run.

    :param name: what runs, with everything else that decides its verdict, such as the version of the tool.
    :param paths: the files, relative to ``top``.
    """
    stamp = folder / f"{name}.json"
    state = {path: hashlib.sha256((top / path).read_bytes()).hexdigest() for path in paths if (top / path).is_file()}
    known = stamp.is_file() and os.environ.get("CI") != "true"
    return Comparison(stamp, state, json.loads(stamp.read_text(encoding="utf-8")) if known else {})


def for_sanity(found: Comparison, top: Path) -> list[str] | None:
    """The files that the sanity tests examine: an empty list for all of them, None if there is nothing to examine."""
    altered = found.changed | found.gone
    if not altered:
        return None
    removed = any(path.startswith("plugins/") for path in found.gone)
    if not found.before or removed or any(path.startswith(EVERYTHING) for path in altered):
        return []
    files = sorted(found.changed | importers(top, found.changed))
    return [] if len(files) > MOST else files or None


def importers(top: Path, changed: set[str]) -> set[str]:
    """The modules that import a changed file."""
    inside = [Path(path) for path in changed if path.startswith("plugins/") and path.endswith(".py")]
    names = {layers.dotted(path.relative_to("plugins")) for path in inside}
    graph = layers.scan(top)
    return {
        f"plugins/{module.replace('.', '/')}.py"
        for module, imports in graph.imports.items()
        if module.startswith("modules.") and imports & names
    }
