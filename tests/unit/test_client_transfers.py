# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Streams, downloads and connections of the client."""

from __future__ import annotations

import gzip
import io
import multiprocessing
import socket
import threading
import typing as t
from pathlib import Path

import pytest
import yaml
from ansible_collections.fjcorp.openai.plugins.module_utils._api import response as response_module
from ansible_collections.fjcorp.openai.plugins.module_utils._api.client import Client
from ansible_collections.fjcorp.openai.plugins.module_utils._api.connection import connection_from
from ansible_collections.fjcorp.openai.plugins.module_utils._api.request import Request
from ansible_collections.fjcorp.openai.plugins.module_utils._api.session import VERSION
from ansible_collections.fjcorp.openai.plugins.module_utils._support.concurrent import MAX_CONCURRENT, run_concurrently
from ansible_collections.fjcorp.openai.plugins.module_utils._support.errors import (
    ApiError,
    ConnectionFailure,
    StreamInterrupted,
)

from .replies import OK
from .server import Reply, Seen, Server, error
from .task import API_KEY, Clock, client_for

# --- streams ---------------------------------------------------------------------------------------------------------

STREAM = {"Content-Type": "text/event-stream"}


def events(server: Server, **options: t.Any) -> list[dict[str, t.Any]]:
    """All events of a streamed answer."""
    return list(client_for(server, **options).events(Request("POST", "/chat", body={}, creates=True)))


def test_a_stream(server: Server) -> None:
    server.tell(
        Reply(200, headers=STREAM, chunks=[b'data: {"a": 1}\n\n: ping\n\nda', b'ta:{"a":', b"2}\n\ndata: [DONE]\n\n"])
    )
    assert events(server) == [{"a": 1}, {"a": 2}]


@pytest.mark.parametrize(
    "reply",
    [
        Reply(200, headers=STREAM, chunks=[b'data: {"a": 1}\n\n'], cut="half"),
        Reply(200, headers=STREAM, chunks=[b'data: {"a": 1}\n\n']),
        Reply(200, headers=STREAM, chunks=[b'data: {"a": 1}\n\ndata: {"a": ']),
        Reply(200, headers=STREAM, chunks=[]),
    ],
)
def test_a_stream_that_breaks_off(server: Server, reply: Reply) -> None:
    server.tell(reply)
    with pytest.raises(StreamInterrupted, match="stream"):
        events(server)
    assert len(server.seen) == 1


def test_a_stream_that_stalls(server: Server) -> None:
    server.tell(Reply(200, b'data: {"a": 1}\n\n' * 2, {**STREAM, "Content-Length": "99"}, cut="stall_half"))
    with pytest.raises(StreamInterrupted, match="stream"):
        events(server, timeout=0.2)


def test_a_stream_that_does_not_begin_is_tried_again(server: Server, clock: Clock) -> None:
    server.tell(error(429), Reply(200, headers=STREAM, chunks=[b"data: [DONE]\n\n"]))
    assert not events(server)
    assert len(server.seen) == 2


def test_a_stream_that_is_refused(server: Server) -> None:
    server.tell(error(400, "no such model"))
    with pytest.raises(ApiError, match="no such model"):
        events(server)


# --- downloads -------------------------------------------------------------------------------------------------------

CONTENT = bytes(range(256)) * 8192
FETCH = Request("GET", "/files/{file_id}/content", {"file_id": "f1"})


@pytest.mark.parametrize("cut", ["half", "before", "reset"])
def test_a_download_that_breaks_is_begun_again(server: Server, clock: Clock, cut: str) -> None:
    server.tell(Reply(200, CONTENT, cut=cut), Reply(200, CONTENT, cut=cut), Reply(200, CONTENT))
    sink = io.BytesIO(b"what was there before and is longer" * 100_000)
    assert client_for(server).download(FETCH, sink) == len(CONTENT)
    assert sink.getvalue() == CONTENT


def test_a_download_of_unknown_length_that_breaks_is_begun_again(server: Server, clock: Clock) -> None:
    server.tell(Reply(200, chunks=[CONTENT[:1000]], cut="half"), Reply(200, chunks=[CONTENT[:1000], CONTENT[1000:]]))
    sink = io.BytesIO()
    assert client_for(server).download(FETCH, sink) == len(CONTENT)
    assert sink.getvalue() == CONTENT


