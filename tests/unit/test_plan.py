# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Plans are values: made by reading, inspected and compared, predicted in check mode and executed by any caller."""

from __future__ import annotations

import dataclasses
import time
import typing as t
from dataclasses import dataclass
from pathlib import Path

import pytest
from ansible_collections.fjcorp.openai.plugins.module_utils._engine import cache as cache_module
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.cache import RUN_IS_CHECK
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.context import TaskContext, is_predicted
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.plan import (
    Action,
    Plan,
    Progress,
    converge,
    execute,
    predict,
)
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.runtime import Runtime
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.stateful import Stateful
from ansible_collections.fjcorp.openai.plugins.module_utils._module import perform
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.admin_api_key import (
    ADMIN_API_KEY,
)
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.service_account import (
    SERVICE_ACCOUNT,
)
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.models.chat_completion import CHAT_COMPLETION
from ansible_collections.fjcorp.openai.plugins.module_utils._support.errors import (
    InvalidArgument,
    NotFound,
    OpenAIError,
)

from .server import Reply, Seen, Server, error
from .task import Clock, context_for, run_task, validated
from .test_generation import REQUEST, Model
from .test_secret_output import PATH, Accounts
from .world import BOX, CHORE, ITEM, KEEPER, LATCH, LID, LIMIT, Fault, World

Args = dict[str, t.Any]
KEYS = "/organization/admin_api_keys"


class AdminKeys:
    """The admin keys of an organization, each shown once."""

    def __init__(self, server: Server) -> None:
        self.keys: list[dict[str, t.Any]] = []
        self.issued = 0
        server.otherwise = self.answer

    def answer(self, seen: Seen) -> Reply:
        """Return the response to a request."""
        if seen.method == "GET":
            return Reply(body={"data": self.keys, "has_more": False})
        if seen.method == "DELETE":
            self.keys = [key for key in self.keys if key["id"] != seen.parts[-1]]
            return Reply(body={"deleted": True})
        self.issued += 1
        key = {"id": f"key_{self.issued}", "name": seen.json["name"], "created_at": int(time.time())}
        self.keys.append(key)
        return Reply(body={**key, "value": f"sk-admin-once-{self.issued}"})


@dataclass(frozen=True)
class Task:
    """A task, the actions that its plan consists of, and the writes that these send."""

    resource: Stateful
    args: Args
    actions: tuple[str, ...]
    writes: tuple[str, ...]


def boxes(server: Server) -> World:
    """Return an API with the box Toys, a person and the settings of the box."""
    world = World(server)
    world.add("/boxes", name="Toys", size=1)
    world.add("/people", email="ann@x.example")
    world.add("/boxes/box_1/limits", model="gpt", most=1)
    world.singles["/boxes/box_1/lid"] = {"kind": "glass"}
    return world


def create_entity(server: Server, folder: Path) -> Task:
    World(server)
    return Task(BOX, {"name": "a", "size": 3, "pin": "1234"}, ("create box a",), ("POST /boxes",))


def create_below_parent(server: Server, folder: Path) -> Task:
    boxes(server)
    args = {"box": "Toys", "name": "car", "kind": "wood"}
    return Task(ITEM, args, ("create item car in box Toys",), ("POST /boxes/box_1/items",))


def update_entity(server: Server, folder: Path) -> Task:
    boxes(server)
    return Task(BOX, {"name": "Toys", "size": 3, "note": "x"}, ("update box Toys",), ("POST /boxes/box_1",))


def remove_entity(server: Server, folder: Path) -> Task:
    boxes(server)
    return Task(BOX, {"name": "Toys", "state": "absent"}, ("delete box Toys",), ("POST /boxes/box_1/archive",))


ANN = {"box": "Toys", "person": "ann@x.example", "role": "owner"}


def add_member(server: Server, folder: Path) -> Task:
    boxes(server)
    return Task(KEEPER, ANN, ("create keeper ann@x.example in box Toys",), ("POST /boxes/box_1/keepers",))


