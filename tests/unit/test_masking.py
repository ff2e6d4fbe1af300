# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Masking: secret fields, addresses, headers, and arguments that need not be valid."""

from __future__ import annotations

import base64
import json
import typing as t

import pytest
from ansible_collections.fjcorp.openai.plugins.module_utils._api.connection import connection_from
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.arguments import (
    argument_secrets,
    shown_arguments,
)
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.models.response import RESPONSE
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.project.api import API
from ansible_collections.fjcorp.openai.plugins.module_utils._support.masking import (
    MASKED,
    mask_fields,
    mask_text,
    mask_url,
    secret_values,
    secrets_of_url,
    with_encodings,
)

from .server import Reply, Server
from .task import API_KEY, outcome_of

CANARY = "canary-7f3a"


@pytest.mark.parametrize(
    "body",
    [
        {"object": "organization.admin_api_key", "value": CANARY},
        {"object": "organization.project.service_account", "api_key": {"value": CANARY}},
        {"value": CANARY, "expires_at": 1, "session": {}},
        {"client_secret": CANARY},
        {"client_secret": {"value": CANARY}},
        {"object": "webhook_endpoint", "signing_secret": CANARY},
        {"network_policy": {"domain_secrets": [{"domain": "a.example", "name": "A", "value": CANARY}]}},
        {"auth": {"type": "static_bearer", "token": CANARY}},
        {"auth": {"refresh": {"token_endpoint_auth": {"client_secret": CANARY}}}},
        {"data": [[{"password": CANARY}]]},
    ],
)
def test_secret_fields(body: dict[str, t.Any]) -> None:
    assert CANARY not in json.dumps(mask_fields(body)) and MASKED in json.dumps(mask_fields(body))
    assert secret_values(body) == {CANARY}


@pytest.mark.parametrize(
    "body",
    [
        {"object": "organization.costs.result", "amount": {"value": 0.06, "currency": "usd"}},
        {"type": "text", "text": {"value": "Hello there", "annotations": []}},
        {"token": "Hello", "logprob": -0.1, "bytes": [72]},
        {"object": "organization.admin_api_key", "redacted_value": "sk-admin...def"},
        {"properties": {"password": {"type": "string"}, "token": {"type": "string"}}},
        {"secret": None, "api_key": "", "client_secret": False, "api_key_id": "key_abcdefghijklmnop"},
        ["sk-short", "value"],
    ],
)
def test_fields_that_are_no_secrets(body: t.Any) -> None:
    assert mask_fields(body) == body and secret_values(body) == set()


def test_a_key_is_recognized_by_its_form_wherever_it_is() -> None:
    keys = ["sk-proj-0123456789abcdef", "ek_0123456789abcdef", "whsec_0123456789abcdef+/="]
    assert mask_fields({"anything": keys, "text": keys[0]}) == {"anything": [MASKED] * 3, "text": MASKED}
    assert secret_values(keys) == set(keys)


def test_headers_are_masked_in_their_place() -> None:
    tool = {"type": "mcp", "server_label": "files", "headers": {"X-Tenant": "blue-team", "X-Key": CANARY}}
    assert mask_fields(tool)["headers"] == {"X-Tenant": MASKED, "X-Key": MASKED}
    assert mask_fields(tool)["server_label"] == "files"


@pytest.mark.parametrize(
    ("url", "shown", "secrets"),
    [
        ("https://api.example/v1", "https://api.example/v1", set()),
        ("https://me:pass-word@h/v1", "https://********@h/v1", {"me:pass-word", "pass-word"}),
        ("https://me:pw@h", "https://********@h", {"me:pw"}),
        ("https://token-1@h", "https://********@h", {"token-1"}),
        ("https://me:pa#ss/w@rd@h", "https://********@h", {"me:pa#ss/w@rd", "pa#ss/w@rd"}),
        ("me:pass-word@h", "********@h", {"me:pass-word", "pass-word"}),
        ("https://me:pass%2Fword@h", "https://********@h", {"me:pass%2Fword", "me:pass/word", "pass%2Fword", "pass/word"}),
        ("https://h/v1?api-key=abc", "https://h/v1?********", set()),
    ],
)  # fmt: skip
def test_urls(url: str, shown: str, secrets: set[str]) -> None:
    assert mask_url(url) == shown
    assert secrets_of_url(url) == secrets


def test_secrets_are_masked_in_every_form_and_the_longest_first() -> None:
    secrets = with_encodings(["a b/ü\"c", "a b/ü\"c-more"])  # fmt: skip
    for text in ('a b/ü"c', "a%20b%2F%C3%BC%22c", "a+b%2F%C3%BC%22c", r"a b/\u00fc\"c", r"a b/ü\"c-more"):
        assert mask_text(f"<{text}>", secrets) == "<********>"


def test_secrets_of_a_connection() -> None:
    basic = base64.b64encode(b"me:pass-word").decode()
    connection = connection_from(
        {
            "api_key": "sk-proj-a",
            "extra_headers": {
                "Authorization": f"Basic {basic}",
                "X-Gateway": "Bearer gateway-token",
                "Cookie": "session=cookie-1; b=2",
                "X-Team": 1234567,
                "OpenAI-Beta": "assistants=v2",
                "X-Short": "abc",
                "X-Purpose": "nightly report",
            },
            "extra_query": {"tenant": "blue-team", "api-version": "preview"},
        },
        {"HTTPS_PROXY": "http://me:proxy-password@proxy:3128", "all_proxy": "you:other-password@proxy"},
    )
    values = {"sk-proj-a", basic, "me:pass-word", "pass-word", "gateway-token", "cookie-1", "1234567", "blue-team",
              "proxy-password", "other-password"}  # fmt: skip
    assert values <= connection.secrets()
    assert not connection.secrets() & {"preview", "assistants=v2", "abc", "2", "Basic", "Bearer", "me", "report"}


