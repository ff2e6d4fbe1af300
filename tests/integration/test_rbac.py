# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Groups, roles, who holds them and people of the organization, beyond the ritual."""

from __future__ import annotations

import typing as t

import pytest

from tests.harness.emulator import Organization
from tests.harness.play import Played, Player, calls, task, writes

# The requests do not depend on ansible-core: the ritual, the examples and the playbooks run on every one.
pytestmark = pytest.mark.newest_only

MAY_FAIL = {"ignore_errors": True}
CHECK = {"check_mode": True}


def changes(played: Played) -> list[bool]:
    """Return which tasks changed something."""
    return [bool(record["result"].get("changed")) for record in played.records]


def refusals(played: Played, organization: Organization, kind: str, *steps: str) -> list[str]:
    """The messages of tasks that had to fail before they wrote anything."""
    journal = organization.journal()
    for step in steps:
        played.failure(step, kind)
        assert not writes(calls(journal, step)), f"{step} wrote"
    return [str(played.result(step)["msg"]) for step in steps]


# --- groups ----------------------------------------------------------------------------------------------------------


def test_group_is_renamed_by_id_and_case_means_nothing(organization: Organization, player: Player) -> None:
    """Another case of the name is the same group and does not rename it; with the id it does."""
    played = player.run(
        [
            task("openai_group", "make", {"name": "Platform"}, register="made"),
            task("openai_group", "case", {"name": "platform"}),
            task("openai_group", "rename", {"id": "{{ made.group.id }}", "name": "Core"}),
            task("openai_group", "again", {"id": "{{ made.group.id }}", "name": "Core"}),
            task("openai_group", "new spelling", {"id": "{{ made.group.id }}", "name": "core"}),
            task("openai_group", "gone", {"id": "group_none", "name": "x"}, **MAY_FAIL),
        ]
    ).succeed()
    assert changes(played) == [True, False, True, False, True, False]
    assert played.result("case")["group"]["name"] == "Platform"
    assert played.result("new spelling")["group"]["name"] == "core"
    played.failure("gone", "not_found", "group_none")


def test_two_groups_of_one_name(organization: Organization, player: Player) -> None:
    """The task lists the matches; an id selects one."""
    ids = [
        organization.control("objects", {"kind": "group", "count": 1, "prefix": prefix})["ids"][0]
        for prefix in ("twin", "TWIN")
    ]
    steps: list[tuple[str, str, dict[str, t.Any]]] = [
        ("openai_group", "group", {"name": "twin-00000"}),
        ("openai_group_user", "member", {"group": "twin-00000", "user": "ada@example.com"}),
        ("openai_group_user", "by id", {"group": ids[1], "user": "ada@example.com"}),
    ]
    played = player.run([task(module, name, args, **MAY_FAIL) for module, name, args in steps]).succeed()
    for said in refusals(played, organization, "ambiguous", "group", "member"):
        assert all(id in said for id in ids)
    assert played.result("by id")["changed"] is True


def test_managed_group_is_used_and_not_changed(organization: Organization, player: Player) -> None:
    """Groups that an identity provider manages are rejected before a write, also in check mode."""
    [managed] = organization.control("objects", {"kind": "group", "count": 1, "prefix": "idp", "scim": True})["ids"]
    name = "idp-00000"
    wrong: list[tuple[str, str, dict[str, t.Any]]] = [
        ("openai_group", "rename", {"id": managed, "name": "mine"}),
        ("openai_group", "delete", {"name": name, "state": "absent"}),
        ("openai_group_user", "add", {"group": name, "user": "ada@example.com"}),
    ]
    tasks = [task(module, step, args, **MAY_FAIL) for module, step, args in wrong]
    tasks += [task(module, f"{step}, predicted", args, **CHECK, **MAY_FAIL) for module, step, args in wrong]
    tasks += [
        task("openai_group", "as it is", {"name": name}),
        task("openai_project", "project", {"name": "team"}),
        task("openai_project_group", "use", {"project": "team", "group": name, "role": "viewer"}),
    ]
    played = player.run(tasks).succeed()
    steps = [step for _options, step, _words in wrong]
    for said in refusals(played, organization, "invalid_argument", *steps, *[f"{step}, predicted" for step in steps]):
        assert "SCIM" in said
    assert played.result("as it is")["changed"] is False and played.result("use")["changed"] is True


