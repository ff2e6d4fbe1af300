# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Filters, as Ansible finds and calls them."""

from __future__ import annotations

import json
import math
import typing as t
from importlib import import_module

import pytest
from ansible.errors import AnsibleFilterError
from hypothesis import given
from hypothesis import strategies as st

FILTERS = "ansible_collections.fjcorp.openai.plugins.filter"


def applied(name: str) -> t.Callable[..., t.Any]:
    """A filter by its name."""
    found: t.Callable[..., t.Any] = import_module(f"{FILTERS}.{name}").FilterModule().filters()[name]
    return found


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@given(st.lists(JSON))
def test_jsonl_comes_back_as_it_went(values: list[t.Any]) -> None:
    text = applied("to_jsonl")(values)
    assert text.count("\n") == len(values)
    assert applied("from_jsonl")(text) == values


def test_jsonl_keeps_text_readable_and_skips_empty_lines() -> None:
    assert applied("to_jsonl")([{"a": "größer"}]) == '{"a": "größer"}\n'
    assert applied("from_jsonl")('\n{"a": 1}\r\n\n2') == [{"a": 1}, 2]
    assert applied("from_jsonl")("") == []


def test_chat_examples_take_every_form_of_a_pair() -> None:
    pairs = [
        ["Q", "A"],
        {"user": "Q", "assistant": "A"},
        {"question": "Q", "answer": "A"},
        {"prompt": "Q", "completion": "A"},
    ]
    wanted = {"messages": [{"role": "user", "content": "Q"}, {"role": "assistant", "content": "A"}]}
    assert applied("chat_examples")(pairs) == [wanted] * 4
    assert applied("chat_examples")({"Q": "A"}) == [wanted]
    (example,) = applied("chat_examples")([["Q", "A"]], system="S")
    assert example["messages"] == [{"role": "system", "content": "S"}, *wanted["messages"]]


def test_cosine_similarity_is_the_cosine() -> None:
    cosine = applied("cosine_similarity")
    assert cosine([1, 0], [0, 2]) == 0
    assert cosine([1, 1], [2, 2]) == pytest.approx(1)
    assert cosine([1, 2, 3], [-1, -2, -3]) == pytest.approx(-1)
    assert cosine([1, 0], [1, 1]) == pytest.approx(math.sqrt(0.5))


PRICES = {"gpt-4o": {"input": 2.5, "cached_input": 1.25, "output": 10}, "whisper-1": {"minute": 0.006}}


@pytest.mark.parametrize(
    ("usage", "model", "wanted"),
    [
        ({"prompt_tokens": 1_000_000, "completion_tokens": 0}, "gpt-4o", 2.5),
        ({"input_tokens": 0, "output_tokens": 100_000}, "gpt-4o", 1.0),
        ({"prompt_tokens": 400_000, "prompt_tokens_details": {"cached_tokens": 400_000}}, "gpt-4o", 0.5),
        ({"input_tokens": 1_000_000, "input_tokens_details": {"audio_tokens": 1_000_000}}, "gpt-4o", 2.5),
        ({"prompt_tokens": 1_000_000, "total_tokens": 1_000_000}, "gpt-4o-2024-08-06", 2.5),
        ({"type": "duration", "seconds": 90}, "whisper-1", 0.009),
        ({}, "gpt-4o", 0),
    ],
)
def test_cost_by_the_table(usage: dict[str, t.Any], model: str, wanted: float) -> None:
    assert applied("cost")(usage, PRICES, model) == pytest.approx(wanted)
    assert applied("cost")({"usage": usage, "model": model}, PRICES) == pytest.approx(wanted)


@pytest.mark.parametrize(
    ("name", "values", "words"),
    [
        ("to_jsonl", ["text"], "must be a list"),
        ("to_jsonl", [{"a": 1}], "must be a list"),
        ("from_jsonl", ['{"a": 1}\n{"b"'], "line 2 is not valid JSON"),
        ("from_jsonl", [["x"]], "must be a string"),
        ("chat_examples", ["text"], "must be a list of pairs"),
        ("chat_examples", [[["Q", "A"], ["Q"]]], "pair 2 must contain two strings"),
        ("chat_examples", [[["Q", ""]]], "pair 1 must contain two strings"),
        ("chat_examples", [[{"user": "Q", "answer": "A"}]], "pair 1 must contain two strings"),
        ("cosine_similarity", [[1], [1, 2]], "got 1 and 2"),
        ("cosine_similarity", [[0], [1]], "not defined"),
        ("cosine_similarity", [["x"], [1]], "list of numbers"),
        ("cosine_similarity", ["12", [1]], "list of numbers"),
        ("cost", [{"usage": {}}, PRICES], "the model is missing"),
        ("cost", [{}, PRICES, "gpt-5"], "no prices for 'gpt-5'"),
        ("cost", [{}, {"gpt-4o": {"inptu": 1}}, "gpt-4o"], "'inptu'"),
        ("cost", [{}, [1], "gpt-4o"], "must be a dictionary"),
        ("cost", ["text", PRICES, "gpt-4o"], "must be a dictionary"),
        ("cost", [{"seconds": 60}, PRICES, "gpt-4o"], "minute"),
        ("cost", [{"input_tokens": 1}, {"gpt-4o": {"output": 1}}, "gpt-4o"], "input of gpt-4o"),
    ],
)
def test_what_makes_no_sense_is_told(name: str, values: list[t.Any], words: str) -> None:
    with pytest.raises(AnsibleFilterError) as failed:
        applied(name)(*values)
    assert words in str(failed.value) and f"fjcorp.openai.{name}" in str(failed.value)
    assert "\n" not in str(failed.value)


def test_what_json_cannot_hold() -> None:
    assert json.loads(applied("to_jsonl")([{"when": 1.5, 2: None}])) == {"when": 1.5, "2": None}
