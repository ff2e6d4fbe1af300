# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The engine: from what is there and what is wanted to the requests, over a small API that remembers."""

from __future__ import annotations

import typing as t
from pathlib import Path

import pytest
from ansible_collections.fjcorp.openai.plugins.module_utils._engine import cache as cache_module
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.cache import RUN_FOLDER, RUN_IS_CHECK, SWITCH
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.context import is_predicted, predicted_id
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.spec import Module
from ansible_collections.fjcorp.openai.plugins.module_utils._support.fingerprint import MARK

from .server import Reply, Server, error
from .task import Clock, outcome_of, run_task
from .world import BOX, BOX_INFO, CHORE, CHORE_INFO, ITEM, KEEPER, LATCH, LATCH_INFO, LID, LIMIT, Fault, World

Args = dict[str, t.Any]


@pytest.fixture()
def world(server: Server, clock: Clock) -> World:
    """An empty API."""
    return World(server)


def play(world: World, declaration: Module, args: Args, check: bool = False) -> dict[str, t.Any]:
    """A task's result; it must have gone well."""
    result = run_task(declaration, world.server, args, check)
    assert not result.get("failed"), result["msg"]
    return result


def rejected(world: World, declaration: Module, args: Args, kind: str = "invalid_argument") -> str:
    """Return the message of a task that must fail without a write, in check mode too.

    :param kind: the ``error.kind`` that it must have.
    """
    before = list(world.server.writes)
    results = [run_task(declaration, world.server, args, check) for check in (True, False)]
    assert all(result.get("failed") and "exception" not in result for result in results), results
    assert world.server.writes == before
    assert results[0]["msg"] == results[1]["msg"]
    assert [result["error"]["kind"] for result in results] == [kind, kind], results[1]["msg"]
    return str(results[1]["msg"])


def foretold(world: World, declaration: Module, args: Args) -> dict[str, t.Any]:
    """The result of a task whose check wrote nothing and said the same."""
    before = list(world.server.writes)
    check = play(world, declaration, args, check=True)
    assert world.server.writes == before, "a check wrote"
    run = play(world, declaration, args)
    assert (check["changed"], check["diff"]) == (run["changed"], run["diff"])
    assert bool(world.server.writes != before) == run["changed"]
    again = play(world, declaration, args)
    assert not again["changed"] and again["diff"]["before"] == again["diff"]["after"]
    return run


# --- entities ----------------------------------------------------------------------------------------------------------

THERE = {
    "name": "a",
    "colour": "red",
    "size": 1,
    "note": "old",
    "tags": ["x", "y"],
    "metadata": {"k": "v"},
    "region": "eu",
}


@pytest.mark.parametrize(
    ("wanted", "sent"),
    [
        ({}, None),
        ({"colour": "red", "size": 1, "note": "old"}, None),
        ({"colour": "blue"}, {"colour": "blue"}),
        ({"colour": "blue", "size": 1}, {"colour": "blue"}),
        ({"size": 0}, {"size": 0}),
        ({"size": "1"}, None),
        ({"size": None, "ratio": None}, None),
        ({"open": False}, {"open": False}),
        ({"ratio": 1}, {"ratio": 1.0}),
        ({"note": None}, {"note": None}),
        ({"note": ""}, {"note": None}),
        ({"tags": ["y", "x"]}, None),
        ({"tags": ["y"]}, {"tags": ["y"]}),
        ({"tags": []}, {"tags": []}),
        ({"tags": None}, {"tags": None}),
        ({"metadata": {"k": "v"}}, None),
        ({"metadata": {"k": "w"}}, {"metadata": {"k": "w"}}),
        ({"metadata": {}}, {"metadata": {}}),
        ({"metadata": None}, {"metadata": None}),
        ({"region": "eu"}, None),
        ({"limits": {"low": 1}}, {"bounds": {"low": 1}}),
        ({"password": "hunter22"}, None),
    ],
)
def test_an_update_sends_what_differs(world: World, wanted: Args, sent: Args | None) -> None:
    thing = world.add("/boxes", **THERE)
    before = dict(thing)
    result = foretold(world, BOX, {"name": "a", **wanted})
    assert result["changed"] is (sent is not None)
    assert world.server.writes == ([f"POST /boxes/{thing['id']}"] if sent else [])
    if sent:
        (write,) = [each for each in world.server.seen if each.method == "POST"]
        assert write.json == sent
        assert set(result["diff"]["after"]) == {"state", "name", *wanted}
    untouched = set(before) - set(sent or {})
    assert {name: thing[name] for name in untouched} == {name: before[name] for name in untouched}


