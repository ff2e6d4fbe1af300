# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Responses: synchronous or in the background, stored by default, with previous responses and conversations."""

from __future__ import annotations

import base64
from typing import Any

from .. import chat_validation, pagination
from .. import response_generation as answers
from ..errors import ApiError, bad_request
from ..ids import deterministic_token, new_id
from ..replies import EventReply
from ..request_shapes import METADATA, Limits, not_empty
from ..response_validation import (
    BETA,
    check_calls,
    check_model,
    check_parts,
    check_tools,
    mutually_exclusive,
    truncate_to_context,
)
from ..routing import KeyClass, RouteGroup
from ..server import DEFAULT_OPTIONS, Call
from ..store import Doc, public
from .chat_completions import check_quota, consume_rate_limit, resolve_model

routes = RouteGroup("responses", KeyClass.PROJECT, beta=True)

FAILURE_MARKER = "[[fail]]"
"""A background response whose input contains this marker fails."""
NAME = "^[a-zA-Z0-9_-]+$"
TERMINAL = ("completed", "failed", "cancelled", "incomplete")


INPUT_LIMITS: Limits = {
    **not_empty(
        "model",
        "conversation",
        "conversation.id",
        "input[].id",
        "input[].encrypted_content",
        "input[].approval_request_id",
        "tools[].vector_store_ids",
        "tools[].vector_store_ids[]",
        "tools[].server_label",
        "tools[].tools",
        "tool_choice.name",
        "tool_choice.server_label",
        "tool_choice.tools",
    ),
    "input": {"maxLength": 10 * 2**20},
    "input[]": {
        "if": {"properties": {"type": {"const": "function_call_output"}}, "required": ["type"]},
        "then": {"required": ["call_id"], "properties": {"call_id": {"type": "string"}}},
    },
    "input[].call_id": {"minLength": 1, "maxLength": 64},
    "input[].name": {"maxLength": 128, "pattern": NAME},
    "tools": {"maxItems": 128},
    "tools[].name": {"maxLength": 128, "pattern": NAME},
    "tools[].max_num_results": {"minimum": 1, "maximum": 50},
    "tools[].ranking_options.score_threshold": {"minimum": 0, "maximum": 1},
    "tools[].ranking_options.hybrid_search.embedding_weight": {"minimum": 0},
    "tools[].ranking_options.hybrid_search.text_weight": {"minimum": 0},
    "tools[].container.file_ids": {"maxItems": 50},
    "tools[].frame_count": {"minimum": 1},
    "tools[].frame_duration_ms": {"minimum": 1},
    "tools[].output_compression": {"minimum": 0, "maximum": 100},
    "tools[].partial_images": {"minimum": 0, "maximum": 3},
    "tools[].display_width": {"minimum": 1},
    "tools[].display_height": {"minimum": 1},
    "text.format.name": {"maxLength": 64, "pattern": NAME},
}
CREATE_LIMITS: Limits = {
    **METADATA,
    **INPUT_LIMITS,
    **not_empty("prompt.id", "moderation.model"),
    "max_tool_calls": {"minimum": 1},
    "max_output_tokens": {"minimum": 16},
    "temperature": {"minimum": 0, "maximum": 2},
    "top_p": {"minimum": 0, "maximum": 1},
    "top_logprobs": {"minimum": 0, "maximum": 20},
    "context_management[].compact_threshold": {"minimum": 1000},
    "safety_identifier": {"maxLength": 64},
}


def conversation_id(call: Call) -> str | None:
    """Return the id of the conversation."""
    given = call.body.get("conversation")
    return given["id"] if isinstance(given, dict) else given


def request_items(call: Call) -> list[answers.Item]:
    """Return the input as items with ids."""
    given = call.body.get("input")
    if isinstance(given, str):
        given = [{"role": "user", "content": given}]
    return [complete_item(item) for item in given or ()]


