# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Figures without a limit: the time of a whole command, and the requests of the quickstart."""

from __future__ import annotations

from tests.harness.emulator import ROOT, Server

from .figures import Figure
from .plays import Setting, Spent, by_template, debug, median, play, ratio, spread
from .tasks import project

QUICKSTART = ROOT / "playbooks" / "quickstart.yml"


def start(setting: Setting) -> list[Figure]:
    """The whole command with a single task."""
    organization = setting.organization("bench-start")
    play(setting, organization, project(1))
    openai: list[Spent] = []
    nothing: list[Spent] = []
    for turn in range(setting.repeat):
        setting.say(f"start: {turn + 1} of {setting.repeat}")
        nothing.append(play(setting, organization, debug(1), changed=0).whole)
        openai.append(play(setting, organization, project(1), changed=0).whole)
    walls = [each.wall for each in openai]
    return [
        ratio("ansible-playbook with one openai task: times one debug task", openai, nothing, scale=(1.0, "s")),
        Figure("the same: seconds", median(walls), "s", how=spread(walls, 1, "s")),
    ]


def quickstart(setting: Setting) -> list[Figure]:
    """The requests of the playbook that the README starts with."""
    if not QUICKSTART.exists():
        setting.say("quickstart: there is no playbooks/quickstart.yml")
        return []
    folder = setting.folder / "quickstart"
    folder.mkdir(exist_ok=True)
    hurried = Server(folder, ("--clock-speed", "20"))
    hurried.start()
    try:
        return runs(setting, hurried)
    finally:
        hurried.stop()


def runs(setting: Setting, server: Server) -> list[Figure]:
    """The playbook twice: a first time, and with nothing left to do."""
    organization = server.organization("bench-quickstart")
    figures = []
    for when, changed in (("first run", None), ("second run", 0)):
        setting.say(f"quickstart: {when}")
        mark = len(organization.journal())
        timed = play(setting, organization, str(QUICKSTART), changed=changed)
        journal = organization.journal()[mark:]
        how = f"{timed.whole.wall:.1f} s, {len(timed.times) - 1} tasks; {by_template(journal)}"
        figures.append(Figure(f"quickstart, {when}: HTTP requests", len(journal), how=how))
    return figures
