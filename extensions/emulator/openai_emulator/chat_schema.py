# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a chat completion request may contain."""

from __future__ import annotations

from .schema import METADATA, Anything, Array, Bool, Int, Map, Num, Object, Str, Tagged, Type, Union, req, text_or

_CACHE = Object(fields={"mode": req(Str(choices=("explicit",))), "ttl": Str(choices=("30m", "12h"))})
_NAME = Str(pattern=r"[^\s<|\\/>]+")
_TOOL_NAME = Str(pattern=r"[a-zA-Z0-9_-]+", max=64)

TEXT = Object(fields={"text": req(Str()), "prompt_cache_breakpoint": _CACHE})
IMAGE = Object(
    fields={
        "image_url": req(
            Object(fields={"url": req(Str(min=1)), "detail": Str(choices=("auto", "low", "high", "original"))})
        ),
        "prompt_cache_breakpoint": _CACHE,
    }
)
AUDIO = Object(
    fields={
        "input_audio": req(Object(fields={"data": req(Str(min=1)), "format": req(Str(choices=("wav", "mp3")))})),
        "prompt_cache_breakpoint": _CACHE,
    }
)
FILE = Object(
    fields={
        "file": req(Object(fields={"file_data": Str(), "file_id": Str(), "filename": Str()})),
        "prompt_cache_breakpoint": _CACHE,
    }
)
REFUSAL = Object(fields={"refusal": req(Str())})


def _content(*, nullable: bool = False, **parts: Object) -> Union:
    return text_or(
        Array(items=Tagged(variants=parts), min=1), (list,), "a string or array of objects", nullable=nullable
    )


_PLAIN = _content(text=TEXT)
_TOOL_CALL = Tagged(
    variants={
        "function": Object(
            fields={
                "id": req(Str(min=1)),
                "function": req(Object(fields={"name": req(_TOOL_NAME), "arguments": req(Str())})),
            }
        ),
        "custom": Object(
            fields={
                "id": req(Str(min=1)),
                "custom": req(Object(fields={"name": req(_TOOL_NAME), "input": req(Str())})),
            }
        ),
    }
)
MESSAGE = Tagged(
    tag="role",
    variants={
        "developer": Object(fields={"content": req(_PLAIN), "name": _NAME}),
        "system": Object(fields={"content": req(_PLAIN), "name": _NAME}),
        "user": Object(
            fields={"content": req(_content(text=TEXT, image_url=IMAGE, input_audio=AUDIO, file=FILE)), "name": _NAME}
        ),
        "assistant": Object(
            fields={
                "content": _content(text=TEXT, refusal=REFUSAL, nullable=True),
                "refusal": Str(nullable=True),
                "name": _NAME,
                "audio": Object(fields={"id": req(Str(min=1))}, nullable=True),
                "tool_calls": Array(items=_TOOL_CALL, min=1),
                "function_call": Object(fields={"name": req(Str()), "arguments": req(Str())}, nullable=True),
            }
        ),
        "tool": Object(fields={"content": req(_PLAIN), "tool_call_id": req(Str(min=1))}),
        "function": Object(fields={"content": req(Str(nullable=True)), "name": req(Str(min=1))}),
    },
)
_FUNCTION_FIELDS: dict[str, Type] = {
    "name": req(_TOOL_NAME),
    "description": Str(),
    "parameters": Map(),
}
FUNCTION = Object(fields=_FUNCTION_FIELDS)
TOOL = Tagged(
    variants={
        "function": Object(
            fields={"function": req(Object(fields={**_FUNCTION_FIELDS, "strict": Bool(nullable=True)}))}
        ),
        "custom": Object(
            fields={
                "custom": req(
                    Object(
                        fields={
                            "name": req(_TOOL_NAME),
                            "description": Str(),
                            "format": Tagged(
                                variants={
                                    "text": Object(),
                                    "grammar": Object(
                                        fields={
                                            "grammar": req(
                                                Object(
                                                    fields={
                                                        "definition": req(Str(min=1)),
                                                        "syntax": req(Str(choices=("lark", "regex"))),
                                                    }
                                                )
                                            )
                                        }
                                    ),
                                }
                            ),
                        }
                    )
                )
            }
        ),
    }
)
_NAMED = Object(fields={"name": req(Str(min=1))})
TOOL_CHOICE = text_or(
    Tagged(
        variants={
            "function": Object(fields={"function": req(_NAMED)}),
            "custom": Object(fields={"custom": req(_NAMED)}),
            "allowed_tools": Object(
                fields={
                    "allowed_tools": req(
                        Object(
                            fields={
                                "mode": req(Str(choices=("auto", "required"))),
                                "tools": req(Array(items=Map(values=Anything()), min=1)),
                            }
                        )
                    )
                }
            ),
        }
    ),
    (dict,),
    "one of 'none', 'auto', 'required' or an object",
    text=Str(choices=("none", "auto", "required")),
)
RESPONSE_FORMAT = Tagged(
    variants={
        "text": Object(),
        "json_object": Object(),
        "json_schema": Object(
            fields={
                "json_schema": req(
                    Object(
                        fields={
                            "name": req(_TOOL_NAME),
                            "description": Str(),
                            "schema": req(Map()),
                            "strict": Bool(nullable=True),
                        }
                    )
                )
            }
        ),
    }
)
_MODE = Object(fields={"mode": req(Str(choices=("score", "block")))}, nullable=True)

