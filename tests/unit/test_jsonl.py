# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Mistakes in JSONL, found before it is uploaded."""

from __future__ import annotations

import io
import json
import typing as t

import pytest
from ansible_collections.fjcorp.openai.plugins.module_utils._domain import jsonl as jsonl_module
from ansible_collections.fjcorp.openai.plugins.module_utils._domain.jsonl import check_jsonl
from ansible_collections.fjcorp.openai.plugins.module_utils._support.errors import InvalidArgument

USER = {"role": "user", "content": "hi"}
ASSISTANT = {"role": "assistant", "content": "hello"}
CALLS = {"role": "assistant", "content": None, "tool_calls": [{"id": "c", "type": "function"}]}
GOOD = {"messages": [USER, ASSISTANT]}
PREFERENCE = {
    "input": {"messages": [USER]},
    "preferred_output": [ASSISTANT],
    "non_preferred_output": [{"role": "assistant", "content": "go away"}],
}
REINFORCEMENT = {"messages": [USER], "reference_answer": "42"}
COMPLETION = {"prompt": "a", "completion": "b"}
REQUEST = {"custom_id": "1", "method": "POST", "url": "/v1/chat/completions", "body": {"model": "m"}}


def lines(*rows: t.Any) -> bytes:
    """Rows as JSONL; bytes as they are."""
    return b"".join(row if isinstance(row, bytes) else json.dumps(row).encode() + b"\n" for row in rows)


def problem(content: bytes, purpose: str = "fine-tune") -> str:
    """What is said of a file; empty when it is fine."""
    try:
        check_jsonl(io.BytesIO(content), purpose, "data.jsonl")
    except InvalidArgument as refused:
        assert "validate" in refused.remedy and "data.jsonl" in refused.message
        return refused.message
    return ""


@pytest.mark.parametrize(
    "row",
    [
        GOOD,
        {"messages": [{"role": "system", "content": "s"}, USER, {**ASSISTANT, "weight": 0}]},
        {"messages": [{"role": "developer", "content": "s"}, USER, ASSISTANT]},
        {"messages": [USER, CALLS, {"role": "tool", "content": "r", "tool_call_id": "c"}, ASSISTANT], "tools": []},
        {"messages": [USER, {"role": "assistant", "function_call": {"name": "f"}}], "functions": []},
        {
            "messages": [{"role": "user", "content": [{"type": "text", "text": "x"}]}, ASSISTANT],
            "parallel_tool_calls": True,
        },
        PREFERENCE,
        {**PREFERENCE, "input": {"messages": [USER], "tools": [], "parallel_tool_calls": True}},
        REINFORCEMENT,
        COMPLETION,
    ],
)
def test_good_training_data(row: t.Any) -> None:
    assert not problem(lines(row, row))
    assert not problem(lines(row, row).rstrip(b"\n")), "the last line may end without a break"
    assert not problem(lines(row).replace(b"\n", b"\r\n") * 2)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (b"{not json}\n", "JSON"),
        (b'{"messages": [}\n', "JSON"),
        (b"{} {}\n", "JSON"),
        (b"[1]\n", "must be an object, got list"),
        (b'"text"\n', "must be an object"),
        (b"null\n", "must be an object"),
        (b"\n", "is empty"),
        (b"   \t\n", "is empty"),
        ('{"messages": [{"role": "user", "content": "gr\xfc\xdfe"}]}\n'.encode("latin-1"), "UTF-8"),
        (b"\xef\xbb\xbf" + lines(GOOD), "line 2"),
        (lines(GOOD).decode().encode("utf-16"), "line 2"),
        ({}, "does not contain messages"),
        ({"prompt": "only"}, "does not contain messages"),
        ({"prompt": 1, "completion": "b"}, "prompt or completion"),
        ({"messages": []}, "does not contain messages"),
        ({"messages": "hi"}, "does not contain messages"),
        ({"messages": ["hi"]}, "messages[0] must be an object"),
        ({"messages": [USER, {"role": "robot", "content": "x"}]}, "got 'robot'"),
        ({"messages": [{"content": "x"}, ASSISTANT]}, "messages[0].role must be one of"),
        ({"messages": [{"role": "user"}, ASSISTANT]}, "messages[0] (user) does not contain content"),
        (
            {"messages": [USER, {"role": "assistant", "content": ""}]},
            "messages[1] (assistant) does not contain content",
        ),
        ({"messages": [{"role": "user", "content": []}, ASSISTANT]}, "content"),
        ({"messages": [USER]}, "assistant in messages"),
        ({"messages": [{"role": ["user"], "content": "x"}]}, "messages[0].role"),
    ],
)
def test_bad_training_data(row: t.Any, words: str) -> None:
    told = problem(lines(GOOD, row, GOOD))
    assert "line 2 " in told and words in told
    assert "line 1 " not in told


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({**PREFERENCE, "input": "x"}, "does not contain input"),
        ({**PREFERENCE, "input": {}}, "input.messages"),
        ({**PREFERENCE, "preferred_output": []}, "does not contain preferred_output"),
        ({name: value for name, value in PREFERENCE.items() if name != "non_preferred_output"}, "non_preferred_output"),
        ({**PREFERENCE, "non_preferred_output": [USER]}, "assistant in non_preferred_output"),
        ({**PREFERENCE, "input": {"messages": [{"role": "x"}]}}, "input.messages[0].role"),
    ],
)
def test_bad_preferences(row: t.Any, words: str) -> None:
    told = problem(lines(PREFERENCE, row))
    assert "line 2 " in told and words in told


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({**REQUEST, "custom_id": ""}, "custom_id"),
        ({**REQUEST, "custom_id": 7}, "custom_id"),
        ({**REQUEST, "custom_id": "1"}, "custom_id '1'"),
        ({**REQUEST, "custom_id": "2", "method": "GET"}, "method must be POST, got 'GET'"),
        ({**REQUEST, "custom_id": "2", "url": "https://x"}, "got 'https://x'"),
        ({**REQUEST, "custom_id": "2", "url": None}, "url must begin with /v1/"),
        ({**REQUEST, "custom_id": "2", "body": "x"}, "body"),
        (b"{\n", "JSON"),
        (b"\n", "is empty"),
    ],
)
def test_bad_batches(row: t.Any, words: str) -> None:
    told = problem(lines(REQUEST, row), "batch")
    assert "line 2 " in told and words in told


