# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Server profiles: the same objects, served below another path with the behavior of another server."""

from __future__ import annotations

import json
import typing as t

import openai
import pytest
import requests

from openai_emulator.errors import error_for_status
from openai_emulator.routes import load_router
from openai_emulator.server_profiles import ignore_optional

from .conftest import Organization


@pytest.fixture
def unfiltered(org: Organization) -> t.Iterator[openai.OpenAI]:
    """The official client of a server whose lists ignore filters."""
    with openai.OpenAI(
        base_url=f"{root(org)}/unfiltered/v1",
        api_key=org.api_key,
        admin_api_key=org.admin_key,
        max_retries=0,
        _strict_response_validation=True,
    ) as made:
        yield made


def root(org: Organization) -> str:
    """Return the address of the emulator without a path."""
    return org.emulator.base_url.removesuffix("/v1")


def test_unfiltered_lists_return_all_objects(client: openai.OpenAI, unfiltered: openai.OpenAI) -> None:
    for purpose in ("user_data", "assistants"):
        client.files.create(file=("a.txt", b"a"), purpose=t.cast(t.Any, purpose))
    assert len(list(client.files.list(purpose="assistants"))) == 1
    assert len(list(unfiltered.files.list(purpose="assistants"))) == 2
    for owner in ("mine", "theirs"):
        client.chat.completions.create(
            model="gpt-4.1", messages=[{"role": "user", "content": "hi"}], store=True, metadata={"owner": owner}
        )
    assert len(list(client.chat.completions.list(metadata={"owner": "mine"}))) == 1
    assert len(list(unfiltered.chat.completions.list(metadata={"owner": "mine"}, model="gpt-4.1-mini"))) == 2
    assert len(list(client.admin.organization.users.list(emails=["ada@example.com"]))) == 1
    assert len(list(unfiltered.admin.organization.users.list(emails=["ada@example.com"]))) == 4


def test_unfiltered_lists_ignore_metadata_of_jobs(
    client: openai.OpenAI, unfiltered: openai.OpenAI, org: Organization
) -> None:
    org.control("objects", {"kind": "fine_tuning_job", "count": 3})
    assert len(list(client.fine_tuning.jobs.list(metadata={"number": "1"}))) == 1
    assert len(list(unfiltered.fine_tuning.jobs.list(metadata={"number": "1"}))) == 3


def test_unfiltered_lists_have_pages(client: openai.OpenAI, unfiltered: openai.OpenAI, org: Organization) -> None:
    org.control("objects", {"kind": "project", "count": 5})
    projects = unfiltered.admin.organization.projects
    page = projects.list(limit=2)
    assert len(page.data) == 2 and page.has_more
    assert [project.id for project in page] == [project.id for project in client.admin.organization.projects.list()]
    projects.archive(page.data[1].id)
    assert len(list(projects.list())) == 6 and len(list(client.admin.organization.projects.list())) == 5


def test_unfiltered_lists_ignore_the_access_of_key_owners(
    client: openai.OpenAI, unfiltered: openai.OpenAI, org: Organization
) -> None:
    inactive = {"owner_project_access": "inactive"}
    for server, number in ((client, 0), (unfiltered, 1)):
        keys = server.admin.organization.projects.api_keys.list(org.project_id, extra_query=inactive)
        assert len(list(keys)) == number


@pytest.fixture
def violations(org: Organization) -> t.Iterator[None]:
    """Drop the journal: its requests violate the API's description on purpose, and `org` checks every entry."""
    yield
    org.control("journal", method="DELETE")


def test_unfiltered_ignores_unknown_parameters_of_every_operation(org: Organization, violations: None) -> None:
    headers = {"Authorization": f"Bearer {org.admin_key}"}
    query = {"name": "unknown", "status": "none", "created_at[gt]": "1", "order": "newest"}
    projects = f"{root(org)}/unfiltered/v1/organization/projects"
    for path in ("", f"/{org.project_id}", f"/{org.project_id}/rate_limits", f"/{org.project_id}/api_keys"):
        assert requests.get(projects + path, headers=headers, params=query, timeout=30).status_code == 200, path
    made = requests.post(projects, headers=headers, params=query, json={"name": "a"}, timeout=30)
    assert made.status_code == 200 and made.json()["name"] == "a"
    assert requests.get(projects, headers=headers, params={"limit": 1000}, timeout=30).status_code == 400
    [first, *_others] = org.journal()
    assert "name=unknown" in first["query"] and first["template"] == "/organization/projects"


def test_unfiltered_ignores_optional_parameters_of_every_operation(org: Organization, violations: None) -> None:
    """Only what is required and what selects a page is effective."""
    kept: set[str] = set()
    for route in load_router().routes:
        sent = [(name, "x") for name in route.shape.query.names]
        kept |= {name for name, value in ignore_optional(route, sent) if value == "x"}
    assert kept == {"limit", "after", "before", "page", "start_time"}
    org.control("objects", {"kind": "usage", "usage": "completions", "count": 2})
    usage = f"{root(org)}/unfiltered/v1/organization/usage/completions"
    key = {"Authorization": f"Bearer {org.admin_key}"}
    query: dict[str, str | int] = {"start_time": 1, "end_time": 2, "bucket_width": "1m", "group_by[]": "model"}
    assert requests.get(usage, headers=key, params=query, timeout=30).status_code == 200
    assert requests.get(usage, headers=key, timeout=30).json()["error"]["param"] == "start_time"


