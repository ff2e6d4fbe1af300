# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Responses with additional fields, without optional ones, and errors of other shapes, as other servers return them."""

from __future__ import annotations

import json
from typing import Any

ADDITIONAL = {"x_region": "eu-1", "x_trace": {"id": "trace-1", "parent": None}}
"""Fields that every object of the API has in addition."""
FREE_FORM = frozenset(("metadata", "schema", "parameters"))
"""Fields whose content the user determines."""
OMITTED = frozenset(("service_tier", "system_fingerprint", "created_by", "first_id"))
"""Optional fields that are missing."""
NULLED = frozenset(("annotations", "logprobs", "refusal", "tool_calls", "usage"))
"""Optional fields that are null."""
MARKS = frozenset(("id", "object"))
"""Fields by which an object of the API differs from a part of one."""


def vary(value: Any, *, top: bool = True) -> Any:
    """Return a response with additional fields. Fields that are null or false by default are missing, others are null."""
    if isinstance(value, list):
        return [vary(item, top=False) for item in value]
    if not isinstance(value, dict):
        return value
    out: dict[str, Any] = {}
    for name, item in value.items():
        if name in NULLED and value.get("object") != "list" or name == "metadata" and item == {}:
            out[name] = None
        elif not _is_omitted(name, item, value):
            out[name] = item if name in FREE_FORM else vary(item, top=False)
    return {**out, **ADDITIONAL} if top or MARKS & value.keys() else out


def _is_omitted(name: str, item: Any, value: dict[str, Any]) -> bool:
    """Return whether a field is missing: of the cursors of a list only the one that is needed remains."""
    if name == "last_id":
        return not value.get("has_more")
    return item is None or name in OMITTED or (name == "has_more" and item is False)


def vary_error(status: int, body: Any) -> Any:
    """Return an error in another shape, which depends on its status."""
    error = body["error"]
    message, code = error["message"], error["code"]
    if status in (404, 405):
        router = "Not Found" if status == 404 else "Method Not Allowed"
        return {"detail": router if message.startswith(("Invalid URL", "Not allowed to")) else message}
    if status == 400:
        return {"detail": [{"type": code, "loc": ["body", error["param"]], "msg": message}]}
    if status == 401:
        return {"message": message, "code": status}
    if status == 403:
        return {"error": message}
    if status in (409, 429):
        return {"error": {"message": message, "code": status}}
    return {"error": {"message": message, "code": status, "innererror": {"code": code, "details": message}}}


def vary_response(status: int, body: Any) -> Any:
    """Return a response or an error of such a server."""
    if status < 400:
        return vary(body)
    return vary_error(status, body) if isinstance(body.get("error"), dict) else body


def vary_events(text: str, first: bool) -> str:
    """Return events of a stream with additional fields; a stream of chat begins with a chunk without choices."""
    out = []
    for block in text.split("\n\n"):
        head, mark, data = block.rpartition("data: ")
        if not mark or data == "[DONE]":
            out.append(block)
            continue
        event = json.loads(data)
        if first and event.get("object") == "chat.completion.chunk":
            empty = {**event, **ADDITIONAL, "choices": [], "prompt_filter_results": [{"prompt_index": 0}]}
            out.append(f"{head}data: {json.dumps(empty)}")
        # An event keeps its fields: only the parts of the object in it are optional.
        out.append(f"{head}data: {json.dumps({**event, **ADDITIONAL})}")
        first = False
    return "\n\n".join(out)