def test_long_lists_are_read_to_the_end(organization: Organization, player: Player) -> None:
    """260 groups and 260 roles in pages of 40: all are listed, the last is found, nothing is made twice."""
    organization.control("objects", {"kind": "group", "count": 260})
    organization.control("page_size", {"max": 40})
    loop = {"loop": "{{ range(0, 45) | list }}"}
    played = player.run(
        [
            task("openai_group", "last", {"name": "seeded-group-00259"}),
            task("openai_group_info", "all", {}),
            task("openai_group_info", "few", {"limit": 45}),
            task("openai_role", "roles", {"name": "role {{ item }}", "permissions": []}, **loop),
            task("openai_role_info", "all roles", {"predefined_role": False}),
        ]
    ).succeed()
    assert played.result("last")["changed"] is False
    assert len({group["id"] for group in played.result("all")["groups"]}) == 260
    assert len(calls(organization.journal(), "all")) == 7
    assert len(played.result("few")["groups"]) == 45
    assert len(played.result("all roles")["roles"]) == 45
    assert len(calls(organization.journal(), "all roles")) == 2


def test_members_by_id_and_their_details(organization: Organization, player: Player) -> None:
    """An id, or an address in another case, is the same member; an unknown user is an error."""
    people = organization.get("/organization/users", True, limit=100)["data"]
    ada = next(each["id"] for each in people if each["email"] == "ada@example.com")
    group = {"group": "platform"}
    played = player.run(
        [
            task("openai_group", "group", {"name": "platform"}),
            task("openai_group_user", "by id", {**group, "user": ada}),
            task("openai_group_user", "by address", {**group, "user": "ADA@Example.com"}),
            task("openai_group_user_info", "detail", {**group, "id": ada}),
            task("openai_group_user", "unknown, predicted", {**group, "user": "no@example.com"}, **CHECK, **MAY_FAIL),
            task("openai_group_user", "unknown", {**group, "user": "no@example.com"}, **MAY_FAIL),
            task("openai_group_user", "unknown goes", {**group, "user": "no@example.com", "state": "absent"}),
            task("openai_group_user", "away", {**group, "user": ada, "state": "absent"}),
        ]
    ).succeed()
    assert changes(played) == [True, True, False, False, False, False, False, True]
    assert played.result("detail")["group_users"][0]["user_type"] == "user"
    for said in refusals(played, organization, "not_found", "unknown, predicted", "unknown"):
        assert "no@example.com" in said and "openai_invite" in said


# --- roles -----------------------------------------------------------------------------------------------------------


def test_predefined_role_is_refused(organization: Organization, player: Player) -> None:
    """Editing and deleting it are refused before a write; asking for it as it is changes nothing."""
    steps: dict[str, dict[str, t.Any]] = {
        "edit": {"name": "Owner", "permissions": ["api.groups.read"]},
        "rename": {"id": "role-api-organization-reader", "name": "looker"},
        "delete": {"name": "reader", "state": "absent"},
    }
    tasks = [task("openai_role", step, args, **MAY_FAIL) for step, args in steps.items()]
    tasks += [task("openai_role", f"{step}, predicted", args, **CHECK, **MAY_FAIL) for step, args in steps.items()]
    played = player.run([*tasks, task("openai_role", "as it is", {"name": "owner"})]).succeed()
    for said in refusals(played, organization, "invalid_argument", *steps, *[f"{step}, predicted" for step in steps]):
        assert "predefined" in said
    assert played.result("as it is")["changed"] is False


def test_role_of_the_organization(organization: Organization, player: Player) -> None:
    """Permissions are a set, an empty one counts, null clears the description, a new role needs permissions."""
    both = ["api.groups.read", "api.roles.read"]
    played = player.run(
        [
            task("openai_role", "make", {"name": "Auditor", "permissions": both, "description": "x"}, register="made"),
            task("openai_role", "order", {"name": "auditor", "permissions": both[::-1]}),
            task("openai_role", "empty", {"name": "auditor", "permissions": []}),
            task("openai_role", "clear", {"name": "auditor", "description": None}),
            task("openai_role", "rename", {"id": "{{ made.role.id }}", "name": "watcher"}),
            task("openai_role_info", "read", {"id": "{{ made.role.id }}"}),
            task("openai_role", "lacking", {"name": "new"}, **MAY_FAIL),
            task("openai_role", "lacking, predicted", {"name": "new"}, **CHECK, **MAY_FAIL),
            task("openai_role", "unknown", {"name": "new", "permissions": ["fly"]}, **MAY_FAIL),
        ]
    ).succeed()
    assert changes(played)[:5] == [True, False, True, True, True]
    [role] = played.result("read")["roles"]
    assert (role["name"], role["permissions"], role["description"]) == ("watcher", [], None)
    for said in refusals(played, organization, "invalid_argument", "lacking", "lacking, predicted"):
        assert "permissions" in said
    assert played.result("unknown")["error"]["param"] == "permissions[0]"


