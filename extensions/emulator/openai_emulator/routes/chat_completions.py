# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Chat completions: deterministic, stored on request."""

from __future__ import annotations

import math
from typing import Any

from .. import chat_generation, chat_validation, pagination
from ..errors import ApiError, bad_request
from ..ids import deterministic_token, new_id
from ..model_catalog import Model, find_model
from ..replies import EventReply
from ..request_shapes import METADATA, Limits, not_empty
from ..routing import KeyClass, RouteGroup
from ..server import Call
from ..store import Doc, public
from ..text_language import tokenize as split
from .model_permissions import is_permitted
from .models import check_shutdown, find_tuned, unknown_model
from .rate_limits import organization_limits

routes = RouteGroup("chat_completions", KeyClass.PROJECT)

NAME = {"maxLength": 64, "pattern": "^[a-zA-Z0-9_-]+$"}
CREATE_LIMITS: Limits = {
    **METADATA,
    **not_empty(
        "model",
        "messages",
        "messages[].content[].image_url.url",
        "messages[].content[].input_audio.data",
        "messages[].audio.id",
        "messages[].tool_calls",
        "messages[].tool_calls[].id",
        "messages[].tool_call_id",
        "audio.voice.id",
        "function_call.name",
        "modalities",
        "moderation.model",
        "tool_choice.function.name",
        "tool_choice.custom.name",
        "tool_choice.allowed_tools.tools",
        "tools[].custom.format.grammar.definition",
    ),
    "messages[].content": {"minItems": 1},
    "prediction.content": {"minItems": 1},
    "messages[].name": {"pattern": r"^[^\s<|\\/>]+$"},
    "messages[].tool_calls[].function.name": NAME,
    "messages[].tool_calls[].custom.name": NAME,
    "functions": {"minItems": 1, "maxItems": 128},
    "functions[].name": NAME,
    "tools": {"minItems": 1, "maxItems": 128},
    "tools[].function.name": NAME,
    "tools[].custom.name": NAME,
    "response_format.json_schema": {"required": ["schema"]},
    "response_format.json_schema.name": NAME,
    "frequency_penalty": {"minimum": -2, "maximum": 2},
    "logit_bias{}": {"minimum": -100, "maximum": 100},
    "max_completion_tokens": {"minimum": 1},
    "max_tokens": {"minimum": 1},
    "n": {"minimum": 1, "maximum": 128},
    "presence_penalty": {"minimum": -2, "maximum": 2},
    "safety_identifier": {"maxLength": 64},
    "seed": {"minimum": -(2**63), "maximum": 2**63 - 1},
    "stop": {"minItems": 1, "maxItems": 4},
    "temperature": {"minimum": 0, "maximum": 2},
    "top_logprobs": {"minimum": 0, "maximum": 20},
    "top_p": {"minimum": 0, "maximum": 1},
}


def check_quota(call: Call) -> None:
    """Raise if the quota of the account is exhausted."""
    if call.org.options["quota"] == "exhausted":
        raise ApiError(
            429,
            "You exceeded your current quota, please check your plan and billing details. For more information on this "
            "error, read the docs: https://platform.openai.com/docs/guides/error-codes/api-errors.",
            type="insufficient_quota",
            code="insufficient_quota",
        )


def resolve_model(call: Call, name: str) -> tuple[Model, str, list[list[str]] | None]:
    """Return a model, the name that responses contain, and the examples of a fine-tuned model."""
    tuned = find_tuned(call, name)
    model = find_model(call.docs, tuned["_base"] if tuned else name)
    if model is None or model.kind != "chat" or not is_permitted(call, call.project, name):
        raise unknown_model(name)
    check_shutdown(call, model, name)
    if tuned is None:
        return model, model.snapshot or model.id, None
    learned = call.docs.get("fine_tuning_examples", tuned["_job"], scope=call.project)
    return model, name, learned["examples"] if learned else None


