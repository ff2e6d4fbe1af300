# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The connection: addresses, keys and precedence of options."""

from __future__ import annotations

import typing as t
from pathlib import Path

import pytest
from ansible_collections.fjcorp.openai.plugins.module_utils._api.client import Client
from ansible_collections.fjcorp.openai.plugins.module_utils._api.connection import (
    ADMIN,
    CONNECTION_OPTIONS,
    DEFAULT_BASE_URL,
    ENVIRONMENT,
    PROJECT,
    Connection,
    connection_from,
)
from ansible_collections.fjcorp.openai.plugins.module_utils._support.errors import InvalidArgument

from .server import Reply, Server
from .task import client_for

TEXTS = {
    "api_key": "sk-proj-one",
    "admin_key": "sk-admin-one",
    "base_url": "https://one.example/v1",
    "organization_id": "org-one",
    "project_header": "proj_one",
}
SECONDS = {"timeout": 11.0, "retry_timeout": 12.0}


@pytest.mark.parametrize("name", sorted({**TEXTS, **SECONDS}))
def test_argument_before_environment_before_default(name: str) -> None:
    given: t.Any = {**TEXTS, **SECONDS}[name]
    for variable in ENVIRONMENT[name]:
        other = {"base_url": "https://env.example/v1"}.get(name, "21" if name in SECONDS else "from-env")
        from_environment = 21.0 if name in SECONDS else other
        assert getattr(connection_from({name: given}, {variable: other}), name) == given
        assert getattr(connection_from({name: None}, {variable: other}), name) == from_environment
        assert getattr(connection_from({name: ""}, {variable: other}), name) == from_environment
        default = getattr(Connection(DEFAULT_BASE_URL), name)
        assert getattr(connection_from({name: ""}, {variable: ""}), name) == default
        assert getattr(connection_from({}, {}), name) == default


def test_every_option_of_the_environment_is_an_option() -> None:
    assert set(ENVIRONMENT) <= set(CONNECTION_OPTIONS)


def test_the_process_environment_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-proj-of-the-process")
    assert connection_from({}).api_key == "sk-proj-of-the-process"


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({"OPENAI_ORG_ID": "a", "OPENAI_ORGANIZATION": "b", "OPENAI_ORGANIZATION_ID": "c"}, "a"),
        ({"OPENAI_ORG_ID": "", "OPENAI_ORGANIZATION": "b", "OPENAI_ORGANIZATION_ID": "c"}, "b"),
        ({"OPENAI_ORG_ID": "", "OPENAI_ORGANIZATION": "", "OPENAI_ORGANIZATION_ID": "c"}, "c"),
        ({"OPENAI_ORGANIZATION": "b"}, "b"),
    ],
)
def test_the_names_of_the_organization(environ: dict[str, str], expected: str) -> None:
    assert connection_from({}, environ).organization_id == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("https://api.openai.com/v1", "https://api.openai.com/v1"),
        ("https://api.openai.com/v1/", "https://api.openai.com/v1"),
        ("https://api.openai.com/v1///", "https://api.openai.com/v1"),
        ("https://api.openai.com", "https://api.openai.com/v1"),
        ("https://api.openai.com/", "https://api.openai.com/v1"),
        (" https://api.openai.com/v1\n", "https://api.openai.com/v1"),
        ("HTTPS://api.openai.com/v1", "https://api.openai.com/v1"),
        ("https://eu.api.openai.com", "https://eu.api.openai.com/v1"),
        ("https://me.openai.azure.com/openai/v1/", "https://me.openai.azure.com/openai/v1"),
        ("https://me.openai.azure.com/openai/v1", "https://me.openai.azure.com/openai/v1"),
        ("https://gateway.example/llm/api", "https://gateway.example/llm/api"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000/v1"),
        ("http://127.9.9.9:8000/v1", "http://127.9.9.9:8000/v1"),
        ("http://localhost:8000/v1/", "http://localhost:8000/v1"),
        ("http://emulator.localhost/v1", "http://emulator.localhost/v1"),
        ("http://[::1]:8000", "http://[::1]:8000/v1"),
    ],
)
def test_base_url(given: str, expected: str) -> None:
    assert connection_from({"base_url": given}, {}).base_url == expected


