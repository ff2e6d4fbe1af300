# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The manifest beside a file the collection wrote."""

from __future__ import annotations

from pathlib import Path

import pytest
from ansible_collections.fjcorp.openai.plugins.module_utils._artifact import (
    intact,
    manifest_path,
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
