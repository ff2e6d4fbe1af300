# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Plays playbooks/quickstart.yml against an emulator of its own, or against the server the environment names.

Options this tool does not know go to ansible-playbook, for example ``--check --diff`` or ``-vvv``.
"""

from __future__ import annotations

import argparse
import contextlib
import fcntl
import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
import time
import typing as t
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PLAYBOOK = Path("playbooks") / "quickstart.yml"
SPEED = 8
"""Emulated seconds per real one: the training takes three seconds, and its steps can still be seen."""
PATIENCE = 5
"""Seconds a process has to end when it is asked to."""
OTHER_VARIABLES = ("OPENAI_ORG_ID", "OPENAI_ORGANIZATION", "OPENAI_ORGANIZATION_ID", "OPENAI_PROJECT_ID")
"""What the user may have set for another account."""


class Failed(Exception):
    """Ends the tool with a line on stderr."""


def parse_arguments(arguments: t.Sequence[str] | None = None) -> tuple[argparse.Namespace, list[str]]:
    """The options, and those for ansible-playbook."""
    parser = argparse.ArgumentParser(
        description="Play playbooks/quickstart.yml against an emulator started for it.",
        epilog="All other options go to ansible-playbook, for example --check --diff or -vvv.",
        allow_abbrev=False,
    )
    parser.add_argument("--fresh", action="store_true", help="start over with a new, empty organization")
    parser.add_argument(
        "--server",
        choices=("emulator", "env"),
        default="emulator",
        help="env: the server and keys of OPENAI_BASE_URL, OPENAI_API_KEY, OPENAI_ADMIN_KEY (default: %(default)s)",
    )
    parser.add_argument(
        "--state-dir",
        type=Path,
        default=ROOT / "build" / "quickstart",
        metavar="FOLDER",
        help="where the emulator's state and the key are kept between runs (default: build/quickstart)",
    )
    return parser.parse_known_args(arguments)


class Processes:
    """The processes started here; every one is gone when the block ends, however it ends."""

    def __init__(self) -> None:
        self._running: list[subprocess.Popen[bytes]] = []
        self.asked_to_end = 0

    def __enter__(self) -> Processes:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._end)
        return self

    def __exit__(self, *dummy: object) -> None:
        for process in reversed(self._running):
            stop(process)

    def start(self, command: t.Sequence[str], **options: t.Any) -> subprocess.Popen[bytes]:
        """Start a process at the head of a group of its own, so that its children can be ended with it."""
        process = subprocess.Popen(command, start_new_session=True, stdin=subprocess.DEVNULL, **options)
        self._running.append(process)
        if self.asked_to_end:
            signal_group(process, signal.SIGTERM)
        return process

    def _end(self, number: int, dummy: object) -> None:
        self.asked_to_end = number
        # The playbook first; what it talks to is ended when the block is left.
        if self._running:
            signal_group(self._running[-1], signal.SIGINT if number == signal.SIGINT else signal.SIGTERM)


def signal_group(process: subprocess.Popen[bytes], number: int) -> None:
    """Signal a process and its group; none need be left."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, number)


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a process and its children: asked first, made to after some seconds."""
    # Ansible's workers lead groups of their own, and nobody tells them when their parent is made to end.
    children = descendants(process.pid) if process.poll() is None else []
    if process.poll() is None:
        signal_group(process, signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=PATIENCE)
    still_there = [child for child, began in children if start_of(child) == began]
    signal_group(process, signal.SIGKILL)
    for child in still_there:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(child, signal.SIGKILL)
    process.wait()


def descendants(pid: int) -> list[tuple[int, str]]:
    """The children of a process, theirs too, each with its start time; none where there is no /proc."""
    parents: dict[int, list[int]] = {}
    for each in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError, IndexError, ValueError):
            # After the name, which may hold anything, come the state and the parent.
            parents.setdefault(int(each.read_text().rsplit(")", 1)[1].split()[1]), []).append(int(each.parent.name))
    found = []
    waiting = [pid]
    while waiting:
        for child in parents.get(waiting.pop(), []):
            found.append((child, start_of(child)))
            waiting.append(child)
    return found


def start_of(pid: int) -> str:
    """When a process started, to tell it from a later one of the same number; empty when it is gone."""
    with contextlib.suppress(OSError, IndexError):
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[19]
    return ""


def start_emulator(processes: Processes, folder: Path) -> dict[str, str]:
    """Start the emulator on a free port of loopback and wait until it listens.

    :returns: its address and keys.
    """
    ready = folder / "ready.json"
    ready.unlink(missing_ok=True)
    log = folder / "emulator.log"
    command = [sys.executable, str(ROOT / "extensions" / "emulator"), "--port", "0", "--exit-with-parent", "--quiet"]
    command += ["--state", str(folder / "state.sqlite"), "--ready-file", str(ready), "--clock-speed", str(SPEED)]
    with log.open("wb") as output:
        process = processes.start(command, stdout=output, stderr=subprocess.STDOUT)
    deadline = time.monotonic() + 60
    while not ready.exists():
        if processes.asked_to_end:
            raise Failed("interrupted")
        if process.poll() is not None or time.monotonic() > deadline:
            raise Failed(f"the emulator did not start; {log} says:\n{log.read_text(errors='replace')}")
        time.sleep(0.02)
    facts: dict[str, str] = json.loads(ready.read_text())
    # The keys of an emulator open nothing else, but there is no reason to leave them about.
    ready.unlink()
    return facts


def playbook_command(variables: t.Mapping[str, t.Any], options: t.Sequence[str]) -> list[str]:
    """The command line of ansible-playbook."""
    beside = Path(sys.executable).parent / "ansible-playbook"
    program = str(beside) if beside.exists() else shutil.which("ansible-playbook")
    if not program:
        raise Failed("ansible-playbook is not installed; run: make setup")
    extra = ["-e", json.dumps(variables)] if variables else []
    return [program, "-i", "localhost,", str(PLAYBOOK), *extra, *options]


@contextlib.contextmanager
def alone_in(folder: Path) -> t.Iterator[None]:
    """Keep another quickstart out of the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Failed(f"another quickstart is at work in {folder}") from None
        yield


