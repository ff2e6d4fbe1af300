# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rules of administration that check mode and runs share, without a playbook."""

from __future__ import annotations

import typing as t
from pathlib import Path

import pytest
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.group import GROUP
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.model_permissions import (
    MODEL_PERMISSIONS,
)
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.project import PROJECT
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.project_group import (
    PROJECT_GROUP,
    PROJECT_GROUP_INFO,
)
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.rate_limit import (
    RATE_LIMIT,
    RATE_LIMIT_INFO,
)
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.role_assignment import (
    ROLE_ASSIGNMENT,
    ROLE_ASSIGNMENT_INFO,
)

from tests.harness.emulator import Organization
from tests.harness.play import writes

from .declarations import refuse, run, succeed

pytestmark = pytest.mark.newest_only


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep state that outlives a run out of the user's home."""
    monkeypatch.setenv("ANSIBLE_HOME", str(tmp_path))


def test_a_region_is_the_residency_that_the_server_makes_of_it(organization: Organization) -> None:
    """The short values of the former field are accepted by both names; null is not set, and another region is refused."""
    made = succeed(PROJECT, organization, {"name": "eu", "geography": "EU"})
    assert made["project"]["residency"] == "EU_STORAGE_PROCESSING"
    body = writes(organization.journal())[-1]["body"]
    assert body == {"name": "eu", "geography": "EU"}
    assert not run(PROJECT, organization, {"name": "eu", "residency": "EU_STORAGE_PROCESSING"})["changed"]
    assert not run(PROJECT, organization, {"name": "eu", "residency": None})["changed"]
    refuse(PROJECT, organization, {"name": "eu", "geography": "JP"}, "invalid_argument", "residency", "JP")
    new = {"name": "new", "geography": "EU"}
    assert run(PROJECT, organization, new, check=True)["project"]["residency"] == "EU_STORAGE_PROCESSING"
    assert "residency" not in run(PROJECT, organization, {**new, "geography": "JP"}, check=True)["project"]


@pytest.mark.parametrize("residency", ["JP_STORAGE_PROCESSING", "IN_STORAGE_PROCESSING", "AU_STORAGE_PROCESSING", None])
def test_every_residency(residency: str | None, organization: Organization) -> None:
    made: dict[str, t.Any] = succeed(PROJECT, organization, {"name": "far", "residency": residency})["project"]
    assert made["residency"] == (residency or "GLOBAL")


# --- rate limits and model permissions -----------------------------------------------------------------------------------


def test_a_limit_that_the_server_would_reject_is_rejected_in_check_mode(organization: Organization) -> None:
    succeed(PROJECT, organization, {"name": "team"})
    mini = {"project": "team", "model": "gpt-4o-mini"}
    refuse(
        RATE_LIMIT,
        organization,
        {**mini, "max_images_per_1_minute": 5},
        "invalid_argument",
        "max_images_per_1_minute",
        "gpt-4o-mini",
        "max_requests_per_1_minute",
    )
    refuse(RATE_LIMIT, organization, {**mini, "max_images_per_1_minute": 0}, "invalid_argument", "does not apply")
    refuse(
        RATE_LIMIT, organization, {**mini, "max_requests_per_1_minute": 0}, "invalid_argument", "at least 1", "got 0"
    )
    assert succeed(RATE_LIMIT, organization, {**mini, "max_requests_per_1_minute": 1})["changed"]


def test_a_model_is_named_by_the_id_of_its_rate_limits_too(organization: Organization) -> None:
    succeed(PROJECT, organization, {"name": "team"})
    place = {"project": "team"}
    succeed(RATE_LIMIT, organization, {**place, "model": "rl-gpt-4o", "max_requests_per_1_minute": 3})
    [row] = run(RATE_LIMIT_INFO, organization, {**place, "model": "rl-gpt-4o"})["rate_limits"]
    assert row["model"] == "gpt-4o" and row["max_requests_per_1_minute"] == 3
    assert run(RATE_LIMIT_INFO, organization, {**place, "model": "gpt-4o"})["rate_limits"] == [row]
    refuse(RATE_LIMIT, organization, {**place, "model": "rl-gpt-4p"}, "not_found", "rl-gpt-4p")
    allow = {**place, "mode": "allow_list", "model_ids": ["rl-gpt-4o"]}
    assert succeed(MODEL_PERMISSIONS, organization, allow)["model_permissions"]["model_ids"] == ["gpt-4o"]


