# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Moderations."""

from __future__ import annotations

from ..._engine.fields import Field
from ..._engine.generation import Generation
from ..._engine.generation_request import ARTIFACT_FIELDS, GenerationHooks, fail_on
from . import _moderation_hooks as hooks
from . import _predictions as predictions

MODERATION = Generation(
    hooks.MODERATIONS,
    hooks=GenerationHooks(
        request=hooks.request,
        send=hooks.send,
        rejections=hooks.rejections,
        findings=hooks.findings,
        return_values=hooks.return_values,
        log_usage=hooks.log_usage,
        content=hooks.content,
        predict_answer=predictions.moderation,
    ),
    required_inputs=(),
    answer_fields=("results",),
    billed_by=(),
    fields=(
        Field("model"),
        Field("input", "raw"),
        Field("images", "list", elements="str", request_name="", single_text=True),
        Field("threshold", "float", request_name=""),
        Field("thresholds", "dict", request_name=""),
        fail_on("flagged"),
        *ARTIFACT_FIELDS,
    ),
    validate=hooks.check,
)