def clear(folder: Path) -> None:
    """Forget everything an earlier run left, but for the lock."""
    for each in folder.iterdir():
        if each.is_dir():
            shutil.rmtree(each)
        elif each.name != "lock":
            each.unlink()


def on_emulator(options: argparse.Namespace, more: list[str]) -> int:
    """The quickstart against an emulator that keeps its state between runs."""
    folder = options.state_dir.resolve()
    key_file = folder / "service-account.key"
    with alone_in(folder):
        if options.fresh:
            clear(folder)
        kept = (folder / "state.sqlite").exists()
        with Processes() as processes:
            facts = start_emulator(processes, folder)
            environment = {name: value for name, value in os.environ.items() if name not in OTHER_VARIABLES}
            environment.update(
                {
                    "OPENAI_BASE_URL": facts["base_url"],
                    "OPENAI_API_KEY": facts["api_key"],
                    "OPENAI_ADMIN_KEY": facts["admin_key"],
                }
            )
            environment.setdefault("ANSIBLE_HOME", str(folder / "ansible"))
            whose = "with what earlier runs left there" if kept else "with a new organization"
            print(f"quickstart: the emulator of the OpenAI API listens on {facts['base_url']}, {whose}", flush=True)
            variables = {"quickstart_key_file": str(key_file), "quickstart_wait_interval": 0.5}
            code = play(processes, variables, more, environment)
    if code == 0:
        conclude(folder, key_file, more)
    return code


def on_server_of_environment(more: list[str]) -> int:
    """The quickstart against the server that the environment names."""
    if not (os.environ.get("OPENAI_API_KEY") or os.environ.get("OPENAI_ADMIN_KEY")):
        raise Failed("--server env needs OPENAI_ADMIN_KEY or OPENAI_API_KEY in the environment")
    server = os.environ.get("OPENAI_BASE_URL") or "https://api.openai.com/v1"
    print(f"quickstart: against {server}", flush=True)
    with Processes() as processes:
        code = play(processes, {}, more, dict(os.environ))
    if code == 0:
        print(f"\nDone, against {server}: see the summary above. Run it again: nothing changes.")
    return code


def play(processes: Processes, variables: t.Mapping[str, t.Any], more: list[str], environment: dict[str, str]) -> int:
    """Run the playbook to its end; its exit code."""
    environment.setdefault("LC_ALL", "C.UTF-8")
    # Else newer ansible-core keeps what it says to a pipe until the task has ended, and the wait's progress with it.
    environment.setdefault("PYTHONUNBUFFERED", "1")
    command = playbook_command(variables, more)
    print(f"quickstart: {shlex.join(['ansible-playbook', *command[1:]])}", flush=True)
    process = processes.start(command, cwd=ROOT, env=environment)
    while not processes.asked_to_end:
        with contextlib.suppress(subprocess.TimeoutExpired):
            code = process.wait(timeout=1)
            if not processes.asked_to_end:
                return code
    # It was asked as well; but ansible-playbook has been seen to wait for ever for a worker that the same signal ended.
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(timeout=PATIENCE)
    raise Failed("interrupted")


def conclude(folder: Path, key_file: Path, more: list[str]) -> None:
    """The last lines: what was done, and what to try next."""
    checked = "--check" in more or "-C" in more
    what = (
        "Nothing was changed: this was a check of what a run would do."
        if checked
        else "A project with its limits, a member and a key was made sure of, and with that key a model was tuned and asked."
    )
    lines = [
        "",
        what,
        "The emulator has been stopped; what it holds is kept.",
        f"  its state       {shown(folder / 'state.sqlite')}",
        *([f"  the key         {shown(key_file)}"] if key_file.exists() else []),
        "",
        "Next:",
        "  make quickstart                                      again: changed=0",
        "  .venv/bin/python tools/quickstart.py --check --diff  what a run would change",
        "  .venv/bin/python tools/quickstart.py --fresh         from the beginning",
        "  make emulator PORT=8765                              a server for your own playbooks; it prints its two keys:",
        "      export OPENAI_BASE_URL=http://127.0.0.1:8765/v1 OPENAI_API_KEY=sk-... OPENAI_ADMIN_KEY=sk-admin-...",
    ]
    print("\n".join(lines))


def shown(path: Path) -> str:
    """A path as short as it is clear."""
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


def main(arguments: t.Sequence[str] | None = None) -> int:
    """Run the quickstart; the exit code of its playbook."""
    options, more = parse_arguments(arguments)
    try:
        return on_emulator(options, more) if options.server == "emulator" else on_server_of_environment(more)
    except Failed as error:
        print(f"quickstart: {error}", file=sys.stderr)
        return 130 if str(error) == "interrupted" else 1


if __name__ == "__main__":
    sys.exit(main())