@pytest.mark.parametrize(
    ("wanted", "sent"),
    [
        ({}, {}),
        ({"colour": "red", "size": 0, "open": False}, {"colour": "red", "size": 0, "open": False}),
        ({"note": None, "tags": [], "size": None}, {"tags": []}),
        ({"note": ""}, {}),
        ({"region": "eu"}, {"region": "eu"}),
        ({"limits": {"low": 1, "high": None}}, {"bounds": {"low": 1}}),
        ({"password": "hunter22"}, {"password": "hunter22"}),
        ({"metadata": {"a": "b"}}, {"metadata": {"a": "b"}}),
    ],
)
def test_a_create_sends_what_was_given(world: World, wanted: Args, sent: Args) -> None:
    result = foretold(world, BOX, {"name": "a", **wanted})
    (write,) = [each for each in world.server.seen if each.method == "POST"]
    assert write.json == {"name": "a", **sent}
    assert result["box"] == world.lists["/boxes"][0]
    assert result["diff"]["before"] == {"state": "absent"} and result["diff"]["after"]["state"] == "present"


def test_a_value_that_cannot_change(world: World) -> None:
    world.add("/boxes", **THERE)
    told = rejected(world, BOX, {"name": "a", "region": "us", "size": 5})
    assert all(word in told for word in ("region", "'eu'", "'us'", "Omit region"))


def test_a_value_that_cannot_change_and_is_not_told_is_no_reason_to_refuse(world: World) -> None:
    world.add("/boxes", name="a")
    assert not play(world, BOX, {"name": "a", "region": "us"})["changed"]


def test_values_out_of_bounds_are_refused_before_anything_is_read(world: World) -> None:
    told = rejected(world, BOX, {"name": "a", "size": -1})
    assert all(word in told for word in ("size must", "at least 0", "got -1"))
    assert not world.server.seen


def test_two_of_a_name(world: World) -> None:
    ids = [world.add("/boxes", name="a")["id"] for _each in range(2)]
    for state in ("present", "absent"):
        told = rejected(world, BOX, {"name": "a", "size": 1, "state": state}, "ambiguous")
        assert all(each in told for each in ids) and "Set id" in told
    assert play(world, BOX, {"id": ids[0], "size": 1})["changed"]
    assert foretold(world, BOX, {"id": ids[1], "name": "b"})["box"] != {}
    assert play(world, BOX, {"name": "a", "state": "absent"})["changed"]


def test_the_archived_do_not_count(world: World) -> None:
    old = world.add("/boxes", name="a", status="archived", size=9)
    assert not foretold(world, BOX, {"name": "a", "state": "absent"})["changed"]
    assert not foretold(world, BOX, {"id": old["id"], "state": "absent"})["changed"]
    assert repr(old["id"]) in rejected(world, BOX, {"id": old["id"], "size": 1}, "not_found")
    assert foretold(world, BOX, {"name": "a", "size": 1})["box"]["id"] != old["id"]
    assert old["size"] == 9


def test_an_id_that_does_not_exist(world: World) -> None:
    assert "'box_77'" in rejected(world, BOX, {"id": "box_77", "name": "a"}, "not_found")
    assert not foretold(world, BOX, {"id": "box_77", "state": "absent"})["changed"]


def test_an_id_needs_no_list(world: World) -> None:
    thing = world.add("/boxes", name="a")
    play(world, BOX, {"id": thing["id"], "size": 3})
    assert world.server.calls == [f"GET /boxes/{thing['id']}", f"POST /boxes/{thing['id']}"]


