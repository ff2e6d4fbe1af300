# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Create thousands of objects by several runs at once while a part of all requests fails.

Every name is wanted by two runs of one control node, each with four forks. The server fails before and after it has
processed a request, breaks connections, and shows new objects only after seconds. The clocks of the server and of the
engine run fast. Afterwards the server must have exactly one object of each name.
"""

from __future__ import annotations

import collections
import json
import multiprocessing
import os
import random
import time
import typing as t
from dataclasses import dataclass, field, fields
from pathlib import Path

from ansible.module_utils.common.arg_spec import ModuleArgumentSpecValidator
from ansible_collections.fjcorp.openai.plugins.module_utils._api import client as client_module
from ansible_collections.fjcorp.openai.plugins.module_utils._engine import cache as cache_module
from ansible_collections.fjcorp.openai.plugins.module_utils._engine import create_lock as create_lock_module
from ansible_collections.fjcorp.openai.plugins.module_utils._engine import create_once as create_once_module
from ansible_collections.fjcorp.openai.plugins.module_utils._engine import creation as creation_module
from ansible_collections.fjcorp.openai.plugins.module_utils._engine import lists as lists_module
from ansible_collections.fjcorp.openai.plugins.module_utils._engine import settling as settling_module
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.entity import Entity
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.runtime import Runtime
from ansible_collections.fjcorp.openai.plugins.module_utils._module import given_options, perform
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.group import GROUP
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.project import PROJECT
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.project.file import FILE
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.project.fine_tuning_job import FINE_TUNING_JOB
from ansible_collections.fjcorp.openai.plugins.module_utils._support import recent as recent_module

from tests.harness.emulator import Organization, Server

SPEED = 40
"""Seconds of the fast clocks in a second."""

RUNS = 4
FORKS = 4
RUNS_PER_NAME = 2
BATCH = 500
"""Names in one organization, so that no list is longer than real ones are."""

WRITE_FAULTS: tuple[dict[str, t.Any], ...] = (
    {"kind": "status", "status": 500},
    {"kind": "status", "status": 503},
    {"kind": "status", "status": 429},
    {"kind": "status_after", "status": 500},
    {"kind": "status_after", "status": 502},
    {"kind": "cut_before"},
    {"kind": "cut_after"},
    {"kind": "truncate"},
)
READ_FAULTS: tuple[dict[str, t.Any], ...] = ({"kind": "status", "status": 500}, {"kind": "cut_before"})
VISIBLE_AFTER = (0, 0, 8, 20, 45)
"""Seconds after which a new object appears, one of them for each batch."""

LINE = json.dumps({"messages": [{"role": "user", "content": "1?"}, {"role": "assistant", "content": "1!"}]}) + "\n"


@dataclass
class Figures:
    """Counts of one bench.

    :ivar creates: names of which one object each must exist. :ivar tasks: tasks that create them.
    :ivar duplicates: objects beyond the first of a name. :ivar lost: names without an object.
    :ivar uncertain: tasks that failed because the outcome was not known in time; they are run again.
    :ivar failed: tasks that failed otherwise. :ivar details: what went wrong. :ivar untrue: names whose create no task, or more than one, has reported.
    """

    creates: int = 0
    tasks: int = 0
    requests: int = 0
    faults: int = 0
    duplicates: int = 0
    lost: int = 0
    uncertain: int = 0
    failed: int = 0
    untrue: int = 0
    seconds: float = 0.0
    details: list[str] = field(default_factory=list)

    def add(self, other: Figures) -> None:
        """Add those of another batch."""
        for entry in fields(self):
            setattr(self, entry.name, getattr(self, entry.name) + getattr(other, entry.name))


@dataclass(frozen=True)
class Outcome:
    """The outcome of one task.

    :ivar uncertain: how often it was run again. :ivar failure: why it failed at last.
    """

    kind: str
    name: str
    changed: bool
    uncertain: int
    failure: str


class FastClock:
    """A replacement for the module ``time`` whose seconds are shorter."""

    def __init__(self, speed: float) -> None:
        self.speed = speed
        self._began = time.time()

    def sleep(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds / self.speed)

    def monotonic(self) -> float:
        """Return the seconds of a monotonic clock."""
        return time.monotonic() * self.speed

    def time(self) -> float:
        """Return the Unix time."""
        return self._began + (time.time() - self._began) * self.speed


def wanted(kind: str, name: str) -> tuple[Entity, dict[str, t.Any]]:
    """Return the task that creates an object."""
    if kind == "group":
        return GROUP, {"name": name}
    if kind == "project":
        return PROJECT, {"name": name}
    if kind == "file":
        return FILE, {"filename": name, "content": f"content of {name}", "purpose": "user_data"}
    return FINE_TUNING_JOB, {"model": "gpt-4.1-mini", "training_file": "train.jsonl", "suffix": name}


KINDS = {"group": "name", "project": "name", "file": "filename", "fine_tuning_job": "user_provided_suffix"}
"""The field of each kind that holds the name."""


def _run(resource: Entity, args: dict[str, t.Any], organization: Organization) -> dict[str, t.Any]:
    written = {
        "base_url": organization.server.base_url,
        "api_key": organization.api_key,
        "admin_key": organization.admin_key,
        # The duration of a request is not shortened, so that it takes many seconds of the fast clock.
        "retry_timeout": 600,
        **args,
    }
    spec = resource.argument_spec()
    validation = ModuleArgumentSpecValidator(spec, **resource.constraints()).validate(written)
    given = given_options(spec, written)
    return perform(resource, validation.validated_parameters, given, check_mode=False, runtime=Runtime()).result


def _fork(
    organization: Organization, names: list[tuple[str, str]], folder: Path, run: int, clock: FastClock, results: t.Any
) -> None:
    """Be one fork of a run: carry out its tasks, and again those whose outcome was not known in time."""
    for module in (
        client_module,
        cache_module,
        lists_module,
        recent_module,
        settling_module,
        create_lock_module,
        create_once_module,
        creation_module,
    ):
        module.time = clock  # type: ignore[attr-defined]
    os.environ["ANSIBLE_HOME"] = str(folder / "home")
    os.environ[cache_module.RUN_FOLDER] = str(folder / f"run-{run}")
    os.environ.pop(recent_module.VISIBLE_AFTER, None)
    os.environ["OPENAI_ADMIN_MAX_RPM"] = "600000"
    outcomes = []
    for kind, name in names:
        resource, args = wanted(kind, name)
        result = _run(resource, args, organization)
        uncertain = 0
        while result.get("failed") and result["error"]["kind"] == "uncertain" and uncertain < 10:
            uncertain += 1
            result = _run(resource, args, organization)
        failure = result["msg"] if result.get("failed") else ""
        outcomes.append(Outcome(kind, name, bool(result["changed"]), uncertain, failure))
    results.put(outcomes)


def _rules(kinds: t.Sequence[dict[str, t.Any]], method: str, rate: float, seed: int) -> list[dict[str, t.Any]]:
    """Return rules of which one applies to a request with a probability."""
    share = rate / len(kinds)
    return [
        {
            "match": {"method": method},
            "times": None,
            "chance": share / (1 - number * share),
            "seed": seed + number,
            "fault": fault,
        }
        for number, fault in enumerate(kinds)
    ]


def batch(server: Server, folder: Path, creates: int, rate: float, seed: int, speed: float) -> Figures:
    """Create objects in a new organization and return what happened.

    :param rate: part of the requests that fails. :param speed: how fast the clock of the server runs.
    """
    numbers = random.Random(seed)
    organization = server.organization(f"chaos {seed}")
    upload = {"filename": "train.jsonl", "content": LINE * 12, "purpose": "fine-tune"}
    assert _run(FILE, upload, organization)["changed"]
    organization.control("visibility", {"seconds": numbers.choice(VISIBLE_AFTER)})
    rules = _rules(WRITE_FAULTS, "POST", rate, seed) + _rules(READ_FAULTS, "GET", rate, seed + 100)
    organization.control("faults", rules)
    names = [(numbers.choice(list(KINDS)), f"name-{number}") for number in range(creates)]
    tasks: list[list[tuple[str, str]]] = [[] for _each in range(RUNS)]
    for name in names:
        for run in numbers.sample(range(RUNS), RUNS_PER_NAME):
            tasks[run].append(name)
    clock = FastClock(speed)
    started = time.monotonic()
    outcomes = _start(organization, tasks, folder, clock)
    found = collections.Counter((kind, str(each[KINDS[kind]])) for kind, each in _stored(organization))
    reported: collections.Counter[tuple[str, str]] = collections.Counter()
    doubtful = set()
    for each in outcomes:
        reported[each.kind, each.name] += each.changed
        if each.uncertain or each.failure:
            doubtful.add((each.kind, each.name))
    journal = [each for each in organization.journal() if each["headers"].get("user-agent", "").startswith("fjcorp")]
    organization.control("organizations", method="DELETE")
    twice = [name for name in names if found[name] > 1]
    lost = [name for name in names if not found[name]]
    untrue = [name for name in names if name not in doubtful and reported[name] != 1]
    return Figures(
        creates=creates,
        tasks=len(outcomes),
        requests=len(journal),
        faults=sum(1 for each in journal if each["fault"]),
        duplicates=sum(found[name] - 1 for name in twice),
        lost=len(lost),
        uncertain=sum(each.uncertain for each in outcomes),
        failed=sum(1 for each in outcomes if each.failure),
        untrue=len(untrue),
        seconds=time.monotonic() - started,
        details=[
            *(f"twice: {name}" for name in twice),
            *(f"lost: {name}" for name in lost),
            *(f"reported {reported[name]} times: {name}" for name in untrue),
            *(f"failed: {each.failure}" for each in outcomes if each.failure),
        ],
    )


def _start(
    organization: Organization, tasks: list[list[tuple[str, str]]], folder: Path, clock: FastClock
) -> list[Outcome]:
    """Carry out the tasks of all runs in processes of their own, and return their outcomes."""
    context = multiprocessing.get_context("fork")
    results = context.Queue()
    processes = []
    for run, names in enumerate(tasks):
        (folder / f"run-{run}").mkdir(parents=True, exist_ok=True)
        for fork in range(FORKS):
            args = (organization, names[fork::FORKS], folder, run, clock, results)
            processes.append(context.Process(target=_fork, args=args, daemon=True))
    for process in processes:
        process.start()
    outcomes = [outcome for _process in processes for outcome in results.get(timeout=3600)]
    for process in processes:
        process.join(600)
    return outcomes


def _stored(organization: Organization) -> t.Iterator[tuple[str, dict[str, t.Any]]]:
    """Yield every active object that the server has stored, those included that it does not show yet."""
    for kind in KINDS:
        for each in organization.objects(kind):
            if each.get("status") not in ("archived", "cancelled"):
                yield kind, each


def chaos(server: Server, folder: Path, creates: int, rate: float, seed: int, speed: float) -> Figures:
    """Run all batches."""
    total = Figures()
    for number, first in enumerate(range(0, creates, BATCH)):
        size = min(BATCH, creates - first)
        total.add(batch(server, folder / str(number), size, rate, seed * 1000 + number, speed))
    return total


def line(rate: float, figures: Figures) -> str:
    """Return the figures as a line."""
    ratio = figures.requests / max(1, figures.tasks)
    return (
        f"{rate:4.0%} faults: {figures.creates} creates by {figures.tasks} tasks in {figures.seconds:.0f} s, "
        f"{figures.faults} faults, {ratio:.2f} requests per task: {figures.duplicates} duplicates, "
        f"{figures.lost} lost, {figures.untrue} reported wrongly, {figures.failed} failed, "
        f"{figures.uncertain} run again"
    )
