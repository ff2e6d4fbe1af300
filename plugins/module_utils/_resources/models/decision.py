# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Decisions."""

from __future__ import annotations

from ..._engine.fields import Field
from ..._engine.generation import Generation
from ..._engine.generation_request import ARTIFACT_FIELDS, GenerationHooks, fail_on
from . import _decision_hooks as hooks
from . import _predictions as predictions

DECISION = Generation(
    hooks.DECISIONS,
    hooks=GenerationHooks(
        request=hooks.request,
        findings=hooks.findings,
        return_values=hooks.return_values,
        content=hooks.content,
        predict_answer=predictions.decision,
    ),
    required_inputs=("model", "input", "questions"),
    fingerprint_ignore=("safety_identifier", "prompt_cache_key", "prompt_cache_options"),
    fields=(
        Field("model"),
        Field("input", "raw"),
        Field("questions", "list", elements="dict"),
        Field("prompt_cache_key", no_log=False),
        Field("prompt_cache_options", "dict"),
        Field("safety_identifier", max_length=64),
        fail_on("refusal"),
        *ARTIFACT_FIELDS,
    ),
    validate=hooks.check,
)
