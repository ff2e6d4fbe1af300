# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Translations of audio files into English."""

from __future__ import annotations

from ..._api.connection import PROJECT
from ..._engine.fields import Collection, Field
from ..._engine.generation import Generation
from ..._engine.generation_request import ARTIFACT_FIELDS, fail_on
from .transcription import AUDIO_TO_TEXT, AUDIO_UNITS, FORMATS

TRANSLATIONS = Collection("translation", path="/audio/translations", key=PROJECT, listable=False)

TRANSLATION = Generation(
    TRANSLATIONS,
    required_inputs=("model", "file"),
    fingerprint_ignore=(),
    billed_by=AUDIO_UNITS,
    hooks=AUDIO_TO_TEXT,
    fields=(
        Field("model"),
        Field("file", "path", aliases=("src",)),
        Field("response_format", choices=FORMATS),
        Field("prompt"),
        Field("temperature", "float", min=0, max=1),
        fail_on("empty"),
        *ARTIFACT_FIELDS,
    ),
)
