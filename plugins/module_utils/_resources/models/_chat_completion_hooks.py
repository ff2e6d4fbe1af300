# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Chat completions."""

from __future__ import annotations

import json
import os
import typing as t

from ..._api.connection import PROJECT
from ..._api.pagination import Pages, paginate
from ..._api.request import Request
from ..._api.response import WholeAnswer
from ..._domain.json_schema import check_schema, object_schema, parsed, strict_schema
from ..._domain.media_file import decoded, local_image
from ..._engine.compare import same_model
from ..._engine.context import TaskContext
from ..._engine.fields import Collection, check_metadata
from ..._engine.generation import Generation
from ..._engine.stream import streamed
from ..._support.artifact import Draft, numbered
from ..._support.errors import InvalidArgument
from ..._support.local_file import local_file
from ..._support.types import Object

COMPLETIONS = Collection(
    "chat_completion",
    path="/chat/completions",
    item="/chat/completions/{completion_id}",
    key=PROJECT,
    pagination=Pages(),
    id_prefixes=("chatcmpl-", "chatcmpl_"),
)
MESSAGES = f"{COMPLETIONS.item}/messages"
ROLES = ("developer", "system", "user", "assistant", "tool", "function")


AUDIO_FORMATS = ("wav", "mp3")


def check(context: TaskContext) -> None:
    check_metadata(context.param("metadata"))
    for index, message in enumerate(context.param("messages") or []):
        if message.get("role") not in ROLES:
            raise InvalidArgument(
                f"unsupported value for messages[{index}].role: {message.get('role')!r}",
                f"Supported values: {', '.join(ROLES)}.",
            )
    response_format = context.param("response_format")
    if response_format and response_format.get("type") == "json_schema":
        check_schema("response_format.json_schema.schema", (response_format.get("json_schema") or {}).get("schema"))
    if context.param("schema"):
        object_schema("schema", context.param("schema"))
        if response_format:
            raise InvalidArgument("schema and response_format are mutually exclusive", "Omit one of them.")


def _part(place: str, part: t.Any) -> t.Any:
    """Return a part of a message as the API accepts it; a file that is set by its path is read."""
    if not isinstance(part, dict) or "path" not in part:
        return part
    kind, path = part.get("type"), part["path"]
    rest = {name: value for name, value in part.items() if name not in ("type", "path")}
    if kind == "image_url":
        return {"type": kind, kind: {"url": local_image(f"{place}.path", path).data_url(), **rest}}
    if kind == "input_audio":
        audio = local_file(f"{place}.path", path)
        form = rest.get("format") or os.path.splitext(audio.path)[1][1:].lower()
        if form not in AUDIO_FORMATS:
            raise InvalidArgument(
                f"{place}.path must be a {' or '.join(AUDIO_FORMATS)} file, got {path}",
                "Convert the file, or set its format.",
            )
        return {"type": kind, kind: {"data": audio.base64(), "format": form}}
    if kind == "file":
        found = local_file(f"{place}.path", path)
        return {"type": kind, kind: {"file_data": found.data_url(), "filename": found.name, **rest}}
    raise InvalidArgument(
        f"unsupported value for {place}.type with path: {kind!r}",
        "Supported values: image_url, input_audio, file.",
    )


def request(resource: Generation, context: TaskContext) -> Object:
    body = resource.without("request").request(context)
    body["messages"] = [
        {
            **message,
            "content": [_part(f"messages[{index}].content[{at}]", part) for at, part in enumerate(message["content"])],
        }
        if isinstance(message.get("content"), list)
        else message
        for index, message in enumerate(body["messages"])
    ]
    if context.param("schema"):
        output_format = {"name": "answer", "strict": True, "schema": strict_schema(context.param("schema"))}
        body["response_format"] = {"type": "json_schema", "json_schema": output_format}
    if body.get("stream"):
        # So that the result is the same as without a stream.
        body.setdefault("stream_options", {"include_usage": True})
    return body


def send(resource: Generation, context: TaskContext, body: Object, draft: Draft | None) -> Object:
    if not body.get("stream"):
        return resource.without("send").send(context, body, draft)
    return _assembled(streamed(context, resource.post(context, body), _text_of))


def findings(resource: Generation, answer: Object) -> dict[str, str]:
    found: dict[str, str] = {}
    for choice in answer.get("choices") or ():
        message = choice.get("message") or {}
        if choice.get("finish_reason") in ("length", "content_filter"):
            found.setdefault("incomplete", f"the answer is incomplete ({choice['finish_reason']})")
        if choice.get("finish_reason") == "content_filter":
            found["content_filter"] = f"the answer is incomplete ({choice['finish_reason']})"
        if message.get("refusal"):
            found.setdefault("refusal", f"the model refused: {message['refusal']}")
        if message.get("tool_calls") or message.get("function_call"):
            found.setdefault("tool_calls", "the model requested tool calls instead of an answer")
    return found


def return_values(resource: Generation, answer: Object) -> Object:
    choice = (answer.get("choices") or [{}])[0]
    message = choice.get("message") or {}
    text = message.get("content")
    if text is None:
        text = (message.get("audio") or {}).get("transcript")
    return {
        "text": text,
        "parsed": parsed(text),
        "refusal": message.get("refusal"),
        "tool_calls": message.get("tool_calls") or [],
        "function_call": message.get("function_call"),
        "finish_reason": choice.get("finish_reason"),
        "content_filtered": "content_filter" in resource.findings(answer),
        "usage": answer.get("usage") or {},
        "model": answer.get("model"),
    }


def files(resource: Generation, answer: Object, dest: str) -> dict[str, bytes]:
    recordings = [audio["data"] for audio in _recordings(answer) if audio.get("data")]
    if not recordings:
        return resource.without("files").files(answer, dest)
    return {numbered(dest, at): decoded(data, "audio") for at, data in enumerate(recordings, 1)}


def without_content(resource: Generation, answer: Object) -> Object:
    if not _recordings(answer):
        return answer
    slim = t.cast(Object, json.loads(json.dumps(answer)))
    for audio in _recordings(slim):
        audio.pop("data", None)
    return slim


def _recordings(answer: Object) -> list[Object]:
    """Return the audio of the choices."""
    messages = [choice.get("message") or {} for choice in answer.get("choices") or ()]
    return [message["audio"] for message in messages if message.get("audio")]


def _text_of(chunk: Object) -> str:
    """Return the text that a chunk adds to the first choice."""
    text = ""
    for part in chunk.get("choices") or ():
        delta = part.get("delta") or {}
        if part.get("index") == 0:
            text += delta.get("content") or delta.get("refusal") or (delta.get("audio") or {}).get("transcript") or ""
    return text


def _assembled(chunks: t.Iterable[Object]) -> Object:
    """Return the completion that a stream of chunks consists of."""
    whole: Object = {"object": "chat.completion", "choices": []}
    choices: dict[int, Object] = {}
    for chunk in chunks:
        if isinstance(chunk, WholeAnswer):
            return dict(chunk)
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


def made_by(model: t.Any, completion: Object) -> bool:
    return same_model(model, completion.get("model"))


def detail(context: TaskContext, completion: Object) -> Object:
    if not context.param("messages"):
        return completion
    request = Request("GET", MESSAGES, {"completion_id": completion["id"]})
    return {**completion, "messages": list(paginate(context.client, request, COMPLETIONS.pagination))}