def variant_of(org: Organization, path: str, *, key: str = "", **options: t.Any) -> requests.Response:
    """Call the server whose responses vary."""
    headers = {"Authorization": f"Bearer {key or org.api_key}"}
    method = "POST" if "json" in options else "GET"
    return requests.request(method, f"{root(org)}/variant/v1{path}", headers=headers, timeout=30, **options)


def test_variant_responses_have_other_fields(client: openai.OpenAI, org: Organization) -> None:
    question = {"model": "gpt-4.1", "messages": [{"role": "user", "content": "Say hello."}], "store": True}
    told = variant_of(org, "/chat/completions", json={**question, "metadata": {"id": "mine"}}).json()
    assert told["x_region"] and told["choices"][0]["message"]["content"] == "hello"
    assert told["metadata"] == {"id": "mine"} and told["usage"] is None
    assert "service_tier" not in told and told["choices"][0]["message"]["refusal"] is None
    [listed] = client.chat.completions.list().data
    assert listed.id == told["id"] and listed.usage
    page = variant_of(org, "/chat/completions", params={"limit": 1}).json()
    assert page["data"][0]["x_region"] and not {"has_more", "first_id", "last_id"} & page.keys()
    org.control("objects", {"kind": "project", "count": 2})
    page = variant_of(org, "/organization/projects", key=org.admin_key, params={"limit": 1}).json()
    assert page["has_more"] and page["last_id"] == page["data"][0]["id"]
    assert "archived_at" not in page["data"][0] and page["data"][0]["x_trace"]["parent"] is None


def test_variant_streams_begin_without_choices(org: Organization) -> None:
    question = {"model": "gpt-4.1", "messages": [{"role": "user", "content": "Say hello."}], "stream": True}
    lines = variant_of(org, "/chat/completions", json=question).text.split("\n\n")
    events = [json.loads(line.removeprefix("data: ")) for line in lines if line.startswith("data: {")]
    assert lines[-2] == "data: [DONE]" and all(event["x_region"] for event in events)
    assert [bool(event["choices"]) for event in events] == [False] + [True] * (len(events) - 1)
    text = "".join(event["choices"][0]["delta"].get("content") or "" for event in events[1:])
    assert text == "hello"


def test_variant_errors_have_other_shapes(org: Organization, violations: None) -> None:
    shapes = []
    for status in (400, 401, 403, 404, 409, 429, 500):
        org.fault("status", status=status)
        told = variant_of(org, "/models")
        assert told.status_code == status
        shapes.append(told.json())
    messages = [openai_error(status) for status in (400, 401, 403, 404, 409, 429, 500)]
    assert shapes[0] == {"detail": [{"type": None, "loc": ["body", None], "msg": messages[0]}]}
    assert shapes[1] == {"message": messages[1], "code": 401}
    assert shapes[2] == {"error": messages[2]}
    assert shapes[3] == {"detail": messages[3]}
    assert shapes[4] == {"error": {"message": messages[4], "code": 409}}
    assert shapes[6]["error"]["innererror"]["details"] == messages[6] and shapes[6]["error"]["code"] == 500
    assert variant_of(org, "/files/file-1").json()["detail"].startswith("No such File object")
    assert variant_of(org, "/nothing").json() == {"detail": "Not Found"}
    assert variant_of(org, "/models", json={}).json() == {"detail": "Method Not Allowed"}


def openai_error(status: int) -> str:
    """Return the message of the API's error with this status."""
    return error_for_status(status).message


def test_faults_send_any_body(org: Organization) -> None:
    for raw, sent in ((b"", ""), (b"[1", "[1"), (b'{"detail": "Not Found"}', {"detail": "Not Found"}), (b"null", None)):
        for profile in ("", "/variant", "/gateway"):
            org.fault("status", status=200, raw=sent, headers={"content-type": "text/plain"} if not profile else {})
            told = requests.get(
                f"{root(org)}{profile}/v1/models", headers={"Authorization": f"Bearer {org.api_key}"}, timeout=30
            )
            assert told.status_code == 200
            assert profile or (told.content == raw and told.headers["content-type"] == "text/plain")


def test_profiles_share_the_objects(client: openai.OpenAI, org: Organization) -> None:
    model = {"model": "gpt-4.1", "messages": [{"role": "user", "content": "Say hello."}]}
    key = {"Authorization": f"Bearer {org.api_key}"}
    file = client.files.create(file=("a.txt", b"a"), purpose="user_data").id
    gateway = requests.get(f"{root(org)}/gateway/v1/files/{file}", headers=key, timeout=30)
    assert gateway.json()["id"] == file and gateway.json()["_gateway"]["provider"] == "openai"
    azure = f"{root(org)}/azure/openai/v1"
    assert requests.get(f"{azure}/files/{file}", headers=key, timeout=30).status_code == 401
    named = {"api-key": org.api_key}
    assert requests.get(f"{azure}/files/{file}", headers=named, timeout=30).status_code == 400
    version = {"api-version": "preview"}
    assert requests.get(f"{azure}/files/{file}", headers=named, params=version, timeout=30).json()["id"] == file
    for name in ("keyless", "inference"):
        told = requests.post(f"{root(org)}/{name}/v1/chat/completions", json=model, timeout=30).json()
        assert told["choices"][0]["message"]["content"] == "hello"
    assert requests.get(f"{root(org)}/inference/v1/files", timeout=30).text == "404 page not found"
