# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Cached lists, of a process and of a run."""

from __future__ import annotations

import builtins
import fcntl
import io
import multiprocessing
import os
import time
import typing as t
from pathlib import Path

import pytest
from ansible_collections.fjcorp.openai.plugins.module_utils._engine import cache as cache_module
from ansible_collections.fjcorp.openai.plugins.module_utils._engine import lists as lists_module
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.cache import (
    LIFETIME,
    LIFETIME_PER_SECOND,
    MAX_LIFETIME,
    RUN_FOLDER,
    RUN_IS_CHECK,
    SWITCH,
    ListCache,
    is_disabled,
)
from ansible_collections.fjcorp.openai.plugins.module_utils._support.types import Objects

from .server import Reply, Seen, Server
from .task import Clock, context_for, run_task
from .world import BOX, World

FORK = multiprocessing.get_context("fork")
A: Objects = [{"id": "a"}]
B: Objects = [{"id": "b"}]


@pytest.fixture(params=["memory", "folder"])
def environ(request: pytest.FixtureRequest, tmp_path: Path) -> dict[str, str]:
    """Return the environment of each of the two modes."""
    return {RUN_FOLDER: str(tmp_path)} if request.param == "folder" else {}


def clear_memory() -> None:
    """Clear the memory, as in another process."""
    cache_module._MEMORY.clear()


def test_put_and_get(environ: dict[str, str]) -> None:
    cache = ListCache("scope", environ)
    assert cache.get("/x?") is None
    cache.put("/x?", A)
    assert cache.get("/x?") == A
    assert ListCache("scope", environ).get("/x?") == A
    cache.put("/x?", [])
    assert cache.get("/x?") == [], "an empty list is cached too"


def test_lists_and_scopes_are_separate(environ: dict[str, str]) -> None:
    ListCache("scope", environ).put("/x?", A)
    assert ListCache("scope", environ).get("/y?") is None
    assert ListCache("other", environ).get("/x?") is None


def test_only_files_are_shared_between_processes(environ: dict[str, str]) -> None:
    ListCache("scope", environ).put("/x?", A)
    clear_memory()
    assert ListCache("scope", environ).get("/x?") == (A if environ else None)


