# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Projects, service accounts, retention and objects by their id, beyond the ritual."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.harness.emulator import Organization
from tests.harness.play import Player, calls, task, writes

from .projects import project_id

# The requests do not depend on ansible-core: the ritual, the examples and the playbooks run on every one.
pytestmark = pytest.mark.newest_only


# --- projects, members, accounts -----------------------------------------------------------------------------------


def test_project_is_renamed_by_id_and_cleared(organization: Organization, player: Player) -> None:
    """With the id the name can change; an explicit null takes a value away and an omitted one stays."""
    tasks = [
        task("openai_project", "make", {"name": "old", "external_key_id": "ek_1"}, register="made"),
        task("openai_project", "omitted", {"name": "old"}),
        task("openai_project", "rename", {"id": "{{ made.project.id }}", "name": "new"}),
        task("openai_project", "rename again", {"id": "{{ made.project.id }}", "name": "new"}),
        task("openai_project", "clear", {"name": "new", "external_key_id": None}),
        task("openai_project", "clear again", {"name": "new", "external_key_id": None}),
    ]
    played = player.run(tasks).succeed()
    changed = [record["result"]["changed"] for record in played.records]
    assert changed == [True, False, True, False, True, False]
    body = writes(calls(organization.journal(), "rename"))[0]["body"]
    assert body == {"name": "new"}, "more than the difference was sent"
    assert played.result("clear")["project"]["external_key_id"] is None


def test_archived_namesake_does_not_count(organization: Organization, player: Player) -> None:
    """A project that is archived is absent; the same name makes another."""
    tasks = [
        task("openai_project", "one", {"name": "team"}, register="one"),
        task("openai_project", "archive", {"name": "team", "state": "absent"}),
        task("openai_project", "by id", {"id": "{{ one.project.id }}", "state": "absent"}),
        task("openai_project", "two", {"name": "team"}),
    ]
    played = player.run(tasks).succeed()
    assert [record["result"]["changed"] for record in played.records] == [True, True, False, True]
    assert played.result("two")["project"]["id"] != played.result("one")["project"]["id"]


def test_default_project_cannot_be_archived(organization: Organization, player: Player) -> None:
    """The server's refusal reaches the user with its request id."""
    played = player.run([task("openai_project", "no", {"id": organization.project_id, "state": "absent"})])
    assert played.code != 0
    assert played.result("no")["error"]["status"] == 400 and played.result("no")["error"]["request_id"]


def test_account_whose_key_file_is_gone_gets_another(organization: Organization, tmp_path: Path) -> None:
    """The file holds a live key of this account, always: lost, or of an account that was replaced, it is written again."""
    account = {"project": "team", "name": "ci", "dest": "ci.key"}
    player = Player(tmp_path, organization)
    setup = [task("openai_project", "team", {"name": "team"}), task("openai_service_account", "issue", account)]
    player.run(setup).succeed()
    first = (tmp_path / "ci.key").read_text()
    (tmp_path / "ci.key").unlink()
    played = player.run([task("openai_service_account", "lost", account)]).succeed()
    assert played.result("lost")["changed"] is True and played.result("lost")["warnings"]
    second = (tmp_path / "ci.key").read_text()
    assert second != first and "data" in Organization(organization.server, organization.id, "", second.strip(), "").get(
        "/models"
    )
    replaced = [
        task("openai_service_account", "remove", {"project": "team", "name": "ci", "state": "absent"}),
        task("openai_service_account", "replace", account),
        task("openai_service_account", "settled", account),
    ]
    played = player.run(replaced).succeed()
    assert played.result("settled")["changed"] is False
    assert (tmp_path / "ci.key").read_text() not in (first, second)


def test_undeliverable_key_is_not_left_alive(organization: Organization, tmp_path: Path) -> None:
    """When the vault refuses after the key was issued, the account and its key are taken back."""
    # Works when it is tried, and not when it is needed.
    password = tmp_path / "password"
    password.write_text('#!/bin/sh\nmkdir "$0.asked" && echo secret\n')
    password.chmod(0o700)
    args = {"project": "team", "name": "ci", "dest": "ci.key", "vault_password_file": "password"}
    player = Player(tmp_path, organization)
    player.run([task("openai_project", "team", {"name": "team"})]).succeed()
    played = player.run([task("openai_service_account", "issue", args)])
    assert played.code != 0
    played.failure("issue", "delivery_error")
    assert played.result("issue")["changed"] is False
    team = project_id(organization, "team")
    assert organization.get(f"/organization/projects/{team}/service_accounts", True)["data"] == []
    assert not (tmp_path / "ci.key").exists()


