# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Plans are values: made by reading, inspected and compared, predicted in check mode and executed by any caller."""

from __future__ import annotations

import dataclasses
import typing as t
from pathlib import Path

import pytest
from ansible_collections.fjcorp.openai.plugins.module_utils._engine import cache as cache_module
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.cache import RUN_IS_CHECK
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.context import TaskContext, is_predicted
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.plan import (
    Action,
    Plan,
    converge,
    execute,
    predict,
)
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.stateful import Stateful
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.models.chat_completion import CHAT_COMPLETION
from ansible_collections.fjcorp.openai.plugins.module_utils._support.errors import (
    NotFound,
    OpenAIError,
)

from .plan_tasks import (
    ANN,
    DIG,
    TASKS,
    Args,
    Task,
    boxes,
    create_service_account,
    issue_another_key,
    issue_key,
    plan_of,
    renew_key,
)
from .server import Reply, Seen, Server, error
from .task import Clock, context_for, run_task
from .world import BOX, CHORE, ITEM, KEEPER, LATCH, LIMIT, World


@pytest.fixture()
def folder(tmp_path: Path) -> Path:
    """Return an empty directory for the files that tasks write."""
    path = tmp_path / "files"
    path.mkdir()
    return path


@pytest.fixture(params=TASKS, ids=lambda case: case.__name__)
def task(request: pytest.FixtureRequest, server: Server, clock: Clock, folder: Path) -> Task:
    """Return one task of each kind and state that changes something, on a server that counts from here on."""
    task: Task = request.param(server, folder)
    server.seen.clear()
    return task


