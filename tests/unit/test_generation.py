# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Requests to models are sent once, like a target of ``make``."""

from __future__ import annotations

import json
import typing as t
from pathlib import Path

import pytest
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.models.chat_completion import CHAT_COMPLETION
from ansible_collections.fjcorp.openai.plugins.module_utils._support.artifact import manifest_path
from ansible_collections.fjcorp.openai.plugins.module_utils._support.fingerprint import MARK, fingerprint

from .server import Reply, Seen, Server, error
from .task import Clock, run_task

REQUEST: dict[str, t.Any] = {"model": "m", "messages": [{"role": "user", "content": "hi"}]}


class Model:
    """A model, and its stored answers.

    :ivar lost: one entry for each of the next requests, whose response is lost: whether it is carried out.
    """

    def __init__(self, server: Server) -> None:
        self.server = server
        self.stored: list[dict[str, t.Any]] = []
        self.requests: list[dict[str, t.Any]] = []
        self.lost: list[bool] = []
        self.ignores_filters = False
        server.otherwise = self.answer

    def answer(self, seen: Seen) -> Reply:
        """Return the response to a request."""
        if seen.method == "GET" and len(seen.parts) == 2:
            mark = dict(seen.query).get(f"metadata[{MARK}]")
            everything = mark is None or self.ignores_filters
            found = [each for each in self.stored if everything or (each.get("metadata") or {}).get(MARK) == mark]
            return Reply(body={"data": found, "has_more": False})
        if seen.method == "GET":
            found = [each for each in self.stored if each["id"] == seen.parts[-1]]
            return Reply(body=found[0]) if found else error(404, "No such completion")
        if seen.method == "DELETE":
            self.stored = [each for each in self.stored if each["id"] != seen.parts[-1]]
            return Reply(body={"deleted": True})
        if len(seen.parts) == 3:
            (one,) = [each for each in self.stored if each["id"] == seen.parts[-1]]
            one.update(seen.json)
            return Reply(body=one)
        carried_out = self.lost.pop(0) if self.lost else None
        if carried_out is False:
            return Reply(cut="before")
        body = seen.json
        self.requests.append(body)
        number = len(self.requests)
        message = {"role": "assistant", "content": f"answer {number}"}
        done = {
            "id": f"chatcmpl-{number}",
            "created": number,
            "model": body["model"],
            "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
            "usage": {"total_tokens": 3},
        }
        if body.get("store"):
            self.stored.append({**done, "metadata": body.get("metadata")})
        return Reply(cut="before") if carried_out else Reply(body=done)


@pytest.fixture()
def model(server: Server, clock: Clock) -> Model:
    """Return a model without requests."""
    return Model(server)


def ask(model: Model, /, check: bool = False, **args: t.Any) -> dict[str, t.Any]:
    """Return the result of a task that requests an answer."""
    result = run_task(CHAT_COMPLETION, model.server, {**REQUEST, **args}, check)
    assert not result.get("failed"), result["msg"]
    return result


# --- fingerprints ------------------------------------------------------------------------------------------------------


def test_a_fingerprint_identifies_a_request() -> None:
    base = fingerprint("/x", {"a": 1, "b": {"c": [1, 2]}})
    assert base == fingerprint("/x", {"b": {"c": [1, 2]}, "a": 1}), "the order of keys has no meaning"
    assert base == fingerprint("/x", {"a": 1, "b": {"c": [1, 2]}, "metadata": {"k": "v"}})
    others = [
        fingerprint("/y", {"a": 1, "b": {"c": [1, 2]}}),
        fingerprint("/x", {"a": 2, "b": {"c": [1, 2]}}),
        fingerprint("/x", {"a": 1, "b": {"c": [2, 1]}}),
        fingerprint("/x", {"a": 1, "b": {"c": [1, 2], "d": None}}),
        fingerprint("/x", {"a": "1", "b": {"c": [1, 2]}}),
        fingerprint("/x", {"a": 1}),
    ]
    assert len({base, *others}) == len(others) + 1
    assert len(base) <= 64 and base.isalnum(), "it must fit into metadata"


