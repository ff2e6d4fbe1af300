# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The guide ``docs/add-a-resource.md``, followed step by step in a copy of the checkout."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import sysconfig
import typing as t
import venv
from dataclasses import dataclass
from pathlib import Path

import pytest
from common import copy_to

from tests.harness.emulator import ROOT
from tests.harness.play import PATIENCE, TOKEN
from tests.harness.playbook_server import MARK

GUIDE = ROOT / "docs" / "add-a-resource.md"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
PATH = re.compile(r"Create\s+`([^`]+)`:\s*$")
TOOLS = ("ruff", "yamllint")
"""Programs of the guide that do not import the collection."""


@dataclass(frozen=True)
class NewFile:
    """A file that the guide creates."""

    path: str
    content: str


@dataclass(frozen=True)
class Command:
    """A command of the guide."""

    words: tuple[str, ...]


def steps(text: str) -> t.Iterator[NewFile | Command]:
    """Return the files and the commands of the guide in their order.

    A block of commands is marked ``console``. Every other block is a file whose path ends the paragraph before it.
    """
    for found in BLOCK.finditer(text):
        language, content = found.groups()
        if language == "console":
            for line in content.splitlines():
                yield Command(tuple(shlex.split(line)))
        else:
            path = PATH.search(text[: found.start()])
            assert path, f"no path precedes this block:\n{content}"
            yield NewFile(path[1], content)


def make_environment(folder: Path) -> None:
    """Create a ``.venv`` that uses the packages of the running one, and the collection in this folder.

    Nothing is installed: its own packages are searched first and only contain the link to the collection.
    """
    place = folder / ".venv"
    venv.create(place, symlinks=True)
    (packages,) = place.glob("lib/python*/site-packages")
    namespace = packages / "ansible_collections" / "fjcorp"
    namespace.mkdir(parents=True)
    (namespace / "openai").symlink_to(folder)
    (packages / "shared.pth").write_text(f"import site; site.addsitedir({sysconfig.get_path('purelib')!r})\n")
    for tool in TOOLS:
        (place / "bin" / tool).symlink_to(Path(sys.executable).parent / tool)


def environment(folder: Path) -> dict[str, str]:
    """Return the variables of the commands, without settings of the tests that run here."""
    theirs = ("ANSIBLE_", "FJCORP_", "OPENAI_", "PYTEST_", "PYTHON", "VIRTUAL_ENV")
    rest = {name: value for name, value in os.environ.items() if not name.startswith(theirs)}
    return {**rest, MARK: TOKEN, "HOME": str(folder / "build")}


@pytest.mark.newest_only
def test_the_guide_adds_a_resource(tmp_path: Path) -> None:
    """Follow the guide; every command must succeed in the copy."""
    top = tmp_path / "ansible_collections" / "fjcorp" / "openai"
    copy_to(top)
    make_environment(top)
    done = list(steps(GUIDE.read_text(encoding="utf-8")))
    outputs: list[str] = []
    for step in done:
        if isinstance(step, NewFile):
            path = top / step.path
            assert path.parent.is_dir(), f"the guide creates {step.path} in a folder that does not exist"
            assert not path.exists(), f"the guide creates {step.path}, which exists"
            path.write_text(step.content, encoding="utf-8")
            continue
        ended = subprocess.run(
            step.words,
            cwd=top,
            env=environment(top),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        assert ended.returncode == 0, f"{shlex.join(step.words)}\n{ended.stdout}"
        outputs.append(ended.stdout)
    # The ritual of the new resource, and the test that every declaration has a sample.
    assert any("3 passed" in output for output in outputs), "\n".join(outputs)
    assert "openai_widget_info" in (top / "README.md").read_text(encoding="utf-8")
    assert (top / "plugins" / "action" / "openai_widget.py").is_file()
    created = [step.path for step in done if isinstance(step, NewFile)]
    assert not [path for path in created if (ROOT / path).exists()], "the test changed the checkout itself"
