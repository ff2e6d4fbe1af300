# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What was listed is kept, for a process or for a run."""

from __future__ import annotations

import fcntl
import multiprocessing
import os
import time
import typing as t
from pathlib import Path

import pytest
from ansible_collections.fjcorp.openai.plugins.module_utils._engine import cache as cache_module
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.cache import (
    LIFETIME,
    RUN_FOLDER,
    RUN_IS_CHECK,
    SWITCH,
    ListCache,
    is_disabled,
)
from ansible_collections.fjcorp.openai.plugins.module_utils._support.types import Objects

from .task import Clock

FORK = multiprocessing.get_context("fork")
A: Objects = [{"id": "a"}]
B: Objects = [{"id": "b"}]


@pytest.fixture(params=["memory", "folder"])
def environ(request: pytest.FixtureRequest, tmp_path: Path) -> dict[str, str]:
    """The environment of each of the two modes."""
    return {RUN_FOLDER: str(tmp_path)} if request.param == "folder" else {}


def forget_memory() -> None:
    """As in a process of its own."""
    cache_module._MEMORY.clear()


def test_what_is_put_is_got(environ: dict[str, str]) -> None:
    kept = ListCache("scope", environ)
    assert kept.get("/x?") is None
    kept.put("/x?", A)
    assert kept.get("/x?") == A
    assert ListCache("scope", environ).get("/x?") == A
    kept.put("/x?", [])
    assert kept.get("/x?") == [], "an empty list is known too"


def test_lists_and_views_do_not_mix(environ: dict[str, str]) -> None:
    ListCache("scope", environ).put("/x?", A)
    assert ListCache("scope", environ).get("/y?") is None
    assert ListCache("other", environ).get("/x?") is None


def test_only_a_folder_reaches_other_processes(environ: dict[str, str]) -> None:
    ListCache("scope", environ).put("/x?", A)
    forget_memory()
    assert ListCache("scope", environ).get("/x?") == (A if environ else None)


