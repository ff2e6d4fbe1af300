# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The same server dressed as others that speak its API, each below a path of its own.

What such servers do differently is done here, before a request reaches the API and after its answer leaves it; the API
itself knows nothing of it.
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
from .server import Server

Headers = list[tuple[bytes, bytes]]

INFERENCE_PATHS = re.compile(r"/(models(/[^/]+)?|chat/completions|completions|embeddings|responses)")
"""The paths of a server that runs models of its own and keeps nothing."""


@dataclass
class RejectedRequest(Exception):
    """An answer that the API itself never sees the question of."""

    status: int
    body: Any


class ServerProfile:
    """An application that passes requests on to the API.

    :param rewrite_request: gets path, query and headers of a request, and returns them as the API wants them, or refuses.
    :param rewrite_response: gets status and body of a JSON answer, and returns the body the client sees; a text is sent as one.
    """

    def __init__(
        self,
        api: ApiApp,
        rewrite_request: Callable[[str, str, Headers], tuple[str, Headers]],
        rewrite_response: Callable[[int, Any], Any] | None = None,
    ) -> None:
        self.api = api
        self.rewrite_request = rewrite_request
        self.rewrite_response = rewrite_response

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
        await self.api(
            inner, receive, send if self.rewrite_response is None else ResponseRewriter(send, self.rewrite_response)
        )


class ResponseRewriter:
    """Holds a JSON answer back until it is whole, and sends it rewritten; passes everything else on."""

    def __init__(self, send: Send, rewrite_response: Callable[[int, Any], Any]) -> None:
        self._send = send
        self._rewrite = rewrite_response
        self._start: Message | None = None
        self._body = b""

    async def __call__(self, message: Message) -> None:
        """Take one ASGI message."""
        if message["type"] == "http.response.start" and dict(message["headers"]).get(b"content-type", b"").startswith(
            b"application/json"
        ):
            self._start = message
        elif message["type"] == "http.response.body" and self._start is not None:
            self._body += message.get("body", b"")
            if not message.get("more_body"):
                body = self._rewrite(self._start["status"], json.loads(self._body))
                await send_response(self._send, self._start["status"], body, self._start["headers"])
        else:
            await self._send(message)


async def send_response(send: Send, status: int, body: Any, headers: Headers | None = None) -> None:
    """Send an answer, a text as text and anything else as JSON."""
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
    """Azure's ``/openai/v1``: the key in ``api-key``, a version in the query, no administration."""

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
    """A server that asks for no key and does not look at one; everybody is the default project."""

    def rewrite_request(path: str, query: str, headers: Headers) -> tuple[str, Headers]:
        return query, _use_default_key(server, headers)

    return ServerProfile(ApiApp(server), rewrite_request)


def inference_only(server: Server) -> ServerProfile:
    """A server of models and nothing else: other paths are unknown to its web framework."""

    def rewrite_request(path: str, query: str, headers: Headers) -> tuple[str, Headers]:
        if not INFERENCE_PATHS.fullmatch(path):
            raise RejectedRequest(404, "404 page not found")
        return query, _use_default_key(server, headers)

    return ServerProfile(ApiApp(server), rewrite_request)


def gateway(server: Server) -> ServerProfile:
    """A gateway before the API: it takes and adds fields of its own, its error codes are numbers, and what it cannot pass on
    it answers in plain text."""

    def rewrite_request(path: str, query: str, headers: Headers) -> tuple[str, Headers]:
        return query, headers

    def rewrite_response(status: int, body: Any) -> Any:
        if status >= 500 or status == 429:
            return "upstream is not available"
        if "error" in body and status >= 400:
            return {"error": {**body["error"], "code": status, "provider": "openai"}}
        return {**body, "_gateway": {"provider": "openai", "cost": 0.0001}} if isinstance(body, dict) else body

    return ServerProfile(ApiApp(server), rewrite_request, rewrite_response)


def profile_mounts(server: Server) -> list[Mount]:
    """Every dressing below its path."""
    return [
        Mount("/azure/openai/v1", app=azure(server)),
        Mount("/keyless/v1", app=keyless(server)),
        Mount("/inference/v1", app=inference_only(server)),
        Mount("/gateway/v1", app=gateway(server)),
    ]
