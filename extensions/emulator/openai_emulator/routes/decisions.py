# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Decisions: questions about an input, answered by the words that question and input have in common."""

from __future__ import annotations

import json
import re
from typing import Any

from ..errors import bad_request
from ..model_catalog import find_model
from ..moderation_scoring import read_image
from ..request_shapes import not_empty
from ..routing import KeyClass, RouteGroup
from ..server import Call
from ..text_language import count_tokens, deterministic_fraction, words
from .chat_completions import check_quota, consume_rate_limit
from .model_permissions import is_permitted
from .models import check_shutdown, unknown_model

routes = RouteGroup("decisions", KeyClass.PROJECT)

REFUSAL_MARKER = "[[refusal]]"
"""A question that contains this marker is refused."""
MAX_JSON = 256 * 1024
"""Maximum size of a JSON part in bytes; it also has at most 32 levels and 10,000 values."""


def check_input(given: Any) -> None:
    """Raise if a tool output has no tool call."""
    calls: set[str] = set()
    for index, item in enumerate(given if isinstance(given, list) else ()):
        path = f"input[{index}]"
        if item.get("type", "message") == "message":
            continue
        if item["type"].endswith("_output"):
            if item["call_id"] not in calls:
                raise bad_request(f"No tool call found for call_id {item['call_id']}.", param=f"{path}.call_id")
        else:
            calls.add(item["call_id"])


def check_choices(question: dict[str, Any], path: str) -> None:
    """Raise if a choice occurs twice; a string and a boolean are different choices."""
    seen = set()
    for index, each in enumerate(question["choices"]):
        mark = (type(each["value"]), each["value"])
        if mark in seen:
            raise bad_request(
                f"Duplicate choice in '{path}.choices'.", param=f"{path}.choices[{index}].value", code="invalid_value"
            )
        seen.add(mark)


def parts_of(value: Any, path: str) -> list[tuple[str, dict[str, Any]]]:
    """Return each content part of a request with its parameter path."""
    if isinstance(value, list):
        return [found for index, item in enumerate(value) for found in parts_of(item, f"{path}[{index}]")]
    if not isinstance(value, dict):
        return []
    if value.get("type") in ("input_text", "input_image", "input_json", "output_text"):
        return [(path, value)]
    return [found for name, item in value.items() for found in parts_of(item, f"{path}.{name}")]


def text_of(value: Any, path: str = "input") -> str:
    """Return the text of an input or instruction; raise if a part is invalid."""
    if isinstance(value, str):
        return value
    found = []
    for place, part in parts_of(value, path):
        if part["type"] == "input_image":
            if part["image_url"].startswith("data:"):
                read_image(part["image_url"], f"{place}.image_url")
            elif not re.match(r"https?://[^\s/]+", part["image_url"]):
                raise bad_request(
                    f"Failed to download image from {part['image_url'][:100]}: invalid URL.",
                    param=f"{place}.image_url",
                    code="invalid_image_url",
                )
        elif part["type"] == "input_json":
            found.append(check_json(part["data"], place))
        else:
            found.append(part["text"])
    if isinstance(value, list):
        found += [item["content"] for item in value if isinstance(item.get("content"), str)]
        found += [item["output"] for item in value if isinstance(item.get("output"), str)]
    return "\n".join(found)


def check_json(data: Any, path: str) -> str:
    """Return the JSON data of a part as text; raise if it is too large."""

    def size(value: Any, level: int) -> int:
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        if level > 32:
            raise bad_request(f"Invalid '{path}.data': more than 32 container levels.", param=f"{path}.data")
        return 1 + sum(size(item, level + isinstance(item, (dict, list))) for item in inner)

    text = json.dumps(data, separators=(",", ":"), ensure_ascii=False)
    if size(data, 1) > 10_000 or len(text.encode()) > MAX_JSON:
        raise bad_request(
            f"Invalid '{path}.data': too large. At most 10000 values and {MAX_JSON} bytes are supported.",
            param=f"{path}.data",
            code="invalid_value",
        )
    return text


def probabilities(question: str, options: list[str], said: set[str]) -> list[float]:
    """Return the probability of each option by the words it has in common with the input; the sum is one."""
    weights = [
        0.05
        + deterministic_fraction(f"{question} {option}") * 0.01
        + len(said & words(option)) / max(1, len(words(option)))
        for option in options
    ]
    return [round(weight / sum(weights), 6) for weight in weights]


def answer(question: dict[str, Any], said: set[str]) -> dict[str, Any]:
    """Return the answer to one question."""
    asked = text_of(question["instructions"], "questions")
    name = question.get("name")
    if REFUSAL_MARKER in asked:
        return {"type": "refusal", "name": name}
    if question["type"] == "predicate":
        about = {word for word in words(asked) if len(word) > 3}
        share = len(about & said) / max(1, len(about))
        return {"type": "predicate", "name": name, "probability": round(0.02 + 0.96 * min(1.0, share * 2), 6)}
    if question["type"] == "choice":
        values = [each["value"] for each in question["choices"]]
        texts = [f"{each['value']} {each.get('description', '')}" for each in question["choices"]]
        chances = probabilities(asked, texts, said)
        best = chances.index(max(chances))
        return {
            "type": "choice",
            "name": name,
            "choice": values[best],
            "confidence": chances[best],
            "probabilities": [{"value": v, "probability": p} for v, p in zip(values, chances, strict=True)],
        }
    levels = question["levels"]
    chances = probabilities(asked, [f"{each['label']} {each.get('description', '')}" for each in levels], said)
    return {
        "type": "score",
        "name": name,
        "score": round(sum(value * chance for value, chance in enumerate(chances, 1)), 6),
        "confidence": max(chances),
        "probabilities": [
            {"label": each["label"], "value": value, "probability": chance}
            for value, (each, chance) in enumerate(zip(levels, chances, strict=True), 1)
        ],
    }


@routes.post(
    "/decisions",
    "createDecision",
    {
        **not_empty(
            "model", "questions[].instructions[].image_url", "questions[].choices[].value", "questions[].levels[].label"
        ),
        "input": {"minLength": 1, "minItems": 1},
        "questions[].choices": {"minItems": 2, "maxItems": 255},
        "questions[].levels": {"minItems": 2},
        "questions": {"minItems": 1, "maxItems": 400},
        "safety_identifier": {"maxLength": 64},
    },
)
def create_decision(call: Call) -> Any:
    """Answer the questions about an input."""
    body = call.body
    check_quota(call)
    model = find_model(call.docs, body["model"])
    if model is None or not is_permitted(call, call.project, body["model"]):
        raise unknown_model(body["model"])
    check_shutdown(call, model, model.id)
    if not model.decides:
        raise bad_request(
            f"The model '{model.id}' is not supported with this endpoint.", param="model", code="unsupported_model"
        )
    check_input(body["input"])
    for index, question in enumerate(body["questions"]):
        if question["type"] == "choice":
            check_choices(question, f"questions[{index}]")
    text = text_of(body["input"])
    instructions = [text_of(each["instructions"], f"questions[{at}]") for at, each in enumerate(body["questions"])]
    asked = count_tokens(text) + sum(map(count_tokens, instructions))
    consume_rate_limit(call, model.id, asked)
    answers = [answer(question, words(text)) for question in body["questions"]]
    return {
        "answers": answers,
        "model": model.id,
        "usage": {
            "input_tokens": asked,
            "input_tokens_details": {"cached_tokens": 0, "cache_write_tokens": 0},
            "output_tokens": len(answers),
            "output_tokens_details": {"reasoning_tokens": 0},
            "total_tokens": asked + len(answers),
        },
    }
