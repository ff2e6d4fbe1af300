# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Comparison of desired and present values."""

from __future__ import annotations

import typing as t

import pytest
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.compare import (
    contains,
    drop_none,
    equal,
    json_equal,
    mask_secrets,
)
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.fields import METADATA, Field

TEXT = Field("text")
NUMBER = Field("number", "float")
FLAG = Field("flag", "bool")
MAP = Field("map", "dict")
ORDERED = Field("ordered", "list", elements="str")
UNORDERED = Field("unordered", "list", elements="raw", unordered=True)


@pytest.mark.parametrize(
    ("entry", "desired", "present", "expected"),
    [
        (TEXT, "a", "a", True),
        (TEXT, "a", "A", False),
        (TEXT, "a", None, False),
        (TEXT, "", None, True),
        (TEXT, None, "", True),
        (TEXT, None, "a", False),
        (TEXT, "1", 1, False),
        (NUMBER, 1, 1.0, True),
        (NUMBER, 0.1, 0.1, True),
        (NUMBER, 0, None, False),
        (NUMBER, 0, "", False),
        (NUMBER, 0, 0.0, True),
        (NUMBER, None, 0, False),
        (NUMBER, 10**20, 1e20, True),
        (FLAG, True, True, True),
        (FLAG, False, None, False),
        (FLAG, False, "", False),
        (FLAG, True, 1, False),
        (FLAG, False, 0, False),
        (FLAG, 1, True, False),
        (METADATA, None, {}, True),
        (METADATA, {}, None, True),
        (METADATA, {}, {}, True),
        (METADATA, None, None, True),
        (METADATA, {}, {"a": "b"}, False),
        (METADATA, {"a": "b"}, {"a": "b"}, True),
        (METADATA, {"a": "b", "c": None}, {"a": "b"}, True),
        (METADATA, {"a": "b"}, {"a": "b", "c": "d"}, False),
        (MAP, {"a": {"b": 1}}, {"a": {"b": 1.0, "c": None}}, True),
        (MAP, {"a": True}, {"a": 1}, False),
        (MAP, {"a": 1}, [1], False),
        (ORDERED, ["a", "b"], ["a", "b"], True),
        (ORDERED, ["a", "b"], ["b", "a"], False),
        (ORDERED, [], None, True),
        (ORDERED, ["a"], ["a", "a"], False),
        (UNORDERED, ["a", "b"], ["b", "a"], True),
        (UNORDERED, ["a", "b"], ["b"], False),
        (UNORDERED, [], None, True),
        (UNORDERED, [], ["a"], False),
        (UNORDERED, ["1"], [1], False),
        (UNORDERED, [{"a": 1, "b": 2}, {"c": 3}], [{"c": 3}, {"b": 2, "a": 1}], True),
        (UNORDERED, ["a", "a"], ["a"], True),
        (UNORDERED, ["a", "b", "a"], ["b", "a"], True),
        (UNORDERED, [1, 2], [2.0, 1.0], True),
        (UNORDERED, [True], [1], False),
        (UNORDERED, [{"a": 1, "b": None}], [{"a": 1}], True),
        (UNORDERED, [1, "a", None], [None, "a", 1], True),
    ],
)
def test_equal(entry: Field, desired: t.Any, present: t.Any, expected: bool) -> None:
    assert equal(entry, desired, present) is expected


def test_a_field_with_a_comparison_of_its_own() -> None:
    entry = Field("model", compare=lambda desired, present: str(present).startswith(str(desired)))
    assert equal(entry, "gpt", "gpt-2026") is True
    assert equal(entry, "gpt-2026", "gpt") is False


@pytest.mark.parametrize(
    ("desired", "present", "expected"),
    [
        ({}, {}, True),
        ({"a": None}, {}, True),
        ({}, {"a": None}, True),
        ({"a": 0}, {}, False),
        ({"a": False}, {}, False),
        ({"a": ""}, {}, False),
        ([1, 2], [1.0, 2.0], True),
        ([1], [1, 2], False),
        ([{"a": None}], [{}], True),
        (None, None, True),
        ("a", ["a"], False),
        (True, True, True),
        (True, "true", False),
    ],
)
def test_json_equal(desired: t.Any, present: t.Any, expected: bool) -> None:
    assert json_equal(desired, present) is expected
    assert json_equal(desired=present, present=desired) is expected


