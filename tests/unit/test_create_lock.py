# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Several runs of one control node, and several machines, create one object of a name."""

from __future__ import annotations

import os
import threading
import time
import typing as t
from dataclasses import replace
from pathlib import Path

import pytest
from ansible_collections.fjcorp.openai.plugins.module_utils._engine import cache as cache_module
from ansible_collections.fjcorp.openai.plugins.module_utils._engine import create_lock as create_lock_module
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.create_lock import create_lock
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.entity import Entity
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.plan import execute
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.spec import Refuse
from ansible_collections.fjcorp.openai.plugins.module_utils._support.errors import Ambiguous
from ansible_collections.fjcorp.openai.plugins.module_utils._support.local_state import state_folder

from .engine_tasks import succeeded
from .plan_tasks import plan_of
from .server import Reply, Seen, error
from .task import Clock, context_for, run_task
from .world import BOX, BOXES, CHORE, ITEM, KEEPER, Fault, World

A = {"name": "a", "size": 3}
DIG = {"work": "dig"}
UNIQUE = replace(BOX, checks_duplicates=True)


def another_run() -> None:
    """Drop the cached lists, as a run of its own begins without any."""
    cache_module._MEMORY.clear()


def records() -> list[str]:
    """Return the files of the recorded creates."""
    return [each for each in os.listdir(Path(state_folder()) / "creates") if each != "swept"]


# --- runs of one control node ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("resource", "args"), [(BOX, A), (CHORE, DIG)], ids=["entity", "job"])
def test_a_run_adopts_what_another_run_has_created_since_its_list(
    world: World, resource: Entity, args: dict[str, t.Any]
) -> None:
    context = context_for(resource, world.server, args)
    plan = plan_of(resource, context)
    lists = dict(cache_module._MEMORY)
    another_run()
    made = succeeded(world, resource, args)[resource.name]
    cache_module._MEMORY.clear()
    cache_module._MEMORY.update(lists)
    result = execute(plan, context)
    assert not result["changed"] and result[resource.name] == made
    assert len(world.server.writes) == 1


def test_a_second_look_costs_no_request_unless_another_run_has_created_the_object(world: World) -> None:
    for name in "abc":
        succeeded(world, BOX, {"name": name})
    assert world.server.calls == ["GET /boxes", *["POST /boxes"] * 3]


def test_a_run_waits_for_another_one_that_creates_the_same(world: World) -> None:
    begun, go_on = threading.Event(), threading.Event()
    answer = world.answer

    def slow(seen: Seen) -> Reply:
        if seen.method == "POST":
            begun.set()
            assert go_on.wait(60)
        return answer(seen)

    threads = world.server.answer

    def unlocked(seen: Seen) -> Reply:
        # The server's own lock would serialize the requests.
        world.server.seen.append(seen)
        return slow(seen)

    world.server.answer = unlocked  # type: ignore[method-assign]
    results: dict[str, dict[str, t.Any]] = {}
    first = threading.Thread(target=lambda: results.update(first=run_task(BOX, world.server, A)))
    first.start()
    assert begun.wait(60)
    listed = threading.Event()

    def watch(seen: Seen) -> Reply:
        reply = unlocked(seen)
        if seen.method == "GET":
            listed.set()
        return reply

    world.server.answer = watch  # type: ignore[method-assign]
    another_run()
    second = threading.Thread(target=lambda: results.update(second=run_task(BOX, world.server, A)))
    second.start()
    assert listed.wait(60)
    go_on.set()
    first.join(60)
    second.join(60)
    world.server.answer = threads  # type: ignore[method-assign]
    assert [results[each]["changed"] for each in ("first", "second")] == [True, False]
    assert world.server.writes == ["POST /boxes"]


