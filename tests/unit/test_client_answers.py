# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Damaged and unusable responses, and the URL that was called."""

from __future__ import annotations

import typing as t
from dataclasses import replace

import pytest
from ansible_collections.fjcorp.openai.plugins.module_utils._api.connection import ADMIN
from ansible_collections.fjcorp.openai.plugins.module_utils._api.request import CallRecord, Request
from ansible_collections.fjcorp.openai.plugins.module_utils._support.errors import (
    ApiError,
    ConnectionFailure,
    InvalidResponse,
    LostResponse,
)

from .replies import CREATE, OK, refusal_of
from .server import Reply, Seen, Server, error
from .task import Clock, client_for

JSON = {"Content-Type": "application/json"}
LIST = Request("GET", "/items", returns=())
CHANGE = Request("POST", "/items/{item_id}", {"item_id": "t1"}, body={"name": "a"}, returns=())
QUESTION = Request("POST", "/chat", body={}, charged=True, returns=("choices",))

# --- damaged error responses -----------------------------------------------------------------------------------------

DAMAGED = {
    "shorter than announced": {"body": {"error": {"message": "no"}}, "cut": "half"},
    "chunks that break off": {"chunks": [b'{"error": {"mess'], "cut": "half"},
    "JSON that is not": {"body": b'{"error": {"mess', "headers": JSON},
}


@pytest.mark.parametrize("status", [400, 401, 403, 404, 422, 429, 500])
@pytest.mark.parametrize("damage", sorted(DAMAGED))
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_damaged_error_is_a_failed_transfer(
    server: Server, clock: Clock, status: int, damage: str, method: str
) -> None:
    server.tell(Reply(status, **t.cast(t.Any, DAMAGED[damage])), OK)
    assert client_for(server).send(Request(method, "/items")).body == {"ok": True}


@pytest.mark.parametrize("damage", sorted(DAMAGED))
def test_a_damaged_error_that_stays(server: Server, clock: Clock, damage: str) -> None:
    server.otherwise = lambda seen: Reply(404, **t.cast(t.Any, DAMAGED[damage]))
    with pytest.raises(ConnectionFailure, match="returned HTTP 404, and its response was interrupted"):
        client_for(server, retry_timeout=5).find("/items/{item_id}", {"item_id": "t1"})


@pytest.mark.parametrize("damage", sorted(DAMAGED))
def test_a_create_that_was_rejected_is_sent_again(server: Server, clock: Clock, damage: str) -> None:
    server.tell(Reply(400, **t.cast(t.Any, DAMAGED[damage])), Reply(201, {"id": "t1"}))
    assert client_for(server).send(CREATE).body == {"id": "t1"}
    server.tell(Reply(503, **t.cast(t.Any, DAMAGED[damage])))
    with pytest.raises(LostResponse) as lost:
        client_for(server).send(CREATE)
    assert lost.value.how == "error"


def test_an_error_in_several_chunks_is_read_completely(server: Server) -> None:
    server.tell(Reply(400, headers=JSON, chunks=[b'{"error": {"mess', b'age": "all', b' of it"}}']))
    with pytest.raises(ApiError, match="all of it"):
        client_for(server).get("/items")


@pytest.mark.parametrize("body", [b"", b"  ", b"<html>"])
def test_an_error_without_json_that_is_announced_as_json(server: Server, clock: Clock, body: bytes) -> None:
    assert refusal_of(server, Reply(400, body, JSON)).status == 400
    assert not clock.slept


# --- unusable successes ----------------------------------------------------------------------------------------------

UNUSABLE = {
    "empty": Reply(200, b""),
    "no content": Reply(204, b""),
    "null": Reply(200, b"null", JSON),
    "text": Reply(200, b"accepted"),
    "page": Reply(200, b"<html>Sign in</html>", {"Content-Type": "text/html"}),
    "list": Reply(200, []),
    "number": Reply(200, b"5", JSON),
    "boolean": Reply(200, b"true", JSON),
    "string": Reply(200, b'"ok"', JSON),
    "half of the JSON": Reply(200, b'{"id": "t1', JSON),
    "nested": Reply(200, b"[" * 5000, JSON),
}
"""Successes whose content is not an object."""


