# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Parents that do not exist: nothing is left to remove below one, and nothing can be created below it."""

from __future__ import annotations

import typing as t

import pytest
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.fields import Parent
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.stateful import Stateful

from tests.harness.emulator import Organization
from tests.harness.play import Player, task, writes
from tests.harness.samples import SAMPLES

pytestmark = pytest.mark.newest_only

PRESENT = {
    "project": "payments",
    "group": "platform",
    "provider": "pipelines",
    "service_account": "crawler",
    "user": "ada@example.com",
}
"""Parents that exist, by option."""

SETUP = [
    task("openai_project", "project", {"name": "payments"}),
    task("openai_group", "group", {"name": "platform"}),
    task(
        "openai_workload_identity_provider",
        "provider",
        {"name": "pipelines", "issuer": "https://pipelines.example.com", "audience": "openai"},
    ),
    task(
        "openai_service_account",
        "account",
        {"project": "payments", "name": "crawler", "create_service_account_only": True},
    ),
]

CASES = [
    (name, parent)
    for name, sample in SAMPLES.items()
    if isinstance(sample.declaration, Stateful) and (sample.absent or sample.create)
    for parent in sample.declaration.parents
]
"""Every resource with every parent that it may have."""


def below(name: str, parent: Parent, value: str) -> dict[str, t.Any]:
    """Return the arguments of a resource that exists nowhere below a parent."""
    sample = SAMPLES[name]
    resource = t.cast(Stateful, sample.declaration)
    args = {**(sample.create or {}), **(sample.absent or {})}
    options = {each.option for each in resource.parents}
    args = {
        option: PRESENT[option] if option in options else given for option, given in args.items() if option != "state"
    }
    if name == "role_assignment":
        args = {"role": "reader", "project": "payments"} if parent.option == "project" else {"role": "reader"}
        args |= {"user": PRESENT["user"]} if parent.option == "project" else {}
    optional = {each.option for each in resource.parents if not each.required and "service_account" not in args}
    return {option: each for option, each in args.items() if option not in optional or option == "user"} | {
        parent.option: value
    }


def missing_values(parent: Parent) -> list[str]:
    """Return a name, and an id where it has a form of its own, that no object has."""
    return [f"{PRESENT[parent.option]}x", *(f"{prefix}none" for prefix in parent.ref.id_prefixes[:1])]


def test_cases() -> None:
    assert {("project_user", "project"), ("group_user", "group"), ("role_assignment", "user")} <= {
        (name, parent.option) for name, parent in CASES
    }
    assert len(CASES) >= 20


def test_missing_parents(organization: Organization, player: Player) -> None:
    """Absence is reported as ok with a warning; presence fails with the same words in check mode and in a run."""
    tasks = list(SETUP)
    expected: list[tuple[str, str, bool]] = []
    for name, parent in CASES:
        for value in missing_values(parent):
            args = below(name, parent, value)
            for state in ("absent", "present"):
                for check in (True, False):
                    title = f"{state} {name} {parent.option} {value} {'check' if check else 'run'}"
                    given = dict(args)
                    if state == "present" and name == "role_assignment":
                        given["role"] = "owner"
                    module = SAMPLES[name].module
                    tasks.append(
                        task(module, title, {**given, "state": state}, check_mode=check, ignore_errors=True, diff=True)
                    )
                    expected.append((title, value, check))
    player.variables["OPENAI_RETRY_TIMEOUT"] = "5"
    played = player.run(tasks).succeed()
    wrong = []
    for title, value, _check in expected:
        result = played.result(title)
        state = title.split()[0]
        words = str(result.get("warnings") if state == "absent" else result.get("msg"))
        ended = "ok" if state == "absent" else "failed"
        if played.ended(title) != ended or value not in words or result.get("changed"):
            wrong.append(f"{title}: {played.ended(title)} {words}")
        elif state == "present" and not value.endswith("none") and "Similar: " + value[:-1] not in words:
            wrong.append(f"{title}: no similar name in {words}")
    assert not wrong, "\n".join(wrong)
    for title, _value, check in expected:
        if check and title.startswith("present"):
            assert played.result(title)["msg"] == played.result(title.replace(" check", " run"))["msg"]
    assert len(writes(organization.journal())) == len(SETUP)
