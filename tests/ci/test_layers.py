# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The check of the layers, on a made-up tree."""

from __future__ import annotations

from pathlib import Path

import layers
import pytest

PAGE = f"# Architecture\n\n{layers.BEGIN}\n{layers.END}\n\nMore.\n"
FILES = {
    "module_utils/__init__.py": "",
    "module_utils/_support/__init__.py": "",
    "module_utils/_support/errors.py": "",
    "module_utils/_api/client.py": "from .._support.errors import ApiError\nfrom . import retry\n",
    "module_utils/_api/retry.py": "import time\n",
    "module_utils/_engine/plan.py": "from .._api import client\nfrom .._support import errors\n",
    "module_utils/_resources/models/chat.py": "from ..._engine.plan import Plan\n",
    "module_utils/_module.py": "from ._engine import plan\n",
    "modules/openai_chat.py": (
        "from ansible_collections.fjcorp.openai.plugins.module_utils._module import main\n"
        "from ansible_collections.fjcorp.openai.plugins.module_utils._resources.models.chat import CHAT\n"
    ),
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A tree without a mistake in it."""
    for path, text in FILES.items():
        write(tmp_path, path, text)
    (tmp_path / "docs").mkdir()
    page = layers.page_with(PAGE, layers.table(layers.scan(tmp_path)))
    assert page
    (tmp_path / layers.PAGE).write_text(page)
    return tmp_path


def write(root: Path, path: str, text: str) -> None:
    """Write a file of the plugins."""
    place = root / "plugins" / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text)


def errors(root: Path) -> list[str]:
    """Reported errors, without those about the table."""
    return [error for error in layers.check(root) if "table" not in error]


def test_a_tree_in_order_is_accepted(root: Path) -> None:
    assert layers.check(root) == []


@pytest.mark.parametrize(
    "line",
    [
        "from .._engine.plan import Plan",
        "from .._engine import plan",
        "from ansible_collections.fjcorp.openai.plugins.module_utils._engine.plan import Plan",
        "import ansible_collections.fjcorp.openai.plugins.module_utils._engine.plan as plan",
        "def late():\n    from .._engine.plan import Plan",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from .._engine.plan import Plan",
    ],
)
def test_an_upward_import_is_found(root: Path, line: str) -> None:
    write(root, "module_utils/_api/retry.py", f"{line}\n")
    assert errors(root) == [
        "module_utils._api.retry imports module_utils._engine.plan: _api must not import from _engine"
    ]


def test_a_cycle_within_a_layer_is_found(root: Path) -> None:
    write(root, "module_utils/_api/retry.py", "from .pagination import pages\n")
    write(root, "module_utils/_api/pagination.py", "from .client import Client\n")
    (cycle,) = errors(root)
    assert cycle.startswith("import cycle: ")
    assert {f"module_utils._api.{name}" for name in ("client", "retry", "pagination")} <= set(cycle.split())


def test_an_import_for_annotations_makes_no_cycle(root: Path) -> None:
    text = "import typing as t\n\nif t.TYPE_CHECKING:\n    from .client import Client\n"
    write(root, "module_utils/_api/retry.py", text)
    assert errors(root) == []


def test_a_package_without_a_layer_is_found(root: Path) -> None:
    write(root, "module_utils/_new/thing.py", "")
    assert errors(root) == ["plugins: _new has no layer. Add it to LAYERS in tools/layers.py."]


def test_the_table_counts_imports_and_follows_them(root: Path) -> None:
    assert "| 3 | `_engine` | 1 | `_api` 1, `_support` 1 |" in (root / layers.PAGE).read_text()
    write(root, "module_utils/_engine/compare.py", "from .._support.errors import ApiError\n")
    assert layers.check(root) == ["docs/architecture.md: the table of layers is outdated. Run tools/layers.py --write."]
    assert "| 3 | `_engine` | 2 | `_api` 1, `_support` 2 |" in layers.table(layers.scan(root))


def test_a_page_without_markers_is_reported(root: Path) -> None:
    (root / layers.PAGE).write_text("# Architecture\n")
    assert layers.check(root) == ["docs/architecture.md: the markers of the table of layers are missing"]


def test_a_long_file_is_found_and_documentation_does_not_count(root: Path) -> None:
    lines = "\n" * layers.LONGEST
    write(root, "modules/openai_chat.py", f'DOCUMENTATION = r"""{lines}"""\n{FILES["modules/openai_chat.py"]}')
    assert errors(root) == []
    write(root, "modules/openai_chat.py", f"{FILES['modules/openai_chat.py']}{lines}")
    long = "plugins/modules/openai_chat.py"
    assert errors(root) == [f"{long}: 402 lines, at most 400"]