@pytest.mark.parametrize("what", sorted(UNUSABLE))
def test_an_unusable_success_of_a_create_is_a_lost_response(server: Server, clock: Clock, what: str) -> None:
    server.tell(UNUSABLE[what])
    with pytest.raises(LostResponse) as lost:
        client_for(server).send(replace(CREATE, returns=("id",)))
    assert lost.value.how == "cut" and len(server.seen) == 1 and not clock.slept


@pytest.mark.parametrize("body", [{}, {"id": None}, {"name": "a"}])
def test_a_created_object_without_its_id_is_a_lost_response(server: Server, body: t.Any) -> None:
    server.tell(Reply(201, body))
    with pytest.raises(LostResponse, match="without id"):
        client_for(server).send(replace(CREATE, returns=("id",)))


@pytest.mark.parametrize("what", [*sorted(UNUSABLE), "no choices", "null choices"])
def test_a_charged_request_is_not_sent_again_after_an_unusable_success(server: Server, clock: Clock, what: str) -> None:
    more = {"no choices": Reply(200, {"id": "a"}), "null choices": Reply(200, {"choices": None})}
    server.otherwise = lambda seen: {**UNUSABLE, **more}[what]
    with pytest.raises(InvalidResponse) as failed:
        client_for(server).send(QUESTION)
    assert len(server.seen) == 1 and not clock.slept
    assert "may be charged" in failed.value.remedy and f"{server.base_url}/chat" in failed.value.message


@pytest.mark.parametrize(
    "reply",
    [
        Reply(cut="before"),
        Reply(cut="reset"),
        Reply(body={"choices": [1] * 1000}, cut="half"),
        Reply(chunks=[b'{"choices": ['], cut="half"),
        Reply(cut="stall"),
        Reply(body={"choices": [1] * 1000}, cut="stall_half"),
    ],
    ids=["cut", "reset", "half", "chunks", "silent", "silent after half"],
)
def test_a_charged_request_is_sent_once_more_after_a_lost_response(server: Server, clock: Clock, reply: Reply) -> None:
    server.tell(reply, Reply(200, {"choices": []}))
    assert client_for(server, timeout=0.5).send(QUESTION).body == {"choices": []}
    server.seen.clear()
    server.otherwise = lambda seen: reply
    with pytest.raises(ConnectionFailure) as failed:
        client_for(server, timeout=0.5).send(QUESTION)
    assert len(server.seen) == 2
    assert "sent 2 times and is not sent again" in failed.value.remedy


def test_a_charged_request_that_was_not_answered_is_sent_as_often_as_any(server: Server, clock: Clock) -> None:
    server.tell(error(500), error(429), error(503), Reply(200, {"choices": []}))
    assert client_for(server).send(QUESTION).body == {"choices": []}


@pytest.mark.parametrize("what", sorted(UNUSABLE))
def test_an_unusable_success_of_a_change_is_sent_once_more(server: Server, clock: Clock, what: str) -> None:
    server.tell(UNUSABLE[what], Reply(200, {"id": "t1"}))
    assert client_for(server).send(CHANGE).body == {"id": "t1"}
    server.seen.clear()
    server.otherwise = lambda seen: UNUSABLE[what]
    with pytest.raises(InvalidResponse):
        client_for(server, retry_timeout=20).send(CHANGE)
    assert len(server.seen) == 2 or what in ("half of the JSON", "nested")


@pytest.mark.parametrize("what", sorted(set(UNUSABLE) - {"half of the JSON", "nested"}))
def test_an_unusable_success_of_a_read_fails_at_once(server: Server, clock: Clock, what: str) -> None:
    server.tell(UNUSABLE[what])
    with pytest.raises(InvalidResponse) as failed:
        client_for(server).send(LIST)
    assert f"{server.base_url}/items returned" in failed.value.message and "base_url" in failed.value.remedy
    assert not clock.slept


