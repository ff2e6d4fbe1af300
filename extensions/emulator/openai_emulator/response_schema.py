# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a request for a response may contain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

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
    Union,
    req,
    text_or,
    wrong_type,
    wrong_value,
)

_CACHE = Object(fields={"mode": req(Str(choices=("explicit",))), "ttl": Str(choices=("30m", "12h"))})
_TOOL_NAME = Str(pattern=r"[a-zA-Z0-9_-]+", max=128)
_STATUS = Str(choices=("in_progress", "completed", "incomplete"), nullable=True)
_DETAIL = Str(choices=("low", "high", "auto", "original"))
_ID = Str(min=1)
_CALLERS = Array(items=Str(choices=("direct", "programmatic")), nullable=True)

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
            "name": req(_TOOL_NAME),
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
        fields={"type": Str(), "id": _ID, "call_id": req(_ID), "name": req(_TOOL_NAME), "input": req(Str())}
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
_FUNCTION: dict[str, Type] = {
    "name": req(_TOOL_NAME),
    "description": Str(nullable=True),
    "parameters": Map(nullable=True),
    "strict": Bool(nullable=True),
    "defer_loading": Bool(),
    "allowed_callers": _CALLERS,
    "output_schema": Map(nullable=True),
}
_LOCATION = Object(
    fields={
        "type": Str(choices=("approximate",)),
        "city": Str(nullable=True),
        "country": Str(nullable=True),
        "region": Str(nullable=True),
        "timezone": Str(nullable=True),
    },
    nullable=True,
)
_SEARCH: dict[str, Type] = {
    "search_context_size": Str(choices=("low", "medium", "high")),
    "user_location": _LOCATION,
}
_WEB = Object(
    fields={
        **_SEARCH,
        "external_web_access": Bool(),
        "filters": Object(fields={"allowed_domains": Array(items=Str(), nullable=True)}, nullable=True),
    }
)
_PREVIEW = Object(fields={**_SEARCH, "search_content_types": Array(items=Str(choices=("text", "image")))})
TOOL = Tagged(
    variants={
        "function": Object(fields=_FUNCTION),
        "custom": Object(
            fields={
                "name": req(_TOOL_NAME),
                "description": Str(),
                "defer_loading": Bool(),
                "allowed_callers": _CALLERS,
                "format": Map(),
            }
        ),
        "file_search": Object(
            fields={
                "vector_store_ids": req(Array(items=Str(min=1), min=1)),
                "filters": Map(nullable=True),
                "max_num_results": Int(min=1, max=50),
                "ranking_options": Object(
                    fields={
                        "ranker": Str(choices=("auto", "default-2024-11-15")),
                        "score_threshold": Num(min=0, max=1),
                        "hybrid_search": Object(
                            fields={"embedding_weight": req(Num(min=0)), "text_weight": req(Num(min=0))}
                        ),
                    }
                ),
            }
        ),
        "web_search": _WEB,
        "web_search_2025_08_26": _WEB,
        "web_search_preview": _PREVIEW,
        "web_search_preview_2025_03_11": _PREVIEW,
        "code_interpreter": Object(
            fields={
                "container": req(
                    text_or(
                        Object(
                            fields={
                                "type": req(Str(choices=("auto",))),
                                "file_ids": Array(items=Str(), max=50),
                                "memory_limit": Str(choices=("1g", "4g", "16g", "64g"), nullable=True),
                                "network_policy": Map(),
                            }
                        ),
                        (dict,),
                        "a string or object",
                    )
                ),
                "allowed_callers": _CALLERS,
            }
        ),
        "mcp": Object(
            fields={
                "server_label": req(Str(min=1)),
                "server_url": Str(),
                "connector_id": Str(),
                "tunnel_id": Str(),
                "authorization": Str(),
                "server_description": Str(),
                "headers": Map(values=Str(), nullable=True),
                "allowed_tools": Union(
                    variants=(
                        ((list,), Array(items=Str())),
                        ((dict,), Object(fields={"read_only": Bool(), "tool_names": Array(items=Str())})),
                    ),
                    wanted="an array or object",
                    nullable=True,
                ),
                "allowed_callers": _CALLERS,
                "defer_loading": Bool(),
                "require_approval": text_or(
                    Map(),
                    (dict,),
                    "one of 'always', 'never' or an object",
                    text=Str(choices=("always", "never")),
                    nullable=True,
                ),
            }
        ),
        "image_generation": Object(
            fields={
                "action": Str(choices=("generate", "edit", "auto")),
                "background": Str(choices=("transparent", "opaque", "auto")),
                "complexity": Str(choices=("low", "medium", "high")),
                "frame_count": Int(min=1),
                "frame_duration_ms": Int(min=1),
                "input_fidelity": Str(choices=("high", "low"), nullable=True),
                "input_image_mask": Object(fields={"file_id": Str(), "image_url": Str()}),
                "model": Str(),
                "moderation": Str(choices=("auto", "low")),
                "output_compression": Int(min=0, max=100),
                "output_format": Str(choices=("png", "webp", "jpeg", "gif", "svg")),
                "partial_images": Int(min=0, max=3),
                "quality": Str(choices=("low", "medium", "high", "xhigh", "max", "auto")),
                "size": Str(),
                "svg": Map(),
            }
        ),
        "local_shell": Object(),
        "shell": Object(fields={"environment": Map(nullable=True), "allowed_callers": _CALLERS}),
        "apply_patch": Object(fields={"allowed_callers": _CALLERS}),
        "computer": Object(),
        "computer_use_preview": Object(
            fields={
                "display_width": req(Int(min=1)),
                "display_height": req(Int(min=1)),
                "environment": req(Str(choices=("windows", "mac", "linux", "ubuntu", "browser"))),
            }
        ),
        "namespace": Object(
            fields={"name": req(_TOOL_NAME), "description": req(Str()), "tools": req(Array(items=Map(), min=1))}
        ),
        "tool_search": Object(
            fields={
                "description": Str(nullable=True),
                "execution": Str(choices=("server", "client")),
                "parameters": Map(nullable=True),
            }
        ),
        "programmatic_tool_calling": Object(),
    }
)
_HOSTED = (
    "file_search",
    "web_search",
    "web_search_2025_08_26",
    "web_search_preview",
    "web_search_preview_2025_03_11",
    "code_interpreter",
    "image_generation",
    "computer",
    "computer_use_preview",
    "shell",
    "apply_patch",
    "programmatic_tool_calling",
)
TOOL_CHOICE = text_or(
    Tagged(
        variants={
            "function": Object(fields={"name": req(Str(min=1))}),
            "custom": Object(fields={"name": req(Str(min=1))}),
            "mcp": Object(fields={"server_label": req(Str(min=1)), "name": Str(nullable=True)}),
            "allowed_tools": Object(
                fields={"mode": req(Str(choices=("auto", "required"))), "tools": req(Array(items=Map(), min=1))}
            ),
            **dict.fromkeys(_HOSTED, Object()),
        }
    ),
    (dict,),
    "one of 'none', 'auto', 'required' or an object",
    text=Str(choices=("none", "auto", "required")),
    nullable=True,
)
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