def test_a_name_beside_an_id_renames(world: World) -> None:
    thing = world.add("/boxes", name="a")
    assert foretold(world, BOX, {"id": thing["id"], "name": "b"})["diff"]["before"]["name"] == "a"
    assert thing["name"] == "b"


def test_a_name_on_the_last_page(world: World) -> None:
    world.page = 2
    for name in "bcdefga":
        world.add("/boxes", name=name)
    assert not play(world, BOX, {"name": "a"})["changed"]
    assert world.server.calls == ["GET /boxes"] * 4


def test_absence(world: World) -> None:
    thing = world.add("/boxes", name="a")
    result = foretold(world, BOX, {"name": "a", "state": "absent"})
    assert world.server.writes == [f"POST /boxes/{thing['id']}/archive"]
    assert result["diff"]["before"] == {"state": "present", "name": "a"}
    assert result["diff"]["after"] == {"state": "absent"}
    assert foretold(world, BOX, {"name": "a"})["changed"], "made anew after it was archived"


def test_a_thing_in_another_by_name_or_id(world: World) -> None:
    box = world.add("/boxes", name="Toys")
    first = foretold(world, ITEM, {"box": "Toys", "name": "car", "kind": "wood"})
    assert world.server.writes == [f"POST /boxes/{box['id']}/items"]
    assert not play(world, ITEM, {"box": box["id"], "name": "car"})["changed"]
    foretold(world, ITEM, {"box_id": "Toys", "name": "car", "state": "absent"})
    assert world.server.writes[1:] == [f"DELETE /boxes/{box['id']}/items/{first['item']['id']}"]


def test_what_is_needed_to_make_one(world: World) -> None:
    world.add("/boxes", name="Toys")
    assert "kind is required to create" in rejected(world, ITEM, {"box": "Toys", "name": "car"})
    assert not foretold(world, ITEM, {"box": "Toys", "name": "car", "state": "absent"})["changed"]


@pytest.mark.parametrize("box", ["Nobody", "box", ""])
def test_a_parent_that_is_not_there(world: World, box: str) -> None:
    world.add("/boxes", name="Nobody", status="archived")
    kind = "not_found" if box else "invalid_argument"
    told = rejected(world, ITEM, {"box": box, "name": "car", "kind": "x"}, kind)
    assert "box" in told and ("archived" in told) is (box == "Nobody")


def test_a_parent_whose_name_two_carry(world: World) -> None:
    ids = [world.add("/boxes", name="Toys")["id"] for _each in range(2)]
    told = rejected(world, ITEM, {"box": "Toys", "name": "car", "kind": "x"}, "ambiguous")
    assert all(each in told for each in ids)


def test_references_by_name_and_by_id(world: World) -> None:
    shelf = world.add("/shelves", name="upper")
    foretold(world, BOX, {"name": "a", "shelf": "upper"})
    assert world.lists["/boxes"][0]["shelf_id"] == shelf["id"]
    assert not play(world, BOX, {"name": "a", "shelf": shelf["id"]})["changed"]
    assert foretold(world, BOX, {"name": "a", "shelf": None})["changed"]
    assert world.lists["/boxes"][0]["shelf_id"] is None
    assert "shelf: no shelf matches 'lower'" in rejected(world, BOX, {"name": "a", "shelf": "lower"}, "not_found")


def test_secrets_do_not_show(world: World) -> None:
    for args in ({"name": "a", "password": "hunter22", "pin": "hunter33"}, {"name": "a", "pin": "hunter44"}):
        for check in (True, False):
            outcome = outcome_of(BOX, world.server, args, check)
            assert "hunter" not in str(outcome.result["diff"]) and outcome.result["diff"]["after"]["pin"] == "********"


def test_a_failed_write_says_what_was_tried(world: World) -> None:
    world.add("/boxes", name="a")
    world.faults = [Fault(400)]
    result = run_task(BOX, world.server, {"name": "a", "size": 3})
    assert result["failed"] and not result["changed"]
    assert result["msg"].startswith("ensure box a: ") and "HTTP 400" in result["msg"]
    assert (result["error"]["status"], result["error"]["call"]) == (400, "POST /boxes/{box_id}")