def test_a_removal_may_return_nothing(server: Server) -> None:
    server.tell(Reply(204, b""), Reply(200, b""), Reply(200, b"deleted"))
    client = client_for(server)
    for _each in range(3):
        client.delete("/items/{item_id}", {"item_id": "t1"})


# --- the URL that was called -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "reply",
    [
        error(404, "No such item"),
        error(405, "no"),
        error(501, "no"),
        Reply(404, b"404 page not found"),
        Reply(404, b"<html>"),
        Reply(404, {"detail": "Not Found"}),
        Reply(200, b"<html>", {"Content-Type": "text/html"}),
        Reply(200, b"text"),
    ],
)
def test_a_path_that_may_be_wrong_is_shown_without_its_query(server: Server, clock: Clock, reply: Reply) -> None:
    records: list[CallRecord] = []
    server.tell(reply)
    client = client_for(server, base_url=f"{server.origin}/llm", observe=records.append)
    with pytest.raises((ApiError, ConnectionFailure)) as failed:
        client.get("/items/{item_id}", {"item_id": "t 1"}, query={"token": "private"})
    url = f"{server.origin}/llm/items/t%201"
    assert url in failed.value.line() and "private" not in failed.value.line()
    assert f" {url}" in records[0].line() and "private" not in records[0].line()
    if isinstance(failed.value, ApiError):
        assert failed.value.details()["url"] == url


def test_the_url_of_a_server_that_does_not_listen_is_shown(clock: Clock) -> None:
    server = Server().start()
    server.stop()
    with pytest.raises(ConnectionFailure, match=f"no response from {server.base_url}/items: "):
        client_for(server, retry_timeout=0).get("/items", query={"token": "private"})


def test_the_words_of_the_server_are_shown_with_a_missing_endpoint(server: Server, clock: Clock) -> None:
    refused = refusal_of(server, Reply(404, b"no handler for this path"))
    assert "this server has no GET /items/{item_id}: no handler for this path" in refused.message


def test_a_list_that_is_not_found(server: Server, clock: Clock) -> None:
    refused = refusal_of(server, error(404, "Resource not found"), Request("GET", "/items", lists=True))
    assert refused.message == "Resource not found" and "base_url" in refused.remedy


# --- access ----------------------------------------------------------------------------------------------------------

LACKING = "You have insufficient permissions for this operation. Missing scopes: {}. Check that you have the role."


@pytest.mark.parametrize("named", ["api.management.read", "model.request, api.files.write"])
def test_the_permission_that_the_api_names(server: Server, named: str) -> None:
    refused = refusal_of(server, error(403, LACKING.format(named)), Request("GET", "/organization/x", key=ADMIN))
    assert f"an admin key (sk-admin-...) with the permission {named}, of an owner" in refused.remedy


# --- pauses ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("after", ["0", "-5", "NaN", "Wed, 21 Oct 2015 07:28:00 GMT", "0.001"])
def test_a_useless_pause_has_a_floor(server: Server, clock: Clock, after: str) -> None:
    server.otherwise = lambda seen: error(429, headers={"Retry-After": after})
    with pytest.raises(ApiError):
        client_for(server, retry_timeout=60).get("/items")
    assert len(server.seen) < 30


@pytest.mark.parametrize("after", ["0", "-5", "NaN"])
def test_admin_requests_are_paced_after_a_useless_pause(server: Server, clock: Clock, after: str) -> None:
    def answer(seen: Seen) -> Reply:
        return error(429, headers={"Retry-After": after}) if len(server.seen) < 3 else OK

    server.otherwise = answer
    client_for(server).get("/organization/projects", key=ADMIN)
    assert len(clock.slept) == 2 and min(clock.slept) > 4, "a slot takes more than eight seconds, less jitter"
