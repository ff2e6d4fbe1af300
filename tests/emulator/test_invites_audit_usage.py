# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Invitations, the audit log, usage and costs: all operations and their errors."""

from __future__ import annotations

import functools
import typing as t

import openai
import pytest

from .conftest import Organization, refused

WEEK = 7 * 24 * 3600


# --- invitations -----------------------------------------------------------------------------------------------------


def test_invited_user_joins_the_projects(client: openai.OpenAI, org: Organization) -> None:
    admin = client.admin.organization
    team = admin.projects.create(name="team")
    made = admin.invites.create(email="Hedy@example.com", role="reader", projects=[{"id": team.id, "role": "owner"}])
    assert (made.email, made.status, made.accepted_at) == ("hedy@example.com", "pending", None)
    assert made.expires_at is not None and made.expires_at - made.created_at == WEEK
    assert admin.invites.retrieve(made.id) == made
    org.control("accept_invite", {"email": "HEDY@example.com"})
    accepted = admin.invites.retrieve(made.id)
    assert accepted.status == "accepted" and accepted.accepted_at
    [hedy] = admin.users.list(emails=["hedy@example.com"])
    assert hedy.role == "reader"
    [member] = [each for each in admin.projects.users.list(team.id) if each.id == hedy.id]
    assert member.role == "owner"
    assert refused(functools.partial(admin.invites.delete, made.id)).code == "invite_accepted"
    again = functools.partial(admin.invites.create, email="hedy@example.com", role="reader")
    assert refused(again).code == "user_already_exists"
    with pytest.raises(AssertionError, match="no pending invitation to"):
        org.control("accept_invite", {"email": "hedy@example.com"})


def test_omitted_projects_differ_from_an_empty_list(client: openai.OpenAI, org: Organization) -> None:
    invites = client.admin.organization.invites
    omitted = invites.create(email="a@example.com", role="reader")
    assert [each.model_dump() for each in omitted.projects] == [{"id": org.project_id, "role": "member"}]
    assert invites.create(email="b@example.com", role="reader", projects=[]).projects == []


def test_invited_owner_joins_every_project(client: openai.OpenAI, org: Organization) -> None:
    admin = client.admin.organization
    team = admin.projects.create(name="team")
    admin.invites.create(email="hedy@example.com", role="owner", projects=[])
    org.control("accept_invite", {"email": "hedy@example.com"})
    [hedy] = [each for each in admin.projects.users.list(team.id) if each.email == "hedy@example.com"]
    assert hedy.role == "owner"


def test_invitations_expire_and_are_deleted(client: openai.OpenAI, org: Organization) -> None:
    invites = client.admin.organization.invites
    org.control("clock", {"freeze": True})
    org.control("page_size", {"max": 2})
    made = [invites.create(email=f"{name}@example.com", role="reader") for name in "abc"]
    assert [each.id for each in invites.list()] == [each.id for each in made]
    assert invites.delete(made[0].id).deleted
    assert refused(functools.partial(invites.retrieve, made[0].id)).status_code == 404
    org.advance(WEEK - 1)
    assert {each.status for each in invites.list()} == {"pending"}
    org.advance(1)
    assert {each.status for each in invites.list()} == {"expired"}
    assert invites.delete(made[1].id).deleted


def test_invalid_invitations(client: openai.OpenAI, org: Organization) -> None:
    admin = client.admin.organization
    gone = admin.projects.create(name="gone")
    admin.projects.archive(gone.id)
    cases: tuple[tuple[dict[str, t.Any], str | None], ...] = (
        ({"email": "hedy"}, "email"),
        ({"role": "boss"}, "role"),
        ({"projects": [{"id": "proj_none", "role": "member"}]}, "projects[0].id"),
        ({"projects": [{"id": gone.id, "role": "boss"}]}, "projects[0].role"),
        ({"projects": [{"id": gone.id, "role": "member"}]}, None),
    )
    for wrong, param in cases:
        whole: dict[str, t.Any] = {"email": "hedy@example.com", "role": "reader", **wrong}
        assert refused(functools.partial(admin.invites.create, **whole)).param == param
    first = admin.invites.create(email="hedy@example.com", role="reader")
    assert admin.invites.create(email="hedy@example.com", role="reader").id != first.id
    org.control("options", {"unique_invites": True})
    again = functools.partial(admin.invites.create, email="Hedy@example.com", role="reader")
    assert refused(again).code == "invite_pending"


