# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Embeddings, moderations, completions and decisions by real runs, and the playbooks that use them."""

from __future__ import annotations

import json
import typing as t
from pathlib import Path

import numpy
import pytest

from tests.emulator.test_embeddings_moderations_decisions import png
from tests.harness.emulator import ROOT, Organization
from tests.harness.play import Played, Player, calls, kill_run, task, wait_until

from .model_calls import asked
from .vectors import INSTRUCT, SMALL, asks, snapshot

# The requests and files do not depend on ansible-core: the ritual, the examples and the playbooks run on every one.
pytestmark = pytest.mark.newest_only


def sent(organization: Organization, step: str) -> list[list[str]]:
    """The texts of each embedding request that was answered."""
    return [entry["body"]["input"] for entry in calls(organization.journal(), step) if entry["status"] == 200]


# --- embeddings ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["in_process", "module"])
def test_thousands_of_texts(way: str, organization: Organization, tmp_path: Path) -> None:
    """Few calls, the order kept, a matrix that others can read, and a small result."""
    texts = [f"{index} bottles on the wall" for index in range(2500)]
    (tmp_path / "texts.txt").write_text("\n".join(texts) + "\n")
    player = Player(tmp_path, organization, way == "in_process")
    args = {"model": SMALL, "src": "texts.txt", "dimensions": 16, "dest": "texts.npy"}
    tasks = [
        task("openai_embedding", "make", args),
        task("openai_embedding", "again", args),
        task("openai_embedding", "one", {"model": SMALL, "input": texts[2100], "dimensions": 16}),
        task("openai_embedding", "plain", {**args, "src": None, "input": texts[:2], "encoding_format": "float"}),
    ]
    played = player.run(tasks[:3], "-v").succeed()
    assert sorted(map(len, sent(organization, "make"))) == [452, 2048] and not asked(organization, "again")
    matrix = numpy.load(tmp_path / "texts.npy")
    assert matrix.shape == (2500, 16) and matrix.dtype == numpy.float32
    assert numpy.allclose(numpy.linalg.norm(matrix, axis=1), 1, atol=1e-5)
    assert numpy.allclose(matrix[2100], played.result("one")["embeddings"][0])
    assert len(played.output) < 20_000, "the numbers were shown"
    assert played.result("make")["count"] == 2500 and played.result("again")["changed"] is False
    other = player.run(tasks[3:]).succeed()
    assert other.result("plain")["embedded"] == 0, "texts of the former artifact were asked for again"


def test_a_killed_run_is_gone_on_with(organization: Organization, tmp_path: Path) -> None:
    """Embeddings that a killed run received are not requested again."""
    texts = [f"text {index}" for index in range(2 * 2048)]
    (tmp_path / "texts.txt").write_text("\n".join(texts))
    organization.fault("stall", path="/embeddings", skip=1, seconds=60)
    args = {"model": SMALL, "src": "texts.txt", "dimensions": 4, "dest": "texts.json"}
    player = Player(tmp_path, organization)
    process = player.start([task("openai_embedding", "make", args)])

    def sizes() -> list[int]:
        return [path.stat().st_size for path in tmp_path.glob(".texts.json.*.unfinished-vectors")]

    wait_until(lambda: any(size > 2048 * 32 for size in sizes()), "the first batch")
    kill_run(process)
    assert not (tmp_path / "texts.json").exists()
    organization.control("faults", method="DELETE")
    played = player.run([task("openai_embedding", "make", args)]).succeed()
    assert played.result("make")["embedded"] == 2048
    assert sorted(path.name for path in tmp_path.glob("*texts.json*")) == ["texts.json", "texts.json.manifest.json"]
    assert [entry["text"] for entry in json.loads((tmp_path / "texts.json").read_text())] == texts


def test_a_failed_run_tells_what_is_kept(organization: Organization, tmp_path: Path) -> None:
    """Out of quota after the first of two requests: a clear failure, and the second run pays for the rest alone."""
    texts = [f"text {index}" for index in range(2048 + 10)]
    args = {"model": SMALL, "input": texts, "dimensions": 4, "dest": "texts.jsonl"}
    told = {"code": "insufficient_quota", "type": "insufficient_quota", "message": "No money left."}
    organization.fault("status", path="/embeddings", skip=1, status=429, body=told)
    player = Player(tmp_path, organization)
    tasks = [task("openai_embedding", "fail", args, ignore_errors=True), task("openai_embedding", "again", args)]
    played = player.run(tasks).succeed()
    played.failure("fail", "api_error", "2058", "insufficient_quota")
    everything = [text for step in ("fail", "again") for batch in sent(organization, step) for text in batch]
    assert sorted(everything) == sorted(texts), "a text was paid for twice, or never"


