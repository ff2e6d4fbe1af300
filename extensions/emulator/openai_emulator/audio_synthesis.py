# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Encode text as audio files with plain arithmetic, and read format and duration of audio files.

Speech is one tone per letter. Compressed formats contain silence of the right duration because a real encoder would
need a library. The text is stored in the metadata of the file, see :func:`read_metadata`.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import json
import math
import re
import struct
from array import array
from dataclasses import dataclass
from typing import Any

SAMPLE_RATE = 24_000
SECONDS_PER_LETTER = 0.06
"""Duration of one letter at normal speed, in seconds."""

TYPES = {
    "mp3": "audio/mpeg",
    "opus": "audio/ogg",
    "aac": "audio/aac",
    "flac": "audio/flac",
    "wav": "audio/wav",
    "pcm": "audio/pcm",
}
_METADATA = re.compile(rb"SPEECH=([A-Za-z0-9+/]+=*);")


# --- metadata ---------------------------------------------------------------------------------------------------------


def _comment(note: dict[str, Any] | None) -> bytes:
    if note is None:
        return b""
    return b"SPEECH=" + base64.b64encode(json.dumps(note, ensure_ascii=False).encode()) + b";"


def read_metadata(data: bytes) -> dict[str, Any] | None:
    """Return the metadata written by :func:`encode`: ``text``, ``voice``, ``model`` and time; None for other audio
    files."""
    found = _METADATA.search(data)
    if found is None:
        return None
    try:
        note = json.loads(base64.b64decode(found[1]))
    except ValueError:
        return None
    return note if isinstance(note, dict) and isinstance(note.get("text"), str) else None


# --- encoding ---------------------------------------------------------------------------------------------------------


def pcm(text: str, speed: float = 1.0, pitch: int = 220) -> bytes:
    """Return 16-bit mono samples: a tone per letter, silence per space."""
    length = max(1, int(SAMPLE_RATE * SECONDS_PER_LETTER / speed))
    spoken = text if text.strip() else " " * 4
    return b"".join(
        bytes(2 * length) if letter.isspace() else _tone(pitch + 10 * (ord(letter) % 24), length) for letter in spoken
    )


@functools.lru_cache(maxsize=128)
def _tone(pitch: int, length: int) -> bytes:
    samples = array("h", (int(6000 * math.sin(2 * math.pi * pitch * at / SAMPLE_RATE)) for at in range(length)))
    if struct.pack("=H", 1) != struct.pack("<H", 1):
        samples.byteswap()
    return samples.tobytes()


def encode(text: str, form: str, *, speed: float = 1.0, pitch: int = 220, note: dict[str, Any] | None = None) -> bytes:
    """Encode text as speech in a format of :data:`TYPES`; ``pcm16`` is an alias of ``pcm``."""
    seconds = len(text if text.strip() else " " * 4) * SECONDS_PER_LETTER / speed
    if form in ("pcm", "pcm16"):
        return pcm(text, speed, pitch)
    if form == "wav":
        return _wav(pcm(text, speed, pitch), _comment(note))
    if form == "flac":
        return _flac(pcm(text, speed, pitch), _comment(note))
    if form == "mp3":
        return _id3(_comment(note)) + _MP3_SILENCE * max(1, round(seconds * SAMPLE_RATE / 576))
    if form == "opus":
        return _opus(max(1, round(seconds * 50)), _comment(note))
    return _id3(_comment(note)) + _AAC_SILENCE * max(1, round(seconds * SAMPLE_RATE / 1024))


def _wav(samples: bytes, comment: bytes) -> bytes:
    info = b""
    if comment:
        padded = comment + bytes(1 + (len(comment) + 1) % 2)
        inner = b"INFOICMT" + struct.pack("<I", len(padded)) + padded
        info = b"LIST" + struct.pack("<I", len(inner)) + inner
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, SAMPLE_RATE, SAMPLE_RATE * 2, 2, 16)
    data = struct.pack("<4sI", b"data", len(samples)) + samples
    body = b"WAVE" + form + info + data
    return b"RIFF" + struct.pack("<I", len(body)) + body


_MP3_SILENCE = bytes.fromhex("fff384c4") + bytes(188)
"""MPEG 2 layer III, 64 kbit/s, 24 kHz, mono: 576 samples of silence."""

_AAC_SILENCE = bytes.fromhex("fff15840") + bytes([13 << 5 >> 8, (13 << 5 & 0xE0) | 0x1F, 0xFC])
_AAC_SILENCE += bytes.fromhex("00c800802380")
"""ADTS, AAC-LC, 24 kHz, mono: 1024 samples of silence."""


