# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Few calls: listed objects are cached, throttled forks queue, and the requests are visible."""

from __future__ import annotations

import re
import typing as t
from collections import Counter
from pathlib import Path

import pytest

from tests.harness.emulator import Organization
from tests.harness.play import PATIENCE, Player, calls, local_play, task, writes

# How many requests are made does not depend on ansible-core: the ritual, the examples and the playbooks run on every one.
pytestmark = pytest.mark.newest_only

WAYS = pytest.mark.parametrize("way", ["in_process", "module"])


def by_path(journal: list[dict[str, t.Any]], method: str = "GET") -> Counter[str]:
    """Number of requests per path."""
    return Counter(entry["path"] for entry in journal if entry["method"] == method and entry["path"].startswith("/v1"))


def team_play(projects: int) -> list[dict[str, t.Any]]:
    """A play in which everything is named by name and e-mail."""
    names = [f"team{index}" for index in range(projects)]
    loop = {"loop": names}
    return [
        task("openai_project", "project", {"name": "{{ item }}"}, **loop),
        task(
            "openai_project_user", "ada", {"project": "{{ item }}", "user": "ada@example.com", "role": "member"}, **loop
        ),
        task(
            "openai_project_user",
            "grace",
            {"project": "{{ item }}", "user": "grace@example.com", "role": "owner"},
            **loop,
        ),
        task(
            "openai_rate_limit",
            "gpt-4o",
            {"project": "{{ item }}", "model": "gpt-4o", "max_requests_per_1_minute": 5},
            **loop,
        ),
        task(
            "openai_rate_limit",
            "o4",
            {"project": "{{ item }}", "model": "o4-mini", "max_requests_per_1_minute": 5},
            **loop,
        ),
        task("openai_data_retention", "retention", {"project": "{{ item }}", "retention_type": "none"}, **loop),
    ]


@WAYS
def test_each_collection_is_listed_once(way: str, organization: Organization, tmp_path: Path) -> None:
    """Sixty tasks over ten projects ask each list once, in whichever process they run."""
    player = Player(tmp_path, organization, way == "in_process")
    # A process for each task is expensive.
    projects = 10 if way == "in_process" else 2
    player.run(team_play(projects)).succeed()
    lists = {
        path: count for path, count in by_path(organization.journal()).items() if not path.endswith("data_retention")
    }
    # After each create, a look shows whether another machine has created a project of the name.
    assert lists.pop("/v1/organization/projects") == 1 + projects
    assert all(count == 1 for count in lists.values()), lists
    assert len(lists) == 2 * projects, sorted(lists)
    before = len(organization.journal())
    player.run(team_play(projects)).succeed()
    again = organization.journal()[before:]
    assert not writes(again), "the second run wrote"
    assert len(again) == 1 + 3 * projects


def test_keeping_can_be_turned_off(organization: Organization, tmp_path: Path) -> None:
    """One variable, and every task asks for itself."""
    player = Player(tmp_path, organization, variables={"FJCORP_OPENAI_CACHE": "false"})
    player.run(team_play(2)).succeed()
    assert by_path(organization.journal())["/v1/organization/projects"] > 6


def test_a_kept_object_that_is_gone_is_noticed(organization: Organization, player: Player) -> None:
    """Another user archives the project during the run: the name is looked up again instead of failing."""
    tasks = [
        task("openai_project", "make", {"name": "team"}, register="made"),
        task("openai_rate_limit", "use", {"project": "team", "model": "gpt-4o", "max_requests_per_1_minute": 5}),
        {
            "name": "another user",
            "control": {
                "url": organization.server.base_url + "/organization/projects/{{ made.project.id }}/archive",
                "key": organization.admin_key,
            },
        },
        task(
            "openai_service_account",
            "use again",
            {"project": "team", "name": "x", "return_key": True},
            ignore_errors=True,
        ),
        task("openai_project", "again", {"name": "team"}),
    ]
    played = player.run(tasks).succeed()
    played.failure("use again", "not_found", "team")
    assert played.result("again")["changed"] is True
    assert played.result("again")["project"]["id"] != played.result("make")["project"]["id"]


def test_a_loop_over_rate_limits_lists_once(organization: Organization, player: Player) -> None:
    """One list and a hundred writes; then one list and none."""
    organization.control("objects", {"kind": "rate_limit_model", "count": 100, "prefix": "m"})
    tasks = [
        task(
            "openai_rate_limit",
            "limits",
            {
                "project": organization.project_id,
                "model": "m-{{ '%05d' | format(item) }}",
                "max_requests_per_1_minute": 9,
            },
            loop="{{ range(100) | list }}",
        )
    ]
    player.run(tasks).succeed()
    first = calls(organization.journal(), "limits")
    assert len(writes(first)) == 100
    pages = len(first) - 100
    player.run(tasks).succeed()
    second = calls(organization.journal(), "limits")[len(first) :]
    assert not writes(second) and len(second) == pages <= 2


