# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Images and sounds as users make them; what is written is read by decoders of others."""

from __future__ import annotations

import json
import os
import typing as t
import wave
from pathlib import Path

import av
import pytest
from PIL import Image

from tests.harness.emulator import ROOT, Organization
from tests.harness.play import Played, Player, calls, kill_run, task, wait_until, writes

# What is asked and kept does not depend on ansible-core: the ritual, the examples and the playbooks run on every one.
pytestmark = pytest.mark.newest_only

PAINTER = "gpt-image-2.5-flare"
SPEAKER: dict[str, t.Any] = {"model": "gpt-4o-mini-tts", "voice": "marin"}
TEXT = "The deploy is done. Nobody noticed!"


@pytest.fixture(params=[True, False], ids=["in_process", "modules"])
def either(request: pytest.FixtureRequest, tmp_path: Path, organization: Organization) -> Player:
    """Both ways to run the tasks."""
    return Player(tmp_path, organization, in_process=request.param)


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
    """Length of a sound, decoded to its end."""
    samples, rate = 0, 1
    with av.open(str(path)) as sound:
        for frame in sound.decode(audio=0):
            samples, rate = samples + frame.samples, frame.sample_rate
    return samples / rate


def files(folder: Path) -> set[str]:
    """What lies in the folder besides the player's own."""
    return {path.name for path in folder.iterdir()} - {"home", "play.yml", "record.jsonl", "async"}


def asked(organization: Organization) -> list[str]:
    """The requests that cost."""
    return [entry["template"] for entry in writes(organization.journal())]


def changes(played: Played) -> dict[str, bool]:
    return {record["task"]: record["result"]["changed"] for record in played.records}


# --- images -----------------------------------------------------------------------------------------------------------


def test_images_are_made_once_and_again_when_they_are_not_what_they_were(
    either: Player, organization: Organization, tmp_path: Path
) -> None:
    args = {"model": PAINTER, "prompt": "a red boat", "n": 3, "size": "64x48", "dest": "boat.png"}
    first = either.run(
        [
            task("openai_image", "check", args, check_mode=True),
            task("openai_image", "make", args),
            task("openai_image", "again", {**args, "user": "ada"}),
        ]
    ).succeed()
    assert changes(first) == {"check": True, "make": True, "again": False}
    assert first.result("make")["files"] == [str(tmp_path / name) for name in ("boat.png", "boat-2.png", "boat-3.png")]
    assert first.result("again")["files"] == first.result("make")["files"]
    assert "b64_json" not in json.dumps([record["result"] for record in first.records])
    assert first.result("again")["usage"] == first.result("make")["usage"] != {}
    assert asked(organization) == ["/images/generations"]
    everything = {"boat.png", "boat-2.png", "boat-3.png", "boat.png.manifest.json"}
    assert files(tmp_path) == everything
    assert {looked_at(tmp_path / name) for name in everything if name.endswith(".png")} == {("PNG", (64, 48))}
    assert len({(tmp_path / name).read_bytes() for name in everything}) == 4

    (tmp_path / "boat-2.png").unlink()
    picture(tmp_path / "boat-3.png")
    fewer = {**args, "n": 1}
    second = either.run(
        [
            task("openai_image", "mend", args),
            task("openai_image", "mended", args),
            task("openai_image", "force", {**args, "force": True}),
            task("openai_image", "fewer", fewer),
            task("openai_image", "fewer again", fewer),
        ]
    ).succeed()
    assert changes(second) == {"mend": True, "mended": False, "force": True, "fewer": True, "fewer again": False}
    assert files(tmp_path) == {"boat.png", "boat.png.manifest.json"}, "images of the former request are left"
    gone = either.run([task("openai_image", "gone", {"dest": "boat.png", "state": "absent"})]).succeed()
    assert changes(gone) == {"gone": True} and files(tmp_path) == set()