def test_a_list_is_believed_for_a_while(environ: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(time.monotonic, time.time)
    monkeypatch.setattr(cache_module, "time", clock)
    ListCache("scope", environ).put("/x?", A)
    clock.offset += LIFETIME - 5
    assert ListCache("scope", environ).get("/x?") == A
    clock.offset += 10
    assert ListCache("scope", environ).get("/x?") is None


def test_a_run_that_only_checks_believes_its_predictions_to_the_end(
    environ: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock(time.monotonic, time.time)
    monkeypatch.setattr(cache_module, "time", clock)
    checking = {**environ, RUN_IS_CHECK: "1"}
    ListCache("scope", checking).put("/x?", A)
    clock.offset += 10 * LIFETIME
    assert ListCache("scope", checking).get("/x?") == A


def test_own_changes_are_written_through(environ: dict[str, str]) -> None:
    kept = ListCache("scope", environ)
    kept.put("/x?", A)
    kept.edit("/x?", lambda objects: objects + B)
    assert kept.get("/x?") == A + B
    if environ:
        forget_memory()
        assert ListCache("scope", environ).get("/x?") == A + B


def test_a_change_does_not_make_a_list_younger(environ: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(time.monotonic, time.time)
    monkeypatch.setattr(cache_module, "time", clock)
    kept = ListCache("scope", environ)
    kept.put("/x?", A)
    clock.offset += LIFETIME - 5
    kept.edit("/x?", lambda objects: objects + B)
    clock.offset += 10
    assert kept.get("/x?") is None


def test_a_change_to_a_list_that_is_not_kept_keeps_nothing(environ: dict[str, str]) -> None:
    kept = ListCache("scope", environ)
    kept.edit("/x?", lambda objects: objects + B)
    assert kept.get("/x?") is None


def test_another_processes_change_is_seen(tmp_path: Path) -> None:
    environ = {RUN_FOLDER: str(tmp_path)}
    kept = ListCache("scope", environ)
    kept.put("/x?", A)
    assert kept.get("/x?") == A

    def change() -> None:
        ListCache("scope", environ).edit("/x?", lambda objects: objects + B)

    process = FORK.Process(target=change, daemon=True)
    process.start()
    process.join(30)
    assert kept.get("/x?") == A + B


def test_lists_are_invalidated_by_their_path(environ: dict[str, str]) -> None:
    cache = ListCache("scope", environ)
    other = ListCache("other", environ)
    other.put("/x?", A)
    names = ("/x?", '/x?{"a": 1}', "/x/1/y?", "/y?", '/y?{"a": 1}')
    for name in names:
        cache.put(name, A)
    cache.invalidate("/x?", filtered_only=True)
    assert [cache.get(name) for name in names] == [A, None, A, A, A]
    cache.put('/x?{"a": 1}', B)
    cache.invalidate('/x?{"another": "query"}', filtered_only=True)
    assert [cache.get(name) for name in names] == [A, None, A, A, A]
    cache.put('/x?{"a": 1}', B)
    cache.invalidate("/x?")
    assert [cache.get(name) for name in names] == [None, None, A, A, A]
    cache.invalidate()
    assert [cache.get(name) for name in names] == [None] * 5
    assert other.get("/x?") == A


@pytest.mark.parametrize("value", ["false", "False", "0", "no", "off", " OFF "])
def test_keeping_can_be_turned_off(environ: dict[str, str], value: str) -> None:
    ListCache("scope", environ).put("/x?", A)
    kept = ListCache("scope", {**environ, SWITCH: value})
    assert kept.get("/x?") is None
    kept.put("/y?", A)
    kept.edit("/x?", lambda objects: objects + B)
    with kept.lock("/x?"):
        pass
    assert kept.get("/y?") is None
    assert ListCache("scope", environ).get("/y?") is None


@pytest.mark.parametrize(
    ("value", "off"), [(None, False), ("", False), ("true", False), ("1", False), ("yes", False), ("no", True)]
)
def test_what_says_no(value: str | None, off: bool) -> None:
    assert is_disabled(value) is off


@pytest.mark.parametrize("content", [b"", b"{", b"\x00\x00", b"[]", b"null", b"{}", b'{"at": "x", "objects": []}'])
def test_a_corrupt_file_is_fetched_anew(tmp_path: Path, content: bytes) -> None:
    environ = {RUN_FOLDER: str(tmp_path)}
    kept = ListCache("scope", environ)
    kept.put("/x?", A)
    (file,) = (tmp_path / "openai-scope").glob("*.json")
    file.write_bytes(content)
    forget_memory()
    assert kept.get("/x?") is None
    kept.invalidate("/y?")
    kept.put("/x?", B)
    assert kept.get("/x?") == B


def test_a_folder_that_is_not_there_is_no_mode(tmp_path: Path) -> None:
    kept = ListCache("scope", {RUN_FOLDER: str(tmp_path / "gone")})
    kept.put("/x?", A)
    assert kept.get("/x?") == A
    assert not (tmp_path / "gone").exists()


def test_files_are_private(tmp_path: Path) -> None:
    ListCache("scope", {RUN_FOLDER: str(tmp_path)}).put("/x?", A)
    folder = tmp_path / "openai-scope"
    for path in (folder, *folder.iterdir()):
        assert path.stat().st_mode & 0o077 == 0, path


# --- one at a time -----------------------------------------------------------------------------------------------------


def _hold(folder: str, here: t.Any) -> None:
    kept = ListCache("scope", {RUN_FOLDER: folder})
    here.send("ready")
    here.recv()
    with kept.lock("/x?"):
        here.send("in")
        here.recv()
    here.send("out")


def test_a_held_list_is_held_against_other_processes(tmp_path: Path) -> None:
    here, there = FORK.Pipe()
    # Begun before the lock is taken: a fork would inherit it.
    process = FORK.Process(target=_hold, args=(str(tmp_path), there), daemon=True)
    process.start()
    assert here.poll(30) and here.recv() == "ready"
    kept = ListCache("scope", {RUN_FOLDER: str(tmp_path)})
    with kept.lock("/x?"):
        here.send("go")
        assert not here.poll(0.2), "two processes hold the same list"
        with kept.lock("/x?"):
            pass
        assert not here.poll(0.05), "the inner block of the same holder let it go"
    assert here.poll(30) and here.recv() == "in"
    (lock,) = (tmp_path / "openai-scope").glob("*.lock")
    with lock.open() as handle, pytest.raises(BlockingIOError):
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    here.send("go on")
    assert here.poll(30) and here.recv() == "out"
    process.join(30)


def test_a_lock_is_let_go_when_the_block_fails(tmp_path: Path) -> None:
    kept = ListCache("scope", {RUN_FOLDER: str(tmp_path)})
    with pytest.raises(RuntimeError), kept.lock("/x?"):
        raise RuntimeError
    (lock,) = (tmp_path / "openai-scope").glob("*.lock")
    with lock.open() as handle:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    with kept.lock("/x?"), lock.open() as handle, pytest.raises(BlockingIOError):
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _add(folder: str, number: int) -> None:
    kept = ListCache("scope", {RUN_FOLDER: folder})
    for step in range(20):
        kept.edit("/x?", lambda objects, step=step: [*objects, {"id": f"{number}-{step}"}])  # type: ignore[misc]


def test_no_change_is_lost_between_processes(tmp_path: Path) -> None:
    kept = ListCache("scope", {RUN_FOLDER: str(tmp_path)})
    kept.put("/x?", [])
    processes = [FORK.Process(target=_add, args=(str(tmp_path), number), daemon=True) for number in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(30)
    found = kept.get("/x?")
    assert found is not None and len({each["id"] for each in found}) == 60
    assert not [name for name in os.listdir(tmp_path / "openai-scope") if name.startswith(".")]
