# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tasks of every kind and state whose plans the tests inspect and execute."""

from __future__ import annotations

import time
import typing as t
from dataclasses import dataclass
from pathlib import Path

from ansible_collections.fjcorp.openai.plugins.module_utils._engine import cache as cache_module
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.context import TaskContext
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.plan import (
    Plan,
)
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.stateful import Stateful
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.admin_api_key import (
    ADMIN_API_KEY,
)
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.service_account import (
    SERVICE_ACCOUNT,
)
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.models.chat_completion import CHAT_COMPLETION

from .server import Reply, Seen, Server
from .task import run_task
from .test_generation import REQUEST, Model
from .test_secret_output import PATH, Accounts
from .world import BOX, CHORE, ITEM, KEEPER, LATCH, LID, LIMIT, World

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
    # It is created with a unique name first.
    writes = (f"POST {path}", f"POST {path}/svc_acct_1")
    return Task(SERVICE_ACCOUNT, args, (f"create service account {IN_PROJECT}",), writes)


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


def plan_of(resource: Stateful, context: TaskContext) -> Plan:
    """Return the plan of a task, and check that planning has only read."""
    resource.prepare(context)
    plan = resource.plan(context)
    assert not context.done
    return plan
