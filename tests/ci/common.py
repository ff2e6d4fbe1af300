# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Paths, interpreters and commands, for the scripts of this folder.

Standard library only: the bootstrap imports it before anything is installed.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

NAMESPACE, NAME = "fjcorp", "openai"
ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
BUILD = ROOT / "build"
LANES = BUILD / "lanes"
# ansible-test keeps its virtual environments in the home folder; this one is ours, so that the user's own is left alone.
HOME = BUILD / "home"

# Pythons that the controller side of each ansible-core runs on, oldest and newest; the tests themselves need 3.11.
CORES: dict[str, tuple[tuple[int, int], tuple[int, int]]] = {
    "2.16": ((3, 11), (3, 12)),
    "2.17": ((3, 11), (3, 12)),
    "2.18": ((3, 11), (3, 13)),
    "2.19": ((3, 11), (3, 13)),
    "2.20": ((3, 12), (3, 14)),
    "2.21": ((3, 12), (3, 14)),
}


def say(text: str) -> None:
    print(text, flush=True)


def run(command: list[str | Path], *, cwd: Path | None = None, env: dict[str, str] | None = None) -> None:
    """Run a command with its output on ours; a failure ends the script with the command's own status."""
    words = [str(word) for word in command]
    status = subprocess.run(words, cwd=cwd or ROOT, env=env, check=False).returncode
    if status:
        sys.exit(f"failed with status {status}: {shlex.join(words)}")


def output(command: list[str | Path], *, cwd: Path | None = None) -> str:
    """Output of a command; empty if it cannot be run or fails."""
    try:
        done = subprocess.run(
            [str(word) for word in command],
            cwd=cwd,
            check=False,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def version(python: Path | str) -> tuple[int, int] | None:
    """(major, minor) of an interpreter, None when it does not run (a pyenv shim of a version not selected, say)."""
    found = re.fullmatch(
        r"(\d+) (\d+)", output([python, "-c", "import sys; print(*sys.version_info[:2])"], cwd=Path("/"))
    )
    return (int(found[1]), int(found[2])) if found else None


def pythons() -> dict[Path, tuple[int, int]]:
    """Every available interpreter, the system's first: /usr/bin, /usr/local/bin, those of a build machine, those of pyenv."""
    folders = [Path("/usr/bin"), Path("/usr/local/bin")]
    if tools := os.environ.get("RUNNER_TOOL_CACHE"):
        folders += sorted(Path(tools, "Python").glob("*/*/bin"))
    pyenv = os.environ.get("PYENV_ROOT") or output(["pyenv", "root"]) or str(Path.home() / ".pyenv")
    folders += sorted(Path(pyenv, "versions").glob("*/bin"))
    found: dict[Path, tuple[int, int]] = {}
    seen: set[Path] = set()
    for folder in folders:
        for candidate in sorted(folder.glob("python3*")):
            if not re.fullmatch(r"python3(\.\d+)?", candidate.name) or candidate.resolve() in seen:
                continue
            seen.add(candidate.resolve())
            number = version(candidate)
            if number:
                found[candidate] = number
    return found


def python_for(core: str) -> Path | None:
    """An interpreter that can be the controller of that ansible-core, the system's if it fits; None when there is none."""
    oldest, newest = CORES[core]
    return next((path for path, number in pythons().items() if oldest <= number <= newest), None)


def search_path(*folders: Path) -> str:
    """PATH for a tool: these folders, then the system's, and no pyenv shims; ansible-test takes a shim for an
    interpreter and stops."""
    return os.pathsep.join([*map(str, folders), "/usr/local/bin", "/usr/bin", "/bin"])


def listed() -> list[str]:
    """The files of the checkout, uncommitted ones included and ignored ones not; paths relative to its top."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    found = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout.decode()
    return sorted({path for path in found.split("\0") if path and os.path.lexists(ROOT / path)})


def copy_to(top: Path) -> None:
    """Copy the files of the checkout to a folder."""
    for path in listed():
        (top / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / path, top / path, follow_symlinks=False)