def change_member(server: Server, folder: Path) -> Task:
    boxes(server).add("/boxes/box_1/keepers", id="person_2", email="ann@x.example", role="member")
    return Task(KEEPER, ANN, ("update keeper ann@x.example in box Toys",), ("POST /boxes/box_1/keepers/person_2",))


def remove_member(server: Server, folder: Path) -> Task:
    boxes(server).add("/boxes/box_1/keepers", id="person_2", email="ann@x.example", role="member")
    args = {"box": "Toys", "person": "person_2", "state": "absent"}
    return Task(KEEPER, args, ("delete keeper person_2 in box Toys",), ("DELETE /boxes/box_1/keepers/person_2",))


def change_row(server: Server, folder: Path) -> Task:
    boxes(server)
    args = {"box": "Toys", "model": "gpt", "most": 5}
    return Task(LIMIT, args, ("update limit gpt in box Toys",), ("POST /boxes/box_1/limits/limit_3",))


def reset_setting(server: Server, folder: Path) -> Task:
    boxes(server)
    return Task(LID, {"box": "Toys", "state": "absent"}, ("update lid in box Toys",), ("POST /boxes/box_1/lid",))


def set_optional_setting(server: Server, folder: Path) -> Task:
    boxes(server)
    return Task(LATCH, {"box": "Toys", "kind": "iron"}, ("set latch in box Toys",), ("POST /boxes/box_1/latch",))


def unset_optional_setting(server: Server, folder: Path) -> Task:
    boxes(server).singles["/boxes/box_1/latch"] = {"kind": "iron", "state": {"open": False}}
    args = {"box": "Toys", "state": "absent"}
    return Task(LATCH, args, ("delete latch in box Toys",), ("DELETE /boxes/box_1/latch",))


DIG = {"work": "dig", "times": 3}


def start_job(server: Server, folder: Path) -> Task:
    World(server)
    return Task(CHORE, DIG, ("create chore",), ("POST /chores",))


def start_and_await_job(server: Server, folder: Path) -> Task:
    World(server).steps["chore_1"] = ["running", "succeeded"]
    return Task(CHORE, {**DIG, "wait": True}, ("create chore", "wait for chore"), ("POST /chores",))


def pause_job(server: Server, folder: Path) -> Task:
    World(server).add("/chores", status="running", **DIG)
    return Task(CHORE, {**DIG, "state": "paused"}, ("pause chore_1",), ("POST /chores/chore_1/pause",))


def resume_and_await_job(server: Server, folder: Path) -> Task:
    world = World(server)
    world.add("/chores", status="paused", **DIG)
    world.steps["chore_1"] = ["paused"] * 2 + ["running", "succeeded"]
    args = {"id": "chore_1", "wait": True}
    return Task(CHORE, args, ("resume chore_1", "wait for chore chore_1"), ("POST /chores/chore_1/resume",))


def cancel_job(server: Server, folder: Path) -> Task:
    World(server).add("/chores", status="running", **DIG)
    return Task(CHORE, {**DIG, "state": "absent"}, ("cancel chore_1",), ("POST /chores/chore_1/cancel",))


def request_answer(server: Server, folder: Path) -> Task:
    Model(server)
    args = {**REQUEST, "dest": str(folder / "answer"), "store": True}
    return Task(CHAT_COMPLETION, args, ("request chat completion",), ("POST /chat/completions",))


def write_stored_answer(server: Server, folder: Path) -> Task:
    Model(server)
    run_task(CHAT_COMPLETION, server, {**REQUEST, "store": True})
    args = {**REQUEST, "dest": str(folder / "answer"), "store": True, "metadata": {"team": "a"}}
    actions = ("update chatcmpl-1", "write chat completion")
    return Task(CHAT_COMPLETION, args, actions, ("POST /chat/completions/chatcmpl-1",))