def test_short_and_long_ids_of_a_role_are_one(organization: Organization, player: Player) -> None:
    """A predefined role is sent by its short id and comes back by its long one; by name it is the same too."""
    there = {"project": "team", "user": "ada@example.com"}
    long = "role-api-project-viewer__api-project__{{ team.project.id }}"
    played = player.run(
        [
            task("openai_project", "project", {"name": "team"}, register="team"),
            task("openai_project_user", "user", {**there, "role": "member"}),
            task("openai_role_assignment", "short", {**there, "role": "role-api-project-viewer"}),
            task("openai_role_assignment", "short again", {**there, "role": "role-api-project-viewer"}),
            task("openai_role_assignment", "long", {**there, "role": long}),
            task("openai_role_assignment", "name", {**there, "role": "Viewer"}),
            task("openai_role_assignment_info", "read short", {**there, "id": "role-api-project-viewer"}),
            task("openai_role_assignment_info", "read long", {**there, "id": long}),
            task("openai_group", "group", {"name": "platform"}),
            task("openai_project_group", "place", {"project": "team", "group": "platform", "role": "member"}),
            task(
                "openai_project_group",
                "same",
                {"project": "team", "group": "platform", "role": "role-api-project-member"},
            ),
            task("openai_role_assignment", "more", {"project": "team", "group": "platform", "role": "viewer"}),
            task("openai_role_assignment", "gone", {**there, "role": "role-api-project-viewer", "state": "absent"}),
            task("openai_role_assignment", "gone again", {**there, "role": "viewer", "state": "absent"}),
        ]
    ).succeed()
    expected = [True, True, True, False, False, False, False, False, True, True, False, True, True, False]
    assert changes(played) == expected
    assert played.result("read short")["role_assignments"] == played.result("read long")["role_assignments"] != []


def test_inherited_role_is_not_the_persons_own(organization: Organization, player: Player) -> None:
    """A role held through a group can be given in person, and taken away only from the group."""
    ada = {"user": "ada@example.com", "role": "auditor"}
    played = player.run(
        [
            task("openai_role", "role", {"name": "auditor", "permissions": []}),
            task("openai_group", "group", {"name": "audit"}),
            task("openai_group_user", "member", {"group": "audit", "user": "ada@example.com"}),
            task("openai_role_assignment", "group holds", {"group": "audit", "role": "auditor"}),
            task("openai_role_assignment_info", "through", {"user": "ada@example.com"}),
            task("openai_role_assignment", "cannot go", {**ada, "state": "absent"}),
            task("openai_role_assignment", "own", ada),
            task("openai_role_assignment", "own again", ada),
            task("openai_role_assignment", "goes", {**ada, "state": "absent"}),
            task("openai_role_assignment", "unknown", {**ada, "role": "pilot"}, **MAY_FAIL),
            task("openai_role_assignment", "both", {**ada, "group": "audit"}, **MAY_FAIL),
        ]
    ).succeed()
    assert changes(played)[5:9] == [False, True, False, True]
    assert played.result("through")["role_assignments"][0]["assignment_sources"]
    assert played.result("cannot go")["warnings"]
    [unknown] = refusals(played, organization, "not_found", "unknown")
    assert "pilot" in unknown and "auditor" in unknown
    refusals(played, organization, "", "both")


# --- groups in projects ----------------------------------------------------------------------------------------------


def test_roles_of_a_group_in_a_project(organization: Organization, player: Player) -> None:
    """Left out they stay; unknown or none is refused; order means nothing; the info module returns them."""
    place = {"project": "team", "group": "platform"}
    played = player.run(
        [
            task("openai_project", "project", {"name": "team"}),
            task("openai_group", "group", {"name": "platform"}, register="made"),
            task("openai_project_group", "lacking", place, **MAY_FAIL),
            task("openai_project_group", "none", {**place, "roles": []}, **MAY_FAIL),
            task("openai_project_group", "unknown", {**place, "role": "pilot"}, **MAY_FAIL),
            task("openai_project_group", "unknown, predicted", {**place, "role": "pilot"}, **CHECK, **MAY_FAIL),
            task("openai_project_group", "add", {**place, "roles": ["Viewer", "member"]}),
            task("openai_project_group", "order", {**place, "roles": ["member", "viewer"]}),
            task("openai_project_group", "left out", place),
            task(
                "openai_project_group_info",
                "read",
                {"project": "team", "id": "{{ made.group.id }}", "with_roles": True},
            ),
        ]
    ).succeed()
    assert changes(played)[6:] == [True, False, False, False]
    said = refusals(played, organization, "invalid_argument", "lacking", "none")
    assert "roles" in said[0] and "roles" in said[1]
    said = refusals(played, organization, "not_found", "unknown", "unknown, predicted")
    assert "viewer" in said[0] and said[0] == said[1]
    assert sorted(played.result("read")["project_groups"][0]["roles"]) == ["member", "viewer"]


