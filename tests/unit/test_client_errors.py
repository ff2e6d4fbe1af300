# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Error messages of the client, masked secrets, and TLS."""

from __future__ import annotations

import json
import socket
import threading
import typing as t
from pathlib import Path

import pytest
from ansible_collections.fjcorp.openai.plugins.module_utils._api.client import Client
from ansible_collections.fjcorp.openai.plugins.module_utils._api.connection import ADMIN, connection_from
from ansible_collections.fjcorp.openai.plugins.module_utils._api.request import CallRecord, Request
from ansible_collections.fjcorp.openai.plugins.module_utils._support.errors import (
    ApiError,
    ConnectionFailure,
    LostResponse,
    OpenAIError,
)

from .replies import CREATE, OK, refusal_of
from .server import Reply, Server, error
from .task import ADMIN_KEY, API_KEY, Clock, client_for

# --- what an error says ----------------------------------------------------------------------------------------------


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
    assert details["call"] == "GET /items/{item_id}"


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
        (
            {"detail": [{"loc": ["body", "n"], "msg": "too small"}, {"loc": ["q"], "msg": "no"}]},
            "body.n: too small; q: no",
            "",
        ),
        ({"error": "invalid_token", "error_description": "it expired"}, "invalid_token: it expired", ""),
        ({"detail": {"error": {"message": "deep", "code": "c"}}}, "deep", "c"),
        ({"title": "Bad input", "detail": "n is small", "status": 400}, "Bad input: n is small", ""),
        ({"errors": [{"code": 7003, "message": "one"}, {"message": "two"}]}, "one; two", ""),
        ([{"error": {"message": "of a list", "code": 400}}], "of a list", "400"),
        ({"error": {"reason": "quota", "code": ["a"]}}, "quota", '["a"]'),
        ({"error": {"id": 7}}, '{"id": 7}', ""),
        ({"success": False}, '{"success": false}', ""),
        ({"error": {"message": {"text": "nested"}}}, "nested", ""),
        ("just a string", "just a string", ""),
        (7, "7", ""),
        ({"error": {"message": "x" * 9000}}, "x" * 1000, ""),
        (b'{"error": {"message": "half \\ud83d pair"}}', "half \ufffd pair", ""),
        (
            {
                "error": {
                    "message": "filtered",
                    "innererror": {"code": "ResponsibleAIPolicyViolation", "message": "hate"},
                }
            },
            "filtered (ResponsibleAIPolicyViolation: hate)",
            "",
        ),
        (b"<html>never shown</html>", "Bad Request", ""),
        (b"\xff\xfe\x00", "", ""),
    ],
)
def test_other_shapes_of_errors(server: Server, body: t.Any, message: str, code: str) -> None:
    refused = refusal_of(server, Reply(400, body))
    assert refused.message and message in refused.message and refused.code == code
    assert "never shown" not in refused.line() and len(refused.line()) < 3000
    refused.line().encode()
    json.dumps(refused.details())


@pytest.mark.parametrize(
    ("reply", "endpoint_missing"),
    [
        (error(404, "No such item: t1"), False),
        (error(404, "The model 'm' does not exist", code="model_not_found"), False),
        (error(404, "Not found", code="not_found"), False),
        (Reply(404, {"error": "Not Found"}), False),
        (Reply(404, {"detail": "no such item"}), False),
        (Reply(404, {"detail": "Not Found", "id": "t1"}), False),
        (Reply(404, {"message": "gone"}), False),
        (Reply(404, {"error": {"code": 404, "message": "Resource not found"}}), False),
        (Reply(404, {}), False),
        (Reply(404, []), False),
        (Reply(404, {"message": "no Route matched with those values"}), True),
        (error(404, "Invalid URL (GET /v1/items/t1)"), True),
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
    ids = {"item_id": "t1"}
    if endpoint_missing:
        with pytest.raises(ApiError, match=r"this server has no GET /items/\{item_id\}") as refused:
            client.find("/items/{item_id}", ids)
        assert refused.value.endpoint_missing and not refused.value.absent and refused.value.remedy
        with pytest.raises(ApiError, match="this server has no DELETE"):
            client.delete("/items/{item_id}", ids)
    else:
        assert client.find("/items/{item_id}", ids) is None
        assert client.delete("/items/{item_id}", ids) is None
        with pytest.raises(ApiError) as refused:
            client.get("/items/{item_id}", ids)
    assert "GET /items/{item_id}" in refused.value.line() and f"{server.base_url}/items/t1" in refused.value.line()
    assert not clock.slept, "what the server does not have will not come by waiting"


def test_a_create_on_a_missing_endpoint_says_so(server: Server, clock: Clock) -> None:
    server.otherwise = lambda seen: error(501, "Not implemented")
    with pytest.raises(ApiError, match="this server has no POST /items"):
        client_for(server, retry_timeout=10).send(CREATE)


@pytest.mark.parametrize(
    ("status", "code", "key", "remedy"),
    [
        (401, "", "project", "api_key"),
        (401, "", ADMIN, "admin_key"),
        (403, "", ADMIN, "admin key (sk-admin-...), of an owner or member with the permission"),
        (403, "", "project", "a project key, of an owner or member with the permission"),
        (401, "", "project", "the header Authorization; set auth_header"),
        (403, "", "project", "the header Authorization; set auth_header"),
        (404, "model_not_found", "project", "openai_model_info"),
    ],
)
def test_remedies(server: Server, status: int, code: str, key: str, remedy: str) -> None:
    assert remedy in refusal_of(server, error(status, code=code), Request("POST", "/items", key=key)).remedy


# --- nothing leaks ---------------------------------------------------------------------------------------------------


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
        client.send(Request(method, "/items", body={"a": 1} if method == "POST" else None, creates=method == "POST"))
    told = failed.value.line() + str(failed.value) + json.dumps(failed.value.details())
    assert API_KEY not in told and ADMIN_KEY not in told
    assert records and not any(API_KEY in record.line() for record in records)


def test_call_records_tell_the_operation_and_the_url_and_nothing_private(server: Server, clock: Clock) -> None:
    records: list[CallRecord] = []
    server.tell(Reply(500, b""), Reply(cut="before"), Reply(200, {"a": 1}, {"x-request-id": "req_9"}))
    client = client_for(server, observe=records.append)
    client.post("/users/{user_id}", {"user_id": "user-1"}, {"email": "a@x.example"}, query={"q": "private"})
    assert [(each.method, each.template, each.status, each.attempt) for each in records] == [
        ("POST", "/users/{user_id}", 500, 1),
        ("POST", "/users/{user_id}", 0, 2),
        ("POST", "/users/{user_id}", 200, 3),
    ]
    lines = [each.line() for each in records]
    assert "no response" in lines[1] and " attempt 3 req_9 http" in lines[2]
    assert all(f" {server.base_url}/users/user-1" in line for line in lines)
    assert not any(word in line for line in lines for word in ("?", "private", "@", "sk-", API_KEY))


# --- TLS -------------------------------------------------------------------------------------------------------------


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
    # The task's own option counts, not the bundle of the environment.
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "none.pem"))
    tls_server.tell(OK, OK)
    assert client_for(tls_server, ca_path=str(certificate)).get("/items") == {"ok": True}
    assert client_for(tls_server, validate_certs=False).get("/items") == {"ok": True}


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