def consume_rate_limit(call: Call, model: str, tokens: int) -> None:
    """Consume the rate limit of the project, and set the rate limit headers."""
    if not call.org.options["rate_limits"]:
        return
    ceiling = organization_limits(call).get(model)
    if ceiling is None:
        return
    own = call.docs.get("rate_limit", f"rl-{model}", scope=call.project)
    limits = {**ceiling, **(own["limits"] if own else {})}
    for name, what, cost in (
        ("max_requests_per_1_minute", "requests", 1.0),
        ("max_tokens_per_1_minute", "tokens", float(tokens)),
    ):
        limit = limits[name]
        short = "RPM" if what == "requests" else "TPM"
        if cost > limit:
            raise ApiError(
                429,
                f"Request too large for {model} in organization {call.org.id} on {what} per min ({short}): Limit "
                f"{limit}, Requested {int(cost)}. The input or output tokens must be reduced in order to run "
                "successfully.",
                type=what,
                code="rate_limit_exceeded",
            )
        key = f"{call.project} {model} {what}"
        wait = call.org.buckets.acquire(key, float(limit), call.now_exact, cost)
        if wait:
            raise ApiError(
                429,
                f"Rate limit reached for {model} in organization {call.org.id} on {what} per min ({short}): Limit "
                f"{limit}, Used {limit}, Requested {int(cost)}. Please try again in {wait:.3f}s. Visit "
                "https://platform.openai.com/account/rate-limits to learn more.",
                type=what,
                code="rate_limit_exceeded",
                headers={"retry-after": str(math.ceil(wait)), "retry-after-ms": str(math.ceil(wait * 1000))},
            )
        left = call.org.buckets.levels[key][0]
        call.response_headers[f"x-ratelimit-limit-{what}"] = str(limit)
        call.response_headers[f"x-ratelimit-remaining-{what}"] = str(int(left))
        call.response_headers[f"x-ratelimit-reset-{what}"] = f"{(limit - left) * 60 / max(limit, 1):.3f}s"


@routes.post("/chat/completions", "createChatCompletion", CREATE_LIMITS)
def create_completion(call: Call) -> Any:
    """Create a chat completion."""
    body = call.body
    check_quota(call)
    chat_validation.check_combinations(body)
    model, name, examples = resolve_model(call, body["model"])
    chat_validation.check_model(body, model)
    for file_id, param in chat_validation.file_ids(body["messages"]):
        if call.find("file", file_id, scope=call.project) is None:
            raise bad_request(f"No such File object: {file_id}", param=param, code="file_not_found")
    moderated = body.get("moderation")
    if moderated and not moderated["model"].startswith(("omni-moderation", "text-moderation")):
        raise unknown_model(moderated["model"])
    asked = chat_validation.prompt_tokens(body)
    prompt = sum(asked.values())
    chat_validation.check_context(model, prompt)
    consume_rate_limit(call, body["model"] if name == (model.snapshot or model.id) else model.id, prompt)
    id = new_id("chatcmpl-", 29)
    reasoning = chat_validation.REASONING_TOKENS[chat_validation.effort_of(body, model)]
    limit = body.get("max_completion_tokens")
    reasoning = min(reasoning, limit) if limit is not None else reasoning
    counted = {**body, "_reasoning_tokens": reasoning}
    choices = [
        chat_generation.generate_choice(counted, index, id, examples, call.now) for index in range(body.get("n") or 1)
    ]
    tier = body.get("service_tier") or "auto"
    completion: Doc = {
        "id": id,
        "object": "chat.completion",
        "created": call.now,
        "model": name,
        "choices": [render_choice(choice, index, body, id) for index, choice in enumerate(choices)],
        "usage": usage(body, asked, choices, reasoning),
        "service_tier": "default" if tier == "auto" else tier,
        "system_fingerprint": f"fp_{deterministic_token(name, 10).lower()}",
    }
    if moderated:
        found = chat_generation.moderate(moderated["model"], body, choices)
        policy = ((moderated.get("policy") or {}).get("input") or {}).get("mode")
        if policy == "block" and found["input"]["results"][0]["flagged"]:
            raise bad_request("The input was blocked by the moderation policy.", code="content_policy_violation")
        completion["moderation"] = found
    if body.get("store"):
        completion["metadata"] = body.get("metadata") or {}
        kept = {**completion, "_messages": body["messages"], "_asked": body["model"]}
        call.create("chat_completion", kept, scope=call.project)
    if body.get("stream"):
        call.full_response = completion
        return EventReply(chunks(completion, body, choices))
    return completion