# --- the audit log ---------------------------------------------------------------------------------------------------


def test_no_events_before_the_audit_log_is_enabled(client: openai.OpenAI, org: Organization) -> None:
    client.admin.organization.groups.create(name="before")
    assert list(client.admin.organization.audit_logs.list()) == []
    org.control("options", {"audit_log": True})
    group = client.admin.organization.groups.create(name="after")
    [event] = client.admin.organization.audit_logs.list()
    assert event.type == "group.created" and event.group_created is not None
    assert event.group_created.id == group.id and event.project is not None and event.project.id == org.project_id
    assert event.actor is not None and event.actor.api_key is not None and event.actor.api_key.user is not None
    assert event.actor.api_key.user.email == "owner@example.com"


def test_administrative_operations_are_recorded(client: openai.OpenAI, org: Organization) -> None:
    org.control("options", {"audit_log": True})
    admin = client.admin.organization
    project = admin.projects.create(name="team")
    account = admin.projects.service_accounts.create(project.id, name="ci")
    admin.projects.service_accounts.delete(account.id, project_id=project.id)
    role = admin.roles.create(role_name="reader of keys", permissions=["api.management.read"])
    [ada] = admin.users.list(emails=["ada@example.com"])
    admin.users.roles.create(ada.id, role_id=role.id)
    admin.users.roles.delete(role.id, user_id=ada.id)
    admin.users.update(ada.id, role="owner")
    admin.users.delete(ada.id)
    admin.invites.create(email="hedy@example.com", role="reader")
    org.control("accept_invite", {"email": "hedy@example.com"})
    admin.projects.archive(project.id)
    assert [event.type for event in admin.audit_logs.list()] == [
        "project.archived",
        "user.added",
        "invite.accepted",
        "invite.sent",
        "user.deleted",
        "user.updated",
        "role.assignment.deleted",
        "role.assignment.created",
        "role.created",
        "service_account.deleted",
        "service_account.created",
        "project.created",
    ]


def test_events_are_filtered(client: openai.OpenAI, org: Organization) -> None:
    org.control("options", {"audit_log": True})
    org.control("clock", {"freeze": True})
    org.control("page_size", {"max": 2})
    admin = client.admin.organization
    groups = []
    for number in range(5):
        groups.append(admin.groups.create(name=f"g{number}"))
        org.advance(10)
    events = list(admin.audit_logs.list())
    assert [each.group_created.id for each in events if each.group_created] == [each.id for each in groups[::-1]]
    middle = events[2].effective_at
    assert len(list(admin.audit_logs.list(effective_at={"gt": middle}))) == 2
    assert len(list(admin.audit_logs.list(effective_at={"gte": middle, "lte": middle}))) == 1
    assert len(list(admin.audit_logs.list(effective_at={"lt": middle}))) == 2
    assert len(list(admin.audit_logs.list(resource_ids=[groups[0].id, groups[1].id]))) == 2
    assert len(list(admin.audit_logs.list(actor_emails=["owner@example.com"]))) == 5
    assert list(admin.audit_logs.list(actor_ids=["user-none"])) == []
    assert list(admin.audit_logs.list(event_types=["group.deleted"])) == []
    assert list(admin.audit_logs.list(project_ids=["proj_none"])) == []
    assert list(admin.audit_logs.list(tenant_only=True)) == []
    for wrong in (
        {"event_types": ["group.exploded"]},
        {"event_types": ["role.bound_to_resource"]},
        {"event_types": ["group.created"], "tenant_only": True},
    ):
        assert refused(functools.partial(admin.audit_logs.list, **t.cast("dict[str, t.Any]", wrong))).status_code == 400


# --- usage and costs -------------------------------------------------------------------------------------------------

KINDS = [
    "completions",
    "decisions",
    "embeddings",
    "moderations",
    "images",
    "audio_speeches",
    "audio_transcriptions",
    "vector_stores",
    "code_interpreter_sessions",
    "file_search_calls",
    "web_search_calls",
]
DAY = 86400
START = 1_767_571_200 // DAY * DAY


