# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Requests that every route rejects, with the errors of the API."""

from __future__ import annotations

import http.client
import json
import typing as t
import urllib.parse

import openai
import pytest

from openai_emulator.routes import load_router
from openai_emulator.routing import KeyClass

from .conftest import Organization, refused


def raw(
    org: Organization, method: str, path: str, *, key: str | None = None, body: bytes = b"", **headers: str
) -> tuple[int, dict[str, str], t.Any]:
    """A request as bytes on the wire."""
    address = urllib.parse.urlsplit(org.emulator.base_url)
    connection = http.client.HTTPConnection(address.netloc, timeout=30)
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    if key:
        sent["Authorization"] = f"Bearer {key}"
    connection.request(method, path, body=body or None, headers=sent)
    answer = connection.getresponse()
    text = answer.read()
    connection.close()
    return answer.status, {k.lower(): v for k, v in answer.getheaders()}, json.loads(text)


def test_answers_carry_the_usual_headers(client: openai.OpenAI) -> None:
    headers = client.models.with_raw_response.list().headers
    assert headers["x-request-id"].startswith("req_") and headers["openai-version"] == "2020-10-01"
    assert headers["openai-organization"] and int(headers["openai-processing-ms"]) >= 0


def test_unknown_path_and_method(client: openai.OpenAI) -> None:
    error = refused(lambda: client.get("/nothing/here", cast_to=object))
    assert (error.status_code, error.message.count("Invalid URL (GET /v1/nothing/here)")) == (404, 1)
    assert refused(lambda: client.put("/models", cast_to=object)).status_code == 405
    assert refused(lambda: client.delete("/files", cast_to=object)).status_code == 405


def test_paths_outside_v1(org: Organization) -> None:
    status, _unused, body = raw(org, "GET", "/models", key=org.api_key)
    assert status == 404 and body["error"]["message"] == "Invalid URL (GET /models)"


def test_authentication(org: Organization) -> None:
    status, _unused, body = raw(org, "GET", "/v1/models")
    assert status == 401 and "You didn't provide an API key" in body["error"]["message"]
    status, _unused, body = raw(org, "GET", "/v1/models", key="sk-proj-0123456789abcdef")
    assert (status, body["error"]["code"]) == (401, "invalid_api_key")
    assert "sk-proj" in body["error"]["message"] and "0123456789abcdef" not in body["error"]["message"]
    status, _unused, body = raw(org, "GET", "/v1/models", Authorization=f"Basic {org.api_key}")
    assert status == 401


def test_key_classes(org: Organization) -> None:
    status, _unused, body = raw(org, "GET", "/v1/organization/projects", key=org.api_key)
    assert status == 403 and "Missing scopes: api.management.read" in body["error"]["message"]
    status, _unused, body = raw(org, "POST", "/v1/organization/projects", key=org.api_key)
    assert status == 403 and "Missing scopes: api.management.write" in body["error"]["message"]
    for path in ("/v1/models", "/v1/files", "/v1/fine_tuning/jobs", "/v1/chat/completions"):
        status, _unused, body = raw(org, "GET", path, key=org.admin_key)
        assert status == 403 and "insufficient permissions" in body["error"]["message"]


def test_organization_and_project_headers(org: Organization) -> None:
    good = raw(org, "GET", "/v1/models", key=org.api_key, OpenAI_Organization=org.id, OpenAI_Project=org.project_id)
    assert good[0] == 200
    *_more, body = raw(org, "GET", "/v1/models", key=org.api_key, OpenAI_Organization="org-other")
    assert body["error"]["code"] == "mismatched_organization"
    status, _unused, body = raw(org, "GET", "/v1/models", key=org.api_key, OpenAI_Project="proj_other")
    assert (status, body["error"]["code"]) == (401, "mismatched_project")


