# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Results of handlers, and the HTTP responses that are rendered from them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import journal
from .errors import ApiError, error_for_status
from .ids import redact

API_VERSION = "2020-10-01"
_READ_SIZE = 1024 * 1024
_CHUNK_SIZE = 64 * 1024


@dataclass
class FileReply:
    """Content of a file."""

    path: Path
    filename: str
    content_type: str = "application/octet-stream"


@dataclass
class BytesReply:
    """Binary data, streamed without a Content-Length header."""

    content: bytes
    content_type: str


@dataclass
class TextReply:
    """Plain text."""

    text: str
    content_type: str = "text/plain; charset=utf-8"


@dataclass
class EventReply:
    """Server-sent events; unless they are named, ``[DONE]`` follows the last one."""

    events: list[dict[str, Any]]
    named: bool = False


@dataclass
class JsonReply:
    """JSON response with another status than 200."""

    status: int
    body: Any


@dataclass
class WireResponse:
    """HTTP response that is ready to be sent."""

    status: int
    headers: dict[str, str]
    body: bytes = b""
    path: Path | None = None
    chunks: list[bytes] | None = None
    recorded: Any = None
    """Response that the journal stores."""

    @property
    def length(self) -> int | None:
        """Return the Content-Length, or None for a stream."""
        if self.chunks is not None:
            return None
        return self.path.stat().st_size if self.path else len(self.body)


async def iterate_body(wire: WireResponse) -> AsyncIterator[bytes]:
    """Return the body in chunks."""
    if wire.chunks is not None:
        for chunk in wire.chunks:
            yield chunk
    elif wire.path is not None:
        with wire.path.open("rb") as handle:
            while data := await asyncio.to_thread(handle.read, _READ_SIZE):
                yield data
    elif wire.body:
        yield wire.body


def _mask_secrets(value: Any) -> Any:
    """Return a copy of a response for the journal without secrets."""
    if isinstance(value, dict):
        return {
            key: redact(item)
            if key == "value" and isinstance(item, str) and item.startswith("sk-")
            else _mask_secrets(item)
            for key, item in value.items()
        }
    if isinstance(value, list):
        return [_mask_secrets(item) for item in value]
    return value


def render_json(status: int, body: Any) -> WireResponse:
    raw = json.dumps(body, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
    recorded: Any
    if len(raw) > journal.BODY_MAX:
        recorded = journal.truncated(len(raw))
    elif b"sk-" in raw:
        recorded = _mask_secrets(body)
    else:
        recorded = journal.RawJson(raw)
    return WireResponse(status, {"content-type": "application/json"}, raw, recorded=recorded)


def render(result: Any) -> WireResponse:
    if isinstance(result, JsonReply):
        return render_json(result.status, result.body)
    if isinstance(result, FileReply):
        name = result.filename.encode("ascii", "replace").decode().replace('"', "'").replace("\\", "_")
        name = "".join(letter if letter.isprintable() else "_" for letter in name)
        return WireResponse(
            200,
            {"content-type": result.content_type, "content-disposition": f'attachment; filename="{name}"'},
            path=result.path,
            recorded={"_raw": True, "bytes": result.path.stat().st_size},
        )
    if isinstance(result, BytesReply):
        whole = result.content
        return WireResponse(
            200,
            {"content-type": result.content_type},
            chunks=[whole[at : at + _CHUNK_SIZE] for at in range(0, len(whole), _CHUNK_SIZE)],
            recorded={"_raw": True, "bytes": len(whole)},
        )
    if isinstance(result, TextReply):
        return WireResponse(
            200, {"content-type": result.content_type}, result.text.encode(), recorded={"_text": result.text}
        )
    if isinstance(result, EventReply):
        chunks = [
            (f"event: {event['type']}\n".encode() if result.named else b"")
            + b"data: "
            + json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode()
            + b"\n\n"
            for event in result.events
        ]
        if not result.named:
            chunks.append(b"data: [DONE]\n\n")
        return WireResponse(
            200,
            {"content-type": "text/event-stream; charset=utf-8", "cache-control": "no-cache"},
            chunks=chunks,
            recorded={"_events": result.events},
        )
    return render_json(200, result)


def render_error(error: ApiError) -> WireResponse:
    wire = render_json(error.status, error.body())
    wire.headers.update(error.headers)
    return wire


def _raw_bytes(raw: Any) -> bytes:
    return (raw if isinstance(raw, str) else json.dumps(raw)).encode()


def render_fault(fault: dict[str, Any]) -> WireResponse:
    """Return the response of a fault."""
    status = int(fault.get("status", 502 if fault["kind"] == "html" else 200 if fault["kind"] == "huge" else 503))
    headers = {str(name).lower(): str(value) for name, value in (fault.get("headers") or {}).items()}
    if fault["kind"] == "html":
        text = fault.get("body") or f"<html><head><title>{status}</title></head><body><h1>{status}</h1></body></html>"
        return WireResponse(status, {"content-type": "text/html; charset=utf-8", **headers}, str(text).encode())
    if fault["kind"] == "huge":
        size = int(fault.get("bytes", 64 * 1024 * 1024))
        frame = b'{"object":"list","data":[],"has_more":false,"padding":"', b'"}'
        left = max(size - len(frame[0]) - len(frame[1]), 0)
        filler = b"x" * _READ_SIZE
        chunks = [frame[0], *[filler] * (left // _READ_SIZE), filler[: left % _READ_SIZE], frame[1]]
        return WireResponse(status, {"content-type": "application/json", **headers}, chunks=chunks)
    if "raw" in fault:
        return WireResponse(status, {"content-type": "application/json", **headers}, _raw_bytes(fault["raw"]))
    error = error_for_status(status)
    body = fault.get("body")
    if isinstance(body, dict) and "error" not in body and body:
        body = {"error": {**error.body()["error"], **body}}
    elif not body:
        body = error.body()
    wire = render_json(status, body)
    wire.headers.update(headers)
    return wire
