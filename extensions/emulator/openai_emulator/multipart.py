# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Multipart bodies, streamed to disk with constant memory usage."""

from __future__ import annotations

import asyncio
import hashlib
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from python_multipart.exceptions import MultipartParseError
from python_multipart.multipart import MultipartParser, parse_options_header

from .asgi import Receive
from .errors import ApiError, bad_request
from .ids import random_token
from .server import UploadedFile

_FLUSH = 1024 * 1024
_TEXT_MAX = 1024 * 1024


@dataclass
class _FilePart:
    name: str
    filename: str
    content_type: str
    path: Path
    max_bytes: int
    handle: BinaryIO
    size: int = 0
    sha: Any = field(default_factory=hashlib.sha256)
    buffer: bytearray = field(default_factory=bytearray)

    def flush(self, data: bytes | bytearray) -> None:
        """Hash and write data. Runs in a thread."""
        self.sha.update(data)
        self.handle.write(data)


@dataclass
class Form:
    """Content of a multipart body."""

    pairs: list[tuple[str, str]] = field(default_factory=list)
    files: list[tuple[str, UploadedFile]] = field(default_factory=list)


class FormReader:
    """Reader of one multipart body. Files in unknown fields are discarded."""

    def __init__(self, content_type: str, folder: Path, limits: dict[str, int]) -> None:
        kind, options = parse_options_header(content_type)
        boundary = options.get(b"boundary")
        if kind != b"multipart/form-data" or not boundary:
            raise bad_request("Missing or malformed boundary in the Content-Type header of a multipart body.")
        self._folder = folder
        self._limits = limits
        self._form = Form()
        self._header_name = b""
        self._header_value = b""
        self._headers: dict[bytes, bytes] = {}
        self._text: bytearray | None = None
        self._text_name = ""
        self._file: _FilePart | None = None
        self._open: list[_FilePart] = []
        self._ready: list[tuple[_FilePart, bytearray]] = []
        self._ended = False
        self._parser = MultipartParser(
            boundary,
            {
                "on_part_begin": self._part_begin,
                "on_part_data": self._part_data,
                "on_part_end": self._part_end,
                "on_header_field": self._on_header_field,
                "on_header_value": self._on_header_value,
                "on_header_end": self._on_header_end,
                "on_headers_finished": self._headers_finished,
                "on_end": self._end,
            },
        )

    async def read(self, receive: Receive) -> Form:
        """Read the form; data is hashed and written in a thread while the next chunk is received."""
        writing: asyncio.Future[None] | None = None
        loop = asyncio.get_running_loop()
        try:
            more = True
            while more:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise ConnectionResetError("the client went away while sending")
                chunk = message.get("body", b"")
                more = message.get("more_body", False)
                if chunk:
                    try:
                        self._parser.write(chunk)
                    except MultipartParseError as error:
                        raise bad_request(f"Could not parse multipart form: {error}") from None
                for part, data in self._ready:
                    if writing is not None:
                        await writing
                    writing = loop.run_in_executor(None, part.flush, data)
                self._ready.clear()
            if writing is not None:
                await writing
        finally:
            if writing is not None and not writing.done():
                await writing
            for part in self._open:
                part.handle.close()
        if not self._ended:
            raise bad_request("Could not parse multipart form: the body ended before the closing boundary.")
        for part in self._open:
            self._form.files.append(
                (part.name, UploadedFile(part.filename, part.content_type, part.size, part.sha.hexdigest(), part.path))
            )
        for field_name, upload in self._form.files:
            limit = self._limits.get(field_name, 0)
            if limit and upload.size > limit:
                upload.error = ApiError(
                    413,
                    f"The file is too large: {upload.size} bytes is more than the maximum of {limit} bytes.",
                    param=field_name,
                    code="file_too_large",
                )
        return self._form

    def discard(self) -> None:
        """Remove the files of a failed request."""
        for part in self._open:
            part.handle.close()
            part.path.unlink(missing_ok=True)

    def _part_begin(self) -> None:
        self._headers = {}
        self._text = None
        self._file = None

    def _on_header_field(self, data: bytes, start: int, end: int) -> None:
        self._header_name += data[start:end]

    def _on_header_value(self, data: bytes, start: int, end: int) -> None:
        self._header_value += data[start:end]

    def _on_header_end(self) -> None:
        self._headers[self._header_name.lower()] = self._header_value
        self._header_name = self._header_value = b""

    def _headers_finished(self) -> None:
        kind, options = parse_options_header(self._headers.get(b"content-disposition", b""))
        name = options.get(b"name")
        if kind != b"form-data" or name is None:
            raise bad_request("Could not parse multipart form: a part has no name.")
        filename = options.get(b"filename")
        text_name = name.decode("utf-8", "replace")
        if filename is None:
            self._text = bytearray()
            self._text_name = text_name
            return
        # The names have the order of arrival, from which uploads predict the order of their parts.
        path = self._folder / f"{time.time_ns():020}-{random_token(20)}"
        self._file = _FilePart(
            text_name,
            filename.decode("utf-8", "replace"),
            self._headers.get(b"content-type", b"application/octet-stream").decode("latin-1"),
            path,
            self._limits.get(text_name, 0),
            path.open("wb", buffering=0),
        )
        self._open.append(self._file)

    def _part_data(self, data: bytes, start: int, end: int) -> None:
        if self._file is not None:
            self._file.size += end - start
            if self._file.size <= self._file.max_bytes:
                self._file.buffer += memoryview(data)[start:end]
                if len(self._file.buffer) >= _FLUSH:
                    self._hand_over(self._file)
        elif self._text is not None:
            self._text += data[start:end]
            if len(self._text) > _TEXT_MAX:
                raise bad_request("A form field is too long.", param=self._text_name)

    def _hand_over(self, part: _FilePart) -> None:
        self._ready.append((part, part.buffer))
        part.buffer = bytearray()

    def _part_end(self) -> None:
        if self._file is not None:
            self._hand_over(self._file)
        elif self._text is not None:
            self._form.pairs.append((self._text_name, self._text.decode("utf-8", "replace")))
        self._file = self._text = None

    def _end(self) -> None:
        self._ended = True
