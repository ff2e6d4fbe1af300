# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Keys that are shown once: none is lost and none is left over, whenever a run is interrupted."""

from __future__ import annotations

import typing as t
from pathlib import Path

import pytest

from tests.harness.emulator import ROOT, Organization
from tests.harness.play import Player, task, wait_until

from .keys import KINDS, OWNER, QUICK, begin, faults_used, kill_there, settled

# The outcome for keys does not depend on ansible-core: the ritual, the examples and the playbooks run on every one.
pytestmark = pytest.mark.newest_only

HALTS = {
    "noted": "after ci.key.issuing.json",
    "before the manifest": "before ci.key.manifest.json",
    "before the file": "before ci.key",
    "delivered": "after ci.key",
}
"""Places where a file is put, at which a run is stopped and killed."""
HURTS: dict[str, tuple[str, dict[str, t.Any]]] = {
    "asked": ("POST", {"kind": "stall", "seconds": 3}),
    "made": ("POST", {"kind": "slow", "chunk": 1, "delay": 1}),
    "revoking": ("DELETE", {"kind": "stall", "seconds": 3}),
    "revoked": ("DELETE", {"kind": "slow", "chunk": 1, "delay": 1}),
}
"""Requests during which a run is killed: before the server has processed them (a stall), or after."""
UNPROVEN = ("asked", "made")
"""Points at which the server issues a key whose id the run has not noted: another machine may have issued it."""
DEATHS = [
    *(("service_account_key", point, True, "in_process") for point in (*HALTS, *HURTS)),
    *(("service_account_key", point, True, "module") for point in ("made", "revoked")),
    # Both kinds are one engine; what differs is who owns the key and how it is revoked.
    *(("admin_api_key", point, True, "in_process") for point in ("made", "before the manifest", "revoking", "revoked")),
    *((kind, point, False, "in_process") for kind in sorted(KINDS) for point in ("made", "before the manifest")),
]


@pytest.mark.parametrize(("name", "point", "old", "way"), DEATHS)
def test_killed(name: str, point: str, old: bool, way: str, organization: Organization, tmp_path: Path) -> None:
    """Killed with -9 at each step and run again: the key in the file is active, and the others are revoked or reported."""
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
        wait_until(done, "the effect of a request whose client was killed")
    settled(kind, organization, tmp_path, player, renewal, unproven=int(point in UNPROVEN))
    assert first not in kind.live(organization)


LOSSES = [
    *(("service_account_key", fault) for fault in ("status_after", "cut_before", "cut_after", "truncate", "stall")),
    *(("admin_api_key", fault) for fault in ("status_after", "cut_after")),
]


@pytest.mark.parametrize(("kind", "fault"), LOSSES)
def test_lost_answers(kind: str, fault: str, organization: Organization, tmp_path: Path) -> None:
    """If the response to an issue is lost, the delivered key is active, and one that was issued is reported."""
    which = KINDS[kind]
    player = Player(tmp_path, organization)
    begin(which, organization, player, old=True)
    more = {"seconds": 3} if fault == "stall" else {}
    organization.fault(fault, "POST", which.issue, **more)
    renewal = which.task("renew", max_age="90d", timeout=1 if fault == "stall" else 30)
    played = player.run([renewal]).succeed()
    assert played.result("renew")["changed"] is True and faults_used(organization) == 1
    # Only a connection that is cut before the request is processed leaves no key.
    again = which.task("again", max_age="90d")
    settled(which, organization, tmp_path, player, again, unproven=int(fault != "cut_before"))


ACCOUNTS = "/organization/projects/{project_id}/service_accounts"


FIRST = [(point, "in_process") for point in ("made", "before the file", "before the manifest", "delivered")]


@pytest.mark.parametrize(("point", "way"), [*FIRST, ("made", "module")])
def test_killed_while_an_account_gets_its_first_key(
    point: str, way: str, organization: Organization, tmp_path: Path
) -> None:
    """An account whose key was lost is created again; afterwards there is one, with one live key, the one in the file."""
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
