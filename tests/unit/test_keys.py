# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Keys that are issued and renewed: lost responses, other runs, and disks that are full."""

from __future__ import annotations

import errno
import itertools
import os
import resource
import typing as t
from contextlib import contextmanager
from pathlib import Path

import pytest
from ansible_collections.fjcorp.openai.plugins.module_utils._engine import cache as cache_module
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.admin_api_key import ADMIN_API_KEY
from ansible_collections.fjcorp.openai.plugins.module_utils._support.artifact import current_manifest

from .server import Reply, Seen, Server, error
from .task import Clock, run_task

YEARS_AGO = 1_600_000_000
FULL = OSError(errno.ENOSPC, "No space left on device")


class Keys:
    """The admin keys of an organization.

    :ivar live: keys by id. :ivar values: their values.
    :ivar lost: number of issues that are carried out and whose response is lost.
    :ivar not_done: number of issues that are not carried out and whose response is lost.
    :ivar theirs: another machine issues a key of the same name at the next issue.
    :ivar hides_value: the response to an issue does not contain the value.
    :ivar permanent: no key can be revoked.
    """

    def __init__(self, server: Server) -> None:
        self.live: dict[str, dict[str, t.Any]] = {}
        self.values: dict[str, str] = {}
        self.lost = self.not_done = 0
        self.theirs = self.hides_value = self.permanent = False
        self._numbers = itertools.count(1)
        server.otherwise = self.answer

    def issue(self, name: str, created_at: int = 2_000_000_000) -> dict[str, t.Any]:
        """Issue a key, and return it with its value."""
        key_id = f"key_{next(self._numbers)}"
        self.live[key_id] = {"id": key_id, "name": name, "created_at": created_at, "expires_at": None}
        self.values[key_id] = f"sk-admin-{key_id}-0123456789"
        return {**self.live[key_id], "value": self.values[key_id]}

    def answer(self, seen: Seen) -> Reply:
        """Return the response to a request."""
        if seen.method == "GET":
            return Reply(body={"data": list(self.live.values()), "has_more": False})
        if seen.method == "DELETE":
            if self.permanent:
                return error(403, "not allowed")
            del self.live[seen.parts[-1]]
            return Reply(body={"deleted": True})
        if self.theirs:
            self.theirs = False
            self.issue(seen.json["name"])
        if self.not_done:
            self.not_done -= 1
            return Reply(cut="before")
        made = self.issue(seen.json["name"])
        if self.lost:
            self.lost -= 1
            return Reply(cut="before")
        return Reply(body={name: value for name, value in made.items() if name != "value" or not self.hides_value})

    def held(self, dest: Path) -> str:
        """Return the id of the key whose value a file contains."""
        value = dest.read_text().strip()
        return next(key_id for key_id, known in self.values.items() if known == value)


@pytest.fixture()
def keys(server: Server, clock: Clock) -> Keys:
    """Keys of a server."""
    return Keys(server)


@pytest.fixture()
def folder(tmp_path: Path) -> Path:
    """A folder that nothing else writes to."""
    made = tmp_path / "files"
    made.mkdir()
    return made


def keep(server: Server, dest: Path, **more: t.Any) -> dict[str, t.Any]:
    """Return the result of a task that keeps a key, in a run of its own."""
    cache_module._MEMORY.clear()
    return run_task(ADMIN_API_KEY, server, {"name": "ci", "dest": str(dest), **more})


def begun(server: Server, keys: Keys, folder: Path) -> Path:
    """Return a file with a key that is years old."""
    dest = folder / "ci.key"
    assert keep(server, dest)["changed"]
    keys.live["key_1"]["created_at"] = YEARS_AGO
    return dest


# --- what is not proven to be ours -------------------------------------------------------------------------------------


