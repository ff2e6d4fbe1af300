# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reading after a write: what this control node has just created is waited for, and nothing else is."""

from __future__ import annotations

import os
import typing as t
from pathlib import Path

import pytest
from ansible_collections.fjcorp.openai.plugins.module_utils._engine import cache as cache_module
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.cache import SWITCH
from ansible_collections.fjcorp.openai.plugins.module_utils._support.recent import SETTLED_AFTER, RecentObjects

from .server import Reply, Seen, error
from .task import Clock, run_task
from .world import BOX, BOX_INFO, CHORE, ITEM, LATCH, LID, World

Args = dict[str, t.Any]


@pytest.fixture(autouse=True)
def another_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every task be a run of its own: without cached lists."""
    monkeypatch.setenv(SWITCH, "false")


class Delayed:
    """A world in which new objects, and what is below them, are visible only after some seconds of the clock."""

    def __init__(self, world: World, clock: Clock, seconds: float = 20) -> None:
        self.world, self.clock, self.seconds = world, clock, seconds
        self.born: dict[str, float] = {}
        self.answer = world.answer
        world.server.otherwise = self.delayed

    def hidden(self, own_id: str) -> bool:
        """Return whether an object is not visible yet."""
        return self.clock.time() < self.born.get(own_id, 0)

    def delayed(self, seen: Seen) -> Reply:
        """Return the response to a request."""
        if any(self.hidden(part) for part in seen.parts):
            return error(404, "No such object")
        before = {each["id"] for objects in self.world.lists.values() for each in objects}
        reply = self.answer(seen)
        for objects in self.world.lists.values():
            for each in objects:
                if each["id"] not in before:
                    self.born[each["id"]] = self.clock.time() + self.seconds
        if seen.method == "GET" and isinstance(reply.body, dict) and isinstance(reply.body.get("data"), list):
            shown = [each for each in reply.body["data"] if not self.hidden(each["id"])]
            return Reply(body={**reply.body, "data": shown, "has_more": False})
        return reply


@pytest.fixture()
def delayed(world: World, clock: Clock) -> Delayed:
    """Return a world with delayed visibility."""
    return Delayed(world, clock)


def run(delayed: Delayed, declaration: t.Any, lines: t.Any = None, **args: t.Any) -> Args:
    """Return the result of a task, in a run of its own."""
    cache_module._MEMORY.clear()
    return run_task(declaration, delayed.world.server, args, display=None if lines is None else lines.append)


def test_the_next_run_finds_what_the_last_one_created(delayed: Delayed, clock: Clock) -> None:
    lines: list[str] = []
    assert run(delayed, BOX, name="Toys")["changed"]
    assert not run(delayed, BOX, lines, name="Toys")["changed"]
    assert delayed.world.server.writes == ["POST /boxes"]
    assert 15 < sum(clock.slept) < SETTLED_AFTER
    assert len(lines) == 1 and "box_1" in lines[0] and "waiting" in lines[0]


@pytest.mark.parametrize("box", ["Toys", "box_1"])
def test_references_to_a_new_object(delayed: Delayed, box: str) -> None:
    run(delayed, BOX, name="Toys")
    assert run(delayed, ITEM, box=box, name="car", kind="wood")["changed"]
    assert not run(delayed, ITEM, box=box, name="car", kind="wood")["changed"]
    assert run(delayed, LATCH, box=box, kind="iron")["changed"]
    assert delayed.world.server.writes == ["POST /boxes", "POST /boxes/box_1/items", "POST /boxes/box_1/latch"]


def test_a_new_object_is_removed_and_then_not_waited_for(delayed: Delayed, clock: Clock) -> None:
    run(delayed, BOX, name="Toys")
    assert run(delayed, BOX, name="Toys", state="absent")["changed"]
    clock.slept.clear()
    assert not run(delayed, BOX, name="Toys", state="absent")["changed"]
    assert run(delayed, ITEM, box="Toys", name="car", state="absent")["warnings"]
    assert not clock.slept


def test_a_list_contains_what_was_just_created(delayed: Delayed) -> None:
    run(delayed, BOX, name="Toys", color="red")
    assert [each["name"] for each in run(delayed, BOX_INFO)["boxes"]] == ["Toys"]
    assert [each["name"] for each in run(delayed, BOX_INFO, id="box_1")["boxes"]] == ["Toys"]


def test_an_unset_setting_of_a_new_object_is_not_waited_for(delayed: Delayed, clock: Clock) -> None:
    delayed.seconds = 0
    run(delayed, BOX, name="Toys")
    assert not run(delayed, LATCH, box="Toys", state="absent")["changed"]
    assert not clock.slept


def test_a_new_job_is_found(delayed: Delayed, clock: Clock) -> None:
    assert run(delayed, CHORE, work="dig")["changed"]
    assert not run(delayed, CHORE, work="dig")["changed"]
    assert delayed.world.server.writes == ["POST /chores"]
    delayed.world.lists["/chores"][0]["status"] = "failed"
    clock.slept.clear()
    assert run(delayed, CHORE, work="dig")["changed"]
    assert not clock.slept, "a failed job was waited for"


@pytest.mark.parametrize("declaration", [BOX, ITEM, LID])
def test_names_that_nobody_created_fail_at_once(delayed: Delayed, clock: Clock, declaration: t.Any) -> None:
    run(delayed, BOX, name="Toys")
    clock.slept.clear()
    if declaration is BOX:
        assert run(delayed, BOX, name="Other", state="absent")["changed"] is False
    else:
        args: Args = {"name": "car", "kind": "wood"} if declaration is ITEM else {"kind": "glass"}
        for box in ("Toy", "box_7"):
            assert run(delayed, declaration, box=box, **args)["failed"]
    assert not clock.slept


def test_a_rejection_for_another_reason_is_not_waited_for(delayed: Delayed, clock: Clock) -> None:
    delayed.seconds = 0
    run(delayed, BOX, name="Toys")
    answer = delayed.world.server.otherwise
    assert answer is not None

    def rejecting(seen: Seen) -> Reply:
        return error(404, "No such kind") if seen.method == "POST" else answer(seen)

    delayed.world.server.otherwise = rejecting
    assert "No such kind" in run(delayed, ITEM, box="Toys", name="car", kind="none")["msg"]
    assert not clock.slept


def test_waiting_is_bounded(delayed: Delayed, clock: Clock) -> None:
    delayed.seconds = 1000
    run(delayed, BOX, name="Toys")
    failed = run(delayed, ITEM, box="Toys", name="car", kind="wood")
    assert failed["failed"] and failed["error"]["kind"] == "not_found"
    assert sum(clock.slept) < SETTLED_AFTER + 10
    clock.slept.clear()
    assert run(delayed, ITEM, box="Toys", name="car", kind="wood")["failed"] and not clock.slept
    clock.slept.clear()
    run(delayed, BOX, name="Other")
    assert run(delayed, ITEM, box="Other", name="car", kind="wood", retry_timeout=3)["failed"]
    assert sum(clock.slept) < 10


def test_check_mode_records_nothing(delayed: Delayed) -> None:
    run_task(BOX, delayed.world.server, {"name": "Toys"}, check=True)
    assert not list(Path(os.environ["ANSIBLE_HOME"]).rglob("recent/*"))


def test_records_contain_no_values(delayed: Delayed) -> None:
    run(delayed, BOX, name="Toys", note="private", password="geheim123", pin="1234")
    [text] = [file.read_text() for file in Path(os.environ["ANSIBLE_HOME"]).rglob("recent/*") if file.suffix != ".lock"]
    assert "Toys" in text and "box_1" in text
    assert not any(value in text for value in ("private", "geheim123", "1234"))


def test_a_folder_that_cannot_be_written_is_no_failure(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    monkeypatch.setenv("ANSIBLE_HOME", str(file))
    recent = RecentObjects("scope")
    recent.add("/boxes", "box_1", ["Toys"])
    recent.remove("/boxes", "box_1")
    assert recent.all() == []


def test_removing_drops_what_is_below(clock: Clock) -> None:
    recent = RecentObjects("scope")
    recent.add("/boxes", "box_1", ["Toys"])
    recent.add("/boxes/box_1/items", "item_1", ["car"])
    recent.add("/shelves/shelf_1/boxes", "box_1", ["Toys"])
    recent.add("/boxes", "box_2", ["Other"])
    recent.remove("/shelves/shelf_1/boxes", "box_1")
    assert [each.path for each in recent.all()] == ["/boxes", "/boxes/box_1/items", "/boxes"]
    recent.add("/shelves/shelf_1/boxes", "box_1", ["Toys"])
    recent.remove("/boxes", "box_1")
    assert [each.id for each in recent.all()] == ["box_2"]
    clock.sleep(SETTLED_AFTER)
    assert recent.all() == []
