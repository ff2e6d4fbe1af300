# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Speech, transcripts, translations and provenance as users make them."""

from __future__ import annotations

import json
import os
import typing as t
import wave
from pathlib import Path

import pytest

from tests.harness.emulator import Organization
from tests.harness.play import Player, task

from .media import PAINTER, SPEAKER, TEXT, asked, changes, picture, seconds, tone

# The requests and files do not depend on ansible-core: the ritual, the examples and the playbooks run on every one.
pytestmark = pytest.mark.newest_only


# --- speech -----------------------------------------------------------------------------------------------------------


def test_speech_in_every_format(player: Player, organization: Organization, tmp_path: Path) -> None:
    names = ["a.mp3", "a.opus", "a.aac", "a.flac", "a.wav", "a.pcm"]
    tasks = [task("openai_speech", name, {**SPEAKER, "input": TEXT, "dest": name}) for name in names]
    fast = {**SPEAKER, "input": TEXT, "speed": 2, "instructions": "calm", "response_format": "wav", "dest": "fast"}
    sse = {**SPEAKER, "input": TEXT, "stream_format": "sse", "dest": "sse.wav"}
    tasks += [task("openai_speech", "fast", fast), task("openai_speech", "sse", sse)]
    assert set(changes(player.run(tasks).succeed()).values()) == {True}
    again = player.run(tasks).succeed()
    assert set(changes(again).values()) == {False} and len(asked(organization)) == len(tasks)
    for name in names[:-1]:
        assert seconds(tmp_path / name) == pytest.approx(2.1, abs=0.05), name
    with wave.open(str(tmp_path / "a.wav")) as sound:
        assert sound.readframes(sound.getnframes()) == (tmp_path / "a.pcm").read_bytes()
    assert seconds(tmp_path / "fast") == pytest.approx(1.05, abs=0.05)
    assert seconds(tmp_path / "sse.wav") == pytest.approx(2.1) and again.result("sse")["usage"]["total_tokens"] > 0
    assert again.result("a.wav")["speech"]["bytes"] == (tmp_path / "a.wav").stat().st_size


def test_long_speech_is_written_as_it_comes(player: Player, tmp_path: Path) -> None:
    args = {**SPEAKER, "input": "word " * 800, "speed": 0.25, "dest": "long.wav"}
    player.run([task("openai_speech", "long", args)]).succeed()
    assert (tmp_path / "long.wav").stat().st_size > 40_000_000
    with wave.open(str(tmp_path / "long.wav")) as sound:
        assert sound.getnframes() / sound.getframerate() == pytest.approx(960)


def test_speech_and_back_to_text(player: Player, organization: Organization, tmp_path: Path) -> None:
    speak = {**SPEAKER, "input": TEXT, "dest": "a.mp3"}
    hear = {"model": "whisper-1", "file": "a.mp3"}
    steps: dict[str, dict[str, t.Any]] = {
        "words": {"dest": "a.txt"},
        "text": {"response_format": "text", "dest": "b.txt"},
        "json": {"dest": "a.json"},
        "srt": {"dest": "a.srt"},
        "vtt": {"dest": "a.vtt", "prompt": "deploys", "language": "en", "temperature": 0.2},
        "verbose": {
            "response_format": "verbose_json",
            "timestamp_granularities": ["word", "segment"],
            "dest": "verbose.json",
        },
        "logprobs": {"model": "gpt-4o-transcribe", "include": ["logprobs"], "dest": "logprobs.json"},
        "stream": {"model": "gpt-4o-transcribe", "stream": True, "dest": "stream.txt"},
        "newest": {"model": "gpt-transcribe", "languages": ["en"], "keywords": ["deploy"], "dest": "newest.txt"},
    }
    tasks = [task("openai_transcription", name, {**hear, **args}) for name, args in steps.items()]
    first = player.run([task("openai_speech", "speak", speak), *tasks]).succeed()
    assert set(changes(first).values()) == {True}
    os.rename(tmp_path / "a.mp3", tmp_path / "moved.mp3")
    again = player.run([{**each, **_with_file(each, "moved.mp3")} for each in tasks]).succeed()
    assert set(changes(again).values()) == {False}, "an audio file counts by its content"
    assert len(asked(organization)) == 1 + len(tasks)
    assert {again.result(name)["text"] for name in steps} == {TEXT}
    for name in ("a.txt", "b.txt", "stream.txt", "newest.txt"):
        assert (tmp_path / name).read_text() == TEXT
    assert (tmp_path / "a.srt").read_text().startswith("1\n00:00:00,000 --> 00:00:01,")
    assert (tmp_path / "a.vtt").read_text().startswith("WEBVTT\n\n00:00:00.000 --> ")
    assert json.loads((tmp_path / "a.json").read_text())["text"] == TEXT
    assert len(json.loads((tmp_path / "verbose.json").read_text())["words"]) == 6
    assert again.result("verbose")["duration"] == pytest.approx(2.1, abs=0.05)
    assert json.loads((tmp_path / "logprobs.json").read_text())["logprobs"]
    # A stream is displayed where there is a terminal.
    assert TEXT in first.output


