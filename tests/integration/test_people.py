# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Invitations beyond the ritual, and references to users who do not exist."""

from __future__ import annotations

import json
import typing as t

import pytest

from tests.harness.emulator import Organization, Server
from tests.harness.play import Played, Player, calls, task, writes

# The requests do not depend on ansible-core: the ritual, the examples and the playbooks run on every one.
pytestmark = pytest.mark.newest_only

MAY_FAIL = {"ignore_errors": True}
HEDY = {"email": "hedy@example.com", "role": "reader", "projects": []}
TEAM = task("openai_project", "team", {"name": "team"})


def wrote(organization: Organization, step: str) -> list[str]:
    """The writes of a task."""
    return [f"{each['method']} {each['template']}" for each in writes(calls(organization.journal(), step))]


def refuses(organization: Organization, played: Played, step: str, kind: str, *terms: str) -> None:
    """A task ended in one clear line and wrote nothing."""
    played.failure(step, kind, *terms)
    assert not wrote(organization, step)


def pending(organization: Organization) -> list[dict[str, t.Any]]:
    """The invitations that wait."""
    return [each for each in organization.objects("invite") if each["status"] == "pending"]


# --- invitations -----------------------------------------------------------------------------------------------------


def test_accepted_is_satisfied(organization: Organization, player: Player) -> None:
    """A user who has joined needs no invitation, for any case of the address; the result reports it."""
    player.run([task("openai_invite", "invite", HEDY)]).succeed()
    organization.control("accept_invite", {"email": "hedy@example.com"})
    [invite] = organization.objects("invite")
    tasks = [
        task("openai_invite", "again", {**HEDY, "email": "HEDY@example.com", "role": "owner"}),
        task("openai_invite", "her own", {"id": invite["id"]}),
        task("openai_invite", "member", {"email": "Ada@example.com", "role": "owner"}, check_mode=True),
        task("openai_invite", "withdraw", {"email": "hedy@example.com", "state": "absent"}),
        task("openai_invite", "withdraw by id", {"id": invite["id"], "state": "absent"}),
        task("openai_invite", "unknown id", {"id": "invite-none", "role": "reader"}, **MAY_FAIL),
    ]
    played = player.run(tasks).succeed()
    for step in ("again", "her own"):
        result = played.result(step)
        assert result["changed"] is False and result["accepted"] is True and not wrote(organization, step), result
        assert result["organization_user"]["email"] == "hedy@example.com" and result["invite"]["id"] == invite["id"]
        assert "organization" in result["msg"]
    member = played.result("member")
    assert member["accepted"] is True and member["invite"] == {}
    for step in ("withdraw", "withdraw by id"):
        result = played.result(step)
        assert result["changed"] is False and result["accepted"] is True and "openai_organization_user" in result["msg"]
    played.failure("unknown id", "not_found", "invite-none")
    assert len(organization.objects("invite")) == 1


def test_who_was_removed_is_invited_again(organization: Organization, player: Player) -> None:
    """The old accepted invitation stays in the list and means nothing any more."""
    leave = {"email": "hedy@example.com", "state": "absent", "remove_from_organization": True}
    player.run([task("openai_invite", "invite", HEDY)]).succeed()
    organization.control("accept_invite", {"email": "hedy@example.com"})
    played = player.run(
        [task("openai_organization_user", "leave", leave), task("openai_invite", "return", HEDY)]
    ).succeed()
    assert played.result("return")["changed"] is True and played.result("return")["accepted"] is False
    assert len(pending(organization)) == 1


def test_expired_is_absent(organization: Organization, player: Player) -> None:
    player.run([task("openai_invite", "invite", HEDY)]).succeed()
    organization.control("clock", {"advance": 8 * 24 * 3600})
    tasks = [
        task("openai_invite", "nothing to withdraw", {"email": "hedy@example.com", "state": "absent"}),
        task("openai_invite", "another", HEDY),
        task("openai_invite_info", "expired", {"status": "expired"}),
        task("openai_invite_info", "all of hers", {"email": "Hedy@example.com"}),
    ]
    played = player.run(tasks).succeed()
    assert played.result("nothing to withdraw")["changed"] is False
    assert played.result("nothing to withdraw")["accepted"] is False
    assert played.result("another")["changed"] is True
    assert len(played.result("expired")["invites"]) == 1 and len(played.result("all of hers")["invites"]) == 2


