# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Model calls are made once, like a target of make."""

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

QUESTION: dict[str, t.Any] = {"model": "m", "messages": [{"role": "user", "content": "hi"}]}


class Model:
    """Answers and keeps what it is asked to keep."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.stored: list[dict[str, t.Any]] = []
        self.asked: list[dict[str, t.Any]] = []
        self.lose: list[bool] = []
        self.ignores_filters = False
        server.otherwise = self.answer

    def answer(self, seen: Seen) -> Reply:
        """As the server; ``lose`` says for the next questions whether the one that is cut off was heard."""
        if seen.method == "GET" and len(seen.parts) == 2:
            mark = dict(seen.query).get(f"metadata[{MARK}]")
            everything = mark is None or self.ignores_filters
            found = [each for each in self.stored if everything or (each.get("metadata") or {}).get(MARK) == mark]
            return Reply(body={"data": found, "has_more": False})
        if seen.method == "GET":
            one = [each for each in self.stored if each["id"] == seen.parts[-1]]
            return Reply(body=one[0]) if one else error(404, "No such completion")
        if seen.method == "DELETE":
            self.stored = [each for each in self.stored if each["id"] != seen.parts[-1]]
            return Reply(body={"deleted": True})
        heard = self.lose.pop(0) if self.lose else None
        if heard is False:
            return Reply(cut="before")
        body = seen.json
        self.asked.append(body)
        number = len(self.asked)
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
        return Reply(cut="before") if heard else Reply(body=done)


@pytest.fixture()
def model(server: Server, clock: Clock) -> Model:
    """A model that has not been asked yet."""
    return Model(server)


def ask(model: Model, /, check: bool = False, **args: t.Any) -> dict[str, t.Any]:
    """The result of a question."""
    result = run_task(CHAT_COMPLETION, model.server, {**QUESTION, **args}, check)
    assert not result.get("failed"), result["msg"]
    return result


# --- fingerprints ------------------------------------------------------------------------------------------------------


def test_a_fingerprint_is_of_what_is_asked() -> None:
    base = fingerprint("/x", {"a": 1, "b": {"c": [1, 2]}})
    assert base == fingerprint("/x", {"b": {"c": [1, 2]}, "a": 1}), "the order of keys means nothing"
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
def test_what_asks_again(model: Model, tmp_path: Path, change: dict[str, t.Any]) -> None:
    dest = str(tmp_path / "answer")
    assert ask(model, dest=dest)["asked"]
    again = ask(model, dest=dest, **change)
    assert again["asked"] and again["changed"] and len(model.asked) == 2
    assert (tmp_path / "answer").read_text() == "answer 2"


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"metadata": {"team": "a"}},
        {"user": "somebody"},
        {"safety_identifier": "x"},
        {"temperature": None},
        {"tools": None},
        {"stream_options": {"include_usage": True}},
        {"timeout": 4},
        {"extra_headers": {"X-Team": "a"}},
    ],
)
def test_what_does_not_ask_again(model: Model, tmp_path: Path, change: dict[str, t.Any]) -> None:
    dest = str(tmp_path / "answer")
    first = ask(model, dest=dest)
    again = ask(model, dest=dest, **change)
    assert not again["asked"] and not again["changed"] and len(model.asked) == 1
    for name in ("text", "finish_reason", "usage", "chat_completion", "dest"):
        assert again[name] == first[name]


# --- with a file -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("damage", ["changed", "gone", "no manifest", "bad manifest"])
def test_a_damaged_artifact_is_made_again(model: Model, tmp_path: Path, damage: str) -> None:
    dest = tmp_path / "answer"
    ask(model, dest=str(dest))
    manifest = Path(manifest_path(str(dest)))
    if damage == "changed":
        dest.write_text("tampered with")
    elif damage == "gone":
        dest.unlink()
    elif damage == "no manifest":
        manifest.unlink()
    else:
        manifest.write_text("{")
    assert ask(model, dest=str(dest))["changed"]
    assert dest.read_text() == "answer 2"
    assert not ask(model, dest=str(dest))["changed"]


def test_a_check_asks_nothing_and_foretells(model: Model, tmp_path: Path) -> None:
    dest = tmp_path / "answer"
    check = ask(model, check=True, dest=str(dest))
    assert not model.asked and not dest.exists() and not check["asked"]
    run = ask(model, dest=str(dest))
    assert (check["changed"], check["diff"]) == (run["changed"], run["diff"]) and run["changed"]
    again = ask(model, check=True, dest=str(dest))
    assert not again["changed"] and again["text"] == "answer 1"


def test_a_refused_question_leaves_the_old_artifact(model: Model, tmp_path: Path) -> None:
    dest = tmp_path / "answer"
    ask(model, dest=str(dest))
    model.server.tell(error(400, "no such model"))
    result = run_task(CHAT_COMPLETION, model.server, {**QUESTION, "model": "n", "dest": str(dest)})
    assert result["failed"] and dest.read_text() == "answer 1"
    assert not ask(model, dest=str(dest))["changed"]


def test_a_file_that_cannot_be_written_is_found_before_asking(model: Model, tmp_path: Path) -> None:
    for dest in (tmp_path, tmp_path / "none" / "answer"):
        result = run_task(CHAT_COMPLETION, model.server, {**QUESTION, "dest": str(dest)})
        assert result["failed"] and "dest" in result["msg"]
    assert not model.asked


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


# --- kept by the API ---------------------------------------------------------------------------------------------------


def test_a_stored_answer_is_found(model: Model) -> None:
    first = ask(model, store=True, metadata={"team": "a"})
    assert first["changed"] and first["asked"]
    assert set(model.asked[0]["metadata"]) == {"team", MARK}
    again = ask(model, store=True)
    assert not again["changed"] and not again["asked"] and again["text"] == "answer 1"
    assert ask(model, store=True, seed=1)["text"] == "answer 2"
    assert ask(model, store=True, force=True)["text"] == "answer 3"


def test_a_stored_answer_fills_a_lost_file(model: Model, tmp_path: Path) -> None:
    dest = tmp_path / "answer"
    ask(model, store=True, dest=str(dest))
    dest.unlink()
    check = ask(model, check=True, store=True, dest=str(dest))
    again = ask(model, store=True, dest=str(dest))
    assert again["changed"] and not again["asked"] and check["diff"] == again["diff"]
    assert dest.read_text() == "answer 1" and len(model.asked) == 1


def test_stored_answers_are_removed(model: Model) -> None:
    ask(model, store=True)
    ask(model, store=True, seed=1)
    args = {**QUESTION, "state": "absent"}
    assert run_task(CHAT_COMPLETION, model.server, args, check=True)["removed"] == ["chatcmpl-1"]
    assert run_task(CHAT_COMPLETION, model.server, args)["removed"] == ["chatcmpl-1"]
    assert [each["id"] for each in model.stored] == ["chatcmpl-2"]
    assert not run_task(CHAT_COMPLETION, model.server, args)["changed"]
    assert run_task(CHAT_COMPLETION, model.server, {"state": "absent", "id": "chatcmpl-2"})["changed"]
    assert not run_task(CHAT_COMPLETION, model.server, {"state": "absent", "id": "chatcmpl-2"})["changed"]
    assert run_task(CHAT_COMPLETION, model.server, {"state": "absent"})["failed"]


# --- a plain question, and answers that are lost -----------------------------------------------------------------------


def test_a_plain_question_is_asked_each_time_and_changes_nothing(model: Model) -> None:
    for number in (1, 2):
        result = ask(model)
        assert result["asked"] and not result["changed"] and result["text"] == f"answer {number}"
    assert MARK not in str(model.asked)
    assert not ask(model, check=True)["asked"] and len(model.asked) == 2


@pytest.mark.parametrize("heard", [False, True])
def test_a_lost_stored_answer_is_looked_for(model: Model, heard: bool) -> None:
    model.lose = [heard]
    result = ask(model, store=True)
    assert result["text"] == "answer 1" and len(model.asked) == len(model.stored) == 1


@pytest.mark.parametrize("heard", [False, True])
def test_a_lost_plain_answer_is_asked_for_again(model: Model, heard: bool) -> None:
    model.lose = [heard]
    assert ask(model)["text"] == f"answer {2 if heard else 1}"


def test_what_is_missing_is_told(model: Model) -> None:
    for args, word in (({"model": "m"}, "messages"), ({**QUESTION, "model": ""}, "model")):
        result = run_task(CHAT_COMPLETION, model.server, args)
        assert result["failed"] and f"{word} is required" in result["msg"]
        assert result["error"]["kind"] == "invalid_argument"
    assert not model.server.seen


def test_a_streamed_answer_is_the_same(model: Model) -> None:
    chunks = [
        {"id": "c", "choices": [{"index": 0, "delta": {"role": "assistant", "content": "ans"}}]},
        {"id": "c", "choices": [{"index": 0, "delta": {"content": "wer"}, "finish_reason": "stop"}]},
        {"id": "c", "choices": [], "usage": {"total_tokens": 3}},
    ]
    raw = b"".join(f"data: {json.dumps(chunk)}\n\n".encode() for chunk in chunks) + b"data: [DONE]\n\n"
    model.server.tell(Reply(200, chunks=[raw[:40], raw[40:]], headers={"Content-Type": "text/event-stream"}))
    result = ask(model, stream=True)
    assert (result["text"], result["finish_reason"], result["usage"]) == ("answer", "stop", {"total_tokens": 3})


def test_the_stored_answer_to_another_question_is_neither_returned_nor_deleted(server: Server) -> None:
    model = Model(server)
    model.ignores_filters = True
    foreign = run_task(
        CHAT_COMPLETION, server, {**QUESTION, "messages": [{"role": "user", "content": "b"}], "store": True}
    )
    answer = run_task(CHAT_COMPLETION, server, {**QUESTION, "store": True})
    assert answer["asked"] and answer["text"] != foreign["text"]
    assert not run_task(CHAT_COMPLETION, server, {**QUESTION, "store": True})["asked"]
    removed = run_task(CHAT_COMPLETION, server, {**QUESTION, "store": True, "state": "absent"})["removed"]
    assert removed == [answer["chat_completion"]["id"]]
    assert [each["id"] for each in model.stored] == [foreign["chat_completion"]["id"]]
