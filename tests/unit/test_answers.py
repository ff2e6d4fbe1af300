# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Meaning of the answers to requests to models, and answers of other shapes."""

from __future__ import annotations

import base64
import json
import typing as t
from pathlib import Path

import pytest
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.spec import Module
from ansible_collections.fjcorp.openai.plugins.module_utils._module import task_arguments
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.models.chat_completion import (
    CHAT_COMPLETION,
    CHAT_COMPLETION_INFO,
)
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.models.completion import COMPLETION
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.models.embedding import EMBEDDING
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.models.image import IMAGE
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.models.moderation import MODERATION
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.models.response import RESPONSE
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.models.speech import SPEECH
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.models.transcription import TRANSCRIPTION
from ansible_collections.fjcorp.openai.plugins.module_utils._support.artifact import manifest_path

from .server import Reply, Server
from .task import Clock, run_task
from .test_generation import Model

CHAT: dict[str, t.Any] = {"model": "m", "messages": [{"role": "user", "content": "hi"}]}
RESPOND: dict[str, t.Any] = {"model": "m", "input": "hi"}
WAV = b"RIFF\x26\0\0\0WAVEfmt "


def sse(*events: t.Any) -> Reply:
    """Return a stream of events."""
    lines = "".join(f"data: {event if isinstance(event, str) else json.dumps(event)}\n\n" for event in events)
    return Reply(body=lines.encode(), headers={"Content-Type": "text/event-stream"})


def chat_answer(reason: str = "stop", text: str = "ok") -> dict[str, t.Any]:
    """Return a chat completion."""
    message = {"role": "assistant", "content": text}
    return {"id": "chatcmpl-1", "model": "m", "choices": [{"index": 0, "message": message, "finish_reason": reason}]}


def completion_answer(reason: str = "stop") -> dict[str, t.Any]:
    """Return a completion."""
    return {"id": "cmpl-1", "model": "m", "choices": [{"index": 0, "text": "ok", "finish_reason": reason}]}


def response_answer(**facts: t.Any) -> dict[str, t.Any]:
    """Return a response."""
    content = [{"type": "output_text", "text": "ok"}]
    output = [{"type": "message", "role": "assistant", "content": content}]
    return {"id": "resp_1", "object": "response", "model": "m", "status": "completed", "output": output, **facts}


# --- content filters -----------------------------------------------------------------------------------------------------

FILTERED: list[tuple[Module, dict[str, t.Any], dict[str, t.Any]]] = [
    (CHAT_COMPLETION, CHAT, chat_answer("content_filter")),
    (COMPLETION, {"model": "m", "prompt": "hi"}, completion_answer("content_filter")),
    (RESPONSE, RESPOND, response_answer(status="incomplete", incomplete_details={"reason": "content_filter"})),
]


@pytest.mark.parametrize(("module", "args", "answer"), FILTERED, ids=lambda each: getattr(each, "module_name", ""))
def test_a_filtered_answer_says_so(
    module: Module, args: dict[str, t.Any], answer: dict[str, t.Any], server: Server, clock: Clock, tmp_path: Path
) -> None:
    server.otherwise = lambda seen: Reply(body=answer)
    dest = str(tmp_path / "answer.txt")
    for reason in ("content_filter", "incomplete"):
        failed = run_task(module, server, {**args, "dest": dest, "fail_on": [reason]})
        assert failed["failed"] and failed["error"]["kind"] == "unwanted_answer" and failed["content_filtered"]
        assert failed["msg"].count("content_filter") == 1 and not Path(dest).exists()
    for _run in range(2):
        kept = run_task(module, server, {**args, "dest": dest})
        assert kept["content_filtered"] is True and len(kept["warnings"]) == 1 and dest in kept["warnings"][0]
    whole = {"index": 0, "finish_reason": "length", "message": {"content": "ok"}, "text": "ok"}
    server.otherwise = lambda seen: Reply(body={**response_answer(), "choices": [whole]})
    fine = run_task(module, server, {**args, "fail_on": ["content_filter"]})
    assert not fine.get("failed") and fine["content_filtered"] is False and "warnings" not in fine