@pytest.mark.parametrize("step", ["the group", "its second role"])
def test_lost_answers_leave_a_group_with_its_roles(step: str, organization: Organization, player: Player) -> None:
    """The effect came and the answer did not: the run succeeds, and the next changes nothing."""
    path = (
        "/projects/[^/]+/groups/[^/]+/roles$" if step == "its second role" else "/organization/projects/[^/]+/groups$"
    )
    args = {"project": "team", "group": "platform", "roles": ["viewer", "member"]}
    setup = [task("openai_project", "project", {"name": "team"}), task("openai_group", "group", {"name": "platform"})]
    player.run(setup).succeed()
    fault = {"match": {"method": "POST", "path": path}, "times": 1, "fault": {"kind": "status_after", "status": 500}}
    organization.control("faults", [fault])
    played = player.run(
        [task("openai_project_group", "add", args), task("openai_project_group", "again", args)]
    ).succeed()
    assert any(entry["fault"] for entry in organization.journal()), "nothing went wrong"
    assert changes(played) == [True, False]


# --- people ----------------------------------------------------------------------------------------------------------


def test_no_member_leaves_or_joins_by_accident(organization: Organization, player: Player) -> None:
    """Removal has to be said twice, an unknown address is not invited, the last owner stays."""
    module = "openai_organization_user"
    people = organization.get("/organization/users", True, limit=100)["data"]
    ada = next(each["id"] for each in people if each["email"] == "ada@example.com")
    sure = {"state": "absent", "remove_from_organization": True}
    played = player.run(
        [
            task(module, "unsaid", {"email": "ada@example.com", "state": "absent"}, **MAY_FAIL),
            task(module, "unknown", {"email": "no@example.com", "role": "reader"}, **MAY_FAIL),
            task(module, "unknown, predicted", {"email": "no@example.com", "role": "reader"}, **CHECK, **MAY_FAIL),
            task(module, "another's", {"id": ada, "email": "grace@example.com"}, **MAY_FAIL),
            task(module, "unknown goes", {"email": "no@example.com", **sure}),
            task(module, "as it is", {"id": ada, "email": "ADA@example.com", "role": "reader"}),
            task(module, "profile", {"id": ada, "technical_level": "expert"}),
            task(module, "no profile", {"id": ada, "technical_level": None}),
            task(module, "last owner", {"email": "owner@example.com", **sure}, **MAY_FAIL),
            task(module, "ada goes", {"id": ada, **sure}),
            task(f"{module}_info", "gone", {"id": ada}),
            task(f"{module}_info", "owners", {"role": "owner"}),
        ]
    ).succeed()
    [unsaid, another] = refusals(played, organization, "invalid_argument", "unsaid", "another's")
    assert "remove_from_organization" in unsaid and not calls(organization.journal(), "unsaid")
    assert "email" in another and "grace@example.com" in another
    [unknown, predicted] = refusals(played, organization, "not_found", "unknown", "unknown, predicted")
    assert "invite" in unknown and unknown == predicted
    assert played.result("last owner")["error"]["code"] == "last_owner"
    assert changes(played)[4:8] == [False, False, True, True] and played.result("ada goes")["changed"] is True
    assert played.result("gone")["organization_users"] == []
    assert [each["email"] for each in played.result("owners")["organization_users"]] == ["owner@example.com"]


def test_unchanged_roles_of_a_group_need_no_list_of_roles(organization: Organization, player: Player) -> None:
    """The roles of the project are listed only if the roles of the group differ from those of the task."""
    place = {"project": "team", "group": "platform"}
    tasks = [
        task("openai_project", "create the project", {"name": "team"}),
        task("openai_group", "create the group", {"name": "platform"}),
        task("openai_project_group", "add the group", {**place, "role": "member"}),
    ]
    player.run(tasks).succeed()
    known = len(organization.journal())
    again = player.run([task("openai_project_group", "compare", {**place, "role": "member"})]).succeed()
    assert not again.result("compare")["changed"]
    templates = [entry["template"] for entry in organization.journal()[known:]]
    assert "/projects/{project_id}/groups/{group_id}/roles" in templates
    assert "/projects/{project_id}/roles" not in templates
    player.run([task("openai_project_group", "other case", {**place, "role": "MEMBER"})]).succeed()
    assert "/projects/{project_id}/roles" in [entry["template"] for entry in organization.journal()[known:]]
