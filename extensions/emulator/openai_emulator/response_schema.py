# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a request for a response may contain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .response_tool_schema import TOOL, TOOL_CHOICE, TOOL_NAME
from .schema import (
    METADATA,
    Array,
    Bool,
    Fields,
    Int,
    Map,
    Num,
    Object,
    Str,
    Tagged,
    Type,
    req,
    text_or,
    wrong_type,
    wrong_value,
)

_CACHE = Object(fields={"mode": req(Str(choices=("explicit",))), "ttl": Str(choices=("30m", "12h"))})
_STATUS = Str(choices=("in_progress", "completed", "incomplete"), nullable=True)
_DETAIL = Str(choices=("low", "high", "auto", "original"))
_ID = Str(min=1)

PARTS: dict[str, Object] = {
    "input_text": Object(fields={"text": req(Str()), "prompt_cache_breakpoint": _CACHE}),
    "input_image": Object(
        fields={
            "detail": _DETAIL,
            "image_url": Str(nullable=True),
            "file_id": Str(nullable=True),
            "prompt_cache_breakpoint": _CACHE,
        }
    ),
    "input_file": Object(
        fields={
            "file_data": Str(),
            "file_id": Str(nullable=True),
            "file_url": Str(),
            "filename": Str(),
            "detail": Str(choices=("auto", "low", "high")),
            "prompt_cache_breakpoint": _CACHE,
        }
    ),
    "output_text": Object(
        fields={"text": req(Str()), "annotations": Array(items=Map()), "logprobs": Array(items=Map(), nullable=True)}
    ),
    "refusal": Object(fields={"refusal": req(Str())}),
}
_CONTENT = text_or(Array(items=Tagged(variants=PARTS)), (list,), "a string or array of objects")
_OUTPUT = text_or(
    Array(items=Tagged(variants={name: PARTS[name] for name in ("input_text", "input_image", "input_file")})),
    (list,),
    "a string or array of objects",
)
_ITEMS: dict[str, Type] = {
    "message": Object(
        fields={
            "type": Str(),
            "id": _ID,
            "role": req(Str(choices=("user", "assistant", "system", "developer"))),
            "content": req(_CONTENT),
            "status": _STATUS,
            "phase": Str(choices=("commentary", "final_answer"), nullable=True),
        }
    ),
    "function_call": Object(
        fields={
            "type": Str(),
            "id": _ID,
            "call_id": req(Str(min=1, max=64)),
            "name": req(TOOL_NAME),
            "arguments": req(Str()),
            "status": _STATUS,
            "namespace": Str(),
            "caller": Map(nullable=True),
        }
    ),
    "function_call_output": Object(
        fields={
            "type": Str(),
            "id": Str(nullable=True),
            "call_id": req(Str(min=1, max=64)),
            "output": req(_OUTPUT),
            "status": _STATUS,
            "name": Str(nullable=True),
            "namespace": Str(nullable=True),
            "caller": Map(nullable=True),
        }
    ),
    "custom_tool_call": Object(
        fields={"type": Str(), "id": _ID, "call_id": req(_ID), "name": req(TOOL_NAME), "input": req(Str())}
    ),
    "custom_tool_call_output": Object(fields={"type": Str(), "id": _ID, "call_id": req(_ID), "output": req(_OUTPUT)}),
    "reasoning": Object(
        fields={
            "type": Str(),
            "id": _ID,
            "summary": req(Array(items=Map())),
            "content": Array(items=Map()),
            "encrypted_content": Str(nullable=True),
            "status": _STATUS,
        }
    ),
    "item_reference": Object(fields={"type": Str(nullable=True), "id": req(_ID)}),
    "compaction": Object(fields={"type": Str(), "id": Str(nullable=True), "encrypted_content": req(Str(min=1))}),
    "compaction_trigger": Object(fields={"type": Str(), "id": Str(nullable=True)}),
    "mcp_approval_response": Object(
        fields={
            "type": Str(),
            "id": Str(nullable=True),
            "approval_request_id": req(_ID),
            "approve": req(Bool()),
            "reason": Str(nullable=True),
        }
    ),
    # What a response has put out may be sent back as it came.
    **dict.fromkeys(
        (
            "file_search_call",
            "web_search_call",
            "computer_call",
            "computer_call_output",
            "code_interpreter_call",
            "image_generation_call",
            "local_shell_call",
            "local_shell_call_output",
            "shell_call",
            "shell_call_output",
            "apply_patch_call",
            "apply_patch_call_output",
            "tool_search_call",
            "tool_search_output",
            "additional_tools",
            "program",
            "program_output",
            "mcp_list_tools",
            "mcp_approval_request",
            "mcp_call",
        ),
        Map(),
    ),
}


@dataclass(frozen=True, kw_only=True)
class Item(Type):
    """An item of the input: told by its type, which a message may leave out."""

    variants: Mapping[str, Type] = field(default_factory=lambda: _ITEMS)

    def expected(self) -> str:
        return "an object"

    def check_value(self, value: Any, path: str) -> None:
        if not isinstance(value, dict):
            raise wrong_type(path, self.expected(), value)
        name = value.get("type") or "message"
        if not isinstance(name, str) or name not in self.variants:
            raise wrong_value(f"{path}.type", name, tuple(self.variants))
        self.variants[name].check(value, path)


