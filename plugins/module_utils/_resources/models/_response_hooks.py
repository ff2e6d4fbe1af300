# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Responses."""

from __future__ import annotations

import json
import os
import typing as t
from dataclasses import replace

from ..._api.connection import PROJECT
from ..._api.pagination import Pages, paginate
from ..._api.request import Request
from ..._api.response import WholeAnswer
from ..._domain.json_schema import check_schema, object_schema, parsed, strict_schema
from ..._domain.media_file import decoded, local_image
from ..._engine.context import TaskContext, is_predicted
from ..._engine.fields import Collection, check_metadata
from ..._engine.generation import Generation
from ..._engine.info import Info
from ..._engine.plan import Plan
from ..._engine.stream import streamed
from ..._support.artifact import Draft, numbered
from ..._support.errors import ApiError, InvalidArgument, StreamInterrupted
from ..._support.local_file import local_file
from ..._support.types import Object

RESPONSES = Collection(
    "response",
    path="/responses",
    item="/responses/{response_id}",
    key=PROJECT,
    pagination=Pages(),
    id_prefixes=("resp_",),
    listable=False,
)
INPUT_ITEMS = f"{RESPONSES.item}/input_items"
CANCEL = f"{RESPONSES.item}/cancel"
COUNT = "/responses/input_tokens"
COMPACT = "/responses/compact"

COUNTED = (
    "model",
    "input",
    "instructions",
    "previous_response_id",
    "conversation",
    "reasoning",
    "text",
    "tools",
    "tool_choice",
    "parallel_tool_calls",
    "personality",
    "truncation",
)
COMPACTED = (
    "model",
    "input",
    "instructions",
    "previous_response_id",
    "image",
    "prompt_cache_key",
    "prompt_cache_options",
    "prompt_cache_retention",
    "service_tier",
)
CALLS = (
    "function_call",
    "custom_tool_call",
    "computer_call",
    "local_shell_call",
    "shell_call",
    "apply_patch_call",
    "mcp_approval_request",
)
"""Items of an output that request an action whose result the model needs."""


def check(context: TaskContext) -> None:
    check_metadata(context.param("metadata"))
    text = context.param("text") or {}
    if context.param("schema"):
        object_schema("schema", context.param("schema"))
        if text.get("format"):
            raise InvalidArgument("schema and text.format are mutually exclusive", "Omit one of them.")
    form = text.get("format") or {}
    if form.get("type") == "json_schema":
        check_schema("text.format.schema", form.get("schema"))
    if context.param("previous_response_id") and context.param("conversation"):
        raise InvalidArgument("previous_response_id and conversation are mutually exclusive", "Omit one of them.")
    if context.param("personality") and context.param("state") != "counted":
        raise InvalidArgument("personality requires state=counted", "Omit personality, or count the tokens.")
    if context.param("background_options") and not context.param("background"):
        raise InvalidArgument("background is required when background_options is set", "Set background=true.")
    if context.param("background") and context.param("store") is False:
        raise InvalidArgument(
            "background=true and store=false are mutually exclusive",
            "A response in the background is stored. Omit one of them.",
        )
    for tool in context.param("tools") or ():
        # Credentials of MCP servers are sent to the API and masked in results.
        for secret in (tool.get("authorization"), *(tool.get("headers") or {}).values()):
            if secret:
                context.hide_secret(str(secret))


def _part(place: str, part: t.Any) -> t.Any:
    """Return a part of a message as the API accepts it; a file that is set by its path is read."""
    if not isinstance(part, dict) or "path" not in part:
        return part
    kind, path = part.get("type"), part["path"]
    rest = {name: value for name, value in part.items() if name != "path"}
    if kind == "input_image":
        return {"detail": "auto", **rest, "image_url": local_image(f"{place}.path", path).data_url()}
    if kind == "input_file":
        found = local_file(f"{place}.path", path)
        return {"filename": found.name, **rest, "file_data": found.data_url()}
    raise InvalidArgument(
        f"unsupported value for {place}.type with path: {kind!r}", "Supported values: input_image, input_file."
    )


def _item(place: str, item: t.Any) -> t.Any:
    """Return an item of the input with its files read."""
    if not isinstance(item, dict):
        raise InvalidArgument(
            f"{place} must be a dictionary", "Use a message with role and content, or another item of the API."
        )
    parts = {
        name: [_part(f"{place}.{name}[{at}]", part) for at, part in enumerate(item[name])]
        for name in ("content", "output")
        if isinstance(item.get(name), list)
    }
    return {**item, **parts}


def request_path(resource: Generation, context: TaskContext) -> str:
    return COMPACT if context.param("state") == "compacted" else RESPONSES.path


