# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tasks with async run as modules, and their results are kept in a file."""

from __future__ import annotations

from pathlib import Path

from tests.harness.emulator import Organization
from tests.harness.play import Player, task


def test_return_key_with_async_is_rejected(organization: Organization, tmp_path: Path) -> None:
    """The key would be in the job's file and in what async_status returns, so none is issued."""
    account = {"project": "team", "name": "ci", "return_key": "{{ yes_please }}"}
    tasks = [
        task("openai_project", "create the project", {"name": "team"}),
        {
            **task("openai_service_account", "issue in the background", account),
            "vars": {"yes_please": "yes"},
            "async": 60,
            "poll": 0,
            "ignore_errors": True,
        },
        {
            **task("openai_service_account", "issue to a file", {"project": "team", "name": "cd", "dest": "cd.key"}),
            "async": 600,
            "poll": 1,
        },
    ]
    played = Player(tmp_path, organization).run(tasks, "-vvvv").succeed()
    message = played.result("issue in the background")["msg"]
    assert "return_key" in message and "async" in message and "dest" in message
    assert [each["name"] for each in organization.objects("service_account")] == ["cd"]
    assert (tmp_path / "cd.key").read_text().startswith("sk-")
    assert "sk-svcacct-" not in played.output
