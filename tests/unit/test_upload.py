# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Sending files of any size with flat memory."""

from __future__ import annotations

import email
import email.policy
import hashlib
import itertools
import os
import threading
import time
import tracemalloc
import typing as t
from email.message import EmailMessage
from pathlib import Path

import pytest
from ansible_collections.fjcorp.openai.plugins.module_utils._api import upload as upload_module
from ansible_collections.fjcorp.openai.plugins.module_utils._api.multipart import FilePart, Multipart
from ansible_collections.fjcorp.openai.plugins.module_utils._api.source import ContentChanged, Source
from ansible_collections.fjcorp.openai.plugins.module_utils._api.upload import send_file
from ansible_collections.fjcorp.openai.plugins.module_utils._support.errors import ApiError, LostResponse
from ansible_collections.fjcorp.openai.plugins.module_utils._support.local_state import state_folder

from .server import Reply, Seen, Server, error
from .task import Clock, client_for

pytest.importorskip("hypothesis", reason="property tests need hypothesis")

from hypothesis import example, given, settings
from hypothesis import strategies as st

FIELDS = {"purpose": "fine-tune"}


def whole(body: Multipart, size: int = 8192) -> bytes:
    """All of a body, read as a connection reads it."""
    return b"".join(iter(lambda: body.read(size), b""))


def parts_of(body: bytes, headers: t.Mapping[str, str]) -> dict[str, EmailMessage]:
    """The parts of a form by their names, as the standard library reads them."""
    head = f"MIME-Version: 1.0\r\nContent-Type: {headers['content-type']}\r\n\r\n".encode()
    message = email.message_from_bytes(head + body, policy=email.policy.HTTP)
    found = {}
    for part in message.iter_parts():
        name = part["content-disposition"].params["name"]
        assert name not in found
        found[name] = t.cast(EmailMessage, part)
    return found


def lowered(headers: t.Mapping[str, str]) -> dict[str, str]:
    """With names in lower case."""
    return {name.lower(): value for name, value in headers.items()}


