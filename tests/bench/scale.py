# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A large organization: reading it all, and finding one project and one person in it by name."""

from __future__ import annotations

from tests.harness.emulator import Organization
from tests.harness.play import Task, task

from .figures import Figure, exactly
from .plays import Setting, by_template, debug, play

MIB = 2**20
PROJECTS = 2_000
USERS = 5_000
PAGE = 100
SLACK = 2
"""Objects an organization has from the start, by kind, make a page more at the most."""


def prepared(setting: Setting) -> Organization:
    """The organization."""
    organization = setting.organization("bench-scale")
    organization.control("objects", {"kind": "project", "count": PROJECTS, "prefix": "team"})
    organization.control("objects", {"kind": "organization_user", "count": USERS, "prefix": "person"})
    return organization


def scale(setting: Setting) -> list[Figure]:
    """Both readers and a task by names, in process and as modules."""
    setting.say(f"scale: {PROJECTS} projects, {USERS} users")
    organization = prepared(setting)
    idle = play(setting, organization, debug(1), changed=0).rss
    readers: list[Task] = [
        task("openai_project_info", "projects", {}),
        task("openai_organization_user_info", "users", {}),
    ]
    figures = []
    for in_process, way in ((True, "in process"), (False, "as modules")):
        setting.say(f"scale: {way}")
        mark = len(organization.journal())
        timed = play(setting, organization, readers, in_process=in_process, changed=0)
        journal = organization.journal()[mark:]
        pages = sum(-(-count // PAGE) for count in (PROJECTS, USERS))
        figures += [
            Figure(
                f"{PROJECTS:,} projects and {USERS:,} users read {way}: peak memory of the largest process",
                timed.rss / MIB,
                "MiB",
                150,
                how=f"a play of one debug task: {idle / MIB:.0f} MiB; "
                f"{timed.tasks.wall:.1f} s, cpu {timed.tasks.cpu:.1f} s",
            ),
            Figure(f"the same {way}: requests", len(journal), limit=pages + SLACK, how=by_template(journal)),
        ]
    for number, (in_process, way) in enumerate(((True, "in process"), (False, "as modules")), start=1):
        mark = len(organization.journal())
        play(setting, organization, by_name(f"person-{USERS - number:05d}@example.com"), in_process=in_process)
        journal = organization.journal()[mark:]
        how = by_template(journal)
        for what, path, wanted in (
            ("project by its name", "/organization/projects", PROJECTS // PAGE + 1),
            ("user by e-mail", "/organization/users", 1),
        ):
            requests = sum(entry["template"] == path for entry in journal)
            figures.append(exactly(f"one {what} {way}: requests", requests, wanted, how))
    return figures


def by_name(email: str) -> list[Task]:
    """Tasks that name the last project and a person, the person more than once."""
    in_group = {"group": "everyone", "user": email}
    return [
        task("openai_group", "group", {"name": "everyone"}),
        task("openai_project_user", "member", {"project": f"team-{PROJECTS - 1:05d}", "user": email, "role": "member"}),
        task("openai_group_user", "in the group", in_group),
        task("openai_group_user", "once more", in_group),
    ]