def complete_item(item: answers.Item) -> answers.Item:
    """Return an input item as it is stored."""
    kind = item.get("type") or "message"
    if kind == "message":
        content = item["content"]
        if isinstance(content, str):
            said = "output_text" if item["role"] == "assistant" else "input_text"
            content = [{"type": said, "text": content}]
        content = [
            {"annotations": [], **part}
            if part["type"] == "output_text"
            else {"detail": "auto", **part}
            if part["type"] == "input_image"
            else part
            for part in content
        ]
        return {"id": new_id("msg_", 48), "status": "completed", **item, "type": "message", "content": content}
    prefix = {"function_call": "fc_", "function_call_output": "fco_", "reasoning": "rs_"}.get(kind, "item_")
    made = {**item, "id": item.get("id") or new_id(prefix, 48)}
    return {"status": "completed", **made} if kind.startswith("function_call") else made


def previous_items(call: Call) -> list[answers.Item]:
    """Return the items of the previous response or of the conversation."""
    previous, conversation = call.body.get("previous_response_id"), conversation_id(call)
    if previous and conversation:
        raise mutually_exclusive("previous_response_id", "conversation")
    if previous:
        doc = call.find("response", previous, scope=call.project)
        if doc is None:
            raise bad_request(
                f"Previous response with id '{previous}' not found.",
                param="previous_response_id",
                code="previous_response_not_found",
            )
        return [*doc["_items"], *doc["output"]]
    if conversation:
        if call.find("conversation", conversation, scope=call.project) is None:
            raise ApiError(404, f"Conversation with id '{conversation}' not found.", param="conversation")
        return [public(doc) for doc in call.docs.iterate("conversation_item", scope=conversation)]
    return []


@routes.route("POST", "/responses", "createResponse", CREATE_LIMITS, beta=BETA)
def create_response(call: Call) -> Any:
    """Create a response."""
    body = call.body
    check_quota(call)
    if not body.get("model"):
        raise bad_request("Missing required parameter: 'model'.", param="model", code="missing_required_parameter")
    if not any(body.get(name) for name in ("input", "prompt", "previous_response_id", "conversation")):
        raise bad_request(
            "One of 'input', 'previous_response_id', 'prompt' or 'conversation' must be provided.",
            param="input",
            code="missing_required_parameter",
        )
    if body.get("stream_options") is not None and not body.get("stream"):
        raise bad_request(
            "The 'stream_options' parameter is only allowed when 'stream' is enabled.", param="stream_options"
        )
    if body.get("background") and body.get("store") is False:
        raise bad_request("Background mode requires 'store' to be true.", param="background")
    new = request_items(call)
    check_parts(call, new)
    items = [*previous_items(call), *new]
    check_calls(items)
    check_tools(body)
    model, name, examples = resolve_model(call, body["model"])
    check_model(body, items, model)
    items = truncate_to_context(call, model, items)
    asked = answers.input_tokens(body, items)
    consume_rate_limit(call, body["model"] if name == (model.snapshot or model.id) else model.id, asked)
    id = new_id("resp_", 48)
    effort = chat_validation.effort_of(answers.to_chat_request(body, items), model)
    reasoning = chat_validation.REASONING_TOKENS[effort]
    limit = body.get("max_output_tokens")
    reasoning = min(reasoning, limit) if limit is not None else reasoning
    doc = create_document(call, id, name, effort if model.reasoning else None)
    output, ended = answers.generate_output(
        body, items, deterministic_token(str(body.get("input")), 24), examples, reasoning, call.now
    )
    usage = {
        "input_tokens": asked,
        "input_tokens_details": {"cached_tokens": 0, "cache_write_tokens": 0},
        "output_tokens": ended["tokens"],
        "output_tokens_details": {"reasoning_tokens": reasoning},
        "total_tokens": asked + ended["tokens"],
    }
    final: Doc = {
        "status": ended["status"],
        "incomplete_details": ended["incomplete_details"],
        "output": output,
        "usage": usage,
    }
    doc["_items"], doc["_new"], doc["_conversation"] = items, new, conversation_id(call)
    kept = body.get("store") is not False
    if body.get("background"):
        if FAILURE_MARKER in str(body.get("input")):
            error = {"code": "server_error", "message": "An error occurred while processing your request."}
            final = {"status": "failed", "error": error, "output": [], "usage": None}
        timing = {**DEFAULT_OPTIONS["response_seconds"], **call.org.options["response_seconds"]}
        doc["_final"], doc["_timing"], doc["_project"] = final, timing, call.project
        if not body.get("stream"):
            call.create("response", doc, scope=call.project, due=call.now_exact + float(timing["queued"]))
            return public(doc)
    doc.update(final, completed_at=call.now if final["status"] == "completed" else None)
    if kept:
        call.create("response", doc, scope=call.project)
    append_to_conversation(call, doc)
    if body.get("stream"):
        return EventReply(answers.stream_events(public(doc)), named=True)
    return public(doc)


