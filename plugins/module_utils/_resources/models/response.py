# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Responses."""

from __future__ import annotations

from ..._engine.fields import METADATA, Field
from ..._engine.generation import Generation
from ..._engine.generation_request import ARTIFACT_FIELDS, GenerationHooks, fail_on
from ..._engine.info import Info, InfoHooks
from ..._engine.wait import WAIT_FIELDS
from . import _response_hooks as hooks

RESPONSE = Generation(
    hooks.RESPONSES,
    hooks=GenerationHooks(
        plan_present=hooks.plan_present,
        request_path=hooks.request_path,
        request=hooks.request,
        is_stored=hooks.is_stored,
        single_attempt=hooks.single_attempt,
        persists=hooks.persists,
        in_progress=hooks.in_progress,
        send=hooks.send,
        findings=hooks.findings,
        return_values=hooks.return_values,
        files=hooks.files,
        without_content=hooks.without_content,
        delete_stored=hooks.delete_stored,
    ),
    required_inputs=(),
    fingerprint_ignore=("metadata", "store", "stream", "stream_options", "user", "safety_identifier", "background"),
    always_fail=("failed", "cancelled"),
    more_states=("counted", "compacted"),
    fields=(
        Field("model"),
        Field("input", "raw"),
        Field("instructions"),
        Field("prompt", "dict"),
        Field("previous_response_id"),
        Field("conversation", "raw"),
        Field("tools", "list", elements="dict"),
        Field("tool_choice", "raw"),
        Field("parallel_tool_calls", "bool"),
        Field("max_tool_calls", "int", min=1),
        Field("schema", "dict", request_name=""),
        Field("text", "dict"),
        Field("reasoning", "dict"),
        Field("max_output_tokens", "int", min=16, no_log=False),
        Field("temperature", "float", min=0, max=2),
        Field("top_p", "float", min=0, max=1),
        Field("top_logprobs", "int", min=0, max=20),
        Field("include", "list", elements="str"),
        Field("truncation", choices=("auto", "disabled")),
        Field("context_management", "list", elements="dict", min_length=1),
        Field("image", "dict"),
        Field("background", "bool"),
        Field("store", "bool"),
        METADATA,
        Field("moderation", "dict"),
        Field("access_programs", "dict"),
        Field("service_tier"),
        Field("prompt_cache_key", no_log=False),
        Field("prompt_cache_retention", choices=("in_memory", "24h")),
        Field("prompt_cache_options", "dict"),
        Field("safety_identifier", max_length=64),
        Field("user"),
        Field("stream", "bool"),
        Field("stream_options", "dict"),
        fail_on("incomplete", "refusal", "tool_calls"),
        *WAIT_FIELDS,
        *ARTIFACT_FIELDS,
    ),
    validate=hooks.check,
    operations=(f"POST {hooks.COUNT}", f"POST {hooks.COMPACT}", f"POST {hooks.CANCEL}"),
)

RESPONSE_INFO = Info(
    RESPONSE,
    hooks=InfoHooks(read_one=hooks.read_one),
    extra_options=(Field("input_items", "bool", default=False), Field("include", "list", elements="str")),
    add_details=hooks.detail,
    operations=(f"GET {hooks.INPUT_ITEMS}",),
)
