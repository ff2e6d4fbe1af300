# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The quickstart as a user runs it: the playbook against any server, and the tool that starts an emulator for it."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import time
import typing as t
from pathlib import Path

import pytest
import requests
import yaml

from tests.harness.documentation import assert_documented, output_after
from tests.harness.emulator import ROOT, Organization, Server
from tests.harness.play import BIN, Played, Player, writes

PLAYBOOK = ROOT / "playbooks" / "quickstart.yml"
TOOL = ROOT / "tools" / "quickstart.py"
SHOWN = "openai:   Step 9/9: training loss="
"""Progress of the fine-tuning job."""


def key_file(player: Player) -> Path:
    return player.folder / "quickstart.key"


def quickstart(player: Player, *options: str, playbook: str | Path = PLAYBOOK) -> Played:
    """Run the playbook with the test folder as output folder."""
    variables = ("-e", f"output_folder={player.folder}", "-e", "quickstart_wait_interval=0.2")
    return player.run(playbook, *variables, *options)


def changed(played: Played) -> list[str]:
    """Return the names of the tasks that reported a change."""
    return [record["task"] for record in played.records if record["result"].get("changed")]


def summary(played: Played) -> str:
    return "\n".join(played.result("Step 3: Show the result")["msg"])


def live_keys(organization: Organization) -> list[str]:
    """Return the identifiers of the keys in the project of the quickstart; empty if there is no such project."""
    projects = organization.get("/organization/projects", True, limit=100)["data"]
    return [
        key["id"]
        for project in projects
        if project["name"] == "ansible-quickstart"
        for key in organization.get(f"/organization/projects/{project['id']}/api_keys", True)["data"]
    ]


# --- the playbook ---------------------------------------------------------------------------------------------------


def test_first_run_matches_check_mode_and_second_run_changes_nothing(
    player: Player, organization: Organization
) -> None:
    check = quickstart(player, "--check", "--diff").succeed()
    assert writes(organization.journal()) == []
    assert not key_file(player).exists()
    assert "check-mode" in summary(check)
    assert "skipped" not in summary(check)

    first = quickstart(player, "-vvvv").succeed()
    assert len(changed(first)) == 8
    assert changed(first) == changed(check)
    assert_documented(output_after("README.md", "make quickstart"), first.output)
    assert SHOWN in first.output

    second = quickstart(player, "-vvvv").succeed()
    assert changed(second) == []
    assert summary(second) == summary(first)

    assert_key_is_secret(player, organization, check, first, second)
    assert_created_once(organization)


@pytest.mark.newest_only
def test_first_run_as_modules(module_player: Player, organization: Organization) -> None:
    first = quickstart(module_player, "-vvvv").succeed()
    assert len(changed(first)) == 8
    # A module process cannot display progress.
    assert SHOWN not in first.output
    assert_key_is_secret(module_player, organization, first)
    assert_created_once(organization)


def assert_key_is_secret(player: Player, organization: Organization, *runs: Played) -> None:
    """Assert that only the owner can read the file of the key, and that no key was printed."""
    assert stat.S_IMODE(key_file(player).stat().st_mode) == 0o600
    for secret in (key_file(player).read_text().strip(), organization.admin_key, organization.api_key):
        for played in runs:
            assert secret not in played.output


def assert_created_once(organization: Organization) -> None:
    """Assert that the server has one of each object that the quickstart creates."""
    projects = organization.get("/organization/projects", True, limit=100)["data"]
    (project,) = [each for each in projects if each["name"] == "ansible-quickstart"]
    place = f"/organization/projects/{project['id']}"
    roles = sorted(each["role"] for each in organization.get(f"{place}/users", True)["data"])
    assert roles == ["member", "owner"]  # the owner is the creator of the project
    assert len(organization.get(f"{place}/service_accounts", True)["data"]) == 1
    limits = {each["model"]: each for each in organization.get(f"{place}/rate_limits", True, limit=100)["data"]}
    assert limits["gpt-4o-mini"]["max_requests_per_1_minute"] == 300
    assert limits["gpt-4.1-mini"]["max_tokens_per_1_minute"] == 50000
    # The training file, and the metrics file of the job.
    assert sorted(each["purpose"] for each in organization.objects("file")) == ["fine-tune", "fine-tune-results"]
    assert [each["status"] for each in organization.objects("fine_tuning_job")] == ["succeeded"]
    assert len(organization.objects("chat_completion")) == 1


