# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Figures worth knowing that nothing is asked of."""

from __future__ import annotations

from tests.harness.emulator import ROOT, Server

from .figures import Figure
from .plays import Setting, by_template, debug, median, play, spread
from .tasks import project

QUICKSTART = ROOT / "playbooks" / "quickstart.yml"


def start(setting: Setting) -> list[Figure]:
    """The whole command with a single task."""
    organization = setting.organization("bench-start")
    play(setting, organization, project(1))
    openai: list[float] = []
    nothing: list[float] = []
    for turn in range(setting.repeat):
        setting.say(f"start: {turn + 1} of {setting.repeat}")
        nothing.append(play(setting, organization, debug(1), changed=0).wall)
        openai.append(play(setting, organization, project(1), changed=0).wall)
    return [
        Figure("ansible-playbook with one debug task", median(nothing), "s", how=spread(nothing, 1, "s")),
        Figure("ansible-playbook with one openai task", median(openai), "s", how=spread(openai, 1, "s")),
    ]


def quickstart(setting: Setting) -> list[Figure]:
    """What the playbook of the README asks of the server, where it is there."""
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
        how = f"{timed.wall:.1f} s, {len(timed.moments) - 1} tasks; {by_template(journal)}"
        figures.append(Figure(f"quickstart, {when}: HTTP requests", len(journal), how=how))
    return figures
