# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Commands and what they leave running."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import processes
import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux gives the orphans of a process to it")

# A process in a session of its own, with an empty environment, whose parent has gone: what tests may leave behind.
LEAVE = """
import subprocess, sys
child = subprocess.Popen(["sleep", "3600"], env={}, start_new_session=True, stdout=subprocess.DEVNULL)
open(sys.argv[1], "w").write(str(child.pid))
"""
SUPERVISE = """
import signal, sys
from pathlib import Path
import processes
# A shell starts its background commands so that they ignore interrupts, and their children do too.
signal.signal(signal.SIGINT, signal.default_int_handler)
with processes.supervised():
    ended = processes.run(sys.argv[1:], cwd=Path("/"), env={"PATH": "/usr/bin:/bin"}, limit=float("%s"), show=print)
print(ended.status, ended.left)
"""


def supervise(tmp_path: Path, *words: str, limit: str = "600") -> subprocess.Popen[str]:
    """Run a command below a process that supervises it, so that this one does not adopt orphans."""
    command = [sys.executable, "-c", SUPERVISE % limit, *words]
    place = {**os.environ, "PYTHONPATH": str(Path(processes.__file__).parent)}
    return subprocess.Popen(command, cwd=tmp_path, env=place, stdout=subprocess.PIPE, text=True)


def gone(pid: int) -> bool:
    """Return whether a process has ended."""
    return all(entry.pid != pid for entry in processes.entries())


def pid_in(path: Path) -> int:
    """The process id that a command wrote, as soon as it has."""
    deadline = time.monotonic() + 300
    while not (path.exists() and path.read_text()):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return int(path.read_text())


def test_an_orphan_in_another_session_is_ended_and_named(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    output, _none = supervise(tmp_path, sys.executable, "-c", LEAVE, str(note)).communicate(timeout=600)
    assert output.splitlines()[-1] == "0 ['sleep 3600']"
    assert gone(pid_in(note))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_ends_everything(tmp_path: Path, number: signal.Signals) -> None:
    note = tmp_path / "pid"
    process = supervise(tmp_path, sys.executable, "-c", LEAVE + "\nimport time; time.sleep(3600)", str(note))
    pid = pid_in(note)
    process.send_signal(number)
    process.communicate(timeout=600)
    assert process.returncode != 0
    assert gone(pid)


def test_a_command_that_hangs_is_ended(tmp_path: Path) -> None:
    output, _none = supervise(tmp_path, "sleep", "3600", limit="0.2").communicate(timeout=600)
    assert output.splitlines()[-1] == "None []"


def test_status_output_and_processor_time_are_reported(tmp_path: Path) -> None:
    words = [sys.executable, "-c", "print('a'); x = sum(range(10**6)); raise SystemExit(3)"]
    shown: list[str] = []
    ended = processes.run(words, cwd=tmp_path, env={}, limit=600, show=shown.append, alone=False)
    assert (ended.status, ended.output, shown, ended.left) == (3, "a\n", ["a\n"], [])
    assert ended.cpu > 0
