# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Files as the collection writes them."""

from __future__ import annotations

import multiprocessing
import os
import secrets
import tempfile
import typing as t
from pathlib import Path

import pytest
from ansible_collections.fjcorp.openai.plugins.module_utils._support.errors import InvalidArgument
from ansible_collections.fjcorp.openai.plugins.module_utils._support.files import (
    atomic_write,
    digest,
    file_lock,
    private_folder,
    readable_file,
    sweep,
    writable_target,
)

FORK = multiprocessing.get_context("fork")
NOBODY = 65534


def mode_of(path: Path) -> int:
    """Its permissions."""
    return path.stat().st_mode & 0o777


def as_an_ordinary_user(work: t.Callable[[], str]) -> str:
    """Return the result of a function that is called without the permissions of root."""
    if os.geteuid() != 0:
        return work()

    def drop(there: t.Any) -> None:
        os.setgid(NOBODY)
        os.setuid(NOBODY)
        there.send(work())

    here, there = FORK.Pipe()
    process = FORK.Process(target=drop, args=(there,), daemon=True)
    process.start()
    there.close()
    told = str(here.recv())
    process.join(30)
    return told


@pytest.fixture()
def open_folder() -> t.Iterator[Path]:
    """A folder that other users can reach; pytest's own are closed to them."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
        folder.chmod(0o755)


def test_the_file_is_there_when_the_block_has_ended(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"old")
    with atomic_write(str(path)) as handle:
        handle.write(b"new")
        handle.flush()
        assert path.read_bytes() == b"old"
    assert path.read_bytes() == b"new"
    assert sorted(os.listdir(tmp_path)) == ["a", "home"]


@pytest.mark.parametrize("failure", [RuntimeError, KeyboardInterrupt, OSError])
def test_a_failure_leaves_what_was_there_and_nothing_else(tmp_path: Path, failure: type[BaseException]) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"old")
    for target in (path, tmp_path / "b"):
        with pytest.raises(failure), atomic_write(str(target)) as handle:
            handle.write(b"half")
            raise failure
    assert path.read_bytes() == b"old"
    assert sorted(os.listdir(tmp_path)) == ["a", "home"]


@pytest.mark.parametrize("mask", [0o022, 0o077, 0o000])
def test_a_new_file_has_the_usual_permissions(tmp_path: Path, mask: int) -> None:
    before = os.umask(mask)
    try:
        with atomic_write(str(tmp_path / "a")) as handle:
            handle.write(b"x")
        assert os.umask(mask) == mask
    finally:
        os.umask(before)
    assert mode_of(tmp_path / "a") == 0o666 & ~mask


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o755])
def test_a_file_that_is_replaced_keeps_its_permissions(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"old")
    path.chmod(mode)
    with atomic_write(str(path)) as handle:
        handle.write(b"new")
    assert mode_of(path) == mode


def test_a_secret_is_never_readable_by_others(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"old")
    path.chmod(0o644)
    with atomic_write(str(path), 0o600) as handle:
        handle.write(b"secret")
        handle.flush()
        (unfinished,) = [each for each in tmp_path.iterdir() if each.name.startswith(".a")]
        assert mode_of(unfinished) == 0o600
    assert mode_of(path) == 0o600


def test_a_planted_link_is_never_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Temporary names are unpredictable, and one that exists is not opened."""
    precious, path = tmp_path / "precious", tmp_path / "a"
    precious.write_bytes(b"precious")
    with atomic_write(str(path)) as handle:
        (first,) = tmp_path.glob(".a.*")
        handle.write(b"x")
    with atomic_write(str(path)):
        (second,) = tmp_path.glob(".a.*")
    assert first.name != second.name
    monkeypatch.setattr(secrets, "token_hex", lambda size: "0" * 2 * size)
    planted = tmp_path / f".a.{'0' * 16}.unfinished"
    planted.symlink_to(precious)
    with pytest.raises(FileExistsError), atomic_write(str(path)) as handle:
        handle.write(b"secret")
    assert precious.read_bytes() == b"precious" and planted.is_symlink()


def test_only_own_temporary_files_are_swept(tmp_path: Path) -> None:
    path = tmp_path / "a"
    left = tmp_path / f".a.{'0123456789abcdef'}.unfinished"
    others = [tmp_path / name for name in (".a.original", ".a.settings", ".b.0123456789abcdef.unfinished", "a")]
    for each in (left, *others):
        each.write_bytes(b"x")
    link = tmp_path / f".a.{'f' * 16}.unfinished"
    link.symlink_to(path)
    sweep(str(path))
    assert not left.exists() and all(each.exists() for each in (*others, link))


def test_a_long_name(tmp_path: Path) -> None:
    path = tmp_path / ("ü" * 125)
    with atomic_write(str(path)) as handle:
        handle.write(b"x")
    assert path.read_bytes() == b"x"


def test_a_relative_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with atomic_write("a", durable=False) as handle:
        handle.write(b"x")
    assert (tmp_path / "a").read_bytes() == b"x"


def test_digest(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"")
    assert digest(str(path)) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    path.write_bytes(b"abc")
    assert digest(str(path)) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_a_private_folder(tmp_path: Path) -> None:
    folder = private_folder(str(tmp_path / "x" / "y"))
    assert mode_of(Path(folder)) == 0o700
    assert private_folder(folder) == folder


def test_a_lock_makes_its_file_private(tmp_path: Path) -> None:
    with file_lock(str(tmp_path / "lock"), create=True) as handle:
        handle.write(b"x")
    assert mode_of(tmp_path / "lock") == 0o600
    with pytest.raises(FileNotFoundError), file_lock(str(tmp_path / "none")):
        pass


# --- before anything is done -------------------------------------------------------------------------------------------


def test_files_that_cannot_be_read(tmp_path: Path, open_folder: Path) -> None:
    with pytest.raises(InvalidArgument, match="src must be a file"):
        readable_file("src", str(tmp_path))
    with pytest.raises(InvalidArgument, match="src not found"):
        readable_file("src", str(tmp_path / "none"))
    closed = open_folder / "closed"
    closed.write_bytes(b"x")
    closed.chmod(0)

    def work() -> str:
        try:
            return readable_file("src", str(closed))
        except InvalidArgument as refused:
            return refused.line()

    assert "src" in as_an_ordinary_user(work) and "not readable" in as_an_ordinary_user(work)


def test_files_that_can_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").write_bytes(b"x")
    assert readable_file("src", str(tmp_path / "a")) == str(tmp_path / "a")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert readable_file("src", "~/a") == str(tmp_path / "a")
    assert writable_target("dest", "~/b") == str(tmp_path / "b")


def test_targets_that_cannot_be_written(tmp_path: Path, open_folder: Path) -> None:
    with pytest.raises(InvalidArgument, match="dest must be a file"):
        writable_target("dest", str(tmp_path))
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(InvalidArgument, match="dest must be a regular file"):
        writable_target("dest", str(tmp_path / "pipe"))
    with pytest.raises(InvalidArgument, match="the directory .* does not exist"):
        writable_target("dest", str(tmp_path / "none" / "a"))
    open_folder.chmod(0o555)

    def work() -> str:
        try:
            return writable_target("dest", str(open_folder / "a"))
        except InvalidArgument as refused:
            return refused.line()

    assert "is not writable" in as_an_ordinary_user(work)
