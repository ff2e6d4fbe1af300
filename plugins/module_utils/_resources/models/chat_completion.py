# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Chat completions."""

from __future__ import annotations

from ..._engine.fields import METADATA, Field
from ..._engine.generation import Generation
from ..._engine.generation_request import ARTIFACT_FIELDS, GenerationHooks, fail_on
from ..._engine.info import Info
from . import _chat_completion_hooks as hooks

CHAT_COMPLETION = Generation(
    hooks.COMPLETIONS,
    hooks=GenerationHooks(
        request=hooks.request,
        send=hooks.send,
        findings=hooks.findings,
        return_values=hooks.return_values,
        files=hooks.files,
        without_content=hooks.without_content,
    ),
    required_inputs=("model", "messages"),
    fields=(
        Field("model"),
        Field("messages", "list", elements="dict", min_length=1),
        Field("store", "bool"),
        METADATA,
        Field("temperature", "float", min=0, max=2),
        Field("top_p", "float", min=0, max=1),
        Field("n", "int", min=1, max=128),
        Field("max_completion_tokens", "int", min=1, no_log=False),
        Field("max_tokens", "int", min=1, no_log=False),
        Field("stop", "list", elements="str", min_length=1, max_length=4),
        Field("frequency_penalty", "float", min=-2, max=2),
        Field("presence_penalty", "float", min=-2, max=2),
        Field("logprobs", "bool"),
        Field("top_logprobs", "int", min=0, max=20),
        Field("logit_bias", "dict"),
        Field("seed", "int"),
        Field("response_format", "dict"),
        Field("schema", "dict", request_name=""),
        Field("tools", "list", elements="dict"),
        Field("tool_choice", "raw"),
        Field("parallel_tool_calls", "bool"),
        Field("functions", "list", elements="dict", min_length=1, max_length=128),
        Field("function_call", "raw"),
        Field("modalities", "list", elements="str", choices=("text", "audio")),
        Field("audio", "dict"),
        Field("prediction", "dict"),
        Field("verbosity", choices=("low", "medium", "high")),
        Field("reasoning_effort"),
        Field("service_tier"),
        Field("web_search_options", "dict"),
        Field("moderation", "dict"),
        Field("stream", "bool"),
        Field("stream_options", "dict"),
        Field("user"),
        Field("safety_identifier", max_length=64),
        Field("prompt_cache_key", no_log=False),
        Field("prompt_cache_retention", choices=("in_memory", "24h")),
        Field("prompt_cache_options", "dict"),
        fail_on("incomplete", "refusal", "tool_calls"),
        *ARTIFACT_FIELDS,
    ),
    validate=hooks.check,
)

CHAT_COMPLETION_INFO = Info(
    CHAT_COMPLETION,
    filters=(Field("model"), Field("metadata", "dict"), Field("order", choices=("asc", "desc"))),
    extra_options=(Field("messages", "bool", default=False),),
    add_details=hooks.detail,
    operations=(f"GET {hooks.MESSAGES}",),
)
