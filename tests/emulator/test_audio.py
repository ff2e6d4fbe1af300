# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Speech in formats that an independent decoder reads, and its transcription."""

from __future__ import annotations

import base64
import io
import json
import typing as t
import wave

import av
import openai
import pytest

from .conftest import Organization, refused

TEXT = "The deploy is done. Nothing failed!"
CONVERSATION = "Ada: Is it up?\nGrace: It is up.\nAda: Thank you."


def said(client: openai.OpenAI, text: str = TEXT, form: t.Any = "wav", **more: t.Any) -> bytes:
    asked = {"model": "gpt-4o-mini-tts", "voice": "marin", "input": text, "response_format": form, **more}
    return client.audio.speech.create(**asked).content


def length(data: bytes) -> float:
    """Return the duration in seconds that an independent decoder measures."""
    samples, rate = 0, 1
    with av.open(io.BytesIO(data), "r") as sound:
        for frame in sound.decode(audio=0):
            samples, rate = samples + frame.samples, frame.sample_rate
    return samples / rate


def heard(client: openai.OpenAI, data: bytes, name: str = "sound.wav", **more: t.Any) -> t.Any:
    return client.audio.transcriptions.create(**{"model": "whisper-1", "file": (name, data), **more})


@pytest.mark.parametrize("form", ["mp3", "opus", "aac", "flac", "wav"])
def test_formats(client: openai.OpenAI, form: str) -> None:
    data = said(client, form=form)
    assert length(data) == pytest.approx(len(TEXT) * 0.06, abs=0.05)
    assert length(said(client, form=form, speed=2)) == pytest.approx(len(TEXT) * 0.03, abs=0.05)


def test_pcm_equals_wav_samples(client: openai.OpenAI) -> None:
    with wave.open(io.BytesIO(said(client))) as sound:
        assert (sound.getframerate(), sound.getnchannels(), sound.getsampwidth()) == (24_000, 1, 2)
        assert sound.readframes(sound.getnframes()) == said(client, form="pcm")


@pytest.mark.parametrize(("form", "name"), [("mp3", "a.mp3"), ("opus", "a.ogg"), ("flac", "a.flac"), ("wav", "a.wav")])
def test_speech_is_transcribed(client: openai.OpenAI, form: str, name: str) -> None:
    text = "Größe: 5 € — »passt«."
    assert heard(client, said(client, text, form), name).text == text


def test_streamed_speech(org: Organization) -> None:
    with (
        org.client() as client,
        client.audio.speech.with_streaming_response.create(
            model="gpt-4o-mini-tts", voice="alloy", input=TEXT, response_format="wav", stream_format="sse"
        ) as answer,
    ):
        events = [json.loads(line[6:]) for line in answer.iter_lines() if line.startswith("data: ")]
    whole = b"".join(base64.b64decode(event["audio"]) for event in events[:-1])
    assert length(whole) > 1 and events[-1]["usage"]["total_tokens"] > 0


def test_verbose_transcription(client: openai.OpenAI) -> None:
    found = heard(
        client, said(client), response_format="verbose_json", timestamp_granularities=["word", "segment"], language="en"
    )
    assert found.text == TEXT and found.language == "english" and found.duration == 2.1
    assert [each.text for each in found.segments] == [" The deploy is done.", " Nothing failed!"]
    assert [each.word for each in found.words] == ["The", "deploy", "is", "done", "Nothing", "failed"]
    ends = [each.end for each in found.words]
    assert ends == sorted(ends) and ends[-1] == found.duration
    assert found.usage.seconds == 3


def test_subtitles(client: openai.OpenAI) -> None:
    data = said(client)
    assert heard(client, data, response_format="text") == TEXT + "\n"
    assert heard(client, data, response_format="srt").startswith(
        "1\n00:00:00,000 --> 00:00:01,170\nThe deploy is done.\n\n2\n"
    )
    assert heard(client, data, response_format="vtt").startswith("WEBVTT\n\n00:00:00.000 --> 00:00:01.170\n")


def test_transcription_logprobs_and_streams(client: openai.OpenAI) -> None:
    data = said(client)
    found = heard(client, data, model="gpt-4o-transcribe", include=["logprobs"])
    assert "".join(each.token for each in found.logprobs) == TEXT and found.usage.type == "tokens"
    events = list(heard(client, data, model="gpt-4o-mini-transcribe", stream=True))
    assert "".join(event.delta for event in events[:-1]) == events[-1].text == TEXT
    found = heard(client, said(client, "Hallo Welt"), model="gpt-transcribe", languages=["de"], keywords=["Welt"])
    assert [each.code for each in found.languages] == ["de"]


def test_diarization(client: openai.OpenAI) -> None:
    data = said(client, CONVERSATION)
    asked: dict[str, t.Any] = {"model": "gpt-4o-transcribe-diarize", "response_format": "diarized_json"}
    found = heard(client, data, **asked, chunking_strategy={"type": "server_vad", "threshold": 0.4})
    assert [(each.speaker, each.text) for each in found.segments] == [
        ("A", "Is it up?"),
        ("B", "It is up."),
        ("A", "Thank you."),
    ]
    reference = "data:audio/wav;base64," + base64.b64encode(data).decode()
    known: dict[str, t.Any] = {"known_speaker_names": ["ada"], "known_speaker_references": [reference]}
    assert [each.speaker for each in heard(client, data, **asked, **known).segments] == ["ada", "A", "ada"]
    assert [event.type for event in heard(client, data, **asked, stream=True)][-1] == "transcript.text.done"


