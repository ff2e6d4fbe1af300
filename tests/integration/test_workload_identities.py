# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Workload identities beyond the ritual."""

from __future__ import annotations

import typing as t
from pathlib import Path

import pytest

from tests.harness.emulator import Organization
from tests.harness.play import Player, task

from .trust import TEAM, changed, wrote

# The requests do not depend on ansible-core: the ritual, the examples and the playbooks run on every one.
pytestmark = pytest.mark.newest_only

FORGE = {"name": "forge", "issuer": "https://forge.example.com", "audience": "openai"}
RULE = {
    "provider": "forge",
    "name": "main",
    "project": "team",
    "service_account": "ci",
    "attribute_matchers": {"ref": "main", "protected": True},
}
CI = task("openai_service_account", "account", {"project": "team", "name": "ci", "create_service_account_only": True})


def test_workload_identities(organization: Organization, tmp_path: Path) -> None:
    """Names throughout; order of scopes and transformations means nothing; found by id, renamed, cleared."""
    player = Player(tmp_path, organization)
    provider, rule = "openai_workload_identity_provider", "openai_workload_identity_federation_rule"
    maps = [{"attribute": name, "expression": f"claims.{name}"} for name in ("a", "b")]
    by_id = {"provider": "forge", "id": "{{ made.workload_identity_federation_rule.id }}"}
    scopes = ["api.model.request", "api.files.read"]
    keys = {"type": "uploaded_jwks", "jwks": {"keys": [{"kid": "1"}]}}
    tasks = [
        TEAM,
        CI,
        task(provider, "forge", {**FORGE, "attribute_transformations": maps}, register="forge"),
        task(provider, "other order", {**FORGE, "attribute_transformations": maps[::-1]}),
        task(provider, "keys", {"name": "forge", "verification": keys}),
        task(provider, "keys again", {"name": "forge", "verification": keys}),
        task(provider, "discovered", {"name": "forge", "verification": {"type": "discovery"}}),
        task(provider, "discovered again", {"name": "forge", "verification": {"type": "discovery"}}),
        task(rule, "rule", RULE, register="made"),
        task(rule, "rule again", RULE),
        task(rule, "scopes", {**RULE, "permissions": {"type": "restricted", "scopes": scopes}}),
        task(rule, "scopes again", {**RULE, "permissions": {"type": "restricted", "scopes": scopes[::-1]}}),
        task(rule, "by its id", {**by_id, "name": "trunk"}),
        task(f"{rule}_info", "one rule", by_id, register="read"),
        task(f"{rule}_info", "no rules", {"provider": "forge", "project": "Default project"}),
        task(f"{provider}_info", "one provider", {"id": "{{ forge.workload_identity_provider.id }}"}),
    ]
    played = player.run(tasks).succeed()
    expected = [True, True, True, False, True, False, True, False, True, False, True, False, True, False, False, False]
    assert changed(played) == expected
    assert played.result("one rule")["workload_identity_federation_rules"][0]["name"] == "trunk"
    assert played.result("no rules")["workload_identity_federation_rules"] == []
    assert played.result("one provider")["workload_identity_providers"][0]["verification"]["type"] == "discovery"


def test_wrong_workload_identities(organization: Organization, player: Player) -> None:
    """Each a clear line, and nothing written."""
    provider, rule = "openai_workload_identity_provider", "openai_workload_identity_federation_rule"
    cases: dict[str, tuple[str, dict[str, t.Any], tuple[str, ...]]] = {
        "without issuer": (provider, {"name": "x"}, ("invalid_argument", "issuer", "audience")),
        "without keys": (
            provider,
            {**FORGE, "verification": {"type": "uploaded_jwks"}},
            ("invalid_argument", "verification.jwks"),
        ),
        "keys to discover": (
            provider,
            {**FORGE, "verification": {"type": "discovery", "jwks": {"keys": []}}},
            ("invalid_argument", "verification.jwks"),
        ),
        "account of where": (rule, {**RULE, "project": None}, ("invalid_argument", "project")),
        "rule of where": (
            rule,
            {**RULE, "name": "x", "project": None, "service_account": "user-x"},
            ("invalid_argument", "project"),
        ),
        "no account": (rule, {**RULE, "service_account": "none"}, ("not_found", "none")),
        "no provider": (rule, {**RULE, "provider": "none"}, ("not_found", "provider", "none")),
        "scopes for all": (
            rule,
            {**RULE, "permissions": {"type": "service_account_default", "scopes": ["x"]}},
            ("invalid_argument", "permissions", "type", "scopes"),
        ),
        "other project": (
            rule,
            {**RULE, "project": "Default project", "service_account": "user-x"},
            ("invalid_argument", "project", "proj_"),
        ),
        "other account": (rule, {**RULE, "service_account": "deploy"}, ("invalid_argument", "service_account")),
    }
    other = {"project": "team", "name": "deploy", "create_service_account_only": True}
    setup = [TEAM, CI, task("openai_service_account", "second account", other)]
    setup += [task(provider, "forge", FORGE), task(rule, "rule", RULE)]
    tasks = [task(module, step, args, ignore_errors=True) for step, (module, args, _unused) in cases.items()]
    played = player.run([*setup, *tasks]).succeed()
    for step, (_unused, _args, error) in cases.items():
        played.failure(step, *error)
        assert not wrote(organization, step)