INPUT = text_or(Array(items=Item()), (list,), "a string or array of objects", text=Str(max=10_485_760), nullable=True)
TEXT = Object(
    fields={
        "format": Tagged(
            variants={
                "text": Object(),
                "json_object": Object(),
                "json_schema": Object(
                    fields={
                        "name": req(Str(pattern=r"[a-zA-Z0-9_-]+", max=64)),
                        "description": Str(),
                        "schema": req(Map()),
                        "strict": Bool(nullable=True),
                    }
                ),
            }
        ),
        "verbosity": Str(choices=("low", "medium", "high"), nullable=True),
    }
)
_SUMMARY = Str(choices=("auto", "concise", "detailed"), nullable=True)
REASONING = Object(
    fields={
        "effort": Str(choices=("none", "minimal", "low", "medium", "high", "xhigh", "max"), nullable=True),
        "summary": _SUMMARY,
        "generate_summary": _SUMMARY,
        "context": Str(choices=("auto", "current_turn", "all_turns"), nullable=True),
        "mode": Str(),
    },
    nullable=True,
)
INCLUDE = Str(
    choices=(
        "file_search_call.results",
        "web_search_call.results",
        "web_search_call.action.sources",
        "message.input_image.image_url",
        "computer_call_output.output.image_url",
        "code_interpreter_call.outputs",
        "reasoning.encrypted_content",
        "message.output_text.logprobs",
    )
)
_CONVERSATION = text_or(
    Object(fields={"id": req(Str(min=1))}), (dict,), "a string or object", text=Str(min=1), nullable=True
)
_MODE = Object(fields={"mode": req(Str(choices=("score", "block")))}, nullable=True)
_IMAGE = Object(fields={"context_compression": Str(choices=("auto", "enabled", "disabled"))})
_RETENTION = Str(choices=("in_memory", "24h"), nullable=True)
_TRUNCATION = Str(choices=("auto", "disabled"), nullable=True)

CREATE = Object(
    fields={
        "model": Str(min=1),
        "input": INPUT,
        "instructions": Str(nullable=True),
        "previous_response_id": Str(nullable=True),
        "conversation": _CONVERSATION,
        "prompt": Object(
            fields={"id": req(Str(min=1)), "version": Str(nullable=True), "variables": Map(nullable=True)},
            nullable=True,
        ),
        "tools": Array(items=TOOL, max=128),
        "tool_choice": TOOL_CHOICE,
        "parallel_tool_calls": Bool(nullable=True),
        "max_tool_calls": Int(min=1, nullable=True),
        "max_output_tokens": Int(min=16, nullable=True),
        "text": TEXT,
        "reasoning": REASONING,
        "temperature": Num(min=0, max=2, nullable=True),
        "top_p": Num(min=0, max=1, nullable=True),
        "top_logprobs": Int(min=0, max=20, nullable=True),
        "include": Array(items=INCLUDE, nullable=True),
        "truncation": _TRUNCATION,
        "context_management": Array(
            items=Object(fields={"type": req(Str()), "compact_threshold": Int(min=1000, nullable=True)}), nullable=True
        ),
        "image": _IMAGE,
        "background": Bool(nullable=True),
        "store": Bool(nullable=True),
        "metadata": METADATA,
        "moderation": Object(
            fields={
                "model": req(Str(min=1)),
                "policy": Object(fields={"input": _MODE, "output": _MODE}, nullable=True),
            },
            nullable=True,
        ),
        "access_programs": Object(fields={"cyber": Str(choices=("standard", "daybreak_blue", "daybreak_red"))}),
        "service_tier": Str(
            choices=("auto", "default", "flex", "scale", "priority", "fast", "ultrafast"), nullable=True
        ),
        "prompt_cache_key": Str(nullable=True),
        "prompt_cache_retention": _RETENTION,
        "prompt_cache_options": Object(
            fields={
                "mode": Str(choices=("implicit", "explicit")),
                "ttl": Str(choices=("30m", "12h")),
                "comparison_response_id": Str(nullable=True),
                "prewarm": Bool(),
            }
        ),
        "safety_identifier": Str(max=64, nullable=True),
        "user": Str(),
        "stream": Bool(nullable=True),
        "stream_options": Object(fields={"include_obfuscation": Bool()}, nullable=True),
    }
)


def _some(*names: str, **more: Type) -> Fields:
    return {**{name: CREATE.fields[name] for name in names}, **more}


COUNT = Object(
    fields=_some(
        "input",
        "instructions",
        "previous_response_id",
        "conversation",
        "reasoning",
        "text",
        "tools",
        "tool_choice",
        "parallel_tool_calls",
        model=Str(min=1, nullable=True),
        truncation=Str(choices=("auto", "disabled")),
        personality=Str(),
    )
)
COMPACT = Object(
    fields=_some(
        "input",
        "instructions",
        "previous_response_id",
        "image",
        "prompt_cache_key",
        "prompt_cache_retention",
        model=req(Str(min=1)),
        prompt_cache_options=Object(
            fields={"mode": Str(choices=("implicit", "explicit")), "ttl": Str(choices=("30m",))}, nullable=True
        ),
        service_tier=Str(choices=("auto", "default", "fast", "flex", "priority"), nullable=True),
    )
)
