# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Control routes: organizations, journal, faults, throttle, clock, page size, visibility and bulk creation."""

from __future__ import annotations

import json
import time
import typing as t
import urllib.request
from pathlib import Path

import openai
import pytest

from .conftest import Emulator, Organization, new_organization, refused, running


def test_organizations_are_isolated(emulator: Emulator, org: Organization, client: openai.OpenAI) -> None:
    other = new_organization(emulator, name="Other")
    file = client.files.create(file=("a.txt", b"a"), purpose="user_data").id
    project = client.admin.organization.projects.create(name="mine").id
    org.fault("status", status=503, match={"path": "/v1/models"})
    org.control("page_size", {"max": 1})
    with other.client() as stranger:
        assert len(stranger.models.list().data) > 30
        assert list(stranger.files.list()) == []
        assert refused(lambda: stranger.files.retrieve(file)).status_code == 404
        assert refused(lambda: stranger.admin.organization.projects.retrieve(project)).status_code == 404
        assert len(stranger.admin.organization.users.list().data) == 4
        assert {entry["organization"] for entry in other.journal()} == {other.id}
        assert all(entry["path"] != "/v1/organization/projects" for entry in other.journal())
    emulator.control("organizations", method="DELETE", organization=other.id)


def test_projects_do_not_share_files(client: openai.OpenAI, org: Organization) -> None:
    project = client.admin.organization.projects.create(name="second").id
    account = client.admin.organization.projects.service_accounts.create(project, name="bot")
    assert account.api_key is not None
    mine = client.files.create(file=("a.txt", b"a"), purpose="user_data").id
    with org.client(api_key=account.api_key.value) as second:
        assert list(second.files.list()) == []
        assert refused(lambda: second.files.delete(mine)).status_code == 404


def test_journal(client: openai.OpenAI, org: Organization) -> None:
    client.files.create(file=("a.txt", b"hello"), purpose="user_data")
    first = org.journal()[-1]
    assert (first["method"], first["template"], first["operation_id"]) == ("POST", "/files", "createFile")
    assert (first["key_class"], first["status"], first["fault"]) == ("project", 200, None)
    assert first["body"][0]["filename"] == "a.txt" and first["body"][0]["size"] == 5
    assert first["body"][0]["sha256"].startswith("2cf24dba") and first["body"][1] == {
        "name": "purpose",
        "value": "user_data",
    }
    account = client.admin.organization.projects.service_accounts.create(org.project_id, name="bot")
    assert account.api_key is not None
    [second] = org.journal(since=first["n"])
    assert second["body"] == {"name": "bot"} and second["request_id"].startswith("req_")
    text = str(org.journal())
    assert org.api_key not in text and org.admin_key not in text and account.api_key.value not in text
    org.control("journal", method="DELETE")
    assert org.journal() == []


def test_journal_is_bounded(tmp_path: Path) -> None:
    with running(tmp_path, "--journal-size", "200000") as server:
        org = new_organization(server)
        with org.client() as client:
            for number in range(40):
                text = f"{number:02}" * 5000
                client.chat.completions.create(model="gpt-4.1", messages=[{"role": "user", "content": text}])
        entries = org.journal()
        assert 5 < len(entries) < 20
        assert [entry["n"] for entry in entries] == list(range(41 - len(entries), 41))
        assert entries[-1]["body"]["messages"][0]["content"].startswith("3939")
        assert org.journal(since=39) == entries[-1:]


def test_journal_of_an_organization_is_cleared_alone(emulator: Emulator, org: Organization) -> None:
    other = new_organization(emulator)
    with org.client() as first, other.client() as second:
        first.models.list()
        second.models.list()
        first.files.list()
    assert [entry["path"] for entry in org.journal()] == ["/v1/models", "/v1/files"]
    every = emulator.control("journal", organization="*")["requests"]
    assert [entry["organization"] for entry in every[-3:]] == [org.id, other.id, org.id]
    other.control("journal", method="DELETE")
    assert other.journal() == [] and len(org.journal()) == 2
    emulator.control("organizations", method="DELETE", organization=other.id)


