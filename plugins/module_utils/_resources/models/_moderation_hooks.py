# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Moderations."""

from __future__ import annotations

import typing as t

from ..._api.connection import PROJECT
from ..._domain.media_file import local_image
from ..._domain.pricing import FREE
from ..._engine.context import TaskContext
from ..._engine.fields import Collection
from ..._engine.generation import Generation
from ..._engine.generation_request import as_json
from ..._support.artifact import Draft
from ..._support.concurrent import run_concurrently
from ..._support.errors import ConnectionFailure, InvalidArgument
from ..._support.local_file import LocalFile
from ..._support.types import Object

MODERATIONS = Collection("moderation", path="/moderations", key=PROJECT, listable=False)

Input = t.Union[str, list[Object]]
"""One input: a text, or parts that are classified together."""


def _image(place: str, value: t.Any) -> Object:
    """Return the part of an image: a URL, or a file of this machine."""
    text = str(value)
    if text.startswith(("http://", "https://", "data:")):
        return {"type": "image_url", "image_url": {"url": text}}
    return {"type": "image_url", "path": local_image(place, text)}


def _part(place: str, part: t.Any) -> Object:
    if not isinstance(part, dict):
        raise InvalidArgument(f"{place} must be a dictionary", "Use a part with type text or image_url, or only texts.")
    if part.get("type") == "image_url" and "path" in part:
        return {"type": "image_url", "path": local_image(f"{place}.path", part["path"])}
    return part


def _inputs(given: t.Any) -> list[Input]:
    """Return the inputs: texts, and lists of parts that are classified together."""
    if given is None or isinstance(given, str):
        items: list[t.Any] = [] if given is None else [given]
    elif not isinstance(given, list):
        raise InvalidArgument(
            "input must be a string or a list", "Set input to a text, a list of texts, or a list of parts."
        )
    else:
        # A list of parts is one input, as in the API.
        items = [given] if given and all(isinstance(item, dict) for item in given) else given
    found: list[Input] = []
    for index, item in enumerate(items):
        place = f"input[{index}]" if isinstance(given, list) and items is given else "input"
        if item in ("", []):
            raise InvalidArgument(f"{place} is empty", "Omit it, or set it to a text.")
        if isinstance(item, str):
            found.append(item)
        elif isinstance(item, list):
            found.append([_part(f"{place}[{at}]", part) for at, part in enumerate(item)])
        else:
            raise InvalidArgument(
                f"{place} must be a string or a list of parts", "Use texts, or put the parts of one input into a list."
            )
    return found


def _as_sent(part: Object) -> Object:
    """Return a part as the API accepts it, with its file read."""
    path = part.get("path")
    return {"type": "image_url", "image_url": {"url": path.data_url()}} if isinstance(path, LocalFile) else part


def check(context: TaskContext) -> None:
    limits = {"threshold": context.param("threshold"), **(context.param("thresholds") or {})}
    for name, value in limits.items():
        place = name if name == "threshold" else f"thresholds.{name}"
        if value is not None and not (_is_number(value) and 0 <= float(value) <= 1):
            raise InvalidArgument(f"{place} must be between 0 and 1, got {value!r}", f"Change {place}.")


def _is_number(value: t.Any) -> bool:
    try:
        float(value)
    except (TypeError, ValueError):
        return False
    return not isinstance(value, bool)


def request(resource: Generation, context: TaskContext) -> Object:
    body = resource.without("request").request(context)
    images = [_image(f"images[{at}]", value) for at, value in enumerate(context.param("images") or [])]
    inputs = _inputs(context.param("input")) + [[image] for image in images]
    if not inputs:
        raise InvalidArgument("input or images is required", "Set input, images, or both.")
    return {**body, "input": inputs}


def send(resource: Generation, context: TaskContext, body: Object, draft: Draft | None) -> Object:
    """Send all texts in one request and each list of parts in its own: the API classifies all parts of a request as one."""
    inputs = t.cast("list[Input]", body["input"])
    texts = [number for number, each in enumerate(inputs) if isinstance(each, str)]
    groups = [texts] if texts else []
    groups += [[number] for number, each in enumerate(inputs) if not isinstance(each, str)]

    def one(group: list[int]) -> Object:
        # Images are read just before they are sent, so that only a few are in memory.
        parts = inputs[group[0]]
        sent: list[t.Any] = (
            [inputs[at] for at in group] if isinstance(parts, str) else [_as_sent(each) for each in parts]
        )
        return resource.without("send").send(context, {**body, "input": sent}, None)

    results: list[t.Any] = [None] * len(inputs)
    answer: Object = {}
    for number, found in sorted(run_concurrently(one, groups), key=lambda each: each[0]):
        answer = answer or found
        for at, result in zip(groups[number], _checked_results(found, len(groups[number]))):
            results[at] = result
    return {**answer, "results": results}


def _checked_results(answer: Object, count: int) -> list[Object]:
    """Return the results of a response.

    :param count: number of inputs that were sent. :raises ConnectionFailure: the response does not contain them.
    """
    results = answer.get("results")
    if not isinstance(results, list) or len(results) != count:
        number = len(results) if isinstance(results, list) else 0
        raise ConnectionFailure(
            f"the response contains {number} results for {count} inputs", "Check base_url and model."
        )
    for result in results:
        parts = [result.get(name) for name in ("categories", "category_scores")] if isinstance(result, dict) else [None]
        if not all(isinstance(part, dict) for part in parts) or "flagged" not in result:
            raise ConnectionFailure("the response contains no results of a moderation", "Check base_url and model.")
    return results


def rejections(resource: Generation, context: TaskContext, answer: Object) -> list[str]:
    """Add the scores that reach a threshold to the rejections of ``fail_on``."""
    overall, single = context.param("threshold"), context.param("thresholds") or {}
    scored = {name for result in answer["results"] for name in result["category_scores"]}
    unknown = sorted(set(single) - scored)
    if unknown:
        # A threshold of a category that is never scored would accept everything.
        raise InvalidArgument(
            f"unsupported value for thresholds: {', '.join(unknown)}",
            f"Supported values: {', '.join(sorted(scored))}.",
        )
    reasons = resource.without("rejections").rejections(context, answer)
    for index, result in enumerate(answer["results"]):
        for name, score in result["category_scores"].items():
            limit = single.get(name, overall)
            if limit is not None and score is not None and score >= float(limit):
                reasons.append(
                    f"input {index + 1} has a score of {score:.2g} for {name}, and the threshold is {float(limit):g}"
                )
    return reasons


def findings(resource: Generation, answer: Object) -> dict[str, str]:
    found = [
        f"input {index + 1} is flagged for {', '.join(_flags(result)) or 'no category'}"
        for index, result in enumerate(answer["results"])
        if result["flagged"]
    ]
    return {"flagged": "; ".join(found)} if found else {}


def return_values(resource: Generation, answer: Object) -> Object:
    results = answer["results"]
    return {
        "flagged": any(result["flagged"] for result in results),
        "flagged_categories": sorted({name for result in results for name in _flags(result)}),
        "categories": [result["categories"] for result in results],
        "category_scores": [result["category_scores"] for result in results],
        "model": answer.get("model"),
    }


def content(resource: Generation, answer: Object) -> bytes:
    return as_json(answer)


def _flags(result: Object) -> list[str]:
    """Return the categories for which an input is flagged."""
    return [name for name, flag in result["categories"].items() if flag]


def log_usage(resource: Generation, context: TaskContext, answer: Object) -> None:
    """Record the request; moderations are free of charge."""
    context.record_usage(str(answer.get("model") or context.param("model") or ""), {FREE: True})