def _with_file(each: dict[str, t.Any], path: str) -> dict[str, t.Any]:
    name = "fjcorp.openai.openai_transcription"
    return {name: {**each[name], "file": path}}


def test_who_said_what(player: Player, tmp_path: Path) -> None:
    talk = "Ada: Is it up?\nGrace: It is up."
    base = {"model": "gpt-4o-transcribe-diarize", "file": "talk.wav", "response_format": "diarized_json"}
    cut = {"type": "server_vad", "threshold": 0.4, "prefix_padding_ms": 200, "silence_duration_ms": 300}
    tone(tmp_path / "ada.wav", seconds=2)
    known = {"known_speaker_names": ["ada"], "known_speaker_references": ["ada.wav"]}
    played = player.run(
        [
            task("openai_speech", "talk", {**SPEAKER, "input": talk, "dest": "talk.wav"}),
            task("openai_transcription", "letters", {**base, "chunking_strategy": cut, "dest": "minutes.json"}),
            task("openai_transcription", "names", {**base, **known, "chunking_strategy": "auto"}),
            task("openai_transcription", "streamed", {**base, **known, "stream": True}),
        ]
    ).succeed()

    def speakers(step: str) -> list[tuple[str, str]]:
        return [(each["speaker"], each["text"]) for each in played.result(step)["segments"]]

    assert speakers("letters") == [("A", "Is it up?"), ("B", "It is up.")]
    assert speakers("names") == speakers("streamed") == [("ada", "Is it up?"), ("A", "It is up.")]
    assert json.loads((tmp_path / "minutes.json").read_text())["segments"]
    assert changes(played) == {"talk": True, "letters": True, "names": False, "streamed": False}


def test_translations(player: Player, tmp_path: Path) -> None:
    base = {"model": "whisper-1", "file": "a.flac"}
    tasks = [
        task("openai_speech", "speak", {**SPEAKER, "input": "Guten Tag, danke.", "dest": "a.flac"}),
        task("openai_translation", "words", {**base, "dest": "a.txt"}),
        task("openai_translation", "srt", {**base, "dest": "a.srt", "prompt": "A greeting", "temperature": 0}),
        task("openai_translation", "verbose", {**base, "response_format": "verbose_json", "fail_on": ["empty"]}),
    ]
    player.run(tasks).succeed()
    again = player.run(tasks).succeed()
    assert changes(again) == dict.fromkeys(("speak", "words", "srt", "verbose"), False)
    assert (tmp_path / "a.txt").read_text() == again.result("verbose")["text"] == "Good Day, thanks."
    assert "Good Day" in (tmp_path / "a.srt").read_text() and again.result("verbose")["language"] == "english"


def test_provenance(player: Player, tmp_path: Path) -> None:
    picture(tmp_path / "own.png")
    check = "openai_content_provenance_check"
    played = player.run(
        [
            task("openai_image", "paint", {"model": PAINTER, "prompt": "x", "size": "64x64", "dest": "made.png"}),
            task("openai_speech", "speak", {**SPEAKER, "input": "x", "dest": "made.mp3"}),
            task(check, "made", {"file": "made.png", "dest": "report.json"}),
            task(check, "made again", {"file": "made.png", "dest": "report.json"}),
            task(check, "sound", {"file": "made.mp3"}),
            task(check, "own", {"file": "own.png"}),
            task(check, "must not", {"file": "made.png", "fail_on": ["detected"]}, ignore_errors=True),
            task(check, "must", {"file": "own.png", "fail_on": ["not_detected"]}, ignore_errors=True),
        ]
    ).succeed()
    assert played.result("made")["detected"] and played.result("made")["issuer"] == "OpenAI"
    assert not played.result("made again")["changed"] and not played.result("made again")["asked"]
    assert played.result("sound")["model"] == "gpt-4o-mini-tts" and not played.result("own")["detected"]
    assert json.loads((tmp_path / "report.json").read_text())["object"] == "content_provenance_check"
    played.failure("must not", "unwanted_answer", "c2pa", "synthid")
    played.failure("must", "unwanted_answer")


# --- the example playbooks --------------------------------------------------------------------------------------------


def test_the_playbook_of_speech(player: Player, organization: Organization, tmp_path: Path) -> None:
    folder = tmp_path / "audio"
    options = ("-e", f"output_folder={folder}")
    player.run("fjcorp.openai.speech", "--check", *options).succeed()
    assert asked(organization) == []
    player.run("fjcorp.openai.speech", *options).succeed()
    spent = ["/audio/speech"] * 2 + ["/audio/transcriptions"] * 2 + ["/audio/translations"]
    assert asked(organization) == spent
    second = player.run("fjcorp.openai.speech", *options).succeed()
    assert asked(organization) == spent and not any(changes(second).values())
    said = "The payment service is being updated. Calls are answered again at ten."
    assert (folder / "announcement.txt").read_text() == said
    assert (folder / "message.txt").read_text() == "Good Day, we need Help."
    assert (folder / "announcement.srt").read_text().startswith("1\n00:00:00,000 --> ")
    assert seconds(folder / "announcement.mp3") == pytest.approx(len(said) * 0.06, abs=0.05)
