# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""What goes into a question to a model: files of this machine, and the schema an answer must fit."""

from __future__ import annotations

import base64
import mimetypes
import os
import typing as t
from dataclasses import dataclass

from .._support.errors import InvalidArgument
from .._support.files import digest, readable_file

MAX_INLINE_BYTES = 50 * 1024 * 1024
"""Bytes of a file that is sent inside a request; the API takes larger ones as uploaded files only."""

_IMAGES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
)
_MIME = {".md": "text/markdown", ".yml": "text/yaml", ".yaml": "text/yaml", ".webp": "image/webp"}


@dataclass(frozen=True)
class LocalFile:
    """A file of this machine that goes into a request. In a fingerprint it counts by its content, not by its path."""

    path: str

    @property
    def name(self) -> str:
        """The file's name without its folder."""
        return os.path.basename(self.path)

    @property
    def digest(self) -> str:
        """SHA-256 of the content."""
        return digest(self.path)

    @property
    def mime(self) -> str:
        """The media type: of an image by its first bytes, of anything else by its name."""
        ending = os.path.splitext(self.path)[1].lower()
        return (
            image_type(self.path)
            or _MIME.get(ending)
            or mimetypes.guess_type(self.path)[0]
            or "application/octet-stream"
        )

    def base64(self) -> str:
        """The content as base64 text."""
        with open(self.path, "rb") as handle:
            return base64.b64encode(handle.read()).decode()

    def data_url(self) -> str:
        """The content as a data URL."""
        return f"data:{self.mime};base64,{self.base64()}"


def local_file(option: str, path: t.Any, largest: int = MAX_INLINE_BYTES) -> LocalFile:
    """A file that can be sent, or a clear refusal naming the option.

    :param largest: bytes it may have at most.
    """
    found = LocalFile(os.path.abspath(readable_file(option, str(path))))
    size = os.path.getsize(found.path)
    if not size:
        raise InvalidArgument(f"{option}: {path} is empty", "Give a file that holds something.")
    if size > largest:
        raise InvalidArgument(
            f"{option}: {path} has {size} bytes, and at most {largest} are sent with a request",
            "Make it smaller, or upload it with fjcorp.openai.openai_file and give its file_id where the API takes one.",
        )
    return found


def image_type(path: str) -> str:
    """The media type of an image by its first bytes; empty for anything else."""
    with open(path, "rb") as handle:
        head = handle.read(16)
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    return next((mime for mark, mime in _IMAGES if head.startswith(mark)), "")
