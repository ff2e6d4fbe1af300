# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""ASGI application of the API: routing, authentication, validation, faults and journal, the same for every route."""

from __future__ import annotations

import asyncio
import math
import time
import traceback
from dataclasses import dataclass, field
from typing import Any

from .asgi import Receive, Scope, Send
from .authentication import authenticate, authorize, redact_header
from .errors import ApiError, error_for_status
from .faults import select_fault
from .replies import API_VERSION, WireResponse, iterate_body, render, render_error, render_fault
from .request_reading import (
    ClientDisconnected,
    QueryRewriter,
    read_request,
    record_body,
)
from .routing import Match
from .server import Call, Organization, Server, UploadedFile


@dataclass
class _Trace:
    """State of a request while it is handled."""

    entry: dict[str, Any]
    began: float
    org: Organization | None = None
    wire: WireResponse | None = None
    request_id: str = ""
    response_headers: dict[str, str] = field(default_factory=dict)


class ApiApp:
    """The routes below ``/v1``.

    :param rewrite_query: returns the query parameters that the route receives instead of those that were sent; the
        journal has those that were sent.
    """

    def __init__(self, server: Server, rewrite_query: QueryRewriter | None = None) -> None:
        self.server = server
        self.rewrite_query = rewrite_query

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one HTTP request."""
        trace = self._trace(scope)
        try:
            fault = await self._handle(scope, receive, trace)
        except ClientDisconnected:
            trace.entry["status"] = None
            self._finish(trace)
            return
        if trace.wire is None:
            self._finish(trace)
            await disconnect(receive)
            return
        self._finish(trace)
        try:
            await self._send(trace, trace.wire, fault, receive, send)
        except (ConnectionError, OSError):
            return

    def _trace(self, scope: Scope) -> _Trace:
        raw = scope.get("raw_path") or scope["path"].encode()
        request_id = self.server.request_id()
        entry: dict[str, Any] = {
            "n": 0,
            "at": time.time(),
            "organization": None,
            "method": scope["method"],
            "path": raw.decode("latin-1"),
            "template": None,
            "operation_id": None,
            "query": scope["query_string"].decode("latin-1"),
            "headers": {},
            "key_class": None,
            "key_id": None,
            "body": None,
            "status": None,
            "response": None,
            "request_id": request_id,
            "fault": None,
            "ms": None,
        }
        for name, value in scope["headers"]:
            key, text = name.decode("latin-1").lower(), value.decode("latin-1")
            entry["headers"][key] = redact_header(text) if key in ("authorization", "api-key", "cookie") else text
        return _Trace(entry, time.perf_counter(), request_id=request_id)

    async def _handle(self, scope: Scope, receive: Receive, trace: _Trace) -> dict[str, Any] | None:
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        fault: dict[str, Any] | None = None
        uploads: dict[str, UploadedFile] = {}
        entry = trace.entry
        method = scope["method"]
        path = entry["path"]
        try:
            match = self._match(path)
            route = match.routes.get(method)
            if route:
                entry["template"], entry["operation_id"] = route.template, route.operation
            org, key = authenticate(self.server, headers)
            trace.org = org
            entry["organization"], entry["key_class"], entry["key_id"] = org.id, key.key_class.value, key.id
            fault = select_fault(
                org.faults,
                method,
                path,
                route.template if route else None,
                route.operation if route else None,
                route.key.value if route else None,
            )
            kind = fault["kind"] if fault else None
            entry["fault"] = fault
            if kind == "cut_before":
                return fault
            if kind in ("status", "html", "huge"):
                await record_body(receive, headers, entry)
                trace.wire = render_fault(fault or {})
                return fault
            route = authorize(match, method, path, org, key, headers)
            call = Call(self.server, org, org.clock.now(), key, route, match.params, headers=headers)
            uploads = call.files
            await read_request(call, route, scope, receive, headers, entry, self.rewrite_query)
            if kind == "stall":
                await asyncio.sleep(float((fault or {}).get("seconds", 5)))
            self.server.run_due(org)
            call.now_exact = org.clock.now()
            if route.prepare is not None:
                await route.prepare(call)
            with self.server.store.transaction():
                result = route.handler(call)
                for observe in self.server.observers:
                    observe(call, result if call.full_response is None else call.full_response)
            trace.response_headers = call.response_headers
            trace.wire = render(result)
        except ApiError as error:
            trace.wire = render_error(error)
        except ClientDisconnected:
            raise
        except Exception:
            # A bug of the emulator: the client gets the API's error shape, the terminal gets the traceback.
            traceback.print_exc()
            trace.wire = render_error(error_for_status(500))
        finally:
            for upload in uploads.values():
                upload.path.unlink(missing_ok=True)
        if fault and fault["kind"] == "stall":
            await asyncio.sleep(float(fault.get("after", 0)))
        if fault and fault["kind"] == "cut_after":
            trace.entry["status"] = trace.wire.status
            entry["response"] = trace.wire.recorded
            trace.wire = None
        elif fault and fault["kind"] == "status_after":
            trace.wire = render_fault({"status": 500, **fault})
        return fault

    def _match(self, path: str) -> Match:
        if path == "/v1" or path.startswith("/v1/"):
            return self.server.router.match(path[3:])
        return Match({}, {})

    def _finish(self, trace: _Trace) -> None:
        entry = trace.entry
        entry["ms"] = round((time.perf_counter() - trace.began) * 1000, 3)
        if trace.wire is not None:
            entry["status"] = trace.wire.status
            entry["response"] = trace.wire.recorded
        if entry["organization"] is None:
            entry["organization"] = self.server.default.id
        self.server.journal.add(entry)

    async def _send(
        self, trace: _Trace, wire: WireResponse, fault: dict[str, Any] | None, receive: Receive, send: Send
    ) -> None:
        headers = {
            "x-request-id": trace.request_id,
            "openai-version": API_VERSION,
            "openai-processing-ms": str(math.ceil(trace.entry["ms"])),
            **trace.response_headers,
            **wire.headers,
        }
        if trace.org is not None:
            headers.setdefault("openai-organization", trace.org.slug)
        length = wire.length
        if length is not None:
            headers["content-length"] = str(length)
        kind = fault["kind"] if fault else None
        await send(
            {
                "type": "http.response.start",
                "status": wire.status,
                "headers": [(name.lower().encode(), value.encode("latin-1")) for name, value in headers.items()],
            }
        )
        if kind == "truncate":
            sent, half = 0, (length or sum(len(chunk) for chunk in wire.chunks or [])) // 2
            async for chunk in iterate_body(wire):
                part = chunk[: half - sent]
                sent += len(part)
                await send({"type": "http.response.body", "body": part, "more_body": True})
                if sent >= half:
                    break
            await disconnect(receive, abruptly=False)
            return
        if kind is None and wire.path is None and wire.chunks is None:
            await send({"type": "http.response.body", "body": wire.body, "more_body": False})
            return
        if kind == "slow" and fault is not None:
            size, delay = int(fault.get("chunk", 16)), float(fault.get("delay", 0.05))
            async for chunk in iterate_body(wire):
                for start in range(0, len(chunk), size):
                    await send({"type": "http.response.body", "body": chunk[start : start + size], "more_body": True})
                    await asyncio.sleep(delay)
        else:
            async for chunk in iterate_body(wire):
                await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def disconnect(receive: Receive, *, abruptly: bool = True) -> None:
    """Drop the connection. ASGI has no message for this, so the transport of uvicorn's request object is closed."""
    transport = getattr(getattr(receive, "__self__", None), "transport", None)
    if transport is not None:
        if abruptly:
            transport.abort()
        else:
            transport.close()
    while (await receive())["type"] != "http.disconnect":
        pass
