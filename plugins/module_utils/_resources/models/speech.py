# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Speech."""

from __future__ import annotations

from ..._api.connection import PROJECT
from ..._engine.fields import Collection, Field
from ..._engine.generation import Generation
from ..._engine.generation_request import ARTIFACT_FIELDS, GenerationHooks
from . import _speech_hooks as hooks

SPEECHES = Collection("speech", path="/audio/speech", key=PROJECT, listable=False, plural="speeches")

SPEECH = Generation(
    SPEECHES,
    hooks=GenerationHooks(request=hooks.request, send=hooks.send, files=hooks.files, return_values=hooks.return_values),
    required_inputs=("model", "input", "voice", "dest"),
    fingerprint_ignore=("stream_format",),
    fields=(
        Field("model"),
        Field("input", max_length=4096),
        Field("voice", "raw"),
        Field("instructions", max_length=4096),
        Field("response_format", choices=hooks.FORMATS),
        Field("speed", "float", min=0.25, max=4),
        Field("stream_format", choices=("audio", "sse")),
        *ARTIFACT_FIELDS,
    ),
)