def test_a_refused_read_is_never_absence(world: World) -> None:
    world.server.tell(error(403), error(403))
    for state in ("absent", "present"):
        result = run_task(BOX, world.server, {"name": "a", "state": state})
        assert result["failed"] and "HTTP 403" in result["msg"]
    assert not world.server.writes


def test_a_server_without_the_endpoint_is_never_absence(world: World) -> None:
    world.server.tell(Reply(404, {"detail": "Not Found"}), Reply(404, {"detail": "Not Found"}))
    for args in ({"name": "a"}, {"id": "box_1"}):
        result = run_task(BOX, world.server, {**args, "state": "absent"})
        assert result["failed"] and "this server has no GET /boxes" in result["msg"]


# --- a create whose answer is lost -------------------------------------------------------------------------------------


@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.parametrize("how", ["cut", "reset", "half", 500, 503])
@pytest.mark.parametrize("after", [False, True], ids=["not done", "done"])
def test_never_two_and_never_none(world: World, how: str | int, after: bool, times: int) -> None:
    world.faults = [Fault(how, after=after) for _each in range(times)]
    result = play(world, BOX, {"name": "a", "size": 3})
    assert result["changed"]
    assert [each["name"] for each in world.lists["/boxes"]] == ["a"]
    assert result["box"] == world.lists["/boxes"][0]
    assert not play(world, BOX, {"name": "a", "size": 3})["changed"]


@pytest.mark.parametrize("after", [False, True], ids=["not done", "done"])
def test_a_create_that_times_out(world: World, after: bool) -> None:
    world.faults = [Fault("stall", after=after)]
    result = run_task(BOX, world.server, {"name": "a", "timeout": 0.3, "retry_timeout": 60})
    assert len(world.lists.get("/boxes", [])) <= 1
    if after:
        assert result["changed"] and result["box"]["id"] == world.lists["/boxes"][0]["id"]
    else:
        assert result.get("failed") or len(world.lists["/boxes"]) == 1


def test_one_that_appears_late_is_waited_for(world: World, clock: Clock) -> None:
    world.hidden_for = 5
    world.faults = [Fault("cut", after=True)]
    assert play(world, BOX, {"name": "a"})["changed"]
    assert len(world.lists["/boxes"]) == 1
    assert sum(clock.slept) > 1


def test_one_like_it_that_was_there_before_is_not_taken_for_it(world: World) -> None:
    world.add("/boxes", name="a", status="archived")
    world.add("/boxes", name="b")
    world.faults = [Fault("cut")]
    result = play(world, BOX, {"name": "a"})
    assert len(world.living("/boxes")) == 2 and result["box"]["id"] == world.lists["/boxes"][-1]["id"]


def test_a_server_that_always_breaks_off_is_given_up(world: World) -> None:
    world.faults = [Fault("cut") for _each in range(500)]
    result = run_task(BOX, world.server, {"name": "a", "retry_timeout": 30})
    assert result["failed"] and "has not appeared" in result["msg"] and "Run the task again" in result["msg"]
    assert not world.lists.get("/boxes")
    assert len(world.server.writes) < 20


def test_a_lost_member_is_found(world: World) -> None:
    world.add("/boxes", name="Toys")
    world.add("/people", email="ann@x.example")
    world.faults = [Fault("cut", after=True)]
    assert play(world, KEEPER, {"box": "Toys", "person": "Ann@x.example", "role": "owner"})["changed"]
    assert len(world.lists["/boxes/box_1/keepers"]) == 1 and len(world.server.writes) == 1


# --- memberships -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("person", ["ann@x.example", "ANN@X.example", "person_2"])
def test_a_member_by_name_or_id(world: World, person: str) -> None:
    world.add("/boxes", name="Toys")
    world.add("/people", email="ann@x.example")
    args = {"box": "Toys", "person": person, "role": "member"}
    foretold(world, KEEPER, args)
    assert world.lists["/boxes/box_1/keepers"][0]["role"] == "member"
    assert foretold(world, KEEPER, {**args, "role": "owner"})["diff"]["before"]["role"] == "member"
    assert foretold(world, KEEPER, {"box": "Toys", "person": person, "state": "absent"})["changed"]
    assert world.server.writes == [
        "POST /boxes/box_1/keepers",
        "POST /boxes/box_1/keepers/person_2",
        "DELETE /boxes/box_1/keepers/person_2",
    ]