def test_check_of_a_whole_play_on_an_empty_account(organization: Organization, player: Player) -> None:
    """Later tasks of a check see what earlier ones would have made; nothing is written; a typing mistake still fails."""
    played = player.run(team_play(2), "--check", "--diff").succeed()
    assert not writes(organization.journal())
    changed = [record for record in played.records if record["result"].get("changed")]
    assert len(changed) == 6, [record["task"] for record in played.records]
    wrong = [
        task("openai_project", "make", {"name": "team"}),
        task("openai_rate_limit", "typo", {"project": "taem", "model": "gpt-4o", "max_requests_per_1_minute": 1}),
    ]
    player.run(wrong, "--check").failure("typo", "not_found", "taem")


def hosts_play(count: int, tasks: list[dict[str, t.Any]]) -> list[dict[str, t.Any]]:
    """A play whose forks all work on the one organization."""
    hosts = {"name": "hosts", "hosts": "localhost", "connection": "local", "gather_facts": False}
    add = {
        "name": "add",
        "ansible.builtin.add_host": {"name": "h{{ item }}", "groups": "many"},
        "loop": list(range(count)),
    }
    return [{**hosts, "tasks": [add]}, {**local_play(tasks), "hosts": "many", "strategy": "free"}]


def test_forks_that_want_the_same_object_make_one(organization: Organization, player: Player) -> None:
    """Ten hosts in ten forks ask for the same project at once."""
    tasks = [task("openai_project", "same", {"name": "same"})]
    played = player.run(hosts_play(10, tasks), "-f", "10").succeed()
    assert sum(record["result"]["changed"] for record in played.records if record["task"] == "same") == 1
    assert len(writes(calls(organization.journal(), "same"))) == 1


def test_throttled_forks_and_runs_queue(organization: Organization, tmp_path: Path) -> None:
    """Under the measured throttle two runs of five forks each end without a failed task, and say that they wait."""
    organization.control("throttle", {"admin_rpm": 7})
    organization.control("clock", {"speed": 60})
    pace = {"OPENAI_ADMIN_MAX_RPM": str(7 * 60), "ANSIBLE_HOME": str(tmp_path / "shared")}
    running = []
    for run in ("one", "two"):
        folder = tmp_path / run
        folder.mkdir()
        tasks = [task("openai_project", f"{run} project", {"name": f"{run} {{{{ inventory_hostname }}}}"})]
        running.append(Player(folder, organization, variables=pace).start(hosts_play(10, tasks), "-f", "5", "-vvv"))
    outputs = [process.communicate(timeout=PATIENCE)[0] for process in running]
    assert all(process.returncode == 0 for process in running), "\n".join(outputs)
    made = [entry for entry in organization.journal() if entry["method"] == "POST" and entry["status"] == 200]
    refused = [entry for entry in organization.journal() if entry["status"] == 429]
    assert len(made) == 20 and len({entry["body"]["name"] for entry in made}) == 20
    assert refused, "the throttle did not strike"
    assert len(refused) <= 20, f"{len(refused)} requests were refused: the forks do not queue"
    assert list((tmp_path / "shared" / "fjcorp_openai").glob("pace-*.json")), "the pace was not shared"


@WAYS
def test_calls_are_visible(way: str, organization: Organization, tmp_path: Path) -> None:
    """-vvv shows each exchange: method, template, status, milliseconds, attempt, request id; no id, no body, no e-mail."""
    organization.fault("status", "GET", status=503)
    player = Player(tmp_path, organization, way == "in_process")
    tasks = [
        task(
            "openai_project_user",
            "ada",
            {"project": organization.project_id, "user": "ada@example.com", "role": "member"},
        )
    ]
    shown = [line for line in player.run(tasks, "-vvv").succeed().output.splitlines() if "openai: " in line]
    pattern = r"openai: (GET|POST) /organization/projects/\{project_id\}/users \d{3} \d+ ms attempt \d+ req_\w+"
    assert len(shown) == 3 and all(re.search(pattern, line) for line in shown), shown
    assert "503" in shown[0] and "attempt 2" in shown[1]


def test_wait_keeps_its_interval(organization: Organization, tmp_path: Path) -> None:
    """The job is looked at no more often than asked, and its end is noticed within one interval."""
    from .test_faults import TRAINING

    (tmp_path / "train.jsonl").write_text(TRAINING)
    args = {"model": "gpt-4.1-mini", "training_file": "train.jsonl", "wait": True, "wait_interval": 0.5}
    tasks = [
        {"name": "file", "fjcorp.openai.openai_file": {"src": "train.jsonl", "purpose": "fine-tune"}},
        task("openai_fine_tuning_job", "train", args),
    ]
    played = Player(tmp_path, organization).run(tasks).succeed()
    job = played.result("train")["fine_tuning_job"]
    template = "/fine_tuning/jobs/{fine_tuning_job_id}"
    looks = [
        entry for entry in organization.journal() if entry["method"] == "GET" and entry["template"].endswith(template)
    ]
    seconds = [entry["at"] for entry in looks]
    assert job["status"] == "succeeded" and len(looks) >= 2
    assert all(later - sooner >= 0.5 for sooner, later in zip(seconds, seconds[1:], strict=False)), seconds
    assert sum(entry["response"]["status"] == "succeeded" for entry in looks) == 1
