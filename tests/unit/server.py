# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A real HTTP server on the loopback interface with scripted responses, which can break connections in every way."""

from __future__ import annotations

import contextlib
import json
import socket
import ssl
import struct
import threading
import typing as t
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, unquote, urlsplit


@dataclass
class Seen:
    """One received request; header names are in lower case."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes

    @property
    def path(self) -> str:
        """Return the path, still escaped."""
        return urlsplit(self.target).path

    @property
    def parts(self) -> list[str]:
        """Return the segments of the path below ``/v1``, unescaped."""
        return [unquote(part) for part in self.path.removeprefix("/v1").strip("/").split("/")]

    @property
    def query(self) -> list[tuple[str, str]]:
        """Return the query as pairs."""
        return parse_qsl(urlsplit(self.target).query, keep_blank_values=True)

    @property
    def json(self) -> t.Any:
        """Return the body as JSON."""
        return json.loads(self.body)


@dataclass
class Reply:
    """One response.

    :param body: sent unchanged if it is bytes, as JSON otherwise.
    :param cut: ``before`` closes the connection without a response, ``half`` after half of the body, ``reset`` like
        ``before`` with a TCP reset, ``stall`` sends nothing until the test ends, ``stall_half`` sends half of the body and then nothing.
    :param chunks: the body in pieces of chunked transfer encoding; with ``cut`` the last piece is omitted.
    :param drip: ``headers`` sends one byte of the headers after another, every 20 ms, until the client or the test ends;
        ``body`` the same with the body.
    :param endless: a piece of a chunked body that is sent every 20 ms until the client or the test ends.
    """

    status: int = 200
    body: t.Any = None
    headers: dict[str, str] = field(default_factory=dict)
    cut: str = ""
    chunks: list[bytes] | None = None
    drip: str = ""
    endless: bytes = b""

    def raw(self) -> bytes:
        """Return the body as bytes."""
        if self.body is None:
            return b""
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


Step = Reply | t.Callable[[Seen], Reply]


def error(status: int, message: str = "no", *, headers: dict[str, str] | None = None, **facts: t.Any) -> Reply:
    """Return an error in the shape of the API."""
    details = {"message": message, "type": "invalid_request_error", "param": None, "code": None, **facts}
    return Reply(status, {"error": details}, headers or {})


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    server: _Listener

    def handle_one_request(self) -> None:
        try:
            super().handle_one_request()
        except (ConnectionError, TimeoutError, ssl.SSLError, ValueError):
            # The client closed the connection, which some tests do on purpose.
            self.close_connection = True

    def log_message(self, format: str, *args: t.Any) -> None:  # pylint: disable=redefined-builtin
        """Log nothing."""

    def _serve(self) -> None:
        length = int(self.headers.get("content-length") or 0)
        body = self.rfile.read(length)
        seen = Seen(self.command, self.path, {name.lower(): value for name, value in self.headers.items()}, body)
        reply = self.server.owner.answer(seen)
        if reply.cut in ("before", "reset", "stall"):
            self._break(reply.cut)
            return
        if reply.drip or reply.endless:
            self._drip(reply)
            return
        raw = reply.raw()
        self.send_response(reply.status)
        headers = {name.lower(): value for name, value in reply.headers.items()}
        if "content-type" not in headers:
            self.send_header("Content-Type", "text/plain" if isinstance(reply.body, bytes) else "application/json")
        if reply.chunks is not None:
            self.send_header("Transfer-Encoding", "chunked")
        elif "content-length" not in headers:
            self.send_header("Content-Length", str(len(raw)))
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.end_headers()
        if reply.chunks is not None:
            raw = b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in reply.chunks)
            raw += b"" if reply.cut else b"0\r\n\r\n"
        self.wfile.write(raw[: len(raw) // 2] if reply.cut and reply.chunks is None else raw)
        self.wfile.flush()
        self.server.owner.sent_whole += 1
        if reply.cut:
            self._break("stall" if reply.cut == "stall_half" else "before")

    def _drip(self, reply: Reply) -> None:
        """Send a response that does not end, slowly."""
        self.close_connection = True
        head, piece = b"HTTP/1.1 200 OK\r\n", b"X-Slow: 1\r\n"
        if reply.drip == "body":
            head += b"Content-Type: application/json\r\nContent-Length: 999999\r\n\r\n"
            piece = b" "
        elif reply.endless:
            head += b"Content-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
            piece = b"%x\r\n%b\r\n" % (len(reply.endless), reply.endless)
        self.wfile.write(head)
        while not self.server.owner.over.wait(0.02):
            for part in [piece] if reply.endless else [piece[at : at + 1] for at in range(len(piece))]:
                self.wfile.write(part)
                self.wfile.flush()

    def _break(self, how: str) -> None:
        self.close_connection = True
        if how == "stall":
            self.server.owner.over.wait(60)
        if how == "reset":
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
            return
        with contextlib.suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)

    do_GET = do_POST = do_DELETE = do_PUT = do_PATCH = do_HEAD = do_CONNECT = _serve


class _Listener(ThreadingHTTPServer):
    daemon_threads = True
    owner: Server

    def server_bind(self) -> None:
        # The method of the base class looks up the host name, which may take seconds.
        self.allow_reuse_address = True
        socket_address = self.server_address
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(socket_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = "127.0.0.1", self.server_address[1]

    def handle_error(self, request: t.Any, client_address: t.Any) -> None:
        """Ignore closed connections; any other error fails the test through ``surprises``."""
        import sys

        kind, value, _trace = sys.exc_info()
        if kind is not None and not issubclass(
            kind, (ConnectionError, TimeoutError, ssl.SSLError, ValueError, OSError)
        ):
            self.owner.surprises.append(repr(value))


class Server:
    """Responds to requests in order from ``script``, then from ``otherwise``.

    :ivar seen: every received request.
    :ivar surprises: unexpected requests, and errors in the server itself.
    :ivar sent_whole: number of responses that were sent completely.
    """

    def __init__(self, tls: ssl.SSLContext | None = None, port: int = 0) -> None:
        self.script: list[Step] = []
        self.otherwise: t.Callable[[Seen], Reply] | None = None
        self.seen: list[Seen] = []
        self.surprises: list[str] = []
        self.sent_whole = 0
        self.over = threading.Event()
        self._lock = threading.Lock()
        self._tls = tls
        self.port = port
        self._listener: _Listener | None = None

    @property
    def origin(self) -> str:
        """Return scheme, host and port."""
        return f"{'https' if self._tls else 'http'}://127.0.0.1:{self.port}"

    @property
    def base_url(self) -> str:
        """Return the value of the option ``base_url``."""
        return f"{self.origin}/v1"

    def start(self) -> Server:
        """Start listening."""
        self._listener = _Listener(("127.0.0.1", self.port), _Handler)
        self._listener.owner = self
        self.port = self._listener.server_port
        if self._tls:
            self._listener.socket = self._tls.wrap_socket(
                self._listener.socket, server_side=True, do_handshake_on_connect=False
            )
        threading.Thread(target=self._listener.serve_forever, args=(0.003,), daemon=True).start()
        return self

    def stop(self) -> None:
        """Release stalled responses and stop listening."""
        self.over.set()
        if self._listener is not None:
            self._listener.shutdown()
            self._listener.server_close()
            self._listener = None

    def tell(self, *steps: Step) -> Server:
        """Add responses to the script."""
        self.script += steps
        return self

    def answer(self, seen: Seen) -> Reply:
        """Return the response to a request."""
        with self._lock:
            self.seen.append(seen)
            step: Step | None = self.script.pop(0) if self.script else self.otherwise
            if step is None:
                self.surprises.append(f"unexpected {seen.method} {seen.target}")
                return error(400, "the test did not expect this request")
            try:
                return step(seen) if callable(step) else step
            except Exception as problem:
                self.surprises.append(f"{seen.method} {seen.target}: {problem!r}")
                return error(400, "the test's server failed")

    @property
    def calls(self) -> list[str]:
        """Return the method and the path of every request."""
        return [f"{each.method} {each.path.removeprefix('/v1')}" for each in self.seen]

    @property
    def writes(self) -> list[str]:
        """Return the requests that are not reads."""
        return [call for call in self.calls if not call.startswith("GET ")]