@pytest.mark.parametrize("root", ["", "/", "/v1", "/v1/"])
def test_requests_go_below_v1_exactly_once(server: Server, root: str) -> None:
    server.tell(Reply(body={}))
    client_for(server, base_url=server.origin + root).get("/models")
    assert [each.path for each in server.seen] == ["/v1/models"]


def test_a_root_that_is_named_whole_is_used_as_it_is(server: Server) -> None:
    server.tell(Reply(body={}))
    client_for(server, base_url=f"{server.origin}/openai/v1/").get("/models")
    assert [each.path for each in server.seen] == ["/openai/v1/models"]


@pytest.mark.parametrize(
    ("root", "path"), [("", "/models"), ("/", "/models"), ("/v1", "/v1/models"), ("/api/", "/api/models")]
)
@pytest.mark.parametrize("way", ["option", "environment"])
def test_v1_is_appended_only_where_it_is_wanted(server: Server, root: str, path: str, way: str) -> None:
    server.tell(Reply(body={}))
    given = {"base_url": server.origin + root, "append_v1": False if way == "option" else None}
    environ = {"OPENAI_APPEND_V1": "yes" if way == "option" else "false"}
    Client(connection_from(given, environ)).get("/models")
    assert [each.path for each in server.seen] == [path]


def test_append_v1_is_true_or_false() -> None:
    with pytest.raises(InvalidArgument, match="append_v1 must be true or false, got 'perhaps'"):
        connection_from({}, {"OPENAI_APPEND_V1": "perhaps"})


@pytest.mark.parametrize("key_class", [ADMIN, PROJECT])
@pytest.mark.parametrize("variable", ["SUDO_USER", "DOAS_USER"])
def test_sudo_is_named_where_a_key_is_missing(key_class: str, variable: str) -> None:
    remedies = []
    for environ in ({}, {variable: "me"}):
        with pytest.raises(InvalidArgument, match="none is set") as refused:
            connection_from({}, environ).key(key_class, "openai_test")
        remedies.append(refused.value.remedy)
    assert "sudo" not in remedies[0]
    assert "sudo (become)" in remedies[1] and "environment of the task" in remedies[1]


@pytest.mark.parametrize(
    "given",
    ["http://api.openai.com/v1", "http://10.0.0.7/v1", "http://127.0.0.1.example/v1", "http://localhost.example/v1"],
)
def test_http_to_another_machine_only_when_the_user_insists(given: str) -> None:
    with pytest.raises(InvalidArgument, match="unencrypted") as refused:
        connection_from({"base_url": given}, {})
    assert "allow_http" in refused.value.remedy
    assert connection_from({"base_url": given, "allow_http": True}, {}).base_url == given


@pytest.mark.parametrize(
    "given",
    [
        "https://me:hunter22@api.example/v1",
        "https://hunter22@api.example/v1",
        "https://api.example/v1?key=hunter22",
        "https://api.example/v1#hunter22",
        "http://me:hunter22@api.example/v1",
    ],
)
def test_credentials_and_queries_in_the_address_are_refused_unseen(given: str) -> None:
    with pytest.raises(InvalidArgument) as refused:
        connection_from({"base_url": given}, {})
    assert "hunter22" not in refused.value.line()


@pytest.mark.parametrize("given", ["ftp://me:hunter22@api.example/v1", "me:hunter22@api.example/v1"])
def test_credentials_in_an_unusable_address_are_not_shown(given: str) -> None:
    with pytest.raises(InvalidArgument) as refused:
        connection_from({"base_url": given}, {})
    assert "hunter22" not in refused.value.line()


