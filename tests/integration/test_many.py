# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Many objects: long lists are read whole, and a large plan under the measured throttle asks for what it needs."""

from __future__ import annotations

import typing as t
from collections import Counter
from pathlib import Path

import pytest

from tests.harness.emulator import Organization
from tests.harness.play import PATIENCE, Player, calls, local_play, task, writes

pytestmark = pytest.mark.newest_only

MANY = 250

LISTS: dict[str, tuple[str, dict[str, t.Any], str, int]] = {
    "after=last_id, admin": ("openai_project_info", {}, "project", 3),
    "after=last_id, of a project": ("openai_service_account_info", {"project": "PROJECT"}, "service_account", 3),
    "after=last_id, ten thousand a page": ("openai_file_info", {}, "file", 1),
    "after=the last item's id": ("openai_fine_tuning_job_info", {}, "fine_tuning_job", 3),
    "after=next, a thousand a page": ("openai_group_info", {}, "group", 1),
    "one page": ("openai_model_info", {}, "rate_limit_model", 1),
}
"""For each style of paging: a reader, its arguments, what is seeded, and the pages that this takes at least."""


@pytest.mark.parametrize("style", sorted(LISTS))
@pytest.mark.parametrize("largest", [100, 7])
def test_long_lists_are_read_whole(style: str, largest: int, organization: Organization, tmp_path: Path) -> None:
    """All objects are returned once, for any page size of the server."""
    module, arguments, kind, pages = LISTS[style]
    made = organization.control("objects", {"kind": kind, "count": MANY})["ids"]
    assert len(made) == MANY
    if largest < 100:
        organization.control("page_size", {"max": largest})
    given = {name: organization.project_id if value == "PROJECT" else value for name, value in arguments.items()}
    played = Player(tmp_path, organization).run([task(module, "all", given)]).succeed()
    many = next(value for name, value in played.result("all").items() if isinstance(value, list) and name != "warnings")
    ids = Counter(each["id"] for each in many)
    assert not set(made) - set(ids) and max(ids.values()) == 1
    asked = len(calls(organization.journal(), "all"))
    wanted = pages if largest == 100 or style == "one page" else -(-len(ids) // largest)
    assert asked == wanted, f"{asked} requests, {wanted} pages"


@pytest.mark.parametrize("largest", [None, 7])
def test_many_buckets_are_read_whole(largest: int | None, organization: Organization, tmp_path: Path) -> None:
    """The one style that pages with ``page=next_page``: two hundred and fifty hours, each once and in their order."""
    if largest:
        organization.control("page_size", {"max": largest})
    end = int(organization.control("clock", method="GET")["now"]) // 3600 * 3600
    start = end - MANY * 3600
    hours = {"kind": "completions", "bucket_width": "1h", "start_time": start, "end_time": end}
    played = Player(tmp_path, organization).run([task("openai_usage_info", "all", hours)]).succeed()
    assert [each["start_time"] for each in played.result("all")["usage"]] == list(range(start, end, 3600))
    assert len(calls(organization.journal(), "all")) == -(-MANY // (largest or 168))


# --- twenty projects under the throttle ------------------------------------------------------------------------------

TEAMS = 20
MEMBERS = {"ada@example.com": "owner", "grace@example.com": "member"}
LIMITS = {"gpt-4o": 11, "gpt-4o-mini": 12, "gpt-4.1-mini": 13}


def teams(prefix: str) -> list[dict[str, t.Any]]:
    """A play with a host for each team."""
    add = {
        "name": "teams",
        "ansible.builtin.add_host": {"name": f"{prefix}-{{{{ '%02d' % item }}}}", "groups": "teams"},
        "loop": list(range(TEAMS)),
    }
    project = {"project": "{{ inventory_hostname }}"}
    tasks = [
        task("openai_project", "project", {"name": "{{ inventory_hostname }}"}),
        task(
            "openai_project_user",
            "members",
            {**project, "user": "{{ item.key }}", "role": "{{ item.value }}"},
            loop="{{ members | dict2items }}",
        ),
        task("openai_project_group", "group", {**project, "group": "platform", "role": "member"}),
        task(
            "openai_rate_limit",
            "limits",
            {**project, "model": "{{ item.key }}", "max_requests_per_1_minute": "{{ item.value }}"},
            loop="{{ limits | dict2items }}",
        ),
    ]
    play = {**local_play(tasks), "hosts": "teams"}
    play["vars"] = {**play["vars"], "members": MEMBERS, "limits": LIMITS}
    return [local_play([add]), play]


def test_twenty_projects_under_the_throttle(organization: Organization, tmp_path: Path) -> None:
    """Two such plays at once, five forks each, end without a failed task; the requests are those the plan needs.

    The emulator lives sixty minutes in one of ours, and the pace is raised by as much: nothing else differs from an
    account that allows seven requests a minute.
    """
    organization.control("throttle", {"admin_rpm": 7})
    organization.control("clock", {"speed": 60})
    pace = {"OPENAI_ADMIN_MAX_RPM": str(7 * 60), "ANSIBLE_HOME": str(tmp_path / "shared")}
    players = {}
    for prefix in ("red", "blue"):
        (tmp_path / prefix).mkdir()
        players[prefix] = Player(tmp_path / prefix, organization, variables=pace)
    group = [task("openai_group", "group", {"name": "platform"})]
    players["red"].run(group).succeed()
    start = len(organization.journal())

    running = {prefix: player.start(teams(prefix), "-f", "5") for prefix, player in players.items()}
    outputs = {prefix: process.communicate(timeout=PATIENCE)[0] for prefix, process in running.items()}
    for prefix, process in running.items():
        assert process.returncode == 0, outputs[prefix]

    journal = organization.journal()[start:]
    refused = [entry for entry in journal if entry["status"] == 429]
    served = Counter((entry["method"], entry["template"]) for entry in journal if entry["status"] != 429)
    each = "/organization/projects/{project_id}"
    runs = len(players)
    # One list for each run, and a look after each create for a project of the name that another machine has created.
    looks = served.pop(("GET", "/organization/projects"))
    assert runs <= looks <= runs * (1 + TEAMS)
    assert served == {
        ("POST", "/organization/projects"): runs * TEAMS,
        ("GET", f"{each}/users"): runs * TEAMS,
        ("POST", f"{each}/users"): runs * TEAMS * len(MEMBERS),
        ("GET", "/organization/groups"): runs,
        ("GET", "/projects/{project_id}/roles"): runs * TEAMS,
        ("GET", f"{each}/groups"): runs * TEAMS,
        ("POST", f"{each}/groups"): runs * TEAMS,
        ("GET", f"{each}/rate_limits"): runs * TEAMS,
        ("POST", f"{each}/rate_limits/{{rate_limit_id}}"): runs * TEAMS * len(LIMITS),
    }
    assert refused, "the throttle did not strike"
    assert len(refused) <= sum(served.values()) // 4, f"{len(refused)} requests were refused: the forks do not queue"

    organization.control("throttle", {"admin_rpm": None})
    start = len(organization.journal())
    for prefix, player in players.items():
        played = player.run(teams(prefix), "-f", "5").succeed()
        assert not any(record["result"].get("changed") for record in played.records if record["task"] != "teams")
    again = organization.journal()[start:]
    assert again and not writes(again), "the second run wrote"