def seed(org: Organization, kind: str, at: float, count: int = 1, step: float = 0, **record: t.Any) -> None:
    """Create usage records at a time in the past."""
    org.control("objects", {"kind": "usage", "usage": kind, "count": count, "at": at, "step": step, "record": record})


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_usage(kind: str, client: openai.OpenAI, org: Organization) -> None:
    seed(org, kind, START + 10, project_id="proj_a")
    seed(org, kind, START + DAY, project_id="proj_b")
    read = getattr(client.admin.organization.usage, kind)
    page = read(start_time=START, end_time=START + 3 * DAY, group_by=["project_id"])
    assert [[row.project_id for row in bucket.results] for bucket in page.data] == [["proj_a"], ["proj_b"], []]
    assert [bucket.start_time for bucket in page.data] == [START, START + DAY, START + 2 * DAY]
    only = read(start_time=START, end_time=START + 3 * DAY, project_ids=["proj_b"])
    assert [len(bucket.results) for bucket in only.data] == [0, 1, 0] and not only.has_more


def test_model_requests_are_recorded(client: openai.OpenAI, org: Organization) -> None:
    said = client.chat.completions.create(model="gpt-4o-mini", messages=[{"role": "user", "content": "Say hello"}])
    assert said.usage is not None
    for _chunk in client.chat.completions.create(
        model="gpt-4o-mini", messages=[{"role": "user", "content": "Say hello"}], stream=True
    ):
        pass
    usage = client.admin.organization.usage
    [bucket] = usage.completions(start_time=said.created - 60, group_by=["model", "user_id", "project_id"]).data
    [row] = bucket.results
    assert row.object == "organization.usage.completions.result"
    assert (row.model, row.project_id, row.user_id) == (said.model, org.project_id, org.owner_id)
    assert (row.num_model_requests, row.input_tokens) == (2, 2 * said.usage.prompt_tokens)
    assert row.output_tokens == 2 * said.usage.completion_tokens and row.api_key_id is None
    [day] = client.admin.organization.usage.costs(start_time=said.created - 60, group_by=["line_item"]).data
    assert sorted(str(line.line_item) for line in day.results if line.object == "organization.costs.result") == [
        f"{said.model}, input_tokens",
        f"{said.model}, output_tokens",
    ]


def test_buckets_are_paginated(client: openai.OpenAI, org: Organization) -> None:
    seed(org, "completions", START, 4, 3600, model="gpt-4o", input_tokens=1_000_000, batch=True)
    usage = client.admin.organization.usage
    asked: dict[str, t.Any] = {"start_time": START, "end_time": START + 5 * 3600, "bucket_width": "1h", "limit": 2}
    first = usage.completions(**asked)
    assert len(first.data) == 2 and first.has_more and first.next_page
    second = usage.completions(**asked, page=first.next_page)
    third = usage.completions(**asked, page=str(second.next_page))
    assert [len(page.data) for page in (first, second, third)] == [2, 2, 1] and not third.has_more
    assert sum(len(bucket.results) for page in (first, second, third) for bucket in page.data) == 4
    narrow: dict[str, t.Any] = {"start_time": START, "end_time": START + DAY}
    assert usage.completions(**narrow, batch=False).data[0].results == []
    assert len(usage.completions(**narrow, batch=True, models=["gpt-4o"]).data[0].results) == 1
    [day] = usage.costs(**narrow).data
    [cost] = day.results
    assert cost.object == "organization.costs.result" and cost.amount is not None
    assert (cost.amount.value, cost.amount.currency) == (10.0, "usd")
    assert usage.costs(**narrow, line_items=["gpt-4o, output_tokens"]).data[0].results == []


def test_invalid_usage_queries(client: openai.OpenAI) -> None:
    usage = client.admin.organization.usage
    cases: tuple[tuple[t.Any, dict[str, t.Any], str], ...] = (
        (usage.completions, {"start_time": START, "limit": 32}, "limit"),
        (usage.completions, {"start_time": START, "bucket_width": "1w"}, "bucket_width"),
        (usage.completions, {"start_time": START, "group_by": ["color"]}, "group_by[0]"),
        (usage.completions, {"start_time": START, "end_time": START}, "end_time"),
        (usage.completions, {"start_time": START, "page": "page_x"}, "page"),
        (usage.vector_stores, {"start_time": START, "group_by": ["model"]}, "group_by[0]"),
        (usage.costs, {"start_time": START, "bucket_width": "1h"}, "bucket_width"),
        (usage.costs, {"start_time": START, "limit": 181}, "limit"),
    )
    for read, wrong, param in cases:
        assert refused(functools.partial(read, **wrong)).param == param
