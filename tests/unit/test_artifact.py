# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Artifacts and their manifests."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from ansible_collections.fjcorp.openai.plugins.module_utils._support.artifact import (
    ANSWER,
    FORCE,
    SECRET,
    Draft,
    intact,
    manifest_path,
    numbered,
    read_manifest,
    refuse_foreign,
    remove_artifact,
    write_manifest,
)
from ansible_collections.fjcorp.openai.plugins.module_utils._support.errors import InvalidArgument


@pytest.fixture()
def dest(tmp_path: Path) -> Path:
    """A file with its manifest."""
    path = tmp_path / "answer.txt"
    path.write_bytes(b"forty-two\n")
    write_manifest(str(path), {"fingerprint": "f", "answer": {"text": "grüße"}})
    return path


def test_a_manifest_tells_what_was_written(dest: Path) -> None:
    manifest = read_manifest(str(dest))
    assert manifest is not None
    assert manifest["fingerprint"] == "f" and manifest["answer"] == {"text": "grüße"}
    assert intact(str(dest), manifest)


@pytest.mark.parametrize("content", [b"", b"forty-two", b"forty-two\n\n", b"Forty-two\n"])
def test_a_file_that_was_tampered_with_is_not_intact(dest: Path, content: bytes) -> None:
    manifest = read_manifest(str(dest))
    assert manifest is not None
    dest.write_bytes(content)
    assert not intact(str(dest), manifest)


def test_a_file_that_is_gone_or_a_folder_is_not_intact(dest: Path) -> None:
    manifest = read_manifest(str(dest))
    assert manifest is not None
    dest.unlink()
    assert not intact(str(dest), manifest)
    dest.mkdir()
    assert not intact(str(dest), manifest)


def test_a_manifest_without_a_checksum_vouches_for_nothing(dest: Path) -> None:
    assert not intact(str(dest), {})


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b"\xff\xfe", b'"x"'])
def test_an_unusable_manifest_is_none(dest: Path, content: bytes) -> None:
    Path(manifest_path(str(dest))).write_bytes(content)
    assert read_manifest(str(dest)) is None


def test_no_manifest_is_none(tmp_path: Path) -> None:
    assert read_manifest(str(tmp_path / "none")) is None


def test_a_manifest_may_be_private(dest: Path) -> None:
    write_manifest(str(dest), {}, 0o600)
    assert Path(manifest_path(str(dest))).stat().st_mode & 0o777 == 0o600


def test_both_are_removed(dest: Path) -> None:
    other = dest.with_name("other.txt")
    other.write_bytes(b"x")
    assert remove_artifact(str(dest)) is True
    assert not dest.exists() and not Path(manifest_path(str(dest))).exists()
    assert remove_artifact(str(dest)) is False
    assert other.exists()
    write_manifest(str(other), {})
    other.unlink()
    assert remove_artifact(str(other)) is True
    assert not Path(manifest_path(str(other))).exists()


@pytest.fixture()
def folder(tmp_path: Path) -> Path:
    """A folder that nothing else writes to."""
    made = tmp_path / "files"
    made.mkdir()
    return made


def test_a_draft_moves_its_files_together(folder: Path) -> None:
    dest, second = str(folder / "a.png"), numbered(str(folder / "a.png"), 2)
    assert second == str(folder / "a-2.png")
    with Draft(dest) as draft:
        draft.add(dest, b"one")
        with draft.open(second) as handle:
            handle.write(b"two")
        assert not os.path.exists(dest)
        draft.finish({"fingerprint": "x"})
    manifest = read_manifest(dest)
    assert manifest and intact(dest, manifest) and set(manifest["files"]) == {"a-2.png"}
    assert sorted(os.listdir(folder)) == ["a-2.png", "a.png", "a.png.manifest.json"]
    Path(second).write_bytes(b"edited")
    assert not intact(dest, manifest)
    with Draft(dest) as draft:
        draft.add(dest, b"one")
        draft.finish({})
    assert sorted(os.listdir(folder)) == ["a.png", "a.png.manifest.json"], "what is no longer made goes"


def test_an_unfinished_draft_leaves_what_was_there(folder: Path) -> None:
    dest = str(folder / "a")
    with Draft(dest) as draft:
        draft.add(dest, b"old")
        draft.finish({"fingerprint": "x"})
    os.chmod(dest, 0o640)
    with pytest.raises(ValueError, match="broken"), Draft(dest) as draft:
        draft.add(dest, b"new")
        raise ValueError("broken")
    assert Path(dest).read_bytes() == b"old" and len(os.listdir(folder)) == 2
    # As a killed run leaves it.
    Draft(dest).open().close()
    with Draft(dest) as draft:
        draft.add(dest, b"new")
        draft.finish({"fingerprint": "x"})
    assert Path(dest).read_bytes() == b"new" and len(os.listdir(folder)) == 2
    assert os.stat(dest).st_mode & 0o777 == 0o640


