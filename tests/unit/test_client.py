# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Retries and safety rules of the client, over real sockets."""

from __future__ import annotations

import gzip
import json

import pytest
from ansible_collections.fjcorp.openai.plugins.module_utils._api import response as response_module
from ansible_collections.fjcorp.openai.plugins.module_utils._api.request import Request
from ansible_collections.fjcorp.openai.plugins.module_utils._support.errors import (
    ApiError,
    ConnectionFailure,
    LostResponse,
    OpenAIError,
)

from .replies import CREATE, OK, refusal_of
from .server import Reply, Server, error
from .task import API_KEY, Clock, client_for

# --- retries ---------------------------------------------------------------------------------------------------------

PASSING = {
    "408": error(408),
    "409 of timing": error(409, code="conflict"),
    "429": error(429, code="rate_limit_exceeded"),
    "500": error(500),
    "502 as HTML": Reply(502, b"<html>bad gateway</html>", {"Content-Type": "text/html"}),
    "503 without a body": Reply(503, b""),
    "400 to be retried": error(400, headers={"x-should-retry": "true"}),
    "cut": Reply(cut="before"),
    "reset": Reply(cut="reset"),
    "truncated": Reply(body={"ok": [1] * 1000}, cut="half"),
    "truncated chunks": Reply(chunks=[b'{"ok": [1'], cut="half"),
    "JSON that breaks off": Reply(body=b'{"ok": tr', headers={"Content-Type": "application/json"}),
    "corrupt gzip": Reply(body=b"no gzip", headers={"Content-Type": "application/json", "Content-Encoding": "gzip"}),
}


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
@pytest.mark.parametrize("trouble", sorted(PASSING))
def test_a_passing_trouble_is_tried_again(server: Server, clock: Clock, method: str, trouble: str) -> None:
    server.tell(PASSING[trouble], PASSING[trouble], OK)
    body = {"a": 1} if method == "POST" else None
    assert client_for(server).send(Request(method, "/items", body=body)).body == {"ok": True}
    assert server.calls == [f"{method} /items"] * 3
    assert len(clock.slept) == 2
    if body:
        assert [each.json for each in server.seen] == [body] * 3


@pytest.mark.parametrize("how", ["stall", "stall_half"])
def test_a_silent_server_is_asked_again(server: Server, clock: Clock, how: str) -> None:
    server.tell(Reply(body={"a": [1] * 1000}, cut=how), OK)
    assert client_for(server, timeout=0.2).get("/items") == {"ok": True}


@pytest.mark.parametrize(
    "reply",
    [
        error(400),
        error(401),
        error(403),
        error(409, code="name_taken"),
        error(422),
        error(429, code="insufficient_quota"),
        error(500, headers={"x-should-retry": "false"}),
    ],
)
def test_a_lasting_trouble_is_told_at_once(server: Server, clock: Clock, reply: Reply) -> None:
    assert refusal_of(server, reply).status == reply.status
    assert not clock.slept


def test_the_servers_pause_is_kept(server: Server, clock: Clock) -> None:
    server.tell(
        error(429, headers={"Retry-After": "7"}),
        error(429, headers={"retry-after-ms": "1500"}),
        error(429, "Rate limit reached. Please try again in 6.9s."),
        OK,
    )
    client_for(server).get("/items")
    assert clock.slept == [7, 1.5, 6.9]


def test_a_long_wait_is_said_without_the_key(server: Server, clock: Clock) -> None:
    said: list[str] = []
    server.tell(error(429, f"slow down {API_KEY}", headers={"Retry-After": "7"}), error(500), OK)
    client_for(server, display=said.append).get("/items")
    assert len(said) == 1 and "waiting 7 s" in said[0] and "slow down" in said[0]
    assert API_KEY not in said[0]


@pytest.mark.parametrize(
    "reply", [error(429), error(500), Reply(cut="before"), error(429, headers={"Retry-After": "3"})]
)
def test_patience_ends(server: Server, clock: Clock, reply: Reply) -> None:
    server.otherwise = lambda seen: reply
    with pytest.raises((ApiError, ConnectionFailure)) as refused:
        client_for(server, retry_timeout=20).get("/items")
    assert sum(clock.slept) <= 20
    assert f"Tried {len(server.seen)} times in 20 s" in refused.value.remedy
    assert "retry_timeout" in refused.value.remedy
    assert len(server.seen) > 3


def test_no_patience_tries_once(server: Server, clock: Clock) -> None:
    server.tell(error(500))
    with pytest.raises(ApiError):
        client_for(server, retry_timeout=0).get("/items")
    assert len(server.seen) == 1 and not clock.slept


def test_a_pause_beyond_the_patience_is_not_waited_for(server: Server, clock: Clock) -> None:
    server.tell(error(429, headers={"Retry-After": "3600"}))
    with pytest.raises(ApiError):
        client_for(server, retry_timeout=20).get("/items")
    assert not clock.slept


