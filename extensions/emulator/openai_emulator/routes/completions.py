# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Legacy completions of text prompts. They are not stored."""

from __future__ import annotations

from typing import Any

from ..errors import bad_request, not_found
from ..ids import new_id
from ..model_catalog import Model, find_model
from ..replies import EventReply
from ..routing import KeyClass, RouteGroup
from ..server import Call
from ..text_language import count_tokens, deterministic_fraction, find_trained_answer, generate_answer, tokenize
from .chat_completions import check_quota, consume_rate_limit
from .embeddings import inputs_of
from .model_permissions import is_permitted
from .models import check_shutdown, find_tuned, unknown_model

routes = RouteGroup("completions", KeyClass.PROJECT)

CONTENT_FILTER_MARKER = "[[content_filter]]"
"""A prompt that contains this marker ends with the finish reason ``content_filter``."""


def resolve_model(call: Call, name: str) -> tuple[Model, list[list[str]] | None]:
    """Return a completion model, and the examples of a fine-tuned model."""
    tuned = find_tuned(call, name)
    model = find_model(call.docs, tuned["_base"] if tuned else name)
    if model is None or not is_permitted(call, call.project, name):
        raise unknown_model(name)
    if model.kind == "chat":
        raise not_found(
            "This is a chat model and not supported in the v1/completions endpoint. Did you mean to use "
            "v1/chat/completions?",
            param="model",
        )
    if model.kind != "completion":
        raise unknown_model(name)
    check_shutdown(call, model, name)
    learned = call.docs.get("fine_tuning_examples", tuned["_job"], scope=call.project) if tuned else None
    return model, learned["examples"] if learned else None


def check_combinations(body: dict[str, Any], model: Model) -> None:
    """Raise if fields contradict each other or the model."""
    best, n = body.get("best_of"), body.get("n") or 1
    if best is not None and best < n:
        raise bad_request(
            "You requested that the server return more choices than it will generate (HINT: you must set 'n' "
            f"(currently {n}) to be at most 'best_of' (currently {best})).",
            param="best_of",
        )
    if best is not None and best > 1 and body.get("stream"):
        raise bad_request("You cannot stream results when 'best_of' is greater than 1.", param="best_of")
    if body.get("stream_options") is not None and not body.get("stream"):
        raise bad_request(
            "The 'stream_options' parameter is only allowed when 'stream' is enabled.",
            param="stream_options",
            code="invalid_parameter_combination",
        )
    if body.get("suffix") is not None and model.id != "gpt-3.5-turbo-instruct":
        raise bad_request("The model does not support suffix insertion.", param="suffix")


@routes.post(
    "/completions",
    "createCompletion",
    {
        "model": {"minLength": 1},
        "prompt[]": {"minimum": 0, "minItems": 1, "maxItems": 2048},
        "prompt[][]": {"minimum": 0},
        "prompt": {"minItems": 1, "maxItems": 2048},
        "best_of": {"minimum": 0, "maximum": 20},
        "frequency_penalty": {"minimum": -2, "maximum": 2},
        "logit_bias{}": {"minimum": -100, "maximum": 100},
        "logprobs": {"minimum": 0, "maximum": 5},
        "max_tokens": {"minimum": 0},
        "n": {"minimum": 1, "maximum": 128},
        "presence_penalty": {"minimum": -2, "maximum": 2},
        "stop": {"minItems": 1, "maxItems": 4},
        "temperature": {"minimum": 0, "maximum": 2},
        "top_p": {"minimum": 0, "maximum": 1},
    },
)
def create_completion(call: Call) -> Any:
    """Complete each prompt."""
    body = call.body
    check_quota(call)
    model, examples = resolve_model(call, body["model"])
    check_combinations(body, model)
    given = body["prompt"]
    prompts = [prompt_text(item) for item in inputs_of("<|endoftext|>" if given is None else given)]
    asked = [count_tokens(prompt) for prompt in prompts]
    limit = 16 if body.get("max_tokens") is None else body["max_tokens"]
    if max(asked) + limit > model.context:
        raise bad_request(
            f"This model's maximum context length is {model.context} tokens, however you requested "
            f"{max(asked) + limit} tokens ({max(asked)} in your prompt; {limit} for the completion). Please reduce your "
            "prompt; or completion length.",
            code="context_length_exceeded",
        )
    consume_rate_limit(call, model.id, sum(asked))
    choices = [
        generate_choice(body, prompt, index * (body.get("n") or 1) + variant, variant, limit, examples)
        for index, prompt in enumerate(prompts)
        for variant in range(body.get("n") or 1)
    ]
    made = sum(count_tokens(each["text"]) for each in choices)
    shared = {"id": new_id("cmpl-", 29), "object": "text_completion", "created": call.now, "model": body["model"]}
    usage = {"prompt_tokens": sum(asked), "completion_tokens": made, "total_tokens": sum(asked) + made}
    if body.get("stream"):
        return EventReply(list(chunks(shared, choices, usage, (body.get("stream_options") or {}).get("include_usage"))))
    return {**shared, "choices": choices, "usage": usage}


def prompt_text(item: str | list[int]) -> str:
    """Return the text of a prompt; tokens are replaced by words."""
    return item if isinstance(item, str) else " ".join(f"token{number}" for number in item)


def generate_choice(
    body: dict[str, Any], prompt: str, index: int, variant: int, limit: int, examples: list[list[str]] | None
) -> dict[str, Any]:
    """Generate one choice for a prompt."""
    text = (find_trained_answer(prompt, examples) if examples else None) or generate_answer(prompt, variant=variant)
    finish = "stop"
    if CONTENT_FILTER_MARKER in prompt:
        text, finish = "", "content_filter"
    stops = body.get("stop") or []
    for mark in [stops] if isinstance(stops, str) else stops:
        text = text.partition(mark)[0] if mark else text
    pieces = tokenize(text)
    if len(pieces) > limit:
        pieces, finish = pieces[:limit], "length"
    if body.get("echo"):
        pieces = [*tokenize(prompt), *pieces]
    return {
        "text": "".join(pieces),
        "index": index,
        "logprobs": None if body.get("logprobs") is None else logprobs(pieces, f"{prompt} {index}", body["logprobs"]),
        "finish_reason": finish,
    }


def logprobs(pieces: list[str], seed: str, top: int) -> dict[str, Any]:
    """Return the log probability of each token, with its alternatives."""
    logprob_values = [-round(deterministic_fraction(f"{seed}:{at}") * 0.5, 6) for at in range(len(pieces))]
    offsets = [sum(map(len, pieces[:at])) for at in range(len(pieces))]
    rivals = [
        {piece: logprob_values[at], **{f"{piece}{rank}": round(logprob_values[at] - rank, 6) for rank in range(1, top)}}
        for at, piece in enumerate(pieces)
    ]
    return {
        "tokens": pieces,
        "token_logprobs": logprob_values,
        "text_offset": offsets,
        "top_logprobs": rivals if top else None,
    }


def chunks(shared: dict[str, Any], choices: list[dict[str, Any]], usage: dict[str, int], with_usage: Any) -> Any:
    """Return the chunks of a stream."""
    more = {"usage": None} if with_usage else {}
    for each in choices:
        bare = {"index": each["index"], "logprobs": None, "finish_reason": None}
        for piece in tokenize(each["text"]):
            yield {**shared, "choices": [{**bare, "text": piece}], **more}
        last = {**bare, "text": "", "finish_reason": each["finish_reason"], "logprobs": each["logprobs"]}
        yield {**shared, "choices": [last], **more}
    if with_usage:
        yield {**shared, "choices": [], "usage": usage}