def test_a_list_is_used_for_its_lifetime(environ: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(time.monotonic, time.time)
    monkeypatch.setattr(cache_module, "time", clock)
    ListCache("scope", environ).put("/x?", A)
    clock.offset += LIFETIME - 5
    assert ListCache("scope", environ).get("/x?") == A
    clock.offset += 10
    assert ListCache("scope", environ).get("/x?") is None


def test_predictions_do_not_expire_in_check_mode(environ: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(time.monotonic, time.time)
    monkeypatch.setattr(cache_module, "time", clock)
    checking = {**environ, RUN_IS_CHECK: "1"}
    ListCache("scope", checking).put("/x?", A)
    clock.offset += 10 * LIFETIME
    assert ListCache("scope", checking).get("/x?") == A


def test_a_change_is_applied_to_the_cached_list(environ: dict[str, str]) -> None:
    cache = ListCache("scope", environ)
    cache.put("/x?", A)
    cache.edit("/x?", lambda objects: objects + B)
    assert cache.get("/x?") == A + B
    if environ:
        clear_memory()
        assert ListCache("scope", environ).get("/x?") == A + B


def test_a_change_does_not_extend_the_lifetime(environ: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(time.monotonic, time.time)
    monkeypatch.setattr(cache_module, "time", clock)
    cache = ListCache("scope", environ)
    cache.put("/x?", A)
    clock.offset += LIFETIME - 5
    cache.edit("/x?", lambda objects: objects + B)
    clock.offset += 10
    assert cache.get("/x?") is None


def test_a_change_to_a_list_that_is_not_cached_caches_nothing(environ: dict[str, str]) -> None:
    cache = ListCache("scope", environ)
    cache.edit("/x?", lambda objects: objects + B)
    assert cache.get("/x?") is None


def test_a_change_by_another_process_is_read(tmp_path: Path) -> None:
    environ = {RUN_FOLDER: str(tmp_path)}
    cache = ListCache("scope", environ)
    cache.put("/x?", A)
    assert cache.get("/x?") == A

    def change() -> None:
        ListCache("scope", environ).edit("/x?", lambda objects: objects + B)

    process = FORK.Process(target=change, daemon=True)
    process.start()
    process.join(30)
    assert cache.get("/x?") == A + B


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
def test_the_cache_can_be_disabled(environ: dict[str, str], value: str) -> None:
    ListCache("scope", environ).put("/x?", A)
    cache = ListCache("scope", {**environ, SWITCH: value})
    assert cache.get("/x?") is None
    cache.put("/y?", A)
    cache.edit("/x?", lambda objects: objects + B)
    with cache.lock("/x?"):
        pass
    assert cache.get("/y?") is None
    assert ListCache("scope", environ).get("/y?") is None


@pytest.mark.parametrize(
    ("value", "disabled"), [(None, False), ("", False), ("true", False), ("1", False), ("yes", False), ("no", True)]
)
def test_values_that_disable_a_feature(value: str | None, disabled: bool) -> None:
    assert is_disabled(value) is disabled


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\x00\x00",
        b"[]",
        b"null",
        b"{}",
        b'{"at": "x", "objects": []}',
        b'{"at": 1, "objects": []}',
        b'{"at": 1, "lifetime": "x", "objects": []}',
    ],
)
def test_a_list_with_a_corrupt_file_is_fetched_again(tmp_path: Path, content: bytes) -> None:
    environ = {RUN_FOLDER: str(tmp_path)}
    cache = ListCache("scope", environ)
    cache.put("/x?", A)
    (file,) = (tmp_path / "openai-scope").glob("*.json")
    file.write_bytes(content)
    clear_memory()
    assert cache.get("/x?") is None
    cache.invalidate("/y?")
    cache.put("/x?", B)
    assert cache.get("/x?") == B


def test_a_missing_folder_is_not_used(tmp_path: Path) -> None:
    cache = ListCache("scope", {RUN_FOLDER: str(tmp_path / "gone")})
    cache.put("/x?", A)
    assert cache.get("/x?") == A
    assert not (tmp_path / "gone").exists()


def test_files_are_private(tmp_path: Path) -> None:
    ListCache("scope", {RUN_FOLDER: str(tmp_path)}).put("/x?", A)
    folder = tmp_path / "openai-scope"
    for path in (folder, *folder.iterdir()):
        assert path.stat().st_mode & 0o077 == 0, path


# --- lifetime ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("seconds", "lifetime"),
    [
        (0.0, LIFETIME),
        (LIFETIME / LIFETIME_PER_SECOND, LIFETIME),
        (60.0, 60 * LIFETIME_PER_SECOND),
        (MAX_LIFETIME, MAX_LIFETIME),
    ],
)
def test_a_list_that_took_long_to_fetch_is_used_longer(
    environ: dict[str, str], monkeypatch: pytest.MonkeyPatch, seconds: float, lifetime: float
) -> None:
    clock = Clock(time.monotonic, time.time)
    monkeypatch.setattr(cache_module, "time", clock)
    cache = ListCache("scope", environ)
    cache.put("/x?", A, seconds)
    clock.offset += lifetime - 5
    assert cache.get("/x?") == A
    cache.edit("/x?", lambda objects: objects + B)
    assert ListCache("scope", environ).get("/x?") == A + B
    clock.offset += 10
    assert cache.get("/x?") is None
    cache.put("/x?", A)
    clock.offset += LIFETIME + 5
    assert cache.get("/x?") is None, "a later fetch was fast"


