# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Waiting for something to end."""

from __future__ import annotations

import typing as t

import pytest
from ansible_collections.fjcorp.openai.plugins.module_utils._api.client import Client
from ansible_collections.fjcorp.openai.plugins.module_utils._api.connection import connection_from
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.context import TaskContext
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.wait import WAIT_FIELDS, wait_for
from ansible_collections.fjcorp.openai.plugins.module_utils._support.errors import InvalidArgument, WaitError

from .task import Clock


class Job:
    """Ends at a moment of the clock; remembers when it was looked at."""

    def __init__(self, clock: Clock, ends: float) -> None:
        self.clock, self.began, self.ends = clock, clock.monotonic(), ends
        self.looks: list[float] = []

    def look(self) -> dict[str, t.Any]:
        """As the server."""
        self.looks.append(self.clock.monotonic() - self.began)
        return {"id": "job_1", "status": "done" if self.looks[-1] >= self.ends else "running"}

    def wait(self, timeout: float = 3600, interval: float = 10, status: str = "running") -> dict[str, t.Any]:
        """Wait for it."""
        run = TaskContext({"wait_timeout": timeout, "wait_interval": interval}, set(), Client(connection_from({}, {})))
        seen = {"id": "job_1", "status": status}
        return wait_for(run, "thing job_1", seen, self.look, lambda job: job["status"] == "done")


@pytest.mark.parametrize("interval", [0.05, 1, 10, 60])
@pytest.mark.parametrize("ends", [0.0, 25, 100])
def test_no_more_often_than_the_interval_and_no_later(clock: Clock, interval: float, ends: float) -> None:
    job = Job(clock, ends)
    assert job.wait(interval=interval)["status"] == "done"
    gaps = [later - earlier for earlier, later in zip([0.0, *job.looks], job.looks, strict=False)]
    assert min(gaps) >= interval
    assert job.looks[-1] <= ends + interval + 1


def test_what_has_ended_is_not_looked_at(clock: Clock) -> None:
    job = Job(clock, 0)
    assert job.wait(status="done") == {"id": "job_1", "status": "done"}
    assert not job.looks and not clock.slept


def test_the_time_allowed_ends(clock: Clock) -> None:
    job = Job(clock, 1000)
    with pytest.raises(WaitError) as failed:
        job.wait(timeout=25)
    assert all(word in failed.value.message for word in ("thing job_1", "25 s", "running"))
    assert "continues" in failed.value.remedy and "wait_timeout" in failed.value.remedy
    assert failed.value.facts == {"thing": {"id": "job_1", "status": "running"}}
    assert sum(clock.slept) == pytest.approx(25, abs=1)
    assert job.looks[-1] == pytest.approx(25, abs=1), "the last look is at the end of the time allowed"


def test_no_time_at_all_looks_no_further(clock: Clock) -> None:
    with pytest.raises(WaitError, match="after 0 s"):
        Job(clock, 5).wait(timeout=0)
    assert not clock.slept


@pytest.mark.parametrize("interval", [0, -1, 0.01])
def test_an_interval_that_would_hammer_the_server(clock: Clock, interval: float) -> None:
    with pytest.raises(InvalidArgument, match="wait_interval"):
        Job(clock, 5).wait(interval=interval)


def test_the_options() -> None:
    assert [entry.name for entry in WAIT_FIELDS] == ["wait", "wait_timeout", "wait_interval"]
    assert all(entry.request_path == "" and entry.response_path == "" for entry in WAIT_FIELDS), (
        "they are ours, not the API's"
    )
    with pytest.raises(InvalidArgument, match="wait_timeout"):
        WAIT_FIELDS[1].check(-1.0)