@pytest.mark.parametrize(
    ("mode", "words"), [("allow_list", "allow-list does not"), ("deny_list", "deny-list contains")]
)
def test_permissions_are_the_reason_why_a_model_has_no_rate_limit(
    mode: str, words: str, organization: Organization
) -> None:
    succeed(PROJECT, organization, {"name": "team"})
    limit = {"project": "team", "model": "gpt-4.1", "max_requests_per_1_minute": 5}
    models = ["gpt-4.1"] if mode == "deny_list" else ["gpt-4o"]
    succeed(MODEL_PERMISSIONS, organization, {"project": "team", "mode": mode, "model_ids": models})
    refuse(RATE_LIMIT, organization, limit, "not_found", "gpt-4.1", words, "openai_model_permissions")
    typo = {**limit, "model": "gpt-4.2"}
    words = words if mode == "allow_list" else "Similar"
    refuse(RATE_LIMIT, organization, typo, "not_found", "gpt-4.2", words)


def test_misspelled_models_are_warned_of(organization: Organization) -> None:
    """A model that another project has is known; only new models are looked for, and only if something changes."""
    succeed(PROJECT, organization, {"name": "team"})
    place = {"project": "team", "mode": "allow_list"}
    made = succeed(MODEL_PERMISSIONS, organization, {**place, "model_ids": ["gpt-4o", "gpt-4o-mni", "ft:gpt-4o:a::b"]})
    [warning] = made["warnings"]
    assert "'gpt-4o-mni'" in warning and "gpt-4o-mini" in warning
    more = {**place, "model_ids": ["gpt-4o", "gpt-4o-mni", "gpt-4.1-2025-04-14"]}
    assert "warnings" not in succeed(MODEL_PERMISSIONS, organization, more)
    refuse(MODEL_PERMISSIONS, organization, {**place, "model_ids": ["gpt-4o", " "]}, "invalid_argument", "empty")
    new = {**place, "project": "new", "model_ids": ["gpt-5o"]}
    refuse(MODEL_PERMISSIONS, organization, new, "not_found", "new")


# --- groups in projects --------------------------------------------------------------------------------------------------


def test_the_modules_for_roles_of_a_group_do_not_undo_each_other(organization: Organization) -> None:
    """With ``exact: false`` both reach a state in which neither changes anything; otherwise the list is complete."""
    succeed(PROJECT, organization, {"name": "team"})
    succeed(GROUP, organization, {"name": "platform"})
    place = {"project": "team", "group": "platform"}
    assigned = {**place, "role": "viewer"}
    added = {**place, "roles": ["Member"], "exact": False}
    assert succeed(PROJECT_GROUP, organization, added)["project_group"]["roles"] == ["member"]
    assert succeed(ROLE_ASSIGNMENT, organization, assigned)["changed"]
    for declaration, args in ((PROJECT_GROUP, added), (ROLE_ASSIGNMENT, assigned)):
        assert not run(declaration, organization, args)["changed"]
    more = succeed(PROJECT_GROUP, organization, {**place, "roles": ["owner"], "exact": False})
    assert more["diff"]["after"]["roles"] == more["project_group"]["roles"] == ["member", "viewer", "owner"]
    succeed(PROJECT_GROUP, organization, {**place, "roles": ["member"]})
    left = run(ROLE_ASSIGNMENT_INFO, organization, place)["role_assignments"]
    assert [role["name"] for role in left] == ["member"]


def test_the_type_of_a_group_is_sent_and_compared(organization: Organization) -> None:
    succeed(PROJECT, organization, {"name": "team"})
    group = succeed(GROUP, organization, {"name": "platform"})["group"]["id"]
    succeed(PROJECT_GROUP, organization, {"project": "team", "group": "platform", "role": "member"})
    for kind, ids in (("group", [group]), ("tenant_group", []), (None, [group])):
        for args in ({"id": group}, {}, {"group": "platform"}):
            read = run(PROJECT_GROUP_INFO, organization, {"project": "team", "group_type": kind, **args})
            assert [each["group_id"] for each in read["project_groups"]] == ids, (kind, args)
    queries = [entry["query"] for entry in organization.journal() if entry["template"].endswith("/groups/{group_id}")]
    assert any("group_type=tenant_group" in str(query) for query in queries), queries
