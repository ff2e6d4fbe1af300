# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Generate the output items of a response, and the events of its stream."""

from __future__ import annotations

import base64
import struct
import zlib
from typing import Any

from . import chat_generation, chat_validation
from .ids import deterministic_token, new_id
from .text_language import count_tokens, summarize, tokenize, words

Item = dict[str, Any]
Body = dict[str, Any]

HOSTED: dict[str, str] = {
    "file_search": "file search",
    "web_search": "web search",
    "web_search_2025_08_26": "web search",
    "web_search_preview": "web search",
    "web_search_preview_2025_03_11": "web search",
    "code_interpreter": "code",
    "image_generation": "draw",
}
"""Hosted tools, and the words in a prompt that request them."""


def text_of(content: Any) -> str:
    """Return the text of an item's content or output."""
    return chat_validation.text_of(content)


def to_messages(items: list[Item], instructions: str | None) -> list[Body]:
    """Convert items to chat messages."""
    messages: list[Body] = [{"role": "developer", "content": instructions}] if instructions else []
    for item in items:
        kind = item.get("type") or "message"
        if kind == "message":
            messages.append({"role": item["role"], "content": text_of(item["content"])})
        elif kind in ("function_call", "custom_tool_call"):
            made = {"name": item["name"], "arguments": item.get("arguments", item.get("input", ""))}
            call = {"id": item["call_id"], "type": "function", "function": made}
            messages.append({"role": "assistant", "content": None, "tool_calls": [call]})
        elif kind in ("function_call_output", "custom_tool_call_output"):
            messages.append({"role": "tool", "content": text_of(item["output"]), "tool_call_id": item["call_id"]})
    return messages or [{"role": "user", "content": ""}]


def to_chat_request(body: Body, items: list[Item]) -> Body:
    """Convert the request to a chat completion request."""
    chat: Body = {"model": body["model"], "messages": to_messages(items, body.get("instructions"))}
    offered = [
        {"type": tool["type"], tool["type"]: {name: value for name, value in tool.items() if name != "type"}}
        for tool in body.get("tools") or ()
        if tool["type"] in ("function", "custom")
    ]
    choice = body.get("tool_choice")
    if offered and not (isinstance(choice, dict) and choice["type"] in HOSTED):
        chat["tools"] = offered
        if isinstance(choice, dict) and choice["type"] in ("function", "custom"):
            choice = {"type": choice["type"], choice["type"]: {"name": choice["name"]}}
        elif isinstance(choice, dict) and choice["type"] == "allowed_tools":
            named = [
                {"type": "function", "function": {"name": tool["name"]}} for tool in choice["tools"] if "name" in tool
            ]
            choice = {"type": "allowed_tools", "allowed_tools": {"mode": choice["mode"], "tools": named}}
        if choice is not None:
            chat["tool_choice"] = choice
        if body.get("parallel_tool_calls") is not None:
            chat["parallel_tool_calls"] = body["parallel_tool_calls"]
    text = body.get("text") or {}
    form = text.get("format") or {"type": "text"}
    if form["type"] == "json_schema":
        shape = {name: value for name, value in form.items() if name != "type"}
        chat["response_format"] = {"type": "json_schema", "json_schema": shape}
    elif form["type"] == "json_object":
        chat["response_format"] = form
    names = {
        "temperature": body.get("temperature"),
        "top_p": body.get("top_p"),
        "verbosity": text.get("verbosity"),
        "reasoning_effort": (body.get("reasoning") or {}).get("effort"),
        "max_completion_tokens": body.get("max_output_tokens"),
        "prompt_cache_options": body.get("prompt_cache_options"),
        "prompt_cache_retention": body.get("prompt_cache_retention"),
    }
    return {**chat, **{name: value for name, value in names.items() if value is not None}}


def input_tokens(body: Body, items: list[Item]) -> int:
    """Return the number of input tokens."""
    total = 3 + count_tokens(body.get("instructions") or "")
    for item in items:
        content = item.get("content", item.get("output"))
        total += 3 + count_tokens(text_of(content) if not isinstance(content, dict) else "")
        total += count_tokens(item.get("arguments", ""))
        for part in content if isinstance(content, list) else ():
            total += {"input_image": 85, "input_file": 100}.get(part.get("type"), 0)
    for name in ("tools", "text"):
        if body.get(name):
            total += count_tokens(" ".join(words(str(body[name]))))
    return total


def draw_placeholder(seed: str) -> bytes:
    """Return a small PNG image in one color that depends on the seed."""
    rgb = zlib.crc32(seed.encode()).to_bytes(4, "big")[:3]
    rows = b"".join(b"\0" + rgb * 16 for _unused in range(16))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 16, 16, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def hosted_calls(body: Body, prompt: str) -> list[Item]:
    """Return the calls of hosted tools, with their results."""
    choice = body.get("tool_choice")
    made: list[Item] = []
    for tool in body.get("tools") or ():
        kind = tool["type"]
        if kind == "mcp":
            label = tool["server_label"]
            made.append({"id": new_id("mcpl_", 48), "type": "mcp_list_tools", "server_label": label, "tools": []})
        forced = isinstance(choice, dict) and choice["type"] == kind
        if kind not in HOSTED or choice == "none" or not (forced or words(HOSTED[kind]) <= words(prompt)):
            continue
        if kind == "file_search":
            made.append(
                {
                    "id": new_id("fs_", 48),
                    "type": "file_search_call",
                    "status": "completed",
                    "queries": [summarize(prompt)],
                    "results": [] if "file_search_call.results" in (body.get("include") or ()) else None,
                }
            )
        elif kind == "code_interpreter":
            container = tool["container"] if isinstance(tool["container"], str) else new_id("cntr_", 48)
            shown = [{"type": "logs", "logs": "1\n"}]
            made.append(
                {
                    "id": new_id("ci_", 48),
                    "type": "code_interpreter_call",
                    "status": "completed",
                    "code": "print(1)",
                    "container_id": container,
                    "outputs": shown if "code_interpreter_call.outputs" in (body.get("include") or ()) else None,
                }
            )
        elif kind == "image_generation":
            made.append(
                {
                    "id": new_id("ig_", 48),
                    "type": "image_generation_call",
                    "status": "completed",
                    "output_format": "png",
                    "revised_prompt": summarize(prompt),
                    "result": base64.b64encode(draw_placeholder(prompt)).decode(),
                }
            )
        else:
            action = {"type": "search", "query": summarize(prompt), "queries": [summarize(prompt)]}
            made.append({"id": new_id("ws_", 48), "type": "web_search_call", "status": "completed", "action": action})
    return made


