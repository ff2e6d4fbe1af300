# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Speech, transcription and translation. Audio files contain their text in the metadata."""

from __future__ import annotations

import asyncio
import base64
import math
from typing import Any

from .. import audio_synthesis
from ..audio_transcription import (
    LANGUAGE_CODES,
    decode_upload,
    detect_language,
    diarized_transcription,
    speaker_turns,
    stream_events,
    subtitles,
    token_logprobs,
    transcription_usage,
    translate_text,
    verbose_transcription,
)
from ..audio_validation import CHUNKING_REQUIRED_SECONDS, check_speech, check_transcription
from ..errors import bad_request
from ..replies import BytesReply, EventReply, TextReply
from ..request_shapes import not_empty
from ..routing import KeyClass, Part, RouteGroup
from ..server import Call
from ..text_language import count_tokens, deterministic_fraction
from .chat_completions import check_quota, consume_rate_limit
from .models import require_model

routes = RouteGroup("audio", KeyClass.PROJECT)

FORMATS = ("json", "text", "srt", "verbose_json", "vtt")


# --- speech -----------------------------------------------------------------------------------------------------------


async def prepare_speech(call: Call) -> None:
    """Validate the request and encode the speech in a thread."""
    check_quota(call)
    body = call.body
    model = require_model(call, body["model"], "speech")
    check_speech(call, model)
    consume_rate_limit(call, model.id, count_tokens(body["input"]))
    voice = body["voice"] if isinstance(body["voice"], str) else body["voice"]["id"]
    note = {"text": body["input"], "voice": voice, "model": model.id, "at": call.now}
    call.prepared = await asyncio.to_thread(
        audio_synthesis.encode,
        body["input"],
        body.get("response_format") or "mp3",
        speed=float(body.get("speed") or 1.0),
        pitch=160 + int(deterministic_fraction(voice) * 200),
        note=note,
    )


@routes.route(
    "POST",
    "/audio/speech",
    "createSpeech",
    {
        "input": {"minLength": 1, "maxLength": 4096},
        "voice.id": {"minLength": 1},
        "instructions": {"maxLength": 4096},
        "speed": {"minimum": 0.25, "maximum": 4.0},
    },
    prepare=prepare_speech,
)
def create_speech(call: Call) -> Any:
    """Return the speech as streamed audio or as events."""
    content: bytes = call.prepared
    body = call.body
    if body.get("stream_format") != "sse":
        return BytesReply(content, audio_synthesis.TYPES[body.get("response_format") or "mp3"])
    asked, made = count_tokens(body["input"]), math.ceil(len(body["input"]) * 1.2)
    events: list[dict[str, Any]] = [
        {"type": "speech.audio.delta", "audio": base64.b64encode(content[at : at + 48_000]).decode()}
        for at in range(0, len(content), 48_000)
    ]
    usage = {"input_tokens": asked, "output_tokens": made, "total_tokens": asked + made}
    return EventReply([*events, {"type": "speech.audio.done", "usage": usage}], named=True)


# --- transcription ----------------------------------------------------------------------------------------------------


async def prepare_transcription(call: Call) -> None:
    """Validate the request and read the audio in a thread."""
    check_quota(call)
    model = require_model(call, call.body["model"], "transcription")
    check_transcription(call.body, model)
    known, text = await asyncio.to_thread(decode_upload, call)
    whole = not call.body.get("chunking_strategy")
    if whole and known.seconds > CHUNKING_REQUIRED_SECONDS and model.id == "gpt-4o-transcribe-diarize":
        raise bad_request(
            "chunking_strategy is required for diarization models", param="chunking_strategy", code="invalid_value"
        )
    consume_rate_limit(call, model.id, math.ceil(known.seconds * 10))
    call.prepared = model, known.seconds, text


@routes.route(
    "POST",
    "/audio/transcriptions",
    "createTranscription",
    {
        **not_empty("language", "languages[]", "keywords[]", "known_speaker_names[]", "known_speaker_references[]"),
        "temperature": {"minimum": 0, "maximum": 1},
        "chunking_strategy.prefix_padding_ms": {"minimum": 0},
        "chunking_strategy.silence_duration_ms": {"minimum": 0},
        "chunking_strategy.threshold": {"minimum": 0, "maximum": 1},
        "known_speaker_names": {"maxItems": 4},
        "known_speaker_references": {"maxItems": 4},
    },
    parts={"file": Part(max_option="max_audio_bytes")},
    prepare=prepare_transcription,
)
def transcribe(call: Call) -> Any:
    """Return the transcription of an audio file."""
    model, seconds, raw = call.prepared
    body = call.body
    form = body.get("response_format") or "json"
    spoken = speaker_turns(raw)
    text = " ".join(said for _who, said in spoken)
    usage = transcription_usage(model, text, seconds)
    if form == "diarized_json":
        return diarized_transcription(spoken, seconds, usage, body)
    if body.get("stream") and model.id != "whisper-1":
        return EventReply(stream_events(text, usage, body), named=True)
    if form == "text":
        return TextReply(text + "\n")
    if form in ("srt", "vtt"):
        return subtitles(text, seconds, form)
    language = detect_language(text)
    if form == "verbose_json":
        return {**verbose_transcription(text, seconds, language, "transcribe", body), "usage": usage}
    answer: dict[str, Any] = {"text": text, "usage": usage}
    if "logprobs" in (body.get("include") or ()):
        answer["logprobs"] = token_logprobs(text)
    if model.id == "gpt-transcribe":
        answer["languages"] = [{"code": LANGUAGE_CODES[language]}] if text else []
    return answer


async def prepare_translation(call: Call) -> None:
    """Validate the request and read the audio in a thread."""
    check_quota(call)
    model = require_model(call, call.body["model"], "transcription")
    if model.id != "whisper-1":
        raise bad_request(
            f"Invalid model '{model.id}'. Only 'whisper-1' can translate.", param="model", code="unsupported_value"
        )
    known, text = await asyncio.to_thread(decode_upload, call)
    consume_rate_limit(call, model.id, math.ceil(known.seconds * 10))
    call.prepared = known.seconds, translate_text(" ".join(said for _who, said in speaker_turns(text)))


@routes.route(
    "POST",
    "/audio/translations",
    "createTranslation",
    {"temperature": {"minimum": 0, "maximum": 1}},
    parts={"file": Part(max_option="max_audio_bytes")},
    prepare=prepare_translation,
)
def translate(call: Call) -> Any:
    """Return the English translation of an audio file."""
    seconds, text = call.prepared
    form = call.body.get("response_format") or "json"
    if form == "text":
        return TextReply(text + "\n")
    if form in ("srt", "vtt"):
        return subtitles(text, seconds, form)
    if form == "verbose_json":
        return verbose_transcription(text, seconds, "english", "translate", call.body)
    return {"text": text}
