# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Projects, project users, service accounts, keys, rate limits and data retention: all operations and their errors."""

from __future__ import annotations

import functools
import typing as t

import openai
import pytest

from .conftest import Organization, refused


def test_project_lifecycle(client: openai.OpenAI) -> None:
    projects = client.admin.organization.projects
    made = projects.create(name="payments", residency="EU_STORAGE_PROCESSING", external_key_id="key_1")
    assert (made.status, made.residency, made.external_key_id) == ("active", "EU_STORAGE_PROCESSING", "key_1")
    assert projects.retrieve(made.id) == made
    assert projects.update(made.id, name="billing").name == "billing"
    assert projects.update(made.id, external_key_id=None).external_key_id is None
    twin = projects.create(name="billing")
    assert {project.id for project in projects.list()} >= {made.id, twin.id}
    archived = projects.archive(made.id)
    assert archived.status == "archived" and archived.archived_at is not None
    assert made.id not in {project.id for project in projects.list()}
    assert made.id in {project.id for project in projects.list(include_archived=True)}
    assert projects.retrieve(made.id).status == "archived"


def test_archived_project_rejects_changes(client: openai.OpenAI) -> None:
    admin = client.admin.organization.projects
    project = admin.create(name="old").id
    account = admin.service_accounts.create(project, name="bot")
    assert account.api_key is not None
    admin.archive(project)
    for call in (
        lambda: admin.archive(project),
        lambda: admin.update(project, name="new"),
        lambda: admin.users.list(project),
        lambda: admin.service_accounts.list(project),
        lambda: admin.service_accounts.create(project, name="bot"),
        lambda: admin.users.create(project, role="member", email="ada@example.com"),
        lambda: admin.data_retention.update(project, retention_type="none"),
    ):
        error = refused(call)
        assert (error.status_code, error.code) == (400, "project_archived")
    error = refused(client.with_options(api_key=account.api_key.value).models.list)
    assert error.status_code == 401


def test_default_project_cannot_be_changed(client: openai.OpenAI, org: Organization) -> None:
    projects = client.admin.organization.projects
    assert refused(lambda: projects.update(org.project_id, name="mine")).status_code == 400
    assert refused(lambda: projects.archive(org.project_id)).status_code == 400
    assert projects.retrieve(org.project_id).name == "Default project"


def test_project_users(client: openai.OpenAI, org: Organization) -> None:
    users = client.admin.organization.projects.users
    project = client.admin.organization.projects.create(name="team").id
    assert [(user.id, user.role) for user in users.list(project)] == [(org.owner_id, "owner")]
    ada = users.create(project, role="member", email="ADA@example.com")
    grace_id = next(iter(client.admin.organization.users.list(emails=["grace@example.com"]))).id
    grace = users.create(project, role="owner", user_id=grace_id)
    assert (ada.email, grace.id, grace.role) == ("ada@example.com", grace_id, "owner")
    assert users.retrieve(ada.id, project_id=project) == ada
    assert users.update(ada.id, project_id=project, role="owner").role == "owner"
    again = refused(lambda: users.create(project, role="member", email="ada@example.com"))
    assert again.code == "user_already_in_project"
    assert refused(lambda: users.create(project, role="member", email="unknown@example.com")).status_code == 404
    assert refused(lambda: users.create(project, role="member")).status_code == 400
    assert refused(lambda: users.create(project, role="boss", email="linus@example.com")).param == "role"
    for call in (
        lambda: users.delete(org.owner_id, project_id=project),
        lambda: users.update(org.owner_id, project_id=project, role="member"),
    ):
        assert refused(call).code == "user_organization_owner"
    assert users.delete(ada.id, project_id=project).deleted
    assert refused(lambda: users.delete(ada.id, project_id=project)).status_code == 404
    assert ada.id not in {user.id for user in users.list(project)}


def test_organization_users(client: openai.OpenAI, org: Organization) -> None:
    users = client.admin.organization.users
    everyone = list(users.list(limit=2))
    assert len(everyone) == 4
    found = list(users.list(emails=["ada@example.com", "GRACE@example.com"]))
    assert [user.name for user in found] == ["Ada Lovelace", "Grace Hopper"]
    ada = found[0]
    project = client.admin.organization.projects.create(name="team").id
    assert users.update(ada.id, role="owner", technical_level="expert").technical_level == "expert"
    seen = users.retrieve(ada.id)
    assert seen.projects is not None and {item.id for item in seen.projects.data} == {project, org.project_id}
    assert users.update(ada.id, role="reader").role == "reader"
    assert refused(lambda: users.update(org.owner_id, role="reader")).status_code == 400
    assert refused(lambda: users.delete(org.owner_id)).status_code == 400
    assert users.delete(ada.id).deleted
    assert refused(lambda: users.retrieve(ada.id)).status_code == 404
    assert ada.id not in {user.id for user in client.admin.organization.projects.users.list(project)}