def test_a_key_of_another_machine_is_never_revoked(server: Server, keys: Keys, folder: Path) -> None:
    """It appears while this run looks for its own, whose issue was not carried out."""
    dest = folder / "ci.key"
    keys.theirs, keys.not_done = True, 1
    result = keep(server, dest)
    assert set(keys.live) == {"key_1", "key_2"} and keys.held(dest) == "key_2"
    assert result["issued"] and result["revoked"] == [] and result["unproven"] == ["key_1"]
    assert "key_1" in result["warnings"][0] and not any(call.startswith("DELETE") for call in server.calls)
    again = keep(server, dest)
    assert not again["changed"] and not again["issued"] and again["unproven"] == ["key_1"] and again["warnings"]
    replaced = keep(server, dest, replace=True)
    assert replaced["changed"] and not replaced["issued"] and replaced["revoked"] == ["key_1"]
    assert replaced["unproven"] == [] and set(keys.live) == {"key_2"}
    assert keep(server, dest)["unproven"] == []


def test_a_renewal_whose_response_is_lost(server: Server, keys: Keys, folder: Path) -> None:
    dest = begun(server, keys, folder)
    keys.lost = 1
    result = keep(server, dest, max_age="90d")
    assert result["issued"] and result["revoked"] == ["key_1"] and result["unproven"] == ["key_2"]
    assert set(keys.live) == {"key_2", "key_3"} and keys.held(dest) == "key_3"


def test_lost_keys_do_not_accumulate_without_end(server: Server, keys: Keys, folder: Path) -> None:
    """A server that answers no issue leaves three keys, all of them reported; the old one remains in use."""
    dest = begun(server, keys, folder)
    keys.lost = 50
    result = keep(server, dest, max_age="90d")
    assert result["failed"] and result["error"]["kind"] == "delivery_error" and result["issued"] is False
    assert result["unproven"] == ["key_2", "key_3", "key_4"] and set(keys.live) == {"key_1", *result["unproven"]}
    assert keys.held(dest) == "key_1"
    keys.lost = 0
    result = keep(server, dest, max_age="90d")
    assert result["issued"] and result["revoked"] == ["key_1"] and result["unproven"] == ["key_2", "key_3", "key_4"]
    assert not keep(server, dest, max_age="90d")["changed"]


@pytest.mark.parametrize("noted", [True, False])
def test_a_killed_run_leaves_what_it_can_prove(noted: bool, server: Server, keys: Keys, folder: Path) -> None:
    """A key whose id was noted is revoked; one that has merely appeared since is not."""
    dest = begun(server, keys, folder)

    class Killed(BaseException):
        pass

    move = os.replace

    def killing(source: str, target: str) -> None:
        if (
            os.path.basename(target) == ("ci.key.manifest.json" if noted else "ci.key.issuing.json")
            and len(keys.live) > 1
        ):
            raise Killed
        move(source, target)

    with pytest.MonkeyPatch.context() as patch, pytest.raises(Killed):
        patch.setattr(os, "replace", killing)
        keep(server, dest, max_age="90d")
    assert keys.held(dest) == "key_1" and set(keys.live) == {"key_1", "key_2"}
    result = keep(server, dest, max_age="90d")
    assert result["revoked"] == (["key_1", "key_2"] if noted else ["key_1"])
    assert result["unproven"] == ([] if noted else ["key_2"]) and keys.held(dest) == "key_3"
    assert sorted(os.listdir(folder)) == ["ci.key", "ci.key.manifest.json"]
    assert not keep(server, dest, max_age="90d")["changed"]


def test_removing_a_key_names_the_others(server: Server, keys: Keys, folder: Path) -> None:
    dest = folder / "ci.key"
    keys.lost = 1
    keep(server, dest)
    result = keep(server, dest, state="absent")
    assert result["failed"] and result["error"]["kind"] == "ambiguous" and "key_1" in result["msg"]
    assert keep(server, dest, state="absent", replace=True)["revoked"] == ["key_1", "key_2"] and not keys.live


# --- a key is issued if it is received ----------------------------------------------------------------------------------


def test_a_response_without_value(server: Server, keys: Keys, folder: Path) -> None:
    dest = begun(server, keys, folder)
    keys.hides_value = True
    result = keep(server, dest, max_age="90d")
    assert result["failed"] and result["error"]["kind"] == "delivery_error" and result["issued"] is False
    assert "returned no value" in result["msg"] and "revoked again" in result["msg"]
    assert set(keys.live) == {"key_1"} and keys.held(dest) == "key_1"
    assert sorted(os.listdir(folder)) == ["ci.key", "ci.key.manifest.json"]