def test_formats_follow_the_ending(player: Player, tmp_path: Path) -> None:
    base = {"model": PAINTER, "prompt": "a red boat", "size": "64x64"}
    more: dict[str, dict[str, t.Any]] = {
        "a.jpg": {"output_compression": 60},
        "a.webp": {"background": "transparent"},
        "a.gif": {"frame_count": 3, "frame_duration_ms": 100},
        "a.png": {"complexity": "high", "moderation": "low", "safety_identifier": "b1946ac9"},
        "a.svg": {"svg": {"model": "gpt-5.6-sol", "reasoning": {"effort": "low"}}},
        "b.bin": {"output_format": "jpeg"},
    }
    player.run([task("openai_image", name, {**base, **args, "dest": name}) for name, args in more.items()]).succeed()
    kinds = {"a.jpg": "JPEG", "a.webp": "WEBP", "a.gif": "GIF", "a.png": "PNG", "b.bin": "JPEG"}
    assert {name: looked_at(tmp_path / name)[0] for name in kinds} == kinds
    assert (tmp_path / "a.svg").read_text().startswith("<svg ")


def test_an_edit_keeps_what_the_mask_covers(player: Player, organization: Organization, tmp_path: Path) -> None:
    picture(tmp_path / "boat.png", (96, 48))
    mask = Image.new("RGBA", (96, 48), (0, 0, 0, 255))
    mask.paste((0, 0, 0, 0), (0, 0, 48, 48))
    mask.save(tmp_path / "mask.png")
    picture(tmp_path / "markup.png", (96, 48), fill=(0, 0, 0, 0))
    args = {"model": PAINTER, "image": "boat.png", "mask": "mask.png", "prompt": "make it red", "dest": "edited.png"}
    several = {
        "model": PAINTER,
        "images": ["boat.png", "mask.png"],
        "markup": "markup.png",
        "prompt": "green",
        "output_format": "svg",
        "svg": {"model": "gpt-5.6-sol", "reasoning": {"effort": "low"}},
        "dest": "both.svg",
    }
    played = player.run(
        [
            task("openai_image", "edit", args),
            task("openai_image", "again", args),
            task("openai_image", "several", several),
        ]
    ).succeed()
    assert changes(played) == {"edit": True, "again": False, "several": True}
    with Image.open(tmp_path / "edited.png") as image:
        assert image.size == (96, 48)
        assert image.getpixel((10, 10)) == (255, 0, 0, 255) and image.getpixel((90, 10)) == (0, 0, 255, 255)
    # The same path with another content is another request; another path with the same content is not.
    os.rename(tmp_path / "mask.png", tmp_path / "moved.png")
    same = player.run([task("openai_image", "same", {**args, "mask": "moved.png"})]).succeed()
    picture(tmp_path / "boat.png", (96, 48), fill="yellow")
    other = player.run([task("openai_image", "other", {**args, "mask": "moved.png"})]).succeed()
    assert (changes(same), changes(other)) == ({"same": False}, {"other": True})
    (sent, *_rest) = [entry for entry in organization.journal() if entry["template"] == "/images/edits"]
    assert {part["name"] for part in sent["body"]} == {"image", "mask", "prompt", "model"}


def test_variations_and_addresses_are_downloaded_without_the_key(
    player: Player, organization: Organization, tmp_path: Path
) -> None:
    picture(tmp_path / "square.png")
    vary = {"model": "dall-e-2", "image": "square.png", "n": 2, "size": "256x256", "dest": "varied.png"}
    paint = {"model": "dall-e-3", "prompt": "a boat", "style": "natural", "quality": "hd", "dest": "boat.png"}
    played = player.run(
        [
            task("openai_image", "vary", vary),
            task("openai_image", "again", {**vary, "response_format": "b64_json"}),
            task("openai_image", "paint", paint),
        ]
    ).succeed()
    assert changes(played) == {"vary": True, "again": False, "paint": True}
    assert [looked_at(tmp_path / name) for name in ("varied.png", "varied-2.png")] == [("PNG", (256, 256))] * 2
    assert looked_at(tmp_path / "boat.png") == ("PNG", (1024, 1024))
    assert played.result("paint")["revised_prompt"] == "a boat, in great detail."
    assert "sig=" not in (tmp_path / "boat.png.manifest.json").read_text(), "an address that opens is kept"


