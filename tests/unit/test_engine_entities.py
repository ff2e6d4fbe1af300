# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Entities and memberships: from the present and the desired state to the requests."""

from __future__ import annotations

import pytest

from .engine_tasks import Args, predicted, rejected, succeeded
from .server import Reply, error
from .task import Clock, outcome_of, run_task
from .world import BOX, ITEM, KEEPER, Fault, World

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
