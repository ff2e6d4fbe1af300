# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Responses."""

from __future__ import annotations

import base64
import json
import os
import typing as t

from ..._api.client import Request
from ..._api.connection import PROJECT
from ..._api.pagination import Pages, paginate
from ..._domain.json_schema import check_schema, object_schema, parsed, strict_schema
from ..._domain.media_file import local_image
from ..._engine.context import TaskContext
from ..._engine.generation import ARTIFACT_FIELDS, Generation, fail_on
from ..._engine.info import Info
from ..._engine.spec import METADATA, Collection, Field, check_metadata
from ..._engine.wait import WAIT_FIELDS
from ..._support.artifact import Draft, numbered
from ..._support.errors import InvalidArgument, StreamInterrupted
from ..._support.local_file import local_file
from ..._support.types import Object

RESPONSES = Collection(
    "response",
    path="/responses",
    item="/responses/{response_id}",
    key=PROJECT,
    pages=Pages(),
    prefixes=("resp_",),
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
"""Items of an output that wait for somebody to do something and tell the model."""


def _check(run: TaskContext) -> None:
    check_metadata(run.param("metadata"))
    text = run.param("text") or {}
    if run.param("schema"):
        object_schema("schema", run.param("schema"))
        if text.get("format"):
            raise InvalidArgument("schema and text.format are both given", "Give one of them.")
    wanted = text.get("format") or {}
    if wanted.get("type") == "json_schema":
        check_schema("text.format.schema", wanted.get("schema"))
    if run.param("previous_response_id") and run.param("conversation"):
        raise InvalidArgument("previous_response_id and conversation are both given", "Give one of them.")
    if run.param("background") and run.param("store") is False:
        raise InvalidArgument(
            "background is true and store false", "An answer made in the background is stored; drop one."
        )
    for tool in run.param("tools") or ():
        # Servers of others are shown their own credentials, and nobody else.
        for secret in (tool.get("authorization"), *(tool.get("headers") or {}).values()):
            if secret:
                run.hide(str(secret))


def _part(place: str, part: t.Any) -> t.Any:
    """A part of a message as the API takes it: a file that is named by its path is read."""
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
        f"{place}.type is {kind!r}, which takes no path", "A path goes with input_image or input_file."
    )


def _item(place: str, item: t.Any) -> t.Any:
    """An item of the input, its files read."""
    if not isinstance(item, dict):
        raise InvalidArgument(
            f"{place} is no mapping", "Give a message with role and content, or another item of the API."
        )
    parts = {
        name: [_part(f"{place}.{name}[{at}]", part) for at, part in enumerate(item[name])]
        for name in ("content", "output")
        if isinstance(item.get(name), list)
    }
    return {**item, **parts}