def request(resource: Generation, context: TaskContext) -> Object:
    body = resource.without("request").request(context)
    _check_request(body)
    if isinstance(body.get("input"), list):
        body["input"] = [_item(f"input[{index}]", item) for index, item in enumerate(body["input"])]
    if "tools" in body:
        # Both are required; null selects the default of the API.
        body["tools"] = [
            {"parameters": None, "strict": None, **tool} if tool.get("type") == "function" else tool
            for tool in body["tools"]
        ]
    if context.param("schema"):
        schema = strict_schema(context.param("schema"))
        output_format = {"type": "json_schema", "name": "answer", "strict": True, "schema": schema}
        body["text"] = {**(body.get("text") or {}), "format": output_format}
    state = context.param("state")
    if state in ("counted", "compacted"):
        accepted = COUNTED if state == "counted" else COMPACTED
        extra = context.param("extra_body") or {}
        body = {name: value for name, value in body.items() if name in accepted or name in extra}
    return body


def _check_request(body: Object) -> None:
    """Reject a request without input or model."""
    sources = ("input", "prompt", "previous_response_id", "conversation")
    if not any(body.get(name) for name in sources):
        raise InvalidArgument(f"one of {', '.join(sources)} is required", "Set input to the text or the items to send.")
    if not body.get("model") and not body.get("prompt"):
        raise InvalidArgument(
            "model is required when prompt is not set", "Set model, or a prompt that includes a model."
        )
    if "input" in body and not isinstance(body["input"], (str, list)):
        raise InvalidArgument("input must be a string or a list", "Set input to the text, or to a list of items.")


def is_stored(resource: Generation, context: TaskContext, body: Object) -> bool:
    return body.get("store") is not False and context.param("state") != "compacted"


def single_attempt(resource: Generation, context: TaskContext, body: Object) -> bool:
    # A second attempt would add to the conversation twice, or run twice in the background.
    return any(body.get(name) for name in ("conversation", "background"))


def persists(resource: Generation, context: TaskContext, body: Object, dest: str) -> bool:
    return bool(dest or any(body.get(name) for name in ("store", "background", "conversation")))


def in_progress(resource: Generation, answer: Object) -> bool:
    return answer.get("status") in ("queued", "in_progress")


def plan_present(resource: Generation, context: TaskContext) -> Plan:
    """Count the tokens of a request: the only state that is read from the server."""
    if context.param("state") != "counted":
        return resource.without("plan_present").plan_present(context)
    body = resource.request(context)
    plan = resource.plan_answer(context, "", None)
    if any(is_predicted(body.get(name)) for name in ("previous_response_id", "conversation")):
        # The server does not have what only check mode has created.
        context.warn("input_tokens is 0, because the request refers to a response that exists in check mode only")
        return replace(plan, extra={**plan.extra, "input_tokens": 0})
    answer = context.client.post(COUNT, body=body)
    return replace(plan, extra={**plan.extra, "input_tokens": answer["input_tokens"]})


def send(resource: Generation, context: TaskContext, body: Object, draft: Draft | None) -> Object:
    if not body.get("stream"):
        return resource.without("send").send(context, body, draft)
    stream = _Stream()
    request = resource.post(context, body)
    while True:
        try:
            return stream.read(context, request)
        except (StreamInterrupted, ApiError) as error:
            if not stream.answer.get("id") or (isinstance(error, ApiError) and request.method == "POST"):
                raise
            if body.get("background") and stream.has_advanced():
                # The server continues a response in the background, and its stream continues after the last event.
                query = {"stream": True, "starting_after": stream.position}
                ids = {RESPONSES.own_id: str(stream.answer["id"])}
                request = Request("GET", RESPONSES.item, ids, query=query, timeout=request.timeout)
                continue
            # A stored response can be read; the request is not sent again.
            is_stored = resource.is_stored(context, body)
            stored = resource.read_again(context, stream.answer) if is_stored else None
            if stored is None or (resource.in_progress(stored) and not body.get("background")):
                raise
            return stored


class _Stream:
    """The stream of a response, which may consist of several parts.

    :ivar answer: the response as the last event contained it. :ivar position: number of the last event.
    """

    def __init__(self) -> None:
        self.answer: Object = {}
        self.position = -1
        self._resumed_at = -1

    def read(self, context: TaskContext, request: Request) -> Object:
        """Return the response of a stream that reaches its end.

        :raises StreamInterrupted: it ends early.
        """
        for event in streamed(context, request, _text_of, ends=True):
            if isinstance(event, WholeAnswer):
                return dict(event)
            if isinstance(event.get("sequence_number"), int):
                self.position = event["sequence_number"]
            if isinstance(event.get("response"), dict):
                self.answer = event["response"]
            if event.get("type") in ("response.completed", "response.incomplete", "response.failed"):
                return self.answer
        raise StreamInterrupted(
            "the stream was interrupted before its end", "Run the task again to send the request again."
        )

    def has_advanced(self) -> bool:
        """Return whether events have arrived since the stream was resumed last."""
        advanced = self.position > self._resumed_at
        self._resumed_at = self.position
        return advanced


