# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Images and audio: rejected arguments, and the files after a failure."""

from __future__ import annotations

import typing as t
from pathlib import Path

import pytest

from tests.harness.emulator import Organization
from tests.harness.play import Player, calls, kill_run, task, wait_until

from .media import PAINTER, SPEAKER, TEXT, changes, files, picture, seconds, tone

# The requests and files do not depend on ansible-core: the ritual, the examples and the playbooks run on every one.
pytestmark = pytest.mark.newest_only

IMAGE = {"model": PAINTER, "dest": "out.png"}
HEAR = {"model": "whisper-1", "dest": "out.txt"}
BEFORE: dict[str, tuple[str, dict[str, t.Any], tuple[str, ...]]] = {
    "nothing to paint": ("openai_image", IMAGE, ("invalid_argument", "prompt", "image")),
    "no dest": ("openai_image", {"model": PAINTER, "prompt": "x"}, ("invalid_argument", "dest")),
    "mask without image": (
        "openai_image",
        {**IMAGE, "prompt": "x", "mask": "good.png"},
        ("invalid_argument", "mask", "image"),
    ),
    "mask without prompt": (
        "openai_image",
        {**IMAGE, "image": "good.png", "mask": "good.png"},
        ("invalid_argument", "mask", "prompt"),
    ),
    "mask and markup": (
        "openai_image",
        {**IMAGE, "prompt": "x", "image": "good.png", "mask": "good.png", "markup": "good.png"},
        ("invalid_argument", "mask", "markup"),
    ),
    "two to vary": ("openai_image", {**IMAGE, "image": ["good.png", "good.png"]}, ("invalid_argument", "prompt")),
    "style of an edit": (
        "openai_image",
        {**IMAGE, "prompt": "x", "image": "good.png", "style": "x"},
        ("invalid_argument", "style", "image"),
    ),
    "no picture": (
        "openai_image",
        {**IMAGE, "prompt": "x", "image": "words.txt"},
        ("invalid_argument", "PNG", "JPEG", "GIF", "WEBP", "image"),
    ),
    "missing picture": (
        "openai_image",
        {**IMAGE, "prompt": "x", "image": "none.png"},
        ("invalid_argument", "image", "none.png"),
    ),
    "too many": ("openai_image", {**IMAGE, "prompt": "x", "n": 11}, ("invalid_argument", "n", "11")),
    "long text": ("openai_speech", {**SPEAKER, "input": "x" * 4097, "dest": "out.mp3"}, ("invalid_argument", "4097")),
    "no voice": ("openai_speech", {"model": "tts-1", "input": "x", "dest": "out.mp3"}, ("invalid_argument", "voice")),
    "fast": (
        "openai_speech",
        {**SPEAKER, "input": "x", "speed": 9, "dest": "out.mp3"},
        ("invalid_argument", "speed", "9"),
    ),
    "no sound": (
        "openai_transcription",
        {**HEAR, "file": "words.txt"},
        ("invalid_argument", "words.txt", "FLAC", "MP3"),
    ),
    "missing sound": ("openai_translation", {**HEAR, "file": "none.wav"}, ("invalid_argument", "file", "none.wav")),
    "empty file": ("openai_transcription", {**HEAR, "file": "empty.wav"}, ("invalid_argument", "file", "empty.wav")),
    "no folder": ("openai_speech", {**SPEAKER, "input": "x", "dest": "none/out.mp3"}, ("invalid_argument", "none")),
    "nothing named": ("openai_image", {"state": "absent"}, ("invalid_argument", "dest")),
}
REFUSED: dict[str, tuple[str, dict[str, t.Any], tuple[str, ...]]] = {
    "damaged picture": (
        "openai_image",
        {**IMAGE, "prompt": "x", "image": "torn.png"},
        ("api_error", "check your image file"),
    ),
    "unknown painter": (
        "openai_image",
        {**IMAGE, "model": "gpt-image-9", "prompt": "x"},
        ("api_error", "`gpt-image-9` does not exist"),
    ),
    "wrong mask": (
        "openai_image",
        {**IMAGE, "prompt": "x", "image": "good.png", "mask": "small.png"},
        ("api_error", "size does not"),
    ),
    "not square": (
        "openai_image",
        {**IMAGE, "model": "dall-e-2", "image": "flat.png"},
        ("api_error", "must be square"),
    ),
    "one at a time": ("openai_image", {**IMAGE, "model": "dall-e-3", "prompt": "x", "n": 2}, ("api_error", "n=1")),
    "blocked": ("openai_image", {**IMAGE, "prompt": "[[blocked]]"}, ("api_error", "safety system")),
    "unknown voice": (
        "openai_speech",
        {**SPEAKER, "voice": "zoe", "input": "x", "dest": "out.mp3"},
        ("api_error", "'zoe'"),
    ),
    "own voice": (
        "openai_speech",
        {**SPEAKER, "voice": "voice_1", "input": "x", "dest": "out.mp3"},
        ("api_error", "voice_1"),
    ),
    "damaged sound": ("openai_transcription", {**HEAR, "file": "torn.flac"}, ("api_error", "corrupted")),
    "no subtitles": (
        "openai_transcription",
        {"model": "gpt-4o-transcribe", "file": "good.wav", "dest": "out.srt"},
        ("api_error", "'srt' is not compatible"),
    ),
    "no translator": (
        "openai_translation",
        {**HEAR, "model": "gpt-4o-transcribe", "file": "good.wav"},
        ("api_error", "whisper-1"),
    ),
    "no file of ours": (
        "openai_content_provenance_check",
        {"file": "words.txt", "dest": "out.json"},
        ("api_error", "neither an image"),
    ),
}
UNWANTED: dict[str, tuple[str, dict[str, t.Any], tuple[str, ...]]] = {
    "silence": ("openai_transcription", {**HEAR, "file": "silent.wav", "fail_on": ["empty"]}, ("unwanted_answer",)),
}