@pytest.mark.parametrize(
    "given",
    ["api.openai.com/v1", "ftp://api.openai.com/v1", "https://", "/v1", "http://[::1/v1", "https://[not-ip]/v1"],
)
def test_no_address_at_all(given: str) -> None:
    with pytest.raises(InvalidArgument) as refused:
        connection_from({"base_url": given}, {})
    assert "base_url" in refused.value.line()


@pytest.mark.parametrize("name", ["api_key", "admin_key"])
@pytest.mark.parametrize("key", ["sk-abc xyz", "sk-abc\nxyz", "sk-äbcxyz", "sk-abc\x00xyz", "sk-abc\txyz"])
def test_a_key_with_blanks_is_refused_unseen(name: str, key: str) -> None:
    with pytest.raises(InvalidArgument) as refused:
        connection_from({name: key}, {})
    assert name in refused.value.message
    assert not any(part in refused.value.line() for part in (key, "sk-", "bc", "xyz"))


@pytest.mark.parametrize("key", ["  sk-proj-x", "sk-proj-x\n", "\tsk-proj-x "])
def test_blanks_around_a_key_are_not_part_of_it(key: str) -> None:
    assert connection_from({"api_key": key}, {}).api_key == "sk-proj-x"


@pytest.mark.parametrize(
    ("params", "key_class", "message", "remedy"),
    [
        ({}, ADMIN, "openai_test requires an admin key", "OPENAI_ADMIN_KEY"),
        ({"api_key": "sk-proj-x"}, ADMIN, "a project key is set", "admin_key"),
        ({"admin_key": "sk-proj-x"}, ADMIN, "admin_key contains a project key", "sk-admin-"),
        ({"admin_key": "sk-svcacct-x"}, ADMIN, "admin_key contains a project key", "sk-admin-"),
        ({}, PROJECT, "openai_test requires a project key", "OPENAI_API_KEY"),
        ({"admin_key": "sk-admin-x"}, PROJECT, "an admin key is set", "api_key"),
        ({"api_key": "sk-admin-x"}, PROJECT, "api_key contains an admin key", "sk-proj-"),
    ],
)
def test_the_wrong_class_of_key(params: dict[str, str], key_class: str, message: str, remedy: str) -> None:
    with pytest.raises(InvalidArgument) as refused:
        connection_from(params, {}).key(key_class, "openai_test")
    assert message in refused.value.message
    assert remedy in refused.value.remedy
    assert not any(value in refused.value.line() for value in params.values())


def test_the_right_class_of_key() -> None:
    connection = connection_from({"api_key": "sk-proj-x", "admin_key": "sk-admin-x"}, {})
    assert connection.key(ADMIN, "") == "sk-admin-x"
    assert connection.key(PROJECT, "") == "sk-proj-x"


def test_another_server_may_need_no_key() -> None:
    assert connection_from({"base_url": "http://localhost:8000"}, {}).key(PROJECT, "") == ""
    with pytest.raises(InvalidArgument):
        connection_from({"base_url": "https://eu.api.openai.com/v1"}, {}).key(PROJECT, "")


@pytest.mark.parametrize(
    ("options", "header", "value"),
    [
        ({}, "authorization", "Bearer sk-proj-x"),
        ({"auth_header": ""}, "authorization", "Bearer sk-proj-x"),
        ({"auth_header": "api-key"}, "api-key", "sk-proj-x"),
        ({"auth_header": "authorization"}, "authorization", "Bearer sk-proj-x"),
        ({"auth_header": "api-key", "auth_prefix": "Token"}, "api-key", "Token sk-proj-x"),
        ({"auth_prefix": "Basic"}, "authorization", "Basic sk-proj-x"),
        ({"auth_prefix": ""}, "authorization", "sk-proj-x"),
    ],
)
def test_the_header_that_carries_the_key(server: Server, options: dict[str, str], header: str, value: str) -> None:
    server.tell(Reply(body={}))
    client_for(server, api_key="sk-proj-x", **options).get("/models")
    headers = server.seen[0].headers
    assert headers[header] == value
    assert [name for name, text in headers.items() if "sk-" in text] == [header]


