# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The example playbooks that send requests to a model: check mode, a first run, and a second run without changes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from tests.harness.documentation import assert_documented, output_after
from tests.harness.emulator import ROOT, Organization
from tests.harness.play import Played, Player, writes

PLAYBOOKS = ROOT / "playbooks"
ADMINISTRATION = ("onboarding", "offboarding", "quickstart")
"""Playbooks with their own tests; all others send requests to a model."""
ANSWERS = sorted(path.stem for path in PLAYBOOKS.glob("*.yml") if path.stem not in ADMINISTRATION)


def played(name: str, player: Player, *options: str) -> Played:
    """Run a playbook successfully."""
    return player.run(PLAYBOOKS / f"{name}.yml", *options).succeed()


@pytest.mark.parametrize("name", ANSWERS)
def test_example(name: str, organization: Organization, tmp_path: Path) -> None:
    """Check mode sends no write request, and the second run sends none and changes nothing."""
    player = Player(tmp_path, organization)
    played(name, player, "--check", "--diff")
    assert not writes(organization.journal())
    first = played(name, player)
    asked = len(writes(organization.journal()))
    assert asked and any(record["result"].get("changed") for record in first.records)
    again = played(name, player, "--diff")
    written = {path.name for path in tmp_path.iterdir()} - {"home", "record.jsonl"}
    assert written == {"openai-output"}, "files outside the output folder"
    assert len(writes(organization.journal())) == asked
    assert not any(record["result"].get("changed") for record in again.records)
    assert not any("no answer yet" in str(record["result"].get("msg")) for record in again.records)


def test_follow_up_questions_contain_the_conversation(organization: Organization, tmp_path: Path) -> None:
    """The request of the third question contains both previous answers."""
    player = Player(tmp_path, organization)
    run = played("chat", player)
    assert_documented(output_after("docs/docsite/rst/playbooks.rst", "fjcorp.openai.chat"), run.output)
    shown = run.result("Show the conversation")["msg"]
    last = writes(organization.journal())[-1]["body"]["messages"]
    assert [message["role"] for message in last] == ["system", "user", "assistant", "user", "assistant", "user"]
    assert [message["content"] for message in last[1:]] == shown[:5]


def test_function_is_called_and_answered(organization: Organization, tmp_path: Path) -> None:
    """The arguments match the schema, and the final answer follows the result of the function."""
    player = Player(tmp_path, organization)
    requested = played("function_calling", player).result("Request a function call")
    (call,) = requested["tool_calls"]
    assert set(json.loads(call["function"]["arguments"])) == {"host"}
    assert (tmp_path / "openai-output" / "function-answer.txt").read_text().strip()


def test_structured_answer_drives_the_next_task(organization: Organization, tmp_path: Path) -> None:
    """The ticket has the severity of the answer."""
    player = Player(tmp_path, organization)
    data = played("structured_answer", player).result("Classify the report")["parsed"]
    ticket = tmp_path / "openai-output" / f"triage-ticket-{data['severity']}.txt"
    assert ticket.read_text() == f"{data['service']}: {data['summary']}\n"


@pytest.mark.parametrize("folder", ["", "/", "/openai-output"])
def test_root_directory_is_refused(organization: Organization, tmp_path: Path, folder: str) -> None:
    """A playbook that runs in the root directory, such as in a service, does not write there."""
    player = Player(tmp_path, organization)
    refused = player.run(PLAYBOOKS / "chat.yml", "-e", json.dumps({"output_folder": folder}))
    assert refused.code == 2 and "Set it with -e output_folder=FOLDER" in refused.output, refused.output
    assert not writes(organization.journal())


def test_existing_folder_keeps_its_permissions(organization: Organization, tmp_path: Path) -> None:
    """A relative folder is resolved in the current folder."""
    folder = tmp_path / "shared"
    folder.mkdir()
    folder.chmod(0o755)
    played("structured_answer", Player(tmp_path, organization), "-e", "output_folder=shared")
    assert folder.stat().st_mode & 0o777 == 0o755
    assert (folder / "triage-report.json").exists()


@pytest.mark.parametrize("name", sorted(path.stem for path in PLAYBOOKS.glob("*.yml")))
def test_keys_come_from_variables_too(name: str) -> None:
    """Each playbook takes the server and its keys from variables, such as those of a vault file."""
    (play,) = yaml.safe_load((PLAYBOOKS / f"{name}.yml").read_text())
    text = json.dumps(play["module_defaults"]) + json.dumps(play["tasks"])
    keys = {"quickstart": ("admin", "api"), "onboarding": ("admin",), "offboarding": ("admin",)}.get(name, ("api",))
    for variable in ("fjcorp_openai_base_url", *(f"fjcorp_openai_{key}_key" for key in keys)):
        assert variable in text
