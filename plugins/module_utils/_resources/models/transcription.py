# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Transcriptions of audio files."""

from __future__ import annotations

from ..._api.connection import PROJECT
from ..._engine.fields import Collection, Field
from ..._engine.generation import Generation
from ..._engine.generation_request import ARTIFACT_FIELDS, GenerationHooks, fail_on
from . import _transcription_hooks as hooks

TRANSCRIPTIONS = Collection("transcription", path="/audio/transcriptions", key=PROJECT, listable=False)

FORMATS = ("json", "text", "verbose_json", *hooks.SUBTITLES)

AUDIO_TO_TEXT = GenerationHooks(
    request=hooks.request,
    send=hooks.send,
    findings=hooks.findings,
    files=hooks.files,
    return_values=hooks.return_values,
)
"""Hooks of transcriptions and translations."""

TRANSCRIPTION = Generation(
    TRANSCRIPTIONS,
    hooks=AUDIO_TO_TEXT,
    required_inputs=("model", "file"),
    fingerprint_ignore=("stream",),
    fields=(
        Field("model"),
        Field("file", "path", aliases=("src",)),
        Field("response_format", choices=(*FORMATS, "diarized_json")),
        Field("language"),
        Field("languages", "list", elements="str", min_length=1),
        Field("keywords", "list", elements="str", no_log=False),
        Field("prompt"),
        Field("temperature", "float", min=0, max=1),
        Field("timestamp_granularities", "list", elements="str", choices=("word", "segment")),
        Field("include", "list", elements="str", choices=("logprobs",)),
        Field("chunking_strategy", "raw"),
        Field("known_speaker_names", "list", elements="str", max_length=4),
        Field("known_speaker_references", "list", elements="str", max_length=4),
        Field("stream", "bool"),
        fail_on("empty"),
        *ARTIFACT_FIELDS,
    ),
)