def generate_output(
    body: Body, items: list[Item], seed: str, examples: Any, reasoning: int, now: int
) -> tuple[list[Item], Body]:
    """Return the output items, and ``status``, ``incomplete_details`` and ``tokens`` of the response."""
    chat = to_chat_request(body, items)
    prompt = chat_validation.last_text(chat["messages"])
    choice = chat_generation.generate_choice({**chat, "_reasoning_tokens": reasoning}, 0, seed, examples, now)
    output: list[Item] = []
    if reasoning:
        reasoning_item: Item = {"id": new_id("rs_", 48), "type": "reasoning", "summary": []}
        asked = body.get("reasoning") or {}
        if asked.get("summary") or asked.get("generate_summary"):
            reasoning_item["summary"] = [{"type": "summary_text", "text": f"Thinking about: {summarize(prompt, 80)}"}]
        if "reasoning.encrypted_content" in (body.get("include") or ()):
            reasoning_item["encrypted_content"] = base64.b64encode(deterministic_token(seed, 64).encode()).decode()
        output.append(reasoning_item)
    hosted = hosted_calls(body, prompt) if chat["messages"][-1]["role"] == "user" else []
    output += hosted
    finish = {"length": "max_output_tokens", "content_filter": "content_filter"}.get(choice.finish)
    status = "incomplete" if finish else "completed"
    for call in choice.tool_calls or ():
        inner = call[call["type"]]
        item = {"call_id": call["id"], "name": inner["name"], "status": status}
        if call["type"] == "custom":
            output.append({"id": new_id("ctc_", 48), "type": "custom_tool_call", **item, "input": inner["input"]})
        else:
            output.append({"id": new_id("fc_", 48), "type": "function_call", **item, "arguments": inner["arguments"]})
    has_image = any(item["type"] == "image_generation_call" for item in hosted)
    if not choice.tool_calls and not (has_image and isinstance(body.get("tool_choice"), dict)):
        if choice.refusal is not None:
            part: Item = {"type": "refusal", "refusal": choice.refusal}
        else:
            part = {"type": "output_text", "text": choice.content or "", "annotations": [], "logprobs": []}
            if "message.output_text.logprobs" in (body.get("include") or ()):
                part["logprobs"] = chat_generation.logprobs(choice.pieces, seed, body.get("top_logprobs") or 0)
        message = {
            "id": new_id("msg_", 48),
            "type": "message",
            "role": "assistant",
            "status": status,
            "content": [part],
        }
        output.append(message)
    ended = {
        "status": status,
        "incomplete_details": {"reason": finish} if finish else None,
        "tokens": choice.tokens + reasoning,
    }
    return output, ended


def stream_events(response: Body) -> list[Body]:
    """Return the stream events of a finished response."""
    out: list[Body] = []

    def emit(kind: str, **fields: Any) -> None:
        out.append({"type": kind, "sequence_number": len(out), **fields})

    started = {**response, "status": "in_progress", "output": [], "usage": None, "completed_at": None}
    started["incomplete_details"] = None
    emit("response.created", response=started)
    emit("response.in_progress", response=started)
    for place, item in enumerate(response["output"]):
        empty = {**item, "status": "in_progress"} if "status" in item else item
        at = {"item_id": item["id"], "output_index": place}
        if item["type"] == "message":
            emit("response.output_item.added", output_index=place, item={**empty, "content": []})
            for index, part in enumerate(item["content"]):
                _emit_part(emit, part, {**at, "content_index": index})
        elif item["type"] == "function_call":
            emit("response.output_item.added", output_index=place, item={**empty, "arguments": ""})
            for piece in tokenize(item["arguments"]):
                emit("response.function_call_arguments.delta", **at, delta=piece)
            emit("response.function_call_arguments.done", **at, name=item["name"], arguments=item["arguments"])
        else:
            emit("response.output_item.added", output_index=place, item=empty)
        emit("response.output_item.done", output_index=place, item=item)
    emit(f"response.{response['status']}", response=response)
    return out


def _emit_part(emit: Any, part: Item, at: Body) -> None:
    if part["type"] == "refusal":
        emit("response.content_part.added", **at, part={"type": "refusal", "refusal": ""})
        for piece in tokenize(part["refusal"]):
            emit("response.refusal.delta", **at, delta=piece)
        emit("response.refusal.done", **at, refusal=part["refusal"])
    else:
        emit("response.content_part.added", **at, part={**part, "text": "", "logprobs": []})
        sure = part.get("logprobs") or []
        for number, piece in enumerate(tokenize(part["text"])):
            said = [{name: value for name, value in sure[number].items() if name != "bytes"}] if sure else []
            emit("response.output_text.delta", **at, delta=piece, logprobs=said)
        whole = [{name: value for name, value in each.items() if name != "bytes"} for each in sure]
        emit("response.output_text.done", **at, text=part["text"], logprobs=whole)
    emit("response.content_part.done", **at, part=part)
