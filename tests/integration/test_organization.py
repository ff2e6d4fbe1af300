# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A whole organization: created where new objects are visible late, and torn down twice."""

from __future__ import annotations

import typing as t

import pytest

from tests.harness.emulator import Organization
from tests.harness.play import Player, task, writes

pytestmark = pytest.mark.newest_only

P = {"project": "payments"}
BUILT: list[tuple[str, str, dict[str, t.Any], dict[str, t.Any]]] = [
    ("openai_project", "project", {"name": "payments"}, {}),
    ("openai_group", "group", {"name": "platform"}, {}),
    ("openai_role", "role", {"name": "auditor"}, {"permissions": ["api.audit_logs.read"]}),
    ("openai_role", "role of the project", {**P, "name": "tester"}, {"permissions": ["api.groups.read"]}),
    ("openai_group_user", "member of the group", {"group": "platform", "user": "ada@example.com"}, {}),
    ("openai_project_user", "member", {**P, "user": "ada@example.com"}, {"role": "member"}),
    ("openai_project_group", "group of the project", {**P, "group": "platform"}, {"roles": ["member", "viewer"]}),
    ("openai_role_assignment", "assignment", {"group": "platform", "role": "auditor"}, {}),
    (
        "openai_role_assignment",
        "assignment in the project",
        {**P, "user": "ada@example.com", "role": "tester"},
        {},
    ),
    ("openai_spend_limit", "limit", P, {"threshold_amount": 50000}),
    (
        "openai_spend_alert",
        "alert",
        {**P, "threshold_amount": 40000},
        {"recipients": ["ada@example.com"]},
    ),
    ("openai_data_retention", "retention", P, {"retention_type": "none"}),
    ("openai_model_permissions", "models", P, {"mode": "allow_list", "model_ids": ["gpt-4o"]}),
    ("openai_hosted_tool_permissions", "tools", P, {"web_search": False}),
    ("openai_service_account", "account", {**P, "name": "deploy"}, {"dest": "deploy.key"}),
    (
        "openai_service_account_key",
        "key",
        {**P, "service_account": "deploy", "name": "ci"},
        {"dest": "ci.key"},
    ),
    (
        "openai_workload_identity_provider",
        "provider",
        {"name": "pipelines"},
        {"issuer": "https://pipelines.example.com", "audience": "openai"},
    ),
    (
        "openai_workload_identity_federation_rule",
        "rule",
        {"provider": "pipelines", "name": "main"},
        {**P, "service_account": "deploy", "attribute_matchers": {"ref": "main"}},
    ),
]
"""Module, name of the task, the options that identify the object, and those that describe it."""

NEVER_REMOVED = ("tools",)
"""Settings that have no default to return to."""


def build() -> list[dict[str, t.Any]]:
    """Return the tasks that create the organization."""
    return [task(module, name, {**who, **what}) for module, name, who, what in BUILT]


def teardown() -> list[dict[str, t.Any]]:
    """Return the tasks that remove it: the project first, and then what was in it."""
    first = [each for each in BUILT if each[1] in ("project", "group", "provider")]
    rest = [each for each in reversed(BUILT) if each not in first and each[1] not in NEVER_REMOVED]
    return [
        task(module, f"remove {name}", {**who, "state": "absent"})
        for module, name, who, _what in [*rest, *first, *rest]
    ]


@pytest.mark.parametrize("hidden", [0, 4], ids=["at once", "late"])
def test_an_organization_is_built_and_torn_down(organization: Organization, player: Player, hidden: int) -> None:
    """One play creates everything; the next run changes nothing; a teardown can be run again, and predicted."""
    organization.control("visibility", {"seconds": hidden})
    organization.control("clock", {"speed": 5})
    built = player.run(build()).succeed()
    assert all(record["result"]["changed"] for record in built.records), built.output
    assert ("waiting for" in built.output) == bool(hidden)
    again = player.run(build()).succeed()
    assert not [record["task"] for record in again.records if record["result"]["changed"]], again.output
    check = player.run(teardown(), "--check").succeed()
    since = len(organization.journal())
    gone = player.run(teardown()).succeed()
    changed = [record["task"] for record in gone.records if record["result"]["changed"]]
    assert changed == [record["task"] for record in check.records if record["result"]["changed"]]
    assert len(changed) == len(BUILT) - len(NEVER_REMOVED)
    assert writes(organization.journal()[since:])
    since = len(organization.journal())
    for options in ((), ("--check",)):
        twice = player.run(teardown(), *options).succeed()
        assert not [record["task"] for record in twice.records if record["result"]["changed"]], twice.output
        limits = twice.result("remove limit")
        assert "payments" in limits["warnings"][0] and twice.ended("remove limit") == "ok"
    assert not writes(organization.journal()[since:])
    for kind in ("group", "service_account", "workload_identity_provider"):
        assert not organization.objects(kind), kind
