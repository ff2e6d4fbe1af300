# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The playbooks for onboarding and offboarding, at each of their stages."""

from __future__ import annotations

import json
import typing as t

from tests.harness.documentation import assert_documented, output_after
from tests.harness.emulator import Organization
from tests.harness.play import Played, Player, task, writes

PAGE = "docs/docsite/rst/people.rst"
PLACES = [
    task("openai_group", "crew", {"name": "Crew"}),
    task("openai_project", "team", {"name": "team"}),
    task("openai_project", "lab", {"name": "lab"}),
]
WANTED: dict[str, t.Any] = {
    "onboarding_email": "hedy@example.com",
    "onboarding_groups": ["crew"],
    "onboarding_projects": [{"project": "team"}, {"project": "lab", "role": "owner"}],
}


def play(player: Player, name: str, variables: dict[str, t.Any], *options: str) -> Played:
    """One of the collection's playbooks by its full name."""
    return player.run(f"fjcorp.openai.{name}", "-e", json.dumps(variables), *options)


def changed(played: Played) -> list[str]:
    """The tasks that changed something."""
    return [record["task"] for record in played.records if record["result"].get("changed")]


def asked(organization: Organization, since: int) -> list[str]:
    """The requests since an entry of the journal."""
    return [f"{each['method']} {each['template']}" for each in organization.journal()[since:]]


def members(organization: Organization, kind: str, email: str) -> int:
    """Number of groups or projects that a user belongs to."""
    return len([each for each in organization.objects(kind) if each["email"] == email])


def test_onboarding_goes_on_where_it_stood(organization: Organization, player: Player) -> None:
    """Invite, wait, then groups and projects; every stage twice, first in check mode."""
    player.run(PLACES).succeed()
    before = len(organization.journal())
    check = play(player, "onboarding", WANTED, "--check").succeed()
    assert not writes(organization.journal()[before:]) and "has not accepted the invitation yet" in check.output
    since = len(organization.journal())
    first = play(player, "onboarding", WANTED).succeed()
    assert changed(first) == changed(check) and len(changed(first)) == 1
    assert asked(organization, since) == [
        "GET /organization/groups",
        "GET /organization/projects",
        "GET /organization/invites",
        "GET /organization/users",
        "POST /organization/invites",
    ]
    assert_documented(output_after(PAGE, "fjcorp.openai.onboarding"), first.output)
    waiting = play(player, "onboarding", WANTED).succeed()
    assert changed(waiting) == [] and "has not accepted the invitation yet" in waiting.output
    assert members(organization, "project_user", "hedy@example.com") == 0

    organization.control("accept_invite", {"email": "hedy@example.com"})
    before = len(organization.journal())
    check = play(player, "onboarding", WANTED, "--check").succeed()
    assert not writes(organization.journal()[before:])
    since = len(organization.journal())
    joined = play(player, "onboarding", WANTED).succeed()
    assert changed(joined) == changed(check) and "is onboarded" in joined.output
    assert len(asked(organization, since)) == 12, asked(organization, since)
    assert members(organization, "group_user", "hedy@example.com") == 1
    roles = [each["role"] for each in organization.objects("project_user") if each["email"] == "hedy@example.com"]
    assert sorted(roles) == ["member", "owner"]
    again = play(player, "onboarding", WANTED).succeed()
    assert changed(again) == [] and "is onboarded" in again.output


def test_onboarding_refuses_before_it_invites(organization: Organization, player: Player) -> None:
    """An unknown group, an archived project, a wrong role and a missing email fail before any write."""
    gone = [task("openai_project", "gone", {"name": "gone"}, register="gone")]
    gone.append(task("openai_project", "archive", {"name": "gone", "state": "absent"}))
    player.run([*PLACES, *gone]).succeed()
    before = len(organization.journal())
    cases: tuple[tuple[dict[str, t.Any], str], ...] = (
        ({"onboarding_groups": ["unknown-group"]}, "group unknown-group"),
        ({"onboarding_projects": [{"project": "gone"}]}, "project gone"),
        ({"onboarding_role": "boss"}, "boss"),
        ({"onboarding_email": ""}, "onboarding_email"),
    )
    for wrong, word in cases:
        played = play(player, "onboarding", {**WANTED, **wrong})
        assert played.code != 0 and word in played.output, played.output
    assert not writes(organization.journal()[before:])