@pytest.mark.parametrize("path", ["", "/"])
def test_overview(emulator: Emulator, path: str) -> None:
    with urllib.request.urlopen(emulator.control_url + path, timeout=30) as answer:
        overview = json.load(answer)
    assert overview["default_organization"] == emulator.organization_id and overview["organizations"] >= 1
    routes = {(route["method"], route["path"]) for route in overview["control_routes"]}
    assert {("GET", "/_control"), ("POST", "/_control/reset"), ("DELETE", "/_control/journal")} <= routes
    assert all(route["description"].endswith(".") for route in overview["control_routes"])
    assert "/unfiltered/v1" in {profile["path"] for profile in overview["server_profiles"]}
    operations = {operation["operation_id"]: operation for operation in overview["operations"]}
    assert operations["createFile"] == {
        "method": "POST",
        "template": "/files",
        "operation_id": "createFile",
        "key": "project",
    }


def test_objects(client: openai.OpenAI, org: Organization) -> None:
    client.admin.organization.projects.service_accounts.create(org.project_id, name="bot")
    keys = org.control("objects", kind="api_key")["objects"]
    assert len(keys) == 2 and all(key["_scope"] == org.project_id and len(key["_sha256"]) == 64 for key in keys)
    assert org.control("objects")["kinds"]["organization_user"] == 4


def test_bulk_creation_is_fast(client: openai.OpenAI, org: Organization) -> None:
    began = time.perf_counter()
    org.control("objects", {"kind": "organization_user", "count": 5000})
    assert time.perf_counter() - began < 5
    assert len(list(client.admin.organization.users.list(limit=100))) == 5004
    # Checking the contract of fifty pages of a hundred items would take seconds.
    org.control("journal", method="DELETE")
    org.control("objects", {"kind": "rate_limit_model", "count": 150})
    assert len(list(client.admin.organization.projects.rate_limits.list_rate_limits(org.project_id))) > 180
    for kind in ("project_user", "service_account", "chat_completion"):
        org.control("objects", {"kind": kind, "count": 30})
    assert len(list(client.admin.organization.projects.users.list(org.project_id))) == 31
    assert len(list(client.admin.organization.projects.service_accounts.list(org.project_id))) == 30
    assert len(list(client.chat.completions.list())) == 30


def test_clock(client: openai.OpenAI, org: Organization) -> None:
    before = org.control("clock")["now"]
    assert org.control("clock")["now"] == before
    org.control("clock", {"advance": 120})
    assert org.control("clock")["now"] == before + 120
    assert client.admin.organization.projects.create(name="x").created_at == int(before + 120)
    org.control("clock", {"speed": 100000})
    later = org.control("clock")["now"]
    assert org.control("clock")["now"] > later > before + 120


def test_page_size(client: openai.OpenAI, org: Organization) -> None:
    org.control("objects", {"kind": "project", "count": 10})
    org.control("page_size", {"max": 3})
    page = client.admin.organization.projects.list(limit=100)
    assert len(page.data) == 3 and page.has_more
    assert len(list(page)) == 11


def test_visibility(client: openai.OpenAI, org: Organization) -> None:
    org.control("visibility", {"seconds": 5})
    projects = client.admin.organization.projects
    made = projects.create(name="late")
    assert refused(lambda: projects.retrieve(made.id)).status_code == 404
    assert made.id not in {project.id for project in projects.list()}
    org.advance(5)
    assert projects.retrieve(made.id) == made


def test_throttle(client: openai.OpenAI, org: Organization) -> None:
    org.control("throttle", {"admin_rpm": 7})
    projects = client.admin.organization.projects
    ids = [projects.create(name=str(number)).id for number in range(7)]
    for id in ids:
        projects.users.list(id)
    error = refused(lambda: projects.users.list(ids[0]))
    assert (error.status_code, error.code) == (429, "rate_limit_exceeded")
    names = {name.lower() for name in error.response.headers}
    assert "retry-after" not in names and not any(name.startswith("x-ratelimit") for name in names)
    projects.list()
    client.files.list()
    org.advance(10)
    projects.users.list(ids[0])
    assert refused(lambda: projects.users.list(ids[0])).status_code == 429
    org.advance(60)
    for id in ids:
        projects.users.list(id)
    org.control("throttle", {"admin_rpm": None})
    projects.users.list(ids[0])


# --- faults -----------------------------------------------------------------------------------------------------


def names(client: openai.OpenAI) -> list[str | None]:
    return [project.name for project in client.admin.organization.projects.list()][1:]


def test_fault_status(client: openai.OpenAI, org: Organization) -> None:
    org.fault("status", status=503, headers={"Retry-After": "2"}, match={"method": "POST"}, skip=1, times=2)
    projects = client.admin.organization.projects
    projects.create(name="a")
    for _unused in range(2):
        error = refused(lambda: projects.create(name="b"))
        assert error.status_code == 503 and error.response.headers["retry-after"] == "2"
    projects.create(name="c")
    assert names(client) == ["a", "c"]
    [rule] = org.control("faults")["faults"]
    assert (rule["seen"], rule["used"]) == (4, 2)
    org.control("faults", method="DELETE")
    assert org.control("faults")["faults"] == []


