# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The ASGI application: authentication, error shape, strictness, journal and faults, the same for every route."""

from __future__ import annotations

import asyncio
import json
import math
import time
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .errors import ApiError, bad_request, error_for_status
from .faults import take, throttled
from .ids import redact
from .multipart import FormReader
from .routing import KeyClass, Match, Route
from .schema import parse_pairs, read_pairs, unknown
from .server import Call, Key, Organization, Server, Upload

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Scope = MutableMapping[str, Any]

API_VERSION = "2020-10-01"
JSON_BODY_MAX = 64 * 1024 * 1024
JOURNAL_BODY_MAX = 4 * 1024 * 1024
_COPY = 1024 * 1024
_PIECE = 64 * 1024


@dataclass
class FileReply:
    """The raw bytes of a file."""

    path: Path
    filename: str
    content_type: str = "application/octet-stream"


@dataclass
class BytesReply:
    """Raw bytes, sent in pieces as they are made: without a length beforehand."""

    content: bytes
    content_type: str


@dataclass
class TextReply:
    """Plain text where another request would be answered with JSON."""

    text: str
    content_type: str = "text/plain; charset=utf-8"


@dataclass
class EventReply:
    """Server-sent events, ended by ``[DONE]`` unless they are named: those end with their last."""

    events: list[dict[str, Any]]
    named: bool = False


@dataclass
class JsonReply:
    """A JSON answer with another status than 200."""

    status: int
    body: Any


@dataclass
class _Wire:
    """An answer ready to be sent."""

    status: int
    headers: dict[str, str]
    body: bytes = b""
    path: Path | None = None
    chunks: list[bytes] | None = None
    json: Any = None

    @property
    def length(self) -> int | None:
        """The Content-Length, unless the answer is streamed."""
        if self.chunks is not None:
            return None
        return self.path.stat().st_size if self.path else len(self.body)


@dataclass
class _Trace:
    """What the journal learns of a request while it is handled."""

    entry: dict[str, Any]
    began: float
    org: Organization | None = None
    wire: _Wire | None = None
    request_id: str = ""
    answer_headers: dict[str, str] = field(default_factory=dict)


class ClientGone(Exception):
    """The client closed its connection before its request was complete."""


