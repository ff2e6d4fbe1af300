# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Generate deterministic model output for chat requests."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from . import audio_synthesis, json_schema
from .chat_validation import last_text, text_of
from .ids import deterministic_token
from .text_language import deterministic_fraction, find_trained_answer, generate_answer, summarize, tokenize, words

REFUSAL_MARKER = "[[refusal]]"
"""A user message that contains this marker is refused."""
CONTENT_FILTER_MARKER = "[[content_filter]]"
"""A user message that contains this marker ends with the finish reason ``content_filter``."""
MODERATION_MARKER = "[[flagged]]"
"""A user message that contains this marker is flagged by the moderation of the request."""
REFUSAL_TEXT = "I'm sorry, but I can't help with that."


@dataclass
class Choice:
    """One choice of a completion: its message and its finish reason."""

    content: str | None = None
    refusal: str | None = None
    tool_calls: list[dict[str, Any]] | None = None
    function_call: dict[str, str] | None = None
    audio: dict[str, Any] | None = None
    finish: str = "stop"
    tokens: int = 0
    audio_tokens: int = 0

    @property
    def pieces(self) -> list[str]:
        """Return the generated tokens."""
        if self.content is not None:
            return tokenize(self.content)
        if self.refusal is not None:
            return tokenize(self.refusal)
        return []