def test_a_stream_may_begin_without_choices(server: Server, clock: Clock) -> None:
    filters = {"choices": [], "prompt_filter_results": [{"prompt_index": 0, "content_filter_results": {}}]}
    part = {"id": "chatcmpl-1", "model": "m", "choices": [{"index": 0, "delta": {"content": "ok"}}]}
    last = {"id": "chatcmpl-1", "choices": [{"index": 0, "delta": {}, "finish_reason": "content_filter"}]}
    server.tell(sse(filters, part, last, "[DONE]"))
    result = run_task(CHAT_COMPLETION, server, {**CHAT, "stream": True})
    assert result["text"] == "ok" and result["content_filtered"] is True


# --- servers that ignore the request for a stream -------------------------------------------------------------------------

PICTURE = base64.b64encode(b"picture").decode()
WHOLE: dict[str, tuple[Module, dict[str, t.Any], Reply, str]] = {
    "chat": (CHAT_COMPLETION, CHAT, Reply(body=chat_answer()), "ok"),
    "completion": (COMPLETION, {"model": "m", "prompt": "hi"}, Reply(body=completion_answer()), "ok"),
    "response": (RESPONSE, RESPOND, Reply(body=response_answer()), "ok"),
    "image": (IMAGE, {"model": "m", "prompt": "hi"}, Reply(body={"data": [{"b64_json": PICTURE}]}), "picture"),
    "transcription": (TRANSCRIPTION, {"model": "m", "file": "sound.wav"}, Reply(body={"text": "ok"}), "ok"),
    "speech": (
        SPEECH,
        {"model": "m", "voice": "v", "input": "hi", "stream_format": "sse"},
        Reply(body=b"sound", headers={"Content-Type": "audio/mpeg"}),
        "sound",
    ),
}