def test_a_member_nobody_knows(world: World) -> None:
    world.add("/boxes", name="Toys")
    world.add("/people", email="ann@x.example")
    bob = {"box": "Toys", "person": "bob@x.example", "role": "member"}
    assert "no person matches 'bob@x.example'" in rejected(world, KEEPER, bob, "not_found")
    assert "role is required" in rejected(world, KEEPER, {"box": "Toys", "person": "ann@x.example"})
    assert not foretold(world, KEEPER, {"box": "Toys", "person": "bob@x.example", "state": "absent"})["changed"]


# --- settings ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wanted", "sent"),
    [
        ({}, None),
        ({"most": 10}, None),
        ({"most": None}, None),
        ({"most": 0}, {"most": 0}),
        ({"least": 0}, {"least": 0}),
        ({"most": 10, "least": 5}, {"least": 5}),
    ],
)
def test_a_row_of_settings(world: World, wanted: Args, sent: Args | None) -> None:
    world.add("/boxes", name="Toys")
    world.add("/boxes/box_1/limits", model="gpt-mini", most=99)
    row = world.add("/boxes/box_1/limits", model="gpt", most=10, least=None)
    assert foretold(world, LIMIT, {"box": "Toys", "model": "gpt", **wanted})["changed"] is (sent is not None)
    writes = [each for each in world.server.seen if each.method == "POST"]
    assert [(each.path, each.json) for each in writes] == (
        [(f"/v1/boxes/box_1/limits/{row['id']}", sent)] if sent else []
    )


def test_a_row_that_is_not_there_names_near_ones(world: World) -> None:
    world.add("/boxes", name="Toys")
    world.add("/boxes/box_1/limits", model="gpt-mini")
    assert "gpt-mini" in rejected(world, LIMIT, {"box": "Toys", "model": "gpt-mimi", "most": 1}, "not_found")
    assert "Set what you want" in rejected(world, LIMIT, {"box": "Toys", "model": "gpt-mini", "state": "absent"})


def test_a_single_setting(world: World) -> None:
    world.add("/boxes", name="Toys")
    world.singles["/boxes/box_1/lid"] = {"object": "lid", "kind": "plain"}
    assert foretold(world, LID, {"box": "Toys", "kind": "glass"})["diff"]["before"]["kind"] == "plain"
    assert foretold(world, LID, {"box": "Toys", "state": "absent"})["diff"]["after"]["kind"] == "plain"
    assert world.server.writes == ["POST /boxes/box_1/lid"] * 2


def test_a_setting_that_need_not_be_set(world: World) -> None:
    world.add("/boxes", name="Toys")
    toys = {"box": "Toys"}
    assert play(world, LATCH_INFO, toys)["latch"] == {}
    assert not foretold(world, LATCH, {**toys, "state": "absent"})["changed"]
    set_first = foretold(world, LATCH, {**toys, "kind": "iron", "open": False, "note": "x"})
    assert set_first["diff"]["before"] == {"state": "absent"}
    assert world.singles["/boxes/box_1/latch"] == {"kind": "iron", "state": {"open": False, "note": "x"}}
    assert play(world, LATCH_INFO, toys)["latch"]["kind"] == "iron"
    gone = foretold(world, LATCH, {**toys, "state": "absent"})
    assert gone["diff"]["before"]["open"] is False and gone["diff"]["after"] == {"state": "absent"}
    assert "/boxes/box_1/latch" not in world.singles


