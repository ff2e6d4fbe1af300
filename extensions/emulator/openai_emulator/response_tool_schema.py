# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tools and the tool choice of a request for a response."""

from __future__ import annotations

from .schema import (
    Array,
    Bool,
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
)

TOOL_NAME = Str(pattern=r"[a-zA-Z0-9_-]+", max=128)
CALLERS = Array(items=Str(choices=("direct", "programmatic")), nullable=True)
_FUNCTION: dict[str, Type] = {
    "name": req(TOOL_NAME),
    "description": Str(nullable=True),
    "parameters": Map(nullable=True),
    "strict": Bool(nullable=True),
    "defer_loading": Bool(),
    "allowed_callers": CALLERS,
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
                "name": req(TOOL_NAME),
                "description": Str(),
                "defer_loading": Bool(),
                "allowed_callers": CALLERS,
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
                "allowed_callers": CALLERS,
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
                "allowed_callers": CALLERS,
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
        "shell": Object(fields={"environment": Map(nullable=True), "allowed_callers": CALLERS}),
        "apply_patch": Object(fields={"allowed_callers": CALLERS}),
        "computer": Object(),
        "computer_use_preview": Object(
            fields={
                "display_width": req(Int(min=1)),
                "display_height": req(Int(min=1)),
                "environment": req(Str(choices=("windows", "mac", "linux", "ubuntu", "browser"))),
            }
        ),
        "namespace": Object(
            fields={"name": req(TOOL_NAME), "description": req(Str()), "tools": req(Array(items=Map(), min=1))}
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
