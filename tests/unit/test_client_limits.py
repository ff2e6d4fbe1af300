# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Servers whose responses do not end. Each test would run forever without the limit that it is about."""

from __future__ import annotations

import io
import itertools
import typing as t

import pytest
from ansible_collections.fjcorp.openai.plugins.module_utils._api import pagination as pagination_module
from ansible_collections.fjcorp.openai.plugins.module_utils._api import response as response_module
from ansible_collections.fjcorp.openai.plugins.module_utils._api.deadline import PART, Deadline
from ansible_collections.fjcorp.openai.plugins.module_utils._api.pagination import AFTER_LAST_ID, paginate
from ansible_collections.fjcorp.openai.plugins.module_utils._api.request import Request
from ansible_collections.fjcorp.openai.plugins.module_utils._support.errors import (
    ConnectionFailure,
    InvalidResponse,
    LostResponse,
    StreamInterrupted,
)

from .replies import CREATE, OK
from .server import Reply, Seen, Server
from .task import Clock, client_for

CHAT = Request("POST", "/chat", body={}, creates=True)
SLOW = [Reply(drip="headers"), Reply(drip="body"), Reply(endless=b"1 ")]


@pytest.mark.parametrize("reply", SLOW, ids=["headers", "body", "chunks"])
def test_a_response_that_does_not_end_is_a_timeout(server: Server, clock: Clock, reply: Reply) -> None:
    server.tell(reply, OK)
    assert client_for(server, timeout=0.5).get("/items") == {"ok": True}
    server.tell(reply)
    with pytest.raises(ConnectionFailure, match="[Tt]imed out"):
        client_for(server, timeout=0.5, retry_timeout=0).get("/items")
    server.tell(reply)
    with pytest.raises(LostResponse):
        client_for(server, timeout=0.5).send(CREATE)


def test_a_download_that_drips_is_a_timeout(server: Server, clock: Clock) -> None:
    server.tell(Reply(drip="body"))
    with pytest.raises(ConnectionFailure, match="[Tt]imed out"):
        client_for(server, timeout=0.5, retry_timeout=0).download(Request("GET", "/content"), io.BytesIO())


def test_the_headers_of_a_proxy_are_limited_too(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", server.origin)
    server.tell(Reply(drip="headers"))
    with pytest.raises(ConnectionFailure):
        client_for(server, base_url="https://api.far-away.example/v1", timeout=0.5, retry_timeout=0).get("/items")


def test_a_connection_is_used_again_with_the_whole_timeout(server: Server) -> None:
    client = client_for(server, timeout=30)
    server.otherwise = lambda seen: OK
    client.get("/items")
    sockets: list[float | None] = []
    original = Deadline.begin

    def begin(deadline: Deadline) -> None:
        sockets.append(deadline.timeout)
        original(deadline)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Deadline, "begin", begin)
        assert client.get("/items") == {"ok": True}
    assert sockets == [30]


