# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Invitations, the audit log, usage and costs: every operation, and what it refuses."""

from __future__ import annotations

import functools
import typing as t

import openai
import pytest

from .conftest import Organization, refused

WEEK = 7 * 24 * 3600


# --- invitations -----------------------------------------------------------------------------------------------------


def test_an_invitation_leads_into_the_projects_it_names(client: openai.OpenAI, org: Organization) -> None:
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
    with pytest.raises(AssertionError, match="no pending invite"):
        org.control("accept_invite", {"email": "hedy@example.com"})


def test_no_projects_and_none_named_differ(client: openai.OpenAI, org: Organization) -> None:
    invites = client.admin.organization.invites
    omitted = invites.create(email="a@example.com", role="reader")
    assert [each.model_dump() for each in omitted.projects] == [{"id": org.project_id, "role": "member"}]
    assert invites.create(email="b@example.com", role="reader", projects=[]).projects == []


def test_an_owner_joins_every_project(client: openai.OpenAI, org: Organization) -> None:
    admin = client.admin.organization
    team = admin.projects.create(name="team")
    admin.invites.create(email="hedy@example.com", role="owner", projects=[])
    org.control("accept_invite", {"email": "hedy@example.com"})
    [hedy] = [each for each in admin.projects.users.list(team.id) if each.email == "hedy@example.com"]
    assert hedy.role == "owner"


def test_invitations_expire_and_are_withdrawn(client: openai.OpenAI, org: Organization) -> None:
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


def test_wrong_invitations_are_refused(client: openai.OpenAI, org: Organization) -> None:
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
    org.control("options", {"one_invite": True})
    again = functools.partial(admin.invites.create, email="Hedy@example.com", role="reader")
    assert refused(again).code == "invite_pending"