def test_none_and_left_out_differ(organization: Organization, player: Player) -> None:
    """Projects left out are the default one, and are not compared; an empty list takes it away."""
    tasks = [
        task("openai_invite", "left out", {"email": "hedy@example.com", "role": "reader"}),
        task("openai_invite", "still left out", {"email": "hedy@example.com"}),
        task("openai_invite", "none", HEDY),
        task("openai_invite", "role only", {"email": "hedy@example.com", "role": "owner"}),
    ]
    played = player.run(tasks).succeed()
    assert [each["id"] for each in played.result("left out")["invite"]["projects"]] == [organization.project_id]
    assert played.result("still left out")["changed"] is False
    assert played.result("none")["changed"] is True and played.result("none")["invite"]["projects"] == []
    assert played.result("role only")["invite"]["projects"] == []
    [left] = pending(organization)
    assert (left["role"], left["projects"]) == ("owner", [])


def test_the_new_one_is_sent_before_the_old_one_goes(organization: Organization, player: Player) -> None:
    """A run that ends between the two leaves both; the next keeps the one that is wanted."""
    player.run([task("openai_invite", "first", HEDY)]).succeed()
    organization.fault("status", "DELETE", "/organization/invites/{invite_id}", status=403)
    owner = {**HEDY, "role": "owner"}
    played = player.run([task("openai_invite", "cut", owner, **MAY_FAIL)]).succeed()
    assert wrote(organization, "cut") == ["POST /organization/invites", "DELETE /organization/invites/{invite_id}"]
    assert "hedy@example.com" in str(played.result("cut")["error"]["done"])
    assert [each["role"] for each in pending(organization)] == ["reader", "owner"]
    tasks = [task("openai_invite", "corrected", owner), task("openai_invite", "quiet", owner)]
    played = player.run(tasks).succeed()
    assert wrote(organization, "corrected") == ["DELETE /organization/invites/{invite_id}"]
    assert played.result("quiet")["changed"] is False
    assert [each["role"] for each in pending(organization)] == ["owner"]


def test_absent_withdraws_all_that_are_pending(organization: Organization, player: Player) -> None:
    player.run([task("openai_invite", "first", HEDY)]).succeed()
    organization.fault("status", "DELETE", "/organization/invites/{invite_id}", status=403)
    player.run([task("openai_invite", "cut", {**HEDY, "role": "owner"}, **MAY_FAIL)]).succeed()
    assert len(pending(organization)) == 2
    player.run([task("openai_invite", "gone", {"email": "hedy@example.com", "state": "absent"})]).succeed()
    assert pending(organization) == []


def test_where_only_one_may_wait(organization: Organization, player: Player) -> None:
    """A server that refuses a second invitation gets the old one withdrawn first; a refused new one brings it back."""
    organization.control("options", {"unique_invites": True})
    tasks = [task("openai_invite", "first", HEDY), task("openai_invite", "owner", {**HEDY, "role": "owner"})]
    player.run(tasks).succeed()
    assert wrote(organization, "owner") == [
        "POST /organization/invites",
        "DELETE /organization/invites/{invite_id}",
        "POST /organization/invites",
    ]
    organization.fault("status", "POST", "/organization/invites", skip=1, status=403)
    played = player.run([task("openai_invite", "refused", HEDY, **MAY_FAIL)]).succeed()
    assert len(played.failure("refused", "api_error", "HTTP 403")["error"]["done"]) == 2
    assert [each["role"] for each in pending(organization)] == ["owner"]


def test_who_accepts_at_this_moment_needs_no_other(organization: Organization, player: Player) -> None:
    nobody = '{"object": "list", "data": [], "has_more": false, "first_id": null, "last_id": null}'
    head = {"content-type": "application/json"}
    organization.fault("html", "GET", "/organization/users", status=200, body=nobody, headers=head)
    played = player.run([task("openai_invite", "late", {**HEDY, "email": "ada@example.com"})]).succeed()
    assert wrote(organization, "late") == ["POST /organization/invites"]
    assert played.result("late")["accepted"] is True and played.result("late")["changed"] is False


def test_projects_that_a_list_leaves_out_are_read(organization: Organization, player: Player) -> None:
    """Samples of the list have no projects; one invitation has them."""
    player.run([task("openai_invite", "first", HEDY)]).succeed()
    [invite] = organization.get("/organization/invites", True)["data"]
    del invite["projects"]
    page = {"object": "list", "data": [invite], "has_more": False, "first_id": invite["id"], "last_id": invite["id"]}
    head = {"content-type": "application/json"}
    organization.fault("html", "GET", "/organization/invites", status=200, body=json.dumps(page), headers=head)
    played = player.run([task("openai_invite", "same", HEDY)]).succeed()
    assert played.result("same")["changed"] is False
    steps = [f"{each['method']} {each['template']}" for each in calls(organization.journal(), "same")]
    assert steps == ["GET /organization/invites", "GET /organization/invites/{invite_id}"]


