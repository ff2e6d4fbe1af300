# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Sending files of any size with flat memory."""

from __future__ import annotations

import hashlib
import io
import json
import os
import secrets
import time
import typing as t
from concurrent.futures import ThreadPoolExecutor

from ._client import Client, Request
from ._connection import PROJECT
from ._errors import ApiError, LostAnswer
from ._files import private_folder, replacing
from ._pace import state_folder
from ._resource import Object

LARGE = 512 * 1024 * 1024
"""Bytes above which one request is refused and the Uploads API takes the file in parts."""

PART = 64 * 1024 * 1024
"""Bytes of one part, the most the API takes."""

PARALLEL = 4
"""Parts on their way at once."""

UPLOADS = "/uploads"


class Source:
    """What is to be sent: a file on disk or a text in memory."""

    def __init__(self, path: str = "", content: bytes | None = None) -> None:
        self.path = path
        self.content = content
        self.size = os.path.getsize(path) if content is None else len(content)

    def open(self) -> t.BinaryIO:
        """The bytes, from the start."""
        return open(self.path, "rb") if self.content is None else io.BytesIO(self.content)

    def digest(self, kind: str = "sha256") -> str:
        """Hex digest of the bytes."""
        total = hashlib.new(kind, usedforsecurity=False)
        with self.open() as handle:
            for piece in iter(lambda: handle.read(1024 * 1024), b""):
                total.update(piece)
        return total.hexdigest()


class Multipart:
    """A ``multipart/form-data`` body that is read from its source while it is sent.

    :param fields: plain parts. :param offset: first byte of the source to send; ``length`` their number.
    """

    def __init__(
        self,
        fields: t.Sequence[tuple[str, str]],
        name: str,
        filename: str,
        source: Source,
        offset: int = 0,
        length: int = -1,
    ) -> None:
        self.boundary = secrets.token_hex(16)
        mark = f"--{self.boundary}\r\n"
        head = "".join(
            f'{mark}Content-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n' for key, value in fields
        )
        quoted = filename.replace("\\", "\\\\").replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
        head += f'{mark}Content-Disposition: form-data; name="{name}"; filename="{quoted}"\r\n'
        head += "Content-Type: application/octet-stream\r\n\r\n"
        self._head = io.BytesIO(head.encode())
        self._tail = io.BytesIO(f"\r\n--{self.boundary}--\r\n".encode())
        self._source = source.open()
        self._source.seek(offset)
        self._left = source.size - offset if length < 0 else length
        self._length = len(head.encode()) + self._left + len(self._tail.getvalue())

    def __len__(self) -> int:
        return self._length

    def read(self, size: int = -1) -> bytes:
        """The next piece; what the connection asks for while it sends."""
        # The connection asks for little pieces; larger ones cost fewer turns.
        size = max(size, 256 * 1024)
        piece = self._head.read(size)
        if not piece and self._left:
            piece = self._source.read(min(size, self._left))
            self._left -= len(piece)
        if not piece:
            self._source.close()
            piece = self._tail.read(size)
        return piece

    def headers(self) -> dict[str, str]:
        """The headers that go with the body."""
        return {"Content-Type": f"multipart/form-data; boundary={self.boundary}", "Content-Length": str(self._length)}


def send_file(client: Client, source: Source, filename: str, purpose: str, expires_after: Object | None) -> Object:
    """Upload a file, at once or in parts; the new file object.

    :raises LostAnswer: it may have happened.
    """
    if source.size > LARGE:
        return _send_parts(client, source, filename, purpose, expires_after)
    fields = [("purpose", purpose)]
    fields += [(f"expires_after[{key}]", str(value)) for key, value in (expires_after or {}).items()]

    def form() -> tuple[Multipart, dict[str, str]]:
        body = Multipart(fields, "file", filename, source)
        return body, body.headers()

    answer = client.send(Request("POST", "/files", form=form, creates=True))
    return t.cast(Object, answer.body)


def _send_parts(client: Client, source: Source, filename: str, purpose: str, expires_after: Object | None) -> Object:
    """Upload in parts, taking up an upload that was interrupted less than an hour ago."""
    md5 = source.digest("md5")
    note = _note_path(client, source, filename, purpose, md5)
    known = _read_note(note)
    if known is None or known["expires_at"] < time.time() + 60:
        body = {"filename": filename, "purpose": purpose, "bytes": source.size, "mime_type": _mime(filename)}
        if expires_after:
            body["expires_after"] = expires_after
        # Not answered, it is simply begun again: an upload nobody completes expires by itself.
        upload = client.post(UPLOADS, body=body)
        known = {"upload_id": upload["id"], "expires_at": upload["expires_at"], "parts": {}}
        _write_note(note, known)
    ids = {"upload_id": known["upload_id"]}
    parts: dict[str, str] = known["parts"]

    def send_part(offset: int) -> None:
        length = min(PART, source.size - offset)

        def form() -> tuple[Multipart, dict[str, str]]:
            body = Multipart([], "data", "part", source, offset, length)
            return body, body.headers()

        answer = client.send(Request("POST", f"{UPLOADS}/{{upload_id}}/parts", ids, form=form))
        parts[str(offset)] = answer.body["id"]

    missing = [offset for offset in range(0, source.size, PART) if str(offset) not in parts]
    try:
        with ThreadPoolExecutor(PARALLEL) as pool:
            for done in [pool.submit(send_part, offset) for offset in missing]:
                done.result()
                _write_note(note, known)
        order = [parts[str(offset)] for offset in range(0, source.size, PART)]
        finished = client.post(f"{UPLOADS}/{{upload_id}}/complete", ids, {"part_ids": order, "md5": md5}, creates=True)
    except LostAnswer:
        raise
    except ApiError as error:
        if error.status < 500 and missing != list(range(0, source.size, PART)):
            # The interrupted upload is not to be continued after all.
            os.unlink(note)
            return _send_parts(client, source, filename, purpose, expires_after)
        raise
    os.unlink(note)
    return t.cast(Object, finished["file"])


def _mime(filename: str) -> str:
    return {".jsonl": "text/jsonl", ".pdf": "application/pdf", ".txt": "text/plain", ".json": "application/json"}.get(
        os.path.splitext(filename)[1].lower(), "application/octet-stream"
    )


def _note_path(client: Client, source: Source, *facts: str) -> str:
    key = json.dumps([client.connection.scope(PROJECT), source.size, *facts])
    folder = private_folder(os.path.join(state_folder(), "uploads"))
    return os.path.join(folder, hashlib.sha256(key.encode()).hexdigest()[:32] + ".json")


def _read_note(path: str) -> dict[str, t.Any] | None:
    try:
        with open(path, encoding="utf-8") as handle:
            return t.cast("dict[str, t.Any]", json.load(handle))
    except (OSError, ValueError):
        return None


def _write_note(path: str, note: t.Mapping[str, t.Any]) -> None:
    with replacing(path, 0o600) as handle:
        handle.write(json.dumps(note).encode())