def test_service_accounts_and_keys(client: openai.OpenAI, org: Organization) -> None:
    admin = client.admin.organization.projects
    project = admin.create(name="ci").id
    bare = admin.service_accounts.create(project, name="bare", create_service_account_only=True)
    assert (bare.role, bare.api_key) == ("none", None)
    full = admin.service_accounts.create(project, name="full", expires_in_seconds=3600)
    assert full.role == "member" and full.api_key is not None and full.api_key.expires_at is not None
    assert {account.id for account in admin.service_accounts.list(project)} == {bare.id, full.id}
    renamed = admin.service_accounts.update(bare.id, project_id=project, name="named", role="owner")
    assert (renamed.name, renamed.role) == ("named", "owner")
    assert admin.service_accounts.retrieve(bare.id, project_id=project) == renamed
    extra = admin.service_accounts.api_keys.create(bare.id, project_id=project, name="extra", scopes=["api.all.read"])
    with org.client(api_key=extra.value) as reader:
        reader.models.list()
        error = refused(lambda: reader.files.create(file=("a.txt", b"a"), purpose="user_data"))
        assert (error.status_code, error.code) == (403, "missing_scope")
    org.advance(3601)
    assert refused(client.with_options(api_key=full.api_key.value).models.list).code == "invalid_api_key"
    assert admin.service_accounts.delete(bare.id, project_id=project).deleted
    assert refused(client.with_options(api_key=extra.value).models.list).status_code == 401


def test_project_api_keys(client: openai.OpenAI, org: Organization) -> None:
    keys = client.admin.organization.projects.api_keys
    [own] = keys.list(org.project_id)
    assert own.owner.user is not None and own.owner.user.id == org.owner_id
    assert own.redacted_value.endswith(org.api_key[-4:]) and org.api_key not in own.redacted_value
    account = client.admin.organization.projects.service_accounts.create(org.project_id, name="bot")
    assert account.api_key is not None
    key = keys.retrieve(account.api_key.id, project_id=org.project_id)
    assert key.owner.service_account is not None and key.owner.service_account.id == account.id
    bot = client.with_options(api_key=account.api_key.value)
    bot.models.list()
    assert keys.retrieve(key.id, project_id=org.project_id).last_used_at is not None
    assert keys.update(key.id, project_id=org.project_id, expires_in_seconds=60, scopes=["api.files.read"]).expires_at
    assert refused(bot.models.list).status_code == 403
    assert refused(lambda: keys.update(key.id, project_id=org.project_id)).status_code == 400
    org.advance(61)
    expired = refused(lambda: keys.update(key.id, project_id=org.project_id, scopes=[]))
    assert expired.code == "api_key_expired"
    assert keys.delete(key.id, project_id=org.project_id).deleted
    assert [item.id for item in keys.list(org.project_id, owner_project_access="any")] == [own.id]


def test_key_of_owner_without_access_is_inactive(client: openai.OpenAI, org: Organization) -> None:
    admin = client.admin.organization
    ada = next(iter(admin.users.list(emails=["ada@example.com"])))
    admin.users.update(ada.id, role="owner")
    admin.users.update(org.owner_id, role="reader")
    admin.projects.users.delete(org.owner_id, project_id=org.project_id)
    assert list(admin.projects.api_keys.list(org.project_id)) == []
    [key] = admin.projects.api_keys.list(org.project_id, owner_project_access="inactive")
    assert key.owner_project_access == "inactive"


def test_rate_limits(client: openai.OpenAI, org: Organization) -> None:
    limits = client.admin.organization.projects.rate_limits
    rows = {row.model: row for row in limits.list_rate_limits(org.project_id)}
    assert len(rows) == len(list(limits.list_rate_limits(org.project_id, limit=7))) > 30
    row = rows["gpt-4.1-mini"]
    assert row.max_images_per_1_minute is None and rows["gpt-image-1"].max_images_per_1_minute is not None
    changed = limits.update_rate_limit(row.id, project_id=org.project_id, max_requests_per_1_minute=7)
    assert (changed.max_requests_per_1_minute, changed.max_tokens_per_1_minute) == (7, row.max_tokens_per_1_minute)
    assert {r.model: r for r in limits.list_rate_limits(org.project_id)}["gpt-4.1-mini"] == changed
    bad: list[dict[str, t.Any]] = [
        {"max_requests_per_1_minute": row.max_requests_per_1_minute + 1},
        {"max_requests_per_1_minute": -1},
        {"max_images_per_1_minute": 1},
    ]
    for body in bad:
        error = refused(functools.partial(limits.update_rate_limit, row.id, project_id=org.project_id, **body))
        assert (error.status_code, error.param) == (400, next(iter(body)))
    nothing = limits.update_rate_limit(row.id, project_id=org.project_id, max_requests_per_1_minute=0)
    assert nothing.max_requests_per_1_minute == 0
    ask: t.Any = client.chat.completions.create
    question = {"model": "gpt-4.1-mini", "messages": [{"role": "user", "content": "hi"}]}
    assert refused(lambda: ask(**question)).status_code == 429
    assert refused(lambda: limits.update_rate_limit("rl-none", project_id=org.project_id)).status_code == 404