@pytest.mark.parametrize(
    ("wanted", "sent"),
    [
        ({"kind": "iron"}, None),
        ({"open": True}, {"kind": "iron", "state": {"open": True, "note": "x"}}),
        ({"note": None}, {"kind": "iron", "state": {"open": False, "note": None}}),
        ({"kind": "brass", "open": False}, {"kind": "brass", "state": {"open": False, "note": "x"}}),
    ],
)
def test_what_a_change_replaces_is_sent_whole(world: World, wanted: Args, sent: Args | None) -> None:
    world.add("/boxes", name="Toys")
    world.singles["/boxes/box_1/latch"] = {"kind": "iron", "state": {"open": False, "note": "x"}}
    result = foretold(world, LATCH, {"box": "Toys", **wanted})
    assert result["changed"] is (sent is not None)
    assert [each.json for each in world.server.seen if each.method == "POST"] == ([sent] if sent else [])


@pytest.mark.parametrize("declaration", [LATCH, LATCH_INFO])
@pytest.mark.parametrize("state", ["present", "absent"])
def test_not_set_is_not_the_same_as_no_such_parent(world: World, declaration: Module, state: str) -> None:
    world.add("/boxes", name="Toys")
    args = {"box": "box_77", **({"state": state} if declaration is LATCH else {})}
    assert "No such object: box_77" in rejected(world, declaration, args, "api_error")
    assert not world.server.writes


# --- jobs --------------------------------------------------------------------------------------------------------------

DIG = {"work": "dig", "times": 3}


def test_a_job_is_started_once(world: World) -> None:
    result = foretold(world, CHORE, DIG)
    (body,) = [each.json for each in world.server.seen if each.method == "POST"]
    assert body["work"] == "dig" and len(body["metadata"]) == 1
    assert result["chore"]["id"] == "chore_1"
    world.lists["/chores"][0]["status"] = "succeeded"
    assert not play(world, CHORE, DIG)["changed"]
    assert foretold(world, CHORE, {**DIG, "times": 4})["chore"]["id"] == "chore_2"


def test_own_metadata_is_kept_and_does_not_make_another_job(world: World) -> None:
    play(world, CHORE, {**DIG, "metadata": {"team": "a"}})
    assert world.lists["/chores"][0]["metadata"]["team"] == "a"
    play(world, CHORE, {**DIG, "metadata": {"team": "b"}})
    assert len(world.lists["/chores"]) == 1


@pytest.mark.parametrize("status", ["failed", "cancelled"])
def test_a_failed_job_does_not_count(world: World, status: str) -> None:
    play(world, CHORE, DIG)
    world.lists["/chores"][0]["status"] = status
    assert play(world, CHORE, DIG)["chore"]["id"] == "chore_2"


def test_a_job_somebody_else_started_is_adopted(world: World) -> None:
    world.add("/chores", status="running", work="dig", times=3)
    assert not foretold(world, CHORE, DIG)["changed"]
    world.lists["/chores"][0]["metadata"] = {"ansible_fingerprint": "of another request"}
    assert play(world, CHORE, DIG)["changed"]


def test_a_job_by_its_id(world: World) -> None:
    job = world.add("/chores", status="failed", work="dig", times=3)
    assert play(world, CHORE, {"id": job["id"]})["chore"]["status"] == "failed"
    told = rejected(world, CHORE, {"id": job["id"], "times": 4})
    assert all(word in told for word in ("times cannot change", "3", "not 4"))
    assert "chore_9" in rejected(world, CHORE, {"id": "chore_9"}, "not_found")


@pytest.mark.parametrize("how", ["cut", "half", 500])
@pytest.mark.parametrize("after", [False, True], ids=["not done", "done"])
def test_a_lost_job_is_never_two_and_never_none(world: World, how: str | int, after: bool) -> None:
    world.faults = [Fault(how, after=after)]
    assert play(world, CHORE, DIG)["changed"]
    assert len(world.lists["/chores"]) == 1


def test_pausing_and_resuming(world: World) -> None:
    assert "paused" in rejected(world, CHORE, {**DIG, "state": "paused"}, "not_found")
    play(world, CHORE, DIG)
    for state, action in (("paused", "pause"), ("present", "resume"), ("absent", "cancel")):
        assert foretold(world, CHORE, {**DIG, "state": state})["changed"]
        assert world.server.writes[-1] == f"POST /chores/chore_1/{action}"
    assert not foretold(world, CHORE, {**DIG, "state": "absent"})["changed"]