def test_good_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [{**REQUEST, "custom_id": str(number)} for number in range(4)]
    assert not problem(lines(*rows), "batch")
    monkeypatch.setattr(jsonl_module, "BATCH_LINES", 3)
    assert "at most 3 lines, got 4" in problem(lines(*rows), "batch")


def test_mixtures() -> None:
    assert "preference and supervised" in problem(lines(GOOD, PREFERENCE))
    assert "prompt and completion and supervised" in problem(lines(GOOD, COMPLETION))
    other = {**REQUEST, "custom_id": "2", "url": "/v1/embeddings"}
    assert "/v1/chat/completions and /v1/embeddings" in problem(lines(REQUEST, other), "batch")


@pytest.mark.parametrize("purpose", ["fine-tune", "batch"])
def test_nothing_at_all(purpose: str) -> None:
    assert "empty" in problem(b"", purpose)


def test_byte_order_marks() -> None:
    told = problem(b"\xef\xbb\xbf" + lines(GOOD, GOOD))
    assert "line 1 " in told and "line 2" not in told, "the API reads the mark as part of the first line and refuses it"
    for encoding in ("utf-16", "utf-16-le", "utf-16-be", "utf-32"):
        assert "line 1 " in problem(lines(GOOD).decode().rstrip("\n").encode(encoding)), encoding


def test_ten_problems_are_enough() -> None:
    told = problem(lines(*[b"{\n"] * 500))
    assert "line 10 " in told and "line 11" not in told and "more" in told
    few = problem(lines(*[b"{\n"] * 9))
    assert "line 9 " in few and "more" not in few


def test_reading_stops_at_the_tenth_problem() -> None:
    def endless() -> t.Iterator[bytes]:
        while True:
            yield b"{\n"

    with pytest.raises(InvalidArgument):
        check_jsonl(endless(), "fine-tune", "data.jsonl")


@pytest.mark.parametrize("purpose", ["assistants", "vision", "user_data", "evals"])
def test_other_purposes_are_not_looked_at(purpose: str) -> None:
    assert not problem(b"\x00 anything", purpose)


def test_what_is_wrong_is_one_line() -> None:
    assert "\n" not in problem(lines({"messages": [{"role": "two\nlines"}]}, b"{\n"))
