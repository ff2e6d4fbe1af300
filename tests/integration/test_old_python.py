# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A target host whose Python is too old."""

from __future__ import annotations

import ast
from pathlib import Path

import common
import pytest

from tests.harness.emulator import ROOT
from tests.harness.play import Player

MODULES = sorted((ROOT / "plugins" / "modules").glob("*.py"))
ENTRY = "ansible_collections.fjcorp.openai.plugins.module_utils._module"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_each_module_loads_the_check_first(path: Path) -> None:
    tree = ast.parse(path.read_text(), feature_version=(3, 8))
    imports = [node for node in tree.body if isinstance(node, (ast.Import, ast.ImportFrom))]
    first = next(node for node in imports if not isinstance(node, ast.ImportFrom) or node.module != "__future__")
    assert isinstance(first, ast.ImportFrom) and first.module == ENTRY


def test_the_check_loads_on_the_old_python() -> None:
    ast.parse((ROOT / "plugins" / "module_utils" / "_module.py").read_text(), feature_version=(3, 8))


def test_the_task_fails_with_one_clear_line(tmp_path: Path) -> None:
    old = next((path for path, number in common.pythons().items() if number == (3, 8)), None)
    if old is None:
        pytest.skip("there is no Python 3.8")
    tasks = [
        {"name": "models", "fjcorp.openai.openai_model_info": {}, "vars": {"ansible_python_interpreter": str(old)}}
    ]
    played = Player(tmp_path).run(tasks)
    result = played.result("models")
    assert played.ended("models") == "failed", result
    assert result["msg"].startswith(
        "fjcorp.openai requires Python 3.9 or later on the target host, and this is Python 3.8."
    )
    assert "module_stderr" not in result and "Traceback" not in played.output