def create_document(call: Call, id: str, name: str, effort: str | None) -> Doc:
    """Return the document of a queued response."""
    body = call.body
    text = body.get("text") or {}
    tier = body.get("service_tier") or "auto"
    conversation = conversation_id(call)
    asked = body.get("reasoning") or {}
    doc: Doc = {
        "id": id,
        "object": "response",
        "created_at": call.now,
        "status": "queued",
        "background": bool(body.get("background")),
        "completed_at": None,
        "conversation": {"id": conversation} if conversation else None,
        "error": None,
        "incomplete_details": None,
        "instructions": body.get("instructions"),
        "max_output_tokens": body.get("max_output_tokens"),
        "max_tool_calls": body.get("max_tool_calls"),
        "metadata": body.get("metadata") or {},
        "model": name,
        "output": [],
        "parallel_tool_calls": body.get("parallel_tool_calls") is not False,
        "previous_response_id": body.get("previous_response_id"),
        "prompt": body.get("prompt"),
        "prompt_cache_key": body.get("prompt_cache_key"),
        "prompt_cache_retention": body.get("prompt_cache_retention"),
        "reasoning": {"effort": effort, "summary": asked.get("summary")},
        "safety_identifier": body.get("safety_identifier"),
        "service_tier": "default" if tier == "auto" else tier,
        "store": body.get("store") is not False,
        "temperature": 1.0 if body.get("temperature") is None else body["temperature"],
        "text": {"format": text.get("format") or {"type": "text"}, "verbosity": text.get("verbosity") or "medium"},
        "tool_choice": body.get("tool_choice") or "auto",
        "tools": [render_tool(tool) for tool in body.get("tools") or ()],
        "top_logprobs": body.get("top_logprobs") or 0,
        "top_p": 1.0 if body.get("top_p") is None else body["top_p"],
        "truncation": body.get("truncation") or "disabled",
        "usage": None,
    }
    return {**doc, "user": body["user"]} if "user" in body else doc


def render_tool(tool: dict[str, Any]) -> dict[str, Any]:
    """Return a tool as responses show it: without credentials."""
    shown = {name: value for name, value in tool.items() if name not in ("authorization", "headers")}
    if tool["type"] == "function":
        return {"description": None, "parameters": None, "strict": True, **shown}
    return shown


def append_to_conversation(call: Call, doc: Doc) -> None:
    """Add input and output to the conversation."""
    if doc["_conversation"]:
        for item in [*doc["_new"], *doc["output"]]:
            call.create("conversation_item", item, scope=doc["_conversation"])


def advance_response(call: Call, project: str, doc: Doc) -> None:
    """Advance a background response: from queued to in progress, then to its end."""
    due: float | None = None
    if doc["status"] == "queued":
        doc["status"] = "in_progress"
        due = call.now_exact + float(doc["_timing"]["in_progress"])
    else:
        doc.update(doc.pop("_final"))
        doc["completed_at"] = call.now if doc["status"] == "completed" else None
        append_to_conversation(call, doc)
    call.docs.update("response", doc, scope=project, due=due)


DUE_HANDLERS = {"response": advance_response}