def test_a_stream_writes_its_previews(player: Player, tmp_path: Path) -> None:
    args = {"model": PAINTER, "prompt": "a boat", "size": "64x64", "stream": True, "dest": "boat.png"}
    played = player.run(
        [
            task("openai_image", "previews", {**args, "partial_images": 2}),
            task("openai_image", "again", {**args, "partial_images": 2}),
            task("openai_image", "none", args),
            task("openai_image", "unstreamed", {**args, "stream": False}),
        ]
    ).succeed()
    assert changes(played) == {"previews": True, "again": False, "none": True, "unstreamed": False}
    assert played.result("previews")["files"] == [str(tmp_path / "boat.png")]
    assert files(tmp_path) == {"boat.png", "boat.png.manifest.json"}
    assert looked_at(tmp_path / "boat.png") == ("PNG", (64, 64))


# --- sounds -----------------------------------------------------------------------------------------------------------


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
    assert set(changes(again).values()) == {False}, "a sound counts by its content"
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
    # What is streamed is shown, where there is somebody to show it to.
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


# --- what goes wrong --------------------------------------------------------------------------------------------------

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
    assert result["error"]["done"] == ["asked dall-e-2"]
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
    unfinished = tmp_path / ".a.wav.unfinished"
    wait_until(lambda: unfinished.exists() and unfinished.stat().st_size, "the beginning of the file")
    assert process.poll() is None
    kill_run(process)
    assert (tmp_path / "a.wav").read_bytes() == before
    again = player.run([task("openai_speech", "again", changed)]).succeed()
    assert changes(again) == {"again": True}
    assert files(tmp_path) == {"a.wav", "a.wav.manifest.json"}
    assert seconds(tmp_path / "a.wav") == pytest.approx(len("Another text.") * 0.06)


# --- the example playbooks --------------------------------------------------------------------------------------------


def test_the_playbook_of_images(player: Player, organization: Organization, tmp_path: Path) -> None:
    folder = tmp_path / "pictures"
    options = ("-e", f"output_folder={folder}", "-e", "images_variation_model=dall-e-2")
    book = ROOT / "playbooks" / "images.yml"
    player.run(book, "--check", *options).succeed()
    assert asked(organization) == [] and not folder.exists()
    player.run(book, *options).succeed()
    spent = ["/images/generations", "/images/edits", "/images/edits", "/images/variations"]
    assert asked(organization) == spent
    second = player.run(book, *options).succeed()
    assert asked(organization) == spent and not any(changes(second).values())
    kinds = {path.name: looked_at(path) for path in folder.iterdir() if path.suffix != ".json"}
    assert kinds == {
        "bicycle.png": ("PNG", (512, 512)),
        "bicycle-meadow.png": ("PNG", (512, 512)),
        "bicycle-autumn.webp": ("WEBP", (512, 512)),
        "bicycle-autumn-2.webp": ("WEBP", (512, 512)),
        "bicycle-variation.png": ("PNG", (256, 256)),
    }
    with Image.open(folder / "bicycle.png") as old, Image.open(folder / "bicycle-meadow.png") as new:
        left, right = (0, 0, 256, 512), (256, 0, 512, 512)
        assert old.crop(left).tobytes() == new.crop(left).tobytes()
        assert new.crop(right).convert("RGB").getcolors() == [(256 * 512, (0, 128, 0))]


def test_the_playbook_of_speech(player: Player, organization: Organization, tmp_path: Path) -> None:
    folder = tmp_path / "sounds"
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
