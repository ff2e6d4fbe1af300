# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Waiting until an object has ended."""

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
    """A job that ends at a time of the clock, and records when it was polled."""

    def __init__(self, clock: Clock, ends: float) -> None:
        self.clock, self.started, self.ends = clock, clock.monotonic(), ends
        self.polls: list[float] = []

    def poll(self) -> dict[str, t.Any]:
        """Return the job as the server has it now."""
        self.polls.append(self.clock.monotonic() - self.started)
        return {"id": "job_1", "status": "done" if self.polls[-1] >= self.ends else "running"}

    def wait(self, timeout: float = 3600, interval: float = 10, status: str = "running") -> dict[str, t.Any]:
        """Wait until the job has ended."""
        context = TaskContext(
            {"wait_timeout": timeout, "wait_interval": interval}, set(), Client(connection_from({}, {}))
        )
        seen = {"id": "job_1", "status": status}
        return wait_for(context, "widget job_1", seen, self.poll, lambda job: job["status"] == "done")


@pytest.mark.parametrize("interval", [0.05, 1, 10, 60])
@pytest.mark.parametrize("ends", [0.0, 25, 100])
def test_polls_follow_the_interval(clock: Clock, interval: float, ends: float) -> None:
    job = Job(clock, ends)
    assert job.wait(interval=interval)["status"] == "done"
    gaps = [later - earlier for earlier, later in zip([0.0, *job.polls], job.polls, strict=False)]
    assert min(gaps) >= interval
    assert job.polls[-1] <= ends + interval + 1


def test_a_job_that_has_ended_is_not_polled(clock: Clock) -> None:
    job = Job(clock, 0)
    assert job.wait(status="done") == {"id": "job_1", "status": "done"}
    assert not job.polls and not clock.slept


def test_the_wait_ends_after_the_timeout(clock: Clock) -> None:
    job = Job(clock, 1000)
    with pytest.raises(WaitError) as failed:
        job.wait(timeout=25)
    assert all(word in failed.value.message for word in ("widget job_1", "25 s", "running"))
    assert "continues" in failed.value.remedy and "wait_timeout" in failed.value.remedy
    assert failed.value.facts == {"widget": {"id": "job_1", "status": "running"}}
    assert sum(clock.slept) == pytest.approx(25, abs=1)
    assert job.polls[-1] == pytest.approx(25, abs=1), "the last poll is at the end of the timeout"


def test_a_timeout_of_zero_polls_nothing(clock: Clock) -> None:
    with pytest.raises(WaitError, match="after 0 s"):
        Job(clock, 5).wait(timeout=0)
    assert not clock.slept


@pytest.mark.parametrize("interval", [0, -1, 0.01])
def test_an_interval_that_would_overload_the_server(clock: Clock, interval: float) -> None:
    with pytest.raises(InvalidArgument, match="wait_interval"):
        Job(clock, 5).wait(interval=interval)


def test_the_options() -> None:
    assert [entry.name for entry in WAIT_FIELDS] == ["wait", "wait_timeout", "wait_interval"]
    assert all(entry.request_path == "" and entry.response_path == "" for entry in WAIT_FIELDS), (
        "they are options of the collection, not of the API"
    )
    with pytest.raises(InvalidArgument, match="wait_timeout"):
        WAIT_FIELDS[1].check(-1.0)