def test_other_audio_formats(client: openai.OpenAI) -> None:
    def tone(level: bytes) -> bytes:
        out = io.BytesIO()
        with wave.open(out, "wb") as sound:
            sound.setparams((1, 2, 8000, 0, "NONE", ""))
            sound.writeframes(level * 16_000)
        return out.getvalue()

    assert heard(client, tone(b"\x00\x00")).text == ""
    assert heard(client, tone(b"\x10\x00")).text == "Audio of 2.0 seconds."
    encoded = io.BytesIO()
    with av.open(encoded, "w", format="mp4") as out, av.open(io.BytesIO(tone(b"\x10\x00")), "r") as source:
        stream = out.add_stream("aac", rate=8000)
        for frame in source.decode(audio=0):
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    assert heard(client, encoded.getvalue(), "a.m4a").text == "Audio of 2.0 seconds."


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_translations(client: openai.OpenAI) -> None:
    def translated(**more: t.Any) -> t.Any:
        sound = ("a.wav", said(client, "Guten Tag Welt, danke."))
        return client.audio.translations.create(**{"model": "whisper-1", "file": sound, **more})

    assert translated().text == "Good Day World, thanks."
    found = translated(response_format="verbose_json")
    assert (found.language, found.segments[0].text) == ("english", " Good Day World, thanks.")
    assert translated(response_format="srt").startswith("1\n00:00:00,000 --> ")
    assert refused(lambda: translated(model="gpt-4o-transcribe")).code == "unsupported_value"
    assert refused(lambda: translated(response_format="diarized_json")).code == "invalid_value"


SPEAK: list[tuple[dict[str, t.Any], str]] = [
    ({"model": "whisper-1"}, ""),
    ({"model": "tts-9"}, "model_not_found"),
    ({"input": ""}, "empty_string"),
    ({"input": "x" * 4097}, "string_above_max_length"),
    ({"voice": "zoe"}, "invalid_value"),
    ({"voice": {"id": "voice_none"}}, "voice_not_found"),
    ({"model": "tts-1", "voice": "cedar"}, "invalid_value"),
    ({"model": "tts-1", "voice": "alloy", "instructions": "slowly"}, "unsupported_parameter"),
    ({"model": "tts-1", "voice": "alloy", "stream_format": "sse"}, "invalid_value"),
    ({"response_format": "ogg"}, "invalid_value"),
    ({"speed": 5}, "decimal_above_max_value"),
]


@pytest.mark.parametrize(("change", "code"), SPEAK)
def test_invalid_speech_requests(client: openai.OpenAI, change: dict[str, t.Any], code: str) -> None:
    assert (refused(lambda: said(client, **{"text": change.pop("input", TEXT), **change})).code or "") == code


HEAR: list[tuple[dict[str, t.Any], str]] = [
    ({"model": "tts-1"}, ""),
    ({"model": "gpt-4o-transcribe", "response_format": "srt"}, "unsupported_value"),
    ({"response_format": "diarized_json"}, "unsupported_value"),
    ({"model": "gpt-4o-transcribe-diarize", "response_format": "verbose_json"}, "unsupported_value"),
    ({"model": "gpt-4o-transcribe-diarize", "prompt": "names"}, "unsupported_parameter"),
    ({"include": ["logprobs"]}, "unsupported_parameter"),
    ({"timestamp_granularities": ["word"]}, "invalid_value"),
    ({"language": "english"}, "invalid_language_format"),
    ({"keywords": ["x"]}, "unknown_parameter"),
    ({"temperature": 2}, "decimal_above_max_value"),
    ({"known_speaker_names": ["ada"]}, "invalid_value"),
    ({"chunking_strategy": {"type": "client_vad"}}, "invalid_value"),
    ({"file": ("sound.txt", b"words")}, ""),
    ({"file": ("sound.wav", b"words")}, "invalid_value"),
    ({"file": ("sound.wav", b"x" * (25 * 1024 * 1024 + 1))}, "file_too_large"),
]


@pytest.mark.parametrize(("change", "code"), HEAR)
def test_invalid_transcription_requests(client: openai.OpenAI, change: dict[str, t.Any], code: str) -> None:
    data = said(client)
    assert (refused(lambda: heard(client, data, **change)).code or "") == code


def test_audio_duration_limits(client: openai.OpenAI) -> None:
    long = said(client, "word " * 110)
    asked: dict[str, t.Any] = {"model": "gpt-4o-transcribe-diarize", "response_format": "diarized_json"}
    assert refused(lambda: heard(client, long, **asked)).param == "chunking_strategy"
    assert heard(client, long, **asked, chunking_strategy="auto").segments
    assert refused(lambda: heard(client, said(client, "x"))).code == "audio_too_short"


def test_provenance_of_speech(client: openai.OpenAI) -> None:
    (found,) = client.content_provenance_checks.create(file=("a.mp3", said(client, form="mp3"))).results
    assert (found.type, found.outcome, found.model) == ("synthid", "detected", "gpt-4o-mini-tts")


def test_account_options_apply(client: openai.OpenAI, org: Organization) -> None:
    data = said(client)
    org.control("options", {"quota": "exhausted"})
    assert refused(lambda: said(client)).code == "insufficient_quota"
    assert refused(lambda: heard(client, data)).code == "insufficient_quota"
