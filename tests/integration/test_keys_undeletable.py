# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Keys on servers that revoke a key only with its service account."""

from __future__ import annotations

import json
import typing as t
from pathlib import Path

import pytest

from tests.harness.emulator import Organization
from tests.harness.play import Player, calls, task, writes

from .keys import ACCOUNT, ISSUE, KINDS, Kind, age, kill_there

# The outcome for keys does not depend on ansible-core: the ritual, the examples and the playbooks run on every one.
pytestmark = pytest.mark.newest_only


def accounts(organization: Organization) -> dict[str, dict[str, t.Any]]:
    """The service accounts by name."""
    return {each["name"]: each for each in organization.objects("service_account")}


def undeletable(organization: Organization, player: Player) -> tuple[Kind, str]:
    """A key of a hundred days on such a server; the id of its account."""
    kind = KINDS["service_account_key"]
    owner = {"project": "team", "name": "bot", "role": "owner", "create_service_account_only": True}
    player.run([*kind.setup, {"name": "role", "fjcorp.openai.openai_service_account": owner}]).succeed()
    age(organization, -100)
    player.run([kind.task("first")]).succeed()
    age(organization, 100)
    organization.control("options", {"service_account_keys": "undeletable"})
    return kind, str(accounts(organization)["bot"]["id"])


def test_another_account_takes_its_place(organization: Organization, tmp_path: Path) -> None:
    """An account whose keys cannot be revoked is replaced: same name, same role, the new key delivered first."""
    player = Player(tmp_path, organization)
    kind, old = undeletable(organization, player)
    renewal = kind.task("renew", max_age="90d")
    played = player.run([renewal]).succeed()
    assert played.result("renew")["changed"] is True
    [account] = accounts(organization).values()
    assert (account["name"], account["role"]) == ("bot", "owner") and account["id"] != old
    steps = [f"{entry['method']} {entry['template']}" for entry in writes(calls(organization.journal(), "renew"))]
    assert steps.index(f"DELETE {ACCOUNT_ITEM}") > max(i for i, step in enumerate(steps) if step == f"POST {ISSUE}")
    settled_alone(kind, organization, tmp_path, player, renewal)


ACCOUNT_ITEM = "/organization/projects/{project_id}/service_accounts/{service_account_id}"


def settled_alone(
    kind: Kind, organization: Organization, folder: Path, player: Player, again: dict[str, t.Any]
) -> None:
    """As ``settled``, with no other key about."""
    played = player.run([again, {**again, "name": "third"}]).succeed()
    assert played.result("third")["changed"] is False
    assert list(accounts(organization)) == ["bot"]
    [live] = kind.live(organization)
    assert json.loads((folder / "ci.key.manifest.json").read_text())["api_key_id"] == live
    assert kind.works(organization, (folder / "ci.key").read_text().strip())


@pytest.mark.parametrize("point", ["account made", "key issued", "account deleted", "renamed"])
def test_killed_between_accounts(point: str, organization: Organization, tmp_path: Path) -> None:
    """Killed while one account takes the place of another and run again: one account, one key, the delivered one."""
    player = Player(tmp_path, organization)
    kind, old = undeletable(organization, player)
    method, path, skip = {
        "account made": ("POST", "/organization/projects/{project_id}/service_accounts", 0),
        "key issued": ("POST", ISSUE, 1),
        "account deleted": ("DELETE", ACCOUNT_ITEM, 0),
        "renamed": ("POST", ACCOUNT_ITEM, 1),
    }[point]
    organization.fault("slow", method, path, skip=skip, chunk=1, delay=1)

    def reached() -> bool:
        there = accounts(organization)
        successor = next((each["id"] for name, each in there.items() if name.startswith("bot (ansible ")), None)
        keys = [each["_owner"]["id"] for each in organization.objects("api_key")]
        return {
            "account made": successor is not None,
            "key issued": successor in keys,
            "account deleted": old not in {each["id"] for each in there.values()},
            "renamed": there.get("bot", {}).get("id") not in (None, old),
        }[point]

    renewal = kind.task("renew", max_age="90d")
    kill_there(Player(tmp_path, organization), [renewal], reached, point)
    settled_alone(kind, organization, tmp_path, player, renewal)


def test_an_account_with_other_keys_is_not_replaced(organization: Organization, tmp_path: Path) -> None:
    """Its deletion would take keys that this task has nothing to do with: said clearly, and both keys stay live."""
    player = Player(tmp_path, organization)
    kind, old = undeletable(organization, player)
    player.run([kind.task("bystander", name="other", dest="other.key")]).succeed()
    [other] = kind.live(organization, "other")
    played = player.run([kind.task("renew", max_age="90d")])
    played.failure("renew", "api_error", other)
    assert accounts(organization)["bot"]["id"] == old
    assert kind.works(organization, (tmp_path / "ci.key").read_text().strip())
    by_id = player.run([kind.task("by id", service_account=old)])
    by_id.failure("by id", "api_error", "name")
    absent = player.run([task(kind.module, "absent", {**ACCOUNT, "name": "other", "state": "absent"})])
    absent.failure("absent", "api_error", "openai_service_account", "absent")
