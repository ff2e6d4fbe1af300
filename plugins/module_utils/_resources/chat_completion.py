# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Chat completions."""

from __future__ import annotations

import json
import typing as t

from .._client import Request
from .._errors import BadInput
from .._generate import ARTIFACT_FIELDS, Generation
from .._info import Info
from .._pages import Pages, listed
from .._resource import METADATA, PROJECT, Collection, Field, Object, check_metadata
from .._run import Run

COMPLETIONS = Collection(
    "chat_completion",
    path="/chat/completions",
    item="/chat/completions/{completion_id}",
    key=PROJECT,
    pages=Pages(),
    prefixes=("chatcmpl-", "chatcmpl_"),
)
MESSAGES = f"{COMPLETIONS.item}/messages"
ROLES = ("developer", "system", "user", "assistant", "tool", "function")


def _check(run: Run) -> None:
    check_metadata(run.param("metadata"))
    for index, message in enumerate(run.param("messages") or []):
        if message.get("role") not in ROLES:
            raise BadInput(f"messages[{index}].role is {message.get('role')!r}", f"Use one of {', '.join(ROLES)}.")
    wanted = run.param("response_format")
    if (
        wanted
        and wanted.get("type") == "json_schema"
        and not isinstance((wanted.get("json_schema") or {}).get("schema"), dict)
    ):
        raise BadInput("response_format.json_schema.schema is missing or no mapping", "Give a JSON schema there.")


class _ChatCompletion(Generation):
    def ask(self, run: Run, body: Object) -> Object:
        if not body.get("stream"):
            return super().ask(run, body)
        request = Request("POST", COMPLETIONS.path, body=body, creates=bool(body.get("store")))
        return _assembled(run.client.events(request))

    def shortcuts(self, answer: Object) -> Object:
        choice = (answer.get("choices") or [{}])[0]
        message = choice.get("message") or {}
        content = message.get("content")
        return {
            "content": content,
            "parsed": _parsed(content),
            "refusal": message.get("refusal"),
            "tool_calls": message.get("tool_calls") or [],
            "function_call": message.get("function_call"),
            "finish_reason": choice.get("finish_reason"),
            "usage": answer.get("usage") or {},
            "model": answer.get("model"),
        }

    def artifact(self, answer: Object) -> bytes:
        content = self.shortcuts(answer)["content"]
        if content is None:
            # An answer without words (a tool call, a refusal) is kept whole.
            return (json.dumps(answer, indent=2, sort_keys=True, ensure_ascii=False) + "\n").encode()
        return str(content).encode()


def _parsed(content: t.Any) -> t.Any:
    """The value of an answer that is a JSON object or list; None for any other text."""
    if not isinstance(content, str) or content.lstrip()[:1] not in ("{", "["):
        return None
    try:
        return json.loads(content)
    except ValueError:
        return None


def _assembled(chunks: t.Iterable[Object]) -> Object:
    """The completion that a stream of chunks adds up to."""
    whole: Object = {"object": "chat.completion", "choices": []}
    choices: dict[int, Object] = {}
    for chunk in chunks:
        for name in ("id", "created", "model", "service_tier", "system_fingerprint", "usage"):
            if chunk.get(name) is not None:
                whole[name] = chunk[name]
        for part in chunk.get("choices") or ():
            choice = choices.setdefault(
                part["index"], {"index": part["index"], "message": {"content": None}, "logprobs": None}
            )
            if part.get("finish_reason"):
                choice["finish_reason"] = part["finish_reason"]
            _add(choice["message"], part.get("delta") or {})
            for kind, tokens in (part.get("logprobs") or {}).items():
                choice["logprobs"] = choice["logprobs"] or {}
                choice["logprobs"][kind] = (choice["logprobs"].get(kind) or []) + (tokens or [])
    for choice in choices.values():
        calls = choice["message"].get("tool_calls")
        if calls:
            choice["message"]["tool_calls"] = [calls[index] for index in sorted(calls)]
    whole["choices"] = [choices[index] for index in sorted(choices)]
    return whole


def _add(message: Object, delta: Object) -> None:
    for name, value in delta.items():
        if value is None:
            continue
        if name == "tool_calls":
            calls = message.setdefault("tool_calls", {})
            for piece in value:
                _add(calls.setdefault(piece["index"], {}), {key: item for key, item in piece.items() if key != "index"})
        elif isinstance(value, dict):
            _add(message.setdefault(name, {}), value)
        elif isinstance(value, str) and name in (
            "content",
            "refusal",
            "arguments",
            "name",
            "data",
            "transcript",
            "input",
        ):
            message[name] = (message.get(name) or "") + value
        else:
            message[name] = value


CHAT_COMPLETION = _ChatCompletion(
    COMPLETIONS,
    asks=("model", "messages"),
    fields=(
        Field("model"),
        Field("messages", "list", elements="dict"),
        Field("store", "bool"),
        METADATA,
        Field("temperature", "float", least=0, most=2),
        Field("top_p", "float", least=0, most=1),
        Field("n", "int", least=1, most=128),
        Field("max_completion_tokens", "int", least=1, no_log=False),
        Field("max_tokens", "int", least=1, no_log=False),
        Field("stop", "list", elements="str", longest=4),
        Field("frequency_penalty", "float", least=-2, most=2),
        Field("presence_penalty", "float", least=-2, most=2),
        Field("logprobs", "bool"),
        Field("top_logprobs", "int", least=0, most=20),
        Field("logit_bias", "dict"),
        Field("seed", "int"),
        Field("response_format", "dict"),
        Field("tools", "list", elements="dict"),
        Field("tool_choice", "raw"),
        Field("parallel_tool_calls", "bool"),
        Field("functions", "list", elements="dict", longest=128),
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
        Field("safety_identifier", longest=64),
        Field("prompt_cache_key", no_log=False),
        Field("prompt_cache_retention", choices=("in_memory", "24h")),
        Field("prompt_cache_options", "dict"),
        *ARTIFACT_FIELDS,
    ),
    check_input=_check,
)


def _detail(run: Run, completion: Object) -> Object:
    if not run.param("messages"):
        return completion
    request = Request("GET", MESSAGES, {"completion_id": completion["id"]})
    return {**completion, "messages": list(listed(run.client, request, COMPLETIONS.pages))}


CHAT_COMPLETION_INFO = Info(
    CHAT_COMPLETION,
    filters=(Field("model"), Field("metadata", "dict"), Field("order", choices=("asc", "desc"))),
    extras=(Field("messages", "bool", default=False),),
    detail=_detail,
    operations=(f"GET {MESSAGES}",),
)