def findings(resource: Generation, answer: Object) -> dict[str, str]:
    found: dict[str, str] = {}
    status = answer.get("status")
    if status == "failed":
        error = answer.get("error") or {}
        reason = ": ".join(str(error[name]) for name in ("code", "message") if error.get(name))
        found["failed"] = f"the response failed: {reason or 'the server returned no reason'}"
    if status == "cancelled":
        found["cancelled"] = "the response was cancelled"
    if status == "incomplete":
        reason = (answer.get("incomplete_details") or {}).get("reason") or "the server returned no reason"
        found["incomplete"] = f"the answer is incomplete ({reason})"
    if _is_filtered(answer):
        found["content_filter"] = found.get("incomplete") or found.get("failed") or "the answer was filtered"
    facts = resource.return_values(answer)
    if facts["refusal"]:
        found["refusal"] = f"the model refused: {facts['refusal']}"
    if facts["tool_calls"]:
        found["tool_calls"] = "the model requested tool calls instead of an answer"
    return found


def _is_filtered(answer: Object) -> bool:
    """Return whether the content filter cut off or withheld the answer."""
    reasons = [(answer.get("incomplete_details") or {}).get("reason"), (answer.get("error") or {}).get("code")]
    return "content_filter" in reasons


def return_values(resource: Generation, answer: Object) -> Object:
    output = answer.get("output") or []
    parts = [
        part
        for item in output
        if item.get("type") == "message" and item.get("role") == "assistant"
        for part in item.get("content") or ()
    ]
    texts = [part["text"] for part in parts if part.get("type") == "output_text"]
    refusals = [part["refusal"] for part in parts if part.get("type") == "refusal"]
    text = "".join(texts) if texts else None
    return {
        "text": text,
        "parsed": parsed(text),
        "refusal": "".join(refusals) if refusals else None,
        "tool_calls": [item for item in output if item.get("type") in CALLS],
        "status": answer.get("status"),
        "content_filtered": _is_filtered(answer),
        "usage": answer.get("usage") or {},
        "model": answer.get("model"),
    }


def files(resource: Generation, answer: Object, dest: str) -> dict[str, bytes]:
    images = [
        (str(item.get("output_format") or "png"), decoded(item["result"], "an image")) for item in _images(answer)
    ]
    if not images:
        return resource.without("files").files(answer, dest)
    if resource.return_values(answer)["text"] is None:
        return {numbered(dest, at): image for at, (dummy, image) in enumerate(images, 1)}
    stem = os.path.splitext(dest)[0]
    beside = {numbered(f"{stem}.{form}", at): image for at, (form, image) in enumerate(images, 2)}
    return {dest: resource.content(answer), **beside}


def without_content(resource: Generation, answer: Object) -> Object:
    if not _images(answer):
        return answer
    slim = t.cast(Object, json.loads(json.dumps(answer)))
    for item in _images(slim):
        item["result"] = None
    return slim


def delete_stored(resource: Generation, context: TaskContext, stored: Object) -> None:
    if resource.in_progress(stored) and stored.get("background"):
        context.client.post(CANCEL, {"response_id": str(stored["id"])})
        context.done.append(f"cancelled {stored['id']}")
    resource.without("delete_stored").delete_stored(context, stored)


def _images(answer: Object) -> list[Object]:
    """Return the images that the model generated."""
    output = answer.get("output") or ()
    return [item for item in output if item.get("type") == "image_generation_call" and item.get("result")]


def _text_of(event: Object) -> str:
    """Return the text that an event adds to the answer."""
    if event.get("type") in ("response.output_text.delta", "response.refusal.delta"):
        return str(event.get("delta") or "")
    return ""


def read_one(resource: Info, context: TaskContext, place: Collection, given: str) -> Object | None:
    query = {"include": context.param("include")}
    return t.cast("Object | None", context.client.find(place.item, {place.own_id: given}, key=place.key, query=query))


def detail(context: TaskContext, response: Object) -> Object:
    if not context.param("input_items"):
        return response
    query = {"order": "asc", "include": context.param("include")}
    request = Request("GET", INPUT_ITEMS, {"response_id": response["id"]}, query=query)
    return {**response, "input_items": list(paginate(context.client, request, RESPONSES.pagination))}