@pytest.mark.newest_only
def test_project_key_is_sufficient_for_step_2(player: Player, organization: Organization) -> None:
    player.variables["OPENAI_ADMIN_KEY"] = ""
    played = quickstart(player).succeed()
    assert "OPENAI_ADMIN_KEY is not set" in summary(played)
    assert "14 euros" in summary(played)
    assert not key_file(player).exists()
    assert not [each for each in organization.journal() if each["path"].startswith("/v1/organization")]


@pytest.mark.newest_only
def test_check_mode_uses_no_key_but_that_of_the_account(player: Player) -> None:
    player.variables["OPENAI_API_KEY"] = ""
    assert "no project key yet" in summary(quickstart(player, "--check").succeed())
    assert "14 euros" in summary(quickstart(player).succeed())
    assert "14 euros" in summary(quickstart(player, "--check").succeed())


@pytest.mark.newest_only
def test_key_of_another_organization_is_not_overwritten(player: Player, server: Server) -> None:
    """It may be live and stored nowhere else."""
    quickstart(player).succeed()
    before = key_file(player).read_text()
    player.organization = server.organization("another")
    for options in (("--check",), ()):
        played = quickstart(player, *options)
        assert played.code == 2 and "holds another key" in played.output, played.output
    assert key_file(player).read_text() == before
    assert live_keys(player.organization) == []


@pytest.mark.newest_only
@pytest.mark.parametrize("lost", [["quickstart.key"], ["quickstart.key", "quickstart.key.manifest.json"]])
def test_lost_key_is_revoked_and_replaced(player: Player, organization: Organization, lost: list[str]) -> None:
    """Deleting the key file leaves no live key without a file: the account is reused and has one key, the new one."""
    quickstart(player).succeed()
    old = key_file(player).read_text().strip()
    for name in lost:
        (player.folder / name).unlink()
    check = quickstart(player, "--check").succeed()
    second = quickstart(player).succeed()
    assert changed(second) == ["Create an API key for the service account"] == changed(check)[:1]
    new = key_file(player).read_text().strip()
    assert new != old
    assert len(organization.objects("service_account")) == 1
    (live,) = live_keys(organization)
    assert live in summary(second)
    models = f"{organization.server.base_url}/models"
    statuses = [
        requests.get(models, headers={"Authorization": f"Bearer {key}"}, timeout=30).status_code for key in (old, new)
    ]
    assert statuses == [401, 200]


@pytest.mark.newest_only
def test_check_mode_without_the_output_folder(player: Player, organization: Organization) -> None:
    """Check mode does not create the folder, and the summary names what is missing."""
    missing = player.folder / "missing"
    checked = quickstart(player, "--check", "-e", f"output_folder={missing}").succeed()
    assert "the output folder does not exist yet" in summary(checked)
    assert not missing.exists()
    assert writes(organization.journal()) == []


@pytest.mark.newest_only
def test_keys_and_server_from_variables(player: Player, organization: Organization) -> None:
    """Variables replace the environment, and no key is printed."""
    player.variables.update(dict.fromkeys(organization.environment(), ""))
    variables = {f"fjcorp_{name.lower()}": value for name, value in organization.environment().items()}
    (player.folder / "keys.yml").write_text(yaml.safe_dump(variables))
    played = quickstart(player, "-vvvv", "-e", "@keys.yml").succeed()
    assert "14 euros" in summary(played)
    assert not [secret for secret in (organization.admin_key, organization.api_key) if secret in played.output]
    assert_created_once(organization)


def test_playbook_runs_by_its_full_name_with_a_given_member(player: Player, organization: Organization) -> None:
    quickstart(player, "-e", "quickstart_member=grace@example.com", playbook="fjcorp.openai.quickstart").succeed()
    (joined,) = [each for each in organization.objects("project_user") if each["email"] == "grace@example.com"]
    assert joined["role"] == "member"


