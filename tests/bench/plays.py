# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Plays and other commands, and their elapsed and processor times."""

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

from .figures import Figure

CALLBACKS = ROOT / "tests" / "bench" / "callback"
WARM = 6
"""Tasks at the start of a play that are not counted, so that start-up and first imports are not."""


@dataclass
class Setting:
    """Environment of the benches.

    :param repeat: number of measurements of each figure. :param say: prints a line of progress.
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
class Spent:
    """Seconds that something took: elapsed, and of processor time."""

    wall: float
    cpu: float


@dataclass(frozen=True)
class Timed:
    """A play that succeeded.

    :param times: start of each task, and the end of the last one, in seconds of one clock.
    :param cpu: seconds of processor time used until then, by Ansible and its workers.
    :param whole: time of the whole command. :param rss: bytes of its largest process.
    """

    times: list[float]
    cpu: list[float]
    changed: int
    whole: Spent
    rss: int

    @property
    def tasks(self) -> Spent:
        """From the first task's start to the last one's end."""
        return Spent(self.times[-1] - self.times[0], self.cpu[-1] - self.cpu[0])

    def each(self, group: int = 1) -> list[Spent]:
        """Each group of tasks, without the first :data:`WARM` tasks."""
        marks = range(WARM, len(self.times), group)
        pairs = zip(marks, marks[1:], strict=False)
        return [Spent(self.times[b] - self.times[a], self.cpu[b] - self.cpu[a]) for a, b in pairs]


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

    :param changed: number of tasks that must report a change; None when it does not matter.
    """
    stamps = setting.folder / "stamps.jsonl"
    stamps.unlink(missing_ok=True)
    quiet = {"ANSIBLE_CALLBACK_PLUGINS": str(CALLBACKS), "ANSIBLE_CALLBACKS_ENABLED": "bench_stamps"}
    player = Player(setting.folder, organization, in_process, {**quiet, "STAMPS_FILE": str(stamps), **variables})
    began = time.monotonic()
    process = player.start(tasks)
    code, output, rss, cpu = ended(process)
    whole = Spent(time.monotonic() - began, cpu)
    if code:
        raise RuntimeError(f"the play failed:\n{output[-4000:]}")
    lines = [json.loads(line) for line in stamps.read_text().splitlines()]
    done = lines[-1]["changed"]
    if changed is not None and done != changed:
        raise RuntimeError(f"{done} tasks changed something, {changed} should have:\n{output[-4000:]}")
    return Timed([line["at"] for line in lines], [line["cpu"] for line in lines], done, whole, rss)


def command(words: t.Sequence[str], environment: t.Mapping[str, str] | None = None) -> tuple[Spent, str]:
    """Run a command other than a playbook; its time and its output."""
    began = time.monotonic()
    process = subprocess.Popen(
        words, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    code, output, _rss, cpu = ended(process)
    if code:
        raise RuntimeError(f"{words[0]} failed:\n{output[-4000:]}")
    return Spent(time.monotonic() - began, cpu), output


def ended(process: subprocess.Popen[str]) -> tuple[int, str, int, float]:
    """Exit code and output of a command, the bytes of the largest process among it and its descendants, and the
    seconds of processor time of all of them."""
    assert process.stdout is not None
    output = process.stdout.read()
    _pid, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stdout.close()
    # Kilobytes, except on macOS.
    largest = usage.ru_maxrss * (1 if os.uname().sysname == "Darwin" else 1024)
    return process.returncode, output, largest, usage.ru_utime + usage.ru_stime


def debug(count: int) -> list[Task]:
    """Tasks that do nothing: the floor."""
    return [{"name": f"debug {number}", "ansible.builtin.debug": {"msg": "nothing"}} for number in range(count)]


def uri(address: str, key: str, body: t.Any = None, dest: str = "", **keywords: t.Any) -> Task:
    """A request by Ansible's own module: a GET, or a POST of a body.

    :param dest: a file for the response, which then does not become a result.
    """
    arguments = {"url": address, "headers": {"Authorization": f"Bearer {key}"}}
    post = {} if body is None else {"method": "POST", "body": body, "body_format": "json", "status_code": [200, 201]}
    answer = {"dest": dest} if dest else {"return_content": True}
    return {"name": "uri", "ansible.builtin.uri": {**arguments, **post, **answer}, **keywords}


def ratio(
    what: str,
    over: t.Sequence[Spent],
    under: t.Sequence[Spent],
    limit: float | None = None,
    most: bool = True,
    how: str = "",
    scale: tuple[float, str] = (1000, "ms"),
) -> Figure:
    """Ratio of two costs, by processor time and by elapsed time; medians of both."""
    by_cpu = median(each.cpu for each in over) / median(each.cpu for each in under)
    by_time = median(each.wall for each in over) / median(each.wall for each in under)
    told = f"cpu {costs(over, *scale)} / {costs(under, *scale)}{'; ' if how else ''}{how}"
    return Figure(what, by_cpu, "x", limit, most, told, by_time)


def costs(spent: t.Sequence[Spent], scale: float, unit: str) -> str:
    """Processor times, for the last column."""
    return spread([each.cpu for each in spent], scale, unit)


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
    """Number of times that each collection was listed: the GETs of a path, without those of further pages."""
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
