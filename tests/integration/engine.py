# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The tasks of a sample, carried out by the engine without ansible-playbook: hundreds of runs in seconds."""

from __future__ import annotations

import time
import typing as t
from itertools import count
from pathlib import Path
from types import SimpleNamespace

import jinja2
import pytest
from ansible_collections.fjcorp.openai.plugins.module_utils._api import client as client_module
from ansible_collections.fjcorp.openai.plugins.module_utils._api import pagination as pagination_module
from ansible_collections.fjcorp.openai.plugins.module_utils._engine import cache as cache_module
from ansible_collections.fjcorp.openai.plugins.module_utils._engine import create_once as create_once_module
from ansible_collections.fjcorp.openai.plugins.module_utils._engine import wait as wait_module

from tests.harness.emulator import Organization
from tests.harness.samples import DECLARATIONS, Sample
from tests.unit.server import Server as Scripted
from tests.unit.task import Clock, run_task

Step = tuple[str, dict[str, t.Any]]
"""Name of a declaration, and the arguments of a task."""


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """A clock that does not wait."""
    clock = Clock(time.monotonic, time.time)
    for module in (client_module, pagination_module, create_once_module, wait_module):
        monkeypatch.setattr(module, "time", clock)
    return clock


class Engine:
    """Carries out tasks of one sample.

    :param base_url: root of the API.
    """

    def __init__(
        self,
        sample: Sample,
        base_url: str,
        organization: Organization,
        folder: Path,
        monkeypatch: pytest.MonkeyPatch,
        clock: Clock,
    ) -> None:
        self.sample, self.folder, self.monkeypatch, self.clock = sample, folder, monkeypatch, clock
        self.server = t.cast(Scripted, SimpleNamespace(base_url=base_url))
        self.keys = {"api_key": organization.api_key, "admin_key": organization.admin_key, "retry_timeout": 3}
        self.facts: dict[str, t.Any] = {}
        self._numbers = count()
        monkeypatch.setenv("FJCORP_OPENAI_CACHE", "false")

    def run(self, step: Step, folder: Path | None = None) -> dict[str, t.Any]:
        """Return the result of a task.

        :param folder: working directory, where the files of the task are; by default a new one.
        """
        where = folder or self.folder / str(next(self._numbers))
        where.mkdir(exist_ok=True)
        self.sample.write_files(where)
        self.monkeypatch.chdir(where)
        self.monkeypatch.setenv("ANSIBLE_HOME", str(where / "home"))
        self.monkeypatch.setattr(cache_module, "_MEMORY", {})
        self.clock.slept.clear()
        return run_task(DECLARATIONS[step[0]], self.server, filled({**step[1], **self.keys}, self.facts))

    def set_up(self, folder: Path) -> None:
        """Carry out the tasks that the sample needs."""
        self.tasks(self.sample.setup, folder)

    def tasks(self, tasks: list[dict[str, t.Any]], folder: Path) -> None:
        """Carry out tasks as a playbook contains them."""
        for each in tasks:
            (module,) = (key for key in each if key.startswith("fjcorp."))
            for item in each.get("loop", [None]):
                self.facts["item"] = item
                result = self.run((module.rsplit(".openai_", 1)[1], each[module]), folder)
                assert not result.get("failed"), result
                self.facts[each.get("register", "_")] = result


def filled(value: t.Any, facts: dict[str, t.Any]) -> t.Any:
    """Return a value of a sample with its templates evaluated."""
    if isinstance(value, dict):
        return {name: filled(item, facts) for name, item in value.items()}
    if isinstance(value, list):
        return [filled(item, facts) for item in value]
    return jinja2.Template(value).render(facts) if isinstance(value, str) and "{{" in value else value


def steps_of(sample: Sample) -> list[Step]:
    """Return the tasks of a sample whose responses are changed."""
    steps: list[Step] = []
    if sample.create is not None:
        steps += [(sample.name, sample.create), (sample.name, {**sample.create, **(sample.update or {})})]
    if sample.info is not None:
        steps += [(f"{sample.name}_info", sample.info), (f"{sample.name}_info", sample.info_all)]
    if sample.absent is not None:
        steps.append((sample.name, {**sample.absent, "state": "absent"}))
    return [(name, args) for name, args in steps if name in DECLARATIONS]