# --- what only these reach ---------------------------------------------------------------------------------------------


def test_retention_of_the_organization(organization: Organization, player: Player) -> None:
    """The organization's own retention is set without a project, and cannot be taken away."""
    args = {"retention_type": "modified_abuse_monitoring"}
    tasks = [
        task("openai_data_retention", "other", {"retention_type": "zero_data_retention"}),
        task("openai_data_retention", "set", args),
        task("openai_data_retention", "again", args),
        task("openai_data_retention", "absent", {"state": "absent"}, ignore_errors=True),
    ]
    played = player.run(tasks).succeed()
    assert played.result("set")["changed"] is True and played.result("again")["changed"] is False
    assert played.result("set")["data_retention"]["type"] == "modified_abuse_monitoring"
    played.failure("absent", "invalid_argument", "data retention")


def test_lost_key_of_an_account_is_revoked(organization: Organization, tmp_path: Path) -> None:
    """A key whose response was lost is revoked before another is issued."""
    account = {"project": "team", "name": "ci", "dest": "ci.key"}
    player = Player(tmp_path, organization)
    setup = [task("openai_project", "team", {"name": "team"}), task("openai_service_account", "issue", account)]
    player.run(setup).succeed()
    (tmp_path / "ci.key").unlink()
    organization.fault(
        "cut_after", path="/organization/projects/{project_id}/service_accounts/{service_account_id}/api_keys"
    )
    player.run([task("openai_service_account", "lost", account)]).succeed()
    keys = organization.get(f"/organization/projects/{project_id(organization, 'team')}/api_keys", True)["data"]
    assert len(keys) == 2, "the first key and the delivered one, and no third one"
    key = (tmp_path / "ci.key").read_text().strip()
    assert "data" in Organization(organization.server, organization.id, "", key, "").get("/models")


def test_one_by_its_id(organization: Organization, player: Player) -> None:
    """Each reader brings the one object that an id names, and an empty list for an unknown id."""
    in_project = {"project": organization.project_id}
    tasks = [
        task("openai_group", "group", {"name": "ops"}, register="group"),
        task("openai_project_group", "in", {**in_project, "group": "ops", "roles": ["member"]}),
        task("openai_role", "role", {"name": "reporter", "permissions": ["api.usage.read"]}, register="role"),
        task("openai_role_assignment", "of group", {"group": "ops", "role": "reporter"}),
        task("openai_role_assignment", "of user", {"user": "ada@example.com", "role": "reporter"}),
        task("openai_role_info", "roles", in_project, register="roles"),
        task("openai_role_assignment_info", "held", {**in_project, "group": "ops"}, register="held"),
        task("openai_project_user_info", "users", in_project, register="users"),
        task("openai_role_info", "one role", {**in_project, "id": "{{ roles.roles[0].id }}"}),
        task("openai_role_assignment_info", "one of group", {"group": "ops", "id": "{{ role.role.id }}"}),
        task("openai_role_assignment_info", "one of user", {"user": "ada@example.com", "id": "{{ role.role.id }}"}),
        task(
            "openai_role_assignment_info",
            "one in project",
            {**in_project, "group": "ops", "id": "{{ held.role_assignments[0].id }}"},
        ),
        task("openai_project_user_info", "one user", {**in_project, "id": "{{ users.project_users[0].id }}"}),
        task("openai_project_user_info", "unknown", {**in_project, "id": "user-unknown"}),
        task("openai_role", "gone", {"name": "reporter", "state": "absent"}),
    ]
    played = player.run(tasks).succeed()
    for name, many in (
        ("one role", "roles"),
        ("one of group", "role_assignments"),
        ("one of user", "role_assignments"),
        ("one in project", "role_assignments"),
        ("one user", "project_users"),
    ):
        assert len(played.result(name)[many]) == 1, f"{name}: {played.result(name)}"
    assert played.result("unknown")["project_users"] == []
    assert played.result("gone")["changed"] is True