def render_choice(choice: chat_generation.Choice, index: int, body: dict[str, Any], seed: str) -> dict[str, Any]:
    """Return a choice as the API shows it."""
    message: dict[str, Any] = {
        "role": "assistant",
        "content": choice.content,
        "refusal": choice.refusal,
        "annotations": [],
    }
    for key in ("tool_calls", "function_call", "audio"):
        if getattr(choice, key) is not None:
            message[key] = getattr(choice, key)
    logprobs = None
    if body.get("logprobs"):
        listed = chat_generation.logprobs(choice.pieces, f"{seed}:{index}", body.get("top_logprobs") or 0)
        refused = choice.refusal is not None
        logprobs = {"content": None if refused else listed, "refusal": listed if refused else None}
    return {"index": index, "message": message, "logprobs": logprobs, "finish_reason": choice.finish}


def usage(
    body: dict[str, Any], asked: dict[str, int], choices: list[chat_generation.Choice], reasoning: int
) -> dict[str, Any]:
    """Return the token usage."""
    prompt = sum(asked.values())
    completion = sum(choice.tokens for choice in choices) + reasoning * len(choices)
    predicted = accepted = 0
    if body.get("prediction"):
        guess = chat_validation.text_of(body["prediction"]["content"])
        pieces = set(choices[0].pieces)
        guessed = split(guess)
        accepted = sum(1 for piece in guessed if piece in pieces)
        predicted = len(guessed)
        completion += predicted - accepted
    return {
        "prompt_tokens": prompt,
        "completion_tokens": completion,
        "total_tokens": prompt + completion,
        "prompt_tokens_details": {"cached_tokens": 0, "audio_tokens": asked["audio"]},
        "completion_tokens_details": {
            "reasoning_tokens": reasoning * len(choices),
            "audio_tokens": sum(choice.audio_tokens for choice in choices),
            "accepted_prediction_tokens": accepted,
            "rejected_prediction_tokens": predicted - accepted,
        },
    }


def chunks(completion: Doc, body: dict[str, Any], choices: list[chat_generation.Choice]) -> list[dict[str, Any]]:
    """Return the chunks of a stream."""
    options = body.get("stream_options") or {}
    with_usage = bool(options.get("include_usage"))
    shared = {
        "id": completion["id"],
        "object": "chat.completion.chunk",
        "created": completion["created"],
        "model": completion["model"],
        "service_tier": completion["service_tier"],
        "system_fingerprint": completion["system_fingerprint"],
    }
    out: list[dict[str, Any]] = []

    def emit(index: int, delta: dict[str, Any], finish: str | None = None, logprobs: Any = None) -> None:
        item = {"index": index, "delta": delta, "logprobs": logprobs, "finish_reason": finish}
        out.append({**shared, "choices": [item], **({"usage": None} if with_usage else {})})

    for index, choice in enumerate(choices):
        emit(index, {"role": "assistant", "content": "" if choice.content is not None else None, "refusal": None})
        listed = completion["choices"][index]["logprobs"]
        for at, piece in enumerate(choice.pieces):
            field = "refusal" if choice.refusal is not None else "content"
            token_logprobs = None
            if listed:
                token_logprobs = {"content": None, "refusal": None, field: [listed[field][at]]}
            emit(index, {field: piece}, logprobs=token_logprobs)
        for at, made in enumerate(choice.tool_calls or ()):
            if made["type"] == "function":
                function = made["function"]
                head = {"name": function["name"], "arguments": ""}
                emit(index, {"tool_calls": [{"index": at, "id": made["id"], "type": "function", "function": head}]})
                for piece in split(function["arguments"]):
                    emit(index, {"tool_calls": [{"index": at, "function": {"arguments": piece}}]})
            else:
                emit(index, {"tool_calls": [{"index": at, **made}]})
        if choice.function_call:
            emit(index, {"function_call": {"name": choice.function_call["name"], "arguments": ""}})
            for piece in split(choice.function_call["arguments"]):
                emit(index, {"function_call": {"arguments": piece}})
        if choice.audio:
            data = choice.audio["data"]
            emit(index, {"audio": {"id": choice.audio["id"], "transcript": choice.audio["transcript"]}})
            for start in range(0, len(data), 16384):
                emit(index, {"audio": {"data": data[start : start + 16384]}})
            emit(index, {"audio": {"expires_at": choice.audio["expires_at"]}})
        emit(index, {}, finish=choice.finish)
    if with_usage:
        out.append({**shared, "choices": [], "usage": completion["usage"]})
    return out