@pytest.mark.parametrize(
    ("query", "code", "param"),
    [
        ("limit=-1", "integer_below_min_value", "limit"),
        ("limit=101", "integer_above_max_value", "limit"),
        ("limit=many", "invalid_type", "limit"),
        ("limit=1&limit=2", "duplicate_parameter", "limit"),
        ("offset=1", "unknown_parameter", "offset"),
        ("include_archived=maybe", "invalid_type", "include_archived"),
        ("after=proj_none", "invalid_value", "after"),
        ("after[]=x", "unknown_parameter", "after[]"),
    ],
)
def test_queries(org: Organization, query: str, code: str, param: str) -> None:
    status, _unused, body = raw(org, "GET", f"/v1/organization/projects?{query}", key=org.admin_key)
    assert (status, body["error"]["code"], body["error"]["param"]) == (400, code, param)


def test_array_and_map_queries(org: Organization) -> None:
    for name in ("emails", "emails[]", "emails%5B%5D"):
        *_unused, body = raw(org, "GET", f"/v1/organization/users?{name}=ada@example.com", key=org.admin_key)
        assert [item["email"] for item in body["data"]] == ["ada@example.com"]
    assert raw(org, "GET", "/v1/fine_tuning/jobs?metadata[a]=b", key=org.api_key)[0] == 200
    assert raw(org, "GET", "/v1/fine_tuning/jobs?metadata=null", key=org.api_key)[0] == 200
    assert raw(org, "GET", "/v1/fine_tuning/jobs?metadata=a", key=org.api_key)[0] == 400


JSON = {"Content_Type": "application/json"}


@pytest.mark.parametrize(
    ("body", "headers", "status", "code"),
    [
        (b"{", JSON, 400, None),
        (b"\xff\xfe", JSON, 400, None),
        (b'{"name": NaN}', JSON, 400, None),
        (b"[" * 100_000, JSON, 400, None),
        (b'{"name": ' + b"[" * 500 + b"]" * 500 + b"}", JSON, 400, None),
        (b'{"name": "\\ud800"}', JSON, 400, None),
        (b"[]", JSON, 400, "invalid_type"),
        (b"{}", JSON, 400, "missing_required_parameter"),
        (b"", JSON, 400, "missing_required_parameter"),
        (b'{"name": null}', JSON, 400, "invalid_type"),
        (b'{"name": 5}', JSON, 400, "invalid_type"),
        (b'{"name": ""}', JSON, 400, "empty_string"),
        (b'{"name": "a", "description": "b"}', JSON, 400, "unknown_parameter"),
        (b'{"name": "a", "residency": "MOON"}', JSON, 400, "invalid_value"),
        (b'{"name": "a"}', {"Content_Type": "text/plain"}, 415, "unsupported_content_type"),
        (b"name=a", {"Content_Type": "application/x-www-form-urlencoded"}, 415, "unsupported_content_type"),
    ],
)
def test_bodies(org: Organization, body: bytes, headers: dict[str, str], status: int, code: str | None) -> None:
    got, _unused, answer = raw(org, "POST", "/v1/organization/projects", key=org.admin_key, body=body, **headers)
    assert (got, answer["error"]["code"]) == (status, code)
    assert len(org.control("objects", kind="project")["objects"]) == 1


def form(boundary: str, *parts: tuple[str, bytes]) -> bytes:
    pieces = [f"--{boundary}\r\nContent-Disposition: form-data; {head}\r\n\r\n".encode() + text for head, text in parts]
    return b"\r\n".join(pieces) + f"\r\n--{boundary}--\r\n".encode()


FILE = ('name="file"; filename="a.txt"', b"hello")
PURPOSE = ('name="purpose"', b"user_data")


@pytest.mark.parametrize(
    ("parts", "code", "param"),
    [
        ([PURPOSE], "missing_required_parameter", "file"),
        ([FILE], "missing_required_parameter", "purpose"),
        ([FILE, PURPOSE, ('name="color"', b"red")], "unknown_parameter", "color"),
        ([FILE, FILE, PURPOSE], "duplicate_parameter", "file"),
        ([FILE, PURPOSE, ('name="other"; filename="b"', b"x")], "unknown_parameter", "other"),
        ([('name="file"', b"text"), PURPOSE], "invalid_type", "file"),
        (
            [FILE, PURPOSE, ('name="expires_after[seconds]"', b"3600")],
            "missing_required_parameter",
            "expires_after.anchor",
        ),
        ([FILE, PURPOSE, ('name="expires_after"', b"3600")], "invalid_type", "expires_after"),
    ],
)
def test_forms(org: Organization, parts: list[tuple[str, bytes]], code: str, param: str) -> None:
    kind = "multipart/form-data; boundary=xyz"
    status, _unused, body = raw(org, "POST", "/v1/files", key=org.api_key, body=form("xyz", *parts), Content_Type=kind)
    assert (status, body["error"]["code"], body["error"]["param"]) == (400, code, param)