def load_response(call: Call) -> Doc:
    """Return the stored response of the path."""
    id = call.path["response_id"]
    return call.load("response", id, f"Response with id '{id}' not found.", scope=call.project)


@routes.post("/responses/input_tokens", "Getinputtokencounts", INPUT_LIMITS)
def count_input_tokens(call: Call) -> Any:
    """Return the number of input tokens of a request."""
    new = request_items(call)
    check_parts(call, new)
    items = [*previous_items(call), *new]
    if call.body.get("model"):
        resolve_model(call, call.body["model"])
    return {"object": "response.input_tokens", "input_tokens": answers.input_tokens(call.body, items)}


@routes.post("/responses/compact", "Compactconversation", {**INPUT_LIMITS, "model": {"type": "string", "minLength": 1}})
def compact(call: Call) -> Any:
    """Compact a conversation: keep the last assistant message and replace the rest by one encrypted item."""
    check_quota(call)
    resolve_model(call, call.body["model"])
    new = request_items(call)
    check_parts(call, new)
    items = [*previous_items(call), *new]
    asked = answers.input_tokens(call.body, items)
    sealed = base64.b64encode(deterministic_token(str([item.get("content") for item in items]), 64).encode()).decode()
    said = [
        {**item, "status": "completed"} for item in items if item["type"] == "message" and item["role"] == "assistant"
    ][-1:]
    return {
        "id": new_id("resp_", 48),
        "object": "response.compaction",
        "created_at": call.now,
        "output": [*said, {"id": new_id("cmp_", 48), "type": "compaction", "encrypted_content": sealed}],
        "usage": {
            "input_tokens": asked,
            "input_tokens_details": {"cached_tokens": 0, "cache_write_tokens": 0},
            "output_tokens": 16,
            "output_tokens_details": {"reasoning_tokens": 0},
            "total_tokens": asked + 16,
        },
    }


@routes.get(
    "/responses/{response_id}",
    "getResponse",
    {"starting_after": {"minimum": 0}},
)
def retrieve_response(call: Call) -> Any:
    """Retrieve a stored response or its stream."""
    doc = load_response(call)
    if call.query.get("stream"):
        if not doc["background"]:
            raise bad_request("This response cannot be streamed because it was not created with background=true.")
        after = call.query.get("starting_after")
        told = (
            answers.stream_events(public(doc)) if doc["status"] in TERMINAL else answers.stream_events(public(doc))[:2]
        )
        return EventReply([event for event in told if after is None or event["sequence_number"] > after], named=True)
    return public(doc)


@routes.delete("/responses/{response_id}", "deleteResponse")
def delete_response(call: Call) -> Any:
    """Delete a stored response."""
    doc = load_response(call)
    call.docs.delete("response", doc["id"], scope=call.project)
    return {"id": doc["id"], "object": "response", "deleted": True}


@routes.post("/responses/{response_id}/cancel", "cancelResponse")
def cancel_response(call: Call) -> Any:
    """Cancel a background response; a finished one stays unchanged."""
    doc = load_response(call)
    if not doc["background"]:
        raise bad_request("Cannot cancel a synchronous response.", param="response_id")
    if doc["status"] not in TERMINAL:
        doc.pop("_final", None)
        doc["status"] = "cancelled"
        call.docs.update("response", doc, scope=call.project)
    return public(doc)


@routes.get("/responses/{response_id}/input_items", "listInputItems", pagination.page_limits(20, order="desc"))
def list_input_items(call: Call) -> Any:
    """List the input items of a response, including those of previous responses."""
    doc = load_response(call)
    urls = "message.input_image.image_url" in (call.query.get("include") or ())
    items = []
    for item in doc["_items"]:
        if item["type"] == "message" and not urls:
            content = [
                {**part, "image_url": None} if part["type"] == "input_image" else part for part in item["content"]
            ]
            item = {**item, "content": content}
        items.append(item)
    if call.query["order"] == "desc":
        items.reverse()
    return pagination.paginate_list(call, items, style=pagination.TEXT)
