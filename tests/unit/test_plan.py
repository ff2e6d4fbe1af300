# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Plans as values, and what happens between a plan and its execution."""

from __future__ import annotations

import typing as t

import pytest
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.context import TaskContext
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.plan import Plan, execute
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.runtime import Runtime
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.stateful import Stateful
from ansible_collections.fjcorp.openai.plugins.module_utils._module import perform
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.models.chat_completion import CHAT_COMPLETION

from .server import Server
from .task import API_KEY, Clock, client_for, run_task
from .world import BOX, Fault, World


@pytest.fixture()
def world(server: Server, clock: Clock) -> World:
    """An empty API."""
    return World(server)


def planned(world: World, declaration: Stateful, **args: t.Any) -> tuple[Plan, TaskContext]:
    """The plan of a task, and the context to execute it in."""
    params = dict.fromkeys(declaration.argument_spec()) | {"state": "present", **args}
    context = TaskContext(params, set(args), client_for(world.server))
    declaration.prepare(context)
    return declaration.plan(context), context


def test_a_plan_writes_nothing_and_can_be_executed_later(world: World) -> None:
    plan, context = planned(world, BOX, name="a", size=3)
    assert plan.changed and [str(action) for action in plan.actions] == ["create box a"]
    assert plan.before is None and plan.after == {"name": "a", "size": 3}
    assert not world.server.writes
    result = execute(plan, context)
    assert result["changed"] and result["box"] == world.lists["/boxes"][0]


def test_what_another_fork_creates_meanwhile_is_adopted(world: World) -> None:
    plan, context = planned(world, BOX, name="a", size=3)
    assert run_task(BOX, world.server, {"name": "a", "size": 3})["changed"]
    result = execute(plan, context)
    assert len(world.lists["/boxes"]) == 1
    assert not result["changed"] and result["box"] == world.lists["/boxes"][0]


def test_what_another_fork_creates_otherwise_is_updated(world: World) -> None:
    plan, context = planned(world, BOX, name="a", size=3)
    assert run_task(BOX, world.server, {"name": "a", "size": 1})["changed"]
    result = execute(plan, context)
    assert [box["size"] for box in world.lists["/boxes"]] == [3]
    assert result["changed"] and result["diff"]["before"]["size"] == 1


def test_an_object_that_is_gone_from_a_cached_list_is_looked_up_again(world: World) -> None:
    old = world.add("/boxes", name="a", size=1)
    assert not run_task(BOX, world.server, {"name": "a"})["changed"]
    world.lists["/boxes"].remove(old)
    result = run_task(BOX, world.server, {"name": "a", "size": 2})
    assert result["changed"] and [box["size"] for box in world.lists["/boxes"]] == [2]
    assert world.server.calls.count("GET /boxes") == 2


def test_a_failure_that_is_no_absence_is_not_repeated(world: World) -> None:
    world.add("/boxes", name="a", size=1)
    run_task(BOX, world.server, {"name": "a"})
    world.faults = [Fault(400)]
    assert run_task(BOX, world.server, {"name": "a", "size": 2})["failed"]
    assert world.server.calls.count("GET /boxes") == 1 and len(world.server.writes) == 1


def test_no_request_is_sent_to_a_model_once_the_budget_is_spent(server: Server, clock: Clock) -> None:
    spec = CHAT_COMPLETION.argument_spec()
    args = {"model": "m", "messages": [{"role": "user", "content": "hi"}]}
    connection = {"base_url": server.base_url, "api_key": API_KEY}
    params = {name: entry.get("default") for name, entry in spec.items()} | {"state": "present", **args, **connection}
    runtime = Runtime(budget_error="the budget of 1.00 USD is spent")
    result = perform(CHAT_COMPLETION, params, {*args, *connection}, check_mode=False, runtime=runtime).result
    assert result["failed"] and "the budget of 1.00 USD is spent" in result["msg"]
    assert not server.seen
