# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options that docs/migration.md names exist."""

from __future__ import annotations

import re
import typing as t
from pathlib import Path

import pytest
from ansible_collections.fjcorp.openai.plugins.plugin_utils._action_runner import declaration_of

PAGE = Path(__file__).resolve().parents[2] / "docs" / "migration.md"


def rows() -> list[tuple[str, str, str]]:
    """Return the cells of every row: the name in the other project, the module, the arguments."""
    cells = [
        re.split(r"\s*\|\s*", line.strip("| ")) for line in PAGE.read_text().splitlines() if line.startswith("| `")
    ]
    assert all(len(row) == 3 for row in cells)
    return [(row[0], row[1], row[2]) for row in cells]


def options(module: str) -> set[str]:
    """Return all options of a module, aliases included."""
    declaration = declaration_of(module)
    spec: dict[str, t.Any] = declaration.argument_spec()
    return {*spec, *(alias for entry in spec.values() for alias in entry.get("aliases", ()))}


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row[0].strip('`')} to {row[1].strip('`')}")
def test_arguments_have_options(row: tuple[str, str, str]) -> None:
    """Each argument is an option of the module, under its own name or under the one after the arrow."""
    known = options(row[1].strip("`"))
    arguments = re.sub(r"`fjcorp\.[\w.]+`", "", row[2])
    listed = re.split(r"[;(]", arguments)[0]
    named = re.findall(r"→ `([\w.]+)`", listed) + [
        name for name in re.findall(r"`([\w.]+)`(?! →)", listed) if f"→ `{name}`" not in listed
    ]
    assert set(named) <= known, f"no such option: {set(named) - known}"
