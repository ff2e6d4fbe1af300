# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""For any present and any desired state, a second run changes nothing."""

from __future__ import annotations

import json
import shutil
import typing as t

import pytest
from ansible_collections.fjcorp.openai.plugins.module_utils._engine import cache as cache_module
from ansible_collections.fjcorp.openai.plugins.module_utils._support.local_state import state_folder

from .server import Server
from .task import ADMIN_KEY, API_KEY, outcome_of
from .world import BOX, LIMIT, World

pytest.importorskip("hypothesis", reason="property tests need hypothesis")

from hypothesis import given, settings
from hypothesis import strategies as st

SECRET = "hunter22hunter22"
NAMES = st.sampled_from(["a", "b"])
TEXT = st.text(max_size=8)
WORDS = st.text(min_size=1, max_size=8)
NUMBER = st.integers(0, 10**12)
VALUES: dict[str, st.SearchStrategy[t.Any]] = {
    "color": st.sampled_from(["red", "blue"]),
    "size": NUMBER,
    "ratio": st.floats(allow_nan=False, allow_infinity=False),
    "open": st.booleans(),
    "tags": st.lists(WORDS, max_size=3, unique=True),
    "metadata": st.dictionaries(WORDS, TEXT, max_size=3),
}
PRESENT = st.fixed_dictionaries(
    {"name": NAMES},
    optional={
        **VALUES,
        "note": st.none() | WORDS,
        "bounds": st.fixed_dictionaries({}, optional={"low": st.none() | NUMBER, "high": st.none() | NUMBER}),
        "status": st.sampled_from(["active", "archived"]),
        "server_side": st.integers(),
    },
)
DESIRED = st.fixed_dictionaries(
    {"name": NAMES},
    optional={
        **{name: values if name == "color" else st.none() | values for name, values in VALUES.items()},
        "note": st.none() | WORDS,
        "limits": st.fixed_dictionaries({}, optional={"low": st.none() | NUMBER, "high": st.none() | NUMBER}),
        "password": st.just(SECRET),
        "pin": st.just(SECRET),
        "state": st.sampled_from(["present", "present", "present", "absent"]),
    },
)


def a_world(server: Server, boxes: list[dict[str, t.Any]], page: int) -> World:
    """Return a new API with some boxes: at most one active box of each name."""
    server.seen.clear()
    cache_module._MEMORY.clear()
    # What was created in another world is not waited for in this one.
    shutil.rmtree(state_folder(), ignore_errors=True)
    world = World(server)
    world.page = page
    names = set()
    for box in boxes:
        if box.get("status") != "archived":
            if box["name"] in names:
                continue
            names.add(box["name"])
        world.add("/boxes", **box)
    return world


@settings(max_examples=50)
@given(boxes=st.lists(PRESENT, max_size=4), desired=DESIRED, page=st.integers(1, 3))
def test_a_second_run_changes_nothing(
    server: Server, boxes: list[dict[str, t.Any]], desired: dict[str, t.Any], page: int
) -> None:
    world = a_world(server, boxes, page)
    before = json.loads(json.dumps(world.lists.get("/boxes", [])))

    def task(check: bool = False) -> dict[str, t.Any]:
        outcome = outcome_of(BOX, world.server, dict(desired), check)
        assert not outcome.result.get("failed"), outcome.result["msg"]
        # The object shows the value of a field that the API returns; the diff never does.
        shown = json.dumps({name: part for name, part in outcome.result.items() if name != "box"})
        assert not any(secret in shown for secret in (SECRET, API_KEY, ADMIN_KEY))
        return outcome.result

    check = task(check=True)
    assert not world.server.writes, "check mode sent a write"
    cache_module._MEMORY.clear()
    run = task()
    assert (check["changed"], check["diff"]) == (run["changed"], run["diff"])
    assert bool(world.server.writes) is run["changed"]
    assert len(world.server.writes) <= 1

    writes = list(world.server.writes)
    for keep in (True, False):
        if not keep:
            cache_module._MEMORY.clear()
        again = task()
        assert not again["changed"], (again["diff"], world.lists["/boxes"])
        assert again["diff"]["before"] == again["diff"]["after"]
        assert not task(check=True)["changed"]
    assert world.server.writes == writes

    active = [each for each in world.active("/boxes") if each["name"] == desired["name"]]
    assert len(active) == (0 if desired.get("state") == "absent" else 1)
    given_names = {"bounds" if name == "limits" else name for name in desired}
    for old in before:
        (new,) = [each for each in world.lists["/boxes"] if each["id"] == old["id"]]
        if old["name"] != desired["name"] or old.get("status") == "archived":
            assert new == old, "a box that the task does not name was changed"
        for name in set(old) - given_names - ({"status"} if desired.get("state") == "absent" else set()):
            assert new[name] == old[name], f"{name} is not set in the task and was changed"


@settings(max_examples=30)
@given(
    present=st.dictionaries(st.sampled_from(["most", "least"]), st.none() | NUMBER),
    desired=st.dictionaries(st.sampled_from(["most", "least"]), st.none() | NUMBER),
)
def test_a_setting_converges(server: Server, present: dict[str, t.Any], desired: dict[str, t.Any]) -> None:
    world = a_world(server, [{"name": "a"}], 100)
    row = world.add("/boxes/box_1/limits", model="m", **present)
    args = {"box": "a", "model": "m", **desired}
    check = outcome_of(LIMIT, world.server, args, check=True).result
    assert not world.server.writes
    run = outcome_of(LIMIT, world.server, args).result
    assert (check["changed"], check["diff"]) == (run["changed"], run["diff"])
    expected = {**present, **{name: value for name, value in desired.items() if value is not None}}
    assert {name: row.get(name) for name in expected} == expected
    assert run["changed"] is (expected != {name: present.get(name) for name in expected})
    assert not outcome_of(LIMIT, world.server, args).result["changed"]
    assert len(world.server.writes) == int(run["changed"])
