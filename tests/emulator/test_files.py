# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Files and uploads."""

from __future__ import annotations

import glob
import hashlib
import tempfile
import typing as t

import openai
import pytest

from .conftest import Organization, refused


def test_file_lifecycle(client: openai.OpenAI) -> None:
    content = "žluťoučký kůň\n".encode() * 1000
    made = client.files.create(file=("notes.txt", content), purpose="user_data")
    assert (made.bytes, made.filename, made.status, made.expires_at) == (len(content), "notes.txt", "processed", None)
    assert client.files.retrieve(made.id) == made
    assert [item.id for item in client.files.list()] == [made.id]
    error = refused(lambda: client.files.content(made.id))
    assert (error.status_code, error.message.count("Not allowed to download files of purpose: user_data")) == (400, 1)
    assert client.files.delete(made.id).deleted
    assert refused(lambda: client.files.retrieve(made.id)).status_code == 404


def test_content_is_unchanged(client: openai.OpenAI) -> None:
    content = bytes(range(256)) * 5000 + b"\r\n--boundary\r\n"
    made = client.files.create(file=('odd näme".jsonl', content), purpose="batch")
    assert client.files.content(made.id).read() == content
    assert made.expires_at == made.created_at + 30 * 86400


@pytest.mark.parametrize(
    ("name", "content", "purpose", "code"),
    [
        ("a.txt", b"{}", "fine-tune", "invalid_file_format"),
        ("a.json", b"{}", "batch", "invalid_file_format"),
        ("a.txt", b"", "user_data", "empty_file"),
        ("a.txt", b"a", "nonsense", "invalid_value"),
    ],
)
def test_invalid_files(client: openai.OpenAI, name: str, content: bytes, purpose: t.Any, code: str) -> None:
    error = refused(lambda: client.files.create(file=(name, content), purpose=purpose))
    assert (error.status_code, error.code) == (400, code)
    assert list(client.files.list()) == []


def test_expiry(client: openai.OpenAI, org: Organization) -> None:
    short = {"anchor": "created_at", "seconds": 3600}
    made = client.files.create(file=("a.txt", b"a"), purpose="vision", expires_after=t.cast(t.Any, short))
    assert made.expires_at == made.created_at + 3600
    org.advance(3599)
    client.files.retrieve(made.id)
    org.advance(2)
    assert refused(lambda: client.files.retrieve(made.id)).status_code == 404
    too_short = t.cast(t.Any, {"anchor": "created_at", "seconds": 3599})
    error = refused(lambda: client.files.create(file=("a.txt", b"a"), purpose="vision", expires_after=too_short))
    assert error.code == "integer_below_min_value"


def test_list_by_purpose_and_order(client: openai.OpenAI, org: Organization) -> None:
    org.control("objects", {"kind": "file", "count": 25})
    org.control("objects", {"kind": "file", "count": 5, "purpose": "batch"})
    assert len(list(client.files.list(purpose="batch"))) == 5
    newest = [item.id for item in client.files.list(limit=7)]
    oldest = [item.id for item in client.files.list(limit=7, order="asc")]
    assert len(newest) == 30 and newest == oldest[::-1]
    assert refused(lambda: client.files.list(limit=10001)).code == "integer_above_max_value"
    assert refused(lambda: client.files.list(after="file-none")).status_code == 400


def test_size_limit(client: openai.OpenAI, org: Organization) -> None:
    org.control("options", {"max_file_bytes": 1000})
    client.files.create(file=("a.txt", b"a" * 1000), purpose="user_data")
    error = refused(lambda: client.files.create(file=("a.txt", b"a" * 1001), purpose="user_data"))
    assert (error.status_code, error.code) == (413, "file_too_large")


def test_upload_in_parts(client: openai.OpenAI) -> None:
    parts = [bytes([65 + number]) * 70_000 for number in range(4)]
    whole = b"".join(parts)
    upload = client.uploads.create(
        filename="big.jsonl",
        purpose="batch",
        bytes=len(whole),
        mime_type="application/jsonl",
        expires_after={"anchor": "created_at", "seconds": 7200},
    )
    assert (upload.status, upload.expires_at - upload.created_at) == ("pending", 3600)
    sent = {number: client.uploads.parts.create(upload.id, data=parts[number]) for number in (2, 0, 3, 1)}
    done = client.uploads.complete(
        upload.id, part_ids=[sent[number].id for number in range(4)], md5=hashlib.md5(whole).hexdigest()
    )
    assert done.status == "completed" and done.file is not None and done.file.bytes == len(whole)
    assert done.file.expires_at == done.file.created_at + 7200
    assert client.files.content(done.file.id).read() == whole
    assert refused(lambda: client.uploads.cancel(upload.id)).code == "invalid_upload_status"


