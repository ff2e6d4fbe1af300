# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Locks that another process holds and does not release. Each test would run forever without a limit."""

from __future__ import annotations

import fcntl
import typing as t
from pathlib import Path

import pytest
from ansible_collections.fjcorp.openai.plugins.module_utils._api import rate_limiter as rate_limiter_module
from ansible_collections.fjcorp.openai.plugins.module_utils._api.rate_limiter import RateLimiter
from ansible_collections.fjcorp.openai.plugins.module_utils._engine import lists as lists_module
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.cache import RUN_FOLDER
from ansible_collections.fjcorp.openai.plugins.module_utils._support.errors import Locked
from ansible_collections.fjcorp.openai.plugins.module_utils._support.local_state import state_folder

from .server import Server
from .task import context_for, run_task
from .world import BOX, World

SHORT = {"timeout": 0.05, "retry_timeout": 0}


@pytest.fixture
def held() -> t.Iterator[t.Callable[[Path], None]]:
    """Lock files until the test ends; another descriptor is like another process for this kind of lock."""
    handles: list[t.IO[bytes]] = []

    def lock(path: Path) -> None:
        handles.append(path.open("ab"))
        fcntl.flock(handles[-1], fcntl.LOCK_EX)

    yield lock
    for handle in handles:
        handle.close()


def test_a_list_that_stays_locked(
    world: World,
    server: Server,
    held: t.Callable[[Path], None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(RUN_FOLDER, str(tmp_path))
    monkeypatch.setattr(lists_module, "LOCK_DISPLAYED_AFTER", 0.1)
    world.add("/boxes", name="a")
    run_task(BOX, server, {"name": "a"})
    for path in tmp_path.rglob("*.lock"):
        held(path)
    server.seen.clear()
    shown: list[str] = []
    result = run_task(BOX, server, {"name": "a", **SHORT}, display=shown.append)
    assert result["failed"] and result["error"]["kind"] == "locked", result
    assert len(shown) == 1 and "waiting up to" in shown[0] and not server.seen


def test_an_artifact_that_stays_locked(server: Server, held: t.Callable[[Path], None], tmp_path: Path) -> None:
    context = context_for(BOX, server, {"name": "a", **SHORT})
    dest = str(tmp_path / "answer.txt")
    with context.lock_artifact(dest, BOX.key):
        pass
    for path in (Path(state_folder()) / "locks").iterdir():
        held(path)
    with (
        pytest.raises(Locked, match="another process of this control node"),
        context.lock_artifact(dest, BOX.key),
    ):
        pytest.fail("the lock is held by another")


def test_a_rate_limiter_that_stays_locked(held: t.Callable[[Path], None], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate_limiter_module, "LOCK_TIMEOUT", 0.05)
    limiter = RateLimiter("key", "GET /x")
    limiter.rejected()
    for path in Path(state_folder()).glob("pace-*.json"):
        held(path)
    assert limiter.acquire() == 0
    assert limiter.rejected() > 4
