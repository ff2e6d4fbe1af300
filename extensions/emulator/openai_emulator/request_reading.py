# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Read and validate query parameters and request bodies."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from typing import Any

from . import journal
from .asgi import Receive, Scope
from .errors import ApiError, bad_request, duplicate, missing, unknown, wrong_type
from .multipart import FormReader
from .request_shapes import Shape
from .routing import Route
from .server import Call
from .text_parameters import parse_pairs, read_pairs

JSON_BODY_MAX = 64 * 1024 * 1024

QueryRewriter = Callable[[Route, list[tuple[str, str]]], list[tuple[str, str]]]
"""Returns the query parameters that a route receives instead of those that were sent."""


class ClientDisconnected(Exception):
    """The client closed its connection before its request was complete."""


BETA = ("beta", "true")
"""Query parameter of the beta form of an operation."""


def validate_body(route: Route, body: Any, sent: bool, *, beta: bool = False) -> dict[str, Any]:
    """Return the JSON body if it conforms to the route.

    :param beta: whether the parameters of the beta form are permitted.
    """
    shape = route.shape.body or route.json_shape
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
    more = {name: value for name, value in body.items() if name in (route.beta or ())} if beta else {}
    if more:
        Shape({"type": "object", "properties": route.beta}, {}, {}).check(more)
    shape.check({name: value for name, value in body.items() if name not in more})
    return body


def load_json(raw: bytes) -> Any:
    """Return the value of JSON in UTF-8.

    :raises ValueError: the text is not JSON, or contains what JSON cannot express: half of a surrogate pair, NaN or a
        number that is not finite.
    """

    def refuse(text: str) -> Any:
        raise ValueError(text)

    def finite(text: str) -> float:
        number = float(text)
        return number if math.isfinite(number) else refuse(text)

    # json.loads would accept halves of surrogate pairs in bytes.
    value = json.loads(raw.decode(), parse_constant=refuse, parse_float=finite)
    if b"\\u" in raw:
        json.dumps(value, ensure_ascii=False).encode()
    return value


def parse_json(raw: bytes) -> Any:
    """Parse a JSON body."""

    try:
        return load_json(raw)
    except (ValueError, RecursionError):
        raise bad_request(
            "We could not parse the JSON body of your request. (HINT: This likely means you aren't using your HTTP "
            "library correctly. The OpenAI API expects a JSON payload, but what was sent was not valid JSON.)"
        ) from None


def unsupported_media_type(got: str, wanted: str) -> ApiError:
    """Return the error for an unsupported media type."""
    return ApiError(
        415,
        f"Unsupported content type: '{got}'. This API method only accepts '{wanted}' requests, but you specified the "
        f"header 'Content-Type: {got}'. Please try again with a supported content type.",
        code="unsupported_content_type",
    )


async def read_body(receive: Receive) -> bytes:
    """Read the whole body up to the maximum size."""
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
    """Read a body that a fault keeps from its handler, and record it in the journal entry."""
    if not headers.get("content-type", "").startswith("application/json"):
        await discard_body(receive)
        return
    raw = await read_body(receive)
    try:
        if raw and len(raw) <= journal.BODY_MAX:
            parse_json(raw)
            entry["body"] = journal.RawJson(raw)
    except ApiError:
        entry["body"] = raw.decode("utf-8", "replace")


async def discard_body(receive: Receive) -> None:
    """Read and discard the body so that the client reads the response."""
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnected
        if not message.get("more_body", False):
            return


async def read_request(
    call: Call,
    route: Route,
    scope: Scope,
    receive: Receive,
    headers: dict[str, str],
    entry: dict[str, Any],
    rewrite_query: QueryRewriter | None = None,
) -> None:
    """Read and validate query and body into the call; record the body in the journal entry."""
    pairs = parse_pairs(scope["query_string"].decode("latin-1"))
    beta = route.beta is not None and BETA in pairs
    if beta:
        pairs.remove(BETA)
    if rewrite_query is not None:
        pairs = rewrite_query(route, pairs)
    query_error: ApiError | None = None
    try:
        call.query = read_pairs(pairs, route.shape.query)
    except ApiError as error:
        query_error = error
    content_type = headers.get("content-type", "")
    json_instead = route.json_shape is not None and content_type.lower().startswith("application/json")
    if route.shape.form is not None and not json_instead:
        if not content_type.lower().startswith("multipart/form-data"):
            await discard_body(receive)
            raise unsupported_media_type(content_type, "multipart/form-data")
        await _read_form(call, route, receive, content_type, entry)
    else:
        raw = await read_body(receive)
        body: Any = None
        if raw:
            entry["body"] = raw.decode("utf-8", "replace")[: journal.BODY_MAX]
            if content_type and content_type.split(";")[0].strip().lower() != "application/json":
                raise unsupported_media_type(content_type, "application/json")
            body = parse_json(raw)
            entry["body"] = journal.RawJson(raw) if len(raw) <= journal.BODY_MAX else journal.truncated(len(raw))
        if query_error:
            raise query_error
        call.body = validate_body(route, body, bool(raw), beta=beta)
    if query_error:
        raise query_error


async def _read_form(call: Call, route: Route, receive: Receive, content_type: str, entry: dict[str, Any]) -> None:
    limits = {
        spelled: int(call.org.options[part.max_option])
        for name, part in route.parts.items()
        for spelled in (name, f"{name}[]")
    }
    reader = FormReader(content_type, call.server.incoming, limits)
    try:
        form = await reader.read(receive)
        entry["body"] = [
            {
                "name": name,
                "filename": upload.filename,
                "content_type": upload.content_type,
                "size": upload.size,
                "sha256": upload.sha256,
            }
            for name, upload in form.files
        ] + [{"name": name, "value": value} for name, value in form.pairs]
        for spelled, upload in form.files:
            name = spelled.removesuffix("[]")
            if name not in route.parts or (name != spelled and route.parts[name].max_count == 1):
                raise unknown(spelled)
            if name == spelled and name in call.files:
                raise duplicate(name)
            if upload.error:
                raise upload.error
            number = len(call.uploads(name))
            call.files[f"{name}[{number}]" if number else name] = upload
            if number >= route.parts[name].max_count:
                raise bad_request(
                    f"Invalid '{name}': array too long. Expected an array with maximum length "
                    f"{route.parts[name].max_count}, but got an array with length {number + 1} instead.",
                    param=name,
                    code="array_above_max_length",
                )
        for name, _unused in form.pairs:
            if name in route.parts:
                raise wrong_type(name, "a file", "")
        for name, required in route.shape.files.items():
            if required and name not in call.files:
                raise missing(name)
        if route.shape.form is not None:
            call.body = read_pairs(form.pairs, route.shape.form)
    except ConnectionResetError as error:
        reader.discard()
        raise ClientDisconnected from error
    except ApiError:
        reader.discard()
        raise
