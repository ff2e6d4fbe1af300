# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Plays that are timed: with the harness of the tests, without its recording, and with a clock in it."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import time
import typing as t
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl

from tests.harness.emulator import ROOT, Organization, Server
from tests.harness.play import Player, Task

CALLBACKS = ROOT / "tests" / "bench" / "callback"
WARM = 5
"""Tasks at the head of a play that are not counted, so that start-up and first imports are not."""


@dataclass
class Setting:
    """Where the benches run.

    :param repeat: how often each measurement is made. :param say: prints a line of progress.
    """

    server: Server
    folder: Path
    repeat: int
    upload_size: int
    say: t.Callable[[str], None]

    def organization(self, name: str, **options: t.Any) -> Organization:
        """A fresh organization with some of its options set."""
        fresh = self.server.organization(name)
        if options:
            fresh.control("options", options)
        return fresh


@dataclass(frozen=True)
class Timed:
    """A play that ended well.

    :param moments: when each task began, and when the last one ended; seconds of one clock.
    :param cpu: seconds of processor time used until then, by Ansible and its workers.
    :param wall: seconds of the whole command. :param rss: bytes of its largest process.
    """

    moments: list[float]
    cpu: list[float]
    changed: int
    wall: float
    rss: int

    @property
    def tasks(self) -> float:
        """Seconds from the first task's start to the last one's end."""
        return self.moments[-1] - self.moments[0]

    def costs(self) -> list[float]:
        """Seconds of each task, the first few left out."""
        counted = self.moments[WARM:]
        return [later - earlier for earlier, later in zip(counted, counted[1:], strict=False)]

    def processor(self) -> float:
        """Seconds of processor time a task takes, the first few left out."""
        return (self.cpu[-1] - self.cpu[WARM]) / (len(self.cpu) - WARM - 1)


def play(
    setting: Setting,
    organization: Organization,
    tasks: str | list[Task],
    *,
    in_process: bool = True,
    changed: int | None = None,
    **variables: str,
) -> Timed:
    """Run tasks and time them.

    :param changed: how many tasks must report a change; None when it does not matter.
    """
    stamps = setting.folder / "stamps.jsonl"
    stamps.unlink(missing_ok=True)
    quiet = {"ANSIBLE_CALLBACK_PLUGINS": str(CALLBACKS), "ANSIBLE_CALLBACKS_ENABLED": "bench_stamps"}
    player = Player(setting.folder, organization, in_process, {**quiet, "STAMPS_FILE": str(stamps), **variables})
    began = time.monotonic()
    process = player.start(tasks)
    code, output, rss = ended(process)
    wall = time.monotonic() - began
    if code:
        raise RuntimeError(f"the play failed:\n{output[-4000:]}")
    lines = [json.loads(line) for line in stamps.read_text().splitlines()]
    done = lines[-1]["changed"]
    if changed is not None and done != changed:
        raise RuntimeError(f"{done} tasks changed something, {changed} should have:\n{output[-4000:]}")
    return Timed([line["at"] for line in lines], [line["cpu"] for line in lines], done, wall, rss)


def ended(process: subprocess.Popen[str]) -> tuple[int, str, int]:
    """Exit code and output of a command, and the bytes of the largest process among it and its descendants."""
    assert process.stdout is not None
    output = process.stdout.read()
    _pid, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stdout.close()
    # Kilobytes, except on macOS.
    return process.returncode, output, usage.ru_maxrss * (1 if os.uname().sysname == "Darwin" else 1024)


def debug(count: int) -> list[Task]:
    """Tasks that do nothing: the floor."""
    return [{"name": f"debug {number}", "ansible.builtin.debug": {"msg": "nothing"}} for number in range(count)]


def uri(organization: Organization, path: str, **keywords: t.Any) -> Task:
    """A GET of the administration by Ansible's own module."""
    arguments = {
        "url": f"{organization.server.base_url}{path}",
        "headers": {"Authorization": f"Bearer {organization.admin_key}"},
        "return_content": True,
    }
    return {"name": "uri", "ansible.builtin.uri": arguments, **keywords}


def median(values: t.Iterable[float]) -> float:
    """The middle one."""
    return statistics.median(values)


def spread(values: t.Sequence[float], scale: float = 1000, unit: str = "ms") -> str:
    """Median and the middle half, for the last column."""
    ordered = sorted(value * scale for value in values)
    quarter = len(ordered) // 4
    return f"{median(ordered):.1f} {unit} ({ordered[quarter]:.1f}-{ordered[-1 - quarter]:.1f})"


Journal = list[dict[str, t.Any]]


def lists(journal: Journal) -> Counter[str]:
    """How often each collection was listed: the GETs of a path that are not a following page."""
    found: Counter[str] = Counter()
    for entry in journal:
        query = dict(parse_qsl(entry["query"]))
        cursors = {"after", "page"} & set(query)
        if entry["method"] == "GET" and not cursors:
            asked = "&".join(f"{name}={query[name]}" for name in sorted(query) if name != "limit")
            found[f"{entry['path']}{'?' if asked else ''}{asked}"] += 1
    return found


def by_template(journal: Journal) -> str:
    """Calls counted by method and path template."""
    found = Counter(f"{entry['method']} {entry['template'] or entry['path']}" for entry in journal)
    return ", ".join(f"{number} x {call}" for call, number in sorted(found.items()))