@pytest.mark.parametrize(
    "raw",
    [
        {"extra_headers": {"X-A": CANARY, "X-B": "Bearer " + CANARY}},
        {"extra_headers": [CANARY]},
        {"extra_headers": f"X-A={CANARY}, X-B=b"},
        {"extra_headers": json.dumps({"X-A": CANARY})},
        {"extra_query": CANARY},
        {"base_url": f"https://me:{CANARY}@host/v1"},
        {"api_url": f"https://{CANARY}@host/v1"},
        {"api_key": [CANARY]},
        {"admin_key": {"x": CANARY}},
        {"headers": {"X-A": CANARY}},
        {"body": {"auth": {"token": CANARY}}},
        {"body": json.dumps({"signing_secret": CANARY})},
        {"query": {"client_secret": CANARY}},
    ],
)
def test_arguments_that_are_secret(raw: dict[str, t.Any]) -> None:
    spec = API.argument_spec()
    assert CANARY in argument_secrets(spec, raw)
    assert CANARY not in json.dumps(shown_arguments(spec, raw))


def test_arguments_that_are_shown() -> None:
    spec = API.argument_spec()
    raw = {"path": "/models", "extra_headers": {"X-A": "a"}, "query": {"limit": 1}, "api_kye": "x", "key": "admin"}
    shown = {**raw, "extra_headers": {"X-A": MASKED}, "api_kye": MASKED}
    assert shown_arguments(spec, raw) == shown
    assert argument_secrets(spec, raw) == set()
    assert shown_arguments(spec, {"body": '{"a": 1}', "api_key": "", "admin_key": None}) == {
        "body": '{"a": 1}', "api_key": "", "admin_key": None,
    }  # fmt: skip


def test_tools_of_a_model_hide_their_credentials() -> None:
    tool = {"type": "mcp", "server_url": f"https://me:{CANARY}@mcp.example", "authorization": CANARY}
    container = {"network_policy": {"domain_secrets": [{"domain": "a", "name": "A", "value": CANARY}]}}
    raw = {"tools": [tool, {"type": "code_interpreter", "container": container}]}
    spec = RESPONSE.argument_spec()
    assert CANARY in argument_secrets(spec, raw)
    assert CANARY not in json.dumps(shown_arguments(spec, raw))


# --- openai_api ------------------------------------------------------------------------------------------------------

KEY = {"object": "organization.admin_api_key", "id": "key_1", "value": "made-by-api-1"}


def test_a_secret_in_an_answer_is_masked(server: Server) -> None:
    server.tell(Reply(body=KEY))
    outcome = outcome_of(API, server, {"method": "POST", "path": "/organization/admin_api_keys"})
    assert outcome.result["body"] == {**KEY, "value": MASKED}
    assert "made-by-api-1" in outcome.secrets and not outcome.hide


def test_secrets_on_all_pages_are_masked(server: Server) -> None:
    server.tell(Reply(body={"object": "list", "data": [KEY], "has_more": False}))
    outcome = outcome_of(API, server, {"path": "/organization/admin_api_keys", "all_pages": True})
    assert outcome.result["body"]["data"] == [{**KEY, "value": MASKED}]


def test_a_secret_is_returned_on_request_and_the_result_hidden(server: Server) -> None:
    server.tell(Reply(body=KEY))
    args = {"method": "POST", "path": "/organization/admin_api_keys", "return_secrets": True}
    outcome = outcome_of(API, server, args)
    assert outcome.result["body"] == KEY and outcome.hide


# --- lines that are displayed ------------------------------------------------------------------------------------------


def test_lines_of_a_wait_are_masked(server: Server, clock: t.Any) -> None:
    error = {"message": f"Slow down, {API_KEY} of {CANARY}"}
    server.tell(Reply(429, body={"error": error}, headers={"Retry-After": "7"}), Reply(body={}))
    lines: list[str] = []
    outcome_of(API, server, {"path": "/models", "extra_headers": {"X-A": CANARY}}, display=lines.append)
    assert "Slow down" in lines[0] and CANARY not in lines[0] and API_KEY not in lines[0]


@pytest.mark.parametrize("length", [160, 190, 1990])
def test_a_key_is_masked_before_a_long_error_is_cut_off(server: Server, length: int) -> None:
    text = "x" * length + API_KEY + "y" * 5000
    for body in (text.encode(), {"error": {"message": text, "code": text}}):
        server.tell(Reply(404, body=body))
        result = outcome_of(API, server, {"path": "/models/{id}", "path_params": {"id": "a"}}).result
        assert result["failed"] and API_KEY[:8] not in json.dumps(result)


def test_credentials_in_the_target_of_a_redirect_are_not_shown(server: Server) -> None:
    server.tell(Reply(307, headers={"Location": f"https://me:{CANARY}@elsewhere.example/v1"}))
    result = outcome_of(API, server, {"method": "POST", "path": "/models", "reads": True}).result
    assert "https://elsewhere.example" in result["msg"] and CANARY not in json.dumps(result)