@pytest.mark.parametrize("state", ["paused", "absent"])
def test_an_ended_job_is_neither_paused_nor_cancelled(world: World, state: str) -> None:
    play(world, CHORE, DIG)
    world.lists["/chores"][0]["status"] = "succeeded"
    assert not foretold(world, CHORE, {**DIG, "state": state})["changed"]


def test_waiting_to_the_end(world: World, clock: Clock) -> None:
    world.steps["chore_1"] = ["running", "running", "succeeded"]
    said: list[str] = []
    result = run_task(CHORE, world.server, {**DIG, "wait": True, "wait_interval": 7}, say=said.append)
    assert result["changed"] and result["chore"]["status"] == "succeeded"
    assert clock.slept == [7, 7, 7]
    assert [line.rsplit(" ", 1)[1] for line in said] == ["queued", "running", "succeeded"]
    again = run_task(CHORE, world.server, {**DIG, "wait": True})
    assert not again["changed"] and again["chore"]["status"] == "succeeded" and clock.slept == [7, 7, 7]


def test_a_check_does_not_wait(world: World, clock: Clock) -> None:
    check = play(world, CHORE, {**DIG, "wait": True}, check=True)
    assert check["chore"]["status"] == "succeeded" and not clock.slept
    play(world, CHORE, DIG)
    assert not play(world, CHORE, {**DIG, "wait": True}, check=True)["changed"] and not clock.slept


def test_a_job_that_fails_while_it_is_waited_for(world: World) -> None:
    world.steps["chore_1"] = ["running", "failed"]
    result = run_task(CHORE, world.server, {**DIG, "wait": True})
    assert result["failed"] and result["changed"] and result["chore"]["status"] == "failed"
    assert "chore_1 failed" in result["msg"] and "already done: created chore (chore_1)" in result["msg"]


# --- reading -----------------------------------------------------------------------------------------------------------


def test_reading(world: World) -> None:
    world.page = 2
    for number in range(5):
        world.add("/boxes", name="a" if number < 3 else "b", size=number, colour="red" if number % 2 else "blue")

    def sizes(**args: t.Any) -> list[int]:
        return [each["size"] for each in play(world, BOX_INFO, args)["boxes"]]

    assert sizes() == [0, 1, 2, 3, 4]
    assert sizes(name="a") == [0, 1, 2]
    assert sizes(name="a", limit=2) == [0, 1]
    assert sizes(size=3) == [3]
    assert sizes(colour="red") == [1, 3]
    assert ("colour", "red") in world.server.seen[-1].query
    assert sizes(id="box_2") == [1]
    assert not sizes(id="box_77") and not sizes(name="nobody")
    world.server.seen.clear()
    assert sizes(limit=2) == [0, 1]
    assert len(world.server.seen) == 1


def test_reading_is_always_afresh(world: World) -> None:
    thing = world.add("/boxes", name="a", size=1)
    play(world, BOX, {"name": "a"})
    thing["size"] = 2
    assert play(world, BOX_INFO, {"name": "a"})["boxes"][0]["size"] == 2


# --- fewest calls, and what a check run believes -----------------------------------------------------------------------


def test_a_loop_lists_once(world: World) -> None:
    world.add("/boxes", name="Toys")
    for number in range(20):
        world.add("/boxes/box_1/limits", model=f"m{number}", most=1)
    for _round in range(2):
        for number in range(20):
            play(world, LIMIT, {"box": "Toys", "model": f"m{number}", "most": 2})
    assert world.server.calls.count("GET /boxes") == 1
    assert world.server.calls.count("GET /boxes/box_1/limits") == 1
    assert len(world.server.writes) == 20


def test_without_keeping_every_task_lists(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SWITCH, "false")
    world.add("/boxes", name="a")
    for _each in range(3):
        play(world, BOX, {"name": "a"})
    assert world.server.calls == ["GET /boxes"] * 3


