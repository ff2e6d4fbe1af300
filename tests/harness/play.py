# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Real runs of ``ansible-playbook``."""

from __future__ import annotations

import atexit
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import typing as t
import uuid
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import yaml

from .cost import COST
from .emulator import ROOT, Organization
from .playbook_server import ADJUSTABLE, FRAME, MARK, kill_marked
from .returns import check_records

BIN = Path(os.environ.get("FJCORP_TEST_ANSIBLE_BIN") or Path(sys.executable).parent).absolute()
"""Folder of the ``ansible-playbook`` of the ansible-core under test."""

Task = dict[str, t.Any]

FIXED = {
    "PATH": f"{BIN}:/usr/local/bin:/usr/bin:/bin",
    "LC_ALL": "C.UTF-8",
    "ANSIBLE_NOCOLOR": "1",
    "ANSIBLE_LOCALHOST_WARNING": "false",
    "ANSIBLE_INVENTORY_UNPARSED_WARNING": "false",
    "ANSIBLE_ACTION_PLUGINS": str(ROOT / "tests" / "integration" / "action"),
    "ANSIBLE_CALLBACK_PLUGINS": str(ROOT / "tests" / "integration" / "callback"),
}
"""Variables that every run has."""

TOKEN = f"{os.environ.get(MARK, '')}/{uuid.uuid4().hex}"
"""Beginning of the value of a variable in the environment of every process of a run.

It begins with the value that the variable has here, so that who started these tests can end what they leave.
"""

STARTED: dict[str, subprocess.Popen[str]] = {}
"""Runs in the background by their own tokens."""

PATIENCE = 900.0
"""Seconds until something that is waited for counts as hung. A busy machine takes many times as long as a quiet one."""


@dataclass
class Played:
    """Outcome of a run."""

    code: int
    output: str
    records: list[dict[str, t.Any]] = field(default_factory=list)

    def result(self, task: str) -> dict[str, t.Any]:
        """The last result of a task by its name, which begins with ``ROLE : `` for a task of a role."""
        found = [record["result"] for record in self.records if record["task"] == task]
        assert found, f"no task {task!r} ran:\n{self.output}"
        return t.cast("dict[str, t.Any]", found[-1])

    def failure(self, task: str, kind: str, *terms: str) -> dict[str, t.Any]:
        """The result of a task, which must have failed in one line.

        The wording of a message is not tested: what it must name is.

        :param kind: the code of the error; empty where ansible-core or an argument specification rejects the task.
        :param terms: names and values that the message must contain.
        """
        result = self.result(task)
        message = str(result["msg"])
        assert self.ended(task) == "failed", f"{task} did not fail: {result}"
        assert result.get("error", {}).get("kind") == (kind or None), f"{task}: {result}"
        assert "\n" not in message and "Please report" not in message, f"{task}: {message}"
        missing = [term for term in terms if term not in message]
        assert not missing, f"{task}: {missing} not in {message!r}"
        return result

    def ended(self, task: str) -> str:
        """Return the status of a task: ok, failed or skipped."""
        return str(next(record["how"] for record in reversed(self.records) if record["task"] == task))

    def succeed(self) -> Played:
        """Return this run after asserting that it succeeded."""
        assert self.code == 0, self.output
        return self