def choose_tools(body: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the tools that the model calls."""
    offered: list[dict[str, Any]] = body.get("tools", [])
    choice = body.get("tool_choice", "auto")
    must = choice == "required"
    if isinstance(choice, dict):
        kind = choice["type"]
        if kind != "allowed_tools":
            name = choice[kind]["name"]
            return [tool for tool in offered if tool[tool["type"]]["name"] == name][:1]
        allowed = {(item.get("function") or item.get("custom"))["name"] for item in choice[kind]["tools"]}
        offered = [tool for tool in offered if tool[tool["type"]]["name"] in allowed]
        must = choice[kind]["mode"] == "required"
    if choice == "none" or not offered or (not must and body["messages"][-1]["role"] != "user"):
        return []
    text = last_text(body["messages"])
    meant = [tool for tool in offered if _is_requested(tool[tool["type"]]["name"], text)]
    if must and not meant:
        meant = offered[:1]
    return meant[:1] if body.get("parallel_tool_calls") is False else meant


def _is_requested(name: str, text: str) -> bool:
    """Return whether a message contains the name of a tool, or all words of the name."""
    parts = words(name.replace("_", " ").replace("-", " ")) - {"get", "the", "a", "current", "do", "make", "fetch"}
    return name.lower() in text.lower() or (bool(parts) and parts <= words(text))


def generate_choice(
    body: dict[str, Any], index: int, seed: str, examples: Sequence[Sequence[str]] | None, now: int
) -> Choice:
    """Generate the choice with this index."""
    messages = body["messages"]
    prompt = last_text(messages)
    if REFUSAL_MARKER in prompt:
        return _truncate(Choice(refusal=REFUSAL_TEXT), body)
    if CONTENT_FILTER_MARKER in prompt:
        return Choice(content="", finish="content_filter")
    if called := choose_tools(body):
        choice = Choice(tool_calls=[_tool_call(tool, prompt, f"{seed}:{index}:{at}") for at, tool in enumerate(called)])
        choice.finish = "tool_calls" if not isinstance(body.get("tool_choice"), dict) else "stop"
        if isinstance(body.get("tool_choice"), dict) and body["tool_choice"]["type"] == "allowed_tools":
            choice.finish = "tool_calls"
        choice.tokens = sum(len(tokenize(json.dumps(item))) for item in choice.tool_calls or ())
        return choice
    if (function := _function(body, prompt)) is not None:
        arguments = json.dumps(json_schema.generate_instance(function.get("parameters") or {"type": "object"}, prompt))
        forced = isinstance(body.get("function_call"), dict)
        choice = Choice(function_call={"name": function["name"], "arguments": arguments})
        choice.finish = "stop" if forced else "function_call"
        choice.tokens = len(tokenize(arguments))
        return choice
    choice = _truncate(Choice(content=_text(body, prompt, index, examples)), body)
    if "audio" in (body.get("modalities") or ()) and choice.content is not None:
        form = body["audio"]["format"]
        choice.audio = {
            "id": f"audio_{deterministic_token(seed + str(index), 24)}",
            "data": base64.b64encode(audio_synthesis.encode(choice.content, form)).decode(),
            "expires_at": now + 3600,
            "transcript": choice.content,
        }
        choice.audio_tokens = choice.tokens * 2
        choice.tokens += choice.audio_tokens
        choice.content = None
    return choice


def _function(body: dict[str, Any], prompt: str) -> dict[str, Any] | None:
    """Return the function to call if the request uses the deprecated ``functions``."""
    offered: list[dict[str, Any]] = body.get("functions", [])
    requested = body.get("function_call", "auto")
    if isinstance(requested, dict):
        return next(item for item in offered if item["name"] == requested["name"])
    if requested == "none" or body["messages"][-1]["role"] != "user":
        return None
    return next((item for item in offered if _is_requested(item["name"], prompt)), None)


def _tool_call(tool: dict[str, Any], prompt: str, seed: str) -> dict[str, Any]:
    id = f"call_{deterministic_token(seed, 24)}"
    if tool["type"] == "custom":
        return {"id": id, "type": "custom", "custom": {"name": tool["custom"]["name"], "input": summarize(prompt)}}
    function = tool["function"]
    arguments = json_schema.generate_instance(function.get("parameters") or {"type": "object"}, prompt)
    return {"id": id, "type": "function", "function": {"name": function["name"], "arguments": json.dumps(arguments)}}


def _text(body: dict[str, Any], prompt: str, index: int, examples: Sequence[Sequence[str]] | None) -> str:
    form = body.get("response_format") or {"type": "text"}
    if form["type"] == "json_schema":
        return json.dumps(json_schema.generate_instance(form["json_schema"]["schema"], prompt), ensure_ascii=False)
    learned = find_trained_answer(prompt, examples) if examples else None
    if form["type"] == "json_object":
        if learned is not None:
            try:
                return json.dumps(json.loads(learned), ensure_ascii=False)
            except ValueError:
                pass
        return json.dumps({"answer": generate_answer(prompt, variant=index)}, ensure_ascii=False)
    if learned is not None:
        return learned
    last = body["messages"][-1]
    if last["role"] in ("tool", "function"):
        return f"The tool answered: {summarize(text_of(last['content']))}"
    return generate_answer(prompt, verbosity=body.get("verbosity") or "medium", variant=index)


def _truncate(choice: Choice, body: dict[str, Any]) -> Choice:
    """Apply stop sequences and the token limit."""
    text = choice.content if choice.content is not None else choice.refusal or ""
    stop = body.get("stop") or []
    for mark in [stop] if isinstance(stop, str) else stop:
        at = text.find(mark)
        if at >= 0 and mark:
            text = text[:at]
    pieces = tokenize(text)
    limit = body.get("max_completion_tokens") or body.get("max_tokens")
    if limit is not None:
        limit -= body.get("_reasoning_tokens", 0)
        if len(pieces) > limit:
            pieces = pieces[: max(0, limit)]
            text, choice.finish = "".join(pieces), "length"
    choice.tokens = len(pieces)
    if choice.content is not None:
        choice.content = text
    else:
        choice.refusal = text
    return choice


def logprobs(pieces: list[str], seed: str, top: int) -> list[dict[str, Any]]:
    """Return the log probability of each token, with its alternatives."""
    out = []
    for at, piece in enumerate(pieces):
        sure = -round(deterministic_fraction(f"{seed}:{at}") * 0.5, 6)
        rivals = [{"token": piece, "logprob": sure, "bytes": list(piece.encode())}]
        for rank in range(1, top):
            other = deterministic_token(f"{seed}:{at}:{rank}", 3)
            rivals.append({"token": other, "logprob": round(sure - rank * 1.5, 6), "bytes": list(other.encode())})
        out.append({"token": piece, "logprob": sure, "bytes": list(piece.encode()), "top_logprobs": rivals[:top]})
    return out


def moderate(model: str, body: dict[str, Any], choices: list[Choice]) -> dict[str, Any]:
    """Return the results of the moderation that the request enabled."""

    def results(text: str) -> dict[str, Any]:
        flagged = MODERATION_MARKER in text
        names = ("harassment", "hate", "illicit", "self-harm", "sexual", "violence")
        return {
            "type": "moderation_results",
            "model": model,
            "results": [
                {
                    "type": "moderation_result",
                    "model": model,
                    "flagged": flagged,
                    "categories": {name: flagged and name == "violence" for name in names},
                    "category_scores": {
                        name: 0.97
                        if flagged and name == "violence"
                        else round(deterministic_fraction(text + name) / 100, 6)
                        for name in names
                    },
                    "category_applied_input_types": {name: ["text"] for name in names},
                }
            ],
        }

    said = " ".join(choice.content or choice.refusal or "" for choice in choices)
    return {"input": results(last_text(body["messages"])), "output": results(said)}