@pytest.mark.parametrize(
    ("desired", "present", "expected"),
    [
        ({"type": "dpo"}, {"type": "dpo", "dpo": {"hyperparameters": {"beta": 0.1}}}, True),
        (
            {"type": "dpo", "dpo": {"hyperparameters": {"beta": 0.2}}},
            {"type": "dpo", "dpo": {"hyperparameters": {"beta": 0.1}}},
            False,
        ),
        ({"n_epochs": "auto"}, {"n_epochs": 3}, True),
        ({"n_epochs": "auto"}, {"n_epochs": "auto"}, True),
        ({"n_epochs": "auto"}, {}, True),
        ({"n_epochs": 3}, {"n_epochs": "auto"}, False),
        ({"n_epochs": 3}, {"n_epochs": 3.0}, True),
        ({"n_epochs": 3}, {}, False),
        ({"n_epochs": 3}, None, False),
        ({}, {"n_epochs": 3}, True),
        ([{"a": 1}], [{"a": 1, "b": 2}], True),
        ([{"a": 1}], [{"a": 1}, {"a": 2}], False),
        ({"flag": True}, {"flag": 1}, False),
    ],
)
def test_contains(desired: t.Any, present: t.Any, expected: bool) -> None:
    assert contains(desired, present) is expected


NESTED = (
    Field("type", required=True),
    Field("renamed", request_name="sent"),
    Field("inner", "dict", options=(Field("deep"), Field("other", "int"))),
    Field("rows", "list", elements="dict", options=(Field("cell"),)),
    Field("free", "dict"),
)


def test_suboptions_that_are_not_set_are_omitted() -> None:
    value = {
        "type": "x",
        "renamed": 1,
        "inner": {"deep": None, "other": 0},
        "rows": [{"cell": None}, {"cell": "a"}],
        "free": {"kept": None},
    }
    assert drop_none(NESTED, value) == {
        "type": "x",
        "sent": 1,
        "inner": {"other": 0},
        "rows": [{}, {"cell": "a"}],
        "free": {"kept": None},
    }
    assert drop_none(NESTED, {"type": "x", "renamed": None, "inner": None, "rows": None, "free": None}) == {"type": "x"}
    assert drop_none(NESTED, [{"type": "x", "free": None}]) == [{"type": "x"}]


@pytest.mark.parametrize("value", [None, 0, False, "", [], {}, {"a": None}])
def test_a_field_without_suboptions_is_sent_unchanged(value: t.Any) -> None:
    assert drop_none((), value) == value


def test_secrets_are_masked_in_diffs() -> None:
    fields = (Field("name"), Field("secret", no_log=True), Field("max_tokens", no_log=False))
    shown = {"name": "a", "secret": "hunter22", "max_tokens": 5}
    assert mask_secrets(fields, shown) == {"name": "a", "secret": "********", "max_tokens": 5}
    assert mask_secrets(fields, {"secret": None}) == {"secret": None}
    assert shown["secret"] == "hunter22"


def test_members_that_a_server_adds_are_no_difference() -> None:
    entry = Field(
        "limits", "list", elements="dict", options=(Field("low", "int"), Field("in", "dict", options=(Field("x"),)))
    )
    present = [{"low": 1, "in": {"x": "a", "more": 1}, "unknown": {"y": 2}}]
    assert equal(entry, [{"low": 1, "in": {"x": "a"}}], present)
    assert not equal(entry, [{"low": 2, "in": {"x": "a"}}], present)
    assert not equal(entry, [{"low": 1, "in": {"x": "b"}}], present)
    assert not equal(entry, [{"low": 1}], present), "the server did not add a suboption that was set before"