def test_a_compressed_download(server: Server) -> None:
    server.tell(Reply(200, gzip.compress(CONTENT), {"Content-Encoding": "gzip"}))
    sink = io.BytesIO()
    assert client_for(server).download(FETCH, sink) == len(CONTENT)
    assert sink.getvalue() == CONTENT


def test_a_download_is_not_capped(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(response_module, "MAX_RESPONSE", 1000)
    server.tell(Reply(200, CONTENT))
    assert client_for(server).download(FETCH, io.BytesIO()) == len(CONTENT)


def test_a_download_that_never_succeeds_is_an_error(server: Server, clock: Clock) -> None:
    server.otherwise = lambda seen: Reply(200, CONTENT, cut="half")
    with pytest.raises(ConnectionFailure):
        client_for(server, retry_timeout=5).download(FETCH, io.BytesIO())


# --- connections -----------------------------------------------------------------------------------------------------


class Door:
    """A server that counts the requests of each connection, which the scripted server does not distinguish.

    :ivar visits: number of requests by connection. :ivar together: every response waits at this barrier.
    """

    def __init__(self) -> None:
        self.visits: list[int] = []
        self.together = threading.Barrier(1)
        self._socket = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._accept, daemon=True).start()

    def client(self) -> Client:
        """A client of this server."""
        base_url = f"http://127.0.0.1:{self._socket.getsockname()[1]}/v1"
        return Client(connection_from({"api_key": API_KEY, "base_url": base_url}, {}))

    def close(self) -> None:
        """Stop listening."""
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    def _accept(self) -> None:
        while True:
            try:
                visitor, _address = self._socket.accept()
            except OSError:
                return
            self.visits.append(0)
            threading.Thread(target=self._serve, args=(visitor, len(self.visits) - 1), daemon=True).start()

    def _serve(self, visitor: socket.socket, number: int) -> None:
        with visitor:
            while visitor.recv(65536):
                self.visits[number] += 1
                self.together.wait(60)
                visitor.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}")


@pytest.fixture()
def door() -> t.Iterator[Door]:
    """A server that counts connections."""
    door = Door()
    yield door
    door.close()


def test_requests_share_a_connection(door: Door) -> None:
    for _each in range(5):
        door.client().get("/models")
    assert door.visits == [5]


def test_a_forked_process_does_not_use_the_connection_of_its_parent(door: Door) -> None:
    door.client().get("/models")
    fork = multiprocessing.get_context("fork")
    children = [fork.Process(target=lambda: door.client().get("/models"), daemon=True) for _each in range(2)]
    for child in children:
        child.start()
    for child in children:
        child.join(60)
        assert child.exitcode == 0
    door.client().get("/models")
    assert door.visits == [2, 1, 1]


def test_concurrent_requests_keep_their_connections(door: Door, caplog: pytest.LogCaptureFixture) -> None:
    door.together = threading.Barrier(MAX_CONCURRENT)
    client = door.client()
    requests = list(range(MAX_CONCURRENT))
    with caplog.at_level("WARNING", "urllib3.connectionpool"):
        assert len(list(run_concurrently(lambda _each: client.get("/items"), requests, 1000))) == MAX_CONCURRENT
    assert len(door.visits) == MAX_CONCURRENT
    assert not caplog.records, "connections were closed that could be used again"


def test_the_version_is_that_of_the_collection() -> None:
    root = Path(__file__).parents[2]
    assert yaml.safe_load((root / "galaxy.yml").read_text())["version"] == VERSION


def test_a_delete_of_what_is_gone_is_done(server: Server) -> None:
    server.tell(error(404, "No such item"))
    assert client_for(server).delete("/items/{item_id}", {"item_id": "t1"}) is None


def test_forms_are_made_anew_for_each_attempt(server: Server, clock: Clock) -> None:
    made: list[int] = []

    def form() -> tuple[t.Any, dict[str, str]]:
        made.append(1)
        return b"body %d" % len(made), {"Content-Type": "text/x-test"}

    server.tell(error(429), OK)
    client_for(server).send(Request("POST", "/files", form=form, creates=True))
    assert [each.body for each in server.seen] == [b"body 1", b"body 2"]
    assert server.seen[1].headers["content-type"] == "text/x-test"


def test_a_handler_sees_each_request_once(server: Server) -> None:
    def count(seen: Seen) -> Reply:
        return Reply(body={"n": len(server.seen)})

    server.otherwise = count
    client = client_for(server)
    assert [client.get("/items")["n"] for _each in range(3)] == [1, 2, 3]