def _id3(comment: bytes) -> bytes:
    if not comment:
        return b""
    body = b"\x00eng\x00" + comment
    frame = b"COMM" + struct.pack(">I", len(body)) + b"\x00\x00" + body
    size = bytes(len(frame) >> shift & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\x03\x00\x00" + size + frame


def _vorbis_comment(comment: bytes) -> bytes:
    vendor = b"openai-emulator"
    listed = [comment] if comment else []
    out = struct.pack("<I", len(vendor)) + vendor + struct.pack("<I", len(listed))
    return out + b"".join(struct.pack("<I", len(item)) + item for item in listed)


def _crc_table(bits: int, poly: int) -> list[int]:
    top, mask = 1 << (bits - 1), (1 << bits) - 1
    table = []
    for byte in range(256):
        value = byte << (bits - 8)
        for _bit in range(8):
            value = (value << 1 ^ poly if value & top else value << 1) & mask
        table.append(value)
    return table


_CRC8 = _crc_table(8, 0x07)
_CRC16 = _crc_table(16, 0x8005)
_CRC32 = _crc_table(32, 0x04C11DB7)


def _crc(data: bytes, bits: int, table: list[int]) -> int:
    value, shift, mask = 0, bits - 8, (1 << bits) - 1
    for byte in data:
        value = (value << 8 & mask) ^ table[value >> shift ^ byte]
    return value


def _flac(samples: bytes, comment: bytes) -> bytes:
    total, block = len(samples) // 2, 4096
    info = struct.pack(">HH", block, block) + bytes(6)
    info += struct.pack(">Q", SAMPLE_RATE << 44 | 15 << 36 | total) + hashlib.md5(samples).digest()
    tags = _vorbis_comment(comment)
    out = [b"fLaC\x00", len(info).to_bytes(3, "big"), info, b"\x84", len(tags).to_bytes(3, "big"), tags]
    for number, start in enumerate(range(0, total, block)):
        piece = array("h", samples[2 * start : 2 * (start + block)])
        if struct.pack("=H", 1) == struct.pack("<H", 1):
            piece.byteswap()
        # Fixed block size in 16 bits; sample rate and sample size as in the header; one channel.
        head = b"\xff\xf8\x70\x08" + chr(number).encode("utf-8", "surrogatepass") + struct.pack(">H", len(piece) - 1)
        frame = head + bytes([_crc(head, 8, _CRC8)]) + b"\x02" + piece.tobytes()
        out += [frame, struct.pack(">H", _crc(frame, 16, _CRC16))]
    return b"".join(out)


def _opus(frames: int, comment: bytes) -> bytes:
    head = b"OpusHead\x01\x01" + struct.pack("<HIhB", 312, SAMPLE_RATE, 0, 0)
    out = [_ogg_page([head], 0, 0, 2), _ogg_page([b"OpusTags" + _vorbis_comment(comment)], 0, 1, 0)]
    for number, start in enumerate(range(0, frames, 50), 2):
        count = min(50, frames - start)
        last = start + count == frames
        out.append(_ogg_page([b"\xf8\xff\xfe"] * count, (start + count) * 960, number, 4 if last else 0))
    return b"".join(out)


def _ogg_page(packets: list[bytes], position: int, number: int, flags: int) -> bytes:
    """Return an Ogg page of whole packets, at most 255 segments."""
    lacing = b"".join(b"\xff" * (len(packet) // 255) + bytes([len(packet) % 255]) for packet in packets)
    body = lacing + b"".join(packets)

    def page(crc: int) -> bytes:
        return struct.pack("<4sBBqIIIB", b"OggS", 0, flags, position, 1, number, crc, len(lacing)) + body

    return page(_crc(page(0), 32, _CRC32))


# --- probing ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class AudioInfo:
    """Format and duration of an audio file."""

    form: str
    seconds: float
    silent: bool = False


def probe(data: bytes) -> AudioInfo | None:
    """Return format and duration of an audio file without decoding it; None if the data is not audio or is damaged."""
    try:
        if data[:4] == b"RIFF" and data[8:12] == b"WAVE":
            return _probe_wav(data)
        if data[:4] == b"fLaC":
            packed = struct.unpack(">Q", data[18:26])[0]
            rate, total = packed >> 44, packed & 0xFFFFFFFFF
            return AudioInfo("flac", total / rate) if rate else None
        if data[:4] == b"OggS":
            last = data.rfind(b"OggS")
            return AudioInfo("ogg", max(0, struct.unpack("<q", data[last + 6 : last + 14])[0]) / 48_000)
        if data[4:8] == b"ftyp":
            return _probe_mp4(data)
        if data[:4] == b"\x1a\x45\xdf\xa3":
            # The duration is optional in Matroska files; it is estimated at 128 kbit/s.
            return AudioInfo("webm", len(data) / 16_000)
        return _probe_mp3(data)
    except (struct.error, IndexError):
        return None


def _probe_wav(data: bytes) -> AudioInfo | None:
    at, rate = 12, 0
    while at + 8 <= len(data):
        name, size = struct.unpack("<4sI", data[at : at + 8])
        if name == b"fmt ":
            rate = struct.unpack("<I", data[at + 16 : at + 20])[0]
        elif name == b"data":
            samples = data[at + 8 : at + 8 + size]
            return AudioInfo("wav", len(samples) / rate, not any(samples)) if rate else None
        at += 8 + size + size % 2
    return None


_MP3_RATES = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}
_MP3_KBITS = {
    True: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    False: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}


def _probe_mp3(data: bytes) -> AudioInfo | None:
    at, seconds = 0, 0.0
    if data[:3] == b"ID3":
        at = 10 + (data[6] << 21 | data[7] << 14 | data[8] << 7 | data[9])
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] & 0xE6 == 0xE2:
        version, kbits, rate = data[at + 1] >> 3 & 3, data[at + 2] >> 4, data[at + 2] >> 2 & 3
        if version == 1 or kbits in (0, 15) or rate == 3:
            return None
        newest = version == 3
        hertz = _MP3_RATES[version][rate]
        seconds += (1152 if newest else 576) / hertz
        at += (144 if newest else 72) * _MP3_KBITS[newest][kbits] * 1000 // hertz + (data[at + 2] >> 1 & 1)
    return AudioInfo("mp3", seconds) if seconds else None


def _probe_mp4(data: bytes) -> AudioInfo | None:
    at = data.find(b"mvhd")
    if at < 0:
        return None
    wide = data[at + 4] == 1
    scale, length = struct.unpack(
        ">IQ" if wide else ">II", data[at + 24 : at + 36] if wide else data[at + 16 : at + 24]
    )
    return AudioInfo("mp4", length / scale) if scale else None