def inputs(folder: Path) -> None:
    """Good and bad files."""
    picture(folder / "good.png")
    picture(folder / "small.png", (32, 32))
    picture(folder / "flat.png", (64, 32))
    (folder / "torn.png").write_bytes((folder / "good.png").read_bytes()[:60])
    (folder / "words.txt").write_text("words")
    (folder / "empty.wav").write_text("")
    (folder / "torn.flac").write_bytes(b"fLaC\0")
    tone(folder / "good.wav")
    tone(folder / "silent.wav", b"\0\0")


def test_bad_input(player: Player, organization: Organization, tmp_path: Path) -> None:
    inputs(tmp_path)
    there = files(tmp_path)
    cases = {**BEFORE, **REFUSED, **UNWANTED}
    played = player.run(
        [task(module, name, args, ignore_errors=True) for name, (module, args, _words) in cases.items()]
    ).succeed()
    journal = organization.journal()
    for name, (_module, _args, error) in cases.items():
        result = played.failure(name, *error)
        assert name in UNWANTED or not result["changed"], name
        assert bool(calls(journal, name)) == (name not in BEFORE), name
    assert files(tmp_path) == there, "something is left behind"


def test_out_of_quota_leaves_what_there_was(player: Player, organization: Organization, tmp_path: Path) -> None:
    tone(tmp_path / "good.wav")
    speak = {**SPEAKER, "input": TEXT, "dest": "a.mp3"}
    player.run([task("openai_speech", "speak", speak)]).succeed()
    before = {name: (tmp_path / name).read_bytes() for name in files(tmp_path)}
    organization.control("options", {"quota": "exhausted"})
    tasks = [
        task("openai_image", "image", {**IMAGE, "prompt": "x"}, ignore_errors=True),
        task("openai_speech", "speech", {**speak, "input": "another"}, ignore_errors=True),
        task("openai_transcription", "transcription", {**HEAR, "file": "good.wav"}, ignore_errors=True),
        task("openai_translation", "translation", {**HEAR, "file": "good.wav"}, ignore_errors=True),
    ]
    played = player.run(tasks).succeed()
    for each in tasks:
        played.failure(each["name"], "api_error", "quota")
    assert {name: (tmp_path / name).read_bytes() for name in files(tmp_path)} == before


def test_an_address_that_leads_nowhere(player: Player, organization: Organization, tmp_path: Path) -> None:
    organization.control("options", {"image_urls": "missing"})
    args = {"model": "dall-e-2", "prompt": "x", "dest": "out.png"}
    played = player.run([task("openai_image", "lost", args, ignore_errors=True)]).succeed()
    result = played.failure("lost", "connection_error", "HTTP 404")
    assert result["error"]["done"] == ["requested an answer from dall-e-2"]
    assert files(tmp_path) == set()


def test_a_broken_stream_leaves_nothing(player: Player, organization: Organization, tmp_path: Path) -> None:
    tone(tmp_path / "good.wav")
    streams: dict[str, tuple[str, dict[str, t.Any]]] = {
        "image": ("openai_image", {**IMAGE, "prompt": "x", "size": "64x64", "stream": True}),
        "speech": ("openai_speech", {**SPEAKER, "input": TEXT, "stream_format": "sse", "dest": "out.wav"}),
        "words": (
            "openai_transcription",
            {"model": "gpt-4o-transcribe", "file": "good.wav", "stream": True, "dest": "out.txt"},
        ),
    }
    organization.fault("truncate", times=len(streams))
    played = player.run([task(m, name, args, ignore_errors=True) for name, (m, args) in streams.items()]).succeed()
    for name in streams:
        played.failure(name, "stream_interrupted", "stream")
        assert len(calls(organization.journal(), name)) == 1, "a stream that had begun was asked for again"
    assert files(tmp_path) == {"good.wav"}


def test_a_killed_run_leaves_the_old_file(player: Player, organization: Organization, tmp_path: Path) -> None:
    args = {**SPEAKER, "input": TEXT, "dest": "a.wav"}
    player.run([task("openai_speech", "old", args)]).succeed()
    before = (tmp_path / "a.wav").read_bytes()
    organization.fault("slow", chunk=256, delay=0.05)
    changed = {**args, "input": "Another text."}
    process = player.start([task("openai_speech", "killed", changed)])
    wait_until(lambda: any(path.stat().st_size for path in tmp_path.glob(".a.wav.*")), "the beginning of the file")
    assert process.poll() is None
    kill_run(process)
    assert (tmp_path / "a.wav").read_bytes() == before
    again = player.run([task("openai_speech", "again", changed)]).succeed()
    assert changes(again) == {"again": True}
    assert files(tmp_path) == {"a.wav", "a.wav.manifest.json"}
    assert seconds(tmp_path / "a.wav") == pytest.approx(len("Another text.") * 0.06)