def test_broken_forms(org: Organization) -> None:
    whole = form("xyz", FILE, PURPOSE)
    for body, kind in (
        (whole[:-10], "multipart/form-data; boundary=xyz"),
        (whole, "multipart/form-data"),
        (whole, "multipart/form-data; boundary=abc"),
        (b"", "multipart/form-data; boundary=xyz"),
    ):
        assert raw(org, "POST", "/v1/files", key=org.api_key, body=body, Content_Type=kind)[0] == 400
    assert raw(org, "POST", "/v1/files", key=org.api_key, body=b"{}", Content_Type="application/json")[0] == 415
    assert org.control("objects", kind="file")["objects"] == []


def test_ids_are_decoded_once(org: Organization) -> None:
    status, _unused, body = raw(org, "GET", "/v1/models/ft%3Agpt-4.1%3Ax%3A%3Ay", key=org.api_key)
    assert status == 404 and "`ft:gpt-4.1:x::y`" in body["error"]["message"]
    status, _unused, body = raw(org, "GET", "/v1/files/..%2Fmodels", key=org.api_key)
    assert status == 404 and "No such File object: ../models" in body["error"]["message"]
    assert raw(org, "GET", "/v1/files/", key=org.api_key)[0] in (200, 404)


def test_body_where_none_is_taken(org: Organization) -> None:
    status, _unused, body = raw(
        org,
        "POST",
        f"/v1/organization/projects/{org.project_id}/archive",
        key=org.admin_key,
        body=b'{"force": true}',
        **JSON,
    )
    assert (status, body["error"]["code"]) == (400, "unknown_parameter")


@pytest.mark.parametrize("path", ["/v1//files", "/v1/files//", "//v1/files", "/v1/organization//projects", "/v1//"])
def test_empty_segments_are_no_path(org: Organization, path: str) -> None:
    status, _unused, body = raw(org, "GET", path, key=org.api_key)
    assert status == 404 and body["error"]["message"].startswith("Invalid URL")


@pytest.mark.parametrize("name", [b'"\\ud800"', b'"\xed\xa0\x80"', b'"\xff"', b"1e999", b"NaN", b'"\\udc00\\ud800"'])
def test_what_is_no_text_is_never_stored(org: Organization, name: bytes) -> None:
    path, body = "/v1/organization/projects", b'{"name": ' + name + b"}"
    assert raw(org, "POST", path, key=org.admin_key, body=body, **JSON)[0] == 400
    listed = raw(org, "GET", path, key=org.admin_key)[2]
    assert [project["name"] for project in listed["data"]] == ["Default project"]


def test_text_in_other_encodings_is_refused(org: Organization) -> None:
    body = '{"name": "a"}'.encode("utf-16")
    assert raw(org, "POST", "/v1/organization/projects", key=org.admin_key, body=body, **JSON)[0] == 400


def test_pages_without_items(org: Organization) -> None:
    """A limit of 0 is valid for every list, and what follows is found with the cursor of an empty page."""
    for route in load_router().routes:
        if route.method == "GET" and "limit" in route.shape.query.names and "{" not in route.template:
            key = org.admin_key if route.key is KeyClass.ADMIN else org.api_key
            query = "limit=0" + ("&start_time=1" if "start_time" in route.shape.query.names else "")
            status, _unused, page = raw(org, "GET", f"/v1{route.template}?{query}", key=key)
            assert status == 200, (route.template, page)
            # Reports have a default number of buckets.
            assert page["data"] == [] or page["object"] == "page"
    for path in ("/v1/files", "/v1/chat/completions"):
        page = raw(org, "GET", path, key=org.api_key)[2]
        assert (page["first_id"], page["last_id"]) == ("", "")
    page = raw(org, "GET", "/v1/organization/groups?limit=0", key=org.admin_key)[2]
    assert page["next"] is None
