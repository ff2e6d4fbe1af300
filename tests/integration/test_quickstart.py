# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The quickstart as a user plays it: the playbook against any server, and the tool that brings its own."""

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

from tests.harness.emulator import ROOT, Organization, Server
from tests.harness.play import BIN, Played, Player, writes

PLAYBOOK = ROOT / "playbooks" / "quickstart.yml"
TOOL = ROOT / "tools" / "quickstart.py"


def key_file(player: Player) -> Path:
    return player.folder / "service-account.key"


def quickstart(player: Player, *options: str, playbook: str | Path = PLAYBOOK) -> Played:
    """One run, its key beside the test's other files."""
    variables = ("-e", f"quickstart_key_file={key_file(player)}", "-e", "quickstart_wait_interval=0.2")
    return player.run(playbook, *variables, *options)


def changed(played: Played) -> list[str]:
    """The tasks that changed something."""
    return [record["task"] for record in played.records if record["result"].get("changed")]


def summary(played: Played) -> str:
    return "\n".join(played.result("what there is now")["msg"])


@pytest.fixture(params=[True, False], ids=["in_process", "modules"])
def either(request: pytest.FixtureRequest, tmp_path: Path, organization: Organization) -> Player:
    """Both ways to run the tasks."""
    return Player(tmp_path, organization, in_process=request.param)


# --- the playbook ---------------------------------------------------------------------------------------------------


def test_it_makes_everything_once_as_foretold_and_shows_no_key(either: Player, organization: Organization) -> None:
    check = quickstart(either, "--check", "--diff").succeed()
    assert writes(organization.journal()) == []
    assert not key_file(either).exists()
    assert "check-mode" in summary(check)

    first = quickstart(either, "-vvvv").succeed()
    assert len(changed(first)) == 7
    assert changed(first) == changed(check)
    assert "14 euros" in summary(first)
    # Only in process is there somebody to show the progress to.
    assert ("openai:   Step 9/9: training loss=" in first.output) == either.in_process

    second = quickstart(either, "-vvvv").succeed()
    assert changed(second) == []
    assert summary(second) == summary(first)

    assert stat.S_IMODE(key_file(either).stat().st_mode) == 0o600
    for secret in (key_file(either).read_text().strip(), organization.admin_key, organization.api_key):
        for played in (check, first, second):
            assert secret not in played.output
    is_there(organization)


def is_there(organization: Organization) -> None:
    """What a quickstart makes is at the server, once."""
    projects = organization.get("/organization/projects", True, limit=100)["data"]
    (project,) = [each for each in projects if each["name"] == "ansible-quickstart"]
    place = f"/organization/projects/{project['id']}"
    roles = sorted(each["role"] for each in organization.get(f"{place}/users", True)["data"])
    assert roles == ["member", "owner"]  # the owner is whoever made the project
    assert len(organization.get(f"{place}/service_accounts", True)["data"]) == 1
    limits = {each["model"]: each for each in organization.get(f"{place}/rate_limits", True, limit=100)["data"]}
    assert limits["gpt-4o-mini"]["max_requests_per_1_minute"] == 300
    assert limits["gpt-4.1-mini"]["max_tokens_per_1_minute"] == 50000
    # The file, and the metrics of the job.
    assert sorted(each["purpose"] for each in organization.objects("file")) == ["fine-tune", "fine-tune-results"]
    assert [each["status"] for each in organization.objects("fine_tuning_job")] == ["succeeded"]
    assert len(organization.objects("chat_completion")) == 1


def test_without_an_admin_key_the_project_key_will_do(player: Player, organization: Organization) -> None:
    player.variables["OPENAI_ADMIN_KEY"] = ""
    played = quickstart(player).succeed()
    assert "OPENAI_ADMIN_KEY is not set" in summary(played)
    assert "14 euros" in summary(played)
    assert not key_file(player).exists()
    assert not [each for each in organization.journal() if each["path"].startswith("/v1/organization")]


