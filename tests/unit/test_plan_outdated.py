# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Execution finds the changes since planning: objects, cached lists and the budget."""

from __future__ import annotations

import pytest
from ansible_collections.fjcorp.openai.plugins.module_utils._engine import cache as cache_module
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.plan import (
    Plan,
    Progress,
    execute,
)
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.runtime import Runtime
from ansible_collections.fjcorp.openai.plugins.module_utils._module import perform
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.models.chat_completion import CHAT_COMPLETION
from ansible_collections.fjcorp.openai.plugins.module_utils._support.errors import (
    InvalidArgument,
)

from .plan_tasks import ANN, DIG, boxes, plan_of
from .server import Server
from .task import Clock, context_for, run_task, validated
from .test_generation import REQUEST
from .world import BOX, CHORE, KEEPER, Fault, World

# --- what has changed since planning -----------------------------------------------------------------------------------


@pytest.mark.parametrize("elsewhere", [False, True], ids=["by a fork of the run", "by another user"])
@pytest.mark.parametrize(("size", "actions"), [(3, []), (2, ["update box a"])])
def test_an_object_created_meanwhile_is_adopted(server: Server, elsewhere: bool, size: int, actions: list[str]) -> None:
    world = World(server)
    args = {"name": "a", "size": 3}
    context = context_for(BOX, server, args)
    plan = plan_of(BOX, context)
    if elsewhere:
        world.add("/boxes", name="a", size=size)
        cache_module._MEMORY.clear()
    else:
        run_task(BOX, server, {**args, "size": size})
    server.seen.clear()

    other = plan.actions[0].perform(context, Progress())
    assert isinstance(other, Plan)
    assert [str(action) for action in other.actions] == actions and (other.current or {})["id"] == "box_1"
    assert not server.writes

    result = execute(plan, context)
    assert server.writes == ["POST /boxes/box_1"] * len(actions)
    assert result["changed"] is bool(actions)
    assert result["box"] == world.lists["/boxes"][0] and len(world.lists["/boxes"]) == 1
    assert world.lists["/boxes"][0]["size"] == 3
    assert result["diff"]["before"].get("size") == size and result["diff"]["after"]["size"] == 3


def test_a_member_added_meanwhile_is_adopted(server: Server) -> None:
    world = boxes(server)
    context = context_for(KEEPER, server, ANN)
    plan = plan_of(KEEPER, context)
    run_task(KEEPER, server, {**ANN, "role": "member"})
    server.seen.clear()
    result = execute(plan, context)
    assert server.writes == ["POST /boxes/box_1/keepers/person_2"]
    assert [keeper["role"] for keeper in world.lists["/boxes/box_1/keepers"]] == ["owner"]
    assert result["diff"]["before"]["role"] == "member"


def test_a_job_started_meanwhile_is_adopted_and_waited_for(server: Server, clock: Clock) -> None:
    world = World(server)
    context = context_for(CHORE, server, {**DIG, "wait": True})
    plan = plan_of(CHORE, context)
    run_task(CHORE, server, DIG)
    world.steps["chore_1"] = ["running", "succeeded"]
    server.seen.clear()
    result = execute(plan, context)
    assert not server.writes and len(world.lists["/chores"]) == 1
    assert not result["changed"] and result["chore"]["status"] == "succeeded"


def test_an_object_created_meanwhile_that_cannot_be_adopted_is_not_changed(server: Server) -> None:
    World(server)
    context = context_for(BOX, server, {"name": "a", "region": "eu", "size": 3})
    plan = plan_of(BOX, context)
    run_task(BOX, server, {"name": "a", "region": "us"})
    server.seen.clear()
    with pytest.raises(InvalidArgument, match="region"):
        execute(plan, context)
    assert not server.writes and not context.done


def test_a_plan_whose_response_is_lost_creates_one_object(server: Server, clock: Clock) -> None:
    world = World(server)
    world.faults = [Fault("cut", after=True)]
    context = context_for(BOX, server, {"name": "a"})
    result = execute(plan_of(BOX, context), context)
    assert result["changed"] and len(world.lists["/boxes"]) == 1


# --- outdated cached lists, and a spent budget -------------------------------------------------------------------------


def test_an_object_that_is_gone_from_a_cached_list_is_looked_up_again(server: Server) -> None:
    world = World(server)
    old = world.add("/boxes", name="a", size=1)
    assert not run_task(BOX, server, {"name": "a"})["changed"]
    world.lists["/boxes"].remove(old)
    result = run_task(BOX, server, {"name": "a", "size": 2})
    assert result["changed"] and [box["size"] for box in world.lists["/boxes"]] == [2]
    assert server.calls.count("GET /boxes") == 2


def test_a_task_that_fails_for_another_reason_is_not_repeated(server: Server) -> None:
    world = World(server)
    world.add("/boxes", name="a", size=1)
    run_task(BOX, server, {"name": "a"})
    world.faults = [Fault(400)]
    assert run_task(BOX, server, {"name": "a", "size": 2})["failed"]
    assert server.calls.count("GET /boxes") == 1 and len(server.writes) == 1


def test_no_request_is_sent_to_a_model_once_the_budget_is_spent(server: Server) -> None:
    params, given = validated(CHAT_COMPLETION, server, REQUEST)
    runtime = Runtime(budget_error=lambda model, units: f"the budget of 1.00 USD is spent, no {model}")
    result = perform(CHAT_COMPLETION, params, given, check_mode=False, runtime=runtime).result
    assert result["failed"] and "the budget of 1.00 USD is spent" in result["msg"]
    assert not server.seen
