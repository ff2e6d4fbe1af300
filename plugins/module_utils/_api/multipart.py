# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""``multipart/form-data`` bodies that are read from disk while they are sent."""

from __future__ import annotations

import hashlib
import io
import secrets
import typing as t
from dataclasses import dataclass

from .._support.local_file import LocalFile
from .source import READ_SIZE, ContentChanged, Source


@dataclass(frozen=True)
class FilePart:
    """A file of a form.

    :param offset: first byte of the source to send. :param length: number of bytes to send; None for all that follow.
    """

    source: Source
    filename: str
    mime: str = "application/octet-stream"
    offset: int = 0
    length: int | None = None

    @property
    def size(self) -> int:
        """Number of bytes to send."""
        return self.source.size - self.offset if self.length is None else self.length


class _FileReader:
    """Reads the bytes of a file part. If they are the whole source, its SHA-256 is stored in the source."""

    def __init__(self, part: FilePart) -> None:
        self._source = part.source
        self._handle = part.source.open()
        self._handle.seek(part.offset)
        self._remaining = part.size
        self._sha256 = hashlib.sha256() if part.size == part.source.size else None

    def read(self, size: int) -> bytes:
        """Return the next piece.

        :raises ContentChanged: the file ends early.
        """
        if not self._remaining:
            return b""
        piece = self._handle.read(min(size, self._remaining))
        if not piece:
            raise ContentChanged(self._source.path)
        self._remaining -= len(piece)
        if self._sha256:
            self._sha256.update(piece)
        return piece

    def close(self) -> None:
        """Close the file."""
        self._handle.close()
        if self._sha256 and not self._remaining:
            self._source.sha256 = self._sha256.hexdigest()


class Multipart:
    """A ``multipart/form-data`` body, of which only the next piece is in memory.

    :param values: parts by name. A :class:`LocalFile` or :class:`FilePart` is a file. A list becomes a part ``name[]`` for each
        item, a dictionary a part ``name[key]`` for each key.
    """

    def __init__(self, values: t.Mapping[str, t.Any]) -> None:
        self.boundary = secrets.token_hex(16)
        self._segments: list[bytes | FilePart] = []
        for name, value in values.items():
            self._add(name, value)
        self._segments.append(f"--{self.boundary}--\r\n".encode())
        self._length = sum(len(each) if isinstance(each, bytes) else each.size for each in self._segments)
        self._following = iter(self._segments)
        self._reader: io.BytesIO | _FileReader = io.BytesIO()

    def _add(self, name: str, value: t.Any) -> None:
        if isinstance(value, list):
            for item in value:
                self._add_part(f"{name}[]", item)
        elif isinstance(value, dict):
            for key, item in value.items():
                self._add(f"{name}[{key}]", item)
        else:
            self._add_part(name, value)

    def _add_part(self, name: str, value: t.Any) -> None:
        if isinstance(value, LocalFile):
            value = FilePart(Source(value.path), value.name, value.mime)
        head = f'--{self.boundary}\r\nContent-Disposition: form-data; name="{name}"'
        if isinstance(value, FilePart):
            quoted = value.filename.replace("\\", "\\\\").replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
            self._segments.append(f'{head}; filename="{quoted}"\r\nContent-Type: {value.mime}\r\n\r\n'.encode())
            self._segments += [value, b"\r\n"]
        else:
            text = str(value).lower() if isinstance(value, bool) else str(value)
            self._segments.append(f"{head}\r\n\r\n{text}\r\n".encode())

    def __len__(self) -> int:
        return self._length

    def read(self, size: int = -1) -> bytes:
        """Return the next piece; called by the HTTP library while it sends the body."""
        while True:
            piece = self._reader.read(max(size, READ_SIZE))
            if piece:
                return piece
            self._reader.close()
            segment = next(self._following, None)
            # A closed reader must not be read again.
            self._reader = _FileReader(segment) if isinstance(segment, FilePart) else io.BytesIO(segment or b"")
            if segment is None:
                return b""

    def headers(self) -> dict[str, str]:
        """Return the headers of the body."""
        return {"Content-Type": f"multipart/form-data; boundary={self.boundary}", "Content-Length": str(self._length)}


def has_files(values: t.Mapping[str, t.Any]) -> bool:
    """Return whether a request contains files and must be sent as a form."""
    return any(
        isinstance(item, LocalFile)
        for value in values.values()
        for item in (value if isinstance(value, list) else [value])
    )


def form_of(values: t.Mapping[str, t.Any]) -> t.Callable[[], tuple[Multipart, dict[str, str]]]:
    """Return a function that creates a new body for each attempt, with its headers (:attr:`Request.form`)."""

    def form() -> tuple[Multipart, dict[str, str]]:
        body = Multipart(values)
        return body, body.headers()

    return form
