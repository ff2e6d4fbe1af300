# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reading, cached lists, and what a run in check mode predicts."""

from __future__ import annotations

import typing as t
from pathlib import Path

import pytest
from ansible_collections.fjcorp.openai.plugins.module_utils._engine import cache as cache_module
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.cache import RUN_FOLDER, RUN_IS_CHECK, SWITCH
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.context import is_predicted, predicted_id
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.spec import Module

from .engine_tasks import succeeded
from .task import run_task
from .world import BOX, BOX_INFO, CHORE_INFO, ITEM, KEEPER, LID, LIMIT, World

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


@pytest.mark.parametrize("folder", [False, True], ids=["process", "run"])
def test_a_run_in_check_mode_finds_nothing_below_what_it_would_have_removed(
    world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, folder: bool
) -> None:
    monkeypatch.setenv(RUN_IS_CHECK, "1")
    if folder:
        monkeypatch.setenv(RUN_FOLDER, str(tmp_path))
    world.add("/boxes", name="Toys")
    world.add("/boxes/box_1/items", name="car")

    def check(declaration: Module, **args: t.Any) -> dict[str, t.Any]:
        cache_module._MEMORY.clear() if folder else None
        return succeeded(world, declaration, {"state": "absent", **args}, check=True)

    assert check(ITEM, box="box_1", name="car")["changed"]
    assert check(BOX, name="Toys")["changed"]
    for box in ("Toys", "box_1"):
        for declaration, args in ((ITEM, {"name": "car"}), (KEEPER, {"person": "ann@x.example"}), (LID, {})):
            result = check(declaration, box=box, **args)
            assert not result["changed"] and box in result["warnings"][0], (declaration, box)
    assert not check(BOX, id="box_1")["changed"]
    rejected_item = run_task(ITEM, world.server, {"box": "box_1", "name": "car", "kind": "wood"}, check=True)
    assert rejected_item["failed"] and rejected_item["error"]["kind"] == "not_found"


def test_a_predicted_id_is_the_same_each_time() -> None:
    assert predicted_id("box_", "box a") == predicted_id("box_", "box a") != predicted_id("box_", "box b")
    assert is_predicted(predicted_id("box_", "x")) and not is_predicted("box_1") and not is_predicted(None)


# --- servers that ignore filters -------------------------------------------------------------------------------------


def test_info_returns_only_objects_with_the_metadata(world: World) -> None:
    world.ignores_filters = True
    world.add("/chores", work="dig", metadata={"team": "b"})
    for number in range(3):
        world.add("/chores", work="dig", metadata={"team": "a", "run": str(number)})
    found = succeeded(world, CHORE_INFO, {"metadata": {"team": "a"}, "limit": 2})["chores"]
    assert [job["metadata"] for job in found] == [{"team": "a", "run": "0"}, {"team": "a", "run": "1"}]