# --- creates ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reply", "how"),
    [
        (error(500), "error"),
        (error(503), "error"),
        (Reply(502, b"<html>", {"Content-Type": "text/html"}), "error"),
        (Reply(cut="before"), "cut"),
        (Reply(cut="reset"), "cut"),
        (Reply(body={"id": "x" * 1000}, cut="half"), "cut"),
        (Reply(chunks=[b'{"id": "'], cut="half"), "cut"),
        (Reply(body=b'{"id": "', headers={"Content-Type": "application/json"}), "cut"),
        (Reply(cut="stall"), "timeout"),
    ],
)
def test_a_create_is_never_repeated_blindly(server: Server, clock: Clock, reply: Reply, how: str) -> None:
    server.tell(reply)
    with pytest.raises(LostResponse) as lost:
        client_for(server, timeout=0.3).send(CREATE)
    assert lost.value.how == how
    assert server.calls == ["POST /items"]
    assert not clock.slept


def test_a_create_whose_answer_stalls_half_way_is_lost(server: Server, clock: Clock) -> None:
    server.tell(Reply(body={"id": "x" * 1000}, cut="stall_half"))
    with pytest.raises(LostResponse):
        client_for(server, timeout=0.2).send(CREATE)
    assert len(server.seen) == 1


@pytest.mark.parametrize("reply", [error(429), error(408), error(409, code="conflict")])
def test_a_create_that_surely_did_not_happen_is_repeated(server: Server, clock: Clock, reply: Reply) -> None:
    server.tell(reply, reply, Reply(201, {"id": "t1"}))
    assert client_for(server).send(CREATE).body == {"id": "t1"}
    assert server.calls == ["POST /items"] * 3


def test_a_create_that_found_nobody_listening_is_repeated(clock: Clock) -> None:
    server = Server().start()
    server.stop()
    server.over.clear()
    server.tell(Reply(201, {"id": "t1"}))

    def come_up() -> None:
        if len(clock.slept) == 2:
            server.start()

    clock.at_sleep = come_up
    try:
        assert client_for(server).send(CREATE).body == {"id": "t1"}
    finally:
        server.stop()
    assert len(clock.slept) == 2 and len(server.seen) == 1


def test_nobody_listening_is_told(clock: Clock) -> None:
    server = Server().start()
    server.stop()
    with pytest.raises(ConnectionFailure) as failed:
        client_for(server, retry_timeout=3).send(CREATE)
    assert server.origin in failed.value.message and "refused" in failed.value.message
    assert "object at 0x" not in failed.value.message


def test_an_unknown_host_is_told(server: Server, clock: Clock) -> None:
    with pytest.raises(ConnectionFailure) as failed:
        client_for(server, base_url="https://no-such-host.invalid/v1", retry_timeout=0).send(CREATE)
    assert "no-such-host.invalid" in failed.value.message


def test_a_create_without_quota_is_final(server: Server, clock: Clock) -> None:
    refused = refusal_of(server, error(429, code="insufficient_quota"), CREATE)
    assert "credit" in refused.remedy


# --- what counts as success ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [200, 201, 202, 203, 206, 207, 226])
def test_any_2xx_is_success(server: Server, status: int) -> None:
    server.tell(Reply(status, {"id": "t1"}, {"x-request-id": "req_1"}))
    answer = client_for(server).send(CREATE)
    assert (answer.status, answer.body, answer.request_id) == (status, {"id": "t1"}, "req_1")


def test_an_empty_success(server: Server) -> None:
    server.tell(Reply(200, b""), Reply(204, b""))
    client = client_for(server)
    assert client.send(CREATE).body is None
    assert client.send(CREATE).body is None


def test_a_success_that_is_plain_text(server: Server) -> None:
    server.tell(Reply(200, "grüße".encode()))
    assert client_for(server).send(Request("GET", "/items")).body == "grüße"


def test_a_gzipped_answer(server: Server) -> None:
    body = gzip.compress(json.dumps({"ok": ["x" * 1000]}).encode())
    server.tell(Reply(200, body, {"Content-Type": "application/json", "Content-Encoding": "gzip"}))
    assert client_for(server).get("/items") == {"ok": ["x" * 1000]}


@pytest.mark.parametrize("kind", ["text/html; charset=utf-8", "application/json", "text/plain"])
def test_a_web_page_is_not_the_api(server: Server, clock: Clock, kind: str) -> None:
    server.tell(Reply(200, b"\n<!doctype html><title>Sign in</title>", {"Content-Type": kind}))
    with pytest.raises(ConnectionFailure) as failed:
        client_for(server).get("/items")
    assert "HTML page" in failed.value.message and "base_url" in failed.value.remedy
    assert "Sign in" not in failed.value.line()
    assert not clock.slept


def test_answers_are_capped(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(response_module, "MAX_RESPONSE", 2 * 1024 * 1024)
    server.tell(Reply(200, b'"%b"' % (b"x" * 3 * 1024 * 1024)))
    with pytest.raises(ConnectionFailure, match="larger than 2 MiB"):
        client_for(server).get("/items")


def test_a_small_answer_that_unpacks_to_a_large_one_is_capped(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(response_module, "MAX_RESPONSE", 2 * 1024 * 1024)
    server.tell(Reply(200, gzip.compress(b"0" * 16 * 1024 * 1024), {"Content-Encoding": "gzip"}))
    with pytest.raises(ConnectionFailure, match="larger than 2 MiB"):
        client_for(server).get("/items")


def test_an_error_answer_is_capped_too(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(response_module, "MAX_RESPONSE", 1024 * 1024)
    server.tell(Reply(400, b"x" * 96 * 1024 * 1024))
    with pytest.raises(OpenAIError):
        client_for(server).get("/items")
    server.stop()
    assert server.sent_whole == 0, "the whole of an endless answer was read"