def test_no_key_sends_no_header(server: Server) -> None:
    server.tell(Reply(body={}))
    client_for(server, api_key="").get("/models")
    assert "authorization" not in server.seen[0].headers


def test_organization_project_and_extra_headers(server: Server) -> None:
    server.otherwise = lambda seen: Reply(body={})
    client = client_for(
        server, organization_id="org-1", project_header="proj_1", extra_headers={"X-Team": 7}, extra_query={"v": "2"}
    )
    client.get("/models")
    client.get("/organization/projects", key=ADMIN)
    project, admin = server.seen
    assert project.headers["openai-organization"] == admin.headers["openai-organization"] == "org-1"
    assert project.headers["openai-project"] == "proj_1"
    assert "openai-project" not in admin.headers, "an admin key acts for the whole organization"
    assert project.headers["x-team"] == admin.headers["x-team"] == "7"
    assert project.query == admin.query == [("v", "2")]
    assert project.headers["authorization"] != admin.headers["authorization"]


def test_scope_tells_views_apart_and_no_key() -> None:
    one: dict[str, t.Any] = {"api_key": "sk-proj-secret", "admin_key": "sk-admin-secret"}
    base = connection_from(one, {})
    views = [
        base.scope(PROJECT),
        base.scope(ADMIN),
        connection_from({**one, "api_key": "sk-proj-other"}, {}).scope(PROJECT),
        connection_from({**one, "base_url": "https://other.example"}, {}).scope(PROJECT),
        connection_from({**one, "organization_id": "org-2"}, {}).scope(PROJECT),
        connection_from({**one, "project_header": "proj_2"}, {}).scope(PROJECT),
    ]
    assert len(set(views)) == len(views)
    assert connection_from(one, {}).scope(PROJECT) == base.scope(PROJECT)
    assert not any("secret" in view or "sk-" in view for view in views)


@pytest.mark.parametrize("name", ["timeout", "retry_timeout"])
@pytest.mark.parametrize("value", ["soon", "-1", "nan", -5])
def test_seconds_that_are_none(name: str, value: t.Any) -> None:
    with pytest.raises(InvalidArgument, match=name):
        connection_from({name: value}, {})


def test_patience() -> None:
    assert connection_from({}, {}).retry_timeout_for(ADMIN) == 300
    assert connection_from({}, {}).retry_timeout_for(PROJECT) == 120
    for key_class in (ADMIN, PROJECT):
        assert connection_from({"retry_timeout": 7}, {}).retry_timeout_for(key_class) == 7
        assert connection_from({"retry_timeout": 0}, {}).retry_timeout_for(key_class) == 0


def test_certificates(tmp_path: Path) -> None:
    bundle = tmp_path / "ca.pem"
    bundle.write_text("")
    other = tmp_path / "other.pem"
    other.write_text("")
    assert connection_from({}, {}).verify is True
    assert connection_from({"validate_certs": False, "ca_path": str(bundle)}, {}).verify is False
    assert connection_from({"ca_path": str(bundle)}, {"SSL_CERT_FILE": str(other)}).verify == str(bundle)
    for variable in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"):
        assert connection_from({"ca_path": ""}, {variable: str(bundle)}).verify == str(bundle)
    with pytest.raises(InvalidArgument, match="ca_path"):
        connection_from({"ca_path": str(tmp_path / "none.pem")}, {})
    assert connection_from({"client_cert": "/c.pem"}, {}).cert == "/c.pem"
    assert connection_from({"client_cert": "/c.pem", "client_key": "/k.pem"}, {}).cert == ("/c.pem", "/k.pem")
    assert connection_from({"client_key": "/k.pem"}, {}).cert is None
