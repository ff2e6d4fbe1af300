# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Images and audio files that tests make and read."""

from __future__ import annotations

import typing as t
import wave
from pathlib import Path

import av
from PIL import Image

from tests.harness.emulator import Organization
from tests.harness.play import Played, writes

PAINTER = "gpt-image-2.5-flare"
SPEAKER: dict[str, t.Any] = {"model": "gpt-4o-mini-tts", "voice": "marin"}
TEXT = "The deploy is done. Nothing failed!"


def picture(path: Path, size: tuple[int, int] = (64, 64), mode: str = "RGBA", fill: t.Any = "blue") -> None:
    Image.new(mode, size, fill).save(path)


def tone(path: Path, level: bytes = b"\x00\x20", seconds: float = 1.0) -> None:
    with wave.open(str(path), "wb") as sound:
        sound.setparams((1, 2, 8000, 0, "NONE", ""))
        sound.writeframes(level * int(8000 * seconds))


def looked_at(path: Path) -> tuple[str, tuple[int, int]]:
    """Format and size of a picture, read to its end."""
    with Image.open(path) as image:
        image.load()
        return str(image.format), image.size


def seconds(path: Path) -> float:
    """Length of an audio file in seconds, decoded to its end."""
    samples, rate = 0, 1
    with av.open(str(path)) as sound:
        for frame in sound.decode(audio=0):
            samples, rate = samples + frame.samples, frame.sample_rate
    return samples / rate


def files(folder: Path) -> set[str]:
    """Names of the files in the folder, without those of the player."""
    return {path.name for path in folder.iterdir()} - {"home", "play.yml", "record.jsonl", "async"}


def asked(organization: Organization) -> list[str]:
    """The requests that cost."""
    return [entry["template"] for entry in writes(organization.journal())]


def changes(played: Played) -> dict[str, bool]:
    return {record["task"]: record["result"]["changed"] for record in played.records}
