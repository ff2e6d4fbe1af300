# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Selection of the files that are examined again."""

from __future__ import annotations

from pathlib import Path

import incremental
import pytest

FILES = {
    "galaxy.yml": "",
    "docs/guide.md": "",
    "plugins/module_utils/_engine/plan.py": "",
    "plugins/module_utils/_resources/file.py": "from .._engine import plan\n",
    "plugins/modules/openai_file.py": "from ..module_utils._resources.file import FILE\n",
    "plugins/modules/openai_model.py": "from ..module_utils._engine import other\n",
}


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout whose last run found nothing wrong."""
    monkeypatch.delenv("CI", raising=False)
    for path, text in FILES.items():
        write(tmp_path / "top", path, text)
    compare(tmp_path).passed()
    return tmp_path


def write(top: Path, path: str, text: str) -> None:
    """Write a file."""
    (top / path).parent.mkdir(parents=True, exist_ok=True)
    (top / path).write_text(text)


def compare(tree: Path) -> incremental.Comparison:
    """Compare all files of the checkout."""
    top = tree / "top"
    paths = [path.relative_to(top).as_posix() for path in sorted(top.rglob("*")) if path.is_file()]
    return incremental.compare("check", paths, top, tree / "stamps")


def examined(tree: Path) -> list[str] | None:
    """Files that the sanity tests examine."""
    return incremental.for_sanity(compare(tree), tree / "top")


def test_nothing_is_examined_again_if_nothing_has_changed(tree: Path) -> None:
    assert examined(tree) is None


def test_changed_files_and_the_modules_that_import_them_are_examined(tree: Path) -> None:
    write(tree / "top", "plugins/module_utils/_resources/file.py", "\n")
    write(tree / "top", "plugins/modules/openai_new.py", "\n")
    assert examined(tree) == [
        "plugins/module_utils/_resources/file.py",
        "plugins/modules/openai_file.py",
        "plugins/modules/openai_new.py",
    ]


def test_a_failed_run_is_not_remembered(tree: Path) -> None:
    write(tree / "top", "docs/guide.md", "changed")
    assert examined(tree) == ["docs/guide.md"]
    assert examined(tree) == ["docs/guide.md"]
    compare(tree).passed()
    assert examined(tree) is None


@pytest.mark.parametrize("change", ["settings", "removal", "first run", "build machine"])
def test_everything_is_examined(tree: Path, change: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if change == "settings":
        write(tree / "top", "galaxy.yml", "changed")
    elif change == "removal":
        (tree / "top" / "plugins/modules/openai_model.py").unlink()
    elif change == "first run":
        (tree / "stamps" / "check.json").unlink()
    else:
        monkeypatch.setenv("CI", "true")
    assert examined(tree) == []