@pytest.mark.parametrize("limit", ["tokens", "minute"])
def test_a_request_that_is_too_large_is_halved(limit: str, organization: Organization, player: Player) -> None:
    """More tokens than the bytes let expect, or than the account has in a minute."""
    texts = [f"{index} " + "a b c d " * 800 for index in range(100)]
    if limit == "minute":
        path = {"project_id": organization.project_id, "rate_limit_id": f"rl-{SMALL}"}
        lower = {
            "method": "POST",
            "path": "/organization/projects/{project_id}/rate_limits/{rate_limit_id}",
            "path_params": path,
            "body": {"max_tokens_per_1_minute": 200_000},
        }
        player.run([task("openai_api", "lower", lower)]).succeed()
    args = {"model": SMALL, "input": texts, "dimensions": 4, "dest": "texts.json"}
    played = player.run([task("openai_embedding", "make", args)]).succeed()
    assert played.result("make")["embedded"] == 100
    refused = [e for e in calls(organization.journal(), "make") if e["status"] in (400, 429)]
    assert refused and len(sent(organization, "make")) >= 2
    assert sorted(text for batch in sent(organization, "make") for text in batch) == sorted(texts)


# --- moderations --------------------------------------------------------------------------------------------------------

NASTY = "I will kill you, idiot"


def test_a_gate(organization: Organization, tmp_path: Path) -> None:
    """Texts in one request and images one in each; flags and thresholds fail the task, which returns them."""
    (tmp_path / "nice.png").write_bytes(png())
    (tmp_path / "gore.png").write_bytes(png("[[gore]]"))
    parts = [{"type": "text", "text": "Look"}, {"type": "image_url", "path": "gore.png"}]
    fail = {"ignore_errors": True}
    mixed = {"input": ["Nice", parts, NASTY], "images": ["nice.png", "https://example.com/gore/1.png"]}
    kept = {"input": NASTY, "dest": "kept.json"}
    tasks = [
        task("openai_moderation", "mixed", mixed),
        task("openai_moderation", "parts", {"input": parts}),
        task("openai_moderation", "flagged", {**kept, "fail_on": ["flagged"]}, **fail),
        task("openai_moderation", "strict", {**kept, "input": "Nice", "threshold": 0.00001}, **fail),
        task("openai_moderation", "single", {**kept, "input": "Nice", "thresholds": {"hate": 0.0}}, **fail),
        task("openai_moderation", "loose", {"input": "Nice", "threshold": 0.0, "thresholds": dict.fromkeys(SCORED, 1)}),
        task("openai_moderation", "typo", {**kept, "thresholds": {"violents": 0.5}}, **fail),
        task("openai_moderation", "make", kept),
        task("openai_moderation", "again", {**kept, "threshold": 0.999}),
        task("openai_moderation", "stricter", {**kept, "threshold": 0.5}, **fail),
    ]
    played = Player(tmp_path, organization).run(tasks).succeed()
    result = played.result("mixed")
    assert [each["flagged"] for each in result["moderation"]["results"]] == [False, True, True, False, True]
    assert result["flagged"] and result["flagged_categories"] == ["harassment", "violence", "violence/graphic"]
    assert result["category_scores"][2]["violence"] > 0.9 and result["categories"][0]["violence"] is False
    assert asked(organization, "mixed") == 4 and result["changed"] is False
    assert len(played.result("parts")["moderation"]["results"]) == 1
    played.failure("flagged", "unwanted_answer", "input 1", "harassment", "violence")
    played.failure("strict", "unwanted_answer", "input 1", "1e-05")
    played.failure("single", "unwanted_answer", "hate", "0")
    played.failure("typo", "invalid_argument", "violents", "harassment")
    played.failure("stricter", "unwanted_answer", "harassment", "0.5")
    assert played.result("flagged")["moderation"]["results"][0]["flagged"]
    assert json.loads((tmp_path / "kept.json").read_text())["results"][0]["flagged"]
    assert [asked(organization, name) for name in ("make", "again")] == [1, 0]


SCORED = [
    "harassment",
    "harassment/threatening",
    "hate",
    "hate/threatening",
    "illicit",
    "illicit/violent",
    "self-harm",
    "self-harm/intent",
    "self-harm/instructions",
    "sexual",
    "sexual/minors",
    "violence",
    "violence/graphic",
]


# --- completions and decisions ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("stream", [False, True])
def test_completions(stream: bool, organization: Organization, player: Player) -> None:
    """All texts in their order; one text is a text file, several are JSON; a stream makes no difference."""
    base = {"model": INSTRUCT, "stream": stream}
    several = {**base, "prompt": ["Say: one", "Say: two"], "n": 2, "logprobs": 1, "dest": "several.json"}
    tasks = [
        task("openai_completion", "one", {**base, "prompt": "Say: ready to go", "dest": "one.txt"}),
        task("openai_completion", "again", {**base, "stream": False, "prompt": "Say: ready to go", "dest": "one.txt"}),
        task("openai_completion", "several", several),
        task(
            "openai_completion",
            "cut",
            {**base, "prompt": "[[words:99]]", "fail_on": ["incomplete"], "dest": "cut.txt"},
            ignore_errors=True,
        ),
    ]
    played = player.run(tasks).succeed()
    assert played.result("one")["text"] == (player.folder / "one.txt").read_text() == "ready to go"
    assert played.result("one")["usage"]["total_tokens"] and asked(organization, "again") == 0
    assert [text[:3] for text in played.result("several")["texts"]] == ["one", "one", "two", "two"]
    written = json.loads((player.folder / "several.json").read_text())
    assert all(choice["logprobs"]["tokens"] for choice in written["choices"]) and written["object"] == "text_completion"
    played.failure("cut", "unwanted_answer", "length")
    assert not (player.folder / "cut.txt").exists()


