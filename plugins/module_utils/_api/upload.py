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
import threading
import time
import typing as t
from concurrent.futures import ThreadPoolExecutor, as_completed

from .._support.errors import ApiError, OpenAIError
from .._support.files import atomic_write, private_folder
from .._support.local_state import state_folder
from .._support.types import Object
from .client import Client, Request
from .connection import PROJECT

LARGE = 512 * 1024 * 1024
"""Bytes above which one request is refused and the Uploads API takes the file in parts."""

PART = 64 * 1024 * 1024
"""Bytes of one part, the most the API takes."""

PARALLEL = 4
"""Parts on their way at once."""

PIECE = 256 * 1024
"""Bytes read at once: what the connection asks for by itself are little pieces, and larger ones cost fewer turns."""

UPLOADS = "/uploads"


class Source:
    """What is to be sent: a file on disk or a text in memory.

    :ivar sha256: of the bytes in hex, once they were read; sending them reads them, so nobody need do it again.
    """

    def __init__(self, path: str = "", content: bytes | None = None) -> None:
        self.path = path
        self.content = content
        self.sha256 = ""
        self._about = self._look() if content is None else []
        self.size: int = self._about[-1] if content is None else len(content)

    def _look(self) -> list[t.Any]:
        about = os.stat(self.path)
        return [os.path.realpath(self.path), about.st_dev, about.st_ino, about.st_mtime_ns, about.st_size]

    def open(self) -> t.BinaryIO:
        """The bytes, from the start."""
        return open(self.path, "rb") if self.content is None else io.BytesIO(self.content)

    def identity(self) -> list[t.Any]:
        """What tells this content from any other without reading a file."""
        return self._about if self.content is None else [hashlib.sha256(self.content).hexdigest()]

    def check_unchanged(self) -> None:
        """Raise when the file is not what it was at the beginning."""
        try:
            same = self.content is not None or self._look() == self._about
        except OSError:
            same = False
        if not same:
            raise Changed(self.path)

    def digest(self) -> str:
        """SHA-256 of the bytes as hex digits."""
        if not self.sha256:
            self.sha256 = self._sums([hashlib.sha256()])[0]
        return self.sha256

    def md5(self, stop: threading.Event) -> str:
        """MD5 of the bytes as hex digits; the same reading finds the SHA-256. It ends early when told to stop."""
        md5, sha256 = self._sums([hashlib.md5(usedforsecurity=False), hashlib.sha256()], stop)
        self.sha256 = "" if stop.is_set() else sha256
        return md5

    def _sums(self, sums: t.Sequence[t.Any], stop: threading.Event | None = None) -> list[str]:
        with self.open() as handle:
            for piece in iter(lambda: handle.read(PIECE), b""):
                if stop and stop.is_set():
                    break
                for each in sums:
                    each.update(piece)
        return [each.hexdigest() for each in sums]


class Changed(OpenAIError):
    """A file did not stay the same while it was sent."""

    def __init__(self, path: str) -> None:
        super().__init__(
            f"{path or 'the content'} changed while it was sent", "Run it again when nothing writes to it any more."
        )


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
        self._source = source
        self._handle = source.open()
        self._handle.seek(offset)
        self._left = source.size - offset if length < 0 else length
        self._sha256 = hashlib.sha256() if self._left == source.size else None
        self._length = len(head.encode()) + self._left + len(self._tail.getvalue())

    def __len__(self) -> int:
        return self._length

    def read(self, size: int = -1) -> bytes:
        """The next piece; what the connection asks for while it sends."""
        size = max(size, PIECE)
        piece = self._head.read(size)
        if not piece and self._left:
            piece = self._handle.read(min(size, self._left))
            if not piece:
                raise Changed(self._source.path)
            self._left -= len(piece)
            if self._sha256:
                self._sha256.update(piece)
        if not piece:
            self._handle.close()
            if self._sha256:
                self._source.sha256 = self._sha256.hexdigest()
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
    note = _note_path(client, source, filename, purpose, expires_after)
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
    resumed = bool(parts)
    try:
        try:
            md5 = _send_missing(client, source, ids, parts, lambda: _write_note(note, known))
        finally:
            _write_note(note, known)
        source.check_unchanged()
        order = [parts[str(offset)] for offset in range(0, source.size, PART)]
        finished = client.post(f"{UPLOADS}/{{upload_id}}/complete", ids, {"part_ids": order, "md5": md5}, creates=True)
    except Changed:
        os.unlink(note)
        raise
    except ApiError as error:
        if error.status < 500 and resumed:
            # The interrupted upload is not to be continued after all.
            os.unlink(note)
            return _send_parts(client, source, filename, purpose, expires_after)
        if _is_about_md5(error):
            os.unlink(note)
            raise Changed(source.path) from error
        raise
    os.unlink(note)
    return t.cast(Object, finished["file"])


def _send_missing(
    client: Client, source: Source, ids: t.Mapping[str, str], parts: dict[str, str], progress: t.Callable[[], None]
) -> str:
    """Send the parts that are not there yet; the MD5 of the whole, which is found meanwhile.

    :param parts: ids of parts by their offset. :param progress: called whenever one was added.
    """

    def send_part(offset: int) -> None:
        length = min(PART, source.size - offset)

        def form() -> tuple[Multipart, dict[str, str]]:
            # The number in the name is for servers that want to put parts together before they are told the order.
            body = Multipart([], "data", f"part-{offset // PART:06}", source, offset, length)
            return body, body.headers()

        answer = client.send(Request("POST", f"{UPLOADS}/{{upload_id}}/parts", ids, form=form))
        parts[str(offset)] = answer.body["id"]

    missing = [offset for offset in range(0, source.size, PART) if str(offset) not in parts]
    stop = threading.Event()
    with ThreadPoolExecutor(1) as reader, ThreadPoolExecutor(PARALLEL) as pool:
        md5 = reader.submit(source.md5, stop)
        sending = [pool.submit(send_part, offset) for offset in missing]
        try:
            for sent in as_completed(sending):
                sent.result()
                progress()
            return md5.result()
        finally:
            # After a failure, what has not begun is left to the next run.
            stop.set()
            for each in sending:
                each.cancel()


def _is_about_md5(error: ApiError) -> bool:
    """Whether the server refused because it got other bytes; its documentation does not say in which words."""
    return error.status < 500 and any(
        word in f"{error} {error.code} {error.param}".lower() for word in ("md5", "checksum")
    )


def _mime(filename: str) -> str:
    return {".jsonl": "text/jsonl", ".pdf": "application/pdf", ".txt": "text/plain", ".json": "application/json"}.get(
        os.path.splitext(filename)[1].lower(), "application/octet-stream"
    )


def _note_path(client: Client, source: Source, *facts: t.Any) -> str:
    """Where an upload of this very content is noted; the file is not read for it, as the server checks its MD5."""
    key = json.dumps([client.connection.scope(PROJECT), source.identity(), *facts])
    folder = private_folder(os.path.join(state_folder(), "uploads"))
    return os.path.join(folder, hashlib.sha256(key.encode()).hexdigest()[:32] + ".json")


def _read_note(path: str) -> dict[str, t.Any] | None:
    try:
        with open(path, encoding="utf-8") as handle:
            return t.cast("dict[str, t.Any]", json.load(handle))
    except (OSError, ValueError):
        return None


def _write_note(path: str, note: t.Mapping[str, t.Any]) -> None:
    with atomic_write(path, 0o600) as handle:
        handle.write(json.dumps(note).encode())