def test_rate_limit_is_enforced(client: openai.OpenAI, org: Organization) -> None:
    client.admin.organization.projects.rate_limits.update_rate_limit(
        "rl-gpt-4.1-mini", project_id=org.project_id, max_requests_per_1_minute=2
    )

    def ask() -> t.Any:
        return client.chat.completions.create(model="gpt-4.1-mini", messages=[{"role": "user", "content": "hi"}])

    ask()
    ask()
    error = refused(ask)
    assert (error.status_code, error.code) == (429, "rate_limit_exceeded")
    assert int(error.response.headers["retry-after"]) == 30 and "try again in 30.000s" in error.message
    org.advance(31)
    ask()


def test_rate_limit_rows_are_paginated_in_both_directions(client: openai.OpenAI, org: Organization) -> None:
    limits = client.admin.organization.projects.rate_limits
    first = limits.list_rate_limits(org.project_id, limit=5)
    second = limits.list_rate_limits(org.project_id, limit=5, after=first.data[-1].id)
    back = limits.list_rate_limits(org.project_id, limit=5, before=second.data[0].id)
    assert [row.id for row in back.data] == [row.id for row in first.data]


def test_data_retention(client: openai.OpenAI, org: Organization) -> None:
    organization = client.admin.organization
    assert organization.data_retention.update(retention_type="zero_data_retention").type == "zero_data_retention"
    assert organization.data_retention.retrieve().type == "zero_data_retention"
    project = organization.projects.data_retention
    assert project.retrieve(org.project_id).type == "organization_default"
    assert project.update(org.project_id, retention_type="none").type == "none"
    assert project.retrieve(org.project_id).type == "none"
    wrong: t.Any = "for_ever"
    assert refused(lambda: organization.data_retention.update(retention_type=wrong)).code == "invalid_value"


@pytest.mark.parametrize("kind", ["projects", "users"])
def test_lists_are_paginated(client: openai.OpenAI, org: Organization, kind: str) -> None:
    org.control("objects", {"kind": {"projects": "project", "users": "organization_user"}[kind], "count": 130})
    lister: t.Any = getattr(client.admin.organization, kind)
    ids = [item.id for item in lister.list(limit=50)]
    assert len(ids) == len(set(ids)) > 130
    assert len(lister.list(limit=100).data) == 100 and len(lister.list().data) == 20


def test_admin_api_keys(client: openai.OpenAI, org: Organization) -> None:
    keys = client.admin.organization.admin_api_keys
    [own] = keys.list()
    assert own.owner.role == "owner" and own.expires_at is None and org.admin_key not in own.redacted_value
    made = keys.create(name="nightly", expires_in_seconds=60)
    assert made.value.startswith("sk-admin-") and made.expires_at == made.created_at + 60
    assert keys.retrieve(made.id).name == "nightly"
    assert [key.id for key in keys.list(limit=1)] == [own.id, made.id]
    assert [key.id for key in keys.list(order="desc")] == [made.id, own.id]
    other = org.client(admin_api_key=made.value)
    assert list(other.admin.organization.projects.list())
    assert refused(lambda: keys.create(name="x", expires_in_seconds=0)).param == "expires_in_seconds"
    assert refused(lambda: keys.create(name="x", expires_in_seconds=31_536_001)).param == "expires_in_seconds"
    assert refused(lambda: keys.create(name="")).param == "name"
    assert refused(lambda: keys.create(name="x", extra_body={"scopes": []})).code == "unknown_parameter"
    org.advance(61)
    assert refused(lambda: list(other.admin.organization.projects.list())).status_code == 401
    assert keys.delete(made.id).deleted
    assert refused(lambda: keys.retrieve(made.id)).status_code == 404
    assert keys.delete(own.id).deleted
    assert refused(lambda: list(keys.list())).status_code == 401


def test_undeletable_service_account_keys(client: openai.OpenAI, org: Organization) -> None:
    org.control("options", {"service_account_keys": "undeletable"})
    projects = client.admin.organization.projects
    account = projects.service_accounts.create(org.project_id, name="bot")
    assert account.api_key is not None
    key = account.api_key.id
    error = refused(lambda: projects.api_keys.delete(key, project_id=org.project_id))
    assert error.status_code == 400 and "service account" in error.message
    assert projects.service_accounts.delete(account.id, project_id=org.project_id).deleted
    assert refused(lambda: projects.api_keys.retrieve(key, project_id=org.project_id)).status_code == 404
