# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run playbooks/quickstart.yml against a new emulator, or against the server that the environment names.

Unknown options are passed to ansible-playbook, such as ``--check --diff`` or ``-vvv``.
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
CLOCK_SPEED = 8
"""Emulated seconds per real second: the training takes three seconds, and its steps remain visible."""
STOP_TIMEOUT = 5
"""Seconds to wait for a process after SIGTERM."""
ACCOUNT_VARIABLES = ("OPENAI_ORG_ID", "OPENAI_ORGANIZATION", "OPENAI_ORGANIZATION_ID", "OPENAI_PROJECT_ID")
"""Variables that the user may have set for another account; not passed to the emulator run."""


class QuickstartError(Exception):
    """Ends the tool with a message on stderr."""


def parse_arguments(arguments: t.Sequence[str] | None = None) -> tuple[argparse.Namespace, list[str]]:
    """Return the parsed options, and the options for ansible-playbook."""
    parser = argparse.ArgumentParser(
        description="Run playbooks/quickstart.yml against a new emulator of the OpenAI API.",
        epilog="All other options are passed to ansible-playbook, such as --check --diff or -vvv.",
        allow_abbrev=False,
    )
    parser.add_argument(
        "--fresh", action="store_true", help="delete the state of earlier runs and start with a new organization"
    )
    parser.add_argument(
        "--server",
        choices=("emulator", "env"),
        default="emulator",
        help="env: use OPENAI_BASE_URL, OPENAI_API_KEY and OPENAI_ADMIN_KEY (default: %(default)s)",
    )
    parser.add_argument(
        "--state-dir",
        type=Path,
        default=ROOT / "build" / "quickstart",
        metavar="FOLDER",
        help="folder for the state of the emulator and the API key (default: build/quickstart)",
    )
    return parser.parse_known_args(arguments)


class Processes:
    """Context manager for child processes: stops all of them at the end of the block."""

    def __init__(self) -> None:
        self._running: list[subprocess.Popen[bytes]] = []
        self.stop_signal = 0

    def __enter__(self) -> Processes:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._handle)
        return self

    def __exit__(self, *dummy: object) -> None:
        for process in reversed(self._running):
            stop(process)

    def start(self, command: t.Sequence[str], **options: t.Any) -> subprocess.Popen[bytes]:
        """Start a process as the leader of its own process group, so that its children can be stopped with it."""
        process = subprocess.Popen(command, start_new_session=True, stdin=subprocess.DEVNULL, **options)
        self._running.append(process)
        if self.stop_signal:
            signal_group(process, signal.SIGTERM)
        return process

    def _handle(self, number: int, dummy: object) -> None:
        self.stop_signal = number
        # Only the playbook, which was started last. The emulator is stopped at the end of the block.
        if self._running:
            signal_group(self._running[-1], signal.SIGINT if number == signal.SIGINT else signal.SIGTERM)


def signal_group(process: subprocess.Popen[bytes], number: int) -> None:
    """Send a signal to a process group; ignore one that no longer exists."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, number)


def stop(process: subprocess.Popen[bytes]) -> None:
    """Stop a process and its children: SIGTERM, then SIGKILL after a timeout."""
    # Workers of Ansible lead their own process groups and do not receive the signal of the parent.
    children = descendants(process.pid) if process.poll() is None else []
    if process.poll() is None:
        signal_group(process, signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=STOP_TIMEOUT)
    remaining = [child for child, started in children if start_time(child) == started]
    signal_group(process, signal.SIGKILL)
    for child in remaining:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(child, signal.SIGKILL)
    process.wait()


def descendants(pid: int) -> list[tuple[int, str]]:
    """Return all descendants of a process with their start times; empty without /proc."""
    parents: dict[int, list[int]] = {}
    for each in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError, IndexError, ValueError):
            # The name may contain any character; the state and the parent follow it.
            parents.setdefault(int(each.read_text().rsplit(")", 1)[1].split()[1]), []).append(int(each.parent.name))
    found = []
    pending = [pid]
    while pending:
        for child in parents.get(pending.pop(), []):
            found.append((child, start_time(child)))
            pending.append(child)
    return found


def start_time(pid: int) -> str:
    """Return the start time of a process, because a later one may have the same number; empty if it has ended."""
    with contextlib.suppress(OSError, IndexError):
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[19]
    return ""


def start_emulator(processes: Processes, folder: Path) -> dict[str, str]:
    """Start the emulator on a free loopback port and wait until it accepts connections.

    :returns: the content of its ready file, such as ``base_url`` and the keys.
    """
    ready = folder / "ready.json"
    ready.unlink(missing_ok=True)
    log = folder / "emulator.log"
    command = [sys.executable, str(ROOT / "extensions" / "emulator"), "--port", "0", "--exit-with-parent", "--quiet"]
    command += ["--state", str(folder / "state.sqlite"), "--ready-file", str(ready), "--clock-speed", str(CLOCK_SPEED)]
    with log.open("wb") as output:
        process = processes.start(command, stdout=output, stderr=subprocess.STDOUT)
    deadline = time.monotonic() + 60
    while not ready.exists():
        if processes.stop_signal:
            raise QuickstartError("interrupted")
        if process.poll() is not None or time.monotonic() > deadline:
            raise QuickstartError(f"the emulator did not start. Content of {log}:\n{log.read_text(errors='replace')}")
        time.sleep(0.02)
    facts: dict[str, str] = json.loads(ready.read_text())
    # It contains the keys of the emulator.
    ready.unlink()
    return facts


def playbook_command(variables: t.Mapping[str, t.Any], options: t.Sequence[str]) -> list[str]:
    """Return the command line of ansible-playbook."""
    local = Path(sys.executable).parent / "ansible-playbook"
    program = str(local) if local.exists() else shutil.which("ansible-playbook")
    if not program:
        raise QuickstartError("ansible-playbook not found. Run: make setup")
    extra = ["-e", json.dumps(variables)] if variables else []
    return [program, "-i", "localhost,", str(PLAYBOOK), *extra, *options]


@contextlib.contextmanager
def locked(folder: Path) -> t.Iterator[None]:
    """Hold the lock of the state folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise QuickstartError(f"another quickstart uses {folder}. Wait for it, or set --state-dir.") from None
        yield


