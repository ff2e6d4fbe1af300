# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Jobs are started once, adopted, paused and waited for."""

from __future__ import annotations

import pytest
from ansible_collections.fjcorp.openai.plugins.module_utils._support.fingerprint import MARK

from .engine_tasks import predicted, rejected, succeeded
from .task import Clock, run_task
from .world import CHORE, Fault, World

# --- jobs --------------------------------------------------------------------------------------------------------------

DIG = {"work": "dig", "times": 3}


def test_a_job_is_started_once(world: World) -> None:
    result = predicted(world, CHORE, DIG)
    (body,) = [each.json for each in world.server.seen if each.method == "POST"]
    assert body["work"] == "dig" and len(body["metadata"]) == 1
    assert result["chore"]["id"] == "chore_1"
    world.lists["/chores"][0]["status"] = "succeeded"
    assert not succeeded(world, CHORE, DIG)["changed"]
    assert predicted(world, CHORE, {**DIG, "times": 4})["chore"]["id"] == "chore_2"


def test_metadata_is_stored_and_does_not_start_another_job(world: World) -> None:
    succeeded(world, CHORE, {**DIG, "metadata": {"team": "a"}})
    assert world.lists["/chores"][0]["metadata"]["team"] == "a"
    succeeded(world, CHORE, {**DIG, "metadata": {"team": "b"}})
    assert len(world.lists["/chores"]) == 1


@pytest.mark.parametrize("status", ["failed", "cancelled"])
def test_a_failed_job_is_started_again(world: World, status: str) -> None:
    succeeded(world, CHORE, DIG)
    world.lists["/chores"][0]["status"] = status
    assert succeeded(world, CHORE, DIG)["chore"]["id"] == "chore_2"


def test_a_failed_job_is_reported_before_another_is_started(world: World) -> None:
    again = {**DIG, "retry_failed": False}
    succeeded(world, CHORE, again)
    failed = world.lists["/chores"][0]
    failed.update(status="cancelled")
    assert "warnings" not in predicted(world, CHORE, again), "a cancelled job has not failed"
    for job in world.lists["/chores"]:
        job.update(status="failed", finished_at=1_700_000_000, error={"message": "out of coal", "code": "no_coal"})
    failed["created_at"] += 60
    world.add("/chores", status="failed", work="fill", metadata={MARK: "of another request"}, created_at=2_000_000_000)
    world.ignores_filters = True
    for terms in ("chore_1", "2023-11-14T22:13:20Z", "out of coal, no_coal"):
        assert terms in rejected(world, CHORE, again, "wait_failed")
    results = [succeeded(world, CHORE, DIG, check) for check in (True, False)]
    for result in results:
        [warning] = result["warnings"]
        assert all(words in warning for words in ("chore_1 ", "2023-11-14T22:13:20Z", "out of coal, no_coal"))
    assert results[1]["chore"]["id"] == "chore_4"
    assert "warnings" not in predicted(world, CHORE, again), "the job that runs is found"


def test_a_job_started_by_another_client_is_adopted(world: World) -> None:
    world.add("/chores", status="running", work="dig", times=3)
    assert not predicted(world, CHORE, DIG)["changed"]
    world.lists["/chores"][0]["metadata"] = {"ansible_fingerprint": "of another request"}
    assert succeeded(world, CHORE, DIG)["changed"]


def test_a_job_by_its_id(world: World) -> None:
    job = world.add("/chores", status="failed", work="dig", times=3)
    assert succeeded(world, CHORE, {"id": job["id"]})["chore"]["status"] == "failed"
    message = rejected(world, CHORE, {"id": job["id"], "times": 4})
    assert all(word in message for word in ("times cannot change", "3", "not 4"))
    assert "chore_9" in rejected(world, CHORE, {"id": "chore_9"}, "not_found")


@pytest.mark.parametrize("how", ["cut", "half", 500])
@pytest.mark.parametrize("after", [False, True], ids=["not carried out", "carried out"])
def test_a_job_is_started_exactly_once(world: World, how: str | int, after: bool) -> None:
    world.faults = [Fault(how, after=after)]
    assert succeeded(world, CHORE, DIG)["changed"]
    assert len(world.lists["/chores"]) == 1


def test_pausing_and_resuming(world: World) -> None:
    assert "paused" in rejected(world, CHORE, {**DIG, "state": "paused"}, "not_found")
    succeeded(world, CHORE, DIG)
    for state, action in (("paused", "pause"), ("present", "resume"), ("absent", "cancel")):
        assert predicted(world, CHORE, {**DIG, "state": state})["changed"]
        assert world.server.writes[-1] == f"POST /chores/chore_1/{action}"
    assert not predicted(world, CHORE, {**DIG, "state": "absent"})["changed"]


@pytest.mark.parametrize("state", ["paused", "absent"])
def test_an_ended_job_is_neither_paused_nor_cancelled(world: World, state: str) -> None:
    succeeded(world, CHORE, DIG)
    world.lists["/chores"][0]["status"] = "succeeded"
    assert not predicted(world, CHORE, {**DIG, "state": state})["changed"]


def test_waiting_until_the_job_has_ended(world: World, clock: Clock) -> None:
    world.steps["chore_1"] = ["running", "running", "succeeded"]
    displayed: list[str] = []
    result = run_task(CHORE, world.server, {**DIG, "wait": True, "wait_interval": 7}, display=displayed.append)
    assert result["changed"] and result["chore"]["status"] == "succeeded"
    assert clock.slept == [7, 7, 7]
    assert [line.rsplit(" ", 1)[1] for line in displayed] == ["queued", "running", "succeeded"]
    again = run_task(CHORE, world.server, {**DIG, "wait": True})
    assert not again["changed"] and again["chore"]["status"] == "succeeded" and clock.slept == [7, 7, 7]


def test_check_mode_does_not_wait(world: World, clock: Clock) -> None:
    check = succeeded(world, CHORE, {**DIG, "wait": True}, check=True)
    assert check["chore"]["status"] == "succeeded" and not clock.slept
    succeeded(world, CHORE, DIG)
    assert not succeeded(world, CHORE, {**DIG, "wait": True}, check=True)["changed"] and not clock.slept


def test_a_job_that_fails_while_it_is_waited_for(world: World) -> None:
    world.steps["chore_1"] = ["running", "failed"]
    result = run_task(CHORE, world.server, {**DIG, "wait": True})
    assert result["failed"] and result["changed"] and result["chore"]["status"] == "failed"
    assert "chore_1 failed" in result["msg"] and "already done: created chore (chore_1)" in result["msg"]


# --- servers that ignore filters -------------------------------------------------------------------------------------


def test_a_job_of_another_request_is_neither_adopted_nor_cancelled(world: World) -> None:
    world.ignores_filters = True
    foreign = world.add("/chores", work="paint", status="running", metadata={MARK: "of-another-request"})
    assert not succeeded(world, CHORE, {**DIG, "state": "absent"})["changed"]
    assert foreign["status"] == "running"
    started = succeeded(world, CHORE, DIG)
    assert started["changed"] and started["chore"]["id"] != foreign["id"]
    assert succeeded(world, CHORE, {**DIG, "state": "absent"})["chore"]["id"] == started["chore"]["id"]
    assert foreign["status"] == "running"