def remove_answer(server: Server, folder: Path) -> Task:
    Model(server)
    dest = str(folder / "answer")
    run_task(CHAT_COMPLETION, server, {**REQUEST, "dest": dest, "store": True})
    actions = ("delete chatcmpl-1", f"delete {dest}")
    args = {"dest": dest, "state": "absent"}
    return Task(CHAT_COMPLETION, args, actions, ("DELETE /chat/completions/chatcmpl-1",))


def issue_key(server: Server, folder: Path) -> Task:
    AdminKeys(server)
    args = {"name": "ci", "dest": str(folder / "key")}
    return Task(ADMIN_API_KEY, args, ("issue admin api key ci", "finish admin api key ci"), (f"POST {KEYS}",))


def renew_key(server: Server, folder: Path) -> Task:
    keys = AdminKeys(server)
    args = {"name": "ci", "dest": str(folder / "key"), "max_age": "1d"}
    run_task(ADMIN_API_KEY, server, args)
    keys.keys[0]["created_at"] -= 2 * 86400
    cache_module._MEMORY.clear()
    actions = ("issue admin api key ci", "revoke key_1", "finish admin api key ci")
    return Task(ADMIN_API_KEY, args, actions, (f"POST {KEYS}", f"DELETE {KEYS}/key_1"))


def revoke_key(server: Server, folder: Path) -> Task:
    AdminKeys(server)
    run_task(ADMIN_API_KEY, server, {"name": "ci", "dest": str(folder / "key")})
    args = {"name": "ci", "dest": str(folder / "key"), "state": "absent"}
    actions = ("delete admin api key ci", "finish admin api key ci")
    return Task(ADMIN_API_KEY, args, actions, (f"DELETE {KEYS}/key_1",))


ACCOUNT = {"project": "proj_1", "name": "ci"}
IN_PROJECT = "ci in project proj_1"


def create_service_account(server: Server, folder: Path) -> Task:
    Accounts(server)
    args = {**ACCOUNT, "dest": str(folder / "key")}
    path = PATH.removeprefix("/v1")
    return Task(SERVICE_ACCOUNT, args, (f"create service account {IN_PROJECT}",), (f"POST {path}",))


def issue_another_key(server: Server, folder: Path) -> Task:
    accounts = Accounts(server)
    accounts.accounts.append({"id": "svc_acct_0", "name": "ci", "role": "member", "created_at": 1})
    args = {**ACCOUNT, "dest": str(folder / "key")}
    actions = (f"issue service account {IN_PROJECT}", f"finish service account {IN_PROJECT}")
    path = PATH.removeprefix("/v1")
    return Task(SERVICE_ACCOUNT, args, actions, (f"POST {path}/svc_acct_0/api_keys",))


TASKS = (
    create_entity,
    create_below_parent,
    update_entity,
    remove_entity,
    add_member,
    change_member,
    remove_member,
    change_row,
    reset_setting,
    set_optional_setting,
    unset_optional_setting,
    start_job,
    start_and_await_job,
    pause_job,
    resume_and_await_job,
    cancel_job,
    request_answer,
    write_stored_answer,
    remove_answer,
    issue_key,
    renew_key,
    revoke_key,
    create_service_account,
    issue_another_key,
)


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


def plan_of(resource: Stateful, context: TaskContext) -> Plan:
    """Return the plan of a task, and check that planning has only read."""
    resource.prepare(context)
    plan = resource.plan(context)
    assert not context.done
    return plan


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
    for name in ("revoked", "removed", "dest"):
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
    answer = t.cast("t.Callable[[Seen], Reply]", server.otherwise)
    server.otherwise = lambda seen: error(403) if seen.method == "DELETE" else answer(seen)
    with pytest.raises(OpenAIError):
        execute(plan, context)
    assert context.done == ["issued admin api key ci (key_2)"]
    assert (folder / "key").read_text() == "sk-admin-once-2\n"


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
    runtime = Runtime(budget_error="the budget of 1.00 USD is spent")
    result = perform(CHAT_COMPLETION, params, given, check_mode=False, runtime=runtime).result
    assert result["failed"] and "the budget of 1.00 USD is spent" in result["msg"]
    assert not server.seen
