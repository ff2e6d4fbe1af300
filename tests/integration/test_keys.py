# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Keys that are shown once: none is lost, none is left over, whenever a run dies."""

from __future__ import annotations

import json
import time
import typing as t
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.harness.emulator import ROOT, Organization
from tests.harness.play import Played, Player, calls, kill_run, task, wait_until, writes

# What becomes of keys does not depend on ansible-core: the ritual, the examples and the playbooks run on every one.
pytestmark = pytest.mark.newest_only

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
    *(("service_account_key", point, True, "in_process") for point in (*HALTS, *HURTS)),
    *(("service_account_key", point, True, "module") for point in ("made", "revoked")),
    # Both kinds are one engine; what differs is who owns the key and how it is revoked.
    *(("admin_api_key", point, True, "in_process") for point in ("made", "before the manifest", "revoking", "revoked")),
    *((kind, point, False, "in_process") for kind in sorted(KINDS) for point in ("made", "before the manifest")),
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
        wait_until(done, "the effect of a request whose client is gone")
    settled(kind, organization, tmp_path, player, renewal)
    assert first not in kind.live(organization)


@EITHER_WAY
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


LOSSES = [
    *(("service_account_key", fault) for fault in ("status_after", "cut_before", "cut_after", "truncate", "stall")),
    *(("admin_api_key", fault) for fault in ("status_after", "cut_after")),
]


@pytest.mark.parametrize(("kind", "fault"), LOSSES)
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
def test_undeliverable(kind: str, organization: Organization, tmp_path: Path) -> None:
    """A key that cannot be written after all is revoked, and the old one stays."""
    which = KINDS[kind]
    player = Player(tmp_path, organization)
    first = begin(which, organization, player, old=True)
    value = (tmp_path / "ci.key").read_text()
    # Works when it is tried, and not when it is needed.
    password = tmp_path / "password"
    password.write_text('#!/bin/sh\nmkdir "$0.asked" && echo secret\n')
    password.chmod(0o700)
    played = player.run([which.task("renew", max_age="90d", vault_password_file="password")])
    assert played.code != 0
    played.failure("renew", "delivery_error")
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
    played.failure("unknown", "invalid_argument", mine, "replace")
    assert played.code != 0 and which.live(organization) == [mine]
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


ACCOUNTS = "/organization/projects/{project_id}/service_accounts"


FIRST = [(point, "in_process") for point in ("made", "before the file", "before the manifest", "delivered")]


@pytest.mark.parametrize(("point", "way"), [*FIRST, ("made", "module")])
def test_killed_while_an_account_gets_its_first_key(
    point: str, way: str, organization: Organization, tmp_path: Path
) -> None:
    """The account whose key nobody received is made again; afterwards there is one, with one live key, the one in the file."""
    player = Player(tmp_path, organization, way == "in_process")
    player.run([OWNER[0]]).succeed()
    organization.control("clock", {"speed": 1})
    args = {"project": "team", "name": "pipeline", "dest": "ci.key", **QUICK}
    make = task("openai_service_account", "make", args)
    wounded = Player(tmp_path, organization, way == "in_process")
    mark = tmp_path / "halted"
    if point == "made":
        organization.fault("slow", "POST", ACCOUNTS, chunk=1, delay=1)
    else:
        halting = {"PYTHONPATH": str(ROOT / "tests" / "harness" / "halting"), "HALT_AT": HALTS[point]}
        wounded.variables = {**halting, "HALT_MARK": str(mark)}
    kill_there(
        wounded, [make], lambda: organization.objects("service_account") if point == "made" else mark.exists(), point
    )
    played = player.run([make, {**make, "name": "again"}]).succeed()
    assert played.result("make")["changed"] is (point != "delivered") and not played.result("again")["changed"]
    [account] = organization.objects("service_account")
    team = next(each["id"] for each in organization.objects("project") if each["name"] == "team")
    keys = organization.get(f"/organization/projects/{team}/api_keys", True, owner_project_access="any")["data"]
    assert [each["owner"]["service_account"]["id"] for each in keys] == [account["id"]]
    assert KINDS["service_account_key"].works(organization, (tmp_path / "ci.key").read_text().strip())
    assert sorted(path.name for path in tmp_path.glob("*ci.key*")) == ["ci.key", "ci.key.manifest.json"]


# --- servers that revoke a key only with its account -------------------------------------------------------------------


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
    """Where a single key cannot be revoked, its account is replaced: same name, same role, the new key delivered first."""
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
        successor = there.get("bot (next)", {}).get("id")
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


# --- the key in use, the returned key, the keys of a project -----------------------------------------------------------