class ApiApp:
    """Everything outside ``/_control``."""

    def __init__(self, server: Server) -> None:
        self.server = server

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one HTTP request."""
        trace = self._trace(scope)
        try:
            fault = await self._handle(scope, receive, trace)
        except ClientGone:
            trace.entry["status"] = None
            self._finish(trace)
            return
        if trace.wire is None:
            self._finish(trace)
            await cut(receive)
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
            entry["headers"][key] = hide(text) if key in ("authorization", "api-key", "cookie") else text
        return _Trace(entry, time.perf_counter(), request_id=request_id)

    async def _handle(self, scope: Scope, receive: Receive, trace: _Trace) -> dict[str, Any] | None:
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        fault: dict[str, Any] | None = None
        uploads: dict[str, Upload] = {}
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
            fault = take(
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
                await note_body(receive, headers, entry)
                trace.wire = _planned(fault or {})
                return fault
            route = self._admit(match, method, path, org, key, headers)
            call = Call(self.server, org, org.clock.now(), key, route, match.params, headers=headers)
            uploads = call.files
            await self._read(call, route, scope, receive, headers, entry)
            if kind == "stall":
                await asyncio.sleep(float((fault or {}).get("seconds", 5)))
            self.server.catch_up(org)
            call.now_exact = org.clock.now()
            if route.prepare is not None:
                await route.prepare(call)
            with self.server.store.transaction():
                result = route.handler(call)
                for observe in self.server.observers:
                    observe(call, result if call.whole is None else call.whole)
            trace.answer_headers = call.answer_headers
            trace.wire = _wire(result)
        except ApiError as error:
            trace.wire = _wire_error(error)
        except ClientGone:
            raise
        except Exception:
            # A bug of the emulator: the client gets the API's shape, the terminal gets the truth.
            traceback.print_exc()
            trace.wire = _wire_error(error_for_status(500))
        finally:
            for upload in uploads.values():
                upload.path.unlink(missing_ok=True)
        if fault and fault["kind"] == "cut_after":
            trace.entry["status"] = trace.wire.status
            entry["response"] = trace.wire.json
            trace.wire = None
        elif fault and fault["kind"] == "status_after":
            trace.wire = _planned({"status": 500, **fault})
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
                f"Incorrect API key provided: {masked(secret)}. You can find your API key at "
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
        if key.scopes and not covered(key.scopes, route):
            raise missing_scope(route)
        if key.key_class is KeyClass.ADMIN:
            if org.admin_rpm and org.buckets.wait(f"{method} {route.template}", float(org.admin_rpm), org.clock.now()):
                raise throttled()
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
            call.query = read_pairs(pairs, route.query)
        except ApiError as error:
            query_error = error
        content_type = headers.get("content-type", "")
        if route.form is not None:
            if not content_type.lower().startswith("multipart/form-data"):
                await drain(receive)
                raise unsupported(content_type, "multipart/form-data")
            await self._read_form(call, route, receive, content_type, entry)
        else:
            raw = await read_body(receive)
            body: Any = None
            if raw:
                entry["body"] = raw.decode("utf-8", "replace")[:JOURNAL_BODY_MAX]
                if content_type and content_type.split(";")[0].strip().lower() != "application/json":
                    raise unsupported(content_type, "application/json")
                body = parse_json(raw)
                entry["body"] = body if len(raw) <= JOURNAL_BODY_MAX else {"_truncated": len(raw)}
            if query_error:
                raise query_error
            call.body = checked_body(route, body, bool(raw))
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
                if name not in route.parts or (name != spelled and route.parts[name].many == 1):
                    raise unknown(spelled)
                if name == spelled and name in call.files:
                    raise bad_request(f"Duplicate parameter: '{name}'.", param=name, code="duplicate_parameter")
                if upload.error:
                    raise upload.error
                number = len(call.uploads(name))
                call.files[f"{name}[{number}]" if number else name] = upload
                if number >= route.parts[name].many:
                    raise bad_request(
                        f"Invalid '{name}': array too long. Expected an array with maximum length "
                        f"{route.parts[name].many}, but got an array with length {number + 1} instead.",
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
            for name, part in route.parts.items():
                if part.required and name not in call.files:
                    raise bad_request(
                        f"Missing required parameter: '{name}'.", param=name, code="missing_required_parameter"
                    )
            call.body = read_pairs(form.pairs, route.form or {})
        except ConnectionResetError as error:
            reader.discard()
            raise ClientGone from error
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
        self, trace: _Trace, wire: _Wire, fault: dict[str, Any] | None, receive: Receive, send: Send
    ) -> None:
        headers = {
            "x-request-id": trace.request_id,
            "openai-version": API_VERSION,
            "openai-processing-ms": str(math.ceil(trace.entry["ms"])),
            **trace.answer_headers,
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
            async for chunk in pieces(wire):
                part = chunk[: half - sent]
                sent += len(part)
                await send({"type": "http.response.body", "body": part, "more_body": True})
                if sent >= half:
                    break
            await cut(receive, abruptly=False)
            return
        if kind is None and wire.path is None and wire.chunks is None:
            await send({"type": "http.response.body", "body": wire.body, "more_body": False})
            return
        if kind == "slow" and fault is not None:
            size, delay = int(fault.get("chunk", 16)), float(fault.get("delay", 0.05))
            async for chunk in pieces(wire):
                for start in range(0, len(chunk), size):
                    await send({"type": "http.response.body", "body": chunk[start : start + size], "more_body": True})
                    await asyncio.sleep(delay)
        else:
            async for chunk in pieces(wire):
                await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})


def covered(scopes: tuple[str, ...], route: Route) -> bool:
    """Whether a restricted key may use a route; to write includes to read."""
    verbs = ("read", "write") if route.method == "GET" else ("write",)
    wanted = {f"api.{place}.{verb}" for place in ("all", route.group) for verb in verbs}
    return bool(wanted & set(scopes)) or "api.all" in scopes


def missing_scope(route: Route) -> ApiError:
    """The key is of the wrong class, or restricted to other things."""
    place = "management" if route.key is KeyClass.ADMIN else route.group
    scope = f"api.{place}.{'read' if route.method == 'GET' else 'write'}"
    return ApiError(
        403,
        f"You have insufficient permissions for this operation. Missing scopes: {scope}. Check that you have the "
        "correct role in your organization (Reader, Writer, Owner) and project (Member, Owner), and if you're using a "
        "restricted API key, that it has the necessary scopes.",
        code="missing_scope",
    )


def checked_body(route: Route, body: Any, sent: bool) -> dict[str, Any]:
    """The JSON body, when it is what the route declares."""
    if route.body is None:
        if body not in (None, {}):
            if isinstance(body, dict):
                raise unknown(next(iter(body)))
            raise bad_request("This endpoint takes no request body.")
        return {}
    if not sent or body is None:
        if not route.body_optional:
            route.body.check({}, "")
        return {}
    if not isinstance(body, dict):
        raise bad_request("Invalid body: expected an object.", code="invalid_type")
    route.body.check(body, "")
    return body


def parse_json(raw: bytes) -> Any:
    """The JSON of a body, or the API's complaint."""

    def refuse(name: str) -> Any:
        raise ValueError(name)

    try:
        return json.loads(raw, parse_constant=refuse)
    except (ValueError, RecursionError):
        raise bad_request(
            "We could not parse the JSON body of your request. (HINT: This likely means you aren't using your HTTP "
            "library correctly. The OpenAI API expects a JSON payload, but what was sent was not valid JSON.)"
        ) from None


def unsupported(got: str, wanted: str) -> ApiError:
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
            raise ClientGone
        body += message.get("body", b"")
        if len(body) > JSON_BODY_MAX:
            raise ApiError(413, "The request body is too large.", code="request_too_large")
        if not message.get("more_body", False):
            return bytes(body)


