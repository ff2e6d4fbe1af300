# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Successful responses: JSON bodies, downloads and event streams."""

from __future__ import annotations

import json
import typing as t
from dataclasses import dataclass

from .._support.errors import ConnectionFailure
from .._support.files import CHUNK
from .session import http, origin

MAX_RESPONSE = 256 * 1024 * 1024
"""Largest response in bytes that is read into memory; downloads to a file have no such limit."""

CHECK_BASE_URL = "Check base_url: it must be the root of the API, usually ending in /v1."


@dataclass(frozen=True)
class Response:
    """A successful response.

    :ivar body: the parsed JSON; None if the body is empty, a string if it is not JSON.
    """

    status: int
    body: t.Any
    headers: t.Mapping[str, str]
    request_id: str


def read_response(response: t.Any) -> Response:
    """Read a response into memory.

    :raises ConnectionFailure: it is too large, or an HTML page.
    """
    raw = _read_body(response)
    return Response(response.status_code, _parse(response, raw), response.headers, request_id_of(response))


def save_body(response: t.Any, sink: t.BinaryIO) -> int:
    """Write the body to ``sink``, from its start, and return the number of bytes."""
    sink.seek(0)
    sink.truncate()
    size = 0
    for piece in response.iter_content(CHUNK):
        sink.write(piece)
        size += len(piece)
    _check_length(response, size)
    return size


class WholeAnswer(dict[str, t.Any]):
    """The answer of a server that ignores the request for a stream.

    It is charged, so it is used like the events of a stream. One that is binary has only ``bytes``, its size.
    """


def whole_answer(response: t.Any, sink: t.BinaryIO | None) -> WholeAnswer | None:
    """Return the answer of a response that is not a stream of events, or None if it is one.

    :param sink: where an answer that is binary is written.
    """
    media_type = str(response.headers.get("content-type", "")).split(";")[0].strip().lower()
    if media_type == "application/json":
        body = read_response(response).body
        return WholeAnswer(body) if isinstance(body, dict) else None
    if sink is not None and (media_type.startswith("audio/") or media_type == "application/octet-stream"):
        return WholeAnswer(bytes=save_body(response, sink))
    return None


def stream_data(response: t.Any) -> t.Iterator[bytes]:
    """Yield the data of each server-sent event."""
    for line in response.iter_lines():
        if line.startswith(b"data:"):
            yield line[5:].strip()


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
    _check_length(response, len(body))
    return body


def _check_length(response: t.Any, size: int) -> None:
    expected = response.headers.get("content-length", "")
    if expected.isdigit() and "content-encoding" not in response.headers and int(expected) != size:
        raise http().exceptions.ChunkedEncodingError(f"received {size} of {expected} bytes")


def _parse(response: t.Any, raw: bytearray) -> t.Any:
    if not raw:
        return None
    try:
        return json.loads(raw)
    except ValueError:
        media_type = response.headers.get("content-type", "")
        if "html" in media_type or raw.lstrip()[:1] == b"<":
            raise ConnectionFailure(
                f"{origin(response.url)} returned an HTML page (HTTP {response.status_code}) instead of JSON",
                CHECK_BASE_URL,
            ) from None
        if "json" in media_type:
            raise http().exceptions.ChunkedEncodingError("the JSON of the response is incomplete") from None
        return raw.decode("utf-8", "replace")
