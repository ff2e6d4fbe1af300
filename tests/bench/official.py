# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A play compared with a script of twenty lines that uses the official package, for four everyday jobs.

Both are whole commands, from their start to their end. The second run of a job finds everything done: the scripts look
for projects and files before they create them, and ask the models again, as they keep nothing.
"""

from __future__ import annotations

import json
import sys
import typing as t
from dataclasses import dataclass
from pathlib import Path

from tests.harness.emulator import ROOT, Organization
from tests.harness.play import Task

from .embedding import MODEL, TEXTS, lines
from .figures import Figure
from .plays import Setting, Spent, command, play, ratio

SCRIPT = ROOT / "tests" / "bench" / "official_script.py"
PROJECTS = 20
CHAT_MODEL = "gpt-4o-mini"
QUESTION = "Summarize the release in one sentence."
MESSAGES = [{"role": "user", "content": QUESTION}]


@dataclass(frozen=True)
class Job:
    """A job: its tasks, and the arguments of the script that does the same."""

    what: str
    tasks: list[Task]
    arguments: list[str]


def jobs(folder: Path) -> list[Job]:
    """The jobs, with their files in a folder."""
    texts, training = folder / "texts.jsonl", folder / "training.jsonl"
    texts.write_text(lines(TEXTS))
    line = {"messages": [{"role": "user", "content": "2+2?"}, {"role": "assistant", "content": "4"}]}
    training.write_text(f"{json.dumps(line)}\n" * 20)
    names = [f"team-{number:02d}" for number in range(PROJECTS)]
    vectors, answer = folder / "play.npy", folder / "play.txt"

    def task(module: str, **arguments: t.Any) -> Task:
        return {"name": module, f"fjcorp.openai.{module}": arguments}

    return [
        Job(
            f"admin, {PROJECTS} projects",
            [task("openai_project", name=name) for name in names],
            ["admin", *names],
        ),
        Job(
            "files, one upload",
            [task("openai_file", src=str(training), purpose="fine-tune")],
            ["files", str(training)],
        ),
        Job(
            f"embeddings, {TEXTS} texts",
            [task("openai_embedding", model=MODEL, src=str(texts), dest=str(vectors))],
            ["embeddings", MODEL, str(texts), str(folder / "script.npy")],
        ),
        Job(
            "chat, one answer",
            [task("openai_chat_completion", model=CHAT_MODEL, messages=MESSAGES, dest=str(answer))],
            ["chat", CHAT_MODEL, QUESTION, str(folder / "script.txt")],
        ),
    ]


def script(organization: Organization, job: Job) -> Spent:
    """Run the script for a job."""
    words = [sys.executable, str(SCRIPT), *job.arguments]
    return command(words, {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", **organization.environment()})[0]


def official(setting: Setting) -> list[Figure]:
    """Each job twice by a play and twice by the script."""
    spent: dict[tuple[str, str, str], list[Spent]] = {}
    for turn in range(setting.repeat):
        setting.say(f"official: {turn + 1} of {setting.repeat}")
        folder = setting.folder / f"official-{turn}"
        folder.mkdir()
        ours, theirs = setting.organization("bench-official-play"), setting.organization("bench-official-script")
        for job in jobs(folder):
            for when, changed in (("first run", len(job.tasks)), ("second run", 0)):
                by_play = play(setting, ours, job.tasks, changed=changed).whole
                spent.setdefault((job.what, when, "play"), []).append(by_play)
                spent.setdefault((job.what, when, "script"), []).append(script(theirs, job))
        for organization in (ours, theirs):
            organization.control("organizations", method="DELETE")
    return [
        ratio(f"{what}, {when}: times the script's cost", found, spent[what, when, "script"], scale=(1.0, "s"))
        for (what, when, who), found in spent.items()
        if who == "play"
    ]