def test_the_time_to_fetch_a_list_is_measured(server: Server, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (cache_module, lists_module):
        monkeypatch.setattr(module, "time", clock)
    world = World(server)
    world.add("/boxes", name="a")
    world.page = 1
    world.add("/boxes", name="b")

    def slowly(seen: Seen) -> Reply:
        clock.offset += 50
        return world.answer(seen)

    def task() -> dict[str, t.Any]:
        return run_task(BOX, server, {"name": "b", "timeout": 60})

    server.otherwise = slowly
    task()
    assert server.calls == ["GET /boxes"] * 2
    clock.offset += 100 * LIFETIME_PER_SECOND - 5
    task()
    assert len(server.calls) == 2
    clock.offset += 10
    task()
    assert len(server.calls) == 4


# --- how many files are opened -----------------------------------------------------------------------------------------


@pytest.fixture()
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the names of all files that are opened during the test."""
    names: list[str] = []

    def counting(original: t.Callable[..., t.Any]) -> t.Callable[..., t.Any]:
        def opening(path: t.Any, *args: t.Any, **kwargs: t.Any) -> t.Any:
            if isinstance(path, (str, os.PathLike)):
                names.append(os.path.basename(os.fspath(path)))
            return original(path, *args, **kwargs)

        return opening

    for module, name in ((builtins, "open"), (io, "open"), (os, "open")):
        monkeypatch.setattr(module, name, counting(getattr(module, name)))
    return names


@pytest.mark.parametrize(
    ("name", "filtered_only", "left"), [("", False, 0), ("/x?", False, 40), ("/x?", True, 41), ("/none?", False, 61)]
)
def test_invalidating_opens_no_cached_file(
    tmp_path: Path, opened: list[str], name: str, filtered_only: bool, left: int
) -> None:
    cache = ListCache("scope", {RUN_FOLDER: str(tmp_path)})
    cache.put("/x?", A)
    for number in range(20):
        cache.put(f'/x?{{"a": {number}}}', A)
        cache.put(f"/x/{number}?", A)
        cache.put(f"/y{number}?", A)
    clear_memory()
    opened.clear()
    cache.invalidate(name, filtered_only)
    assert not opened
    assert len(list((tmp_path / "openai-scope").glob("*.json"))) == left


@pytest.mark.parametrize("lists", [0, 50])
def test_a_write_opens_as_many_files_however_many_lists_are_cached(
    server: Server, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, opened: list[str], lists: int
) -> None:
    monkeypatch.setenv(RUN_FOLDER, str(tmp_path))
    world = World(server)
    world.add("/boxes", name="a")
    context = context_for(BOX, server, {"name": "a"})
    cache = context.cache(BOX.collection)
    for number in range(lists):
        cache.put(f"/boxes/box_{number}/items?", A)
        cache.put(f'/boxes?{{"name": ["{number}"]}}', A)
    run_task(BOX, server, {"name": "a"})
    clear_memory()
    opened.clear()
    assert run_task(BOX, server, {"name": "a", "size": 2})["changed"]
    cached = [name for name in opened if name.endswith(".json") and not name.startswith(".")]
    assert len(cached) == 1, "only the list of the boxes is read"
    assert cache.get("/boxes/box_0/items?") == (A if lists else None)
    assert cache.get('/boxes?{"name": ["0"]}') is None


# --- locks -------------------------------------------------------------------------------------------------------------


def _lock(folder: str, here: t.Any) -> None:
    cache = ListCache("scope", {RUN_FOLDER: folder})
    here.send("ready")
    here.recv()
    with cache.lock("/x?"):
        here.send("in")
        here.recv()
    here.send("out")


def test_a_lock_excludes_other_processes(tmp_path: Path) -> None:
    here, there = FORK.Pipe()
    # Started before the lock is taken: a fork would inherit it.
    process = FORK.Process(target=_lock, args=(str(tmp_path), there), daemon=True)
    process.start()
    assert here.poll(30) and here.recv() == "ready"
    cache = ListCache("scope", {RUN_FOLDER: str(tmp_path)})
    with cache.lock("/x?"):
        here.send("go")
        assert not here.poll(0.2), "two processes have the same lock"
        with cache.lock("/x?"):
            pass
        assert not here.poll(0.05), "the inner block released the lock"
    assert here.poll(30) and here.recv() == "in"
    (lock,) = (tmp_path / "openai-scope").glob("*.lock")
    with lock.open() as handle, pytest.raises(BlockingIOError):
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    here.send("continue")
    assert here.poll(30) and here.recv() == "out"
    process.join(30)


def test_a_lock_is_released_when_the_block_fails(tmp_path: Path) -> None:
    cache = ListCache("scope", {RUN_FOLDER: str(tmp_path)})
    with pytest.raises(RuntimeError), cache.lock("/x?"):
        raise RuntimeError
    (lock,) = (tmp_path / "openai-scope").glob("*.lock")
    with lock.open() as handle:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    with cache.lock("/x?"), lock.open() as handle, pytest.raises(BlockingIOError):
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _add(folder: str, number: int) -> None:
    cache = ListCache("scope", {RUN_FOLDER: folder})
    for step in range(20):
        cache.edit("/x?", lambda objects, step=step: [*objects, {"id": f"{number}-{step}"}])  # type: ignore[misc]


def test_no_change_is_lost_between_processes(tmp_path: Path) -> None:
    cache = ListCache("scope", {RUN_FOLDER: str(tmp_path)})
    cache.put("/x?", [])
    processes = [FORK.Process(target=_add, args=(str(tmp_path), number), daemon=True) for number in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(30)
    found = cache.get("/x?")
    assert found is not None and len({each["id"] for each in found}) == 60
    assert not [name for name in os.listdir(tmp_path / "openai-scope") if name.startswith(".")]
