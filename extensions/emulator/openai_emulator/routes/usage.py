# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Usage and costs of model requests, in buckets of emulated time. All models have the same prices."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from ..errors import bad_request
from ..ids import new_id
from ..request_shapes import Limits, not_empty
from ..routing import KeyClass, RouteGroup
from ..server import Call
from ..store import Doc

routes = RouteGroup("usage", KeyClass.ADMIN)

WIDTHS = {"1m": (60, 60, 1440), "1h": (3600, 24, 168), "1d": (86400, 7, 31)}
"""Seconds of a bucket; default and maximum number of buckets on a page."""
OWNER_GROUPS = ("project_id", "user_id", "api_key_id")
FILTERED = {
    "project_ids": "project_id",
    "user_ids": "user_id",
    "api_key_ids": "api_key_id",
    "models": "model",
    "sizes": "size",
    "sources": "source",
    "context_levels": "context_level",
    "vector_store_ids": "vector_store_id",
    "line_items": "line_item",
}
"""Document field by filter parameter."""


@dataclass(frozen=True)
class Kind:
    """Kind of usage: its metrics, groups and object name."""

    metrics: tuple[str, ...]
    groups: tuple[str, ...]
    object: str


_TOKENS = (
    "input_tokens",
    "output_tokens",
    "num_model_requests",
    "input_cached_tokens",
    "input_audio_tokens",
    "output_audio_tokens",
)
_ANSWERS = (*OWNER_GROUPS, "model", "batch", "service_tier", "api_source")
KINDS = {
    "completions": Kind(_TOKENS, _ANSWERS, "completions"),
    "decisions": Kind(_TOKENS, _ANSWERS, "decisions"),
    "embeddings": Kind(("input_tokens", "num_model_requests"), (*OWNER_GROUPS, "model"), "embeddings"),
    "moderations": Kind(("input_tokens", "num_model_requests"), (*OWNER_GROUPS, "model"), "moderations"),
    "images": Kind(
        ("images", "num_model_requests"),
        (*OWNER_GROUPS, "model", "size", "source"),
        "images",
    ),
    "audio_speeches": Kind(("characters", "num_model_requests"), (*OWNER_GROUPS, "model"), "audio_speeches"),
    "audio_transcriptions": Kind(("seconds", "num_model_requests"), (*OWNER_GROUPS, "model"), "audio_transcriptions"),
    "vector_stores": Kind(("usage_bytes",), ("project_id",), "vector_stores"),
    "code_interpreter_sessions": Kind(("num_sessions",), ("project_id",), "code_interpreter_sessions"),
    "file_search_calls": Kind(("num_requests",), (*OWNER_GROUPS, "vector_store_id"), "file_searches"),
    "web_search_calls": Kind(
        ("num_requests", "num_model_requests"),
        (*OWNER_GROUPS, "model", "context_level", "api_source"),
        "web_searches",
    ),
}

KIND_BY_PATH = {
    "/chat/completions": "completions",
    "/completions": "completions",
    "/responses": "completions",
    "/decisions": "decisions",
    "/embeddings": "embeddings",
    "/moderations": "moderations",
    "/images/generations": "images",
    "/images/edits": "images",
    "/images/variations": "images",
    "/audio/speech": "audio_speeches",
    "/audio/transcriptions": "audio_transcriptions",
    "/audio/translations": "audio_transcriptions",
}
"""Kind of usage by path of POST operations."""
SOURCES = {
    "/images/generations": "image.generation",
    "/images/edits": "image.edit",
    "/images/variations": "image.variation",
}
PRICES = {
    "input_tokens": (2.5e-6, "tokens"),
    "output_tokens": (1e-5, "tokens"),
    "images": (0.04, "images"),
    "characters": (1.5e-5, "characters"),
    "seconds": (1e-4, "duration_seconds"),
}
"""US dollars per unit, and the name of the unit."""


# --- recording -------------------------------------------------------------------------------------------------------


def usage_doc(kind: str, at: float, fields: dict[str, Any]) -> Doc:
    """Return the document of a usage record.

    :raises ValueError: this kind of usage does not have a field.
    """
    known = (*KINDS[kind].metrics, *KINDS[kind].groups)
    if extra := set(fields) - set(known):
        raise ValueError(f"unsupported fields of {kind} usage: {sorted(extra)}. Supported fields: {sorted(known)}")
    return {"id": new_id("usage-"), "kind": kind, "at": at, **{name: fields.get(name) for name in known}}


def record_usage(call: Call, answer: Any) -> None:
    """Record the usage of a model request."""
    route = call.route
    if route is None or route.method != "POST" or route.template not in KIND_BY_PATH or call.key is None:
        return
    kind = KIND_BY_PATH[route.template]
    answer = answer if isinstance(answer, dict) else {}
    reported = answer.get("usage") or {}
    given, output_details = (
        reported.get("input_tokens_details") or reported.get("prompt_tokens_details") or {},
        {**(reported.get("output_tokens_details") or reported.get("completion_tokens_details") or {})},
    )
    values = {
        "input_tokens": reported.get("input_tokens", reported.get("prompt_tokens", 0)),
        "output_tokens": reported.get("output_tokens", reported.get("completion_tokens", 0)),
        "input_cached_tokens": given.get("cached_tokens", 0),
        "input_audio_tokens": given.get("audio_tokens", 0),
        "output_audio_tokens": output_details.get("audio_tokens", 0),
        "images": len(answer.get("data") or ()),
        "characters": len(str(call.body.get("input", ""))),
        "seconds": int(reported.get("seconds") or answer.get("duration") or 0),
        "num_model_requests": 1,
        "project_id": call.key.project_id,
        "user_id": call.key.owner.get("id"),
        "api_key_id": call.key.id,
        "model": answer.get("model") or call.body.get("model"),
        "batch": False,
        "service_tier": answer.get("service_tier"),
        "api_source": "unlabeled",
        "size": call.body.get("size"),
        "source": SOURCES.get(route.template),
    }
    known = (*KINDS[kind].metrics, *KINDS[kind].groups)
    fields = {name: value for name, value in values.items() if name in known}
    call.docs.insert("usage", usage_doc(kind, call.now_exact, fields))