def test_the_key_in_use(organization: Organization, tmp_path: Path) -> None:
    """A task does not saw off the branch it sits on, unless told to; with an overlap a key renews itself."""
    organization.control("clock", {"advance": 100 * DAY})
    name = "Default admin key"
    own = {"name": name, "dest": "own.key", "max_age": "90d", **QUICK}
    module = "openai_admin_api_key"
    player = Player(tmp_path, organization)
    played = player.run(
        [
            task(module, "revoke", {"name": name, "state": "absent"}, ignore_errors=True),
            task(module, "replace", {**own, "replace": True}, ignore_errors=True),
        ]
    )
    for step in ("revoke", "replace"):
        played.failure(step, "invalid_argument", "revoke_key_in_use")
        assert not writes(calls(organization.journal(), step))
    player.run([task(module, "overlap", {**own, "replace": True, "overlap": "1h"})]).succeed()
    new = (tmp_path / "own.key").read_text().strip()
    manifest = tmp_path / "own.key.manifest.json"
    facts = json.loads(manifest.read_text())
    facts["superseded"] = dict.fromkeys(facts["superseded"], 0)
    manifest.write_text(json.dumps(facts))
    played = player.run([task(module, "still", {**own, "max_age": "900d"})]).succeed()
    assert played.result("still")["changed"] is False and played.result("still")["warnings"]
    with_new = Player(tmp_path, organization, variables={"OPENAI_ADMIN_KEY": new})
    assert with_new.run([task(module, "then", {**own, "max_age": "900d"})]).succeed().result("then")["changed"] is True
    assert len(organization.objects("admin_api_key")) == 1
    explicit = {"name": name, "state": "absent", "revoke_key_in_use": True}
    assert with_new.run([task(module, "explicit", explicit)]).succeed().result("explicit")["changed"] is True
    assert organization.objects("admin_api_key") == []


@EITHER_WAY
def test_returned_key(kind: str, way: str, organization: Organization, tmp_path: Path) -> None:
    """Without a file the run that issues returns the key, kept off the screen; later runs take it to be in good hands."""
    which = KINDS[kind]
    args = {name: value for name, value in which.args.items() if name != "dest"}
    returned = {**args, "return_key": True, **QUICK}
    player = Player(tmp_path, organization, way == "in_process")
    use = {"name": "use", "ansible.builtin.copy": {"content": "{{ issued.api_key.value }}", "dest": "used.key"}}
    tasks = [*which.setup, task(which.module, "issue", returned, register="issued"), {**use, "no_log": True}]
    played = player.run([*tasks, task(which.module, "again", returned)], "-vvvv", "--diff").succeed()
    value = (tmp_path / "used.key").read_text()
    assert which.works(organization, value) and value not in played.output
    assert len(which.live(organization)) == 1 and not writes(calls(organization.journal(), "again"))


