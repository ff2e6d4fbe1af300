# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Server profiles: the API with the behavior of other servers, each below its own path.

A profile rewrites requests and responses; the application of the API is the same.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from starlette.routing import Mount

from .app import ApiApp
from .asgi import Message, Receive, Scope, Send
from .routing import Route
from .server import Server
from .variant_responses import vary_events, vary_response

Headers = list[tuple[bytes, bytes]]
EventRewriter = Callable[[str, bool], str]

INFERENCE_PATHS = re.compile(r"/(models(/[^/]+)?|chat/completions|completions|embeddings|responses)")
"""Paths of a server that provides inference only."""

PAGE_PARAMETERS = frozenset(("limit", "after", "before", "page"))
"""Query parameters that select a page of a list."""
EVERYTHING = {"owner_project_access": "any", "include_archived": "true"}
"""Values of the parameters whose default is a filter, with which a list has all objects."""


@dataclass
class RejectedRequest(Exception):
    """Response that is sent without passing the request to the API."""

    status: int
    body: Any


class ServerProfile:
    """Application that passes requests to the API.

    :param rewrite_request: function of path, query and headers that returns query and headers for the API, or raises
        RejectedRequest.
    :param rewrite_response: function of status and JSON body that returns the body to send; a string is sent as plain
        text.
    :param rewrite_events: function of some events of a stream, as text, and whether they are the first, that returns
        the events to send.
    """

    def __init__(
        self,
        api: ApiApp,
        rewrite_request: Callable[[str, str, Headers], tuple[str, Headers]],
        rewrite_response: Callable[[int, Any], Any] | None = None,
        rewrite_events: EventRewriter | None = None,
    ) -> None:
        self.api = api
        self.rewrite_request = rewrite_request
        self.rewrite_response = rewrite_response
        self.rewrite_events = rewrite_events

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one HTTP request."""
        raw = (scope.get("raw_path") or scope["path"].encode()).decode("latin-1")
        path = raw.removeprefix(scope.get("root_path", ""))
        try:
            query, headers = self.rewrite_request(path, scope["query_string"].decode("latin-1"), scope["headers"])
        except RejectedRequest as refusal:
            await send_response(send, refusal.status, refusal.body)
            return
        inner = {
            **scope,
            "root_path": "",
            "path": f"/v1{path}",
            "raw_path": f"/v1{path}".encode("latin-1"),
            "query_string": query.encode("latin-1"),
            "headers": headers,
        }
        if self.rewrite_response is not None:
            send = ResponseRewriter(send, self.rewrite_response, self.rewrite_events)
        await self.api(inner, receive, send)


class ResponseRewriter:
    """Sender that collects a JSON response and sends it rewritten, and rewrites events. Others pass unchanged."""

    def __init__(
        self, send: Send, rewrite_response: Callable[[int, Any], Any], rewrite_events: EventRewriter | None = None
    ) -> None:
        self._send = send
        self._rewrite = rewrite_response
        self._rewrite_events = rewrite_events
        self._start: Message | None = None
        self._body = b""
        self._events = False
        self._first = True

    async def __call__(self, message: Message) -> None:
        """Process one ASGI message."""
        if message["type"] == "http.response.start":
            kind = dict(message["headers"]).get(b"content-type", b"")
            self._events = kind.startswith(b"text/event-stream") and self._rewrite_events is not None
            if kind.startswith(b"application/json"):
                self._start = message
            else:
                await self._send(message)
        elif self._start is not None:
            self._body += message.get("body", b"")
            if not message.get("more_body"):
                await self._send_json(self._start)
        elif self._events and message.get("body"):
            await self._send({**message, "body": self._rewritten(message["body"])})
        else:
            await self._send(message)

    async def _send_json(self, start: Message) -> None:
        try:
            body = json.loads(self._body)
        except ValueError:
            body = None
        if isinstance(body, dict):
            await send_response(self._send, start["status"], self._rewrite(start["status"], body), start["headers"])
        else:
            # An injected body that is not an object, or not JSON.
            await self._send(start)
            await self._send({"type": "http.response.body", "body": self._body})

    def _rewritten(self, events: bytes) -> bytes:
        rewrite = self._rewrite_events
        try:
            return events if rewrite is None else rewrite(events.decode(), self._first).encode()
        except ValueError:
            # A piece of an event, from a response that is sent slowly.
            return events
        finally:
            self._first = False


async def send_response(send: Send, status: int, body: Any, headers: Headers | None = None) -> None:
    """Send a response: a string as plain text, anything else as JSON."""
    text = isinstance(body, str)
    content = (body if isinstance(body, str) else json.dumps(body)).encode()
    kept = [pair for pair in headers or () if pair[0].lower() not in (b"content-length", b"content-type")]
    kind = b"text/plain; charset=utf-8" if text else b"application/json"
    length = str(len(content)).encode()
    await send(
        {
            "type": "http.response.start",
            "status": status,
            "headers": [*kept, (b"content-type", kind), (b"content-length", length)],
        }
    )
    await send({"type": "http.response.body", "body": content})


def _without(headers: Headers, *names: bytes) -> Headers:
    return [pair for pair in headers if pair[0].lower() not in names]


def azure(server: Server) -> ServerProfile:
    """Azure ``/openai/v1``: key in the ``api-key`` header, ``api-version`` in the query, no administration."""

    def rewrite_request(path: str, query: str, headers: Headers) -> tuple[str, Headers]:
        given = {name.lower(): value for name, value in headers}
        if b"api-key" not in given:
            words = "Access denied due to invalid subscription key or wrong API endpoint."
            raise RejectedRequest(401, {"error": {"code": "401", "message": words}})
        pairs = [pair for pair in query.split("&") if pair]
        if not any(pair.startswith("api-version=") for pair in pairs):
            raise RejectedRequest(400, {"error": {"code": "BadRequest", "message": "api-version is missing"}})
        if path.startswith(("/organization", "/projects")):
            raise RejectedRequest(404, {"error": {"code": "404", "message": "Resource not found"}})
        key = (b"authorization", b"Bearer " + given[b"api-key"])
        rest = "&".join(pair for pair in pairs if not pair.startswith("api-version="))
        return rest, [*_without(headers, b"authorization", b"api-key"), key]

    return ServerProfile(ApiApp(server), rewrite_request)


def _use_default_key(server: Server, headers: Headers) -> Headers:
    key = (b"authorization", f"Bearer {server.default.api_key}".encode())
    return [*_without(headers, b"authorization"), key]


def keyless(server: Server) -> ServerProfile:
    """Server without authentication: all requests use the default project."""

    def rewrite_request(path: str, query: str, headers: Headers) -> tuple[str, Headers]:
        return query, _use_default_key(server, headers)

    return ServerProfile(ApiApp(server), rewrite_request)


def inference_only(server: Server) -> ServerProfile:
    """Server that provides inference only: other paths return 404 in plain text."""

    def rewrite_request(path: str, query: str, headers: Headers) -> tuple[str, Headers]:
        if not INFERENCE_PATHS.fullmatch(path):
            raise RejectedRequest(404, "404 page not found")
        return query, _use_default_key(server, headers)

    return ServerProfile(ApiApp(server), rewrite_request)


def gateway(server: Server) -> ServerProfile:
    """Gateway: additional response fields, numeric error codes, plain text for status 429 and 5xx."""

    def rewrite_request(path: str, query: str, headers: Headers) -> tuple[str, Headers]:
        return query, headers

    def rewrite_response(status: int, body: Any) -> Any:
        if status >= 500 or status == 429:
            return "upstream is not available"
        if "error" in body and status >= 400:
            return {"error": {**body["error"], "code": status, "provider": "openai"}}
        return {**body, "_gateway": {"provider": "openai", "cost": 0.0001}} if isinstance(body, dict) else body

    return ServerProfile(ApiApp(server), rewrite_request, rewrite_response)


def ignore_optional(route: Route, pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the query parameters that a route requires, those of its page, and the values that make lists complete."""
    query = route.shape.query
    kept = PAGE_PARAMETERS.intersection(query.names).union(query.schema.get("required", ()))
    return [
        *((name, value) for name, value in pairs if name.partition("[")[0] in kept),
        *((name, value) for name, value in EVERYTHING.items() if name in query.names),
    ]


