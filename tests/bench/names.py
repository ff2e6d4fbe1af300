# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Count the lists that a play requests whose tasks refer to all objects by name."""

from __future__ import annotations

from collections import Counter, defaultdict

from tests.harness.emulator import Organization
from tests.harness.play import Task, task

from .figures import Figure
from .plays import Journal, Setting, by_template, lists, play

PROJECTS = 10


def named(number: int, emails: list[str]) -> list[Task]:
    """Six tasks about one project, which is called by its name as are its people."""
    project = f"team-{number:05d}"
    inside: list[tuple[str, dict[str, object]]] = [
        ("openai_project_user", {"user": emails[2 * number], "role": "member"}),
        ("openai_project_user", {"user": emails[2 * number + 1], "role": "owner"}),
        ("openai_rate_limit", {"model": "gpt-4o", "max_requests_per_1_minute": 7}),
        ("openai_rate_limit", {"model": "gpt-4.1-mini", "max_requests_per_1_minute": 8}),
        ("openai_service_account", {"name": "ci", "create_service_account_only": True}),
        ("openai_service_account", {"name": "nightly", "create_service_account_only": True}),
    ]
    return [
        task(module, f"{project}-{step}", {"project": project, **arguments})
        for step, (module, arguments) in enumerate(inside)
    ]


def prepared(setting: Setting) -> tuple[Organization, list[Task]]:
    """An organization with projects and people, and the sixty tasks about them."""
    organization = setting.organization("bench-names")
    organization.control("objects", {"kind": "project", "count": PROJECTS, "prefix": "team"})
    organization.control("objects", {"kind": "organization_user", "count": 2 * PROJECTS})
    users = organization.get("/organization/users", admin=True, limit=100)["data"]
    emails = [user["email"] for user in users if user["email"].startswith("seeded-user")]
    return organization, [task for number in range(PROJECTS) for task in named(number, emails)]


def each_task(journal: Journal) -> int:
    """The most often that one task listed one collection."""
    steps: dict[str, Journal] = defaultdict(list)
    for entry in journal:
        steps[entry["headers"].get("x-step", "")].append(entry)
    return max((number for entries in steps.values() for number in lists(entries).values()), default=0)


def worst(counts: Counter[str]) -> str:
    """The paths listed most often."""
    return ", ".join(f"{number} x {path}" for path, number in counts.most_common(3) if number > 1)


def names(setting: Setting) -> list[Figure]:
    """Sixty tasks over ten projects, in process and as modules, first with changes and then without."""
    figures = []
    for in_process, way in ((True, "in process"), (False, "as modules")):
        organization, tasks = prepared(setting)
        for changed, when in ((len(tasks), "changing"), (0, "unchanged")):
            setting.say(f"names: {way}, {when}")
            mark = len(organization.journal())
            play(setting, organization, tasks, in_process=in_process, changed=changed)
            journal = organization.journal()[mark:]
            counts = lists(journal)
            most = max(counts.values(), default=0)
            how = worst(counts) or by_template(journal)
            what = f"60 tasks by name {way}, {when}: one collection listed at most"
            if in_process:
                figures.append(Figure(f"{what}, in the run", most, "times", 1, how=how))
            else:
                figures.append(Figure(f"{what}, in a task", each_task(journal), "times", 1))
                figures.append(Figure(f"{what}, in the run", most, "times", how=how))
    return figures
