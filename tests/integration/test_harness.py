# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The playbook server does what the program ``ansible-playbook`` does."""

from __future__ import annotations

import typing as t
from pathlib import Path

from tests.harness.emulator import Organization
from tests.harness.play import STARTED, Player, end_started, task, wait_until
from tests.harness.samples import normal

SETTINGS = "DEFAULT_LOCAL_TMP", "ANSIBLE_HOME", "CALLBACKS_ENABLED", "COLLECTIONS_PATHS", "DEFAULT_FORKS"


def test_a_fork_is_the_program(organization: Organization, tmp_path: Path) -> None:
    """Same status, same output, same results, same settings; nothing of one run is left in the next."""
    shown = {name: f"{{{{ lookup('ansible.builtin.config', '{name}') }}}}" for name in SETTINGS}
    tasks = [
        {"name": "settings", "ansible.builtin.debug": {"msg": {**shown, "home": "{{ lookup('env', 'HOME') }}"}}},
        {"name": "versions", "ansible.builtin.debug": {"msg": "{{ ansible_version.full }} {{ playbook_dir }}"}},
        task("openai_project", "project", {"name": "team"}),
        task("openai_project_info", "found", {"name": "team"}),
        task("openai_project", "rejected", {"id": "proj_none", "name": "x"}),
    ]
    seen: list[tuple[int, str, t.Any]] = []
    for fork in (True, False, True):
        player = Player(tmp_path, organization, variables={"ANSIBLE_HOME": str(tmp_path / "ansible")})
        played = player.run(tasks, "--check", "--diff", fork=fork)
        temporary = str(played.result("settings")["msg"]["DEFAULT_LOCAL_TMP"])
        assert temporary.startswith(str(tmp_path / "ansible" / "tmp"))
        records = normal(played.records, organization, tmp_path)
        records[0]["result"]["msg"].pop("DEFAULT_LOCAL_TMP")
        lines = [line for line in played.output.splitlines() if "DEFAULT_LOCAL_TMP" not in line]
        seen.append((played.code, "\n".join(lines), records))
    assert seen[0][0] == 2 and "rejected" in seen[0][1]
    assert seen[0] == seen[1] == seen[2]


def runs(number: int) -> bool:
    """Return whether a process runs; a dead one that is not yet waited for has no environment."""
    try:
        return bool(Path(f"/proc/{number}/environ").read_bytes())
    except OSError:
        return False


def test_nothing_is_left_running(tmp_path: Path) -> None:
    """A run in the background ends with its test, and so do the workers that have left its process group."""
    pause = {"name": "pause", "ansible.builtin.command": {"argv": ["sh", "-c", "echo $$ > pid; exec sleep 3600"]}}
    Player(tmp_path).start([pause])
    wait_until((tmp_path / "pid").exists, "the command")
    wait_until((tmp_path / "pid").read_text, "its number")
    number = int((tmp_path / "pid").read_text())
    assert runs(number)
    end_started()
    assert not STARTED and not runs(number)
