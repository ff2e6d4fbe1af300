# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Answers of models, by real runs: what goes in from this machine, how an answer may end, what is kept of it."""

from __future__ import annotations

import base64
import json
import typing as t
import wave

import pytest

from tests.harness.emulator import Organization
from tests.harness.media import PNG, picture
from tests.harness.play import Player, calls, task, writes

from .answers import MAY_FAIL, SCHEMA, WEATHER, asked, chat, response

# Requests and stored answers do not depend on ansible-core: the ritual, the examples and the playbooks run on every one.
pytestmark = pytest.mark.newest_only


# --- made once ---------------------------------------------------------------------------------------------------------


def test_a_response_is_made_once(organization: Organization, player: Player) -> None:
    """Unchanged it costs nothing; edited, deleted, another question or forced, it is made again."""
    args = {"input": "Name three colors.", "dest": "answer.txt", "metadata": {"team": "a"}}
    other = {**args, "input": "Name four colors."}
    tasks = [
        response("check", args, check_mode=True),
        response("make", args),
        response("again", {**args, "metadata": {"team": "b"}, "stream": True}),
        {"name": "damage", "ansible.builtin.copy": {"dest": "{{ playbook_dir }}/answer.txt", "content": "edited"}},
        response("repair", args),
        {"name": "lose", "ansible.builtin.file": {"path": "{{ playbook_dir }}/answer.txt", "state": "absent"}},
        response("remake", args),
        response("other", other),
        response("force", {**other, "force": True}),
        task("openai_response", "remove", {"dest": "answer.txt", "state": "absent"}),
        task("openai_response", "gone already", {"dest": "answer.txt", "state": "absent"}),
    ]
    played = player.run(tasks).succeed()
    ask = ["POST /responses"]
    assert {
        name: asked(organization, name) for name in ("check", "make", "again", "repair", "remake", "other", "force")
    } == {
        "check": [],
        "make": ask,
        "again": [],
        "repair": ask,
        "remake": ask,
        "other": ask,
        "force": ask,
    }
    assert played.result("again")["changed"] is False and played.result("again")["asked"] is False
    assert played.result("again")["text"] == played.result("make")["text"]
    assert asked(organization, "remove") == ["DELETE /responses/{response_id}"]
    assert played.result("gone already")["changed"] is False
    assert not list(player.folder.glob("*answer*"))


def test_files_count_by_their_content(organization: Organization, player: Player) -> None:
    """A file elsewhere with the same content is the same question; with other content it is another."""
    for name, seed in (("a", "one"), ("b", "one"), ("c", "two")):
        (player.folder / name).mkdir()
        (player.folder / name / "picture.png").write_bytes(picture(seed))
        (player.folder / name / "notes.md").write_text(f"# {seed}\n")

    def question(folder: str, **more: t.Any) -> dict[str, t.Any]:
        parts = [
            {"type": "input_text", "text": "Say seen"},
            {"type": "input_image", "path": f"{folder}/picture.png"},
            {"type": "input_file", "path": f"{folder}/notes.md"},
        ]
        return {"input": [{"role": "user", "content": parts}], "dest": "answer.txt", **more}

    steps = ("a", "b", "c")
    played = player.run([response(name, question(name)) for name in steps]).succeed()
    assert [len(asked(organization, name)) for name in steps] == [1, 0, 1]
    (sent,) = [entry["body"] for entry in writes(calls(organization.journal(), "a"))]
    image, notes = sent["input"][0]["content"][1:]
    assert base64.b64decode(image["image_url"].removeprefix("data:image/png;base64,")) == picture("one")
    assert (notes["filename"], base64.b64decode(notes["file_data"].split(",")[1])) == ("notes.md", b"# one\n")
    assert base64.b64encode(picture("one")).decode() not in played.output


