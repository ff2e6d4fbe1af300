# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run commands so that nothing they start outlives them: no emulator, no playbook, no daemon.

Tests start processes in sessions of their own and with environments of their own, so neither a process group nor a
variable marks them all. On Linux this process becomes the parent of every orphan among its descendants instead
(``PR_SET_CHILD_SUBREAPER``), and what is below it when a command has ended was left running. Elsewhere only the
command's process group is ended.

Standard library only.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

SUBREAPER = 36
"""``PR_SET_CHILD_SUBREAPER`` of ``prctl(2)``."""

GRACE = 5.0
"""Seconds in which the processes that a command leaves may end on their own, as an emulator does after its parent."""


@dataclass
class Ended:
    """Outcome of a command.

    :ivar status: its exit status; None when it exceeded its time limit.
    :ivar cpu: seconds of processor time of the command and of the processes it waited for.
    :ivar left: the command lines of the processes that it left running, which were ended.
    """

    status: int | None
    output: str
    cpu: float
    left: list[str] = field(default_factory=list)


@contextlib.contextmanager
def supervised() -> Iterator[None]:
    """Adopt orphans until the block ends, and end every descendant then, also on an interrupt or SIGTERM."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(SUBREAPER, 1, 0, 0, 0)

    def stop(number: int, _frame: object) -> None:
        sys.exit(128 + number)

    before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        end(descendants)
        for number, handler in before.items():
            signal.signal(number, handler)


def run(
    words: list[str],
    *,
    cwd: Path,
    env: dict[str, str],
    limit: float,
    show: Callable[[str], None] = lambda line: None,
    alone: bool = True,
) -> Ended:
    """Run a command to its end, and end what it leaves running.

    :param limit: seconds after which it is taken to hang, and ended.
    :param show: called with each line of output.
    :param alone: False if other commands run in other threads; then only the command's own process group is ended.
    :raises OSError: the command cannot be started.
    """
    before = spent()
    process = subprocess.Popen(
        words,
        cwd=cwd,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        start_new_session=True,
    )
    lines: list[str] = []

    def read() -> None:
        assert process.stdout is not None
        for line in process.stdout:
            lines.append(line)
            show(line)

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    status: int | None = None
    left: list[str] = []

    def remaining() -> list[int]:
        return descendants() if alone else members(process.pid)

    try:
        with contextlib.suppress(subprocess.TimeoutExpired):
            status = process.wait(timeout=limit)
        patience = time.monotonic() + (GRACE if status is not None else 0)
        while (pids := remaining()) and time.monotonic() < patience:
            time.sleep(0.05)
        left = [command_line(pid) for pid in pids if pid != process.pid]
    finally:
        end(remaining)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        reader.join(timeout=60)
    return Ended(status, "".join(lines), spent() - before, left)


def spent() -> float:
    """Seconds of processor time of all commands that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


# --- the process table of Linux --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Entry:
    """One process."""

    pid: int
    parent: int
    group: int


def entries() -> list[Entry]:
    """Every running process; none where there is no ``/proc``."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError, ValueError):
            pid, _open, rest = path.read_text(errors="replace").partition(" (")
            # The name in parentheses may hold anything, parentheses included.
            state, parent, group = rest.rpartition(") ")[2].split()[:3]
            if state not in "ZX":
                found.append(Entry(int(pid), int(parent), int(group)))
    return found


def descendants() -> list[int]:
    """The processes below this one."""
    children: dict[int, list[int]] = {}
    for entry in entries():
        children.setdefault(entry.parent, []).append(entry.pid)
    found: list[int] = []
    pending = [os.getpid()]
    while pending:
        below = children.get(pending.pop(), [])
        found += below
        pending += below
    return found


def members(group: int) -> list[int]:
    """The processes of a process group."""
    return [entry.pid for entry in entries() if entry.group == group]


def command_line(pid: int) -> str:
    """The command of a process, for a message."""
    with contextlib.suppress(OSError):
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        return " ".join(word.decode(errors="replace") for word in words).strip()[:200]
    return str(pid)


def end(remaining: Callable[[], list[int]]) -> None:
    """End processes until none is left; they may start others while they are being ended."""
    for _attempt in range(100):
        pids = remaining()
        if not pids:
            return
        for pid in pids:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)
        time.sleep(0.01)
