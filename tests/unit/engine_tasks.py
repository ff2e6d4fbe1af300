# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tasks on the small API of the engine's tests, by the outcome that they must have."""

from __future__ import annotations

import typing as t

from ansible_collections.fjcorp.openai.plugins.module_utils._engine.spec import Module

from .task import run_task
from .world import World

Args = dict[str, t.Any]


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
