# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Keys that are shown once: none is lost, none is left over, whenever a run dies."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import time
import typing as t
import uuid
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.harness.emulator import ROOT, Organization
from tests.harness.play import Played, Player, calls, task, writes

WAYS = pytest.mark.parametrize("way", ["in_process", "module"])
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
        """Whether the server takes a key."""
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


def eventually(condition: t.Callable[[], t.Any], what: str) -> None:
    """Wait until something is so."""
    deadline = time.monotonic() + 90
    while not condition():
        assert time.monotonic() < deadline, f"never came: {what}"
        time.sleep(0.02)


def holders(token: str) -> list[int]:
    """The processes that were started with a token in their environment, whatever session they have gone to."""
    found = []
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            if entry.name.isdigit() and token.encode() in (entry / "environ").read_bytes():
                found.append(int(entry.name))
    return found


def kill_there(player: Player, tasks: list[dict[str, t.Any]], reached: t.Callable[[], t.Any], what: str) -> None:
    """Start a play and kill it, all its processes at once, when a condition holds."""
    token = uuid.uuid4().hex
    player.variables = {**player.variables, "RUN_TOKEN": token}
    process = player.start(tasks)
    try:
        eventually(lambda: reached() or process.poll() is not None, what)
        assert process.poll() is None, f"it ended before {what}:\n{process.communicate()[0]}"
    finally:
        while left := holders(token):
            for pid in left:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            process.poll()
        process.communicate()


def age(organization: Organization, days: float) -> None:
    """Move the server's clock."""
    organization.control("clock", {"advance": days * DAY})


def faults_used(organization: Organization) -> int:
    """How many requests were hurt."""
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


def settled(kind: Kind, organization: Organization, folder: Path, player: Player, again: dict[str, t.Any]) -> Played:
    """The same task once more leaves one live key, the one in the file; a third run does nothing."""
    played = player.run([again, {**again, "name": "third"}]).succeed()
    assert played.result("third")["changed"] is False
    [live] = kind.live(organization)
    manifest = json.loads((folder / "ci.key.manifest.json").read_text())
    assert manifest["api_key_id"] == live
    assert kind.works(organization, (folder / "ci.key").read_text().strip())
    assert len(kind.live(organization, "other")) == 1, "a key of another name was revoked"
    left = sorted(path.name for path in folder.glob("*ci.key*"))
    assert left == ["ci.key", "ci.key.manifest.json"], left
    return played


HALTS = {
    "noted": "after ci.key.issuing.json",
    "before the file": "before ci.key",
    "before the manifest": "before ci.key.manifest.json",
    "delivered": "after ci.key.manifest.json",
}
"""Places where a file is put, at which a run is stopped and killed."""
HURTS: dict[str, tuple[str, dict[str, t.Any]]] = {
    "asked": ("POST", {"kind": "stall", "seconds": 3}),
    "made": ("POST", {"kind": "slow", "chunk": 1, "delay": 1}),
    "revoking": ("DELETE", {"kind": "stall", "seconds": 3}),
    "revoked": ("DELETE", {"kind": "slow", "chunk": 1, "delay": 1}),
}
"""Requests during which a run is killed: before the server has done what it is asked (a stall), or after."""
DEATHS = [
    *((kind, point, True, "in_process") for kind in sorted(KINDS) for point in (*HALTS, *HURTS)),
    *((kind, point, False, "in_process") for kind in sorted(KINDS) for point in ("made", "before the manifest")),
    *((kind, point, True, "module") for kind in sorted(KINDS) for point in ("made", "before the file", "revoked")),
]


@pytest.mark.parametrize(("name", "point", "old", "way"), DEATHS)
def test_killed(name: str, point: str, old: bool, way: str, organization: Organization, tmp_path: Path) -> None:
    """Killed with -9 at each step and run again: one live key of the name, in the file and at the server."""
    kind = KINDS[name]
    player = Player(tmp_path, organization, way == "in_process")
    first = begin(kind, organization, player, old)
    before = set(kind.live(organization))
    renewal = kind.task("renew", max_age="90d")
    wounded = Player(tmp_path, organization, way == "in_process")
    method, fault = HURTS.get(point, ("", {}))
    mark = tmp_path / "halted"
    if method:
        organization.fault(path=kind.issue if method == "POST" else kind.revoke, method=method, **fault)
    else:
        halting = {"PYTHONPATH": str(ROOT / "tests" / "harness" / "halting"), "HALT_AT": HALTS[point]}
        wounded.variables = {**halting, "HALT_MARK": str(mark)}

    def done() -> bool:
        live = set(kind.live(organization))
        return bool(live - before) if method == "POST" else first not in live

    def reached() -> bool:
        if not method:
            return mark.exists()
        return bool(faults_used(organization)) if fault["kind"] == "stall" else done()

    kill_there(wounded, [renewal], reached, point)
    if method:
        eventually(done, "the effect of a request whose client is gone")
    settled(kind, organization, tmp_path, player, renewal)
    assert first not in kind.live(organization)


@EITHER
@WAYS
def test_renewed_by_age(kind: str, way: str, organization: Organization, tmp_path: Path) -> None:
    """A key that is too old is replaced: the new one is delivered before the old one is revoked; a check foretells it."""
    which = KINDS[kind]
    player = Player(tmp_path, organization, way == "in_process")
    first = begin(which, organization, player, old=True)
    value = (tmp_path / "ci.key").read_text()
    tasks = [
        which.task("young", max_age="200d"),
        {**which.task("foretold", max_age="90d"), "check_mode": True, "diff": True},
        {**which.task("renewed", max_age="90d"), "diff": True},
    ]
    played = player.run(tasks).succeed()
    assert [played.result(name)["changed"] for name in ("young", "foretold", "renewed")] == [False, True, True]
    assert played.result("foretold")["diff"] == played.result("renewed")["diff"]
    assert played.result("renewed")["revoked"] == [first]
    done = [f"{entry['method']} {entry['template']}" for entry in writes(calls(organization.journal(), "renewed"))]
    assert done == [f"POST {which.issue}", f"DELETE {which.revoke}"]
    assert (tmp_path / "ci.key").read_text() != value and not which.works(organization, value.strip())
    settled(which, organization, tmp_path, player, which.task("again", max_age="90d"))


