# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Modules that issue keys, runs that are interrupted, and the state that a later run must reach."""

from __future__ import annotations

import json
import typing as t
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.harness.emulator import Organization
from tests.harness.play import Played, Player, kill_run, task, wait_until

DAY = 86400
QUICK = {"retry_timeout": 8}
ISSUE = "/organization/projects/{project_id}/service_accounts/{service_account_id}/api_keys"
PROJECT_KEY = "/organization/projects/{project_id}/api_keys/{api_key_id}"


@dataclass(frozen=True)
class Kind:
    """A module that issues keys.

    :param args: the arguments of a task. :param stored: the emulator's kind of object. :param issue: the template that
        issues, ``revoke`` the one that revokes. :param setup: tasks that make the owner.
    """

    module: str
    args: dict[str, t.Any]
    stored: str
    issue: str
    revoke: str
    setup: tuple[dict[str, t.Any], ...] = ()

    def task(self, called: str, **more: t.Any) -> dict[str, t.Any]:
        """A task that keeps the key."""
        return task(self.module, called, {**self.args, **QUICK, **more})

    def live(self, organization: Organization, name: str = "ci") -> list[str]:
        """The ids of the live keys of a name, and of the owner the server says."""
        return [each["id"] for each in organization.objects(self.stored) if each["name"] == name]

    def works(self, organization: Organization, value: str) -> bool:
        """Return whether the server accepts a key."""
        admin = self.stored == "admin_api_key"
        holder = Organization(organization.server, organization.id, value, value, "")
        return "data" in holder.get("/organization/projects" if admin else "/models", admin)


ACCOUNT = {"project": "team", "service_account": "bot"}
OWNER = (
    {"name": "team", "fjcorp.openai.openai_project": {"name": "team"}},
    {
        "name": "bot",
        "fjcorp.openai.openai_service_account": {"project": "team", "name": "bot", "create_service_account_only": True},
    },
)
KINDS = {
    "service_account_key": Kind(
        "openai_service_account_key",
        {**ACCOUNT, "name": "ci", "dest": "ci.key"},
        "api_key",
        ISSUE,
        PROJECT_KEY,
        OWNER,
    ),
    "admin_api_key": Kind(
        "openai_admin_api_key",
        {"name": "ci", "dest": "ci.key"},
        "admin_api_key",
        "/organization/admin_api_keys",
        "/organization/admin_api_keys/{key_id}",
    ),
}
EITHER = pytest.mark.parametrize("kind", sorted(KINDS))
EITHER_WAY = pytest.mark.parametrize(
    ("kind", "way"),
    [("admin_api_key", "in_process"), ("service_account_key", "in_process"), ("service_account_key", "module")],
)
"""Both kinds are one engine, and the module path adds a process around it."""


def kill_there(player: Player, tasks: list[dict[str, t.Any]], reached: t.Callable[[], t.Any], what: str) -> None:
    """Start a play and kill it, all its processes at once, when a condition holds."""
    process = player.start(tasks)
    wait_until(lambda: reached() or process.poll() is not None, what)
    assert process.poll() is None, f"it ended before {what}:\n{process.communicate()[0]}"
    kill_run(process)


def age(organization: Organization, days: float) -> None:
    """Move the server's clock."""
    organization.control("clock", {"advance": days * DAY})


def faults_used(organization: Organization) -> int:
    """Number of requests that received a fault."""
    return sum(each["used"] for each in organization.control("faults", method="GET")["faults"])


def begin(kind: Kind, organization: Organization, player: Player, old: bool) -> str:
    """The owner, a bystander of another name, and on request a key that is a hundred days old; its id."""
    bystander = kind.task("bystander", name="other", dest="other.key")
    player.run([*kind.setup, bystander]).succeed()
    if not old:
        return ""
    age(organization, -100)
    player.run([kind.task("first")]).succeed()
    age(organization, 100)
    return kind.live(organization)[0]


def settled(
    kind: Kind, organization: Organization, folder: Path, player: Player, again: dict[str, t.Any], unproven: int = 0
) -> Played:
    """Check that the same task, run once more, leaves one active key, the one in the file; a third run changes nothing.

    :param unproven: number of keys that an interrupted run may have left: they are reported, and revoked on request.
    """
    replacing = kind.task("replace", replace=True)
    played = player.run([again, {**again, "name": "third"}, *([replacing] if unproven else [])]).succeed()
    assert played.result("third")["changed"] is False
    left = played.result("third")["unproven"]
    assert len(left) == unproven and (not unproven or played.result("replace")["revoked"] == left)
    manifest = json.loads((folder / "ci.key.manifest.json").read_text())
    [live] = kind.live(organization)
    assert manifest["api_key_id"] == live
    assert kind.works(organization, (folder / "ci.key").read_text().strip())
    assert len(kind.live(organization, "other")) == 1, "a key of another name was revoked"
    files = sorted(path.name for path in folder.glob("*ci.key*"))
    assert files == ["ci.key", "ci.key.manifest.json"], files
    return played
