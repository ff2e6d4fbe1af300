# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Real runs of ``ansible-playbook``."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import typing as t
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from .emulator import ROOT, Organization
from .returns import check_records

BIN = Path(os.environ.get("FJCORP_TEST_ANSIBLE_BIN") or Path(sys.executable).parent).absolute()
"""Where ``ansible-playbook`` of the ansible-core under test lies."""

Task = dict[str, t.Any]


@dataclass
class Played:
    """What came of a run."""

    code: int
    output: str
    records: list[dict[str, t.Any]] = field(default_factory=list)

    def result(self, task: str) -> dict[str, t.Any]:
        """The result of a task by its name."""
        found = [record["result"] for record in self.records if record["task"].endswith(task)]
        assert found, f"no task {task!r} ran:\n{self.output}"
        return t.cast("dict[str, t.Any]", found[-1])

    def ended(self, task: str) -> str:
        """How a task ended: ok, failed or skipped."""
        return str(next(record["how"] for record in reversed(self.records) if record["task"].endswith(task)))

    def succeed(self) -> Played:
        """This run, which must have ended well."""
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
            "PATH": f"{BIN}:/usr/local/bin:/usr/bin:/bin",
            "HOME": str(home),
            "LC_ALL": "C.UTF-8",
            "ANSIBLE_NOCOLOR": "1",
            "ANSIBLE_LOCALHOST_WARNING": "false",
            "ANSIBLE_INVENTORY_UNPARSED_WARNING": "false",
            "ANSIBLE_CALLBACK_PLUGINS": str(ROOT / "tests" / "integration" / "callback"),
            "ANSIBLE_CALLBACKS_ENABLED": "record",
            # Ansible looks for async results in the home of the passwd file, whatever HOME says.
            "ANSIBLE_ASYNC_DIR": str(self.folder / "async"),
            "RECORD_FILE": str(self.folder / "record.jsonl"),
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

    def run(self, playbook: str | Path | list[t.Any], *options: str, timeout: float = 300) -> Played:
        """Run it to its end."""
        record = self.folder / "record.jsonl"
        record.unlink(missing_ok=True)
        done = subprocess.run(
            self.command(playbook, *options),
            cwd=self.folder,
            env=self.environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=timeout,
            check=False,
        )
        lines = record.read_text().splitlines() if record.exists() else []
        records = [json.loads(line) for line in lines]
        undocumented = check_records(records)
        assert not undocumented, "RETURN differs from what tasks returned:\n" + "\n".join(undocumented)
        return Played(done.returncode, done.stdout, records)

    def start(self, playbook: str | Path | list[t.Any], *options: str) -> subprocess.Popen[str]:
        """Run it in the background, in a process group of its own."""
        return subprocess.Popen(
            self.command(playbook, *options),
            cwd=self.folder,
            env=self.environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )


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
    """A task of a module of the collection; every request it makes is marked with the task's name."""
    marked = {**args, "extra_headers": {"X-Step": name, **args.get("extra_headers", {})}}
    return {"name": name, f"fjcorp.openai.{module}": marked, **keywords}


def calls(journal: list[dict[str, t.Any]], step: str) -> list[dict[str, t.Any]]:
    """The requests a task made."""
    return [entry for entry in journal if {k.lower(): v for k, v in entry["headers"].items()}.get("x-step") == step]


READING = ("/responses/input_tokens",)
"""What is only asked, though with POST."""


def writes(requests: list[dict[str, t.Any]]) -> list[dict[str, t.Any]]:
    """Those that were meant to change something."""
    return [entry for entry in requests if entry["method"] != "GET" and entry["template"] not in READING]