def test_bad_keys(organization: Organization, tmp_path: Path) -> None:
    """Each is refused on one line that says what to do, before anything is issued; a check refuses it too."""
    (tmp_path / "foreign.key").write_text("mine\n")
    key, admin = KINDS["service_account_key"], KINDS["admin_api_key"]
    cases: dict[str, tuple[str, dict[str, t.Any], tuple[str, ...]]] = {
        "no folder": (key.module, {**key.args, "dest": "no/folder/x"}, ("invalid_argument", "no/folder")),
        "nowhere": (admin.module, {"name": "x"}, ("invalid_argument", "dest", "return_key")),
        "never old enough": (
            key.module,
            {**key.args, "expires_in_seconds": 3600, "renew_within": "1h"},
            ("invalid_argument", "renew_within", "3600", "expires_in_seconds"),
        ),
        "no life": (admin.module, {**admin.args, "expires_in_seconds": 0}, ("invalid_argument", "1", "31536000")),
        "too long a life": (
            key.module,
            {**key.args, "expires_in_seconds": 31536001},
            ("invalid_argument", "1", "31536000"),
        ),
        "no length": (
            admin.module,
            {**admin.args, "max_age": "a while"},
            ("invalid_argument", "max_age", "a while", "90d"),
        ),
        "piling up": (
            key.module,
            {**key.args, "max_age": "1d", "overlap": "2d"},
            ("invalid_argument", "overlap", "max_age"),
        ),
        "overlap of nothing": (
            admin.module,
            {"name": "x", "return_key": True, "overlap": "1d"},
            ("invalid_argument", "overlap", "dest"),
        ),
        "somebody's file": (
            key.module,
            {**key.args, "dest": "foreign.key"},
            ("invalid_argument", "dest", "foreign.key"),
        ),
        "another's key": (
            key.module,
            {**key.args, "name": "y", "dest": "held.key"},
            ("invalid_argument", "dest", "held.key"),
        ),
        "twins": (key.module, {**key.args, "name": "twin"}, ("ambiguous", "2", "twin", "key_")),
        "other project": (key.module, {**key.args, "project": "elsewhere"}, ("not_found", "bot")),
        "by id": (admin.module, {"id": "key_x", "name": "x", "return_key": True}, ("invalid_argument", "id")),
        "made by hand": (
            "openai_project_api_key",
            {"project": "team", "name": "nobody's", "expires_in_seconds": 60},
            ("invalid_argument", "openai_service_account_key"),
        ),
        "twins of a project": (
            "openai_project_api_key",
            {"project": "team", "name": "twin", "expires_in_seconds": 60},
            ("ambiguous", "2", "project", "twin"),
        ),
        "another's account": (
            key.module,
            {**ACCOUNT, "id": "{{ first.project_api_keys[0].id }}", "state": "absent"},
            ("not_found", "key_"),
        ),
    }
    path = "/organization/projects/{{ p.project.id }}/service_accounts/{{ a.service_account.id }}/api_keys"
    post = {"method": "POST", "path": path, "body": {"name": "twin"}}
    tasks = [
        {**OWNER[0], "register": "p"},
        {**OWNER[1], "register": "a"},
        {"name": "elsewhere", "fjcorp.openai.openai_project": {"name": "elsewhere"}},
        *({"name": f"twin {number}", "fjcorp.openai.openai_api": post, "no_log": True} for number in (1, 2)),
        key.task("held", name="held", dest="held.key"),
        {
            "name": "first",
            "fjcorp.openai.openai_service_account": {"project": "team", "name": "first", "dest": "first.key"},
        },
        {
            "name": "its key",
            "fjcorp.openai.openai_project_api_key_info": {"project": "team", "owner": "first"},
            "register": "first",
        },
    ]
    steps = [(f"{name}{' in a check' if check else ''}", name, check) for name in cases for check in (False, True)]
    for step, name, check in steps:
        tasks.append(task(cases[name][0], step, cases[name][1], ignore_errors=True, check_mode=check))
    scopes = {**key.args, "scopes": ["api.No Such!"]}
    tasks.append(task(key.module, "unknown scope", scopes, ignore_errors=True))
    played = Player(tmp_path, organization).run(tasks).succeed()
    journal = organization.journal()
    for step, name, _check in steps:
        played.failure(step, *cases[name][2])
        assert not writes(calls(journal, step)), step
    played.failure("unknown scope", "api_error", "HTTP 400", "scopes")
    assert not (tmp_path / "ci.key").exists() and not list(tmp_path.glob("*.issuing.json"))


def test_project_key(organization: Organization, tmp_path: Path) -> None:
    """A key's end comes closer and is put off again; one of a person is found by the e-mail, whatever its case."""
    own = {"project": organization.project_id, "name": "Default key", "owner": "OWNER@example.com"}
    module = "openai_project_api_key"
    tasks = [
        task(module, "ends", {**own, "expires_in_seconds": 10 * DAY}),
        task(module, "ends sooner already", {**own, "expires_in_seconds": 20 * DAY}),
        task(module, "put off", {**own, "expires_in_seconds": 30 * DAY, "renew_within": "15d"}),
        task(module, "put off again", {**own, "expires_in_seconds": 30 * DAY, "renew_within": "15d"}),
        task(module, "restricted", {**own, "scopes": ["api.model.read"]}),
        task(module, "restricted again", {**own, "scopes": ["api.model.read"]}),
        task(module, "all", {**own, "scopes": []}),
        task(
            "openai_project_api_key_info", "found", {"project": organization.project_id, "owner": "owner@example.com"}
        ),
        task("openai_project_api_key_info", "none", {"project": organization.project_id, "owner": "ada@example.com"}),
        task(
            "openai_service_account_key_info",
            "no account",
            {"project": organization.project_id, "service_account": "x"},
            ignore_errors=True,
        ),
    ]
    played = Player(tmp_path, organization).run(tasks).succeed()
    names = ("ends", "ends sooner already", "put off", "put off again", "restricted", "restricted again", "all")
    assert [played.result(name)["changed"] for name in names] == [True, False, True, False, True, False, True]
    assert len(played.result("found")["project_api_keys"]) == 1 and played.result("none")["project_api_keys"] == []
    played.failure("no account", "not_found", "'x'")
    assert organization.objects("api_key")[0]["_scopes"] == []
