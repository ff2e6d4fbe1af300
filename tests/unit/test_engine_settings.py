# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Settings: from the present and the desired state to the requests."""

from __future__ import annotations

import pytest
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.spec import Module

from .engine_tasks import Args, predicted, rejected, succeeded
from .world import ITEM, LATCH, LATCH_INFO, LID, LIMIT, World


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
def test_a_setting_of_a_parent_that_does_not_exist(world: World, declaration: Module) -> None:
    world.add("/boxes", name="Toys")
    assert "no box has the id 'box_77'" in rejected(world, declaration, {"box": "box_77"}, "not_found")


@pytest.mark.parametrize("box", ["box_77", "Toy", "Old"])
@pytest.mark.parametrize("declaration", [LATCH, LID, ITEM])
def test_absence_below_a_parent_that_does_not_exist(world: World, declaration: Module, box: str) -> None:
    world.add("/boxes", name="Toys")
    world.add("/boxes", name="Old", status="archived")
    args = {"box": box, "state": "absent", **({"name": "car"} if declaration is ITEM else {})}
    for check in (True, False):
        result = succeeded(world, declaration, args, check)
        assert not result["changed"] and not world.server.writes
        assert box in result["warnings"][0]
