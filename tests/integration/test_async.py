# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tasks with async run as modules, and their results are kept in a file."""

from __future__ import annotations

import json
import sys
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
        {
            **task("openai_service_account", "start", {"project": "team", "name": "ce", "dest": "ce.key"}),
            "async": 600,
            "poll": 0,
            "register": "started",
        },
        {
            "name": "status",
            "ansible.builtin.async_status": {"jid": "{{ started.ansible_job_id }}"},
            "register": "ended",
            "until": "ended.finished",
            "retries": 300,
            "delay": 1,
        },
    ]
    played = Player(tmp_path, organization).run(tasks, "-vvvv").succeed()
    message = played.result("issue in the background")["msg"]
    assert "return_key" in message and "async" in message and "dest" in message
    assert [each["name"] for each in organization.objects("service_account")] == ["cd", "ce"]
    assert played.result("status")["issued"] is True and played.result("status")["api_key"]["id"]
    stored = [path for path in (tmp_path / "async").rglob("*") if path.is_file()]
    assert stored, "no results were stored, so none were searched"
    shown = played.output + json.dumps(played.records) + "".join(path.read_text() for path in stored)
    for name in ("cd.key", "ce.key"):
        key = (tmp_path / name).read_text().strip()
        assert key.startswith("sk-svcacct-") and key not in shown
    assert not any(name in shown for name in ("_openai_calls", "_openai_usage", "_openai_hidden"))


def test_a_module_process_does_not_store_a_key(organization: Organization, tmp_path: Path) -> None:
    """The module itself rejects return_key if its result is stored, regardless of the form in which the task sets it."""
    account = {"project": organization.project_id, "name": "ci", "return_key": "on"}
    environment = {"FJCORP_OPENAI_RESULT_ONLY": "1"}
    tasks = [{**task("openai_service_account", "issue", account), "environment": environment, "ignore_errors": True}]
    played = Player(tmp_path, organization, in_process=False).run(tasks).succeed()
    assert "mutually exclusive" in played.result("issue")["msg"] and organization.objects("service_account") == []


SSH = """#!/bin/sh
for last; do :; done
exec /bin/sh -c "$last"
"""


def test_a_returned_key_is_not_shown_by_the_connection(organization: Organization, tmp_path: Path) -> None:
    """The plugin for ssh displays what a module prints; the play can use the key nevertheless."""
    ssh = tmp_path / "ssh"
    ssh.write_text(SSH)
    ssh.chmod(0o700)
    remote = {
        "ansible_connection": "ssh",
        "ansible_ssh_executable": str(ssh),
        "ansible_pipelining": True,
        "ansible_python_interpreter": sys.executable,
    }
    account = {"project": organization.project_id, "name": "ci", "return_key": True}
    tasks = [
        {**task("openai_model_info", "look", {}), "vars": remote},
        {**task("openai_service_account", "issue", account), "vars": remote, "register": "issued"},
        {
            "name": "use",
            "ansible.builtin.copy": {"content": "{{ issued.api_key.value }}", "dest": "used"},
            "no_log": True,
        },
    ]
    played = Player(tmp_path, organization).run(tasks, "-vvvv").succeed()
    assert "gpt-" in played.output, "the connection displayed nothing"
    key = (tmp_path / "used").read_text()
    assert key.startswith("sk-svcacct-") and key not in played.output and "_openai_" not in json.dumps(played.records)