@pytest.mark.parametrize("check", [False, True], ids=["run", "check"])
def test_bad_invitations(check: bool, organization: Organization, player: Player) -> None:
    """One line before anything is sent."""
    twins = organization.control("objects", {"kind": "project", "count": 1, "prefix": "twin"})["ids"]
    twins += organization.control("objects", {"kind": "project", "count": 1, "prefix": "twin"})["ids"]
    setup = [
        task("openai_project", "gone", {"name": "gone"}, register="gone"),
        task("openai_project", "archive", {"name": "gone", "state": "absent"}),
    ]
    cases: dict[str, tuple[dict[str, t.Any], tuple[str, ...]]] = {
        "no address": ({"email": "hedy", "role": "reader"}, ("invalid_argument", "email", "hedy")),
        "unknown role": ({"email": "hedy@example.com", "role": "boss"}, ("", "role", "owner", "reader")),
        "no role": ({"email": "hedy@example.com"}, ("invalid_argument", "role")),
        "unknown project": (
            {**HEDY, "projects": [{"project": "nowhere"}]},
            ("not_found", "projects.project", "nowhere"),
        ),
        "unknown id": ({**HEDY, "projects": [{"project": "proj_none"}]}, ("not_found", "proj_none")),
        "archived by name": ({**HEDY, "projects": [{"project": "gone"}]}, ("not_found", "projects.project", "gone")),
        "archived by id": (
            {**HEDY, "projects": [{"id": "{{ gone.project.id }}"}]},
            ("invalid_argument", "gone", "proj_"),
        ),
        "ambiguous project": ({**HEDY, "projects": [{"project": "twin-00000"}]}, ("ambiguous", *twins)),
        "unknown project role": ({**HEDY, "projects": [{"project": "x", "role": "boss"}]}, ("", "boss", "member")),
        "twice": (
            {**HEDY, "projects": [{"project": twins[0]}, {"project": twins[0], "role": "owner"}]},
            ("invalid_argument", "projects"),
        ),
    }
    tasks = [task("openai_invite", name, args, check_mode=check, **MAY_FAIL) for name, (args, _words) in cases.items()]
    played = player.run([*setup, *tasks]).succeed()
    for name, (_args, error) in cases.items():
        refuses(organization, played, name, *error)
    assert organization.objects("invite") == []


# --- references to people --------------------------------------------------------------------------------------------


def test_people_who_are_not_there(organization: Organization, player: Player, server: Server) -> None:
    """An unknown user, two matches, a user of another organization, the last owner: one line, and no write."""
    other = server.organization("other").get("/organization/users", True)["data"][0]["id"]
    for _each in range(2):
        organization.control("objects", {"kind": "organization_user", "count": 1, "prefix": "twin"})
    owner = {"email": "owner@example.com", "state": "absent", "remove_from_organization": True}
    cases: dict[str, tuple[str, dict[str, t.Any], tuple[str, ...]]] = {
        "unknown": (
            "openai_project_user",
            {"project": "team", "user": "charles@example.com", "role": "member"},
            ("not_found", "charles@example.com", "openai_invite"),
        ),
        "two": (
            "openai_organization_user",
            {"email": "twin-00000@example.com", "role": "owner"},
            ("ambiguous", "2", "user-"),
        ),
        "two in a group": (
            "openai_group_user",
            {"group": "crew", "user": "twin-00000@example.com"},
            ("ambiguous", "2", "user-"),
        ),
        "another organization's": ("openai_group_user", {"group": "crew", "user": other}, ("not_found", other)),
    }
    tasks = [TEAM, task("openai_group", "crew", {"name": "crew"})]
    tasks += [task(module, name, args, **MAY_FAIL) for name, (module, args, _words) in cases.items()]
    tasks += [task("openai_organization_user", "last owner", owner, **MAY_FAIL)]
    played = player.run(tasks).succeed()
    for name, (_module, _args, error) in cases.items():
        played.failure(name, *error)
    assert played.failure("last owner", "api_error")["error"]["code"] == "last_owner"
    assert any(each["email"] == "owner@example.com" for each in organization.objects("organization_user"))