def test_the_wait_for_another_run_is_displayed_and_ends(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(create_lock_module, "ANNOUNCED_AFTER", 0.0)
    lines: list[str] = []
    with create_lock(context_for(BOX, world.server, A), BOXES, "a"):
        result = run_task(BOX, world.server, {**A, "retry_timeout": 0.3}, display=lines.append)
        assert succeeded(world, BOX, {"name": "b"})["changed"], "another name waits as well"
    assert result["failed"] and result["error"]["kind"] == "locked"
    assert "box 'a'" in result["msg"] and "retry_timeout" in result["msg"]
    assert len(lines) == 1 and "waiting" in lines[0] and "box 'a'" in lines[0]
    assert succeeded(world, BOX, A)["changed"]


def test_keys_and_parents_have_locks_of_their_own(world: World) -> None:
    toys, books = (world.add("/boxes", name=name)["id"] for name in ("Toys", "Books"))
    item = {"name": "car", "kind": "wood", "retry_timeout": 0.1}
    context = context_for(ITEM, world.server, {**item, "box": toys})
    context.ids["box_id"] = toys
    with create_lock(context, ITEM.collection, "car"):
        assert run_task(ITEM, world.server, {**item, "box": "Toys"})["error"]["kind"] == "locked"
        assert run_task(ITEM, world.server, {**item, "box": books})["changed"]
        assert run_task(ITEM, world.server, {**item, "box": toys, "api_key": "other", "admin_key": "other"})["changed"]


# --- objects that appear late ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("resource", "args"), [(BOX, A), (CHORE, DIG)], ids=["entity", "job"])
def test_the_next_run_waits_for_what_was_just_created(
    world: World, clock: Clock, resource: Entity, args: dict[str, t.Any]
) -> None:
    world.hidden_for = 6
    first = succeeded(world, resource, args)
    another_run()
    result = succeeded(world, resource, args)
    assert not result["changed"] and result[resource.name]["id"] == first[resource.name]["id"]
    assert len(world.server.writes) == 1 and clock.slept


def test_a_list_that_was_requested_before_the_object_appeared_is_requested_again(world: World, clock: Clock) -> None:
    world.hidden_for = 1000
    made = succeeded(world, BOX, A)["box"]
    another_run()
    succeeded(world, BOX, {"name": "b"})
    world.hide(made["id"], 0)
    clock.offset += 100
    assert not succeeded(world, BOX, A)["changed"]
    assert world.server.writes == ["POST /boxes"] * 2


def test_what_was_removed_is_created_again_without_a_wait(world: World, clock: Clock) -> None:
    world.add("/boxes", name="Toys")
    car = {"box": "Toys", "name": "car", "kind": "wood"}
    for option in ("name", "id"):
        made = succeeded(world, ITEM, car)["item"]
        another_run()
        succeeded(world, ITEM, {"box": "Toys", option: made[option], "state": "absent"})
        another_run()
    assert succeeded(world, ITEM, car)["changed"]
    assert not clock.slept and len(world.lists["/boxes/box_1/items"]) == 1


def test_what_was_renamed_or_archived_by_others_is_created_again_without_a_wait(world: World, clock: Clock) -> None:
    for change in ({"name": "b"}, {"status": "archived"}):
        succeeded(world, BOX, A)
        world.lists["/boxes"][-1].update(change)
        another_run()
    assert succeeded(world, BOX, A)["changed"] and len(world.lists["/boxes"]) == 3
    assert not clock.slept


def test_what_others_have_deleted_is_created_again_after_it_would_have_appeared(world: World, clock: Clock) -> None:
    succeeded(world, BOX, A)
    world.lists["/boxes"].clear()
    another_run()
    lines: list[str] = []
    result = run_task(BOX, world.server, A, display=lines.append)
    assert result["changed"] and 60 < sum(clock.slept) < 70
    assert len(lines) == 1 and "box_1" in lines[0]


@pytest.mark.parametrize("hidden", [0, 8])
def test_a_run_that_was_killed_while_it_created_is_continued(world: World, clock: Clock, hidden: int) -> None:
    class Killed(BaseException):
        """Ends the run as a signal does."""

    def kill(resource: Entity, context: t.Any, body: t.Any) -> t.Any:
        resource.without("create").create(context, body)
        raise Killed

    world.hidden_for = hidden
    killed = replace(BOX, hooks=replace(BOX.hooks, create=kill))
    with pytest.raises(Killed):
        run_task(killed, world.server, A)
    another_run()
    assert not succeeded(world, BOX, A)["changed"]
    assert world.server.writes == ["POST /boxes"]


def test_a_rejected_create_is_not_waited_for(world: World, clock: Clock) -> None:
    world.faults = [Fault(400)]
    assert run_task(BOX, world.server, A)["failed"]
    assert succeeded(world, BOX, A)["changed"] and not clock.slept


# --- lost responses ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", [500, 503, "cut", "half"])
@pytest.mark.parametrize(("resource", "args"), [(BOX, A), (CHORE, DIG)], ids=["entity", "job"])
def test_a_lost_create_that_appears_after_seconds_is_not_repeated(
    world: World, clock: Clock, how: str | int, resource: Entity, args: dict[str, t.Any]
) -> None:
    world.hidden_for = 9
    world.faults = [Fault(how, after=True)]
    assert succeeded(world, resource, args)["changed"]
    assert sum(clock.slept) > 20 and len(world.server.writes) == 1


@pytest.mark.parametrize("how", [500, "cut"])
def test_a_create_whose_outcome_is_not_known_in_time_is_not_repeated(world: World, how: str | int) -> None:
    world.hidden_for = 1000
    world.faults = [Fault(how, after=True)]
    lines: list[str] = []
    result = run_task(BOX, world.server, {**A, "retry_timeout": 20}, display=lines.append)
    assert result["failed"] and result["error"]["kind"] == "uncertain" and world.server.writes == ["POST /boxes"]
    assert len(lines) == 1 and "looking up to 20 s for the box" in lines[0]
    another_run()
    again = run_task(BOX, world.server, {**A, "retry_timeout": 5})
    assert again["failed"] and again["error"]["kind"] == "uncertain" and "may still appear" in again["msg"]
    another_run()
    world.hide("box_1", 3)
    assert not succeeded(world, BOX, A)["changed"]
    assert world.server.writes == ["POST /boxes"]


def test_a_create_is_not_repeated_if_it_cannot_be_looked_for(world: World, clock: Clock) -> None:
    answer = world.answer

    def no_lists(seen: Seen) -> Reply:
        return error(403) if seen.method == "GET" and world.server.writes else answer(seen)

    world.server.otherwise = no_lists
    world.faults = [Fault(500, after=True)]
    result = run_task(BOX, world.server, A)
    assert result["failed"] and result["error"]["kind"] == "uncertain"
    assert world.server.writes == ["POST /boxes"]


def test_other_names_are_created_while_a_lost_create_is_looked_for(
    world: World, clock: Clock, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(cache_module.RUN_FOLDER, str(tmp_path))
    world.faults = [Fault("cut")]
    results = []

    def create_other() -> None:
        clock.at_sleep = None
        other = threading.Thread(target=lambda: results.append(run_task(BOX, world.server, {"name": "b"})))
        other.start()
        other.join(60)
        assert results, "the lost create holds the lock of the list"

    clock.at_sleep = create_other
    assert succeeded(world, BOX, A)["changed"]
    assert results[0]["changed"] and [each["name"] for each in world.lists["/boxes"]] == ["b", "a"]


def test_a_member_is_added_again_soon_because_the_server_rejects_a_second_one(world: World, clock: Clock) -> None:
    world.add("/boxes", name="Toys")
    world.add("/people", email="ann@x.example")
    world.faults = [Fault(500)]
    assert succeeded(world, KEEPER, {"box": "Toys", "person": "ann@x.example", "role": "owner"})["changed"]
    assert sum(clock.slept) < 10


def test_a_found_object_with_other_values_is_changed(world: World, clock: Clock) -> None:
    answer = world.answer

    def other_client(seen: Seen) -> Reply:
        if seen.method == "POST" and not world.lists.get("/boxes"):
            world.add("/boxes", name="a", size=1)
            return Reply(cut="before")
        return answer(seen)

    world.server.otherwise = other_client
    assert succeeded(world, BOX, A)["changed"]
    assert [each["size"] for each in world.lists["/boxes"]] == [3]


# --- several machines --------------------------------------------------------------------------------------------------


def _other_machine(world: World, path: str, **values: t.Any) -> None:
    """Let another machine create an object at the same time as this one."""
    answer = world.answer

    def both(seen: Seen) -> Reply:
        if seen.method == "POST" and seen.path == f"/v1{path}":
            metadata = {"metadata": seen.json["metadata"]} if "metadata" in seen.json else {}
            world.add(path, **{**metadata, **values})
        return answer(seen)

    world.server.otherwise = both


def test_the_newer_of_two_objects_is_removed_by_who_created_it(world: World) -> None:
    _other_machine(world, "/boxes", name="a", size=3, created_at=1_600_000_000)
    result = succeeded(world, UNIQUE, A)
    assert result["box"]["id"] == "box_1" and [each["id"] for each in world.active("/boxes")] == ["box_1"]
    assert "box_1" in result["warnings"][0] and "box_2" in result["warnings"][0]
    assert world.server.calls[:3] == ["GET /boxes", "POST /boxes", "GET /boxes"]
    assert world.server.writes == ["POST /boxes", "POST /boxes/box_2/archive"]
    before = len(world.server.calls)
    assert not succeeded(world, UNIQUE, A)["changed"] and len(world.server.calls) == before


def test_the_newer_of_two_objects_is_removed_although_it_appears_late(world: World, clock: Clock) -> None:
    world.hidden_for = 4
    _other_machine(world, "/boxes", **A, created_at=1_600_000_000)
    assert succeeded(world, UNIQUE, A)["box"]["id"] == "box_1"
    assert [each["id"] for each in world.active("/boxes")] == ["box_1"]


def test_of_two_objects_of_one_second_both_machines_keep_the_same(world: World) -> None:
    _other_machine(world, "/boxes", name="a", size=3)
    assert succeeded(world, UNIQUE, A)["box"]["id"] == "box_1"


def test_the_older_of_two_objects_is_kept(world: World) -> None:
    _other_machine(world, "/boxes", name="a", created_at=1_800_000_000)
    result = succeeded(world, UNIQUE, A)
    assert result["changed"] and result["box"]["id"] == "box_2" and "box_1" in result["warnings"][0]
    assert world.server.writes == ["POST /boxes"]


@pytest.mark.parametrize("created_at", [1_600_000_000, 1_800_000_000])
def test_an_object_that_this_task_may_not_have_created_is_not_removed(
    world: World, clock: Clock, created_at: int
) -> None:
    _other_machine(world, "/boxes", **A, created_at=created_at)
    world.faults = [Fault("cut", after=True)]
    result = run_task(UNIQUE, world.server, A)
    assert result["failed"] and result["error"]["kind"] == "ambiguous" and result["changed"]
    assert "box_1" in result["msg"] and "box_2" in result["msg"]
    assert len(world.active("/boxes")) == 2 and world.server.writes == ["POST /boxes"]


def test_an_object_that_cannot_be_removed_is_reported(world: World) -> None:
    _other_machine(world, "/boxes", name="a", created_at=1_600_000_000)
    result = run_task(replace(UNIQUE, removal=Refuse("It stays.")), world.server, A)
    assert result["failed"] and result["error"]["kind"] == Ambiguous.kind
    assert "box_1" in result["msg"] and "box_2" in result["msg"] and result["changed"]


def test_the_newer_of_two_jobs_is_canceled(world: World) -> None:
    _other_machine(world, "/chores", status="running", work="dig", created_at=1_600_000_000)
    result = succeeded(world, CHORE, DIG)
    assert result["chore"]["id"] == "chore_1" and world.server.writes[1:] == ["POST /chores/chore_2/cancel"]


# --- the records -------------------------------------------------------------------------------------------------------


def test_records_are_private_and_removed_after_a_time(world: World) -> None:
    succeeded(world, BOX, A)
    folder = Path(state_folder()) / "creates"
    (record,) = records()
    assert (folder / record).stat().st_mode & 0o077 == 0 and record != "a"
    old = time.time() - create_lock_module.RECORDED_FOR - 1
    for path in (folder / record, folder / "swept"):
        os.utime(path, (old, old))
    succeeded(world, BOX, {"name": "b"})
    assert len(records()) == 1 and records() != [record]


def test_a_damaged_record_counts_as_a_create_that_has_begun(world: World, clock: Clock) -> None:
    succeeded(world, BOX, A)
    (record,) = records()
    (Path(state_folder()) / "creates" / record).write_text("{")
    world.lists["/boxes"].clear()
    another_run()
    assert succeeded(world, BOX, A)["changed"] and sum(clock.slept) > 60
