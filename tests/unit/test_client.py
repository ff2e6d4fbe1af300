# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every retry and safety rule of the client, over real sockets."""

from __future__ import annotations

import gzip
import io
import json
import multiprocessing
import socket
import threading
import typing as t
from pathlib import Path

import pytest
import yaml
from ansible_collections.fjcorp.openai.plugins.module_utils._api import response as response_module
from ansible_collections.fjcorp.openai.plugins.module_utils._api.client import CallRecord, Client, Request
from ansible_collections.fjcorp.openai.plugins.module_utils._api.connection import ADMIN, connection_from
from ansible_collections.fjcorp.openai.plugins.module_utils._api.request import flat_query
from ansible_collections.fjcorp.openai.plugins.module_utils._api.session import VERSION
from ansible_collections.fjcorp.openai.plugins.module_utils._support.concurrent import MAX_CONCURRENT, run_concurrently
from ansible_collections.fjcorp.openai.plugins.module_utils._support.errors import (
    ApiError,
    ConnectionFailure,
    InvalidArgument,
    LostResponse,
    OpenAIError,
    StreamInterrupted,
)

from .server import Reply, Seen, Server, error
from .task import ADMIN_KEY, API_KEY, Clock, client_for

OK = Reply(body={"ok": True})
CREATE = Request("POST", "/things", body={"name": "a"}, creates=True)


def refusal_of(server: Server, reply: Reply, request: Request | None = None, **options: t.Any) -> ApiError:
    """The error a client makes of an answer that is final."""
    server.tell(reply)
    with pytest.raises(ApiError) as refused:
        client_for(server, **options).send(request or Request("GET", "/things/{thing_id}", {"thing_id": "t1"}))
    return refused.value


# --- retries -----------------------------------------------------------------------------------------------------------

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
    assert client_for(server).send(Request(method, "/things", body=body)).body == {"ok": True}
    assert server.calls == [f"{method} /things"] * 3
    assert len(clock.slept) == 2
    if body:
        assert [each.json for each in server.seen] == [body] * 3


@pytest.mark.parametrize("how", ["stall", "stall_half"])
def test_a_silent_server_is_asked_again(server: Server, clock: Clock, how: str) -> None:
    server.tell(Reply(body={"a": [1] * 1000}, cut=how), OK)
    assert client_for(server, timeout=0.2).get("/things") == {"ok": True}


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
    client_for(server).get("/things")
    assert clock.slept == [7, 1.5, 6.9]


def test_a_long_wait_is_said_without_the_key(server: Server, clock: Clock) -> None:
    said: list[str] = []
    server.tell(error(429, f"slow down {API_KEY}", headers={"Retry-After": "7"}), error(500), OK)
    client_for(server, display=said.append).get("/things")
    assert len(said) == 1 and "waiting 7 s" in said[0] and "slow down" in said[0]
    assert API_KEY not in said[0]


@pytest.mark.parametrize(
    "reply", [error(429), error(500), Reply(cut="before"), error(429, headers={"Retry-After": "3"})]
)
def test_patience_ends(server: Server, clock: Clock, reply: Reply) -> None:
    server.otherwise = lambda seen: reply
    with pytest.raises((ApiError, ConnectionFailure)) as refused:
        client_for(server, retry_timeout=20).get("/things")
    assert sum(clock.slept) <= 20
    assert f"Tried {len(server.seen)} times in 20 s" in refused.value.remedy
    assert "retry_timeout" in refused.value.remedy
    assert len(server.seen) > 3


def test_no_patience_tries_once(server: Server, clock: Clock) -> None:
    server.tell(error(500))
    with pytest.raises(ApiError):
        client_for(server, retry_timeout=0).get("/things")
    assert len(server.seen) == 1 and not clock.slept


def test_a_pause_beyond_the_patience_is_not_waited_for(server: Server, clock: Clock) -> None:
    server.tell(error(429, headers={"Retry-After": "3600"}))
    with pytest.raises(ApiError):
        client_for(server, retry_timeout=20).get("/things")
    assert not clock.slept


# --- creates -----------------------------------------------------------------------------------------------------------


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
    assert server.calls == ["POST /things"]
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
    assert server.calls == ["POST /things"] * 3


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


# --- what counts as success --------------------------------------------------------------------------------------------


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
    assert client_for(server).get("/things") == "grüße"