class Time:
    """A clock for the deadline."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 0.0
        monkeypatch.setattr("time.monotonic", lambda: self.now)


def test_a_large_body_has_the_timeout_for_each_part(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Time(monkeypatch)
    deadline = Deadline(10)
    for _part in range(5):
        clock.now += 9
        assert deadline.left() == 1
        deadline.received(PART)
        assert deadline.left() == 10
    deadline.received(PART - 1)
    clock.now += 10
    with pytest.raises(OSError, match="timed out"):
        deadline.left()


def test_a_stream_lasts_as_long_as_it_makes_progress_and_ten_times_the_timeout(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Time(monkeypatch)
    deadline = Deadline(10)
    deadline.stream()
    for _event in range(11):
        deadline.received(PART)
        deadline.progress()
        assert 0 < deadline.left() <= 10 and not deadline.explanation()
        clock.now += 9
    deadline.progress()
    assert deadline.left() == 1, "less than the timeout is left of all the time"
    clock.now += 1
    assert deadline.explanation() == "it was not complete after 100 s"
    with pytest.raises(OSError, match="timed out"):
        deadline.left()


@pytest.mark.parametrize(
    ("piece", "why"),
    [
        (b'data: {"word": "and "}\n\n', "it was not complete after 5 s"),
        (b": keep-alive\n\n", "no event for 0.5 s"),
        (b"event: ping\n\n", "no event for 0.5 s"),
        (b'data: {"word": "and ', "no event for 0.5 s"),
        (b"x", "no event for 0.5 s"),
    ],
    ids=["words", "comments", "events without data", "data without an end", "one line"],
)
def test_an_endless_stream_ends(server: Server, piece: bytes, why: str) -> None:
    server.tell(Reply(endless=piece))
    with pytest.raises(StreamInterrupted) as interrupted:
        list(client_for(server, timeout=0.5).events(CHAT))
    assert why in interrupted.value.message and len(server.seen) == 1


def test_an_event_has_a_largest_size(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(response_module, "MAX_EVENT", 1000)
    server.tell(Reply(endless=b"x" * 900))
    with pytest.raises(StreamInterrupted, match="larger than"):
        list(client_for(server).events(CHAT))


STREAM = {"Content-Type": "text/event-stream"}


@pytest.mark.parametrize("event", [b"5", b"[1]", b"null", b'"text"'])
def test_an_event_that_is_not_an_object(server: Server, event: bytes) -> None:
    server.tell(Reply(200, chunks=[b"data: %b\n\n" % event, b"data: [DONE]\n\n"], headers=STREAM))
    with pytest.raises(StreamInterrupted, match="not an object"):
        list(client_for(server).events(CHAT))


def test_lines_of_a_stream_may_end_in_any_way(server: Server) -> None:
    server.tell(
        Reply(
            200,
            chunks=[b'data: {"a": 1}\r', b'\n\r\ndata: {"a": 2}\r\rdata: {"a": 3}\n\n', b"data: [DONE]"],
            headers=STREAM,
        )
    )
    assert [event["a"] for event in client_for(server).events(CHAT)] == [1, 2, 3]


# --- pages -----------------------------------------------------------------------------------------------------------


def endless(clock: Clock | None = None, seconds: float = 0) -> t.Callable[[Seen], Reply]:
    """Return a server whose list does not end, with another cursor for each page."""
    numbers = itertools.count()

    def answer(seen: Seen) -> Reply:
        if clock is not None:
            clock.offset += seconds
        name = f"t{next(numbers)}"
        return Reply(body={"data": [{"id": name}], "has_more": True, "last_id": name})

    return answer


def test_the_number_of_pages_is_limited(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pagination_module, "MAX_PAGES", 20)
    server.otherwise = endless()
    with pytest.raises(InvalidResponse, match="returned 20 pages with 20 objects, and there are more"):
        list(paginate(client_for(server), Request("GET", "/widgets"), AFTER_LAST_ID))
    assert len(server.seen) == 20


def test_the_time_of_all_pages_is_limited(server: Server, clock: Clock) -> None:
    server.otherwise = endless(clock, 4.5)
    with pytest.raises(InvalidResponse, match="returned 12 pages") as failed:
        list(paginate(client_for(server, timeout=5), Request("GET", "/widgets"), AFTER_LAST_ID))
    assert "timeout" in failed.value.remedy


def test_waiting_for_a_slot_does_not_count(server: Server, clock: Clock) -> None:
    pages = iter(range(30))

    def answer(seen: Seen) -> Reply:
        client.paused += 4
        clock.offset += 4
        name = next(pages)
        return Reply(body={"data": [{"id": f"t{name}"}], "has_more": name < 29, "last_id": f"t{name}"})

    server.otherwise = answer
    client = client_for(server, timeout=5)
    assert len(list(paginate(client, Request("GET", "/widgets"), AFTER_LAST_ID))) == 30


def test_the_same_page_with_another_cursor_fails_the_task(server: Server) -> None:
    cursors = itertools.count()
    server.otherwise = lambda seen: Reply(
        body={"data": [{"id": "a"}], "has_more": True, "last_id": f"c{next(cursors)}"}
    )
    with pytest.raises(InvalidResponse, match="without a new page"):
        list(paginate(client_for(server), Request("GET", "/widgets"), AFTER_LAST_ID))
    assert len(server.seen) == 2