def test_a_check_uses_no_key_but_that_of_the_account(player: Player, server: Server) -> None:
    player.variables["OPENAI_API_KEY"] = ""
    assert "no key for it yet" in summary(quickstart(player, "--check").succeed())
    assert "14 euros" in summary(quickstart(player).succeed())
    # The key that now lies there belongs to the first organization and would be refused by the second.
    player.organization = server.organization("another")
    assert "no key for it yet" in summary(quickstart(player, "--check").succeed())
    assert writes(player.organization.journal()) == []


def test_it_is_found_by_its_full_name_and_takes_the_member_it_is_given(
    player: Player, organization: Organization
) -> None:
    quickstart(player, "-e", "quickstart_member=grace@example.com", playbook="fjcorp.openai.quickstart").succeed()
    (joined,) = [each for each in organization.objects("project_user") if each["email"] == "grace@example.com"]
    assert joined["role"] == "member"


@pytest.mark.newest_only
def test_an_owner_who_is_alone_stays_an_owner(player: Player, organization: Organization) -> None:
    base, headers = organization.server.base_url, {"Authorization": f"Bearer {organization.admin_key}"}
    for user in organization.get("/organization/users", True)["data"]:
        if user["role"] != "owner":
            gone = requests.delete(f"{base}/organization/users/{user['id']}", headers=headers, timeout=30)
            gone.raise_for_status()
    quickstart(player).succeed()
    assert {each["role"] for each in organization.objects("project_user")} == {"owner"}


# --- the tool -------------------------------------------------------------------------------------------------------


class Tool:
    """``tools/quickstart.py`` with a home and a state of its own."""

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
        """Every process that names this tool's folder."""
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
def test_the_tool_ends_by_itself_and_says_what_is_next(tool: Tool) -> None:
    code, output = tool.run()
    assert code == 0, output
    assert "changed=7 " in recap(output)
    assert tool.left() == []
    ending = output.rsplit("PLAY RECAP", 1)[1]
    assert "make quickstart" in ending
    assert "OPENAI_BASE_URL" in ending
    key = tool.state / "service-account.key"
    assert str(key) in ending
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert key.read_text().strip() not in output
    assert not (tool.state / "ready.json").exists()

    # Another process of the emulator, on another port, with the state the first one left.
    code, output = tool.run()
    assert code == 0, output
    assert "changed=0 " in recap(output)
    code, output = tool.run("--fresh")
    assert code == 0, output
    assert "changed=7 " in recap(output)


@pytest.mark.newest_only
def test_the_tool_passes_a_failure_on(tool: Tool) -> None:
    code, output = tool.run("-e", "quickstart_training_src=/nowhere.jsonl")
    assert code == 2, output
    assert "/nowhere.jsonl does not exist" in output
    assert tool.left() == []


@pytest.mark.newest_only
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_tool_cleans_up_when_it_is_interrupted(tool: Tool, number: int) -> None:
    began = time.monotonic()
    process = tool.start("-e", "quickstart_wait_interval=60")
    assert process.stdout is not None
    # It is shown while the task waits, even through a pipe.
    for line in process.stdout:
        if "is validating_files" in line:
            break
    assert time.monotonic() - began < 60
    code, second = tool.run()
    assert (code, "another quickstart is at work" in second) == (1, True), second
    began = time.monotonic()
    os.kill(process.pid, number)
    rest = process.stdout.read()
    assert process.wait(timeout=60) == 130, rest
    assert time.monotonic() - began < 30
    assert tool.left() == []


@pytest.mark.newest_only
def test_the_tool_plays_against_the_server_of_the_environment(tool: Tool, organization: Organization) -> None:
    tool.environment.update(organization.environment())
    options = (
        "--server",
        "env",
        "-e",
        f"quickstart_key_file={tool.folder / 'key'}",
        "-e",
        "quickstart_wait_interval=1",
    )
    code, output = tool.run(*options)
    assert code == 0, output
    assert "changed=7 " in recap(output)
    assert [each["status"] for each in organization.objects("fine_tuning_job")] == ["succeeded"]
    assert not tool.state.exists()


@pytest.mark.newest_only
def test_the_tool_wants_a_key_for_the_server_of_the_environment(tool: Tool) -> None:
    code, output = tool.run("--server", "env")
    assert code == 1
    assert "OPENAI_ADMIN_KEY" in output
