# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a task costs that has nothing to change, and a loop of a hundred items."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field

from tests.harness.emulator import Organization
from tests.harness.play import Task

from .figures import Figure, exactly
from .plays import WARM, Setting, Timed, by_template, debug, median, play, spread, uri

TASKS = 40
SLOW_TASKS = 10
"""Tasks of a play whose tasks are processes; each costs ten times as much and varies less."""

ITEMS = 100
URI_ITEMS = 20


def project(count: int) -> list[Task]:
    """Tasks that want a project that is there."""
    return [{"name": f"project {n}", "fjcorp.openai.openai_project": {"name": "bench"}} for n in range(count)]


def rate_limit(count: int) -> list[Task]:
    """Tasks that want a rate limit as it is, of a project called by its name."""
    wanted = {"project": "bench", "model": "gpt-4o", "max_requests_per_1_minute": 7}
    return [{"name": f"limit {n}", "fjcorp.openai.openai_rate_limit": wanted} for n in range(count)]


def task(setting: Setting) -> list[Figure]:
    """A task that changes nothing, against ``debug`` and ``uri``."""
    organization = setting.organization("bench-task")
    organization.control("objects", {"kind": "project", "count": 20})
    play(setting, organization, [*project(1), *rate_limit(1)])
    get = uri(organization, "/organization/projects?limit=100")
    kinds: dict[str, tuple[list[Task], dict[str, t.Any]]] = {
        "debug": (debug(TASKS + WARM), {}),
        "project": (project(TASKS + WARM), {}),
        "rate limit": (rate_limit(TASKS + WARM), {}),
        "project, afresh": (project(TASKS + WARM), {"FJCORP_OPENAI_CACHE": "false"}),
        "uri": ([get] * (SLOW_TASKS + WARM), {}),
        "project, module": (project(SLOW_TASKS + WARM), {"in_process": False}),
        "rate limit, module": (rate_limit(SLOW_TASKS + WARM), {"in_process": False}),
    }
    costs = {kind: Cost() for kind in kinds}
    for turn in range(setting.repeat):
        setting.say(f"task: {turn + 1} of {setting.repeat}")
        for kind, (tasks, more) in kinds.items():
            costs[kind].add(play(setting, organization, tasks, changed=0, **more))
    return [*in_process(costs), *as_module(costs)]


@dataclass
class Cost:
    """What tasks of one kind cost; seconds."""

    each: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)

    def add(self, timed: Timed) -> None:
        """Count a play in."""
        self.each += timed.costs()
        self.processor.append(timed.processor())

    @property
    def wall(self) -> float:
        """Of the task in the middle, so that a stall of the machine does not count."""
        return median(self.each)

    def __str__(self) -> str:
        return f"{spread(self.each)}, cpu {median(self.processor) * 1000:.1f} ms"


def compared(what: str, over: Cost, under: Cost, limit: float | None, most: bool = True) -> Figure:
    """How many times one cost is another; the ratio of processor times beside it, which a busy machine sways less."""
    processor = median(over.processor) / median(under.processor)
    how = f"{over} / {under}; by cpu {processor:.2f} x"
    return Figure(what, over.wall / under.wall, "x", limit, most=most, how=how)


def in_process(costs: dict[str, Cost]) -> list[Figure]:
    """The figures of the in-process path."""
    figures = []
    for kind, what, limit in (
        ("project", "unchanged project in process", 3),
        ("rate limit", "unchanged rate limit in process", 3),
        ("project, afresh", "the same with a GET for every task (nothing kept)", None),
    ):
        figures += [
            compared(f"{what}: times debug's cost", costs[kind], costs["debug"], limit),
            compared(f"{what}: times cheaper than uri", costs["uri"], costs[kind], 8, most=False),
        ]
    return figures


def as_module(costs: dict[str, Cost]) -> list[Figure]:
    """The figures of module processes."""
    return [
        compared(f"unchanged {kind} as a module: part of uri's cost", costs[f"{kind}, module"], costs["uri"], 1)
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


def loop(setting: Setting) -> list[Figure]:
    """A loop over a hundred rate limits, against the same loop of ``uri``."""
    first: list[float] = []
    second: list[float] = []
    gets: list[float] = []
    counted: list[Figure] = []
    for turn in range(setting.repeat):
        setting.say(f"loop: {turn + 1} of {setting.repeat}")
        organization = setting.organization("bench-loop")
        models = limited_models(organization)
        tasks = looped(organization, models, 11)
        mark = len(organization.journal())
        first.append(play(setting, organization, tasks, changed=1).tasks)
        middle = len(organization.journal())
        second.append(play(setting, organization, tasks, changed=0).tasks)
        journal = organization.journal()
        counted = [
            *calls("the first time", journal[mark:middle], ITEMS),
            *calls("the second time", journal[middle:], 0),
        ]
        path = f"/organization/projects/{organization.project_id}/rate_limits?limit=100"
        get = uri(organization, path, loop=list(range(URI_ITEMS)))
        gets.append(play(setting, organization, [get]).tasks * ITEMS / URI_ITEMS)
    how = f"uri, {URI_ITEMS} GETs x {ITEMS // URI_ITEMS}: {spread(gets, 1, 's')}"
    return [
        *counted,
        Figure(
            "loop of 100 unchanged limits: times faster than uri",
            median(gets) / median(second),
            "x",
            20,
            most=False,
            how=f"{spread(second, 1, 's')}; {how}",
        ),
        Figure(
            "loop of 100 limits, all written: times faster than uri's GETs",
            median(gets) / median(first),
            "x",
            20,
            most=False,
            how=spread(first, 1, "s"),
        ),
    ]


def calls(when: str, journal: list[dict[str, t.Any]], writes: int) -> list[Figure]:
    """One list and so many writes."""
    reads = sum(entry["method"] == "GET" for entry in journal)
    return [
        exactly(f"loop of 100 limits, {when}: lists", reads, 1),
        exactly(f"loop of 100 limits, {when}: writes", len(journal) - reads, writes, by_template(journal)),
    ]