def test_chat_takes_pictures_sounds_and_files(organization: Organization, player: Player) -> None:
    """Each part is sent in the form that the API expects."""
    (player.folder / "picture.png").write_bytes(picture("x"))
    (player.folder / "notes.txt").write_text("text")
    with wave.open(str(player.folder / "sound.wav"), "wb") as sound:
        sound.setparams((1, 2, 8000, 0, "NONE", ""))
        sound.writeframes(bytes(800))
    parts = [
        {"type": "text", "text": "Say seen"},
        {"type": "image_url", "path": "picture.png", "detail": "low"},
        {"type": "input_audio", "path": "sound.wav"},
        {"type": "file", "path": "notes.txt"},
    ]
    args = {"model": "gpt-audio-mini", "messages": [{"role": "user", "content": parts}], "dest": "answer.txt"}
    tasks = [task("openai_chat_completion", name, args) for name in ("make", "again")]
    played = player.run(tasks).succeed()
    assert played.result("make")["text"] == "seen" and played.result("again")["changed"] is False
    (sent,) = [entry["body"] for entry in writes(calls(organization.journal(), "make"))]
    image, audio, file = sent["messages"][0]["content"][1:]
    assert image["image_url"]["detail"] == "low" and image["image_url"]["url"].startswith("data:image/png;base64,")
    assert audio["input_audio"]["format"] == "wav"
    assert file["file"]["filename"] == "notes.txt"


def test_spoken_answers_are_files(organization: Organization, player: Player) -> None:
    """The audio is the artifact, a second answer is stored in the same directory, and the result contains neither."""
    args = {
        "model": "gpt-audio-mini",
        "messages": [{"role": "user", "content": "Say hello there"}],
        "modalities": ["text", "audio"],
        "audio": {"voice": "alloy", "format": "wav"},
        "n": 2,
        "dest": "hello.wav",
    }
    names = ("make", "again", "one")
    tasks = [task("openai_chat_completion", name, {**args, "n": 1} if name == "one" else args) for name in names]
    played = player.run(tasks[:2]).succeed()
    for name in ("hello.wav", "hello-2.wav"):
        with wave.open(str(player.folder / name)) as sound:
            assert sound.getnframes() > 1000
    made = played.result("make")
    assert made["text"] == "hello there" and "data" not in made["chat_completion"]["choices"][0]["message"]["audio"]
    assert played.result("again")["chat_completion"] == made["chat_completion"]
    (player.folder / "hello-2.wav").write_bytes(b"edited")
    player.run(tasks).succeed()
    assert len(asked(organization, "make")) == 2, "a damaged second file is made again"
    assert not (player.folder / "hello-2.wav").exists(), "one answer has one file"


def test_images_of_a_response_are_files(organization: Organization, player: Player) -> None:
    """Without text the image is the artifact; with text it is stored in the same directory as the text."""
    tool = {"tools": [{"type": "image_generation"}], "input": "draw a cat"}
    tasks = [
        response("image", {**tool, "tool_choice": {"type": "image_generation"}, "dest": "cat.png"}),
        response("both", {**tool, "dest": "cat.txt"}),
        task("openai_response", "remove", {"dest": "cat.txt", "state": "absent"}),
    ]
    played = player.run(tasks[:2]).succeed()
    images = [(player.folder / name).read_bytes() for name in ("cat.png", "cat-2.png")]
    assert images[0] == images[1] and images[0].startswith(PNG)
    assert (player.folder / "cat.txt").read_text() == played.result("both")["text"]
    assert not [item for item in played.result("both")["response"]["output"] if item.get("result")]
    player.run(tasks[2:]).succeed()
    assert sorted(path.name for path in player.folder.glob("cat*")) == ["cat.png", "cat.png.manifest.json"]


# --- how an answer may end ---------------------------------------------------------------------------------------------

ENDS: dict[str, tuple[dict[str, t.Any], dict[str, t.Any]]] = {
    "incomplete": ({"input": "[[words:500]]", "max_output_tokens": 16}, {"text": "[[words:500]]", "max_tokens": 4}),
    "refusal": ({"input": "[[refusal]]"}, {"text": "[[refusal]]"}),
    "tool_calls": (
        {"input": "weather", "tools": [WEATHER]},
        {"text": "weather", "tools": [{"type": "function", "function": {"name": "weather"}}]},
    ),
}


