# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Audio bytes that players accept, made of nothing but arithmetic."""

from __future__ import annotations

import math
import struct

RATE = 24_000


def pcm(text: str) -> bytes:
    """A sixteen-bit mono tone, longer for a longer text."""
    length = int(RATE * min(3.0, 0.2 + 0.02 * len(text)))
    pitch = 220 + sum(text.encode()) % 440
    return b"".join(struct.pack("<h", int(6000 * math.sin(2 * math.pi * pitch * at / RATE))) for at in range(length))


def wav(samples: bytes) -> bytes:
    """The samples as a RIFF file."""
    head = struct.pack("<4sI4s4sIHHIIHH", b"RIFF", 36 + len(samples), b"WAVE", b"fmt ", 16, 1, 1, RATE, RATE * 2, 2, 16)
    return head + struct.pack("<4sI", b"data", len(samples)) + samples


def encode(text: str, form: str) -> bytes:
    """The tone in a format; the compressed ones are silence with the right frames or marks."""
    if form == "pcm16":
        return pcm(text)
    if form == "wav":
        return wav(pcm(text))
    if form == "mp3":
        return (b"\xff\xf3\x84\xc4" + bytes(380)) * 20
    if form == "flac":
        info = struct.pack(">HH", 4096, 4096) + bytes(6) + struct.pack(">Q", RATE << 44 | 15 << 36) + bytes(16)
        return b"fLaC\x80" + len(info).to_bytes(3, "big") + info
    if form == "opus":
        return b"OggS\x00\x02" + bytes(20) + b"\x01\x13OpusHead\x01\x01" + bytes(9)
    return (b"\xff\xf1\x5c\x40\x01\x7f\xfc" + bytes(4)) * 20