@dataclass
class Player:
    """Runs playbooks in a scratch folder with an empty home.

    :param in_process: False makes every task an ordinary module process.
    """

    folder: Path
    organization: Organization | None = None
    in_process: bool = True
    variables: dict[str, str] = field(default_factory=dict)

    def environment(self) -> dict[str, str]:
        """The whole environment of a run."""
        home = self.folder / "home"
        home.mkdir(exist_ok=True)
        return {
            **FIXED,
            MARK: TOKEN,
            "HOME": str(home),
            "ANSIBLE_CALLBACKS_ENABLED": "record",
            # Ansible looks for async results in the home of the passwd file, regardless of HOME.
            "ANSIBLE_ASYNC_DIR": str(self.folder / "async"),
            "RECORD_FILE": str(self.folder / "record.jsonl"),
            # The emulator shows new objects at once, or after seconds of its clock, which runs twenty times as fast.
            "FJCORP_OPENAI_VISIBLE_AFTER": str(65 / 20),
            "FJCORP_OPENAI_IN_PROCESS": "true" if self.in_process else "false",
            **(self.organization.environment() if self.organization else {}),
            **self.variables,
        }

    def command(self, playbook: str | Path | list[t.Any], *options: str) -> list[str]:
        """The command line for a playbook, a list of plays, or a list of tasks."""
        if isinstance(playbook, list):
            plays = playbook if playbook and "hosts" in playbook[0] else [local_play(playbook)]
            path = self.folder / "play.yml"
            path.write_text(yaml.safe_dump(plays, sort_keys=False, allow_unicode=True, width=10_000))
            playbook = path
        return [str(BIN / "ansible-playbook"), str(playbook), *options]

    def run(
        self, playbook: str | Path | list[t.Any], *options: str, timeout: float = PATIENCE, fork: bool = True
    ) -> Played:
        """Run it to its end.

        :param fork: False starts the program ``ansible-playbook``. Otherwise the playbook server does the same in a
            fork, unless the environment changes what ansible-core reads when it is imported.
        """
        record = self.folder / "record.jsonl"
        record.unlink(missing_ok=True)
        command, environment = self.command(playbook, *options), self.environment()
        COST.starts += 1
        with tempfile.TemporaryFile() as output:
            if fork and self._can_fork(environment):
                code = playbook_server().run(command, self.folder, environment, output.fileno(), timeout)
            else:
                code = subprocess.run(
                    command,
                    cwd=self.folder,
                    env=environment,
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    timeout=timeout,
                    check=False,
                ).returncode
            output.seek(0)
            text = output.read().decode()
        lines = record.read_text().splitlines() if record.exists() else []
        records = [json.loads(line) for line in lines]
        undocumented = check_records(records)
        assert not undocumented, "RETURN differs from what tasks returned:\n" + "\n".join(undocumented)
        return Played(code, text, records)

    def _can_fork(self, environment: dict[str, str]) -> bool:
        settings = {name: value for name, value in environment.items() if name.startswith(("ANSIBLE_", "PYTHON"))}
        fixed = all(FIXED.get(name) == value for name, value in settings.items() if name not in ADJUSTABLE)
        return fixed and not (self.folder / "ansible.cfg").exists()

    def start(self, playbook: str | Path | list[t.Any], *options: str) -> subprocess.Popen[str]:
        """Run it in the background, in a process group of its own; it ends with the test."""
        COST.starts += 1
        token = f"{TOKEN}-{uuid.uuid4().hex}"
        process = subprocess.Popen(
            self.command(playbook, *options),
            cwd=self.folder,
            env={**self.environment(), MARK: token},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        STARTED[token] = process
        return process


def kill_run(process: subprocess.Popen[str]) -> None:
    """Kill a run in the background with everything it started, as a canceled job is killed."""
    token = next(token for token, started in STARTED.items() if started is process)
    kill_marked(token)
    # Where there is no /proc.
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(timeout=PATIENCE)
    if process.stdout is not None:
        process.stdout.close()
    del STARTED[token]


def end_started() -> None:
    """End every run that is still in the background."""
    for process in list(STARTED.values()):
        kill_run(process)


def wait_until(condition: t.Callable[[], t.Any], what: str) -> None:
    """Wait for a condition."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, f"it did not happen: {what}"
        time.sleep(0.02)


class PlaybookServer:
    """A process that runs playbooks in forks; see ``playbook_server.py``."""

    def __init__(self, folder: Path) -> None:
        self.socket = folder / "socket"
        home = folder / "home"
        home.mkdir()
        with (folder / "log").open("wb") as log:
            self.process = subprocess.Popen(
                [str(BIN / "python"), str(Path(__file__).with_name("playbook_server.py")), str(self.socket)],
                cwd=folder,
                env={**FIXED, MARK: TOKEN, "HOME": str(home)},
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        deadline = time.monotonic() + PATIENCE
        while not self.socket.exists():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("the playbook server did not start:\n" + (folder / "log").read_text())
            time.sleep(0.02)

    def run(self, command: list[str], folder: Path, environment: dict[str, str], output: int, timeout: float) -> int:
        """The exit status of a run. Its processes end when this returns early."""
        request = json.dumps({"command": command, "folder": str(folder), "environment": environment}).encode()
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(timeout)
            connection.connect(str(self.socket))
            socket.send_fds(connection, [FRAME.pack(len(request))], [output])
            connection.sendall(request)
            reply = json.loads(connection.recv(1000))
        COST.forked += reply["cpu"]
        return int(reply["code"])

    def stop(self) -> None:
        """End it, and what its runs have left."""
        assert self.process.stdin is not None
        if self.process.stdin.closed:
            return
        self.process.stdin.close()
        self.process.wait(timeout=PATIENCE)
        kill_marked(TOKEN)


@cache
def playbook_server() -> PlaybookServer:
    """The one of this process, which ends with it."""
    folder = tempfile.TemporaryDirectory(prefix="playbooks-")
    server = PlaybookServer(Path(folder.name))
    atexit.register(folder.cleanup)
    atexit.register(server.stop)
    return server


def stop_playbook_server() -> None:
    """End the playbook server of this process if it has one."""
    if playbook_server.cache_info().currsize:
        playbook_server().stop()
        playbook_server.cache_clear()


def local_play(tasks: list[Task]) -> dict[str, t.Any]:
    """A play of tasks on this machine, run as the user's own Python."""
    return {
        "hosts": "localhost",
        "connection": "local",
        "gather_facts": False,
        "vars": {"ansible_python_interpreter": "{{ ansible_playbook_python }}"},
        "tasks": tasks,
    }


def task(module: str, name: str, args: dict[str, t.Any], **keywords: t.Any) -> Task:
    """A task of a module of the collection; every request it makes is marked with the task's name.

    Values of ``extra_headers`` are masked in results, so no result contains the mark.
    """
    marked = {**args, "extra_headers": {"X-Step": f"step {name}", **args.get("extra_headers", {})}}
    return {"name": name, f"fjcorp.openai.{module}": marked, **keywords}


def calls(journal: list[dict[str, t.Any]], step: str) -> list[dict[str, t.Any]]:
    """The requests a task made."""
    return [
        entry
        for entry in journal
        if {k.lower(): v for k, v in entry["headers"].items()}.get("x-step") == f"step {step}"
    ]


READING = ("/responses/input_tokens",)
"""Read-only requests whose method is POST."""


def writes(requests: list[dict[str, t.Any]]) -> list[dict[str, t.Any]]:
    """Those that were meant to change something."""
    return [entry for entry in requests if entry["method"] != "GET" and entry["template"] not in READING]
