# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Requests of the client: redirects, keys, proxies, paths, queries and bodies."""

from __future__ import annotations

import json
import typing as t
from pathlib import Path

import pytest
from ansible_collections.fjcorp.openai.plugins.module_utils._api.connection import ADMIN
from ansible_collections.fjcorp.openai.plugins.module_utils._api.request import Request, flat_query
from ansible_collections.fjcorp.openai.plugins.module_utils._support.errors import (
    ConnectionFailure,
    InvalidArgument,
    OpenAIError,
)

from .replies import CREATE, OK, refusal_of
from .server import Reply, Server
from .task import ADMIN_KEY, API_KEY, Clock, client_for

# --- redirects -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_within_the_origin_is_followed(server: Server, status: int) -> None:
    server.tell(Reply(status, headers={"Location": "/v1/elsewhere?x=1"}), OK)
    client = client_for(server, extra_headers={"X-Team": "platform"}, extra_query={"v": "2"})
    assert client.get("/items", query={"limit": 5}) == {"ok": True}
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
    assert client.get("/items", headers={"X-More": "hunter33"}) == {"ok": True}
    headers = other_server.seen[0].headers
    assert not {"authorization", "x-api-token", "x-more", "openai-organization", "openai-project", "cookie"} & set(
        headers
    )
    assert "hunter" not in str(headers) and API_KEY not in str(headers)


def test_a_credential_does_not_come_back_after_a_detour(server: Server, other_server: Server) -> None:
    server.tell(Reply(302, headers={"Location": f"{other_server.origin}/a"}), OK)
    other_server.tell(Reply(302, headers={"Location": f"{server.origin}/v1/b"}))
    client_for(server).get("/items")
    assert "authorization" not in server.seen[1].headers


@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_a_write_is_not_redirected(server: Server, other_server: Server, clock: Clock, method: str) -> None:
    server.tell(Reply(307, headers={"Location": f"{other_server.origin}/v1/items"}))
    with pytest.raises(ConnectionFailure) as failed:
        client_for(server).send(Request(method, "/items", body={"secret": 1}))
    assert other_server.origin in failed.value.message and "base_url" in failed.value.remedy
    assert not other_server.seen and not clock.slept


def test_redirects_in_a_circle_end(server: Server, clock: Clock) -> None:
    server.otherwise = lambda seen: Reply(302, headers={"Location": "/v1/items"})
    with pytest.raises(ConnectionFailure, match="redirects"):
        client_for(server).get("/items")
    assert len(server.seen) < 20 and not clock.slept


def test_a_redirect_to_nowhere_is_an_error(server: Server, clock: Clock) -> None:
    assert refusal_of(server, Reply(302)).status == 302


# --- whose key, which way --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", [API_KEY, ""])
def test_netrc_does_not_replace_the_key(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login me password hunter22\ndefault login me password hunter22\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    server.tell(OK)
    client_for(server, api_key=key).get("/items")
    assert server.seen[0].headers.get("authorization") == (f"Bearer {key}" if key else None)


def test_proxies_of_the_environment_are_used(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", server.origin)
    server.tell(OK)
    client = client_for(server, base_url="http://api.far-away.example/v1", allow_http=True)
    assert client.get("/items") == {"ok": True}
    assert server.seen[0].target == "http://api.far-away.example/v1/items"


@pytest.mark.parametrize("name", ["https_proxy", "HTTPS_PROXY", "ALL_PROXY"])
def test_https_goes_through_the_proxy_by_connect(
    server: Server, clock: Clock, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, server.origin)
    server.tell(Reply(403, b"rejected by the proxy"))
    with pytest.raises(ConnectionFailure):
        client_for(server, base_url="https://api.far-away.example/v1", retry_timeout=0).send(CREATE)
    assert [(each.method, each.target) for each in server.seen] == [("CONNECT", "api.far-away.example:443")]
    assert API_KEY not in str(server.seen[0].headers)


@pytest.mark.parametrize("no_proxy", ["127.0.0.1", "*", "example.com,127.0.0.1"])
def test_no_proxy(server: Server, other_server: Server, monkeypatch: pytest.MonkeyPatch, no_proxy: str) -> None:
    monkeypatch.setenv("http_proxy", other_server.origin)
    monkeypatch.setenv("no_proxy", no_proxy)
    server.tell(OK)
    client_for(server).get("/items")
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


# --- what is sent ----------------------------------------------------------------------------------------------------


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
    client_for(server).get("/items/{item_id}/content", {"item_id": given})
    assert server.seen[0].path == f"/v1/items/{escaped}/content"
    assert server.seen[0].parts == ["items", given, "content"]


@pytest.mark.parametrize("given", ["", ".", "..", " ", " .. ", "\t"])
def test_ids_that_would_leave_the_path(server: Server, given: str) -> None:
    with pytest.raises(InvalidArgument, match="item_id"):
        client_for(server).delete("/items/{item_id}", {"item_id": given})
    assert not server.seen


def test_a_placeholder_nobody_filled_is_refused(server: Server) -> None:
    with pytest.raises(InvalidArgument, match="item_id"):
        client_for(server).get("/items/{item_id}")


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
    client_for(server).get("/items", query=query)
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
    client_for(server).post("/items", body=body)
    seen = server.seen[0]
    assert seen.json == body and "grüße 😀".encode() in seen.body
    assert seen.headers["content-type"] == "application/json"


@pytest.mark.parametrize("body", [{"a": float("nan")}, {"a": float("inf")}, {"a": {1, 2}}, {"a": "\ud800"}])
def test_bodies_that_are_no_json(server: Server, body: t.Any) -> None:
    with pytest.raises(InvalidArgument, match="JSON"):
        client_for(server).post("/items", body=body)
    assert not server.seen


@pytest.mark.parametrize("headers", [{"X-Team": "two\nlines"}, {"X-Team": "Łódź"}])
def test_headers_that_cannot_be_sent(server: Server, clock: Clock, headers: dict[str, str]) -> None:
    with pytest.raises(InvalidArgument) as refused:
        client_for(server, extra_headers=headers).get("/items")
    assert "extra_headers" in refused.value.remedy
    assert not server.seen and not clock.slept


@pytest.mark.parametrize(
    ("options", "secret"),
    [({"extra_headers": {"X-Api-Token": "hunter22hunter22\n"}}, "hunter22"), ({"auth_prefix": "Bearer\n"}, API_KEY)],
)
def test_a_header_that_cannot_be_sent_is_not_shown(server: Server, options: dict[str, t.Any], secret: str) -> None:
    server.otherwise = lambda seen: OK
    try:
        client_for(server, **options).get("/items")
    except OpenAIError as refused:
        assert secret not in refused.line() and secret not in json.dumps(refused.details())
