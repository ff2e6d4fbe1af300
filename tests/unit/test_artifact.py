# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Artifacts and their manifests."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from ansible_collections.fjcorp.openai.plugins.module_utils._support.artifact import (
    Draft,
    intact,
    manifest_path,
    numbered,
    read_manifest,
    remove_artifact,
    write_manifest,
)


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