async def note_body(receive: Receive, headers: dict[str, str], entry: dict[str, Any]) -> None:
    """Read a body that a fault keeps from its handler; the journal tells it when it is JSON."""
    if not headers.get("content-type", "").startswith("application/json"):
        await drain(receive)
        return
    raw = await read_body(receive)
    try:
        entry["body"] = parse_json(raw) if raw and len(raw) <= JOURNAL_BODY_MAX else None
    except ApiError:
        entry["body"] = raw.decode("utf-8", "replace")


async def drain(receive: Receive) -> None:
    """Read the body and forget it, so that the client gets to see the answer."""
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientGone
        if not message.get("more_body", False):
            return


async def cut(receive: Receive, *, abruptly: bool = True) -> None:
    """Drop the connection. ASGI has no word for this, so it asks uvicorn's own request object for its transport."""
    transport = getattr(getattr(receive, "__self__", None), "transport", None)
    if transport is not None:
        if abruptly:
            transport.abort()
        else:
            transport.close()
    while (await receive())["type"] != "http.disconnect":
        pass


async def pieces(wire: _Wire) -> AsyncIterator[bytes]:
    """The body in pieces of moderate size."""
    if wire.chunks is not None:
        for chunk in wire.chunks:
            yield chunk
    elif wire.path is not None:
        with wire.path.open("rb") as handle:
            while data := await asyncio.to_thread(handle.read, _COPY):
                yield data
    elif wire.body:
        yield wire.body


def hide(value: str) -> str:
    """A header value that holds a secret."""
    scheme, _unused, secret = value.partition(" ")
    return f"{scheme} {redact(secret)}" if secret else redact(value)


def masked(secret: str) -> str:
    """A wrong key as the API repeats it."""
    if len(secret) <= 11:
        return secret[:2] + "*" * max(len(secret) - 2, 1)
    return f"{secret[:7]}{'*' * min(len(secret) - 11, 60)}{secret[-4:]}"


def _mask_secrets(value: Any) -> Any:
    """A copy of an answer for the journal, without the secrets the API shows once."""
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


def _json_wire(status: int, body: Any) -> _Wire:
    raw = json.dumps(body, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
    noted = _mask_secrets(body) if len(raw) <= JOURNAL_BODY_MAX else {"_truncated": len(raw)}
    return _Wire(status, {"content-type": "application/json"}, raw, json=noted)


def _wire(result: Any) -> _Wire:
    if isinstance(result, JsonReply):
        return _json_wire(result.status, result.body)
    if isinstance(result, FileReply):
        name = result.filename.encode("ascii", "replace").decode().replace('"', "'").replace("\\", "_")
        name = "".join(letter if letter.isprintable() else "_" for letter in name)
        return _Wire(
            200,
            {"content-type": result.content_type, "content-disposition": f'attachment; filename="{name}"'},
            path=result.path,
            json={"_raw": True, "bytes": result.path.stat().st_size},
        )
    if isinstance(result, BytesReply):
        whole = result.content
        return _Wire(
            200,
            {"content-type": result.content_type},
            chunks=[whole[at : at + _PIECE] for at in range(0, len(whole), _PIECE)],
            json={"_raw": True, "bytes": len(whole)},
        )
    if isinstance(result, TextReply):
        return _Wire(200, {"content-type": result.content_type}, result.text.encode(), json={"_text": result.text})
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
        return _Wire(
            200,
            {"content-type": "text/event-stream; charset=utf-8", "cache-control": "no-cache"},
            chunks=chunks,
            json={"_events": result.events},
        )
    return _json_wire(200, result)


def _wire_error(error: ApiError) -> _Wire:
    wire = _json_wire(error.status, error.body())
    wire.headers.update(error.headers)
    return wire


def _planned(fault: dict[str, Any]) -> _Wire:
    """The answer a fault prescribes."""
    status = int(fault.get("status", 502 if fault["kind"] == "html" else 200 if fault["kind"] == "huge" else 503))
    headers = {str(name).lower(): str(value) for name, value in (fault.get("headers") or {}).items()}
    if fault["kind"] == "html":
        text = fault.get("body") or f"<html><head><title>{status}</title></head><body><h1>{status}</h1></body></html>"
        return _Wire(status, {"content-type": "text/html; charset=utf-8", **headers}, str(text).encode())
    if fault["kind"] == "huge":
        size = int(fault.get("bytes", 64 * 1024 * 1024))
        frame = b'{"object":"list","data":[],"has_more":false,"padding":"', b'"}'
        left = max(size - len(frame[0]) - len(frame[1]), 0)
        filler = b"x" * _COPY
        chunks = [frame[0], *[filler] * (left // _COPY), filler[: left % _COPY], frame[1]]
        return _Wire(status, {"content-type": "application/json", **headers}, chunks=chunks)
    error = error_for_status(status)
    body = fault.get("body")
    if isinstance(body, dict) and "error" not in body and body:
        body = {"error": {**error.body()["error"], **body}}
    elif not body:
        body = error.body()
    wire = _json_wire(status, body)
    wire.headers.update(headers)
    return wire
