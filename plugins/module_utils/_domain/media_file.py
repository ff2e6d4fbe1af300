# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Images and audio files that are sent in a request."""

from __future__ import annotations

import base64
import typing as t

from .._support.errors import ConnectionFailure, InvalidArgument
from .._support.local_file import MAX_INLINE_BYTES, LocalFile, image_type, local_file

MAX_AUDIO_BYTES = 25 * 1024 * 1024
"""Largest size in bytes of an audio file that the API accepts."""

_AUDIO_SIGNATURES = (b"fLaC", b"OggS", b"ID3", b"\x1a\x45\xdf\xa3", b"\x00\x00\x01\xba", b"\x00\x00\x01\xb3")


def local_image(option: str, path: t.Any, largest: int = MAX_INLINE_BYTES) -> LocalFile:
    """Return an image that can be sent: PNG, JPEG, GIF or WEBP by its content."""
    found = local_file(option, path, largest)
    if not image_type(found.path):
        raise InvalidArgument(
            f"{option} must be a PNG, JPEG, GIF or WEBP image, got {path}", "Convert the file, or use another one."
        )
    return found


def local_audio(option: str, path: t.Any) -> LocalFile:
    """Return an audio file that can be sent: one of the formats that the API accepts, by its content."""
    found = local_file(option, path, MAX_AUDIO_BYTES)
    with open(found.path, "rb") as handle:
        head = handle.read(12)
    wave = head[:4] == b"RIFF" and head[8:] == b"WAVE"
    mpeg = head[:1] == b"\xff" and head[1:2] >= b"\xe0"
    if not (wave or mpeg or head.startswith(_AUDIO_SIGNATURES) or head[4:8] == b"ftyp"):
        raise InvalidArgument(
            f"{option} must be a FLAC, MP3, MP4, MPEG, M4A, OGG, WAV or WEBM file, got {path}",
            "Convert the file, or use another one.",
        )
    return found


def decoded(data: t.Any, what: str) -> bytes:
    """Return the content of a file in an answer, which is encoded in base64.

    :param what: the file in messages.
    :raises ConnectionFailure: it cannot be decoded.
    """
    try:
        return base64.b64decode(data)
    except (TypeError, ValueError):
        raise ConnectionFailure(
            f"the response contains {what} that cannot be decoded", "Run the task again to send the request again."
        ) from None