@pytest.mark.parametrize(
    "change",
    [
        {"model": "n"},
        {"messages": [{"role": "user", "content": "ho"}]},
        {"messages": [{"role": "system", "content": "hi"}]},
        {"temperature": 0},
        {"seed": 7},
        {"max_completion_tokens": 5},
        {"response_format": {"type": "json_object"}},
        {"tools": [{"type": "function", "function": {"name": "f"}}]},
        {"tool_choice": "none"},
        {"stop": ["x"]},
        {"n": 2},
        {"reasoning_effort": "low"},
        {"verbosity": "low"},
        {"service_tier": "flex"},
        {"force": True},
    ],
)
def test_changes_that_send_another_request(model: Model, tmp_path: Path, change: dict[str, t.Any]) -> None:
    dest = str(tmp_path / "answer")
    assert ask(model, dest=dest)["asked"]
    again = ask(model, dest=dest, **change)
    assert again["asked"] and again["changed"] and len(model.requests) == 2
    assert (tmp_path / "answer").read_text() == "answer 2"


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"metadata": {"team": "a"}},
        {"user": "ann"},
        {"safety_identifier": "x"},
        {"temperature": None},
        {"tools": None},
        {"stream_options": {"include_usage": True}},
        {"timeout": 4},
        {"extra_headers": {"X-Team": "a"}},
    ],
)
def test_changes_that_send_no_request(model: Model, tmp_path: Path, change: dict[str, t.Any]) -> None:
    dest = str(tmp_path / "answer")
    first = ask(model, dest=dest)
    again = ask(model, dest=dest, **change)
    assert not again["asked"] and not again["changed"] and len(model.requests) == 1
    for name in ("text", "finish_reason", "usage", "chat_completion", "dest"):
        assert again[name] == first[name]


# --- with a file -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("damage", ["changed", "gone", "emptied"])
def test_a_damaged_artifact_is_requested_again(model: Model, tmp_path: Path, damage: str) -> None:
    dest = tmp_path / "answer"
    ask(model, dest=str(dest))
    if damage == "changed":
        dest.write_text("tampered with")
    elif damage == "gone":
        dest.unlink()
    else:
        Path(manifest_path(str(dest))).unlink()
        dest.write_text("")
    assert ask(model, dest=str(dest))["changed"]
    assert dest.read_text() == "answer 2"
    assert not ask(model, dest=str(dest))["changed"]


@pytest.mark.parametrize("manifest", ["", "{", '{"owner": "organization", "name": "ci"}'])
def test_a_file_that_is_no_answer_is_refused(model: Model, tmp_path: Path, manifest: str) -> None:
    """Before anything is sent, in check mode too, and by state=absent; only force replaces it."""
    dest = tmp_path / "notes"
    dest.write_text("mine")
    if manifest:
        Path(manifest_path(str(dest))).write_text(manifest)
    for args in ({}, {"state": "absent"}):
        for check in (False, True):
            result = run_task(CHAT_COMPLETION, model.server, {**REQUEST, "dest": str(dest), **args}, check)
            assert result["failed"] and result["error"]["kind"] == "invalid_argument" and "force=true" in result["msg"]
    assert not model.server.seen and dest.read_text() == "mine"
    assert ask(model, dest=str(dest), force=True)["changed"] and dest.read_text() == "answer 1"


def test_check_mode_sends_no_request_and_predicts(model: Model, tmp_path: Path) -> None:
    dest = tmp_path / "answer"
    check = ask(model, check=True, dest=str(dest))
    assert not model.requests and not dest.exists() and not check["asked"]
    run = ask(model, dest=str(dest))
    assert (check["changed"], check["diff"]) == (run["changed"], run["diff"]) and run["changed"]
    again = ask(model, check=True, dest=str(dest))
    assert not again["changed"] and again["text"] == "answer 1"


def test_a_rejected_request_leaves_the_old_artifact(model: Model, tmp_path: Path) -> None:
    dest = tmp_path / "answer"
    ask(model, dest=str(dest))
    model.server.tell(error(400, "no such model"))
    result = run_task(CHAT_COMPLETION, model.server, {**REQUEST, "model": "n", "dest": str(dest)})
    assert result["failed"] and dest.read_text() == "answer 1"
    assert not ask(model, dest=str(dest))["changed"]


def test_a_file_that_cannot_be_written_fails_before_the_request(model: Model, tmp_path: Path) -> None:
    for dest in (tmp_path, tmp_path / "none" / "answer"):
        result = run_task(CHAT_COMPLETION, model.server, {**REQUEST, "dest": str(dest)})
        assert result["failed"] and "dest" in result["msg"]
    assert not model.requests


def test_an_artifact_is_removed(model: Model, tmp_path: Path) -> None:
    dest = tmp_path / "answer"
    ask(model, dest=str(dest))
    args = {"state": "absent", "dest": str(dest)}
    check = run_task(CHAT_COMPLETION, model.server, args, check=True)
    assert check["changed"] and dest.exists()
    run = run_task(CHAT_COMPLETION, model.server, args)
    assert (check["diff"], check["removed"]) == (run["diff"], run["removed"])
    assert run["changed"] and not dest.exists() and not Path(manifest_path(str(dest))).exists()
    assert not run_task(CHAT_COMPLETION, model.server, args)["changed"]


# --- stored by the API -------------------------------------------------------------------------------------------------