def test_fault_match(client: openai.OpenAI, org: Organization) -> None:
    org.fault("status", status=500, match={"path": "/organization/projects/{project_id}"}, times=9)
    org.fault("status", status=429, match={"path": "/models/.*"}, times=9)
    org.fault("status", status=502, match={"operation": "listFiles"}, times=9)
    assert refused(lambda: client.admin.organization.projects.retrieve(org.project_id)).status_code == 500
    assert names(client) == []
    assert refused(lambda: client.models.retrieve("gpt-4.1")).status_code == 429
    assert refused(client.files.list).status_code == 502
    client.models.list()
    bodied = {"match": {"path": "/v1/models"}, "fault": {"kind": "status", "status": 429, "body": {"code": "x"}}}
    org.control("faults", [bodied])
    assert refused(client.models.list).code == "x"


def test_fault_after_processing(client: openai.OpenAI, org: Organization) -> None:
    projects = client.admin.organization.projects
    org.fault("status_after", match={"method": "POST"})
    assert refused(lambda: projects.create(name="a")).status_code == 500
    assert names(client) == ["a"]


@pytest.mark.parametrize(("kind", "made"), [("cut_before", []), ("cut_after", ["a"]), ("truncate", ["a"])])
def test_fault_connection(client: openai.OpenAI, org: Organization, kind: str, made: list[str]) -> None:
    org.fault(kind, match={"method": "POST"})
    with pytest.raises((openai.APIConnectionError, openai.APIResponseValidationError, Exception)) as caught:
        client.admin.organization.projects.create(name="a")
    assert not isinstance(caught.value, openai.APIStatusError)
    assert names(client) == made
    entry = next(entry for entry in org.journal() if entry["method"] == "POST")
    assert entry["fault"]["kind"] == kind


def test_fault_stall(client: openai.OpenAI, org: Organization) -> None:
    org.fault("stall", seconds=1.0, match={"method": "POST"})
    impatient = client.with_options(timeout=0.3)
    with pytest.raises(openai.APITimeoutError):
        impatient.admin.organization.projects.create(name="a")
    deadline = time.monotonic() + 10
    while names(client) != ["a"]:
        assert time.monotonic() < deadline, "the request was not processed"
    org.fault("stall", seconds=0, after=1.0, match={"method": "POST"})
    with pytest.raises(openai.APITimeoutError):
        impatient.admin.organization.projects.create(name="b")
    assert "b" in names(client), "it is processed before the delay"


def test_fault_slow(client: openai.OpenAI, org: Organization) -> None:
    org.fault("slow", chunk=200, delay=0.02, match={"path": "/v1/models"})
    began = time.monotonic()
    assert len(client.models.list().data) > 30
    assert time.monotonic() - began > 0.3


def test_fault_html_and_huge(client: openai.OpenAI, org: Organization) -> None:
    org.fault("html", status=502, match={"path": "/v1/models"})
    with pytest.raises(openai.InternalServerError) as caught:
        client.models.list()
    assert caught.value.status_code == 502 and "text/html" in caught.value.response.headers["content-type"]
    org.fault("huge", bytes=5_000_000, match={"path": "/v1/models"})
    answer = client.models.with_raw_response.list()
    assert len(answer.content) == 5_000_000


def test_control_routes_reject_invalid_values(emulator: Emulator, org: Organization) -> None:
    for path, body in (
        ("faults", [{"fault": {"kind": "earthquake"}}]),
        ("faults", [{"fault": {"kind": "status"}, "match": {"color": "red"}}]),
        ("options", {"color": "red"}),
        ("objects", {"kind": "unicorn", "count": 1}),
        ("clock", {"rewind": 1}),
        ("throttle", {"admin_rpm": -1}),
    ):
        with pytest.raises(AssertionError):
            org.control(path, t.cast(t.Any, body))


def test_reset(client: openai.OpenAI, org: Organization) -> None:
    org.fault("status", status=503)
    org.control("page_size", {"max": 1})
    org.control("options", {"quota": "exhausted"})
    org.control("reset", {})
    org.control("clock", {"freeze": True})
    assert len(client.admin.organization.users.list().data) == 4
    assert org.control("options")["options"]["quota"] == "ok"
