# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Several runs of one control node that create the same objects at the same time create one of each."""

from __future__ import annotations

import json
import random
import typing as t
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.harness.emulator import Organization
from tests.harness.play import Played, Player, task, writes

# What happens on the wire does not depend on ansible-core.
pytestmark = pytest.mark.newest_only

TRAINING = "".join(
    json.dumps({"messages": [{"role": "user", "content": f"{i}?"}, {"role": "assistant", "content": f"{i}!"}]}) + "\n"
    for i in range(12)
)
FILE = {"filename": "train.jsonl", "content": TRAINING, "purpose": "fine-tune"}
JOB = {"model": "gpt-4.1-mini", "training_file": "train.jsonl", "suffix": "one"}

TASKS = {
    "project": task("openai_project", "project", {"name": "team"}),
    "account": task(
        "openai_service_account", "account", {"project": "team", "name": "ci", "create_service_account_only": True}
    ),
    "member": task("openai_project_user", "member", {"project": "team", "user": "ada@example.com", "role": "member"}),
    "group": task("openai_group", "group", {"name": "auditors"}),
    "role": task("openai_role", "role", {"name": "group reader", "permissions": ["api.groups.read"]}),
    "alert": task("openai_spend_alert", "alert", {"threshold_amount": 400, "recipients": ["ada@example.com"]}),
    "invite": task("openai_invite", "invite", {"email": "bob@example.com", "role": "reader"}),
    "file": task("openai_file", "file", FILE),
    "job": task("openai_fine_tuning_job", "job", JOB),
}
THINGS = {
    "project": "project",
    "account": "service_account",
    "member": "project_user",
    "group": "group",
    "role": "role",
    "alert": "spend_alert",
    "invite": "invite",
    "file": "file",
    "job": "fine_tuning_job",
}
"""The return value of each task."""


def run_at_once(
    organization: Organization, folder: Path, tasks: t.Sequence[str], runs: int, delay: float, in_process: bool
) -> list[Played]:
    """Run the same tasks in several runs of one control node, each with random delays around every write."""
    numbers = random.Random(8)
    organization.control(
        "faults",
        [
            {
                "match": {"method": "POST"},
                "fault": {"kind": "stall", "seconds": numbers.uniform(0, delay), "after": numbers.uniform(0, delay)},
            }
            for _each in range(runs * len(TASKS))
        ],
    )
    shared = {"ANSIBLE_HOME": str(folder / "shared"), "OPENAI_ADMIN_MAX_RPM": "6000"}
    players = []
    for number in range(runs):
        (folder / str(number)).mkdir()
        players.append(Player(folder / str(number), organization, in_process, shared))
    with ThreadPoolExecutor(runs) as pool:
        return list(pool.map(lambda player: player.run([TASKS[name] for name in tasks]), players))


def judge(organization: Organization, played: list[Played], tasks: t.Sequence[str]) -> None:
    """Every run succeeded with the same objects, and one of them sent the only write for each."""
    for one in played:
        one.succeed()
    for name in tasks:
        assert [one.result(name)["changed"] for one in played].count(True) == 1, name
        assert len({one.result(name)[THINGS[name]]["id"] for one in played}) == 1, name
    sent = [f"{entry['method']} {entry['template']}" for entry in writes(organization.journal())]
    assert len(sent) == len(set(sent)) == len(tasks), sent


@pytest.mark.parametrize(
    ("in_process", "runs", "tasks"),
    # A module process costs more, and takes the same lock.
    [(True, 8, tuple(TASKS)), (False, 3, ("project", "file"))],
    ids=["in process", "module processes"],
)
def test_runs_at_once_create_one_of_each(
    in_process: bool, runs: int, tasks: tuple[str, ...], organization: Organization, tmp_path: Path
) -> None:
    judge(organization, run_at_once(organization, tmp_path, tasks, runs, 0.5, in_process), tasks)
    organization.control("faults", method="DELETE")
    again = Player(tmp_path / "0", organization, in_process).run([TASKS[name] for name in tasks]).succeed()
    assert not any(again.result(name)["changed"] for name in tasks)