@pytest.mark.parametrize("end", sorted(ENDS))
def test_what_a_task_does_not_want(end: str, organization: Organization, player: Player) -> None:
    """It is a result, or by fail_on a failure that holds it and leaves nothing behind."""
    tasks = []
    for ask, name, args in zip((response, chat), ("response", "chat"), ENDS[end], strict=True):
        tasks += [
            ask(f"{name} result", {**args}),
            ask(f"{name} failure", {**args, "fail_on": [end], "dest": f"{name}.txt"}, **MAY_FAIL),
            ask(f"{name} kept", {**args, "dest": f"{name}.txt"}),
            ask(f"{name} not kept", {**args, "fail_on": [end], "dest": f"{name}.txt"}, **MAY_FAIL),
        ]
    played = player.run(tasks).succeed()
    for name, thing in (("response", "response"), ("chat", "chat_completion")):
        fine, bad = played.result(f"{name} result"), played.failure(f"{name} failure", "unwanted_answer")
        assert bad[thing]["id"]
        for shortcut in ("text", "refusal", "usage", "model"):
            assert bad[shortcut] == fine[shortcut]
        assert bool(bad["refusal"]) == (end == "refusal") and bool(bad["tool_calls"]) == (end == "tool_calls")
        assert played.ended(f"{name} kept") == "ok"
        assert played.ended(f"{name} not kept") == "failed" and len(asked(organization, f"{name} not kept")) == 1


def test_structured_answers(organization: Organization, player: Player) -> None:
    """A schema in plain YAML is enough; the answer comes parsed, from the file as well."""
    tasks = [
        response("response", {"input": "Prague has 1300000 people", "schema": SCHEMA, "dest": "a.json"}),
        response("again", {"input": "Prague has 1300000 people", "schema": SCHEMA, "dest": "a.json"}),
        chat("chat", {"text": "Prague has 1300000 people", "schema": SCHEMA}),
    ]
    played = player.run(tasks).succeed()
    for name in ("response", "again", "chat"):
        assert set(played.result(name)["parsed"]) == {"city", "people"}
    assert json.loads((player.folder / "a.json").read_text()) == played.result("again")["parsed"]


def test_a_function_is_called_and_answered(player: Player) -> None:
    """The call, the playbook's answer, the final words."""
    output = {
        "type": "function_call_output",
        "call_id": "{{ call.tool_calls[0].call_id }}",
        "output": "four degrees",
    }
    tasks = [
        response("call", {"input": "weather", "tools": [WEATHER]}, register="call"),
        response("final", {"input": [output], "previous_response_id": "{{ call.response.id }}"}),
    ]
    assert "four degrees" in player.run(tasks).succeed().result("final")["text"]


# --- in the background -------------------------------------------------------------------------------------------------


