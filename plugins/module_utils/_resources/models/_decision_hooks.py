# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Decisions."""

from __future__ import annotations

import typing as t

from ..._api.connection import PROJECT
from ..._domain.media_file import local_image
from ..._engine.context import TaskContext
from ..._engine.fields import Collection
from ..._engine.generation import Generation
from ..._engine.generation_request import as_json
from ..._support.errors import InvalidArgument
from ..._support.types import Object

DECISIONS = Collection("decision", path="/decisions", key=PROJECT, listable=False)

KINDS = {"predicate": "probability", "choice": "choice", "score": "score"}
"""Types of questions, each with the key of its result in the answer."""


def check(context: TaskContext) -> None:
    questions = context.param("questions") or []
    if len(questions) > 400:
        raise InvalidArgument(f"questions must have at most 400 items, got {len(questions)}", "Use several tasks.")
    names = set()
    for index, question in enumerate(questions):
        place = f"questions[{index}]"
        if question.get("type") not in KINDS:
            raise InvalidArgument(
                f"unsupported value for {place}.type: {question.get('type')!r}",
                f"Supported values: {', '.join(KINDS)}.",
            )
        if not question.get("instructions"):
            raise InvalidArgument(f"{place}.instructions is required", "Set it to the question.")
        if question["type"] == "choice" and not 2 <= len(question.get("choices") or ()) <= 255:
            raise InvalidArgument(
                f"{place}.choices must have between 2 and 255 items, got {len(question.get('choices') or ())}",
                "Change the choices.",
            )
        if question["type"] == "score" and not question.get("levels"):
            raise InvalidArgument(
                f"{place}.levels is required", "Set it to the levels in their order, each with a label."
            )
        if question.get("name") in names:
            raise InvalidArgument(f"{place}.name must be unique, got {question['name']!r} again", "Change the name.")
        names |= {question["name"]} if question.get("name") else set()


def _read(place: str, value: t.Any) -> t.Any:
    """Return a value of a request; images that are set by their paths are read."""
    if isinstance(value, list):
        return [_read(f"{place}[{index}]", item) for index, item in enumerate(value)]
    if not isinstance(value, dict) or value.get("type") == "input_json":
        return value
    if value.get("type") == "input_image" and "path" in value:
        rest = {name: item for name, item in value.items() if name != "path"}
        return {**rest, "image_url": local_image(f"{place}.path", value["path"]).data_url()}
    return {name: _read(f"{place}.{name}", item) for name, item in value.items()}


def request(resource: Generation, context: TaskContext) -> Object:
    body = resource.without("request").request(context)
    if not isinstance(body["input"], (str, list)):
        raise InvalidArgument("input must be a string or a list", "Set input to a text, or to a list of messages.")
    return {**body, **{name: _read(name, body[name]) for name in ("input", "questions")}}


def findings(resource: Generation, answer: Object) -> dict[str, str]:
    refused = [
        each.get("name") or f"question {index + 1}"
        for index, each in enumerate(answer.get("answers") or ())
        if each.get("type") == "refusal"
    ]
    return {"refusal": f"the model refused to answer {', '.join(refused)}"} if refused else {}


def return_values(resource: Generation, answer: Object) -> Object:
    answers = answer.get("answers") or []
    return {
        "answers": answers,
        "decided": {
            each["name"]: each.get(KINDS.get(each["type"], "")) for each in answers if each.get("name") is not None
        },
        "usage": answer.get("usage") or {},
        "model": answer.get("model"),
    }


def content(resource: Generation, answer: Object) -> bytes:
    return as_json(answer)
