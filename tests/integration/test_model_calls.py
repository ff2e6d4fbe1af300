# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Answers of a model: made once, stored, found again, and whole after interruptions."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from tests.harness.emulator import Organization
from tests.harness.play import PATIENCE, Player, kill_run, task, wait_until

from .model_calls import QUESTION, asked

# The requests do not depend on ansible-core: the ritual, the examples and the playbooks run on every one.
pytestmark = pytest.mark.newest_only


def test_an_artifact_is_made_once(organization: Organization, tmp_path: Path) -> None:
    """An unchanged answer needs no request; a damaged file, another prompt or force sends one."""
    player = Player(tmp_path, organization)
    args = {**QUESTION, "dest": "answer.txt"}
    other = {**args, "messages": [{"role": "user", "content": "Name four colors."}]}
    tasks = [
        task("openai_chat_completion", "check", args, check_mode=True),
        task("openai_chat_completion", "make", args),
        task("openai_chat_completion", "again", args),
        {"name": "damage", "ansible.builtin.copy": {"dest": "{{ playbook_dir }}/answer.txt", "content": "edited"}},
        task("openai_chat_completion", "repair", args),
        task("openai_chat_completion", "other", other),
        task("openai_chat_completion", "force", {**other, "force": True}),
        task("openai_chat_completion", "remove", {"dest": "answer.txt", "state": "absent"}),
    ]
    played = player.run(tasks).succeed()
    counts = {
        name: asked(organization, name) for name in ("check", "make", "again", "repair", "other", "force", "remove")
    }
    assert counts == {"check": 0, "make": 1, "again": 0, "repair": 1, "other": 1, "force": 1, "remove": 0}
    changed = {name: played.result(name)["changed"] for name in counts}
    assert changed == {**dict.fromkeys(counts, True), "again": False}
    assert played.result("again")["text"] == played.result("make")["text"]
    assert played.result("again")["usage"] == played.result("make")["usage"]
    assert not list(tmp_path.glob("answer*"))


def test_a_stored_answer_is_found(organization: Organization, player: Player) -> None:
    """With store the API keeps the answer; another machine finds it by its mark."""
    args = {**QUESTION, "store": True, "metadata": {"team": "a"}}
    tasks = [
        task("openai_chat_completion", "make", args),
        task("openai_chat_completion", "again", args),
        task("openai_chat_completion", "written", {**args, "dest": "answer.txt"}),
        task("openai_chat_completion_info", "messages", {"metadata": {"team": "a"}, "messages": True}),
    ]
    played = player.run(tasks).succeed()
    assert [asked(organization, name) for name in ("make", "again", "written")] == [1, 0, 0]
    assert (player.folder / "answer.txt").read_text() == played.result("make")["text"]
    (kept,) = played.result("messages")["chat_completions"]
    assert kept["messages"][0]["content"] == "Name three colors."


def test_a_plain_question_changes_nothing(organization: Organization, player: Player) -> None:
    """Without dest and store a request is sent in every run, and the task reports no change."""
    tasks = [task("openai_chat_completion", name, QUESTION) for name in ("one", "two")]
    played = player.run(tasks).succeed()
    assert [asked(organization, name) for name in ("one", "two")] == [1, 1]
    assert [played.result(name)["changed"] for name in ("one", "two")] == [False, False]


SCHEMA = {
    "type": "object",
    "properties": {"city": {"type": "string"}, "people": {"type": "integer"}},
    "required": ["city", "people"],
    "additionalProperties": False,
}
TOOL = {"type": "function", "function": {"name": "weather", "parameters": SCHEMA, "strict": True}}


@pytest.mark.parametrize("stream", [False, True])
def test_shortcuts(stream: bool, organization: Organization, player: Player) -> None:
    """Structured answers come parsed; tool calls, function calls and truncation are results of their own."""
    base = {**QUESTION, "stream": stream, **({"stream_options": {"include_usage": True}} if stream else {})}
    formatted = {"type": "json_schema", "json_schema": {"name": "city", "schema": SCHEMA, "strict": True}}
    function = {"name": "weather", "parameters": SCHEMA}
    tasks = [
        task("openai_chat_completion", "parsed", {**base, "response_format": formatted}),
        task("openai_chat_completion", "tool", {**base, "tools": [TOOL], "tool_choice": "required"}),
        task(
            "openai_chat_completion",
            "function",
            {**base, "functions": [function], "function_call": {"name": "weather"}},
        ),
        task("openai_chat_completion", "short", {**base, "max_completion_tokens": 1}),
        task("openai_chat_completion", "many", {**base, "n": 3, "logprobs": True, "top_logprobs": 2}),
    ]
    played = player.run(tasks).succeed()
    assert set(played.result("parsed")["parsed"]) == {"city", "people"}
    (call,) = played.result("tool")["tool_calls"]
    assert call["function"]["name"] == "weather" and set(json.loads(call["function"]["arguments"])) == {
        "city",
        "people",
    }
    assert played.result("tool")["finish_reason"] == "tool_calls" and call["id"]
    assert json.loads(played.result("function")["function_call"]["arguments"])
    assert played.result("short")["finish_reason"] == "length"
    many = played.result("many")["chat_completion"]["choices"]
    assert len(many) == 3 and all(choice["logprobs"]["content"] for choice in many)
    assert all(played.result(name)["usage"]["total_tokens"] for name in ("parsed", "tool", "many"))
    if not stream:
        whole = {**base, "response_format": formatted}
        streamed = player.run([task("openai_chat_completion", "same", {**whole, "stream": True})]).succeed()
        assert streamed.result("same")["text"] == played.result("parsed")["text"]


def test_concurrent_runs_ask_once(organization: Organization, tmp_path: Path) -> None:
    """Four runs of one task at once: one asks, all have the answer, the artifact is whole."""
    shared = {"ANSIBLE_HOME": str(tmp_path / "ansible")}
    args = {**QUESTION, "dest": str(tmp_path / "answer.txt")}
    running = []
    for index in range(4):
        folder = tmp_path / str(index)
        folder.mkdir()
        player = Player(folder, organization, variables=shared)
        running.append(player.start([task("openai_chat_completion", "ask", args)]))
    outputs = [process.communicate(timeout=PATIENCE)[0] for process in running]
    assert all(process.returncode == 0 for process in running), "\n".join(outputs)
    assert asked(organization, "ask") == 1
    manifest = json.loads((tmp_path / "answer.txt.manifest.json").read_text())
    assert manifest["sha256"] == hashlib.sha256((tmp_path / "answer.txt").read_bytes()).hexdigest()


def test_a_killed_run_leaves_no_half_artifact(organization: Organization, tmp_path: Path) -> None:
    """Killed while the model answers; the next run makes it."""
    (tmp_path / "answer.txt").write_text("from before")
    organization.fault("stall", path="/chat/completions", seconds=30)
    player = Player(tmp_path, organization)
    args = {**QUESTION, "dest": "answer.txt", "force": True}
    process = player.start([task("openai_chat_completion", "ask", args)])
    faults = {"path": "faults", "method": "GET"}
    wait_until(lambda: any(rule["used"] for rule in organization.control(**faults)["faults"]), "the request")
    kill_run(process)
    assert (tmp_path / "answer.txt").read_text() == "from before"
    organization.control("faults", method="DELETE")
    played = player.run([task("openai_chat_completion", "ask", args)]).succeed()
    assert (tmp_path / "answer.txt").read_text() == played.result("ask")["text"]
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".answer")]
