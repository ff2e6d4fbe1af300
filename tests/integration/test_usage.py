# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The usage log of a run and its budget."""

from __future__ import annotations

import json
import re
import typing as t
from pathlib import Path

import pytest
import yaml

from tests.harness.emulator import Organization
from tests.harness.play import Player, calls, task

# What is counted does not depend on ansible-core: the ritual, the examples and the playbooks run on every one.
pytestmark = pytest.mark.newest_only

WAYS = pytest.mark.parametrize("way", ["in_process", "module"])
PRICES = {"gpt-4o": {"input": 2_000_000, "output": 1_000_000}, "gpt-4o-mini": {"input": 0, "output": 0}}
"""So that a token costs one or two."""


def counting(folder: Path, organization: Organization, way: str, **settings: t.Any) -> Player:
    """A player with the callback and its settings."""
    (folder / "prices.yml").write_text(yaml.safe_dump(PRICES))
    variables = {"ANSIBLE_CALLBACKS_ENABLED": "record,fjcorp.openai.usage"}
    variables |= {f"FJCORP_OPENAI_{name.upper()}": str(value) for name, value in settings.items()}
    return Player(folder, organization, way == "in_process", variables)


def ask(name: str, model: str = "gpt-4o", **more: t.Any) -> dict[str, t.Any]:
    """A question that leaves its answer in a file."""
    messages = [{"role": "user", "content": f"Say {name}."}]
    return task("openai_chat_completion", name, {"model": model, "messages": messages, "dest": f"{name}.txt", **more})


@WAYS
def test_books_are_by_task_and_model(way: str, organization: Organization, tmp_path: Path) -> None:
    """Table and file agree with the usage of the answers; stored answers are not counted."""
    player = counting(
        tmp_path, organization, way, prices_file=tmp_path / "prices.yml", usage_file=tmp_path / "usage.json"
    )
    tasks = [ask("red"), ask("green", "gpt-4o-mini"), ask("red")]
    played = player.run(tasks).succeed()
    usages = [record["result"]["usage"] for record in played.records[:2]]
    told = json.loads((tmp_path / "usage.json").read_text())
    assert [row["task"] for row in told["usage"]] == ["red", "green"]
    assert [row["calls"] for row in told["usage"]] == [1, 1]
    for row, usage in zip(told["usage"], usages, strict=True):
        assert row["input_tokens"] == usage["prompt_tokens"] and row["output_tokens"] == usage["completion_tokens"]
    wanted = 2 * usages[0]["prompt_tokens"] + usages[0]["completion_tokens"]
    assert told["total"]["cost"] == pytest.approx(wanted) and told["total"]["calls"] == 2
    assert "OPENAI USAGE" in played.output and re.search(r"^red +gpt-4o", played.output, re.MULTILINE)
    again = player.run(tasks).succeed()
    assert "OPENAI USAGE" not in again.output
    assert json.loads((tmp_path / "usage.json").read_text())["total"]["calls"] == 0


@pytest.mark.parametrize(
    ("way", "budget"), [("in_process", {"budget": 1}), ("in_process", {"budget_tokens": 1}), ("module", {"budget": 1})]
)
def test_budget_stops_before_the_next_call(
    way: str, budget: dict[str, int], organization: Organization, tmp_path: Path
) -> None:
    """The task that would send a request fails; one that finds its answer succeeds."""
    player = counting(tmp_path, organization, way, prices_file=tmp_path / "prices.yml", **budget)
    played = player.run([ask("red"), {**ask("red"), "name": "found"}, ask("green")])
    assert played.code == 2, played.output
    assert played.ended("red") == "ok" and played.ended("found") == "ok"
    failed = played.result("green")
    assert "budget" in failed["msg"], failed["msg"]
    assert not calls(organization.journal(), "green") and not (tmp_path / "green.txt").exists()


@pytest.mark.parametrize(
    ("settings", "words"),
    [({"budget": 5}, "prices_file"), ({"budget": 5, "prices_file": "none.yml"}, "none.yml")],
)
def test_budget_that_cannot_be_kept_lets_nothing_through(
    settings: dict[str, t.Any], words: str, organization: Organization, tmp_path: Path
) -> None:
    """Ansible continues without a callback that does not load; the budget still applies."""
    played = counting(tmp_path, organization, "in_process", **settings).run([ask("red")])
    assert played.code == 2 and words in played.result("red")["msg"], played.output
    assert not calls(organization.journal(), "red")


def test_model_without_a_price(organization: Organization, tmp_path: Path) -> None:
    """Is shown with a question mark, and ends a budget."""
    prices = {"prices_file": tmp_path / "prices.yml"}
    played = counting(tmp_path, organization, "in_process", **prices).run([ask("one", "gpt-4.1-mini")]).succeed()
    assert re.search(r"no prices? for '?gpt-4.1-mini", " ".join(played.output.split()))
    tasks = [ask("two", "gpt-4.1-mini"), ask("three", "gpt-4o-mini")]
    stopped = counting(tmp_path, organization, "in_process", budget=5, **prices).run(tasks)
    assert "budget" in stopped.result("three")["msg"] and "price" in stopped.result("three")["msg"]


def test_prices_of_a_refused_answer_are_booked(organization: Organization, tmp_path: Path) -> None:
    """A task that fails over an answer has paid for it."""
    tasks = [ask("a great many words about nothing at all", max_completion_tokens=1, fail_on=["incomplete"])]
    player = counting(tmp_path, organization, "in_process", usage_file=tmp_path / "usage.json")
    assert player.run(tasks).code == 2
    assert json.loads((tmp_path / "usage.json").read_text())["total"]["calls"] == 1