def test_own_writes_are_known_without_listing_again(world: World) -> None:
    assert play(world, BOX, {"name": "a"})["changed"]
    assert not play(world, BOX, {"name": "a"})["changed"]
    assert play(world, BOX, {"name": "a", "size": 2})["changed"]
    assert not play(world, BOX, {"name": "a", "size": 2})["changed"]
    assert play(world, BOX, {"name": "a", "state": "absent"})["changed"]
    assert not play(world, BOX, {"name": "a", "state": "absent"})["changed"]
    assert world.server.calls.count("GET /boxes") == 1


def test_a_single_checked_task_leaves_no_trace(world: World) -> None:
    assert play(world, BOX, {"name": "a"}, check=True)["changed"]
    assert play(world, BOX, {"name": "a"}, check=True)["changed"]
    assert play(world, BOX, {"name": "a"})["changed"]


@pytest.mark.parametrize("folder", [False, True], ids=["process", "run"])
def test_a_run_that_only_checks_believes_what_it_foretold(
    world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, folder: bool
) -> None:
    monkeypatch.setenv(RUN_IS_CHECK, "1")
    if folder:
        monkeypatch.setenv(RUN_FOLDER, str(tmp_path))
    world.add("/people", email="ann@x.example")

    def check(declaration: Module, **args: t.Any) -> dict[str, t.Any]:
        cache_module._MEMORY.clear() if folder else None
        return play(world, declaration, args, check=True)

    made = check(BOX, name="Toys")
    assert made["changed"] and is_predicted(made["box"]["id"]) and made["box"]["id"].startswith("box_")
    assert not check(BOX, name="Toys")["changed"]
    assert check(BOX, name="Toys", size=4)["changed"]
    assert not check(BOX, id=made["box"]["id"], size=4)["changed"]
    for box in ("Toys", made["box"]["id"]):
        for declaration, args in (
            (ITEM, {"name": f"car of {box}", "kind": "wood"}),
            (KEEPER, {"person": "ann@x.example" if box == "Toys" else "person_1", "role": "owner"}),
        ):
            first = check(declaration, box=box, **args)
            if box == "Toys" or declaration is ITEM:
                assert first["changed"]
            assert not check(declaration, box=box, **args)["changed"], (declaration.module_name, box)
        assert check(LIMIT, box=box, model="gpt", most=1)["changed"]
        assert check(LID, box=box, kind="glass")["changed"]
    assert not check(ITEM, box="Toys", name="no such", state="absent")["changed"]
    assert check(BOX, name="Toys", state="absent")["changed"]
    assert not check(BOX, name="Toys", state="absent")["changed"]
    assert not world.server.writes
    assert not [call for call in world.server.calls if "check-mode" in call], "the server was asked for a prediction"


def test_a_predicted_id_is_the_same_each_time() -> None:
    assert predicted_id("box_", "box a") == predicted_id("box_", "box a") != predicted_id("box_", "box b")
    assert is_predicted(predicted_id("box_", "x")) and not is_predicted("box_1") and not is_predicted(None)


# --- servers that ignore filters -------------------------------------------------------------------------------------


def test_a_job_of_another_request_is_neither_adopted_nor_cancelled(world: World) -> None:
    world.ignores_filters = True
    foreign = world.add("/chores", work="paint", status="running", metadata={MARK: "of-another-request"})
    assert not play(world, CHORE, {**DIG, "state": "absent"})["changed"]
    assert foreign["status"] == "running"
    started = play(world, CHORE, DIG)
    assert started["changed"] and started["chore"]["id"] != foreign["id"]
    assert play(world, CHORE, {**DIG, "state": "absent"})["chore"]["id"] == started["chore"]["id"]
    assert foreign["status"] == "running"


def test_info_returns_only_what_carries_the_metadata(world: World) -> None:
    world.ignores_filters = True
    world.add("/chores", work="dig", metadata={"team": "b"})
    for number in range(3):
        world.add("/chores", work="dig", metadata={"team": "a", "run": str(number)})
    found = play(world, CHORE_INFO, {"metadata": {"team": "a"}, "limit": 2})["chores"]
    assert [job["metadata"] for job in found] == [{"team": "a", "run": "0"}, {"team": "a", "run": "1"}]