def test_a_stored_answer_is_found(model: Model) -> None:
    first = ask(model, store=True, metadata={"team": "a"})
    assert first["changed"] and first["asked"]
    assert set(model.requests[0]["metadata"]) == {"team", MARK}
    again = ask(model, store=True)
    assert not again["changed"] and not again["asked"] and again["text"] == "answer 1"
    assert ask(model, store=True, seed=1)["text"] == "answer 2"
    assert ask(model, store=True, force=True)["text"] == "answer 3"


def test_a_missing_file_is_written_from_the_stored_answer(model: Model, tmp_path: Path) -> None:
    dest = tmp_path / "answer"
    ask(model, store=True, dest=str(dest))
    dest.unlink()
    check = ask(model, check=True, store=True, dest=str(dest))
    again = ask(model, store=True, dest=str(dest))
    assert again["changed"] and not again["asked"] and check["diff"] == again["diff"]
    assert dest.read_text() == "answer 1" and len(model.requests) == 1


def test_stored_answers_are_removed(model: Model) -> None:
    ask(model, store=True)
    ask(model, store=True, seed=1)
    args = {**REQUEST, "state": "absent"}
    assert run_task(CHAT_COMPLETION, model.server, args, check=True)["removed"] == ["chatcmpl-1"]
    assert run_task(CHAT_COMPLETION, model.server, args)["removed"] == ["chatcmpl-1"]
    assert [each["id"] for each in model.stored] == ["chatcmpl-2"]
    assert not run_task(CHAT_COMPLETION, model.server, args)["changed"]
    assert run_task(CHAT_COMPLETION, model.server, {"state": "absent", "id": "chatcmpl-2"})["changed"]
    assert not run_task(CHAT_COMPLETION, model.server, {"state": "absent", "id": "chatcmpl-2"})["changed"]
    assert run_task(CHAT_COMPLETION, model.server, {"state": "absent"})["failed"]


# --- requests that are not stored, and lost responses ------------------------------------------------------------------


def test_a_request_without_dest_and_store_is_always_sent_and_changes_nothing(model: Model) -> None:
    for number in (1, 2):
        result = ask(model)
        assert result["asked"] and not result["changed"] and result["text"] == f"answer {number}"
    assert MARK not in str(model.requests)
    assert not ask(model, check=True)["asked"] and len(model.requests) == 2


@pytest.mark.parametrize("carried_out", [False, True])
def test_a_stored_answer_whose_response_is_lost_is_looked_up(model: Model, carried_out: bool) -> None:
    model.lost = [carried_out]
    result = ask(model, store=True)
    assert result["text"] == "answer 1" and len(model.requests) == len(model.stored) == 1


@pytest.mark.parametrize("carried_out", [False, True])
def test_a_request_that_is_not_stored_is_repeated_when_its_response_is_lost(model: Model, carried_out: bool) -> None:
    model.lost = [carried_out]
    assert ask(model)["text"] == f"answer {2 if carried_out else 1}"


def test_required_inputs(model: Model) -> None:
    for args, word in (({"model": "m"}, "messages"), ({**REQUEST, "model": ""}, "model")):
        result = run_task(CHAT_COMPLETION, model.server, args)
        assert result["failed"] and f"{word} is required" in result["msg"]
        assert result["error"]["kind"] == "invalid_argument"
    assert not model.server.seen


def test_a_streamed_answer_has_the_same_return_values(model: Model) -> None:
    chunks = [
        {"id": "c", "choices": [{"index": 0, "delta": {"role": "assistant", "content": "ans"}}]},
        {"id": "c", "choices": [{"index": 0, "delta": {"content": "wer"}, "finish_reason": "stop"}]},
        {"id": "c", "choices": [], "usage": {"total_tokens": 3}},
    ]
    raw = b"".join(f"data: {json.dumps(chunk)}\n\n".encode() for chunk in chunks) + b"data: [DONE]\n\n"
    model.server.tell(Reply(200, chunks=[raw[:40], raw[40:]], headers={"Content-Type": "text/event-stream"}))
    result = ask(model, stream=True)
    assert (result["text"], result["finish_reason"], result["usage"]) == ("answer", "stop", {"total_tokens": 3})


def test_the_stored_answer_to_another_request_is_neither_returned_nor_deleted(server: Server) -> None:
    model = Model(server)
    model.ignores_filters = True
    foreign = run_task(
        CHAT_COMPLETION, server, {**REQUEST, "messages": [{"role": "user", "content": "b"}], "store": True}
    )
    answer = run_task(CHAT_COMPLETION, server, {**REQUEST, "store": True})
    assert answer["asked"] and answer["text"] != foreign["text"]
    assert not run_task(CHAT_COMPLETION, server, {**REQUEST, "store": True})["asked"]
    removed = run_task(CHAT_COMPLETION, server, {**REQUEST, "store": True, "state": "absent"})["removed"]
    assert removed == [answer["chat_completion"]["id"]]
    assert [each["id"] for each in model.stored] == [foreign["chat_completion"]["id"]]