def test_offboarding_takes_all_and_tells_the_rest(organization: Organization, player: Player) -> None:
    """A run makes the changes that check mode reports; a second run finds no user and changes nothing."""
    [ada] = organization.get("/organization/users", True, **{"emails[]": "ada@example.com"})["data"]
    idp = {"kind": "group", "count": 1, "scim": True}
    organization.control("objects", {**idp, "prefix": "idp", "members": [ada["id"]]})
    organization.control("objects", {**idp, "prefix": "others"})
    setup = [
        *PLACES,
        task("openai_group_user", "in the crew", {"group": "crew", "user": "ada@example.com"}),
        task("openai_project_user", "in the team", {"project": "team", "user": "ada@example.com", "role": "member"}),
        task("openai_service_account", "ci", {"project": "team", "name": "ci", "dest": "ci.key"}),
    ]
    player.run(setup).succeed()
    variables = {"offboarding_email": "Ada@example.com"}
    before = len(organization.journal())
    check = play(player, "offboarding", variables, "--check").succeed()
    assert not writes(organization.journal()[before:])
    since = len(organization.journal())
    played = play(player, "offboarding", variables).succeed()
    assert changed(played) == changed(check)
    report = played.result("Create the report")["ansible_facts"]["offboarding_report"]
    assert report == check.result("Create the report")["ansible_facts"]["offboarding_report"]
    assert_documented(output_after(PAGE, "fjcorp.openai.offboarding"), played.output)
    [account] = organization.objects("service_account")
    assert report["groups_left"] == ["Crew"] and report["projects_left"] == ["team"] and report["left_organization"]
    assert report["remains"]["service_accounts"] == [{"project": "team", "name": "ci", "id": account["id"]}]
    assert report["name"] == ada["name"]
    assert report["remains"]["managed_groups"] == ["idp-00000"]
    assert len(asked(organization, since)) == 15, asked(organization, since)
    for kind in ("group_user", "project_user", "organization_user"):
        assert members(organization, kind, "ada@example.com") == 0
    again = play(player, "offboarding", variables).succeed()
    assert [task for task in changed(again) if "report" not in task] == []


def test_offboarding_withdraws_what_waits(organization: Organization, player: Player) -> None:
    player.run([task("openai_invite", "invite", {"email": "hedy@example.com", "role": "reader"})]).succeed()
    played = play(player, "offboarding", {"offboarding_email": "hedy@example.com"}).succeed()
    report = played.result("Create the report")["ansible_facts"]["offboarding_report"]
    assert report["invite_withdrawn"] is True and report["id"] == ""
    assert organization.objects("invite") == []


def test_offboarding_an_owner(organization: Organization, player: Player) -> None:
    """The last owner stays, and nothing was changed; with another one the keys are listed and the person goes."""
    leave = {"offboarding_email": "owner@example.com"}
    before = len(organization.journal())
    played = play(player, "offboarding", leave)
    assert played.code != 0 and "last owner" in played.output
    assert not writes(organization.journal()[before:])
    player.run([task("openai_organization_user", "heir", {"email": "ada@example.com", "role": "owner"})]).succeed()
    [key] = organization.objects("api_key")
    played = play(player, "offboarding", {**leave, "offboarding_all_projects": True}).succeed()
    report = played.result("Create the report")["ansible_facts"]["offboarding_report"]
    assert report["personal_keys"] == [{"project": "Default project", "name": key["name"], "id": key["id"]}]
    [admin_key] = organization.objects("admin_api_key")
    assert report["remains"]["admin_keys"] == [{"name": admin_key["name"], "id": admin_key["id"]}]
    assert report["left_organization"] is True
    assert report["projects_left"] == ["Default project"]
    assert members(organization, "organization_user", "owner@example.com") == 0


def test_offboarding_out_of_projects_only(organization: Organization, player: Player) -> None:
    tasks = [
        *PLACES,
        task("openai_project_user", "in", {"project": "lab", "user": "ada@example.com", "role": "member"}),
    ]
    player.run(tasks).succeed()
    variables = {"offboarding_email": "ada@example.com", "offboarding_keep_in_organization": True}
    played = play(player, "offboarding", variables).succeed()
    report = played.result("Create the report")["ansible_facts"]["offboarding_report"]
    assert report["projects_left"] == ["lab"] and report["left_organization"] is False
    assert members(organization, "organization_user", "ada@example.com") == 1


def test_offboarding_who_is_managed_elsewhere(organization: Organization, player: Player) -> None:
    """A user that an identity provider manages is not removed, and the report states it."""
    organization.control("objects", {"kind": "organization_user", "count": 1, "prefix": "idp", "scim": True})
    played = play(player, "offboarding", {"offboarding_email": "idp-00000@example.com"}).succeed()
    report = played.result("Create the report")["ansible_facts"]["offboarding_report"]
    assert report["remains"]["managed_by_identity_provider"] is True and report["left_organization"] is False
    assert members(organization, "organization_user", "idp-00000@example.com") == 1


def test_offboarding_two_of_one_address(organization: Organization, player: Player) -> None:
    for _each in range(2):
        organization.control("objects", {"kind": "organization_user", "count": 1, "prefix": "twin"})
    played = play(player, "offboarding", {"offboarding_email": "twin-00000@example.com"})
    assert played.code != 0 and "2 users match" in played.output
    assert not writes(organization.journal())
