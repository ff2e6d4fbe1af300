# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Server profiles: the same objects, served below another path with the behavior of another server."""

from __future__ import annotations

import typing as t

import openai
import pytest
import requests

from openai_emulator.routes import load_router
from openai_emulator.server_profiles import ignore_filters

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


IGNORED = {
    *("actor_emails", "actor_ids", "api_key_ids", "batch", "context_levels", "effective_at", "emails", "end_time"),
    *("event_types", "include_archived", "line_items", "metadata", "model", "models", "order", "owner_project_access"),
    *("project_id", "project_ids", "purpose", "resource_ids", "service_account_id", "sizes", "sources", "tenant_only"),
    *("user_ids", "vector_store_ids", "unknown"),
}


def test_unfiltered_lists_ignore_every_filter() -> None:
    """A new query parameter of a list is either a filter, or one of those that select a page or a representation."""
    lists = [each for each in load_router().routes if each.method == "GET" and "limit" in each.shape.query.names]
    ignored = set()
    for route in lists:
        query = [(name, "value") for name in (*route.shape.query.names, "unknown", "metadata[a]")]
        ignored |= {name.partition("[")[0] for name, value in set(query) - set(ignore_filters(route, query))}
    assert len(lists) > 30 and ignored == IGNORED


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
    for archived in (True, False):
        assert len(list(projects.list(include_archived=archived))) == 6


def test_unfiltered_lists_ignore_the_access_of_key_owners(
    client: openai.OpenAI, unfiltered: openai.OpenAI, org: Organization
) -> None:
    inactive = {"owner_project_access": "inactive"}
    for server, number in ((client, 0), (unfiltered, 1)):
        keys = server.admin.organization.projects.api_keys.list(org.project_id, extra_query=inactive)
        assert len(list(keys)) == number


def test_unfiltered_accepts_unknown_parameters_of_lists_only(org: Organization) -> None:
    headers = {"Authorization": f"Bearer {org.admin_key}"}
    query = {"name": "unknown", "status": "none", "created_at[gt]": "1"}
    projects = f"{root(org)}/unfiltered/v1/organization/projects"
    try:
        listed = requests.get(projects, headers=headers, params=query, timeout=30)
        assert listed.status_code == 200 and len(listed.json()["data"]) == 1
        assert (
            requests.get(f"{projects}/{org.project_id}", headers=headers, params=query, timeout=30).status_code == 400
        )
        assert requests.get(projects, headers=headers, params={"limit": 0}, timeout=30).status_code == 400
        [first, *_others] = org.journal()
        assert "name=unknown" in first["query"] and first["template"] == "/organization/projects"
    finally:
        # The requests violate the API's description on purpose; the fixture checks all entries of the journal.
        org.control("journal", method="DELETE")


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
