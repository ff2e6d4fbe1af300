# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""State of this control node where the home of the user cannot be written."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path

import pytest
from ansible_collections.fjcorp.openai.plugins.module_utils._api.rate_limiter import RateLimiter
from ansible_collections.fjcorp.openai.plugins.module_utils._support import local_state
from ansible_collections.fjcorp.openai.plugins.module_utils._support.artifact import artifact_lock
from ansible_collections.fjcorp.openai.plugins.module_utils._support.local_state import (
    read_state,
    state_folder,
    state_warnings,
    write_state,
)

from .server import Server
from .task import run_task
from .world import BOX, World


@pytest.fixture(autouse=True)
def no_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Return the temporary folder of a user whose home cannot be created."""
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    (tmp_path / "file").write_text("not a directory")
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    monkeypatch.setattr(local_state, "_replaced", {})
    monkeypatch.setenv("ANSIBLE_HOME", str(tmp_path / "file" / "ansible"))
    return temporary


def test_a_private_temporary_folder_replaces_the_home(no_home: Path) -> None:
    folder = Path(state_folder())
    assert folder.parent == no_home and stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert state_folder() == str(folder), "other processes find the same folder"
    (warning,) = state_warnings()
    assert str(folder) in warning and "ANSIBLE_HOME" in warning


def test_everything_that_is_kept_works_there(no_home: Path) -> None:
    write_state("scope", "files", "file-1", "digest")
    assert read_state("scope", "files", "file-1") == "digest"
    with artifact_lock("/anywhere/answer.txt"):
        assert RateLimiter("scope", "GET /items").rejected() > 0
    assert RateLimiter("scope", "GET /items").acquire() > 0
    assert len(state_warnings()) == 1


def test_a_user_without_a_home(no_home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("ANSIBLE_HOME")
    monkeypatch.setenv("HOME", "")
    monkeypatch.setattr(os.path, "expanduser", lambda path: path)
    monkeypatch.chdir(tmp_path)
    assert Path(state_folder()).parent == no_home
    assert not (tmp_path / "~").exists()


@pytest.mark.parametrize("trap", ["link", "open to others", "file"])
def test_a_folder_that_others_can_have_prepared_is_not_used(no_home: Path, tmp_path: Path, trap: str) -> None:
    expected = Path(state_folder())
    expected.rmdir()
    if trap == "link":
        (tmp_path / "theirs").mkdir(mode=0o700)
        expected.symlink_to(tmp_path / "theirs")
    elif trap == "file":
        expected.write_text("")
    else:
        expected.mkdir()
        expected.chmod(0o777)
    local_state._replaced.clear()
    used = Path(state_folder())
    assert used != expected and used.parent == no_home and stat.S_IMODE(used.stat().st_mode) == 0o700
    assert state_folder() == str(used)


def test_a_home_of_another_user(monkeypatch: pytest.MonkeyPatch) -> None:
    # Not below the folder of the tests, which other users cannot enter.
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        home = Path(folder) / "home"
        home.mkdir(mode=0o500)
        Path(folder).chmod(0o777)
        monkeypatch.setattr(tempfile, "tempdir", folder)
        monkeypatch.setenv("ANSIBLE_HOME", str(home))
        child = os.fork()
        if not child:
            # Permissions of files do not restrict the administrator.
            if os.geteuid() == 0:
                os.setuid(65534)
            os._exit(0 if str(Path(state_folder()).parent) == folder and state_warnings() else 1)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_a_task_warns_and_succeeds(world: World, server: Server) -> None:
    state_folder()
    result = run_task(BOX, server, {"name": "a", "color": "red"})
    assert result["changed"] and len(result["warnings"]) == 1