CREATE = Object(
    fields={
        "model": req(Str(min=1)),
        "messages": req(Array(items=MESSAGE, min=1)),
        "audio": Object(
            fields={
                "format": req(Str(choices=("wav", "aac", "mp3", "flac", "opus", "pcm16"))),
                "voice": req(text_or(Object(fields={"id": req(Str(min=1))}), (dict,), "a string or object")),
            },
            nullable=True,
        ),
        "frequency_penalty": Num(min=-2, max=2, nullable=True),
        "function_call": text_or(
            _NAMED, (dict,), "one of 'none', 'auto' or an object", text=Str(choices=("none", "auto"))
        ),
        "functions": Array(items=FUNCTION, min=1, max=128),
        "logit_bias": Map(values=Int(min=-100, max=100), nullable=True),
        "logprobs": Bool(nullable=True),
        "max_completion_tokens": Int(min=1, nullable=True),
        "max_tokens": Int(min=1, nullable=True),
        "metadata": METADATA,
        "modalities": Array(items=Str(choices=("text", "audio")), min=1, nullable=True),
        "moderation": Object(
            fields={
                "model": req(Str(min=1)),
                "policy": Object(fields={"input": _MODE, "output": _MODE}, nullable=True),
            },
            nullable=True,
        ),
        "n": Int(min=1, max=128, nullable=True),
        "parallel_tool_calls": Bool(),
        "prediction": Object(fields={"type": req(Str(choices=("content",))), "content": req(_PLAIN)}, nullable=True),
        "presence_penalty": Num(min=-2, max=2, nullable=True),
        "prompt_cache_key": Str(nullable=True),
        "prompt_cache_options": Object(
            fields={"mode": Str(choices=("implicit", "explicit")), "ttl": Str(choices=("30m",))}
        ),
        "prompt_cache_retention": Str(choices=("in_memory", "24h"), nullable=True),
        "reasoning_effort": Str(choices=("none", "minimal", "low", "medium", "high", "xhigh", "max"), nullable=True),
        "response_format": RESPONSE_FORMAT,
        "safety_identifier": Str(max=64, nullable=True),
        "seed": Int(min=-(2**63), max=2**63 - 1, nullable=True),
        "service_tier": Str(choices=("auto", "default", "flex", "scale", "priority", "fast"), nullable=True),
        "stop": text_or(Array(items=Str(), min=1, max=4), (list,), "a string or array of strings", nullable=True),
        "store": Bool(nullable=True),
        "stream": Bool(nullable=True),
        "stream_options": Object(fields={"include_usage": Bool(), "include_obfuscation": Bool()}, nullable=True),
        "temperature": Num(min=0, max=2, nullable=True),
        "tool_choice": TOOL_CHOICE,
        "tools": Array(items=TOOL, min=1, max=128),
        "top_logprobs": Int(min=0, max=20, nullable=True),
        "top_p": Num(min=0, max=1, nullable=True),
        "user": Str(),
        "verbosity": Str(choices=("low", "medium", "high"), nullable=True),
        "web_search_options": Object(
            fields={
                "search_context_size": Str(choices=("low", "medium", "high")),
                "user_location": Object(
                    fields={
                        "type": req(Str(choices=("approximate",))),
                        "approximate": req(
                            Object(fields={"city": Str(), "country": Str(), "region": Str(), "timezone": Str()})
                        ),
                    },
                    nullable=True,
                ),
            }
        ),
    }
)
