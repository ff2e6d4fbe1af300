# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Any operation, and the in-process path: environment, isolation and vaulted keys."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.harness.emulator import Organization
from tests.harness.play import Player, calls, local_play, task

# Requests to the API do not depend on ansible-core: the ritual, the examples and the playbooks run on every one.
pytestmark = pytest.mark.newest_only


# --- any operation ---------------------------------------------------------------------------------------------------


def test_any_operation(organization: Organization, player: Player) -> None:
    """Reads, writes, pages, placeholders, and requests in check mode."""
    organization.control("page_size", {"max": 2})
    organization.control("objects", {"kind": "project", "count": 7})
    make = {"method": "POST", "path": "/v1/organization/projects", "body": {"name": "by api"}}
    one = {"path": "/organization/projects/{project_id}", "path_params": {"project_id": organization.project_id}}
    nobody = {**one, "path_params": {"project_id": "proj_nobody"}}
    tasks = [
        task("openai_api", "list", {"path": "/organization/projects", "all_pages": True}),
        task("openai_api", "one", one),
        task("openai_api", "check", make, check_mode=True),
        task("openai_api", "make", make),
        task("openai_api", "absent", {**nobody, "absent_ok": True}),
        task("openai_api", "fails", nobody, ignore_errors=True),
        task("openai_api", "filtered", {"path": "/organization/users", "query": {"emails": ["ada@example.com"]}}),
    ]
    played = player.run(tasks).succeed()
    assert len(played.result("list")["body"]["data"]) == 8
    assert played.result("one")["body"]["id"] == organization.project_id and played.result("one")["changed"] is False
    assert played.result("check")["changed"] is True and not calls(organization.journal(), "check")
    assert played.result("make")["changed"] is True and played.result("make")["body"]["name"] == "by api"
    assert played.result("absent")["status"] == 404 and played.result("absent")["changed"] is False
    assert played.result("fails")["error"]["status"] == 404
    assert [user["email"] for user in played.result("filtered")["body"]["data"]] == ["ada@example.com"]


# --- the in-process path ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["in_process", "module"])
def test_environment_of_play_and_task(way: str, organization: Organization, tmp_path: Path) -> None:
    """Keys may come by ``environment:`` of the play or the task, the nearer one counting."""
    play = local_play(
        [
            task("openai_project_info", "play", {}),
            task(
                "openai_project_info",
                "task",
                {},
                environment={"OPENAI_ADMIN_KEY": "sk-admin-other"},
                ignore_errors=True,
            ),
            task("openai_project_info", "after", {}),
        ]
    )
    play["environment"] = organization.environment()
    played = Player(tmp_path, None, way == "in_process").run([play]).succeed()
    assert played.result("play")["projects"] and played.result("after")["projects"]
    assert played.result("task")["error"]["status"] == 401


def test_what_asks_for_a_process_gets_one(organization: Organization, player: Player) -> None:
    """``async`` and an interpreter of one's own run as ordinary modules, with the same results."""
    tasks = [
        task("openai_project_info", "async", {}, **{"async": 30, "poll": 1}),
        task(
            "openai_project_info",
            "python",
            {},
            vars={"ansible_python_interpreter": "/usr/bin/env python3"},
            ignore_errors=True,
        ),
        task("openai_project_info", "switch", {}, vars={"fjcorp_openai_in_process": False}),
        task("openai_project_info", "in process", {}),
    ]
    played = player.run(tasks).succeed()
    wanted = played.result("in process")["projects"]
    assert played.result("async")["projects"] == played.result("switch")["projects"] == wanted
    assert "ansible_job_id" in played.result("async")


def test_vaulted_key(organization: Organization, tmp_path: Path) -> None:
    """A key encrypted in the vars file of a play."""
    (tmp_path / "password").write_text("secret\n")
    player = Player(tmp_path, organization)
    command = [
        player.command([])[0].replace("playbook", "vault"),
        "encrypt_string",
        "--vault-password-file",
        "password",
    ]
    sealed = subprocess.run(
        [*command, organization.admin_key, "--name", "key"],
        cwd=tmp_path,
        env=player.environment(),
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    (tmp_path / "vars.yml").write_text(sealed)
    tasks = [task("openai_project_info", "read", {"admin_key": "{{ key }}"})]
    player.variables["OPENAI_ADMIN_KEY"] = ""
    played = player.run(tasks, "-e", "@vars.yml", "--vault-password-file", "password").succeed()
    assert played.result("read")["projects"]
