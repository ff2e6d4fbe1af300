# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Successful responses: JSON bodies, downloads and event streams."""

from __future__ import annotations

import re
import typing as t
from dataclasses import dataclass

from .._support.errors import ConnectionFailure, InvalidResponse, WebPage
from .._support.files import CHUNK
from .json_text import parse_json
from .session import http, without_query

MAX_RESPONSE = 256 * 1024 * 1024
"""Largest response in bytes that is read into memory; downloads to a file have no such limit."""

MAX_EVENT = 64 * 1024 * 1024
"""Largest event in bytes of a stream."""

CHECK_BASE_URL = "Check base_url: it must be the root of the API, usually ending in /v1."

CHECK_COMPATIBLE = "Check base_url: the server must be compatible with the OpenAI API."

_LINE_END = re.compile(rb"\r\n|\n|\r")
_NAMES: dict[type, str] = {
    type(None): "an empty response instead of an object",
    str: "a text instead of an object",
    list: "a list instead of an object",
    bool: "a boolean instead of an object",
    int: "a number instead of an object",
    float: "a number instead of an object",
}


class InvalidJson(Exception):
    """A response was received completely and is not the JSON that it is announced to be."""


@dataclass(frozen=True)
class Response:
    """A successful response.

    :ivar body: the parsed JSON; None if the body is empty, a string if it is not JSON.
    :ivar url: URL of the request without its query.
    """

    status: int
    body: t.Any
    headers: t.Mapping[str, str]
    request_id: str
    url: str = ""


def read_response(response: t.Any, returns: tuple[str, ...] | None = None) -> Response:
    """Read a response into memory.

    :param returns: fields that it must contain, which makes it an object; None if any content is a success.
    :raises ConnectionFailure: it is too large. :raises InvalidResponse: it lacks a field. :raises WebPage: it is HTML.
    """
    raw = _read_body(response)
    body = _parse(response, raw)
    url = without_query(response.url)
    if returns is not None:
        lacking = [name for name in returns if not isinstance(body, dict) or body.get(name) is None]
        if lacking or not isinstance(body, dict):
            what = f"an object without {' and '.join(lacking)}" if isinstance(body, dict) else _NAMES[type(body)]
            raise InvalidResponse(f"{url} returned {what} (HTTP {response.status_code})", CHECK_COMPATIBLE)
    return Response(response.status_code, body, response.headers, request_id_of(response), url)


def save_body(response: t.Any, sink: t.BinaryIO) -> int:
    """Write the body to ``sink``, from its start, and return the number of bytes."""
    sink.seek(0)
    sink.truncate()
    size = 0
    for piece in response.iter_content(CHUNK):
        sink.write(piece)
        size += len(piece)
    check_length(response, size)
    return size


class WholeAnswer(dict[str, t.Any]):
    """The answer of a server that ignores the request for a stream.

    It is charged, so it is used like the events of a stream. One that is binary has only ``bytes``, its size.
    """


def whole_answer(response: t.Any, sink: t.BinaryIO | None) -> WholeAnswer | None:
    """Return the answer of a response that is not a stream of events, or None if it is one.

    :param sink: where an answer that is binary is written.
    """
    media_type = str(response.headers.get("content-type", "")).partition(";")[0].strip().lower()
    if media_type == "application/json":
        body = read_response(response).body
        return WholeAnswer(body) if isinstance(body, dict) else None
    if sink is not None and (media_type.startswith("audio/") or media_type == "application/octet-stream"):
        return WholeAnswer(bytes=save_body(response, sink))
    return None


def stream_data(response: t.Any) -> t.Iterator[bytes]:
    """Yield the data of each server-sent event."""
    pending = bytearray()
    for piece in response.iter_content(512):
        pending += piece
        *lines, rest = _LINE_END.split(pending)
        for line in lines:
            if line.startswith(b"data:"):
                yield bytes(line[5:].strip())
        pending = bytearray(rest)
        if len(pending) > MAX_EVENT:
            raise ConnectionFailure(f"an event is larger than {MAX_EVENT // 1024 // 1024} MiB")
    if pending.startswith(b"data:"):
        yield bytes(pending[5:].strip())


def request_id_of(response: t.Any) -> str:
    """Return the server's id of a request."""
    return str(response.headers.get("x-request-id", ""))


def _read_body(response: t.Any) -> bytearray:
    body = bytearray()
    for piece in response.iter_content(CHUNK):
        body += piece
        if len(body) > MAX_RESPONSE:
            raise ConnectionFailure(
                f"the response is larger than {MAX_RESPONSE // 1024 // 1024} MiB",
                "Request less, or write the response to a file.",
            )
    check_length(response, len(body))
    return body


def check_length(response: t.Any, size: int) -> None:
    """Compare the number of received bytes with the announced one.

    :raises requests.RequestException: they differ.
    """
    expected = response.headers.get("content-length", "")
    if expected.isdigit() and "content-encoding" not in response.headers and int(expected) != size:
        raise http().exceptions.ChunkedEncodingError(f"received {size} of {expected} bytes")


def _parse(response: t.Any, raw: bytearray) -> t.Any:
    if not raw:
        return None
    try:
        return parse_json(raw)
    except ValueError:
        media_type = response.headers.get("content-type", "")
        if "html" in media_type or raw.lstrip()[:1] == b"<":
            raise WebPage(
                f"{without_query(response.url)} returned an HTML page (HTTP {response.status_code}) instead of JSON",
                CHECK_BASE_URL,
            ) from None
        if "json" in media_type:
            raise InvalidJson("the JSON of the response is incomplete or not valid") from None
        return raw.decode("utf-8", "replace")