def test_decisions(organization: Organization, player: Player) -> None:
    """Answers by the names of their questions, images of this machine included; a refusal can fail the task."""
    (player.folder / "photo.png").write_bytes(png())
    content = [{"type": "input_text", "text": "refund me"}, {"type": "input_image", "path": "photo.png"}]
    choices = [{"value": "billing", "description": "refund"}, {"value": True}]
    questions = [
        {"name": "refund", "type": "predicate", "instructions": "They want a refund."},
        {"name": "team", "type": "choice", "instructions": "Who?", "choices": choices},
        {"name": "mood", "type": "score", "instructions": "How?", "levels": [{"label": "good"}, {"label": "bad"}]},
        {"name": "no", "type": "predicate", "instructions": [{"type": "input_text", "text": "[[refusal]]"}]},
    ]
    args = {"model": "gpt-6-luna", "input": [{"role": "user", "content": content}], "questions": questions}
    tasks = [
        task("openai_decision", "ask", {**args, "dest": "decision.json"}),
        task("openai_decision", "again", {**args, "dest": "decision.json"}),
        task("openai_decision", "refused", {**args, "fail_on": ["refusal"]}, ignore_errors=True),
        {"name": "other", "ansible.builtin.copy": {"dest": "{{ playbook_dir }}/photo.png", "src": "other.png"}},
        task("openai_decision", "changed", {**args, "dest": "decision.json"}),
    ]
    (player.folder / "other.png").write_bytes(png("other"))
    played = player.run(tasks).succeed()
    decided = played.result("ask")["decided"]
    assert decided["team"] == "billing" and decided["refund"] > 0.5 and 1 <= decided["mood"] <= 2
    assert decided["no"] is None and [each["name"] for each in played.result("ask")["answers"]] == list(decided)
    played.failure("refused", "unwanted_answer", "no")
    assert [asked(organization, name) for name in ("ask", "again", "changed")] == [1, 0, 1]


# --- playbooks ----------------------------------------------------------------------------------------------------------


def by_hand(player: Player, name: str, *options: str) -> Played:
    """A playbook of the collection, with its files in the folder of the test."""
    return player.run(ROOT / "playbooks" / f"{name}.yml", "-e", f"output_folder={player.folder}", *options)


def twice(player: Player, organization: Organization, name: str, *options: str) -> tuple[Played, Played]:
    """Checked, run and run again: the check writes nothing, and the second run asks and changes nothing."""
    by_hand(player, name, "--check", "--diff", *options).succeed()
    assert asks(organization) == [] and snapshot(player.folder) == {}
    first = by_hand(player, name, *options).succeed()
    count, made = len(organization.journal()), snapshot(player.folder)
    second = by_hand(player, name, *options).succeed()
    assert [entry["template"] for entry in organization.journal()[count:]] == []
    assert not [record["task"] for record in second.records if record["result"].get("changed")]
    assert made and snapshot(player.folder) == made
    by_hand(player, name, "--check", *options).succeed()
    return first, second


def test_moderation_gate(organization: Organization, player: Player) -> None:
    """Harmless texts are published; a harmful announcement ends the play before that."""
    twice(player, organization, "moderation_gate")
    assert asks(organization) == ["/moderations"] * 2
    shown = (player.folder / "moderation-comments.txt").read_text().splitlines()
    assert shown == ["Thank you, see you there!", "Is there parking for cargo bikes?"]
    before = snapshot(player.folder)
    refused = by_hand(player, "moderation_gate", "-e", json.dumps({"moderation_gate_announcement": NASTY}))
    assert refused.code != 0 and "harassment, violence" in refused.output
    assert snapshot(player.folder) == before


def test_nearest_text(organization: Organization, player: Player) -> None:
    """The entry that means the same is found; another question costs one request."""
    first, second = twice(player, organization, "nearest_text")
    for played in (first, second):
        found: dict[str, t.Any] = played.result("Show the nearest entry")["msg"]
        assert found["question"] == "How do I fix a flat tire?" and "14 euros" in found["answer"]
    assert asks(organization) == ["/embeddings"] * 2
    other = by_hand(player, "nearest_text", "-e", "nearest_text_question='When are you open?'").succeed()
    assert "nine to six" in other.result("Show the nearest entry")["msg"]["answer"]
    assert len(asks(organization)) == 3