def test_a_planted_link_is_not_followed(folder: Path) -> None:
    """The target of a link at a name that an earlier version used, or that a name begins like, is not overwritten."""
    precious = folder / "precious"
    precious.write_bytes(b"precious")
    (folder / ".a.unfinished").symlink_to(precious)
    (folder / ".a.manifest.json.unfinished").symlink_to(precious)
    with Draft(str(folder / "a")) as draft:
        draft.add(str(folder / "a"), b"new")
        draft.finish({})
    assert precious.read_bytes() == b"precious" and (folder / "a").read_bytes() == b"new"


def test_a_further_file_of_another_program_is_not_replaced(folder: Path) -> None:
    dest, second = str(folder / "a.png"), folder / "a-2.png"
    second.write_bytes(b"mine")
    with Draft(dest) as draft, pytest.raises(InvalidArgument, match="a-2.png"):
        draft.add(str(second), b"new")
    assert second.read_bytes() == b"mine" and os.listdir(folder) == ["a-2.png"]
    with Draft(dest, overwrite=True) as draft:
        draft.add(dest, b"one")
        draft.add(str(second), b"new")
        draft.finish({})
    assert second.read_bytes() == b"new"


@pytest.mark.parametrize("fails", ["a.manifest.json", "a-2", "a"])
def test_a_move_that_fails_leaves_files_that_the_next_run_replaces(
    fails: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The files are still those of an artifact, and are not taken for a complete one."""
    dest, second = str(folder / "a"), str(folder / "a-2")
    with Draft(dest) as draft:
        draft.add(dest, b"old")
        draft.finish({"fingerprint": "x"})
    move = os.replace

    def failing(source: str, target: str) -> None:
        if os.path.basename(target) == fails:
            raise OSError(errno.ENOSPC, "No space left on device")
        move(source, target)

    with monkeypatch.context() as patch, pytest.raises(OSError, match="No space"), Draft(dest) as draft:
        patch.setattr(os, "replace", failing)
        draft.add(dest, b"new")
        draft.add(second, b"second")
        draft.finish({"fingerprint": "y"})
    manifest = read_manifest(dest)
    assert manifest is not None and Path(dest).read_bytes() == b"old"
    assert intact(dest, manifest) is (fails == "a.manifest.json")
    refuse_foreign(dest, ANSWER)
    with Draft(dest) as draft:
        draft.add(dest, b"new")
        draft.add(second, b"second")
        draft.finish({"fingerprint": "y"})
    assert sorted(os.listdir(folder)) == ["a", "a-2", "a.manifest.json"]


def test_files_that_may_be_replaced(folder: Path) -> None:
    dest = folder / "a"
    refuse_foreign(str(dest), ANSWER)
    dest.touch()
    refuse_foreign(str(dest), ANSWER)
    dest.write_bytes(b"mine")
    with pytest.raises(InvalidArgument, match="dest: .*/a was not written by this collection") as refused:
        refuse_foreign(str(dest), ANSWER, FORCE)
    assert "force=true" in refused.value.remedy
    write_manifest(str(dest), {"fingerprint": "x"})
    refuse_foreign(str(dest), ANSWER)
    with pytest.raises(InvalidArgument, match="contains an answer"):
        refuse_foreign(str(dest), SECRET)
    write_manifest(str(dest), {"owner": "x"})
    refuse_foreign(str(dest), SECRET)
    with pytest.raises(InvalidArgument, match="contains a key"):
        refuse_foreign(str(dest), ANSWER)


def test_a_note_is_no_artifact(tmp_path: Path) -> None:
    dest = str(tmp_path / "a")
    with Draft(dest) as draft:
        draft.note({"fingerprint": "x", "answer": {"id": "y"}})
    manifest = read_manifest(dest)
    assert manifest == {"fingerprint": "x", "answer": {"id": "y"}} and not intact(dest, manifest)


def test_a_manifest_does_not_lead_out_of_its_folder(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (tmp_path / "precious").write_text("x")
    dest = str(folder / "a")
    with Draft(dest) as draft:
        draft.note({"files": {"../precious": "x", str(tmp_path / "precious"): "x"}})
    remove_artifact(dest)
    assert (tmp_path / "precious").exists() and not os.listdir(folder)
