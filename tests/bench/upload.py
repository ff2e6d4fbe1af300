# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A large upload: its memory, and its cost compared with curl's."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass
from pathlib import Path

from tests.harness.emulator import Organization
from tests.harness.play import Task

from .figures import Figure
from .plays import Journal, Setting, Spent, command, debug, median, play, ratio

MIB = 1024 * 1024
PURPOSE = "user_data"


@dataclass(frozen=True)
class Sent:
    """One upload.

    :param spent: its time. :param phases: the parts of its elapsed time, by name.
    """

    spent: Spent
    rss: int
    phases: dict[str, float]


def upload(setting: Setting) -> list[Figure]:
    """``openai_file`` and ``curl -F`` send the same file to the same server."""
    source = setting.folder / "large.bin"
    ours: list[Sent] = []
    modules: list[Sent] = []
    curls: list[Spent] = []
    turns = min(setting.repeat, 3)
    try:
        # A sparse file takes no disk space and is read at the speed of memory, so that nothing hides our own cost.
        with source.open("wb") as handle:
            handle.truncate(setting.upload_size)
        idle = play(setting, setting.organization("bench-idle"), debug(1)).rss
        for turn in range(turns):
            setting.say(f"upload: {turn + 1} of {turns}")
            curls.append(by_curl(setting, source))
            ours.append(by_task(setting, source, True))
            if turn == 0:
                modules.append(by_task(setting, source, False))
    finally:
        source.unlink(missing_ok=True)
    return judged(setting.upload_size, idle, ours, modules, curls)


def judged(size: int, idle: int, ours: list[Sent], modules: list[Sent], curls: list[Spent]) -> list[Figure]:
    """The figures."""
    what = f"upload of {size / MIB / 1024:g} GiB"
    parts = ", ".join(f"{name} {median(sent.phases[name] for sent in ours):.1f} s" for name in ours[0].phases)
    return [
        Figure(
            f"{what}: peak memory of the largest process, in process",
            max(sent.rss for sent in ours) / MIB,
            "MiB",
            150,
            how=f"a play of one debug task: {idle / MIB:.0f} MiB",
        ),
        Figure(
            f"{what}: the same as a module",
            max(sent.rss for sent in modules) / MIB,
            "MiB",
            150,
            how="ansible-playbook itself included",
        ),
        ratio(f"{what}: times curl's cost", [sent.spent for sent in ours], curls, how=parts, scale=(1.0, "s")),
        Figure(
            f"{what}: times curl's time",
            median(sent.spent.wall for sent in ours) / median(each.wall for each in curls),
            "x",
            1.5,
        ),
        ratio(f"{what}: times curl's cost as a module", [sent.spent for sent in modules], curls, scale=(1.0, "s")),
    ]


def by_task(setting: Setting, source: Path, in_process: bool) -> Sent:
    """Upload it by a task; the organization and its files are deleted afterwards."""
    organization = setting.organization("bench-upload")
    tasks: list[Task] = [
        {"name": "upload", "fjcorp.openai.openai_file": {"src": str(source), "purpose": PURPOSE, "timeout": 600}}
    ]
    try:
        timed = play(setting, organization, tasks, in_process=in_process, changed=1)
        return Sent(timed.tasks, timed.rss, phases(timed.tasks.wall, organization.journal()))
    finally:
        organization.control("organizations", method="DELETE")


def phases(whole: float, journal: Journal) -> dict[str, float]:
    """The parts of a task's time that the server's journal shows; seconds."""

    def ended(entry: dict[str, t.Any]) -> float:
        return float(entry["at"] + entry["ms"] / 1000)

    writes = [entry for entry in journal if entry["method"] == "POST"]
    parts = [entry for entry in writes if entry["operation_id"] in ("addUploadPart", "createFile")]
    sending = max(ended(entry) for entry in parts) - min(entry["at"] for entry in parts)
    completing = sum(entry["ms"] / 1000 for entry in writes if entry["operation_id"] == "completeUpload")
    return {"sending": sending, "completing at the server": completing, "the rest": whole - sending - completing}


def by_curl(setting: Setting, source: Path) -> Spent:
    """Upload it by curl."""
    organization = setting.organization("bench-curl", max_file_bytes=2 * setting.upload_size)
    try:
        spent, output = command(curl(organization, source))
    finally:
        organization.control("organizations", method="DELETE")
    if '"processed"' not in output:
        raise RuntimeError(f"curl failed: {output}")
    return spent


def curl(organization: Organization, source: Path) -> list[str]:
    """The command that a user types."""
    key = f"Authorization: Bearer {organization.api_key}"
    form = ["-F", f"purpose={PURPOSE}", "-F", f"file=@{source}"]
    return ["curl", "--silent", "--show-error", "-H", key, *form, f"{organization.server.base_url}/files"]