def contents(folder: Path) -> dict[str, bytes]:
    """Return the content of every file in a directory."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def value_of(plan: Plan) -> tuple[t.Any, ...]:
    """Return what a plan can be compared by."""
    return ([str(action) for action in plan.actions], plan.name, plan.title, plan.before, plan.after, plan.predicted)


# --- planning ----------------------------------------------------------------------------------------------------------


def test_planning_sends_no_write_and_writes_no_file(task: Task, server: Server, folder: Path) -> None:
    before = contents(folder)
    plan = plan_of(task.resource, context_for(task.resource, server, task.args))
    assert tuple(str(action) for action in plan.actions) == task.actions
    assert plan.changed
    if task.resource is not CHAT_COMPLETION or "metadata" not in task.args:
        # Whether an answer was requested is all that the diff of a generation shows.
        assert plan.before != plan.after
    assert not server.writes
    assert contents(folder) == before


def test_two_plans_of_the_same_state_are_equal(task: Task, server: Server) -> None:
    first = plan_of(task.resource, context_for(task.resource, server, task.args))
    second = plan_of(task.resource, context_for(task.resource, server, task.args, check=True))
    assert value_of(first) == value_of(second)


def test_planning_does_not_depend_on_check_mode(task: Task, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    context = context_for(task.resource, server, task.args)

    def check_mode(self: TaskContext) -> bool:
        raise AssertionError("check mode was read")

    monkeypatch.delattr(context, "check_mode")
    monkeypatch.setattr(TaskContext, "check_mode", property(check_mode), raising=False)
    assert plan_of(task.resource, context).changed


def test_a_plan_is_immutable(server: Server) -> None:
    World(server)
    plan = plan_of(BOX, context_for(BOX, server, {"name": "a"}))
    for name, value in (("actions", ()), ("after", {}), ("changed", False)):
        with pytest.raises(AttributeError):
            setattr(plan, name, value)
    with pytest.raises(dataclasses.FrozenInstanceError):
        plan.actions[0].verb = "update"  # type: ignore[misc]


def test_a_plan_with_a_further_action_is_another_plan(server: Server) -> None:
    World(server)
    plan = plan_of(BOX, context_for(BOX, server, {"name": "a"}))
    longer = plan.then(Action("wait for", "box a", lambda context, progress: None, changes=False), title="box b")
    assert [str(action) for action in plan.actions] == ["create box a"]
    assert [str(action) for action in longer.actions] == ["create box a", "wait for box a"]
    assert (plan.title, longer.title) == ("box a", "box b")


def test_what_changes_nothing_has_no_actions(server: Server) -> None:
    boxes(server)
    for resource, args in (
        (BOX, {"name": "Toys", "size": 1}),
        (BOX, {"name": "none", "state": "absent"}),
        (LIMIT, {"box": "Toys", "model": "gpt", "most": 1}),
        (LATCH, {"box": "Toys", "state": "absent"}),
        (KEEPER, {"box": "Toys", "person": "ann@x.example", "state": "absent"}),
    ):
        context = context_for(resource, server, args)
        plan = plan_of(resource, context)
        assert not plan.actions and not plan.changed and plan.before == plan.after
        assert not execute(plan, context)["changed"]
    assert not server.writes


def test_waiting_is_an_action_that_changes_nothing(server: Server, clock: Clock) -> None:
    world = World(server)
    world.add("/chores", status="running", **DIG)
    world.steps["chore_1"] = ["running", "running", "succeeded"]
    context = context_for(CHORE, server, {**DIG, "wait": True})
    plan = plan_of(CHORE, context)
    assert [str(action) for action in plan.actions] == ["wait for chore"] and not plan.changed
    result = execute(plan, context)
    assert result["chore"]["status"] == "succeeded" and not result["changed"]


# --- prediction and execution ------------------------------------------------------------------------------------------


def test_prediction_and_execution_of_one_plan_agree(task: Task, server: Server, folder: Path) -> None:
    context = context_for(task.resource, server, task.args)
    plan = plan_of(task.resource, context)
    before = contents(folder)
    predicted = predict(plan, context_for(task.resource, server, task.args, check=True))
    assert not server.writes and contents(folder) == before
    result = execute(plan, context)
    assert tuple(server.writes) == task.writes
    assert predicted["changed"] is result["changed"] is True
    assert predicted["diff"] == result["diff"]
    assert predicted["diff"]["before_header"] == plan.title
    for name in ("issued", "revoked", "unproven", "removed", "dest"):
        assert predicted.get(name) == result.get(name)


def test_check_mode_decides_between_the_two(task: Task, server: Server) -> None:
    checking = context_for(task.resource, server, task.args, check=True)
    predicted = converge(plan_of(task.resource, checking), checking)
    assert not server.writes
    running = context_for(task.resource, server, task.args)
    result = converge(plan_of(task.resource, running), running)
    assert tuple(server.writes) == task.writes
    assert (predicted["changed"], predicted["diff"]) == (result["changed"], result["diff"])


def test_a_plan_is_executed_by_another_caller(task: Task, server: Server, folder: Path) -> None:
    plan = plan_of(task.resource, context_for(task.resource, server, task.args))
    # As in another process: nothing cached, and a context in which nothing was planned.
    cache_module._MEMORY.clear()
    context = context_for(task.resource, server, task.args)
    task.resource.prepare(context)
    result = execute(plan, context)
    assert result["changed"] and tuple(server.writes) == task.writes
    assert context.done
    again = run_task(task.resource, server, {**task.args, "wait": False} if "wait" in task.args else task.args)
    assert not again.get("failed"), again["msg"]
    assert not again["changed"] and tuple(server.writes) == task.writes


ISSUING = (issue_key, renew_key, create_service_account, issue_another_key)


@pytest.mark.parametrize("case", ISSUING, ids=lambda case: case.__name__)
def test_a_key_is_hidden_in_the_result_of_the_task_that_issues_it(
    server: Server, clock: Clock, folder: Path, case: t.Callable[[Server, Path], Task]
) -> None:
    task = case(server, folder)
    plan = plan_of(task.resource, context_for(task.resource, server, task.args))
    context = context_for(task.resource, server, task.args)
    task.resource.prepare(context)
    result = execute(plan, context)
    key = (folder / "key").read_text().strip()
    assert key in context.secrets and not context.hide_result
    assert key not in str(result)


@pytest.mark.parametrize("case", (issue_key, create_service_account), ids=lambda case: case.__name__)
def test_a_returned_key_hides_the_result_of_the_task_that_issues_it(
    server: Server, folder: Path, case: t.Callable[[Server, Path], Task]
) -> None:
    task = case(server, folder)
    args = {**{name: value for name, value in task.args.items() if name != "dest"}, "return_key": True}
    plan = plan_of(task.resource, context_for(task.resource, server, args))
    context = context_for(task.resource, server, args)
    task.resource.prepare(context)
    assert execute(plan, context)["api_key"]["value"].startswith("sk-")
    assert context.hide_result


def test_plans_can_be_inspected_and_executed_together(server: Server) -> None:
    boxes(server)
    tasks: list[tuple[Stateful, Args]] = [
        (BOX, {"name": "Books", "size": 2}),
        (BOX, {"name": "Toys", "size": 2}),
        (LIMIT, {"box": "Toys", "model": "gpt", "most": 7}),
        (KEEPER, ANN),
    ]
    contexts = [context_for(resource, server, args) for resource, args in tasks]
    plans = [plan_of(resource, context) for (resource, _args), context in zip(tasks, contexts, strict=True)]
    assert not server.writes
    assert [str(action) for plan in plans for action in plan.actions] == [
        "create box Books",
        "update box Toys",
        "update limit gpt in box Toys",
        "create keeper ann@x.example in box Toys",
    ]
    for plan, context in reversed(list(zip(plans, contexts, strict=True))):
        assert execute(plan, context)["changed"]
    assert len(server.writes) == 4
    for resource, args in tasks:
        assert not run_task(resource, server, args)["changed"]


def test_a_prediction_is_found_by_later_plans_of_the_run(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(RUN_IS_CHECK, "1")
    boxes(server)
    context = context_for(BOX, server, {"name": "Books"}, check=True)
    made = predict(plan_of(BOX, context), context)["box"]
    assert is_predicted(made["id"])
    args = {"box": "Books", "name": "novel", "kind": "paper"}
    below = context_for(ITEM, server, args, check=True)
    assert [str(action) for action in plan_of(ITEM, below).actions] == ["create item novel in box Books"]
    removal = context_for(BOX, server, {"name": "Toys", "state": "absent"}, check=True)
    predict(plan_of(BOX, removal), removal)
    assert not plan_of(BOX, context_for(BOX, server, {"name": "Toys", "state": "absent"}, check=True)).changed
    assert not server.writes


def test_what_the_write_would_reject_is_found_by_prediction_and_by_execution(server: Server) -> None:
    boxes(server)
    args = {**ANN, "person": "bob@x.example"}
    context = context_for(KEEPER, server, args)
    plan = plan_of(KEEPER, context)
    for carry_out in (predict, execute):
        with pytest.raises(NotFound, match=r"bob@x\.example"):
            carry_out(plan, context)
    assert not server.writes


def test_an_interrupted_execution_names_what_was_done(server: Server, clock: Clock, folder: Path) -> None:
    task = renew_key(server, folder)
    context = context_for(task.resource, server, task.args)
    plan = plan_of(task.resource, context)
    answer = t.cast(t.Callable[[Seen], Reply], server.otherwise)
    server.otherwise = lambda seen: error(403) if seen.method == "DELETE" else answer(seen)
    with pytest.raises(OpenAIError):
        execute(plan, context)
    assert context.done == ["issued admin api key ci (key_2)"]
    assert (folder / "key").read_text() == "sk-admin-once-2\n"
