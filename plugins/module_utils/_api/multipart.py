# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Streaming ``multipart/form-data`` bodies."""

from __future__ import annotations

import io
import os
import secrets
import typing as t

from .._support.files import CHUNK
from .._support.local_file import LocalFile


def has_files(body: t.Mapping[str, t.Any]) -> bool:
    """Whether a request holds files, and so is a form."""
    return any(
        isinstance(item, LocalFile)
        for value in body.values()
        for item in (value if isinstance(value, list) else [value])
    )


class Form:
    """A ``multipart/form-data`` body with any number of files, read from disk while it is sent.

    A list becomes one part ``name[]`` for each item, a mapping a part ``name[key]``, one in it ``name[key][further]``.
    """

    def __init__(self, body: t.Mapping[str, t.Any]) -> None:
        self.boundary = secrets.token_hex(16)
        self._sources: list[t.Callable[[], t.BinaryIO]] = []
        self._length = 0
        for name, value in body.items():
            self._value(name, value)
        self._bytes(f"--{self.boundary}--\r\n".encode())
        self._left = iter(self._sources)
        self._now: t.BinaryIO = io.BytesIO()

    def _value(self, name: str, value: t.Any) -> None:
        if isinstance(value, list):
            for item in value:
                self._part(f"{name}[]", item)
        elif isinstance(value, dict):
            for key, item in value.items():
                self._value(f"{name}[{key}]", item)
        else:
            self._part(name, value)

    def _bytes(self, raw: bytes) -> None:
        self._sources.append(lambda: io.BytesIO(raw))
        self._length += len(raw)

    def _file(self, path: str) -> None:
        def opened() -> t.BinaryIO:
            return open(path, "rb")

        self._sources.append(opened)
        self._length += os.path.getsize(path)

    def _part(self, name: str, value: t.Any) -> None:
        head = f'--{self.boundary}\r\nContent-Disposition: form-data; name="{name}"'
        if isinstance(value, LocalFile):
            quoted = value.name.replace("\\", "\\\\").replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
            self._bytes(f'{head}; filename="{quoted}"\r\nContent-Type: {value.mime}\r\n\r\n'.encode())
            self._file(value.path)
            self._bytes(b"\r\n")
        else:
            text = str(value).lower() if isinstance(value, bool) else str(value)
            self._bytes(f"{head}\r\n\r\n{text}\r\n".encode())

    def __len__(self) -> int:
        return self._length

    def read(self, size: int = -1) -> bytes:
        """The next piece; what the connection asks for while it sends."""
        while True:
            piece = self._now.read(max(size, CHUNK))
            if piece:
                return piece
            self._now.close()
            following = next(self._left, None)
            if following is None:
                return b""
            self._now = following()

    def headers(self) -> dict[str, str]:
        """The headers that go with the body."""
        return {"Content-Type": f"multipart/form-data; boundary={self.boundary}", "Content-Length": str(self._length)}


def form_of(body: t.Mapping[str, t.Any]) -> t.Callable[[], tuple[Form, dict[str, str]]]:
    """What makes a fresh form of a request for each attempt."""

    def form() -> tuple[Form, dict[str, str]]:
        made = Form(body)
        return made, made.headers()

    return form
