# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Read and validate request bodies."""

from __future__ import annotations

import json
from typing import Any

from .asgi import Receive
from .errors import ApiError, bad_request, unknown
from .replies import JOURNAL_BODY_MAX
from .routing import Route

JSON_BODY_MAX = 64 * 1024 * 1024


class ClientDisconnected(Exception):
    """The client closed its connection before its request was complete."""


def validate_body(route: Route, body: Any, sent: bool) -> dict[str, Any]:
    """The JSON body, when it is what the route declares."""
    shape = route.shape.body
    if shape is None:
        if body not in (None, {}):
            if isinstance(body, dict):
                raise unknown(next(iter(body)))
            raise bad_request("This endpoint takes no request body.")
        return {}
    if not sent or body is None:
        shape.check({})
        return {}
    if not isinstance(body, dict):
        raise bad_request("Invalid body: expected an object.", code="invalid_type")
    shape.check(body)
    return body


def parse_json(raw: bytes) -> Any:
    """The JSON of a body, or the API's complaint."""

    def refuse(name: str) -> Any:
        raise ValueError(name)

    try:
        value = json.loads(raw, parse_constant=refuse)
        if b"\\u" in raw:
            # Half of a surrogate pair is valid JSON, but not text.
            json.dumps(value, ensure_ascii=False).encode()
        return value
    except (ValueError, RecursionError):
        raise bad_request(
            "We could not parse the JSON body of your request. (HINT: This likely means you aren't using your HTTP "
            "library correctly. The OpenAI API expects a JSON payload, but what was sent was not valid JSON.)"
        ) from None


def unsupported_media_type(got: str, wanted: str) -> ApiError:
    """The body is of another media type than the route takes."""
    return ApiError(
        415,
        f"Unsupported content type: '{got}'. This API method only accepts '{wanted}' requests, but you specified the "
        f"header 'Content-Type: {got}'. Please try again with a supported content type.",
        code="unsupported_content_type",
    )


async def read_body(receive: Receive) -> bytes:
    """The whole body, within reason."""
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnected
        body += message.get("body", b"")
        if len(body) > JSON_BODY_MAX:
            raise ApiError(413, "The request body is too large.", code="request_too_large")
        if not message.get("more_body", False):
            return bytes(body)


async def record_body(receive: Receive, headers: dict[str, str], entry: dict[str, Any]) -> None:
    """Read a body that a fault keeps from its handler; the journal tells it when it is JSON."""
    if not headers.get("content-type", "").startswith("application/json"):
        await discard_body(receive)
        return
    raw = await read_body(receive)
    try:
        entry["body"] = parse_json(raw) if raw and len(raw) <= JOURNAL_BODY_MAX else None
    except ApiError:
        entry["body"] = raw.decode("utf-8", "replace")


async def discard_body(receive: Receive) -> None:
    """Read the body and forget it, so that the client gets to see the answer."""
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnected
        if not message.get("more_body", False):
            return
