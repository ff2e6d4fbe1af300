# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Completions (legacy)."""

from __future__ import annotations

from ..._api.connection import PROJECT
from ..._engine.fields import Collection, Field
from ..._engine.generation import Generation
from ..._engine.generation_request import ARTIFACT_FIELDS, GenerationHooks, fail_on
from . import _completion_hooks as hooks

COMPLETIONS = Collection("completion", path="/completions", key=PROJECT, listable=False)

COMPLETION = Generation(
    COMPLETIONS,
    hooks=GenerationHooks(
        request=hooks.request,
        send=hooks.send,
        findings=hooks.findings,
        return_values=hooks.return_values,
        content=hooks.content,
    ),
    required_inputs=("model", "prompt"),
    fields=(
        Field("model"),
        Field("prompt", "raw"),
        Field("suffix"),
        Field("max_tokens", "int", min=0, no_log=False),
        Field("temperature", "float", min=0, max=2),
        Field("top_p", "float", min=0, max=1),
        Field("n", "int", min=1, max=128),
        Field("best_of", "int", min=0, max=20),
        Field("echo", "bool"),
        Field("logprobs", "int", min=0, max=5),
        Field("stop", "list", elements="str", min_length=1, max_length=4),
        Field("frequency_penalty", "float", min=-2, max=2),
        Field("presence_penalty", "float", min=-2, max=2),
        Field("logit_bias", "dict"),
        Field("seed", "int"),
        Field("stream", "bool"),
        Field("stream_options", "dict"),
        Field("user"),
        fail_on("incomplete"),
        *ARTIFACT_FIELDS,
    ),
    validate=hooks.check,
)
