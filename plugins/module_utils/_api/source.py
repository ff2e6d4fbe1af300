# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Contents that are uploaded: a file on disk or bytes in memory."""

from __future__ import annotations

import hashlib
import io
import os
import threading
import typing as t

from .._support.errors import OpenAIError

READ_SIZE = 256 * 1024
"""Bytes that are read at once. The HTTP library requests smaller pieces, which takes more calls for the same content."""


class ContentChanged(OpenAIError):
    """A file changed while it was uploaded."""

    def __init__(self, path: str) -> None:
        super().__init__(
            f"{path or 'the content'} changed during the upload", "Run the task again when no process writes to it."
        )


class Source:
    """Content to upload.

    :ivar sha256: SHA-256 of the content as hex digits, as soon as it has been read once; sending it reads it.
    """

    def __init__(self, path: str = "", content: bytes | None = None) -> None:
        self.path = path
        self.content = content
        self.sha256 = ""
        self._identity = self._stat() if content is None else []
        self.size: int = self._identity[-1] if content is None else len(content)

    def _stat(self) -> list[t.Any]:
        status = os.stat(self.path)
        return [os.path.realpath(self.path), status.st_dev, status.st_ino, status.st_mtime_ns, status.st_size]

    def open(self) -> t.BinaryIO:
        """Return the content as an open file."""
        return open(self.path, "rb") if self.content is None else io.BytesIO(self.content)

    def identity(self) -> list[t.Any]:
        """Return what distinguishes this content from any other; a file is not read for it."""
        return self._identity if self.content is None else [hashlib.sha256(self.content).hexdigest()]

    def check_unchanged(self) -> None:
        """Reject a file that changed since the object was created.

        :raises ContentChanged: it changed.
        """
        try:
            is_same = self.content is not None or self._stat() == self._identity
        except OSError:
            is_same = False
        if not is_same:
            raise ContentChanged(self.path)

    def digest(self) -> str:
        """Return the SHA-256 of the content as hex digits."""
        if not self.sha256:
            self.sha256 = self._digests([hashlib.sha256()])[0]
        return self.sha256

    def md5(self, stop: threading.Event) -> str:
        """Return the MD5 of the content as hex digits; the same pass calculates the SHA-256.

        :param stop: ends the calculation early.
        """
        md5, sha256 = self._digests([hashlib.md5(usedforsecurity=False), hashlib.sha256()], stop)
        self.sha256 = "" if stop.is_set() else sha256
        return md5

    def _digests(self, digests: t.Sequence[t.Any], stop: threading.Event | None = None) -> list[str]:
        with self.open() as handle:
            for piece in iter(lambda: handle.read(READ_SIZE), b""):
                if stop and stop.is_set():
                    break
                for each in digests:
                    each.update(piece)
        return [each.hexdigest() for each in digests]
