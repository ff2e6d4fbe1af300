# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Libraries of the emulator: the requirements file, and the message if they are missing."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from .conftest import EMULATOR

REQUIREMENTS = EMULATOR / "requirements.txt"
DEVELOPMENT = EMULATOR.parents[1] / "requirements-dev.in"


def lower_bounds(path: Path) -> dict[str, str]:
    """Return the lower bound of each package that a requirements file names."""
    lines = [line.partition("#")[0].strip() for line in path.read_text().splitlines()]
    found = [re.fullmatch(r"([\w.-]+)>=([\w.]+)(?:,.*)?", line) for line in lines]
    return {match[1].lower(): match[2] for match in found if match}


def start(*options: str) -> subprocess.CompletedProcess[str]:
    """Start the emulator with options of the interpreter; it must end."""
    return subprocess.run(
        [sys.executable, *options, str(EMULATOR), "--port", "0"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_requirements_agree_with_those_of_development() -> None:
    shipped = lower_bounds(REQUIREMENTS)
    development = lower_bounds(DEVELOPMENT)
    assert len(shipped) == 6 and shipped == {name: development.get(name) for name in shipped}
    lines = REQUIREMENTS.read_text().splitlines()
    assert len([line for line in lines if line and not line.startswith("#")]) == len(shipped)


def test_every_imported_library_is_required() -> None:
    shipped = {name.replace("-", "_") for name in lower_bounds(REQUIREMENTS)} | {"PIL"}
    imported: set[str] = set()
    for path in (EMULATOR / "openai_emulator").rglob("*.py"):
        imported |= set(re.findall(r"^\s*(?:from|import) (\w+)", path.read_text(), re.MULTILINE))
    assert imported - set(sys.stdlib_module_names) <= shipped


def test_missing_libraries_are_reported_in_one_line() -> None:
    done = start("-I", "-S")
    assert done.returncode == 1 and done.stdout == ""
    [line] = done.stderr.splitlines()
    assert line.startswith("emulator: missing Python libraries: ") and line.endswith(f"pip install -r {REQUIREMENTS}")
    assert all(name in line for name in lower_bounds(REQUIREMENTS))


def test_only_what_is_missing_is_reported(tmp_path: Path) -> None:
    program = f"""
import importlib.util, runpy, sys
found = importlib.util.find_spec
importlib.util.find_spec = lambda name: None if name == "starlette" else found(name)
sys.argv = ["emulator", "--port", "0"]
runpy.run_path({str(EMULATOR)!r}, run_name="__main__")
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1 and "missing Python libraries: starlette. Install" in done.stderr
