# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The example playbooks that ask a model: each is checked, run, and run again for nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.harness.emulator import ROOT, Organization
from tests.harness.play import Played, Player, writes

PLAYBOOKS = ROOT / "playbooks"
ADMINISTRATION = ("onboarding", "offboarding", "quickstart")
"""Those that have tests of their own; every other one asks a model."""
ANSWERS = sorted(path.stem for path in PLAYBOOKS.glob("*.yml") if path.stem not in ADMINISTRATION)


def played(name: str, player: Player, *options: str) -> Played:
    """One run of a playbook."""
    return player.run(PLAYBOOKS / f"{name}.yml", *options).succeed()


@pytest.mark.parametrize("name", ANSWERS)
def test_example(name: str, organization: Organization, tmp_path: Path) -> None:
    """A check writes nothing and asks nothing, and the second run neither asks nor changes anything."""
    player = Player(tmp_path, organization, variables={"PWD": str(tmp_path)})
    played(name, player, "--check", "--diff")
    assert not writes(organization.journal())
    first = played(name, player)
    asked = len(writes(organization.journal()))
    assert asked and any(record["result"].get("changed") for record in first.records)
    again = played(name, player, "--diff")
    assert len(writes(organization.journal())) == asked
    assert not any(record["result"].get("changed") for record in again.records)
    assert not any("not asked yet" in str(record["result"].get("msg")) for record in again.records)


def test_turns_carry_what_was_said(organization: Organization, tmp_path: Path) -> None:
    """The third question of the conversation is sent with both answers before it."""
    player = Player(tmp_path, organization, variables={"PWD": str(tmp_path)})
    told = played("chat", player).result("Tell what was said")["msg"]
    last = writes(organization.journal())[-1]["body"]["messages"]
    assert [message["role"] for message in last] == ["system", "user", "assistant", "user", "assistant", "user"]
    assert [message["content"] for message in last[1:]] == told[:5]


def test_function_is_called_and_answered(organization: Organization, tmp_path: Path) -> None:
    """The model's arguments fit the schema, and its sentence comes after the tool's result."""
    player = Player(tmp_path, organization, variables={"PWD": str(tmp_path)})
    asked = played("function_calling", player).result("Ask, with the function at hand")
    (call,) = asked["tool_calls"]
    assert set(json.loads(call["function"]["arguments"])) == {"host"}
    assert (tmp_path / "function_calling" / "answer.txt").read_text().strip()


def test_structured_answer_drives_the_next_task(organization: Organization, tmp_path: Path) -> None:
    """The ticket bears the severity that the model found."""
    player = Player(tmp_path, organization, variables={"PWD": str(tmp_path)})
    verdict = played("structured_answer", player).result("Let a model read the report")["parsed"]
    ticket = tmp_path / "triage" / f"ticket-{verdict['severity']}.txt"
    assert ticket.read_text() == f"{verdict['service']}: {verdict['summary']}\n"
