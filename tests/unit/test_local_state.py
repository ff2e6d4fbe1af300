# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""State of the control node, also where Ansible's home is not writable."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest
from ansible_collections.fjcorp.openai.plugins.module_utils._support import local_state
from ansible_collections.fjcorp.openai.plugins.module_utils._support.errors import InvalidArgument
from ansible_collections.fjcorp.openai.plugins.module_utils._support.local_state import state_folder

from .engine_tasks import succeeded
from .world import BOX, World


@pytest.fixture()
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make Ansible's home unusable for any user, and return the folder for temporary files."""
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("ANSIBLE_HOME", str(tmp_path / "file" / "home"))
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    monkeypatch.setattr(local_state, "PROBLEMS", local_state.PROBLEMS)
    local_state.PROBLEMS.clear()
    return folder


def test_a_private_temporary_folder_replaces_a_home_that_is_not_writable(temporary: Path, world: World) -> None:
    result = succeeded(world, BOX, {"name": "a"})
    (folder,) = temporary.iterdir()
    assert Path(state_folder()) == folder and folder.stat().st_mode & 0o777 == 0o700
    (warning,) = result["warnings"]
    assert str(folder) in warning and "ANSIBLE_HOME" in warning
    local_state.PROBLEMS.clear()


@pytest.mark.parametrize("how", ["readable", "link"])
def test_a_folder_that_others_may_have_prepared_is_refused(temporary: Path, how: str) -> None:
    folder = temporary / f"fjcorp_openai-{os.getuid()}"
    if how == "readable":
        folder.mkdir()
        folder.chmod(0o755)
    else:
        (temporary / "other").mkdir(mode=0o700)
        folder.symlink_to(temporary / "other")
    with pytest.raises(InvalidArgument) as refused:
        state_folder()
    assert "ANSIBLE_HOME" in refused.value.remedy and str(folder) in refused.value.message