def clear(folder: Path) -> None:
    """Delete the files of earlier runs, except the lock."""
    for each in folder.iterdir():
        if each.is_dir():
            shutil.rmtree(each)
        elif each.name != "lock":
            each.unlink()


def run_on_emulator(options: argparse.Namespace, more: list[str]) -> int:
    """Run the quickstart against an emulator that keeps its state between runs; return the exit code."""
    folder = options.state_dir.resolve()
    with locked(folder):
        if options.fresh:
            clear(folder)
        reused = (folder / "state.sqlite").exists()
        with Processes() as processes:
            facts = start_emulator(processes, folder)
            environment = {name: value for name, value in os.environ.items() if name not in ACCOUNT_VARIABLES}
            environment.update(
                {
                    "OPENAI_BASE_URL": facts["base_url"],
                    "OPENAI_API_KEY": facts["api_key"],
                    "OPENAI_ADMIN_KEY": facts["admin_key"],
                }
            )
            environment.setdefault("ANSIBLE_HOME", str(folder / "ansible"))
            state = "the state of earlier runs" if reused else "a new organization"
            print(f"quickstart: emulator of the OpenAI API at {facts['base_url']}, with {state}", flush=True)
            variables = {"output_folder": str(folder), "quickstart_wait_interval": 0.5}
            code = run_playbook(processes, variables, more, environment)
    if code == 0:
        print_summary(folder, more)
    return code


def run_on_server(more: list[str]) -> int:
    """Run the quickstart against the server that the environment names; return the exit code."""
    if not (os.environ.get("OPENAI_API_KEY") or os.environ.get("OPENAI_ADMIN_KEY")):
        raise QuickstartError("--server env requires OPENAI_ADMIN_KEY or OPENAI_API_KEY in the environment")
    server = os.environ.get("OPENAI_BASE_URL") or "https://api.openai.com/v1"
    print(f"quickstart: server {server}", flush=True)
    with Processes() as processes:
        code = run_playbook(processes, {}, more, dict(os.environ))
    if code == 0:
        print(f"\nDone with {server}. A second run changes nothing.")
    return code


def run_playbook(
    processes: Processes, variables: t.Mapping[str, t.Any], more: list[str], environment: dict[str, str]
) -> int:
    """Run the playbook and return its exit code."""
    environment.setdefault("LC_ALL", "C.UTF-8")
    # Without it, recent ansible-core buffers output to a pipe until the task ends, including the progress of a wait.
    environment.setdefault("PYTHONUNBUFFERED", "1")
    command = playbook_command(variables, more)
    print(f"quickstart: {shlex.join(['ansible-playbook', *command[1:]])}", flush=True)
    process = processes.start(command, cwd=ROOT, env=environment)
    while not processes.stop_signal:
        with contextlib.suppress(subprocess.TimeoutExpired):
            code = process.wait(timeout=1)
            if not processes.stop_signal:
                return code
    # It received the signal too, but ansible-playbook can wait forever for a worker that the same signal ended.
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(timeout=STOP_TIMEOUT)
    raise QuickstartError("interrupted")


def print_summary(folder: Path, more: list[str]) -> None:
    """Print what was done and which commands to try next."""
    key_file = folder / "quickstart.key"
    check_mode = "--check" in more or "-C" in more
    what = (
        "Check mode: nothing was changed."
        if check_mode
        else "The project, its rate limits, member and API key exist, and the fine-tuned model has answered."
    )
    lines = [
        "",
        what,
        "The emulator is stopped. Its state is kept for the next run.",
        f"  state           {short_path(folder / 'state.sqlite')}",
        *([f"  API key         {short_path(key_file)}"] if key_file.exists() else []),
        "",
        "Next:",
        "  make quickstart                                      run it again: changed=0",
        "  .venv/bin/python tools/quickstart.py --check --diff  show what a run would change",
        "  .venv/bin/python tools/quickstart.py --fresh         start with a new organization",
        "  make emulator PORT=8765                              start the emulator for your own playbooks:",
        "      export OPENAI_BASE_URL=http://127.0.0.1:8765/v1 OPENAI_API_KEY=sk-... OPENAI_ADMIN_KEY=sk-admin-...",
    ]
    print("\n".join(lines))


def short_path(path: Path) -> str:
    """Return a path relative to the repository, if it is in it."""
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


def main(arguments: t.Sequence[str] | None = None) -> int:
    """Run the quickstart and return the exit code of the playbook."""
    options, more = parse_arguments(arguments)
    try:
        return run_on_emulator(options, more) if options.server == "emulator" else run_on_server(more)
    except QuickstartError as error:
        print(f"quickstart: {error}", file=sys.stderr)
        return 130 if str(error) == "interrupted" else 1


if __name__ == "__main__":
    sys.exit(main())