@pytest.mark.newest_only
def test_single_owner_stays_an_owner(player: Player, organization: Organization) -> None:
    base, headers = organization.server.base_url, {"Authorization": f"Bearer {organization.admin_key}"}
    for user in organization.get("/organization/users", True)["data"]:
        if user["role"] != "owner":
            gone = requests.delete(f"{base}/organization/users/{user['id']}", headers=headers, timeout=30)
            gone.raise_for_status()
    quickstart(player).succeed()
    assert {each["role"] for each in organization.objects("project_user")} == {"owner"}


# --- the tool -------------------------------------------------------------------------------------------------------


class Tool:
    """Run ``tools/quickstart.py`` with its own home and state folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.state = folder / "state"
        (folder / "home").mkdir()
        self.environment = {
            "PATH": f"{BIN}:/usr/local/bin:/usr/bin:/bin",
            "HOME": str(folder / "home"),
            "LC_ALL": "C.UTF-8",
        }

    def start(self, *options: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, str(TOOL), "--state-dir", str(self.state), *options],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def run(self, *options: str) -> tuple[int, str]:
        process = self.start(*options)
        output, _unused = process.communicate(timeout=300)
        return process.returncode, output

    def left(self) -> list[str]:
        """Return the command lines of all processes that name the folder of this tool."""
        found = []
        for each in Path("/proc").iterdir():
            try:
                command = (each / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
                gone = (each / "stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
            except (OSError, IndexError):
                continue
            if str(self.state) in command and not gone:
                found.append(command)
        return found


@pytest.fixture
def tool(tmp_path: Path) -> t.Iterator[Tool]:
    made = Tool(tmp_path)
    yield made
    assert made.left() == []


def recap(output: str) -> str:
    return next(line for line in output.splitlines() if "unreachable=" in line)


@pytest.mark.newest_only
def test_tool_stops_its_processes_and_prints_next_steps(tool: Tool) -> None:
    code, output = tool.run()
    assert code == 0, output
    assert "changed=8 " in recap(output)
    assert tool.left() == []
    ending = output.rsplit("PLAY RECAP", 1)[1]
    assert "make quickstart" in ending
    assert "OPENAI_BASE_URL" in ending
    key = tool.state / "quickstart.key"
    assert str(key) in ending
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert key.read_text().strip() not in output
    assert not (tool.state / "ready.json").exists()

    # A new emulator process on another port with the state of the first one.
    code, output = tool.run()
    assert code == 0, output
    assert "changed=0 " in recap(output)
    code, output = tool.run("--fresh")
    assert code == 0, output
    assert "changed=8 " in recap(output)


@pytest.mark.newest_only
def test_tool_returns_the_failure_of_the_playbook(tool: Tool) -> None:
    code, output = tool.run("-e", "quickstart_training_src=/nowhere.jsonl")
    assert code == 2, output
    assert "/nowhere.jsonl does not exist" in output
    assert tool.left() == []


@pytest.mark.newest_only
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_tool_stops_its_processes_on_a_signal(tool: Tool, number: int) -> None:
    began = time.monotonic()
    process = tool.start("-e", "quickstart_wait_interval=60")
    assert process.stdout is not None
    # Progress is displayed while the task waits, even through a pipe.
    for line in process.stdout:
        if "is validating_files" in line:
            break
    assert time.monotonic() - began < 60
    code, second = tool.run()
    assert (code, "another quickstart uses" in second) == (1, True), second
    began = time.monotonic()
    os.kill(process.pid, number)
    rest = process.stdout.read()
    assert process.wait(timeout=60) == 130, rest
    assert time.monotonic() - began < 30
    assert tool.left() == []


@pytest.mark.newest_only
def test_tool_uses_the_server_of_the_environment(tool: Tool, organization: Organization) -> None:
    tool.environment.update(organization.environment())
    options = (
        "--server",
        "env",
        "-e",
        f"output_folder={tool.folder / 'output'}",
        "-e",
        "quickstart_wait_interval=1",
    )
    code, output = tool.run(*options)
    assert code == 0, output
    # The output folder is created too.
    assert "changed=9 " in recap(output)
    assert [each["status"] for each in organization.objects("fine_tuning_job")] == ["succeeded"]
    assert not tool.state.exists()


@pytest.mark.newest_only
def test_tool_requires_a_key_for_the_server_of_the_environment(tool: Tool) -> None:
    code, output = tool.run("--server", "env")
    assert code == 1
    assert "OPENAI_ADMIN_KEY" in output