@EITHER
def test_renewed_before_its_end_with_overlap(kind: str, organization: Organization, tmp_path: Path) -> None:
    """A key near its end is replaced and serves on for a while; the first run after that revokes it."""
    which = KINDS[kind]
    player = Player(tmp_path, organization)
    args: dict[str, t.Any] = {"expires_in_seconds": 30 * DAY, "renew_within": "7d", "overlap": "2s"}
    player.run(list(which.setup)).succeed()
    age(organization, -25)
    player.run([which.task("first", **args)]).succeed()
    age(organization, 25)
    [first] = which.live(organization)
    played = player.run([which.task("renewed", **{**args, "overlap": "1h"})]).succeed()
    assert played.result("renewed")["changed"] and played.result("renewed")["revoked"] == []
    assert first in which.live(organization) and len(which.live(organization)) == 2
    played = player.run([which.task("within", **args)]).succeed()
    assert played.result("within")["changed"] is False and len(which.live(organization)) == 2
    manifest = tmp_path / "ci.key.manifest.json"
    facts = json.loads(manifest.read_text())
    facts["superseded"] = {first: time.time() - 1}
    manifest.write_text(json.dumps(facts))
    played = player.run([which.task("over", **args), which.task("quiet", **args)]).succeed()
    assert played.result("over")["changed"] and played.result("over")["revoked"] == [first]
    assert played.result("quiet")["changed"] is False and first not in which.live(organization)


@EITHER
@pytest.mark.parametrize("fault", ["status_after", "cut_before", "cut_after", "truncate", "stall"])
def test_lost_answers(kind: str, fault: str, organization: Organization, tmp_path: Path) -> None:
    """Whatever happens to the answer of an issue, one key is live and it is the delivered one."""
    which = KINDS[kind]
    player = Player(tmp_path, organization)
    begin(which, organization, player, old=True)
    more = {"seconds": 3} if fault == "stall" else {}
    organization.fault(fault, "POST", which.issue, **more)
    renewal = which.task("renew", max_age="90d", timeout=1 if fault == "stall" else 30)
    played = player.run([renewal]).succeed()
    assert played.result("renew")["changed"] is True and faults_used(organization) == 1
    settled(which, organization, tmp_path, player, which.task("again", max_age="90d"))


@EITHER
@WAYS
def test_undeliverable(kind: str, way: str, organization: Organization, tmp_path: Path) -> None:
    """A key that cannot be written after all is revoked, and the old one stays."""
    which = KINDS[kind]
    player = Player(tmp_path, organization, way == "in_process")
    first = begin(which, organization, player, old=True)
    value = (tmp_path / "ci.key").read_text()
    (tmp_path / "password").write_text("")
    played = player.run([which.task("renew", max_age="90d", vault_password_file="password")])
    assert played.code != 0 and "revoked again" in played.result("renew")["msg"], played.output
    assert which.live(organization) == [first] and (tmp_path / "ci.key").read_text() == value
    settled(which, organization, tmp_path, player, which.task("again", max_age="90d"))


@EITHER
def test_file_that_is_gone(kind: str, organization: Organization, tmp_path: Path) -> None:
    """A file that was lost or changed is written anew with another key; what the task does not know it does not touch."""
    which = KINDS[kind]
    player = Player(tmp_path, organization)
    begin(which, organization, player, old=True)
    (tmp_path / "ci.key").unlink()
    settled(which, organization, tmp_path, player, which.task("lost"))
    (tmp_path / "ci.key").write_text("something else\n")
    settled(which, organization, tmp_path, player, which.task("changed"))
    [mine] = which.live(organization)
    (tmp_path / "ci.key").unlink()
    (tmp_path / "ci.key.manifest.json").unlink()
    played = player.run([which.task("unknown")])
    assert played.code != 0 and mine in played.result("unknown")["msg"], played.output
    assert "replace: true" in played.result("unknown")["msg"] and which.live(organization) == [mine]
    settled(which, organization, tmp_path, player, which.task("replace", replace=True))
    assert mine not in which.live(organization)


@EITHER
def test_absent(kind: str, organization: Organization, tmp_path: Path) -> None:
    """Absence revokes by name, by id, and all that the task's own manifest names."""
    which = KINDS[kind]
    player = Player(tmp_path, organization)
    begin(which, organization, player, old=True)
    player.run([which.task("overlapping", max_age="90d", overlap="1d")]).succeed()
    assert len(which.live(organization)) == 2
    both = player.run([task(which.module, "gone", {**which.args, "state": "absent"})]).succeed().result("gone")
    assert both["changed"] and len(both["revoked"]) == 2 and not which.live(organization)
    [other] = which.live(organization, "other")
    owner = {name: value for name, value in which.args.items() if name in ACCOUNT}
    by_id = {**owner, "id": other, "state": "absent"}
    played = player.run([task(which.module, "by id", by_id), task(which.module, "again", by_id)]).succeed()
    assert played.result("by id")["changed"] is True and played.result("again")["changed"] is False
    settled_again = player.run([which.task("anew")]).succeed()
    assert settled_again.result("anew")["changed"] is True