class _Response(Generation):
    def states(self) -> tuple[str, ...]:
        return ("present", "absent", "counted", "compacted")

    def path(self, run: TaskContext) -> str:
        return COMPACT if run.param("state") == "compacted" else RESPONSES.path

    def request(self, run: TaskContext) -> Object:
        body = super().request(run)
        sources = ("input", "prompt", "previous_response_id", "conversation")
        if not any(body.get(name) for name in sources):
            raise InvalidArgument("nothing is asked", f"Give input, or one of {', '.join(sources[1:])}.")
        if not body.get("model") and not body.get("prompt"):
            raise InvalidArgument("model missing", "Give model, or a prompt that names one.")
        if isinstance(body.get("input"), list):
            body["input"] = [_item(f"input[{index}]", item) for index, item in enumerate(body["input"])]
        elif "input" in body and not isinstance(body["input"], str):
            raise InvalidArgument("input is neither a text nor a list", "Give the question, or a list of items.")
        if "tools" in body:
            # Both must be there; null leaves them to the API.
            body["tools"] = [
                {"parameters": None, "strict": None, **tool} if tool.get("type") == "function" else tool
                for tool in body["tools"]
            ]
        if run.param("schema"):
            shape = {
                "type": "json_schema",
                "name": "answer",
                "strict": True,
                "schema": strict_schema(run.param("schema")),
            }
            body["text"] = {**(body.get("text") or {}), "format": shape}
        state = run.param("state")
        if state in ("counted", "compacted"):
            taken = COUNTED if state == "counted" else COMPACTED
            body = {name: value for name, value in body.items() if name in taken}
        return body

    def stores(self, run: TaskContext, body: Object) -> bool:
        return body.get("store") is not False and run.param("state") != "compacted"

    def once(self, run: TaskContext, body: Object) -> bool:
        # A conversation would hold it twice, and two would run in the background.
        return any(body.get(name) for name in ("conversation", "background"))

    def keeps(self, run: TaskContext, body: Object, dest: str) -> bool:
        return bool(dest or any(body.get(name) for name in ("store", "background", "conversation")))

    def running(self, answer: Object) -> bool:
        return answer.get("status") in ("queued", "in_progress")

    def present(self, run: TaskContext) -> dict[str, t.Any]:
        if run.param("state") != "counted":
            return super().present(run)
        answer = run.client.post(COUNT, body=self.request(run))
        counted = self.made(run, None, "", changed=False, asked=False)
        return {**counted, "input_tokens": answer["input_tokens"]}

    def ask(self, run: TaskContext, body: Object, draft: Draft | None) -> Object:
        if not body.get("stream"):
            return super().ask(run, body, draft)
        seen: Object = {}
        try:
            for event in self.streamed(run, self.post(run, body), _words, ends=True):
                if isinstance(event.get("response"), dict):
                    seen = event["response"]
                if event.get("type") in ("response.completed", "response.incomplete", "response.failed"):
                    return seen
            raise StreamInterrupted("the stream broke off before its end", "Run the task again to ask again.")
        except StreamInterrupted:
            # What the server made of it meanwhile may be read; it is not asked for a second time.
            known = self.reread(run, seen) if seen.get("id") and self.stores(run, body) else None
            if known is None or (self.running(known) and not body.get("background")):
                raise
            return known

    def verdicts(self, answer: Object) -> dict[str, str]:
        found: dict[str, str] = {}
        status = answer.get("status")
        if status == "failed":
            error = answer.get("error") or {}
            told = ": ".join(str(error[name]) for name in ("code", "message") if error.get(name))
            found["failed"] = f"the response failed: {told or 'no reason given'}"
        if status == "cancelled":
            found["cancelled"] = "the response was cancelled"
        if status == "incomplete":
            reason = (answer.get("incomplete_details") or {}).get("reason") or "no reason given"
            found["incomplete"] = f"the answer is incomplete ({reason})"
        facts = self.shortcuts(answer)
        if facts["refusal"]:
            found["refusal"] = f"the model refused: {facts['refusal']}"
        if facts["tool_calls"]:
            found["tool_calls"] = "the model wants tools to be called instead of answering"
        return found

    def shortcuts(self, answer: Object) -> Object:
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
            "usage": answer.get("usage") or {},
            "model": answer.get("model"),
        }

    def artifacts(self, answer: Object, dest: str) -> dict[str, bytes]:
        images = [
            (str(item.get("output_format") or "png"), base64.b64decode(item["result"])) for item in _images(answer)
        ]
        if not images:
            return super().artifacts(answer, dest)
        if self.shortcuts(answer)["text"] is None:
            return {numbered(dest, at): image for at, (dummy, image) in enumerate(images, 1)}
        stem = os.path.splitext(dest)[0]
        beside = {numbered(f"{stem}.{form}", at): image for at, (form, image) in enumerate(images, 2)}
        return {dest: self.artifact(answer), **beside}

    def slim(self, answer: Object) -> Object:
        if not _images(answer):
            return answer
        slim = t.cast(Object, json.loads(json.dumps(answer)))
        for item in _images(slim):
            item["result"] = None
        return slim

    def drop(self, run: TaskContext, stored: Object) -> None:
        if self.running(stored) and stored.get("background"):
            run.client.post(CANCEL, {"response_id": str(stored["id"])})
            run.done.append(f"cancelled {stored['id']}")
        super().drop(run, stored)


def _images(answer: Object) -> list[Object]:
    """The images that the model has made."""
    output = answer.get("output") or ()
    return [item for item in output if item.get("type") == "image_generation_call" and item.get("result")]


def _words(event: Object) -> str:
    """What an event adds to the answer."""
    if event.get("type") in ("response.output_text.delta", "response.refusal.delta"):
        return str(event.get("delta") or "")
    return ""


RESPONSE = _Response(
    RESPONSES,
    asks=(),
    silent=("metadata", "store", "stream", "stream_options", "user", "safety_identifier", "background"),
    fatal=("failed", "cancelled"),
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
        Field("max_tool_calls", "int", least=1),
        Field("schema", "dict", sent_as=""),
        Field("text", "dict"),
        Field("reasoning", "dict"),
        Field("max_output_tokens", "int", least=16, no_log=False),
        Field("temperature", "float", least=0, most=2),
        Field("top_p", "float", least=0, most=1),
        Field("top_logprobs", "int", least=0, most=20),
        Field("include", "list", elements="str"),
        Field("truncation", choices=("auto", "disabled")),
        Field("context_management", "list", elements="dict"),
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
        Field("safety_identifier", longest=64),
        Field("user"),
        Field("stream", "bool"),
        Field("stream_options", "dict"),
        fail_on("incomplete", "refusal", "tool_calls"),
        *WAIT_FIELDS,
        *ARTIFACT_FIELDS,
    ),
    check_input=_check,
    operations=(f"POST {COUNT}", f"POST {COMPACT}", f"POST {CANCEL}"),
)


class _ResponseInfo(Info):
    def one(self, run: TaskContext, place: Collection, given: str) -> Object | None:
        query = {"include": run.param("include")}
        return t.cast("Object | None", run.client.find(place.item, {place.own_id: given}, key=place.key, query=query))


def _detail(run: TaskContext, response: Object) -> Object:
    if not run.param("input_items"):
        return response
    query = {"order": "asc", "include": run.param("include")}
    request = Request("GET", INPUT_ITEMS, {"response_id": response["id"]}, query=query)
    return {**response, "input_items": list(paginate(run.client, request, RESPONSES.pages))}


RESPONSE_INFO = _ResponseInfo(
    RESPONSE,
    extras=(Field("input_items", "bool", default=False), Field("include", "list", elements="str")),
    detail=_detail,
    operations=(f"GET {INPUT_ITEMS}",),
)
