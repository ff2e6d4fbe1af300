# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The engine: from the present and the desired state to the requests, on a small API with state."""

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
    """Return an empty API."""
    return World(server)


def succeeded(world: World, declaration: Module, args: Args, check: bool = False) -> dict[str, t.Any]:
    """Return the result of a task that must succeed."""
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


def predicted(world: World, declaration: Module, args: Args) -> dict[str, t.Any]:
    """Return the result of a task that check mode predicts without a write, and that a second run does not change."""
    before = list(world.server.writes)
    check = succeeded(world, declaration, args, check=True)
    assert world.server.writes == before, "check mode sent a write"
    run = succeeded(world, declaration, args)
    assert (check["changed"], check["diff"]) == (run["changed"], run["diff"])
    assert bool(world.server.writes != before) == run["changed"]
    again = succeeded(world, declaration, args)
    assert not again["changed"] and again["diff"]["before"] == again["diff"]["after"]
    return run


# --- entities ----------------------------------------------------------------------------------------------------------

PRESENT = {
    "name": "a",
    "color": "red",
    "size": 1,
    "note": "old",
    "tags": ["x", "y"],
    "metadata": {"k": "v"},
    "region": "eu",
}


@pytest.mark.parametrize(
    ("desired", "sent"),
    [
        ({}, None),
        ({"color": "red", "size": 1, "note": "old"}, None),
        ({"color": "blue"}, {"color": "blue"}),
        ({"color": "blue", "size": 1}, {"color": "blue"}),
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
def test_an_update_sends_what_differs(world: World, desired: Args, sent: Args | None) -> None:
    thing = world.add("/boxes", **PRESENT)
    before = dict(thing)
    result = predicted(world, BOX, {"name": "a", **desired})
    assert result["changed"] is (sent is not None)
    assert world.server.writes == ([f"POST /boxes/{thing['id']}"] if sent else [])
    if sent:
        (write,) = [each for each in world.server.seen if each.method == "POST"]
        assert write.json == sent
        assert set(result["diff"]["after"]) == {"state", "name", *desired}
    untouched = set(before) - set(sent or {})
    assert {name: thing[name] for name in untouched} == {name: before[name] for name in untouched}


@pytest.mark.parametrize(
    ("desired", "sent"),
    [
        ({}, {}),
        ({"color": "red", "size": 0, "open": False}, {"color": "red", "size": 0, "open": False}),
        ({"note": None, "tags": [], "size": None}, {"tags": []}),
        ({"note": ""}, {}),
        ({"region": "eu"}, {"region": "eu"}),
        ({"limits": {"low": 1, "high": None}}, {"bounds": {"low": 1}}),
        ({"password": "hunter22"}, {"password": "hunter22"}),
        ({"metadata": {"a": "b"}}, {"metadata": {"a": "b"}}),
    ],
)
def test_a_create_sends_what_was_given(world: World, desired: Args, sent: Args) -> None:
    result = predicted(world, BOX, {"name": "a", **desired})
    (write,) = [each for each in world.server.seen if each.method == "POST"]
    assert write.json == {"name": "a", **sent}
    assert result["box"] == world.lists["/boxes"][0]
    assert result["diff"]["before"] == {"state": "absent"} and result["diff"]["after"]["state"] == "present"


def test_an_immutable_value_that_differs(world: World) -> None:
    world.add("/boxes", **PRESENT)
    message = rejected(world, BOX, {"name": "a", "region": "us", "size": 5})
    assert all(word in message for word in ("region", "'eu'", "'us'", "Omit region"))


def test_an_immutable_value_that_the_server_does_not_return_is_not_compared(world: World) -> None:
    world.add("/boxes", name="a")
    assert not succeeded(world, BOX, {"name": "a", "region": "us"})["changed"]


def test_values_out_of_bounds_are_rejected_before_anything_is_read(world: World) -> None:
    message = rejected(world, BOX, {"name": "a", "size": -1})
    assert all(word in message for word in ("size must", "at least 0", "got -1"))
    assert not world.server.seen


def test_an_ambiguous_name(world: World) -> None:
    ids = [world.add("/boxes", name="a")["id"] for _each in range(2)]
    for state in ("present", "absent"):
        message = rejected(world, BOX, {"name": "a", "size": 1, "state": state}, "ambiguous")
        assert all(each in message for each in ids) and "Set id" in message
    assert succeeded(world, BOX, {"id": ids[0], "size": 1})["changed"]
    assert predicted(world, BOX, {"id": ids[1], "name": "b"})["box"] != {}
    assert succeeded(world, BOX, {"name": "a", "state": "absent"})["changed"]


def test_archived_objects_are_ignored(world: World) -> None:
    old = world.add("/boxes", name="a", status="archived", size=9)
    assert not predicted(world, BOX, {"name": "a", "state": "absent"})["changed"]
    assert not predicted(world, BOX, {"id": old["id"], "state": "absent"})["changed"]
    assert repr(old["id"]) in rejected(world, BOX, {"id": old["id"], "size": 1}, "not_found")
    assert predicted(world, BOX, {"name": "a", "size": 1})["box"]["id"] != old["id"]
    assert old["size"] == 9


def test_an_id_that_does_not_exist(world: World) -> None:
    assert "'box_77'" in rejected(world, BOX, {"id": "box_77", "name": "a"}, "not_found")
    assert not predicted(world, BOX, {"id": "box_77", "state": "absent"})["changed"]


def test_an_id_needs_no_list(world: World) -> None:
    thing = world.add("/boxes", name="a")
    succeeded(world, BOX, {"id": thing["id"], "size": 3})
    assert world.server.calls == [f"GET /boxes/{thing['id']}", f"POST /boxes/{thing['id']}"]


def test_a_name_beside_an_id_renames(world: World) -> None:
    thing = world.add("/boxes", name="a")
    assert predicted(world, BOX, {"id": thing["id"], "name": "b"})["diff"]["before"]["name"] == "a"
    assert thing["name"] == "b"


def test_an_object_on_the_last_page(world: World) -> None:
    world.page = 2
    for name in "bcdefga":
        world.add("/boxes", name=name)
    assert not succeeded(world, BOX, {"name": "a"})["changed"]
    assert world.server.calls == ["GET /boxes"] * 4


def test_a_removal(world: World) -> None:
    thing = world.add("/boxes", name="a")
    result = predicted(world, BOX, {"name": "a", "state": "absent"})
    assert world.server.writes == [f"POST /boxes/{thing['id']}/archive"]
    assert result["diff"]["before"] == {"state": "present", "name": "a"}
    assert result["diff"]["after"] == {"state": "absent"}
    assert predicted(world, BOX, {"name": "a"})["changed"], "created again after it was archived"


def test_a_parent_by_name_or_id(world: World) -> None:
    box = world.add("/boxes", name="Toys")
    first = predicted(world, ITEM, {"box": "Toys", "name": "car", "kind": "wood"})
    assert world.server.writes == [f"POST /boxes/{box['id']}/items"]
    assert not succeeded(world, ITEM, {"box": box["id"], "name": "car"})["changed"]
    predicted(world, ITEM, {"box_id": "Toys", "name": "car", "state": "absent"})
    assert world.server.writes[1:] == [f"DELETE /boxes/{box['id']}/items/{first['item']['id']}"]


def test_options_that_are_required_to_create_an_object(world: World) -> None:
    world.add("/boxes", name="Toys")
    assert "kind is required to create" in rejected(world, ITEM, {"box": "Toys", "name": "car"})
    assert not predicted(world, ITEM, {"box": "Toys", "name": "car", "state": "absent"})["changed"]


@pytest.mark.parametrize("box", ["Attic", "box", ""])
def test_a_parent_that_does_not_exist(world: World, box: str) -> None:
    world.add("/boxes", name="Attic", status="archived")
    kind = "not_found" if box else "invalid_argument"
    message = rejected(world, ITEM, {"box": box, "name": "car", "kind": "x"}, kind)
    assert "box" in message and ("archived" in message) is (box == "Attic")


def test_a_parent_whose_name_is_ambiguous(world: World) -> None:
    ids = [world.add("/boxes", name="Toys")["id"] for _each in range(2)]
    message = rejected(world, ITEM, {"box": "Toys", "name": "car", "kind": "x"}, "ambiguous")
    assert all(each in message for each in ids)


def test_references_by_name_and_by_id(world: World) -> None:
    shelf = world.add("/shelves", name="upper")
    predicted(world, BOX, {"name": "a", "shelf": "upper"})
    assert world.lists["/boxes"][0]["shelf_id"] == shelf["id"]
    assert not succeeded(world, BOX, {"name": "a", "shelf": shelf["id"]})["changed"]
    assert predicted(world, BOX, {"name": "a", "shelf": None})["changed"]
    assert world.lists["/boxes"][0]["shelf_id"] is None
    assert "shelf: no shelf matches 'lower'" in rejected(world, BOX, {"name": "a", "shelf": "lower"}, "not_found")


def test_secrets_are_not_shown(world: World) -> None:
    for args in ({"name": "a", "password": "hunter22", "pin": "hunter33"}, {"name": "a", "pin": "hunter44"}):
        for check in (True, False):
            outcome = outcome_of(BOX, world.server, args, check)
            assert "hunter" not in str(outcome.result["diff"]) and outcome.result["diff"]["after"]["pin"] == "********"


def test_a_failed_write_names_what_was_attempted(world: World) -> None:
    world.add("/boxes", name="a")
    world.faults = [Fault(400)]
    result = run_task(BOX, world.server, {"name": "a", "size": 3})
    assert result["failed"] and not result["changed"]
    assert result["msg"].startswith("ensure box a: ") and "HTTP 400" in result["msg"]
    assert (result["error"]["status"], result["error"]["call"]) == (400, "POST /boxes/{box_id}")


def test_a_rejected_read_does_not_count_as_absence(world: World) -> None:
    world.server.tell(error(403), error(403))
    for state in ("absent", "present"):
        result = run_task(BOX, world.server, {"name": "a", "state": state})
        assert result["failed"] and "HTTP 403" in result["msg"]
    assert not world.server.writes


def test_a_server_without_the_endpoint_does_not_count_as_absence(world: World) -> None:
    world.server.tell(Reply(404, {"detail": "Not Found"}), Reply(404, {"detail": "Not Found"}))
    for args in ({"name": "a"}, {"id": "box_1"}):
        result = run_task(BOX, world.server, {**args, "state": "absent"})
        assert result["failed"] and "this server has no GET /boxes" in result["msg"]


# --- a create whose response is lost -----------------------------------------------------------------------------------


@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.parametrize("how", ["cut", "reset", "half", 500, 503])
@pytest.mark.parametrize("after", [False, True], ids=["not carried out", "carried out"])
def test_an_object_is_created_exactly_once(world: World, how: str | int, after: bool, times: int) -> None:
    world.faults = [Fault(how, after=after) for _each in range(times)]
    result = succeeded(world, BOX, {"name": "a", "size": 3})
    assert result["changed"]
    assert [each["name"] for each in world.lists["/boxes"]] == ["a"]
    assert result["box"] == world.lists["/boxes"][0]
    assert not succeeded(world, BOX, {"name": "a", "size": 3})["changed"]


@pytest.mark.parametrize("after", [False, True], ids=["not carried out", "carried out"])
def test_a_create_that_times_out(world: World, after: bool) -> None:
    world.faults = [Fault("stall", after=after)]
    result = run_task(BOX, world.server, {"name": "a", "timeout": 0.3, "retry_timeout": 60})
    assert len(world.lists.get("/boxes", [])) <= 1
    if after:
        assert result["changed"] and result["box"]["id"] == world.lists["/boxes"][0]["id"]
    else:
        assert result.get("failed") or len(world.lists["/boxes"]) == 1


def test_an_object_that_appears_late_is_adopted(world: World, clock: Clock) -> None:
    world.hidden_for = 5
    world.faults = [Fault("cut", after=True)]
    assert succeeded(world, BOX, {"name": "a"})["changed"]
    assert len(world.lists["/boxes"]) == 1
    assert sum(clock.slept) > 1


def test_an_older_object_of_the_name_is_not_adopted(world: World) -> None:
    world.add("/boxes", name="a", status="archived")
    world.add("/boxes", name="b")
    world.faults = [Fault("cut")]
    result = succeeded(world, BOX, {"name": "a"})
    assert len(world.active("/boxes")) == 2 and result["box"]["id"] == world.lists["/boxes"][-1]["id"]


def test_attempts_end_after_the_retry_timeout(world: World) -> None:
    world.faults = [Fault("cut") for _each in range(500)]
    result = run_task(BOX, world.server, {"name": "a", "retry_timeout": 30})
    assert result["failed"] and "has not appeared" in result["msg"] and "Run the task again" in result["msg"]
    assert not world.lists.get("/boxes")
    assert len(world.server.writes) < 20


def test_a_member_whose_response_is_lost_is_found(world: World) -> None:
    world.add("/boxes", name="Toys")
    world.add("/people", email="ann@x.example")
    world.faults = [Fault("cut", after=True)]
    assert succeeded(world, KEEPER, {"box": "Toys", "person": "Ann@x.example", "role": "owner"})["changed"]
    assert len(world.lists["/boxes/box_1/keepers"]) == 1 and len(world.server.writes) == 1


# --- memberships -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("person", ["ann@x.example", "ANN@X.example", "person_2"])
def test_a_member_by_name_or_id(world: World, person: str) -> None:
    world.add("/boxes", name="Toys")
    world.add("/people", email="ann@x.example")
    args = {"box": "Toys", "person": person, "role": "member"}
    predicted(world, KEEPER, args)
    assert world.lists["/boxes/box_1/keepers"][0]["role"] == "member"
    assert predicted(world, KEEPER, {**args, "role": "owner"})["diff"]["before"]["role"] == "member"
    assert predicted(world, KEEPER, {"box": "Toys", "person": person, "state": "absent"})["changed"]
    assert world.server.writes == [
        "POST /boxes/box_1/keepers",
        "POST /boxes/box_1/keepers/person_2",
        "DELETE /boxes/box_1/keepers/person_2",
    ]


def test_a_member_that_does_not_exist(world: World) -> None:
    world.add("/boxes", name="Toys")
    world.add("/people", email="ann@x.example")
    bob = {"box": "Toys", "person": "bob@x.example", "role": "member"}
    assert "no person matches 'bob@x.example'" in rejected(world, KEEPER, bob, "not_found")
    assert "role is required" in rejected(world, KEEPER, {"box": "Toys", "person": "ann@x.example"})
    assert not predicted(world, KEEPER, {"box": "Toys", "person": "bob@x.example", "state": "absent"})["changed"]


# --- settings ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("desired", "sent"),
    [
        ({}, None),
        ({"most": 10}, None),
        ({"most": None}, None),
        ({"most": 0}, {"most": 0}),
        ({"least": 0}, {"least": 0}),
        ({"most": 10, "least": 5}, {"least": 5}),
    ],
)
def test_a_row_of_settings(world: World, desired: Args, sent: Args | None) -> None:
    world.add("/boxes", name="Toys")
    world.add("/boxes/box_1/limits", model="gpt-mini", most=99)
    row = world.add("/boxes/box_1/limits", model="gpt", most=10, least=None)
    assert predicted(world, LIMIT, {"box": "Toys", "model": "gpt", **desired})["changed"] is (sent is not None)
    writes = [each for each in world.server.seen if each.method == "POST"]
    assert [(each.path, each.json) for each in writes] == (
        [(f"/v1/boxes/box_1/limits/{row['id']}", sent)] if sent else []
    )


def test_a_row_that_does_not_exist_lists_similar_ones(world: World) -> None:
    world.add("/boxes", name="Toys")
    world.add("/boxes/box_1/limits", model="gpt-mini")
    assert "gpt-mini" in rejected(world, LIMIT, {"box": "Toys", "model": "gpt-mimi", "most": 1}, "not_found")
    assert "Set the desired values" in rejected(world, LIMIT, {"box": "Toys", "model": "gpt-mini", "state": "absent"})


def test_a_single_setting(world: World) -> None:
    world.add("/boxes", name="Toys")
    world.singles["/boxes/box_1/lid"] = {"object": "lid", "kind": "plain"}
    assert predicted(world, LID, {"box": "Toys", "kind": "glass"})["diff"]["before"]["kind"] == "plain"
    assert predicted(world, LID, {"box": "Toys", "state": "absent"})["diff"]["after"]["kind"] == "plain"
    assert world.server.writes == ["POST /boxes/box_1/lid"] * 2


def test_an_optional_setting(world: World) -> None:
    world.add("/boxes", name="Toys")
    toys = {"box": "Toys"}
    assert succeeded(world, LATCH_INFO, toys)["latch"] == {}
    assert not predicted(world, LATCH, {**toys, "state": "absent"})["changed"]
    first = predicted(world, LATCH, {**toys, "kind": "iron", "open": False, "note": "x"})
    assert first["diff"]["before"] == {"state": "absent"}
    assert world.singles["/boxes/box_1/latch"] == {"kind": "iron", "state": {"open": False, "note": "x"}}
    assert succeeded(world, LATCH_INFO, toys)["latch"]["kind"] == "iron"
    gone = predicted(world, LATCH, {**toys, "state": "absent"})
    assert gone["diff"]["before"]["open"] is False and gone["diff"]["after"] == {"state": "absent"}
    assert "/boxes/box_1/latch" not in world.singles


@pytest.mark.parametrize(
    ("desired", "sent"),
    [
        ({"kind": "iron"}, None),
        ({"open": True}, {"kind": "iron", "state": {"open": True, "note": "x"}}),
        ({"note": None}, {"kind": "iron", "state": {"open": False, "note": None}}),
        ({"kind": "brass", "open": False}, {"kind": "brass", "state": {"open": False, "note": "x"}}),
    ],
)
def test_a_change_that_replaces_an_object_sends_all_values(world: World, desired: Args, sent: Args | None) -> None:
    world.add("/boxes", name="Toys")
    world.singles["/boxes/box_1/latch"] = {"kind": "iron", "state": {"open": False, "note": "x"}}
    result = predicted(world, LATCH, {"box": "Toys", **desired})
    assert result["changed"] is (sent is not None)
    assert [each.json for each in world.server.seen if each.method == "POST"] == ([sent] if sent else [])


@pytest.mark.parametrize("declaration", [LATCH, LATCH_INFO])
@pytest.mark.parametrize("state", ["present", "absent"])
def test_a_setting_of_a_parent_that_does_not_exist(world: World, declaration: Module, state: str) -> None:
    world.add("/boxes", name="Toys")
    args = {"box": "box_77", **({"state": state} if declaration is LATCH else {})}
    assert "No such object: box_77" in rejected(world, declaration, args, "api_error")
    assert not world.server.writes


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


# --- reading -----------------------------------------------------------------------------------------------------------


def test_reading(world: World) -> None:
    world.page = 2
    for number in range(5):
        world.add("/boxes", name="a" if number < 3 else "b", size=number, color="red" if number % 2 else "blue")

    def sizes(**args: t.Any) -> list[int]:
        return [each["size"] for each in succeeded(world, BOX_INFO, args)["boxes"]]

    assert sizes() == [0, 1, 2, 3, 4]
    assert sizes(name="a") == [0, 1, 2]
    assert sizes(name="a", limit=2) == [0, 1]
    assert sizes(size=3) == [3]
    assert sizes(color="red") == [1, 3]
    assert ("color", "red") in world.server.seen[-1].query
    assert sizes(id="box_2") == [1]
    assert not sizes(id="box_77") and not sizes(name="none")
    world.server.seen.clear()
    assert sizes(limit=2) == [0, 1]
    assert len(world.server.seen) == 1


def test_reading_does_not_use_the_cache(world: World) -> None:
    thing = world.add("/boxes", name="a", size=1)
    succeeded(world, BOX, {"name": "a"})
    thing["size"] = 2
    assert succeeded(world, BOX_INFO, {"name": "a"})["boxes"][0]["size"] == 2


# --- cached lists, and a run in check mode -----------------------------------------------------------------------------


def test_a_loop_lists_once(world: World) -> None:
    world.add("/boxes", name="Toys")
    for number in range(20):
        world.add("/boxes/box_1/limits", model=f"m{number}", most=1)
    for _round in range(2):
        for number in range(20):
            succeeded(world, LIMIT, {"box": "Toys", "model": f"m{number}", "most": 2})
    assert world.server.calls.count("GET /boxes") == 1
    assert world.server.calls.count("GET /boxes/box_1/limits") == 1
    assert len(world.server.writes) == 20


def test_without_the_cache_every_task_lists(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SWITCH, "false")
    world.add("/boxes", name="a")
    for _each in range(3):
        succeeded(world, BOX, {"name": "a"})
    assert world.server.calls == ["GET /boxes"] * 3


def test_a_write_changes_the_cached_list(world: World) -> None:
    assert succeeded(world, BOX, {"name": "a"})["changed"]
    assert not succeeded(world, BOX, {"name": "a"})["changed"]
    assert succeeded(world, BOX, {"name": "a", "size": 2})["changed"]
    assert not succeeded(world, BOX, {"name": "a", "size": 2})["changed"]
    assert succeeded(world, BOX, {"name": "a", "state": "absent"})["changed"]
    assert not succeeded(world, BOX, {"name": "a", "state": "absent"})["changed"]
    assert world.server.calls.count("GET /boxes") == 1


def test_a_single_task_in_check_mode_does_not_change_the_cache(world: World) -> None:
    assert succeeded(world, BOX, {"name": "a"}, check=True)["changed"]
    assert succeeded(world, BOX, {"name": "a"}, check=True)["changed"]
    assert succeeded(world, BOX, {"name": "a"})["changed"]


@pytest.mark.parametrize("folder", [False, True], ids=["process", "run"])
def test_a_run_in_check_mode_uses_its_predictions(
    world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, folder: bool
) -> None:
    monkeypatch.setenv(RUN_IS_CHECK, "1")
    if folder:
        monkeypatch.setenv(RUN_FOLDER, str(tmp_path))
    world.add("/people", email="ann@x.example")

    def check(declaration: Module, **args: t.Any) -> dict[str, t.Any]:
        cache_module._MEMORY.clear() if folder else None
        return succeeded(world, declaration, args, check=True)

    created = check(BOX, name="Toys")
    assert created["changed"] and is_predicted(created["box"]["id"]) and created["box"]["id"].startswith("box_")
    assert not check(BOX, name="Toys")["changed"]
    assert check(BOX, name="Toys", size=4)["changed"]
    assert not check(BOX, id=created["box"]["id"], size=4)["changed"]
    for box in ("Toys", created["box"]["id"]):
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
    assert not [call for call in world.server.calls if "check-mode" in call], "a predicted object was requested"


def test_a_predicted_id_is_the_same_each_time() -> None:
    assert predicted_id("box_", "box a") == predicted_id("box_", "box a") != predicted_id("box_", "box b")
    assert is_predicted(predicted_id("box_", "x")) and not is_predicted("box_1") and not is_predicted(None)


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


def test_info_returns_only_objects_with_the_metadata(world: World) -> None:
    world.ignores_filters = True
    world.add("/chores", work="dig", metadata={"team": "b"})
    for number in range(3):
        world.add("/chores", work="dig", metadata={"team": "a", "run": str(number)})
    found = succeeded(world, CHORE_INFO, {"metadata": {"team": "a"}, "limit": 2})["chores"]
    assert [job["metadata"] for job in found] == [{"team": "a", "run": "0"}, {"team": "a", "run": "1"}]
