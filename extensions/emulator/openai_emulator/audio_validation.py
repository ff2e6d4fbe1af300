# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rules of audio requests: voices, models and response formats."""

from __future__ import annotations

import re
from typing import Any

from .errors import ApiError, bad_request, unknown, wrong_value
from .model_catalog import Model
from .server import Call

TTS1_VOICES = ("alloy", "ash", "coral", "echo", "fable", "onyx", "nova", "sage", "shimmer")
VOICES = (*TTS1_VOICES, "ballad", "verse", "marin", "cedar")
CHUNKING_REQUIRED_SECONDS = 30.0
"""Duration from which diarization requires a chunking strategy, in seconds."""


def check_speech(call: Call, model: Model) -> None:
    """Raise if the model does not support the voice or an option."""
    body, old = call.body, model.id.startswith("tts-1")
    voice = body["voice"]
    if isinstance(voice, dict):
        if call.find("voice", voice["id"], scope=call.project) is None:
            raise bad_request(f"Voice with id '{voice['id']}' not found.", param="voice", code="voice_not_found")
    elif voice not in (TTS1_VOICES if old else VOICES):
        raise wrong_value("voice", voice, TTS1_VOICES if old else VOICES)
    if old and body.get("stream_format") == "sse":
        raise bad_request(
            f"'sse' stream format is not supported for '{model.id}'.", param="stream_format", code="invalid_value"
        )
    if old and body.get("instructions"):
        raise bad_request(
            f"'instructions' are not supported for '{model.id}'.", param="instructions", code="unsupported_parameter"
        )


def incompatible_format(form: str, model: str, others: str) -> ApiError:
    """Return the error for a response format that the model does not support."""
    return bad_request(
        f"response_format '{form}' is not compatible with model '{model}'. Use {others} instead.",
        param="response_format",
        code="unsupported_value",
    )


def check_transcription(body: dict[str, Any], model: Model) -> None:
    """Raise if the model does not support an option of the transcription."""
    form, diarizes = body.get("response_format") or "json", model.id == "gpt-4o-transcribe-diarize"
    if diarizes:
        if form not in ("json", "text", "diarized_json"):
            raise incompatible_format(form, model.id, "'json', 'text' or 'diarized_json'")
        for name in ("prompt", "include", "timestamp_granularities"):
            if body.get(name):
                raise bad_request(
                    f"'{name}' is not supported with model '{model.id}'.", param=name, code="unsupported_parameter"
                )
    elif form == "diarized_json":
        raise incompatible_format(form, model.id, "a diarization model")
    elif model.id != "whisper-1" and form not in ("json", "text"):
        raise incompatible_format(form, model.id, "'json' or 'text'")
    if len(body.get("known_speaker_names") or ()) != len(body.get("known_speaker_references") or ()):
        raise bad_request(
            "'known_speaker_names' and 'known_speaker_references' must have the same length.",
            param="known_speaker_references",
            code="invalid_value",
        )
    for at, reference in enumerate(body.get("known_speaker_references") or ()):
        if not re.match(r"data:audio/[\w.+-]+;base64,", reference):
            raise bad_request(
                f"Invalid 'known_speaker_references[{at}]': expected a data URL.",
                param="known_speaker_references",
                code="invalid_value",
            )
    for name in ("keywords", "languages"):
        if body.get(name) and model.id != "gpt-transcribe":
            raise unknown(name)
    if body.get("timestamp_granularities") and form != "verbose_json":
        raise bad_request(
            "timestamp_granularities is only supported with response_format 'verbose_json'.",
            param="timestamp_granularities",
            code="invalid_value",
        )
    if body.get("include") and (form != "json" or model.id in ("whisper-1", "gpt-transcribe")):
        raise bad_request(
            "include[] 'logprobs' is only supported with response_format 'json' and the models gpt-4o-transcribe and "
            "gpt-4o-mini-transcribe.",
            param="include",
            code="unsupported_parameter",
        )
    for language in [body.get("language"), *(body.get("languages") or ())]:
        if language is not None and not re.fullmatch(r"[a-z]{2,3}", language):
            raise bad_request(
                f"Invalid language '{language}'. Language parameter must be specified in ISO-639-1 format.",
                param="language",
                code="invalid_language_format",
            )