@pytest.mark.parametrize("purpose", ["batch", "fine-tune"])
@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 1, 0, 2)])
def test_checksum_is_verified_in_the_requested_order(
    client: openai.OpenAI, purpose: t.Literal["batch", "fine-tune"], order: tuple[int, ...]
) -> None:
    """The checksum is verified in the requested order; a wrong one does not affect the next attempt."""
    parts = [bytes([65 + number]) * 70_000 for number in range(4)]
    whole = b"".join(parts[number] for number in order)
    upload = client.uploads.create(
        filename="big.jsonl", purpose=purpose, bytes=len(whole), mime_type="application/jsonl"
    )
    sent = [client.uploads.parts.create(upload.id, data=part).id for part in parts]
    ids = [sent[number] for number in order]
    for wrong in (sent if ids != sent else ids[::-1], ids):
        md5 = hashlib.md5(whole if wrong != ids else b"other").hexdigest()
        error = refused(lambda: client.uploads.complete(upload.id, part_ids=wrong, md5=md5))  # noqa: B023
        assert (error.code, error.param) == ("checksum_mismatch", "md5")
    done = client.uploads.complete(upload.id, part_ids=ids, md5=hashlib.md5(whole).hexdigest())
    assert done.file is not None
    assert [client.files.content(done.file.id).read() for _each in range(2)] == [whole] * 2


def test_deleting_a_file_deletes_its_parts(client: openai.OpenAI) -> None:
    upload = client.uploads.create(filename="a.txt", purpose="user_data", bytes=2, mime_type="text/plain")
    ids = [client.uploads.parts.create(upload.id, data=part).id for part in (b"a", b"b", b"left out")]
    done = client.uploads.complete(upload.id, part_ids=ids[:2])
    assert done.file is not None
    client.files.delete(done.file.id)
    for folder in glob.glob(f"{tempfile.gettempdir()}/openai-emulator-*/"):
        assert not [
            name for name in glob.glob(f"{folder}**/*", recursive=True) if done.file.id in name or ids[2] in name
        ]


def test_invalid_uploads(client: openai.OpenAI, org: Organization) -> None:
    def start() -> str:
        return client.uploads.create(filename="a.txt", purpose="user_data", bytes=4, mime_type="text/plain").id

    upload = start()
    one = client.uploads.parts.create(upload, data=b"ab")
    two = client.uploads.parts.create(upload, data=b"cd")
    assert refused(lambda: client.uploads.complete(upload, part_ids=[one.id])).code == "bytes_mismatch"
    assert refused(lambda: client.uploads.complete(upload, part_ids=[one.id, one.id])).status_code == 400
    assert refused(lambda: client.uploads.complete(upload, part_ids=[])).code == "empty_array"
    wrong = refused(lambda: client.uploads.complete(upload, part_ids=[one.id, two.id], md5="0" * 32))
    assert wrong.code == "checksum_mismatch"
    assert client.uploads.cancel(upload).status == "cancelled"
    assert refused(lambda: client.uploads.parts.create(upload, data=b"x")).status_code == 400
    late = start()
    org.advance(3601)
    error = refused(lambda: client.uploads.complete(late, part_ids=["part_x"]))
    assert "expired" in error.message
    assert refused(lambda: client.uploads.cancel("upload_none")).status_code == 404
    org.control("options", {"max_part_bytes": 10})
    assert refused(lambda: client.uploads.parts.create(start(), data=b"x" * 11)).status_code == 413
    huge = 8 * 1024**3 + 1
    error = refused(lambda: client.uploads.create(filename="a", purpose="user_data", bytes=huge, mime_type="a/b"))
    assert error.code == "integer_above_max_value"


def test_large_file_uses_constant_memory(client: openai.OpenAI, org: Organization, emulator: t.Any) -> None:
    def resident() -> int:
        with open(f"/proc/{emulator.process.pid}/status", encoding="ascii") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))

    client.files.create(file=("warm.txt", b"x" * 1_000_000), purpose="user_data")
    before = resident()
    client.files.create(file=("big.txt", b"0123456789abcdef" * 4_000_000), purpose="user_data")
    assert resident() - before < 32_000
    entry = next(item for item in reversed(org.journal()) if item["method"] == "POST")
    assert entry["body"][0]["size"] == 64_000_000
