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
    """Is shown with a question mark, and with a budget refused before the first request."""
    prices = {"prices_file": tmp_path / "prices.yml"}
    played = counting(tmp_path, organization, "in_process", **prices).run([ask("one", "gpt-4.1-mini")]).succeed()
    assert re.search(r"no prices? for '?gpt-4.1-mini", " ".join(played.output.split()))
    tasks = [{**ask("two", "gpt-4.1-mini"), "ignore_errors": True}, ask("three", "gpt-4o-mini")]
    for way in ("in_process", "module"):
        stopped = counting(tmp_path, organization, way, budget=5, **prices).run(tasks).succeed()
        stopped.failure("two", "invalid_argument", "budget", "price", "gpt-4.1-mini")
    assert not calls(organization.journal(), "two")


def test_media_and_background_tasks_are_priced(organization: Organization, tmp_path: Path) -> None:
    """Speech by characters, images and transcriptions by what the server returned, tasks with async, and lookups by task."""
    prices = {
        "tts-1": {"characters": 1_000_000},
        "whisper-1": {"minute": 60},
        "gpt-image-1": {"input": 0, "image_output": 1_000_000},
        "gpt-4o-mini": {"input": 0, "output": 1_000_000},
    }
    settings = {"prices_file": tmp_path / "prices.yml", "usage_file": tmp_path / "usage.json", "budget": 1_000_000}
    player = counting(tmp_path, organization, "in_process", **settings)
    (tmp_path / "prices.yml").write_text(yaml.safe_dump(prices))
    speech = {"model": "tts-1", "voice": "alloy", "input": "Good morning.", "dest": "speech.wav"}
    heard = {"model": "whisper-1", "file": "speech.wav"}
    image = {"model": "gpt-image-1", "prompt": "A red square", "dest": "image.png", "quality": "low"}
    lookup = "{{ lookup('fjcorp.openai.chat', 'Say a word.', model='gpt-4o-mini') }}"
    tasks = [
        task("openai_speech", "speech", speech),
        task("openai_transcription", "heard", {**heard, "response_format": "verbose_json"}),
        task("openai_transcription", "subtitles", {**heard, "dest": "speech.srt"}),
        task("openai_image", "image", image, register="drawn"),
        task("openai_moderation", "moderated", {"input": "Fine."}),
        {**ask("background", "gpt-4o-mini"), "async": 900, "poll": 1},
        {**ask("as a module", "gpt-4o-mini"), "vars": {"fjcorp_openai_in_process": False}},
        {"name": "a lookup", "ansible.builtin.debug": {"msg": lookup}},
        {"name": "the same", "ansible.builtin.debug": {"msg": lookup}},
    ]
    played = player.run(tasks).succeed()
    rows = {row["task"]: row for row in json.loads((tmp_path / "usage.json").read_text())["usage"]}
    assert list(rows) == [each["name"] for each in tasks[:-1]]
    assert rows["speech"]["characters"] == rows["speech"]["cost"] == len("Good morning.")
    assert rows["heard"]["seconds"] == pytest.approx(rows["heard"]["cost"]) and rows["heard"]["cost"] > 0
    assert rows["subtitles"]["cost"] > 0 and rows["moderated"]["cost"] == 0
    assert rows["image"]["cost"] == played.result("image")["usage"]["output_tokens"] and rows["image"]["images"] == 1
    for name in ("background", "as a module", "a lookup"):
        assert rows[name]["calls"] == 1 and rows[name]["cost"] == rows[name]["output_tokens"] > 0


def test_prices_of_a_refused_answer_are_booked(organization: Organization, tmp_path: Path) -> None:
    """A task that fails over an answer has paid for it."""
    tasks = [ask("a great many words about nothing at all", max_completion_tokens=1, fail_on=["incomplete"])]
    player = counting(tmp_path, organization, "in_process", usage_file=tmp_path / "usage.json")
    assert player.run(tasks).code == 2
    assert json.loads((tmp_path / "usage.json").read_text())["total"]["calls"] == 1