def test_a_response_without_key_is_a_lost_one(server: Server, keys: Keys, folder: Path) -> None:
    server.tell(Reply(body={"data": [], "has_more": False}), Reply(body={}))
    result = keep(server, folder / "ci.key")
    assert result["issued"] and keys.held(folder / "ci.key") == "key_1"


def test_a_key_that_can_neither_be_delivered_nor_revoked_is_named(server: Server, keys: Keys, folder: Path) -> None:
    dest = begun(server, keys, folder)
    keys.hides_value = keys.permanent = True
    result = keep(server, dest, max_age="90d")
    assert result["failed"] and "key_2 is active" in result["msg"] and "not allowed" in result["msg"]
    keys.hides_value = keys.permanent = False
    result = keep(server, dest, max_age="90d")
    assert result["revoked"] == ["key_1", "key_2"] and keys.held(dest) == "key_3"


# --- a full disk -------------------------------------------------------------------------------------------------------


def failing(patch: pytest.MonkeyPatch, at: int) -> list[int]:
    """Let one of the writes of files fail, by its number; return a list whose length is the number of writes."""
    seen: list[int] = []

    def count(call: t.Callable[..., t.Any], when: t.Callable[..., bool]) -> t.Callable[..., t.Any]:
        def counted(*args: t.Any, **more: t.Any) -> t.Any:
            if when(*args):
                seen.append(at)
                if len(seen) == at:
                    raise FULL
            return call(*args, **more)

        return counted

    patch.setattr(os, "open", count(os.open, lambda path, flags, *rest: bool(flags & os.O_EXCL)))
    for name in ("fsync", "replace"):
        patch.setattr(os, name, count(getattr(os, name), lambda *args: True))
    return seen


@pytest.mark.parametrize("linked", [False, True])
def test_a_write_that_fails_during_a_rotation(
    linked: bool, server: Server, keys: Keys, folder: Path, tmp_path: Path
) -> None:
    """At each of them the file keeps a key that is active; the next run completes the rotation."""
    for at in itertools.count(1):
        keys.live.clear()
        for path in folder.iterdir():
            path.unlink()
        dest = folder / "ci.key"
        assert keep(server, dest)["changed"]
        [first] = keys.live
        keys.live[first]["created_at"] = YEARS_AGO
        if linked:
            (tmp_path / f"backup-{at}").hardlink_to(dest)
        with pytest.MonkeyPatch.context() as patch:
            writes = failing(patch, at)
            result = keep(server, dest, max_age="90d")
        if len(writes) < at:
            break
        assert result["failed"] and result["error"]["kind"] == "delivery_error", (at, result)
        assert "No space left" in result["msg"] and result["issued"] is False
        assert keys.held(dest) == first and set(keys.live) == {first}, f"after a failure of write {at}"
        assert current_manifest(str(dest))["api_key_id"] == first
        assert not list(folder.glob(".*")) and not (folder / "ci.key.issuing.json").exists()
        result = keep(server, dest, max_age="90d")
        assert result["issued"] and result["revoked"] == [first] and set(keys.live) == {keys.held(dest)}
    assert not result.get("failed") and at > 10, "not all writes were tried"


@contextmanager
def largest_file(size: int) -> t.Iterator[None]:
    """Let the system refuse to write more bytes to a file, as it does on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("linked", [False, True])
@pytest.mark.parametrize("size", [0, 10, 120, 150, 250])
def test_a_disk_that_is_full(size: int, linked: bool, server: Server, keys: Keys, folder: Path, tmp_path: Path) -> None:
    """The file fits and its manifest does not, or neither does: the file keeps a key that is active."""
    dest = begun(server, keys, folder)
    if linked:
        (tmp_path / "backup").hardlink_to(dest)
    with largest_file(size):
        result = keep(server, dest, max_age="90d")
    assert result["failed"] and result["error"]["kind"] == "delivery_error" and "File too large" in result["msg"]
    assert set(keys.live) == {"key_1"} and keys.held(dest) == "key_1"
    assert keep(server, dest, max_age="90d")["revoked"] == ["key_1"] and set(keys.live) == {keys.held(dest)}