def unfiltered(server: Server) -> ServerProfile:
    """Server that ignores optional and unknown query parameters; its lists return all objects."""

    def rewrite_request(path: str, query: str, headers: Headers) -> tuple[str, Headers]:
        return query, headers

    return ServerProfile(ApiApp(server, ignore_optional), rewrite_request)


def variant(server: Server) -> ServerProfile:
    """Server with additional, missing and null response fields, and errors of other shapes."""

    def rewrite_request(path: str, query: str, headers: Headers) -> tuple[str, Headers]:
        return query, headers

    return ServerProfile(ApiApp(server), rewrite_request, vary_response, vary_events)


OMITTED_FIELDS = frozenset(("object", "first_id", "last_id", "system_fingerprint", "service_tier"))
"""Fields that other servers often lack."""

NULL_FIELDS = frozenset(
    ("created", "created_at", "updated_at", "logprobs", "completion_tokens_details", "prompt_tokens_details")
)
"""Fields that other servers often return as null."""


MAPS = ("metadata", "arguments", "parameters", "schema", "attribute_matchers")
"""Objects whose members are data of the user or the model, and not fields."""


def other_fields(value: Any) -> Any:
    """Return a response with unknown fields in each object, without optional and null fields, and with null for empty values."""
    if isinstance(value, list):
        return [other_fields(item) for item in value]
    if not isinstance(value, dict):
        return value
    kept = {
        name: item if name in MAPS else other_fields(item)
        for name, item in value.items()
        if name not in OMITTED_FIELDS and item is not None
    }
    nulls = {
        name: None for name, item in kept.items() if name in NULL_FIELDS or (item in ("", {}, []) and name != "data")
    }
    return {"x_unknown": "text", "x_number": 7, "x_object": {"id": "x", "items": [{}, None]}, **kept, **nulls}


def sparse(server: Server) -> ServerProfile:
    """Server with unknown, missing and null fields in its responses."""

    def rewrite_request(path: str, query: str, headers: Headers) -> tuple[str, Headers]:
        return query, headers

    def rewrite_response(status: int, body: Any) -> Any:
        return body if status >= 400 else other_fields(body)

    return ServerProfile(ApiApp(server), rewrite_request, rewrite_response)


PROFILES: dict[str, Callable[[Server], ServerProfile]] = {
    "/azure/openai/v1": azure,
    "/keyless/v1": keyless,
    "/inference/v1": inference_only,
    "/gateway/v1": gateway,
    "/unfiltered/v1": unfiltered,
    "/sparse/v1": sparse,
    "/variant/v1": variant,
}
"""Profiles by the root of their API."""


def profile_mounts(server: Server) -> list[Mount]:
    """Return the routes of all profiles."""
    return [Mount(path, app=profile(server)) for path, profile in PROFILES.items()]