@settings(max_examples=100)
@given(
    content=st.binary(max_size=5000) | st.integers(0, 700_000).map(lambda size: b"\x0d\x0a--x" * (size // 5)),
    fields=st.lists(
        st.tuples(st.sampled_from(["purpose", "expires_after[seconds]"]), st.text(max_size=10)), max_size=2
    ),
    filename=st.text(min_size=1, max_size=20),
    size=st.integers(1, 300_000),
)
@example(content=b"", fields=[], filename='"\r\n\\', size=1)
def test_the_length_told_is_the_length_sent(
    content: bytes, fields: list[tuple[str, str]], filename: str, size: int
) -> None:
    body = Multipart({**dict(fields), "file": FilePart(Source(content=content), filename)})
    assert body.headers()["Content-Length"] == str(len(body))
    sent = whole(body, size)
    assert len(sent) == len(body)
    assert body.read(size) == b"", "read on after the end"
    assert content in sent
    assert sent.count(f"--{body.boundary}".encode()) == len(dict(fields)) + 2


@pytest.mark.parametrize(
    ("filename", "told"),
    [
        ("data.jsonl", "data.jsonl"),
        ("my data.jsonl", "my data.jsonl"),
        ("größe.txt", "größe.txt"),
        ('say "hi".txt', "say %22hi%22.txt"),
        ("a\r\nX-Evil: 1.txt", "a%0D%0AX-Evil: 1.txt"),
        ("semi;colon=1.txt", "semi;colon=1.txt"),
    ],
)
def test_names_stay_in_their_quotes(filename: str, told: str) -> None:
    body = Multipart({**FIELDS, "file": FilePart(Source(content=b"x"), filename)})
    head = whole(body).split(b"\r\n\r\n")[1].decode()
    assert head.count('filename="') == 1 and f'filename="{told}"\r\n' in head
    assert "X-Evil: 1.txt\r" not in head.replace(f'"{told}"', "")


def test_a_form_as_the_server_reads_it(server: Server) -> None:
    content = bytes(range(256)) * 20 + b"\r\n--not-a-boundary--\r\n"
    server.tell(Reply(body={"id": "file-1"}))
    after = {"anchor": "created_at", "seconds": 3600}
    assert send_file(client_for(server), Source(content=content), "a.bin", "fine-tune", after) == {"id": "file-1"}
    (seen,) = server.seen
    assert seen.path == "/v1/files" and "transfer-encoding" not in seen.headers
    parts = parts_of(seen.body, seen.headers)
    assert set(parts) == {"purpose", "expires_after[anchor]", "expires_after[seconds]", "file"}
    assert parts["purpose"].get_payload(decode=True) == b"fine-tune"
    assert parts["expires_after[seconds]"].get_payload(decode=True) == b"3600"
    assert parts["file"].get_filename() == "a.bin"
    assert parts["file"].get_payload(decode=True) == content


@pytest.mark.parametrize(("offset", "length"), [(0, 4), (3, 4), (6, 4), (9, 1), (0, 10), (0, None), (4, None), (10, 0)])
def test_a_range_of_a_source(tmp_path: Path, offset: int, length: int | None) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"0123456789")
    expected = b"0123456789"[offset : None if length is None else offset + length]
    for source in (Source(str(path)), Source(content=b"0123456789")):
        body = Multipart({"data": FilePart(source, "part", offset=offset, length=length)})
        sent = whole(body, 3)
        assert len(sent) == len(body)
        assert sent.split(b"\r\n\r\n", 1)[1].rsplit(b"\r\n--", 1)[0] == expected


def test_each_body_has_its_own_boundary() -> None:
    assert len({Multipart({"f": FilePart(Source(content=b""), "n")}).boundary for _each in range(20)}) == 20


def test_memory_stays_flat(tmp_path: Path) -> None:
    path = tmp_path / "large"
    with path.open("wb") as handle:
        handle.truncate(200 * 1024 * 1024)
    source = Source(str(path))
    tracemalloc.start()
    try:
        body = Multipart({**FIELDS, "file": FilePart(source, "large")})
        total = sum(len(piece) for piece in iter(lambda: body.read(16384), b""))
        source.digest()
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert total == len(body) > 200 * 1024 * 1024
    assert peak < 4 * 1024 * 1024


def test_digests(tmp_path: Path) -> None:
    content = b"x" * (3 * 1024 * 1024 + 7)
    path = tmp_path / "a"
    path.write_bytes(content)
    for source in (Source(str(path)), Source(content=content)):
        assert source.digest() == hashlib.sha256(content).hexdigest() and source.size == len(content)
    assert Source(content=b"").size == 0


def test_one_reading_finds_both_sums() -> None:
    source = Source(content=CONTENT)
    assert source.md5(threading.Event()) == hashlib.md5(CONTENT, usedforsecurity=False).hexdigest()
    assert source.sha256 == hashlib.sha256(CONTENT).hexdigest()
    stop = threading.Event()
    stop.set()
    source.md5(stop)
    assert source.sha256 == "", "the sum of half a file was kept"


@pytest.mark.parametrize("limit", [10, 100], ids=["in parts", "at once"])
def test_what_was_sent_is_not_read_again(
    server: Server, small_parts: None, monkeypatch: pytest.MonkeyPatch, limit: int
) -> None:
    monkeypatch.setattr(upload_module, "LARGE", limit)
    Uploads(server)
    source = Source(content=CONTENT)
    send_file(client_for(server), source, "a", "batch", None)
    assert source.sha256 == hashlib.sha256(CONTENT).hexdigest()


def test_a_file_that_shrinks_is_not_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(CONTENT)
    body = Multipart({"data": FilePart(Source(str(path)), "part")})
    path.write_bytes(CONTENT[:5])
    with pytest.raises(ContentChanged, match="changed during the upload"):
        whole(body)


def test_a_refused_upload_is_sent_whole_again(server: Server, clock: Clock) -> None:
    server.tell(error(429), Reply(body={"id": "file-1"}))
    send_file(client_for(server), Source(content=b"abc"), "a", "batch", None)
    assert [parts_of(each.body, each.headers)["file"].get_payload(decode=True) for each in server.seen] == [b"abc"] * 2


def test_a_lost_upload_is_not_repeated_here(server: Server, clock: Clock) -> None:
    server.tell(Reply(cut="before"))
    with pytest.raises(LostResponse):
        send_file(client_for(server), Source(content=b"abc"), "a", "batch", None)
    assert len(server.seen) == 1


# --- in parts ----------------------------------------------------------------------------------------------------------


class Uploads:
    """The Uploads API. ``refuse`` counts down parts until one is refused for good."""

    def __init__(self, server: Server, seconds: float = 3600) -> None:
        self.seconds = seconds
        self.parts: dict[str, dict[str, bytes]] = {}
        self.files: list[bytes] = []
        self.md5: list[str] = []
        self.bodies: list[dict[str, t.Any]] = []
        self.refuse = -1
        self.wrong_sum = False
        self._numbers = itertools.count(1)
        server.otherwise = self.answer

    def answer(self, seen: Seen) -> Reply:
        """As the server."""
        parts = seen.parts
        if parts == ["files"]:
            return Reply(body={"id": "file-1"})
        if parts == ["uploads"]:
            self.bodies.append(seen.json)
            name = f"upload_{next(self._numbers)}"
            self.parts[name] = {}
            return Reply(body={"id": name, "expires_at": time.time() + self.seconds})
        if parts[-1] == "parts":
            self.refuse -= 1
            if self.refuse == 0:
                return error(403, "not now")
            data = parts_of(seen.body, seen.headers)["data"].get_payload(decode=True)
            assert isinstance(data, bytes)
            name = f"part_{next(self._numbers)}"
            self.parts[parts[1]][name] = data
            return Reply(body={"id": name})
        assert parts[-1] == "complete"
        if parts[1] not in self.parts:
            return error(400, "expired")
        if self.wrong_sum:
            return error(400, "The MD5 checksum is another", code="checksum_mismatch", param="md5")
        self.files.append(b"".join(self.parts[parts[1]][each] for each in seen.json["part_ids"]))
        self.md5.append(seen.json["md5"])
        return Reply(body={"id": parts[1], "file": {"id": "file-1"}})


@pytest.fixture()
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts of four bytes above ten, one after the other."""
    monkeypatch.setattr(upload_module, "LARGE", 10)
    monkeypatch.setattr(upload_module, "PART", 4)
    monkeypatch.setattr(upload_module, "PARALLEL", 1)


CONTENT = b"0123456789abcdefghi"


@pytest.mark.parametrize("parallel", [1, 4])
def test_a_large_file_goes_in_parts(
    server: Server, small_parts: None, monkeypatch: pytest.MonkeyPatch, parallel: int
) -> None:
    monkeypatch.setattr(upload_module, "PARALLEL", parallel)
    uploads = Uploads(server)
    after = {"anchor": "created_at", "seconds": 3600}
    assert send_file(client_for(server), Source(content=CONTENT), "a.jsonl", "fine-tune", after) == {"id": "file-1"}
    assert uploads.files == [CONTENT]
    assert uploads.md5 == [hashlib.md5(CONTENT, usedforsecurity=False).hexdigest()]
    assert uploads.bodies == [
        {
            "filename": "a.jsonl",
            "purpose": "fine-tune",
            "bytes": len(CONTENT),
            "mime_type": "text/jsonl",
            "expires_after": after,
        }
    ]


def test_the_limit_itself_goes_at_once(server: Server, small_parts: None) -> None:
    server.tell(Reply(body={"id": "file-1"}))
    send_file(client_for(server), Source(content=CONTENT[:10]), "a", "batch", None)
    assert server.calls == ["POST /files"]


def test_an_interrupted_upload_is_taken_up(server: Server, small_parts: None) -> None:
    uploads = Uploads(server)
    uploads.refuse = 3
    with pytest.raises(ApiError, match="not now"):
        send_file(client_for(server), Source(content=CONTENT), "a", "batch", None)
    sent = server.calls.count("POST /uploads/upload_1/parts")
    send_file(client_for(server), Source(content=CONTENT), "a", "batch", None)
    assert uploads.files == [CONTENT] and len(uploads.bodies) == 1
    assert server.calls.count("POST /uploads/upload_1/parts") < sent + 5, "parts that were there were sent again"


@pytest.mark.parametrize("change", ["content", "filename", "purpose", "key"])
def test_another_file_takes_up_nothing(server: Server, small_parts: None, change: str) -> None:
    uploads = Uploads(server)
    uploads.refuse = 3
    with pytest.raises(ApiError):
        send_file(client_for(server), Source(content=CONTENT), "a", "batch", None)
    content = CONTENT[::-1] if change == "content" else CONTENT
    client = client_for(server, **({"api_key": "sk-proj-another"} if change == "key" else {}))
    filename, purpose = ("b" if change == "filename" else "a"), ("evals" if change == "purpose" else "batch")
    send_file(client, Source(content=content), filename, purpose, None)
    assert uploads.files == [content] and len(uploads.bodies) == 2


def test_an_upload_that_expired_is_begun_anew(server: Server, small_parts: None) -> None:
    uploads = Uploads(server, seconds=30)
    uploads.refuse = 3
    with pytest.raises(ApiError):
        send_file(client_for(server), Source(content=CONTENT), "a", "batch", None)
    send_file(client_for(server), Source(content=CONTENT), "a", "batch", None)
    assert uploads.files == [CONTENT] and len(uploads.bodies) == 2


def test_an_upload_the_server_forgot_is_begun_anew(server: Server, small_parts: None) -> None:
    uploads = Uploads(server)
    uploads.refuse = 3
    with pytest.raises(ApiError):
        send_file(client_for(server), Source(content=CONTENT), "a", "batch", None)
    uploads.parts["upload_1"] = {}
    del uploads.parts["upload_1"]
    original = uploads.answer

    def forgetful(seen: Seen) -> Reply:
        return error(404, "No such upload") if "upload_1" in seen.parts else original(seen)

    server.otherwise = forgetful
    send_file(client_for(server), Source(content=CONTENT), "a", "batch", None)
    assert uploads.files == [CONTENT] and len(uploads.bodies) == 2


def test_a_finished_upload_leaves_no_note(server: Server, small_parts: None) -> None:
    Uploads(server)
    send_file(client_for(server), Source(content=CONTENT), "a", "batch", None)
    notes = Path(state_folder()) / "uploads"
    assert not list(notes.iterdir())


def test_a_note_is_found_without_reading(server: Server, small_parts: None, tmp_path: Path) -> None:
    """A file that was touched is another; one that only looks the same is found out by the server's MD5."""
    path = tmp_path / "a"
    path.write_bytes(CONTENT)
    uploads = Uploads(server)
    uploads.refuse = 3
    with pytest.raises(ApiError):
        send_file(client_for(server), Source(str(path)), "a", "batch", None)
    about = path.stat()
    path.write_bytes(CONTENT[::-1])
    os.utime(path, ns=(about.st_atime_ns, about.st_mtime_ns))
    original = uploads.answer

    def strict(seen: Seen) -> Reply:
        uploads.wrong_sum = "complete" in seen.parts and "upload_1" in seen.parts
        return original(seen)

    server.otherwise = strict
    send_file(client_for(server), Source(str(path)), "a", "batch", None)
    assert uploads.files == [CONTENT[::-1]] and len(uploads.bodies) == 2


@pytest.mark.parametrize("how", ["seen here", "seen by the server"])
def test_a_file_that_changes_under_way(server: Server, small_parts: None, tmp_path: Path, how: str) -> None:
    path = tmp_path / "a"
    path.write_bytes(CONTENT)
    uploads = Uploads(server)
    uploads.wrong_sum = True
    source = Source(str(path))
    if how == "seen here":
        os.utime(path, ns=(1, 1))
    with pytest.raises(ContentChanged, match="changed during the upload"):
        send_file(client_for(server), source, "a", "batch", None)
    assert any("complete" in call for call in server.calls) == (how == "seen by the server")
    assert not list((Path(state_folder()) / "uploads").iterdir()), "the next run would take it up"
