# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Content provenance checks: detect images and audio files that a model of the API generated."""

from __future__ import annotations

from ..._api.connection import PROJECT
from ..._engine.fields import Collection, Field
from ..._engine.generation import Generation
from ..._engine.generation_request import ARTIFACT_FIELDS, GenerationHooks, fail_on
from . import _content_provenance_check_hooks as hooks
from . import _predictions as predictions

CHECKS = Collection("content_provenance_check", path="/content_provenance_checks", key=PROJECT, listable=False)

CONTENT_PROVENANCE_CHECK = Generation(
    CHECKS,
    hooks=GenerationHooks(
        request=hooks.request,
        note_sent=hooks.note_sent,
        findings=hooks.findings,
        content=hooks.content,
        return_values=hooks.return_values,
        predict_answer=predictions.content_provenance_check,
    ),
    required_inputs=("file",),
    fingerprint_ignore=(),
    billed_by=(),
    fields=(
        Field("file", "path", aliases=("src",)),
        fail_on("detected", "not_detected", "invalid"),
        *ARTIFACT_FIELDS,
    ),
)