OBSERVER = record_usage


# --- reporting -------------------------------------------------------------------------------------------------------


def _position(call: Call, first: int) -> int:
    if "page" not in call.query:
        return first
    text = call.query["page"]
    try:
        return int(base64.urlsafe_b64decode(text.removeprefix("page_")))
    except (ValueError, binascii.Error):
        raise bad_request(f"Invalid page token '{text}'.", param="page", code="invalid_value") from None


def _page(call: Call, docs: Iterator[Doc], most: int, results: Callable[[list[Doc]], list[Doc]]) -> Any:
    """Return buckets from the one that contains ``start_time`` up to ``end_time``, which is excluded."""
    query = call.query
    width = WIDTHS[query["bucket_width"]][0]
    limit = query.get("limit") or min(WIDTHS[query["bucket_width"]][1], most)
    if limit > most:
        raise bad_request(
            f"Invalid 'limit': integer above maximum value. Expected a value <= {most}, but got {limit} instead.",
            param="limit",
            code="integer_above_max_value",
        )
    if call.org.page_max is not None:
        limit = min(limit, call.org.page_max)
    end = query.get("end_time") or call.now + 1
    if end <= query["start_time"]:
        raise bad_request("'end_time' must be after 'start_time'.", param="end_time", code="invalid_value")
    filters = [(field, query[name]) for name, field in FILTERED.items() if name in query]
    found = [
        doc
        for doc in docs
        if query["start_time"] <= doc["at"] < end
        and all(doc.get(field) in wanted for field, wanted in filters)
        and ("batch" not in query or doc["batch"] == query["batch"])
    ]
    start = _position(call, query["start_time"] // width * width)
    data: list[Doc] = []
    while start < end and len(data) < limit:
        in_bucket = [doc for doc in found if start <= doc["at"] < start + width]
        data.append({"object": "bucket", "start_time": start, "end_time": start + width, "results": results(in_bucket)})
        start += width
    more = start < end
    token = "page_" + base64.urlsafe_b64encode(str(start).encode()).decode()
    return {"object": "page", "data": data, "has_more": more, "next_page": token if more else None}


def _group(call: Call, docs: list[Doc]) -> Iterator[tuple[dict[str, Any], list[Doc]]]:
    chosen = call.query.get("group_by", [])
    groups: dict[tuple[Any, ...], list[Doc]] = {}
    for doc in docs:
        groups.setdefault(tuple(doc.get(name) for name in chosen), []).append(doc)
    for values, members in groups.items():
        yield dict(zip(chosen, values, strict=True)), members


def _limits(most: int) -> Limits:
    filters = not_empty("page", "group_by", *FILTERED, *(f"{name}[]" for name in FILTERED))
    times = {"start_time": {"minimum": 0}, "end_time": {"minimum": 0}}
    return {**filters, **times, "bucket_width": {"default": "1d"}, "limit": {"minimum": 0, "maximum": most}}


def _register_routes(name: str, kind: Kind) -> None:
    @routes.get(
        f"/organization/usage/{name}",
        f"usage-{name.replace('_', '-')}",
        _limits(1440),
    )
    def list_usage(call: Call) -> Any:
        def results(docs: list[Doc]) -> list[Doc]:
            return [
                {
                    "object": f"organization.usage.{kind.object}.result",
                    **{metric: sum(doc[metric] or 0 for doc in members) for metric in kind.metrics},
                    **{group: key.get(group) for group in kind.groups},
                }
                for key, members in _group(call, docs)
            ]

        docs = (doc for doc in call.docs.iterate("usage") if doc["kind"] == name)
        return _page(call, docs, WIDTHS[call.query["bucket_width"]][2], results)


for _name, _kind in KINDS.items():
    _register_routes(_name, _kind)

COST_GROUPS = ("project_id", "user_id", "line_item", "api_key_id", "api_source")


def _line_items(call: Call) -> Iterator[Doc]:
    """Return the cost of each line item of all usage records."""
    for doc in call.docs.iterate("usage"):
        for metric, (price, unit) in PRICES.items():
            if doc.get(metric):
                line = f"{doc['model']}, {metric}"
                yield {**doc, "line_item": line, "_value": doc[metric] * price, "_quantity": doc[metric], "_unit": unit}


@routes.get(
    "/organization/costs",
    "usage-costs",
    _limits(180),
)
def list_costs(call: Call) -> Any:
    """List the costs by day."""
    itemized = "line_item" in call.query.get("group_by", ())

    def results(docs: list[Doc]) -> list[Doc]:
        return [
            {
                "object": "organization.costs.result",
                "amount": {"value": round(sum(doc["_value"] for doc in members), 9), "currency": "usd"},
                **{group: key.get(group) for group in COST_GROUPS},
                "quantity": sum(doc["_quantity"] for doc in members) if itemized else None,
                "quantity_unit": members[0]["_unit"] if itemized else None,
            }
            for key, members in _group(call, docs)
        ]

    return _page(call, _line_items(call), 180, results)
