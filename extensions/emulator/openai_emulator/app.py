# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The ASGI application: authentication, error shape, strictness, journal and faults, the same for every route."""

from __future__ import annotations

import asyncio
import math
import time
import traceback
from dataclasses import dataclass, field
from typing import Any

from .asgi import Receive, Scope, Send
from .authentication import mask_key, missing_scope, redact_header, scopes_permit
from .errors import ApiError, bad_request, error_for_status, missing, unknown
from .faults import select_fault, throttle_error
from .multipart import FormReader
from .replies import API_VERSION, JOURNAL_BODY_MAX, WireResponse, iterate_body, render, render_error, render_fault
from .request_body import (
    ClientDisconnected,
    discard_body,
    parse_json,
    read_body,
    record_body,
    unsupported_media_type,
    validate_body,
)
from .routing import KeyClass, Match, Route
from .server import Call, Key, Organization, Server, UploadedFile
from .text_parameters import parse_pairs, read_pairs


@dataclass
class _Trace:
    """What the journal learns of a request while it is handled."""

    entry: dict[str, Any]
    began: float
    org: Organization | None = None
    wire: WireResponse | None = None
    request_id: str = ""
    response_headers: dict[str, str] = field(default_factory=dict)


class ApiApp:
    """Everything outside ``/_control``."""

    def __init__(self, server: Server) -> None:
        self.server = server

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
            org, key = self._authenticate(headers)
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
            route = self._admit(match, method, path, org, key, headers)
            call = Call(self.server, org, org.clock.now(), key, route, match.params, headers=headers)
            uploads = call.files
            await self._read(call, route, scope, receive, headers, entry)
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
            # A bug of the emulator: the client gets the API's shape, the terminal gets the truth.
            traceback.print_exc()
            trace.wire = render_error(error_for_status(500))
        finally:
            for upload in uploads.values():
                upload.path.unlink(missing_ok=True)
        if fault and fault["kind"] == "cut_after":
            trace.entry["status"] = trace.wire.status
            entry["response"] = trace.wire.json
            trace.wire = None
        elif fault and fault["kind"] == "status_after":
            trace.wire = render_fault({"status": 500, **fault})
        return fault

    def _match(self, path: str) -> Match:
        if path == "/v1" or path.startswith("/v1/"):
            return self.server.router.match(path[3:])
        return Match({}, {})

    def _authenticate(self, headers: dict[str, str]) -> tuple[Organization, Key]:
        value = headers.get("authorization")
        if not value:
            raise ApiError(
                401,
                "You didn't provide an API key. You need to provide your API key in an Authorization header using "
                "Bearer auth (i.e. Authorization: Bearer YOUR_KEY).",
            )
        scheme, _unused, secret = value.partition(" ")
        secret = secret.strip()
        if scheme.lower() != "bearer" or not secret:
            raise ApiError(
                401,
                "You didn't provide an API key. You need to provide your API key in an Authorization header using "
                "Bearer auth (i.e. Authorization: Bearer YOUR_KEY).",
            )
        found = self.server.find_key(secret)
        if found is None or (found[1].expires_at is not None and found[1].expires_at <= found[0].clock.now()):
            raise ApiError(
                401,
                f"Incorrect API key provided: {mask_key(secret)}. You can find your API key at "
                "https://platform.openai.com/account/api-keys.",
                code="invalid_api_key",
            )
        return found

    def _admit(
        self, match: Match, method: str, path: str, org: Organization, key: Key, headers: dict[str, str]
    ) -> Route:
        """The route, when the key may use it and the throttle lets it through."""
        if not match.routes:
            raise ApiError(404, f"Invalid URL ({method} {path})")
        route = match.routes.get(method)
        if route is None:
            raise ApiError(
                405,
                f"Not allowed to {method} on {path} (HINT: Perhaps you meant to use a different HTTP method?)",
                headers={"allow": ", ".join(sorted(match.routes))},
            )
        named = headers.get("openai-organization")
        if named and named != org.id:
            raise ApiError(
                401, "OpenAI-Organization header should match organization for API key", code="mismatched_organization"
            )
        project = headers.get("openai-project")
        if project and key.project_id and project != key.project_id:
            raise ApiError(401, "OpenAI-Project header should match project for API key", code="mismatched_project")
        if route.key is not key.key_class:
            raise missing_scope(route)
        if key.scopes and not scopes_permit(key.scopes, route):
            raise missing_scope(route)
        if key.key_class is KeyClass.ADMIN:
            if org.admin_rpm and org.buckets.acquire(
                f"{method} {route.template}", float(org.admin_rpm), org.clock.now()
            ):
                raise throttle_error()
        elif key.project_id:
            owner = org.docs.get("project", key.project_id)
            if owner is None or owner["status"] == "archived":
                raise ApiError(
                    401,
                    "The project you are requesting has been archived and is no longer accessible.",
                    code="project_archived",
                )
            used = org.docs.get("api_key", key.id, scope=key.project_id)
            if used is not None and used["last_used_at"] != int(org.clock.now()):
                used["last_used_at"] = int(org.clock.now())
                org.docs.update("api_key", used, scope=key.project_id)
        return route

    async def _read(
        self,
        call: Call,
        route: Route,
        scope: Scope,
        receive: Receive,
        headers: dict[str, str],
        entry: dict[str, Any],
    ) -> None:
        pairs = parse_pairs(scope["query_string"].decode("latin-1"))
        query_error: ApiError | None = None
        try:
            call.query = read_pairs(pairs, route.shape.query)
        except ApiError as error:
            query_error = error
        content_type = headers.get("content-type", "")
        if route.shape.form is not None:
            if not content_type.lower().startswith("multipart/form-data"):
                await discard_body(receive)
                raise unsupported_media_type(content_type, "multipart/form-data")
            await self._read_form(call, route, receive, content_type, entry)
        else:
            raw = await read_body(receive)
            body: Any = None
            if raw:
                entry["body"] = raw.decode("utf-8", "replace")[:JOURNAL_BODY_MAX]
                if content_type and content_type.split(";")[0].strip().lower() != "application/json":
                    raise unsupported_media_type(content_type, "application/json")
                body = parse_json(raw)
                entry["body"] = body if len(raw) <= JOURNAL_BODY_MAX else {"_truncated": len(raw)}
            if query_error:
                raise query_error
            call.body = validate_body(route, body, bool(raw))
        if query_error:
            raise query_error

    async def _read_form(
        self, call: Call, route: Route, receive: Receive, content_type: str, entry: dict[str, Any]
    ) -> None:
        limits = {
            spelled: int(call.org.options[part.max_option])
            for name, part in route.parts.items()
            for spelled in (name, f"{name}[]")
        }
        reader = FormReader(content_type, self.server.incoming, limits)
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
                    raise bad_request(f"Duplicate parameter: '{name}'.", param=name, code="duplicate_parameter")
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
                    raise bad_request(
                        f"Invalid type for '{name}': expected a file, but got a string instead.",
                        param=name,
                        code="invalid_type",
                    )
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

    def _finish(self, trace: _Trace) -> None:
        entry = trace.entry
        entry["ms"] = round((time.perf_counter() - trace.began) * 1000, 3)
        if trace.wire is not None:
            entry["status"] = trace.wire.status
            entry["response"] = trace.wire.json
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
    """Drop the connection. ASGI has no word for this, so it asks uvicorn's own request object for its transport."""
    transport = getattr(getattr(receive, "__self__", None), "transport", None)
    if transport is not None:
        if abruptly:
            transport.abort()
        else:
            transport.close()
    while (await receive())["type"] != "http.disconnect":
        pass
