# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Files of this machine that are sent in a request to a model."""

from __future__ import annotations

import base64
import mimetypes
import os
import typing as t
from dataclasses import dataclass

from .._support.errors import InvalidArgument
from .._support.files import digest, input_file

MAX_INLINE_BYTES = 50 * 1024 * 1024
"""Largest size in bytes of a file inside a request; the API accepts larger ones only as uploaded files."""

_IMAGES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
)
_MIME = {".md": "text/markdown", ".yml": "text/yaml", ".yaml": "text/yaml", ".webp": "image/webp"}


@dataclass(frozen=True)
class LocalFile:
    """A file of this machine that is sent in a request. In a fingerprint it is represented by its content."""

    path: str

    @property
    def name(self) -> str:
        """Name of the file without its directory."""
        return os.path.basename(self.path)

    @property
    def digest(self) -> str:
        """SHA-256 of the content."""
        return digest(self.path)

    @property
    def mime(self) -> str:
        """Media type: of an image by its first bytes, of any other file by its name."""
        extension = os.path.splitext(self.path)[1].lower()
        return (
            image_type(self.path)
            or _MIME.get(extension)
            or mimetypes.guess_type(self.path)[0]
            or "application/octet-stream"
        )

    def base64(self) -> str:
        """Return the content in base64."""
        with open(self.path, "rb") as handle:
            return base64.b64encode(handle.read()).decode()

    def data_url(self) -> str:
        """Return the content as a data URL."""
        return f"data:{self.mime};base64,{self.base64()}"


def local_file(option: str, path: t.Any, largest: int = MAX_INLINE_BYTES) -> LocalFile:
    """Return a file that can be sent.

    :param largest: largest size in bytes.
    :raises InvalidArgument: it is not readable, empty or too large.
    """
    found = LocalFile(os.path.abspath(input_file(option, str(path))))
    size = os.path.getsize(found.path)
    if not size:
        raise InvalidArgument(f"{option}: {path} is empty", f"Set {option} to a file with content.")
    if size > largest:
        raise InvalidArgument(
            f"{option} must have at most {largest} bytes, got {size}: {path}",
            "Use a smaller file, or upload it with fjcorp.openai.openai_file and set file_id where the API accepts it.",
        )
    return found


def image_type(path: str) -> str:
    """Return the media type of an image by its first bytes, or an empty string for any other file."""
    with open(path, "rb") as handle:
        head = handle.read(16)
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    return next((mime for signature, mime in _IMAGES if head.startswith(signature)), "")