def test_the_background(organization: Organization, player: Player) -> None:
    """Begun once, found again by the next run, waited for, written; one that runs is cancelled."""
    organization.control("clock", {"freeze": True})
    args = {"input": "Say done", "background": True, "dest": "answer.txt"}
    waiting = {**args, "wait": True, "wait_interval": 0.1}
    played = player.run(
        [response("begin", args), response("look", args), response("wait in check mode", waiting, check_mode=True)]
    )
    begun = played.succeed().result("begin")
    assert begun["changed"] and begun["status"] == "queued" and not (player.folder / "answer.txt").exists()
    assert played.result("look")["changed"] is False and not asked(organization, "look")
    assert played.result("wait in check mode")["changed"] is True
    organization.control("clock", {"freeze": False, "speed": 20})
    played = player.run(
        [response("wait", waiting), response("again", waiting), response("new", {**waiting, "input": "Say 2"})]
    )
    done = played.succeed().result("wait")
    assert done["changed"] and done["text"] == "done" and not asked(organization, "wait")
    assert done["response"]["id"] == begun["response"]["id"]
    assert played.result("again")["changed"] is False and not calls(organization.journal(), "again")
    assert played.result("new")["text"] == "2"
    organization.control("clock", {"freeze": True})
    gone = {"dest": "long.txt", "state": "absent"}
    tasks = [
        response("long", {**args, "dest": "long.txt"}, register="long"),
        task(
            "openai_response", "late", {"id": "{{ long.response.id }}", "wait": True, "wait_timeout": 0.1}, **MAY_FAIL
        ),
        task("openai_response", "stop", gone),
        task("openai_response", "stop again", gone),
        task("openai_response", "lost", {"id": "{{ long.response.id }}"}, **MAY_FAIL),
    ]
    played = player.run(tasks).succeed()
    played.failure("late", "wait_failed", "0.1 s", "wait_timeout")
    assert asked(organization, "stop") == ["POST /responses/{response_id}/cancel", "DELETE /responses/{response_id}"]
    assert played.result("stop again")["changed"] is False
    played.failure("lost", "not_found", played.result("long")["response"]["id"])


def test_a_failed_response_fails_the_task(organization: Organization, player: Player) -> None:
    """The error contains the message of the API, nothing is written, and the next run sends a new request."""
    args = {"input": "[[fail]]", "background": True, "wait": True, "wait_interval": 0.1, "dest": "answer.txt"}
    played = player.run([response("one", args, **MAY_FAIL), response("two", args, **MAY_FAIL)]).succeed()
    for name in ("one", "two"):
        assert played.failure(name, "unwanted_answer", "server_error")["response"]["status"] == "failed"
        assert asked(organization, name) == ["POST /responses"]
    assert not (player.folder / "answer.txt").exists()


def test_a_stored_answer_by_its_id(organization: Organization, player: Player) -> None:
    """Read, written and deleted by the id, both kinds."""
    tasks = [
        response("response", {"input": "Say one"}, register="one"),
        task("openai_response", "fetch response", {"id": "{{ one.response.id }}", "dest": "one.txt"}),
        task("openai_response", "fetch again", {"id": "{{ one.response.id }}", "dest": "one.txt"}),
        task("openai_response_info", "info", {"id": "{{ one.response.id }}", "input_items": True}),
        task("openai_response_info", "unknown", {"id": "resp_none"}),
        task("openai_response", "delete response", {"id": "{{ one.response.id }}", "state": "absent"}),
        chat("chat", {"text": "Say two", "store": True}, register="two"),
        task("openai_chat_completion", "fetch chat", {"id": "{{ two.chat_completion.id }}", "dest": "two.txt"}),
    ]
    played = player.run(tasks).succeed()
    assert (player.folder / "one.txt").read_text() == "one" and (player.folder / "two.txt").read_text() == "two"
    assert played.result("fetch response")["changed"] and not played.result("fetch again")["changed"]
    (kept,) = played.result("info")["responses"]
    assert kept["input_items"][0]["content"][0]["text"] == "Say one"
    assert played.result("unknown")["responses"] == []
    assert played.result("delete response")["removed"] == [kept["id"]]


def test_counting_and_compacting(organization: Organization, player: Player) -> None:
    """Counting sends no request to a model; a compaction is made once, and the conversation continues with it."""
    args = {"input": "My name is Ada.", "dest": "short.json"}
    tasks = [
        response("count", {**args, "state": "counted"}),
        response("compact", {**args, "state": "compacted"}, register="short"),
        response("compact again", {**args, "state": "compacted"}),
        response("continue", {"input": "{{ short.response.output + [{'role': 'user', 'content': 'Say hi'}] }}"}),
    ]
    played = player.run(tasks).succeed()
    assert played.result("count")["input_tokens"] > 3 and played.result("count")["changed"] is False
    assert played.result("compact")["response"]["object"] == "response.compaction"
    assert played.result("compact again")["changed"] is False and not asked(organization, "compact again")
    assert played.result("continue")["text"] == "hi"