@routes.get("/chat/completions", "listChatCompletions", pagination.page_limits(20, order="asc"))
def list_completions(call: Call) -> Any:
    """List the stored completions, oldest first by default."""
    model, wanted = call.query.get("model"), call.query.get("metadata") or {}

    def fits(doc: Doc) -> bool:
        if model is not None and model not in (doc["model"], doc["_asked"]):
            return False
        held = doc["metadata"] or {}
        return all(held.get(key) == value for key, value in wanted.items())

    return pagination.paginate(call, "chat_completion", scope=call.project, style=pagination.TEXT, where=fits)


def load_completion(call: Call) -> Doc:
    """Return the stored completion of the path."""
    id = call.path["completion_id"]
    return call.load(
        "chat_completion", id, f"Chat completion with id '{id}' not found.", scope=call.project, param="completion_id"
    )


@routes.get("/chat/completions/{completion_id}", "getChatCompletion")
def retrieve_completion(call: Call) -> Any:
    """Retrieve a stored completion."""
    return public(load_completion(call))


@routes.post("/chat/completions/{completion_id}", "updateChatCompletion", METADATA)
def update_completion(call: Call) -> Any:
    """Replace the metadata of a stored completion."""
    doc = load_completion(call)
    doc["metadata"] = call.body["metadata"] or {}
    return public(call.docs.update("chat_completion", doc, scope=call.project))


@routes.delete("/chat/completions/{completion_id}", "deleteChatCompletion")
def delete_completion(call: Call) -> Any:
    """Delete a stored completion."""
    doc = load_completion(call)
    call.docs.delete("chat_completion", doc["id"], scope=call.project)
    return {"object": "chat.completion.deleted", "id": doc["id"], "deleted": True}


@routes.get(
    "/chat/completions/{completion_id}/messages", "getChatCompletionMessages", pagination.page_limits(20, order="asc")
)
def list_messages(call: Call) -> Any:
    """List the request messages of a stored completion."""
    doc = load_completion(call)
    items = []
    for number, message in enumerate(doc["_messages"]):
        content = message.get("content")
        parts = content if isinstance(content, list) else None
        item = {
            "id": f"{doc['id']}-{number}",
            "role": message["role"],
            "content": chat_validation.text_of(content) if content is not None else None,
            "refusal": message.get("refusal"),
            "name": message.get("name"),
            "content_parts": [part for part in parts if part["type"] in ("text", "image_url")] if parts else None,
        }
        if message.get("tool_calls"):
            item["tool_calls"] = message["tool_calls"]
        items.append(item)
    if call.query["order"] == "desc":
        items.reverse()
    return pagination.paginate_list(call, items, style=pagination.TEXT)
