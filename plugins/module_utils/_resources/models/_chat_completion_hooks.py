# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Chat completions."""

from __future__ import annotations

import base64
import json
import os
import typing as t

from ..._api.connection import PROJECT
from ..._api.pagination import Pages
from ..._domain.json_schema import check_schema, object_schema, parsed, strict_schema
from ..._domain.media_file import local_image
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


SOUNDS = ("wav", "mp3")


def check(context: TaskContext) -> None:
    check_metadata(context.param("metadata"))
    for index, message in enumerate(context.param("messages") or []):
        if message.get("role") not in ROLES:
            raise InvalidArgument(
                f"messages[{index}].role is {message.get('role')!r}", f"Use one of {', '.join(ROLES)}."
            )
    wanted = context.param("response_format")
    if wanted and wanted.get("type") == "json_schema":
        check_schema("response_format.json_schema.schema", (wanted.get("json_schema") or {}).get("schema"))
    if context.param("schema"):
        object_schema("schema", context.param("schema"))
        if wanted:
            raise InvalidArgument("schema and response_format are both given", "Give one of them.")


def _part(place: str, part: t.Any) -> t.Any:
    """A part of a message as the API takes it: a file that is named by its path is read."""
    if not isinstance(part, dict) or "path" not in part:
        return part
    kind, path = part.get("type"), part["path"]
    rest = {name: value for name, value in part.items() if name not in ("type", "path")}
    if kind == "image_url":
        return {"type": kind, kind: {"url": local_image(f"{place}.path", path).data_url(), **rest}}
    if kind == "input_audio":
        sound = local_file(f"{place}.path", path)
        form = rest.get("format") or os.path.splitext(sound.path)[1][1:].lower()
        if form not in SOUNDS:
            raise InvalidArgument(
                f"{place}.path: {path} is no {' or '.join(SOUNDS)} file", "Convert it, or give its format."
            )
        return {"type": kind, kind: {"data": sound.base64(), "format": form}}
    if kind == "file":
        found = local_file(f"{place}.path", path)
        return {"type": kind, kind: {"file_data": found.data_url(), "filename": found.name, **rest}}
    raise InvalidArgument(
        f"{place}.type is {kind!r}, which takes no path", "A path goes with image_url, input_audio or file."
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
        shape = {"name": "answer", "strict": True, "schema": strict_schema(context.param("schema"))}
        body["response_format"] = {"type": "json_schema", "json_schema": shape}
    if body.get("stream"):
        # So that the result is the same as without a stream.
        body.setdefault("stream_options", {"include_usage": True})
    return body


def send(resource: Generation, context: TaskContext, body: Object, draft: Draft | None) -> Object:
    if not body.get("stream"):
        return resource.without("send").send(context, body, draft)
    return _assembled(streamed(context, resource.post(context, body), _words))


def findings(resource: Generation, answer: Object) -> dict[str, str]:
    found: dict[str, str] = {}
    for choice in answer.get("choices") or ():
        message = choice.get("message") or {}
        if choice.get("finish_reason") in ("length", "content_filter"):
            found.setdefault("incomplete", f"the answer is incomplete ({choice['finish_reason']})")
        if message.get("refusal"):
            found.setdefault("refusal", f"the model refused: {message['refusal']}")
        if message.get("tool_calls") or message.get("function_call"):
            found.setdefault("tool_calls", "the model wants tools to be called instead of answering")
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
        "usage": answer.get("usage") or {},
        "model": answer.get("model"),
    }


def files(resource: Generation, answer: Object, dest: str) -> dict[str, bytes]:
    spoken = [audio["data"] for audio in _sounds(answer) if audio.get("data")]
    if not spoken:
        return resource.without("files").files(answer, dest)
    return {numbered(dest, at): base64.b64decode(data) for at, data in enumerate(spoken, 1)}


def without_content(resource: Generation, answer: Object) -> Object:
    if not _sounds(answer):
        return answer
    slim = t.cast(Object, json.loads(json.dumps(answer)))
    for audio in _sounds(slim):
        audio.pop("data", None)
    return slim


def _sounds(answer: Object) -> list[Object]:
    """The spoken answers among the choices."""
    messages = [choice.get("message") or {} for choice in answer.get("choices") or ()]
    return [message["audio"] for message in messages if message.get("audio")]


def _words(chunk: Object) -> str:
    """What a chunk adds to the first answer."""
    said = ""
    for part in chunk.get("choices") or ():
        delta = part.get("delta") or {}
        if part.get("index") == 0:
            said += delta.get("content") or delta.get("refusal") or (delta.get("audio") or {}).get("transcript") or ""
    return said


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