def test_a_gzipped_answer(server: Server) -> None:
    body = gzip.compress(json.dumps({"ok": ["x" * 1000]}).encode())
    server.tell(Reply(200, body, {"Content-Type": "application/json", "Content-Encoding": "gzip"}))
    assert client_for(server).get("/things") == {"ok": ["x" * 1000]}


@pytest.mark.parametrize("kind", ["text/html; charset=utf-8", "application/json", "text/plain"])
def test_a_web_page_is_not_the_api(server: Server, clock: Clock, kind: str) -> None:
    server.tell(Reply(200, b"\n<!doctype html><title>Sign in</title>", {"Content-Type": kind}))
    with pytest.raises(ConnectionFailure) as failed:
        client_for(server).get("/things")
    assert "HTML page" in failed.value.message and "base_url" in failed.value.remedy
    assert "Sign in" not in failed.value.line()
    assert not clock.slept


def test_answers_are_capped(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(response_module, "MAX_RESPONSE", 2 * 1024 * 1024)
    server.tell(Reply(200, b'"%b"' % (b"x" * 3 * 1024 * 1024)))
    with pytest.raises(ConnectionFailure, match="larger than 2 MiB"):
        client_for(server).get("/things")


def test_a_small_answer_that_unpacks_to_a_large_one_is_capped(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(response_module, "MAX_RESPONSE", 2 * 1024 * 1024)
    server.tell(Reply(200, gzip.compress(b"0" * 16 * 1024 * 1024), {"Content-Encoding": "gzip"}))
    with pytest.raises(ConnectionFailure, match="larger than 2 MiB"):
        client_for(server).get("/things")


def test_an_error_answer_is_capped_too(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(response_module, "MAX_RESPONSE", 1024 * 1024)
    server.tell(Reply(400, b"x" * 96 * 1024 * 1024))
    with pytest.raises(OpenAIError):
        client_for(server).get("/things")
    server.stop()
    assert server.sent_whole == 0, "the whole of an endless answer was read"


# --- redirects ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_within_the_origin_is_followed(server: Server, status: int) -> None:
    server.tell(Reply(status, headers={"Location": "/v1/elsewhere?x=1"}), OK)
    client = client_for(server, extra_headers={"X-Team": "platform"}, extra_query={"v": "2"})
    assert client.get("/things", query={"limit": 5}) == {"ok": True}
    first, second = server.seen
    assert second.path == "/v1/elsewhere" and second.query == [("x", "1")]
    assert second.headers["authorization"] == first.headers["authorization"] == f"Bearer {API_KEY}"
    assert second.headers["x-team"] == "platform"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_credential_follows_to_another_origin(server: Server, other_server: Server, status: int) -> None:
    server.tell(Reply(status, headers={"Location": f"{other_server.origin}/bucket/file"}))
    other_server.tell(OK)
    client = client_for(
        server, organization_id="org-1", project_header="proj_1", extra_headers={"X-Api-Token": "hunter22"}
    )
    assert client.get("/things", headers={"X-More": "hunter33"}) == {"ok": True}
    headers = other_server.seen[0].headers
    assert not {"authorization", "x-api-token", "x-more", "openai-organization", "openai-project", "cookie"} & set(
        headers
    )
    assert "hunter" not in str(headers) and API_KEY not in str(headers)


def test_a_credential_does_not_come_back_after_a_detour(server: Server, other_server: Server) -> None:
    server.tell(Reply(302, headers={"Location": f"{other_server.origin}/a"}), OK)
    other_server.tell(Reply(302, headers={"Location": f"{server.origin}/v1/b"}))
    client_for(server).get("/things")
    assert "authorization" not in server.seen[1].headers


@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_a_write_is_not_redirected(server: Server, other_server: Server, clock: Clock, method: str) -> None:
    server.tell(Reply(307, headers={"Location": f"{other_server.origin}/v1/things"}))
    with pytest.raises(ConnectionFailure) as failed:
        client_for(server).send(Request(method, "/things", body={"secret": 1}))
    assert other_server.origin in failed.value.message and "base_url" in failed.value.remedy
    assert not other_server.seen and not clock.slept


def test_redirects_in_a_circle_end(server: Server, clock: Clock) -> None:
    server.otherwise = lambda seen: Reply(302, headers={"Location": "/v1/things"})
    with pytest.raises(ConnectionFailure, match="redirects"):
        client_for(server).get("/things")
    assert len(server.seen) < 20 and not clock.slept


def test_a_redirect_to_nowhere_is_an_error(server: Server, clock: Clock) -> None:
    assert refusal_of(server, Reply(302)).status == 302


# --- whose key, which way ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", [API_KEY, ""])
def test_netrc_does_not_replace_the_key(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login me password hunter22\ndefault login me password hunter22\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    server.tell(OK)
    client_for(server, api_key=key).get("/things")
    assert server.seen[0].headers.get("authorization") == (f"Bearer {key}" if key else None)


def test_proxies_of_the_environment_are_used(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", server.origin)
    server.tell(OK)
    client = client_for(server, base_url="http://api.far-away.example/v1", allow_http=True)
    assert client.get("/things") == {"ok": True}
    assert server.seen[0].target == "http://api.far-away.example/v1/things"


@pytest.mark.parametrize("name", ["https_proxy", "HTTPS_PROXY", "ALL_PROXY"])
def test_https_goes_through_the_proxy_by_connect(
    server: Server, clock: Clock, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, server.origin)
    server.tell(Reply(403, b"the proxy says no"))
    with pytest.raises(ConnectionFailure):
        client_for(server, base_url="https://api.far-away.example/v1", retry_timeout=0).send(CREATE)
    assert [(each.method, each.target) for each in server.seen] == [("CONNECT", "api.far-away.example:443")]
    assert API_KEY not in str(server.seen[0].headers)


@pytest.mark.parametrize("no_proxy", ["127.0.0.1", "*", "example.com,127.0.0.1"])
def test_no_proxy(server: Server, other_server: Server, monkeypatch: pytest.MonkeyPatch, no_proxy: str) -> None:
    monkeypatch.setenv("http_proxy", other_server.origin)
    monkeypatch.setenv("no_proxy", no_proxy)
    server.tell(OK)
    client_for(server).get("/things")
    assert len(server.seen) == 1 and not other_server.seen


def test_each_class_of_request_sends_its_own_key(server: Server) -> None:
    server.otherwise = lambda seen: OK
    client = client_for(server)
    client.get("/models")
    client.get("/organization/projects", key=ADMIN)
    assert [each.headers["authorization"] for each in server.seen] == [f"Bearer {API_KEY}", f"Bearer {ADMIN_KEY}"]


def test_nothing_is_sent_without_the_key_it_needs(server: Server) -> None:
    with pytest.raises(InvalidArgument, match="openai_test requires an admin key"):
        client_for(server, admin_key="").get("/organization/projects", key=ADMIN)
    assert not server.seen


def test_one_task_after_another_uses_its_own_key(server: Server) -> None:
    server.otherwise = lambda seen: OK
    for key in ("sk-proj-first", "sk-proj-second"):
        client_for(server, api_key=key).get("/models")
    assert [each.headers["authorization"] for each in server.seen] == ["Bearer sk-proj-first", "Bearer sk-proj-second"]


def test_cookies_of_one_account_do_not_reach_another(server: Server) -> None:
    server.tell(Reply(body={}, headers={"Set-Cookie": "session=of-the-first; Path=/"}), OK)
    client_for(server, api_key="sk-proj-first").get("/models")
    client_for(server, api_key="sk-proj-second").get("/models")
    assert "cookie" not in server.seen[1].headers


# --- what an error says ------------------------------------------------------------------------------------------------


def test_the_apis_own_error(server: Server) -> None:
    refused = refusal_of(
        server,
        Reply(
            400,
            {"error": {"message": "Bad\n size", "type": "invalid_request_error", "param": "size", "code": "too_big"}},
            {"x-request-id": "req_7"},
        ),
    )
    line = refused.line()
    for part in ("Bad size", "HTTP 400", "invalid_request_error", "too_big", "param size", "request req_7"):
        assert part in line
    details = refused.details()
    assert (details["status"], details["type"], details["code"], details["param"], details["request_id"]) == (
        400,
        "invalid_request_error",
        "too_big",
        "size",
        "req_7",
    )
    assert details["call"] == "GET /things/{thing_id}"


@pytest.mark.parametrize(
    ("body", "message", "code"),
    [
        ({"error": "just text"}, "just text", ""),
        ({"detail": "Not allowed"}, "Not allowed", ""),
        ({"detail": [{"loc": ["body", "n"], "msg": "too small"}]}, "too small", ""),
        ({"message": "from a gateway"}, "from a gateway", ""),
        ({"error": {"message": "no", "code": 40001}}, "no", "40001"),
        ({"error": {"message": None, "type": None, "code": None}}, "no message", ""),
        ({"error": {}}, "no message", ""),
        ({"error": None}, "", ""),
        ([], "", ""),
        (b"plain words", "plain words", ""),
        (b"", "Bad Request", ""),
        (b"<html>never shown</html>", "Bad Request", ""),
        (b"\xff\xfe\x00", "", ""),
    ],
)
def test_other_shapes_of_errors(server: Server, body: t.Any, message: str, code: str) -> None:
    refused = refusal_of(server, Reply(400, body))
    assert refused.message and message in refused.message and refused.code == code
    assert "never shown" not in refused.line()
    json.dumps(refused.details())


@pytest.mark.parametrize(
    ("reply", "endpoint_missing"),
    [
        (error(404, "No such thing: t1"), False),
        (error(404, "The model 'm' does not exist", code="model_not_found"), False),
        (error(404, "Not found", code="not_found"), False),
        (error(404, "Invalid URL (GET /v1/things/t1)"), True),
        (error(404, "Unknown path", code="unknown_url"), True),
        (Reply(404, {"detail": "Not Found"}), True),
        (Reply(404, b"404 page not found"), True),
        (Reply(404, b"<html>nginx</html>"), True),
        (Reply(404, b""), True),
        (Reply(405, {"detail": "Method Not Allowed"}), True),
        (error(405, "Not allowed"), True),
        (error(501, "Not implemented"), True),
    ],
)
def test_a_missing_endpoint_is_not_an_absent_object(
    server: Server, clock: Clock, reply: Reply, endpoint_missing: bool
) -> None:
    server.otherwise = lambda seen: reply
    client = client_for(server, retry_timeout=10)
    ids = {"thing_id": "t1"}
    if endpoint_missing:
        with pytest.raises(ApiError, match=r"this server has no GET /things/\{thing_id\}") as refused:
            client.find("/things/{thing_id}", ids)
        assert refused.value.endpoint_missing and not refused.value.absent and refused.value.remedy
        with pytest.raises(ApiError, match="this server has no DELETE"):
            client.delete("/things/{thing_id}", ids)
    else:
        assert client.find("/things/{thing_id}", ids) is None
        assert client.delete("/things/{thing_id}", ids) is None
        with pytest.raises(ApiError):
            client.get("/things/{thing_id}", ids)
    assert not clock.slept, "what the server does not have will not come by waiting"


def test_a_create_on_a_missing_endpoint_says_so(server: Server, clock: Clock) -> None:
    server.otherwise = lambda seen: error(501, "Not implemented")
    with pytest.raises(ApiError, match="this server has no POST /things"):
        client_for(server, retry_timeout=10).send(CREATE)


@pytest.mark.parametrize(
    ("status", "code", "key", "remedy"),
    [
        (401, "", "project", "api_key"),
        (401, "", ADMIN, "admin_key"),
        (403, "", ADMIN, "admin key with the scope"),
        (403, "", "project", "project key with the scope"),
        (404, "model_not_found", "project", "openai_model_info"),
    ],
)
def test_remedies(server: Server, status: int, code: str, key: str, remedy: str) -> None:
    assert remedy in refusal_of(server, error(status, code=code), Request("POST", "/things", key=key)).remedy


# --- what is sent ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "escaped"),
    [
        ("abc", "abc"),
        ("ft:gpt-4o:org::x:ckpt-step-1", "ft%3Agpt-4o%3Aorg%3A%3Ax%3Ackpt-step-1"),
        ("a b", "a%20b"),
        ("a/b", "a%2Fb"),
        ("../organization", "..%2Forganization"),
        ("a?b#c", "a%3Fb%23c"),
        ("50%", "50%25"),
        ("%2e%2e", "%252e%252e"),
        ("%2F", "%252F"),
        ("größe", "gr%C3%B6%C3%9Fe"),
        ("a\\b", "a%5Cb"),
        ("a\r\nX-Evil: 1", "a%0D%0AX-Evil%3A%201"),
        ("...", "..."),
    ],
)
def test_ids_stay_in_their_segment(server: Server, given: str, escaped: str) -> None:
    server.tell(OK)
    client_for(server).get("/things/{thing_id}/content", {"thing_id": given})
    assert server.seen[0].path == f"/v1/things/{escaped}/content"
    assert server.seen[0].parts == ["things", given, "content"]


@pytest.mark.parametrize("given", ["", ".", "..", " ", " .. ", "\t"])
def test_ids_that_would_leave_the_path(server: Server, given: str) -> None:
    with pytest.raises(InvalidArgument, match="thing_id"):
        client_for(server).delete("/things/{thing_id}", {"thing_id": given})
    assert not server.seen


def test_a_placeholder_nobody_filled_is_refused(server: Server) -> None:
    with pytest.raises(InvalidArgument, match="thing_id"):
        client_for(server).get("/things/{thing_id}")


def test_query_parameters(server: Server) -> None:
    server.tell(OK)
    query = {
        "limit": 100,
        "after": None,
        "emails": ["a+b@x.example", "ü"],
        "none": [],
        "metadata": {"k": "v w", "gone": None},
        "archived": True,
        "live": False,
        "ratio": 0.5,
    }
    client_for(server).get("/things", query=query)
    assert server.seen[0].query == [
        ("limit", "100"),
        ("emails[]", "a+b@x.example"),
        ("emails[]", "ü"),
        ("metadata[k]", "v w"),
        ("archived", "true"),
        ("live", "false"),
        ("ratio", "0.5"),
    ]


def test_bools_in_lists_and_maps() -> None:
    assert flat_query({"a": [True, 1], "b": {"c": False}}) == [("a[]", "true"), ("a[]", "1"), ("b[c]", "false")]


def test_bodies_are_plain_json(server: Server) -> None:
    body = {"text": "grüße 😀 \u2028", "n": 1.5, "none": None, "list": [True]}
    server.tell(OK)
    client_for(server).post("/things", body=body)
    seen = server.seen[0]
    assert seen.json == body and "grüße 😀".encode() in seen.body
    assert seen.headers["content-type"] == "application/json"


@pytest.mark.parametrize("body", [{"a": float("nan")}, {"a": float("inf")}, {"a": {1, 2}}, {"a": "\ud800"}])
def test_bodies_that_are_no_json(server: Server, body: t.Any) -> None:
    with pytest.raises(InvalidArgument, match="JSON"):
        client_for(server).post("/things", body=body)
    assert not server.seen


@pytest.mark.parametrize("headers", [{"X-Team": "two\nlines"}, {"X-Team": "Łódź"}])
def test_headers_that_cannot_be_sent(server: Server, clock: Clock, headers: dict[str, str]) -> None:
    with pytest.raises(InvalidArgument) as refused:
        client_for(server, extra_headers=headers).get("/things")
    assert "extra_headers" in refused.value.remedy
    assert not server.seen and not clock.slept


@pytest.mark.parametrize(
    ("options", "secret"),
    [({"extra_headers": {"X-Api-Token": "hunter22hunter22\n"}}, "hunter22"), ({"auth_prefix": "Bearer\n"}, API_KEY)],
)
def test_a_header_that_cannot_be_sent_is_not_shown(server: Server, options: dict[str, t.Any], secret: str) -> None:
    server.otherwise = lambda seen: OK
    try:
        client_for(server, **options).get("/things")
    except OpenAIError as refused:
        assert secret not in refused.line() and secret not in json.dumps(refused.details())


# --- nothing leaks -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "reply",
    [
        error(401, f"Incorrect API key provided: {API_KEY}."),
        Reply(400, {"error": f"you sent {API_KEY}"}),
        Reply(400, f"you sent Bearer {API_KEY} and {ADMIN_KEY}".encode()),
        Reply(302, headers={"Location": f"http://127.0.0.1:1/?k={API_KEY}"}),
        error(500, API_KEY),
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_no_key_in_any_error(server: Server, clock: Clock, reply: Reply, method: str) -> None:
    records: list[CallRecord] = []
    server.otherwise = lambda seen: reply
    client = client_for(server, observe=records.append, retry_timeout=1)
    with pytest.raises(OpenAIError) as failed:
        client.send(Request(method, "/things", body={"a": 1} if method == "POST" else None, creates=method == "POST"))
    told = failed.value.line() + str(failed.value) + json.dumps(failed.value.details())
    assert API_KEY not in told and ADMIN_KEY not in told
    assert records and not any(API_KEY in record.line() for record in records)


def test_call_records_tell_the_operation_and_nothing_private(server: Server, clock: Clock) -> None:
    records: list[CallRecord] = []
    server.tell(Reply(500, b""), Reply(cut="before"), Reply(200, {"a": 1}, {"x-request-id": "req_9"}))
    client = client_for(server, observe=records.append)
    client.post("/users/{user_id}", {"user_id": "user-secret"}, {"email": "a@x.example"})
    assert [(each.method, each.template, each.status, each.attempt) for each in records] == [
        ("POST", "/users/{user_id}", 500, 1),
        ("POST", "/users/{user_id}", 0, 2),
        ("POST", "/users/{user_id}", 200, 3),
    ]
    lines = [each.line() for each in records]
    assert "no response" in lines[1] and lines[2].endswith("req_9")
    assert not any(word in line for line in lines for word in ("secret", "@", "sk-", API_KEY))


# --- TLS ---------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A self-signed certificate for 127.0.0.1 and its key in one file."""
    pytest.importorskip("cryptography", reason="a certificate must be made")
    import datetime
    import ipaddress

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "server.pem"
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path


@pytest.fixture()
def tls_server(certificate: Path) -> t.Iterator[Server]:
    """A server that speaks TLS with that certificate."""
    import ssl

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server = Server(context).start()
    yield server
    server.stop()


def test_an_untrusted_certificate_is_told_at_once(tls_server: Server, clock: Clock) -> None:
    with pytest.raises(ConnectionFailure) as failed:
        client_for(tls_server).send(CREATE)
    assert "could not verify" in failed.value.message and "ca_path" in failed.value.remedy
    assert not tls_server.seen and not clock.slept


def test_a_trusted_certificate(
    tls_server: Server, certificate: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The task's own option counts, whatever bundle the environment names.
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "none.pem"))
    tls_server.tell(OK, OK)
    assert client_for(tls_server, ca_path=str(certificate)).get("/things") == {"ok": True}
    assert client_for(tls_server, validate_certs=False).get("/things") == {"ok": True}


def test_a_create_that_is_cut_within_tls_is_lost(tls_server: Server, certificate: Path, clock: Clock) -> None:
    for cut in ("before", "reset"):
        tls_server.tell(Reply(cut=cut))
        with pytest.raises(LostResponse):
            client_for(tls_server, ca_path=str(certificate)).send(CREATE)


def test_a_handshake_that_is_cut_is_tried_again(clock: Clock) -> None:
    door = socket.create_server(("127.0.0.1", 0))
    knocks: list[int] = []

    def slam() -> None:
        while True:
            try:
                visitor, _address = door.accept()
            except OSError:
                return
            with visitor:
                knocks.append(len(visitor.recv(4096)))

    threading.Thread(target=slam, daemon=True).start()
    base_url = f"https://127.0.0.1:{door.getsockname()[1]}/v1"
    try:
        with pytest.raises(ConnectionFailure):
            Client(connection_from({"api_key": API_KEY, "base_url": base_url, "retry_timeout": 10}, {})).send(CREATE)
    finally:
        door.shutdown(socket.SHUT_RDWR)
        door.close()
    assert len(knocks) > 1, "a broken connection was taken for a bad certificate"


# --- streams -----------------------------------------------------------------------------------------------------------

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


# --- downloads ---------------------------------------------------------------------------------------------------------

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


# --- connections -------------------------------------------------------------------------------------------------------


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
        assert len(list(run_concurrently(lambda _each: client.get("/things"), requests, 1000))) == MAX_CONCURRENT
    assert len(door.visits) == MAX_CONCURRENT
    assert not caplog.records, "connections were closed that could be used again"


def test_the_version_is_that_of_the_collection() -> None:
    root = Path(__file__).parents[2]
    assert yaml.safe_load((root / "galaxy.yml").read_text())["version"] == VERSION


def test_a_delete_of_what_is_gone_is_done(server: Server) -> None:
    server.tell(error(404, "No such thing"))
    assert client_for(server).delete("/things/{thing_id}", {"thing_id": "t1"}) is None


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
    assert [client.get("/things")["n"] for _each in range(3)] == [1, 2, 3]