@pytest.mark.parametrize("name", WHOLE)
def test_a_whole_answer_instead_of_a_stream_is_used(
    name: str, server: Server, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module, args, reply, content = WHOLE[name]
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sound.wav").write_bytes(WAV)
    server.tell(reply)
    stream = {} if name == "speech" else {"stream": True}
    result = run_task(module, server, {**args, **stream, "dest": str(tmp_path / "answer.txt")})
    assert not result.get("failed"), result["msg"]
    assert (tmp_path / "answer.txt").read_text() == content
    assert len(server.seen) == 1


def test_an_error_instead_of_a_stream(server: Server, clock: Clock) -> None:
    server.tell(Reply(body={"error": {"message": "overloaded", "code": "busy"}}))
    result = run_task(CHAT_COMPLETION, server, {**CHAT, "stream": True})
    assert result["failed"] and "overloaded" in result["msg"] and len(server.seen) == 1


def test_a_background_stream_is_resumed(server: Server, clock: Clock) -> None:
    running = response_answer(status="in_progress", output=[])
    server.tell(
        sse(
            {"type": "response.created", "sequence_number": 0, "response": running}, {"type": "x", "sequence_number": 4}
        ),
        sse({"type": "x", "sequence_number": 5}),
        sse({"type": "response.completed", "sequence_number": 6, "response": response_answer()}),
    )
    result = run_task(RESPONSE, server, {**RESPOND, "stream": True, "background": True})
    assert result["text"] == "ok" and [seen.method for seen in server.seen] == ["POST", "GET", "GET"]
    assert [dict(seen.query) for seen in server.seen[1:]] == [
        {"stream": "true", "starting_after": "4"},
        {"stream": "true", "starting_after": "5"},
    ]


def test_a_background_stream_without_progress_is_not_resumed_for_ever(server: Server, clock: Clock) -> None:
    running = response_answer(status="in_progress", output=[])
    server.tell(
        sse({"type": "response.created", "sequence_number": 0, "response": running}), sse(), Reply(body=running)
    )
    result = run_task(RESPONSE, server, {**RESPOND, "stream": True, "background": True})
    assert result["status"] == "in_progress" and len(server.seen) == 3


# --- requests ------------------------------------------------------------------------------------------------------------


def sent(module: Module, server: Server, args: dict[str, t.Any], answer: t.Any) -> dict[str, t.Any]:
    """Return the body of the request of a task that succeeds."""
    server.seen.clear()
    server.otherwise = lambda seen: Reply(body=answer)
    result = run_task(module, server, task_arguments(module, args))
    assert not result.get("failed"), result["msg"]
    return t.cast("dict[str, t.Any]", server.seen[-1].json)


def test_values_that_the_api_accepts_as_texts_or_numbers_only(server: Server, clock: Clock) -> None:
    args = {
        **CHAT,
        "metadata": {"ticket": 42, "urgent": True, "ratio": 0.5, "team": "a", "none": None},
        "logit_bias": {50256: "-100", "11": 5, "12": "0.5"},
    }
    body = sent(CHAT_COMPLETION, server, args, chat_answer())
    assert body["metadata"] == {"ticket": "42", "urgent": "true", "ratio": "0.5", "team": "a"}
    assert body["logit_bias"] == {"50256": -100, "11": 5, "12": 0.5}
    for wrong in ({"metadata": {"a": ["b"]}}, {"logit_bias": {"1": "much"}}, {"logit_bias": {"1": "1e999"}}):
        result = run_task(CHAT_COMPLETION, server, {**CHAT, **wrong}, check=True)
        assert result["error"]["kind"] == "invalid_argument" and "." in result["error"]["message"]


def test_a_filter_by_metadata_compares_texts(server: Server, clock: Clock) -> None:
    answers = [{"id": "a", "metadata": {"urgent": "true"}}, {"id": "b", "metadata": {"urgent": "True"}}]
    server.otherwise = lambda seen: Reply(body={"data": answers, "has_more": False})
    found = run_task(CHAT_COMPLETION_INFO, server, {"metadata": {"urgent": True}})
    assert [each["id"] for each in found["chat_completions"]] == ["a"]
    assert ("metadata[urgent]", "true") in server.seen[0].query


@pytest.mark.parametrize(
    ("module", "option", "text"),
    [
        (CHAT_COMPLETION, "stop", ","),
        (COMPLETION, "stop", "a,b"),
        (TRANSCRIPTION, "keywords", "Smith, John"),
        (TRANSCRIPTION, "known_speaker_references", "data:audio/wav;base64,UklG"),
        (MODERATION, "images", "data:image/png;base64,iVBO"),
        (IMAGE, "images", "one, two.png"),
    ],
)
def test_one_text_is_one_item(module: Module, option: str, text: str) -> None:
    assert task_arguments(module, {option: text})[option] == [text]
    assert task_arguments(module, {option: [text, text]})[option] == [text, text]
    assert option not in task_arguments(module, {option: ""})


def test_embeddings_send_further_fields(server: Server, clock: Clock, tmp_path: Path) -> None:
    answer = {"model": "m", "data": [{"index": 0, "embedding": [1.0, 0.5]}], "usage": {}}
    args = {"model": "m", "input": "hi", "dest": str(tmp_path / "v.json"), "extra_body": {"task": "query"}}
    assert sent(EMBEDDING, server, args, answer)["task"] == "query"
    assert not run_task(EMBEDDING, server, args)["asked"]
    other = run_task(EMBEDDING, server, {**args, "extra_body": {"task": "passage"}})
    assert other["asked"] and other["embedded"] == 1, "a vector of another task was used"


@pytest.mark.parametrize("state", ["counted", "compacted"])
def test_further_fields_are_counted_and_compacted(state: str, server: Server, clock: Clock) -> None:
    args = {**RESPOND, "state": state, "extra_body": {"flavor": "mild"}, "temperature": 1}
    body = sent(RESPONSE, server, args, {"input_tokens": 3, "output": [], "id": "resp_1"})
    assert body["flavor"] == "mild" and "temperature" not in body


def test_options_of_some_states(server: Server, clock: Clock) -> None:
    body = sent(RESPONSE, server, {**RESPOND, "state": "counted", "personality": "friendly"}, {"input_tokens": 1})
    assert body["personality"] == "friendly"
    window = {"completion_window": "2h"}
    body = sent(RESPONSE, server, {**RESPOND, "background": True, "background_options": window}, response_answer())
    assert body["background_options"] == window
    for args in ({"personality": "friendly"}, {"background_options": window}):
        result = run_task(RESPONSE, server, {**RESPOND, **args}, check=True)
        assert result["error"]["kind"] == "invalid_argument" and next(iter(args)) in result["msg"]


def test_the_accepted_media_type_fits_the_request(server: Server, clock: Clock, tmp_path: Path) -> None:
    sent(CHAT_COMPLETION, server, CHAT, chat_answer())
    assert server.seen[-1].headers["accept"] == "application/json"
    server.otherwise = lambda seen: Reply(body=b"sound")
    run_task(SPEECH, server, {"model": "m", "voice": "v", "input": "hi", "dest": str(tmp_path / "a.mp3")})
    assert server.seen[-1].headers["accept"] == "*/*"
    server.otherwise = lambda seen: sse({"choices": []}, "[DONE]")
    run_task(CHAT_COMPLETION, server, {**CHAT, "stream": True, "extra_query": {"beta": True}})
    assert server.seen[-1].headers["accept"].startswith("text/event-stream")
    assert server.seen[-1].query == [("beta", "true")]


# --- answers of foreign servers -------------------------------------------------------------------------------------------

BROKEN: list[tuple[Module, dict[str, t.Any], t.Any]] = [
    (MODERATION, {"input": ["a", "b"]}, {"results": [{"flagged": False, "categories": {}, "category_scores": {}}]}),
    (MODERATION, {"input": "a"}, {"results": [None]}),
    (MODERATION, {"input": "a"}, {"results": None}),
    (MODERATION, {"input": "a"}, ["no"]),
    (EMBEDDING, {"model": "m", "input": "a"}, {"data": [{"index": 0, "embedding": [1e300]}]}),
    (EMBEDDING, {"model": "m", "input": "a"}, {"data": [{"index": 0, "embedding": "?"}]}),
    (IMAGE, {"model": "m", "prompt": "a", "dest": "x.png"}, {"data": [{"b64_json": "abc"}]}),
    (IMAGE, {"model": "m", "prompt": "a", "dest": "x.png"}, {"data": [{"b64_json": 5}]}),
    (CHAT_COMPLETION, CHAT, "no"),
    (COMPLETION, {"model": "m", "prompt": "hi"}, []),
    (
        RESPONSE,
        {**RESPOND, "dest": "x.png"},
        response_answer(output=[{"type": "image_generation_call", "result": "a"}]),
    ),
]


@pytest.mark.parametrize(("module", "args", "answer"), BROKEN)
def test_an_answer_of_another_shape_is_an_error_in_one_line(
    module: Module,
    args: dict[str, t.Any],
    answer: t.Any,
    server: Server,
    clock: Clock,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    server.otherwise = lambda seen: Reply(body=answer)
    result = run_task(module, server, args)
    assert result["failed"] and result["error"]["kind"] != "internal_error", result["msg"]
    assert "exception" not in result and len(server.seen) == 1


# --- stored answers --------------------------------------------------------------------------------------------------------


def test_new_metadata_of_a_stored_answer_are_in_the_diff(server: Server, clock: Clock, tmp_path: Path) -> None:
    Model(server)
    args = {**CHAT, "store": True}
    run_task(CHAT_COMPLETION, server, args)
    labeled = run_task(CHAT_COMPLETION, server, {**args, "metadata": {"team": "a"}})
    assert labeled["changed"] and not labeled["asked"]
    assert labeled["diff"]["before"]["metadata"] != labeled["diff"]["after"]["metadata"]
    dest = tmp_path / "answer.txt"
    check = run_task(CHAT_COMPLETION, server, {**args, "dest": str(dest)}, check=True)
    written = run_task(CHAT_COMPLETION, server, {**args, "dest": str(dest)})
    assert written["changed"] and check["diff"] == written["diff"]
    assert written["diff"]["before"]["files"] == {str(dest): None}
    # The manifest of another request with the same answer is replaced, and the file does not change.
    manifest = Path(manifest_path(str(dest)))
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), "fingerprint": "other"}))
    for check_mode in (True, False):
        again = run_task(CHAT_COMPLETION, server, {**args, "dest": str(dest)}, check_mode)
        assert not again["changed"] and again["diff"]["before"] == again["diff"]["after"]
    assert json.loads(manifest.read_text())["fingerprint"] != "other"
