# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Cost of an unchanged task, and of a loop of a hundred items.

The rival is what a user writes who has Ansible alone and cares for idempotence: one GET of the list, then a POST that
``when`` skips if the object is there already.
"""

from __future__ import annotations

import typing as t

from tests.harness.emulator import Organization
from tests.harness.play import Task

from .figures import Figure, exactly
from .plays import WARM, Journal, Setting, Spent, by_template, debug, play, ratio, uri

TASKS = 40
SLOW_TASKS = 10
"""Tasks of a play whose tasks are processes; each costs ten times as much and varies less."""

ITEMS = 100
TIMES_DEBUG = 1.3
TIMES_CHEAPER = 15.0
PART_OF_URI = 1.0


def project(count: int) -> list[Task]:
    """Tasks for a project that exists."""
    return [{"name": f"project {n}", "fjcorp.openai.openai_project": {"name": "bench"}} for n in range(count)]


def rate_limit(count: int) -> list[Task]:
    """Tasks for a rate limit that is set already, in a project given by its name."""
    wanted = {"project": "bench", "model": "gpt-4o", "max_requests_per_1_minute": 7}
    return [{"name": f"limit {n}", "fjcorp.openai.openai_rate_limit": wanted} for n in range(count)]


def by_uri(organization: Organization, count: int) -> list[Task]:
    """The same for the project, by ``uri``: pairs of a GET and a POST that is skipped."""
    address = f"{organization.server.base_url}/organization/projects"
    listed = uri(f"{address}?limit=100", organization.admin_key, register="found")
    missing = "'bench' not in (found.json.data | map(attribute='name'))"
    made = uri(address, organization.admin_key, {"name": "bench"}, when=missing)
    return [listed, made] * count


def task(setting: Setting) -> list[Figure]:
    """A task that changes nothing, compared with ``debug`` and ``uri``."""
    organization = setting.organization("bench-task")
    organization.control("objects", {"kind": "project", "count": 20})
    play(setting, organization, [*project(1), *rate_limit(1)])
    kinds: dict[str, tuple[list[Task], int, dict[str, t.Any]]] = {
        "debug": (debug(TASKS + WARM), 1, {}),
        "project": (project(TASKS + WARM), 1, {}),
        "rate limit": (rate_limit(TASKS + WARM), 1, {}),
        "project, not cached": (project(TASKS + WARM), 1, {"FJCORP_OPENAI_CACHE": "false"}),
        "uri": (by_uri(organization, SLOW_TASKS + WARM // 2), 2, {}),
        "project, module": (project(SLOW_TASKS + WARM), 1, {"in_process": False}),
        "rate limit, module": (rate_limit(SLOW_TASKS + WARM), 1, {"in_process": False}),
    }
    costs: dict[str, list[Spent]] = {kind: [] for kind in kinds}
    for turn in range(setting.repeat):
        setting.say(f"task: {turn + 1} of {setting.repeat}")
        for kind, (tasks, group, more) in kinds.items():
            costs[kind] += play(setting, organization, tasks, changed=0, **more).each(group)
    return [*in_process(costs), *as_module(costs)]


def in_process(costs: dict[str, list[Spent]]) -> list[Figure]:
    """The figures of the in-process path."""
    figures = []
    for kind, what, limited in (
        ("project", "unchanged project in process", True),
        ("rate limit", "unchanged rate limit in process", True),
        ("project, not cached", "the same with a GET for every task", False),
    ):
        debug_limit, uri_limit = (TIMES_DEBUG, TIMES_CHEAPER) if limited else (None, None)
        figures += [
            ratio(f"{what}: times debug's cost", costs[kind], costs["debug"], debug_limit),
            ratio(f"{what}: times cheaper than uri", costs["uri"], costs[kind], uri_limit, most=False),
        ]
    return figures


def as_module(costs: dict[str, list[Spent]]) -> list[Figure]:
    """The figures of module processes."""
    return [
        ratio(f"unchanged {kind} as a module: part of uri's cost", costs[f"{kind}, module"], costs["uri"], PART_OF_URI)
        for kind in ("project", "rate limit")
    ]


def limited_models(organization: Organization) -> list[str]:
    """A hundred models with a rate limit in the organization's project, which has no other."""
    path = f"/organization/projects/{organization.project_id}/rate_limits"
    there = len(organization.get(path, admin=True, limit=ITEMS)["data"])
    organization.control("objects", {"kind": "rate_limit_model", "count": ITEMS - there})
    return [row["model"] for row in organization.get(path, admin=True, limit=ITEMS)["data"]]


def looped(organization: Organization, models: list[str], requests: int) -> list[Task]:
    """One task that sets the rate limits of all models."""
    arguments = {
        "project": organization.project_id,
        "model": "{{ item }}",
        "max_requests_per_1_minute": requests,
    }
    return [{"name": "limits", "fjcorp.openai.openai_rate_limit": arguments, "loop": models}]


def looped_by_uri(organization: Organization, requests: int) -> list[Task]:
    """The same by ``uri``: one GET, then a POST for each row that differs."""
    address = f"{organization.server.base_url}/organization/projects/{organization.project_id}/rate_limits"
    return [
        uri(f"{address}?limit=100", organization.admin_key, register="found"),
        uri(
            f"{address}/{{{{ item.id }}}}",
            organization.admin_key,
            {"max_requests_per_1_minute": requests},
            loop="{{ found.json.data }}",
            loop_control={"label": "{{ item.model }}"},
            when=f"item.max_requests_per_1_minute != {requests}",
        ),
    ]


def loop(setting: Setting) -> list[Figure]:
    """A loop over a hundred rate limits: all of them differ, then none does."""
    spent: dict[str, list[Spent]] = {"first": [], "second": [], "uri first": [], "uri second": []}
    counted: list[Figure] = []
    for turn in range(setting.repeat):
        setting.say(f"loop: {turn + 1} of {setting.repeat}")
        organization = setting.organization("bench-loop")
        models = limited_models(organization)
        tasks = looped(organization, models, 11)
        mark = len(organization.journal())
        spent["first"].append(play(setting, organization, tasks, changed=1).tasks)
        middle = len(organization.journal())
        spent["second"].append(play(setting, organization, tasks, changed=0).tasks)
        journal = organization.journal()
        counted = [
            *calls("the first time", journal[mark:middle], ITEMS),
            *calls("the second time", journal[middle:], 0),
        ]
        spent["uri second"].append(play(setting, organization, looped_by_uri(organization, 11)).tasks)
        if turn == 0:
            # A hundred module processes take long and vary by a few per cent.
            spent["uri first"].append(play(setting, organization, looped_by_uri(organization, 12)).tasks)
    what = f"loop of {ITEMS}"
    seconds = (1.0, "s")
    return [
        *counted,
        ratio(f"{what} limits, all written: times cheaper than uri", spent["uri first"], spent["first"], scale=seconds),
        ratio(f"{what} unchanged limits: times cheaper than uri", spent["uri second"], spent["second"], scale=seconds),
    ]


def calls(when: str, journal: Journal, writes: int) -> list[Figure]:
    """One list, and a number of writes."""
    reads = sum(entry["method"] == "GET" for entry in journal)
    return [
        exactly(f"loop of {ITEMS} limits, {when}: lists", reads, 1),
        exactly(f"loop of {ITEMS} limits, {when}: writes", len(journal) - reads, writes, by_template(journal)),
    ]
