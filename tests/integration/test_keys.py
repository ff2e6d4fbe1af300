# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Keys that are shown once: renewal, delivery, removal, and keys that cannot be used."""

from __future__ import annotations

import json
import time
import typing as t
from pathlib import Path

import pytest

from tests.harness.emulator import Organization
from tests.harness.play import Player, calls, task, writes

from .keys import ACCOUNT, DAY, EITHER, EITHER_WAY, KINDS, OWNER, QUICK, age, begin, settled

# The outcome for keys does not depend on ansible-core: the ritual, the examples and the playbooks run on every one.
pytestmark = pytest.mark.newest_only


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
    """A file that was lost or changed is replaced by one with another key; keys of other tasks are not changed."""
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
    settled_again = player.run([which.task("replaced")]).succeed()
    assert settled_again.result("replaced")["changed"] is True


def test_the_key_in_use(organization: Organization, tmp_path: Path) -> None:
    """The key in use is not revoked unless the task allows it; with an overlap it is renewed."""
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
    """Each invalid argument fails with one line before a key is issued, also in check mode."""
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
        "file of another program": (
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
            {"project": "team", "name": "of nowhere", "expires_in_seconds": 60},
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
    """A key's end comes closer and is put off again; one of a user is found by the e-mail address, in any case."""
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
