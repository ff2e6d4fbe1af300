# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Shapes of requests: generation from types, validation, and what a new package version changes."""

from __future__ import annotations

import typing as t
from collections.abc import Iterable
from pathlib import Path

import news
import package_shapes
import pytest
import shapes
import typing_extensions as te

from openai_emulator.errors import ApiError
from openai_emulator.request_shapes import Limits, RequestShape, Shape
from openai_emulator.routes import load_router
from openai_emulator.routing import KeyClass, Route, RouteGroup
from openai_emulator.text_parameters import read_pairs


class Cat(te.TypedDict, total=False):
    type: te.Required[t.Literal["cat"]]
    lives: int


class Dog(te.TypedDict, total=False):
    type: te.Required[t.Literal["dog"]]
    friends: Iterable[Cat | Dog]


class Order(te.TypedDict, total=False):
    name: te.Required[str]
    size: t.Literal["s", "m"] | None
    model: str | t.Literal["a", "b"]
    pet: Cat | Dog
    tags: Iterable[str] | str
    labels: dict[str, str] | None


def converted(kind: t.Any) -> package_shapes.Schema:
    converter = package_shapes.Converter()
    return package_shapes.with_names({"POST /orders": {"body": converter.parameters((kind,))}}, converter)


def test_types_become_schemas() -> None:
    document = converted(Order)
    body = document["operations"]["POST /orders"]["body"]
    assert body["required"] == ["name"] and body["additionalProperties"] is False
    cat = {
        "type": "object",
        "properties": {"type": {"type": "string", "enum": ["cat"]}, "lives": {"type": "integer"}},
        "required": ["type"],
        "additionalProperties": False,
    }
    both = {"anyOf": [{"$ref": "#/definitions/Cat"}, {"$ref": "#/definitions/Dog"}]}
    assert body["properties"] == {
        "name": {"type": "string"},
        "size": {"type": ["string", "null"], "enum": ["s", "m", None]},
        "model": {"type": "string", "x-known": ["a", "b"]},
        "pet": {**both, "discriminator": {"propertyName": "type"}},
        "tags": {"anyOf": [{"type": "array", "items": {"type": "string"}}, {"type": "string"}]},
        "labels": {"type": ["object", "null"], "additionalProperties": {"type": "string"}},
    }
    assert document["definitions"]["Cat"] == cat
    assert document["definitions"]["Dog"]["properties"]["friends"]["items"]["anyOf"] == both["anyOf"]


LIMITS: Limits = {
    "name": {"minLength": 2, "maxLength": 4, "pattern": "^[a-z]*$"},
    "tags": {"minItems": 1, "maxItems": 2},
    "pet.lives": {"minimum": 1, "exclusiveMaximum": 10},
    "labels": {"maxProperties": 1, "propertyNames": {"maxLength": 2}},
    "labels{}": {"enum": ["x"]},
}


def order(limits: Limits) -> Shape:
    document = converted(Order)
    shape = RequestShape(document["operations"]["POST /orders"], document["definitions"], limits).body
    assert shape is not None
    return shape


@pytest.mark.parametrize(
    ("body", "code", "param"),
    [
        ({}, "missing_required_parameter", "name"),
        ({"color": 1}, "unknown_parameter", "color"),
        ({"name": 1, "pet": {"type": "cat", "x": 1}}, "invalid_type", "name"),
        ({"name": None}, "invalid_type", "name"),
        ({"name": "ab", "size": "l"}, "invalid_value", "size"),
        ({"name": "ab", "size": 5}, "invalid_type", "size"),
        ({"name": "ab", "pet": 5}, "invalid_type", "pet"),
        ({"name": "ab", "pet": {}}, "missing_required_parameter", "pet.type"),
        ({"name": "ab", "pet": {"type": "cow"}}, "invalid_value", "pet.type"),
        ({"name": "ab", "pet": {"type": "cat", "friends": []}}, "unknown_parameter", "pet.friends"),
        ({"name": "ab", "pet": {"type": "cat", "lives": 9.0}}, "invalid_type", "pet.lives"),
        ({"name": "ab", "pet": {"type": "dog", "friends": [{"type": "cat", "lives": "9"}]}}, "invalid_type", None),
        ({"name": "ab", "tags": ["a", 5]}, "invalid_type", "tags[1]"),
        ({"name": "ab", "tags": {}}, "invalid_type", "tags"),
        ({"name": "ab", "labels": {"7": 1}}, "invalid_type", "labels.7"),
        ({"name": "a"}, "string_below_min_length", "name"),
        ({"name": ""}, "empty_string", "name"),
        ({"name": "abcde"}, "string_above_max_length", "name"),
        ({"name": "a1"}, "invalid_value", "name"),
        ({"name": "ab", "tags": []}, "empty_array", "tags"),
        ({"name": "ab", "tags": ["a", "b", "c"]}, "array_above_max_length", "tags"),
        ({"name": "ab", "pet": {"type": "cat", "lives": 0}}, "integer_below_min_value", "pet.lives"),
        ({"name": "ab", "pet": {"type": "cat", "lives": 10}}, "integer_above_max_value", "pet.lives"),
        ({"name": "ab", "labels": {"a": "x", "b": "x"}}, "object_above_max_properties", "labels"),
        ({"name": "ab", "labels": {"abc": "x"}}, "string_above_max_length", "labels"),
        ({"name": "ab", "labels": {"a": "y"}}, "invalid_value", "labels.a"),
    ],
)
def test_violations(body: dict[str, t.Any], code: str, param: str | None) -> None:
    with pytest.raises(ApiError) as caught:
        order(LIMITS).check(body)
    assert (caught.value.status, caught.value.code) == (400, code)
    assert caught.value.param == (param or "pet.friends[0].lives")


def test_what_is_valid_passes() -> None:
    pet = {"type": "dog", "friends": [{"type": "dog"}, {"type": "cat", "lives": 9}]}
    order(LIMITS).check({"name": "ab", "size": None, "model": "c", "pet": pet, "tags": "x", "labels": {"7": "x"}})
    order(LIMITS).check({"name": "ab", "labels": None})


def test_texts_become_values() -> None:
    shape = order({"name": {"default": "ab"}})
    assert read_pairs([("name", "7"), ("pet[type]", "cat"), ("pet[lives]", "9"), ("tags[]", "1")], shape) == {
        "name": "7",
        "pet": {"type": "cat", "lives": 9},
        "tags": ["1"],
    }
    assert read_pairs([("name", "ab"), ("labels", "null")], shape)["labels"] is None
    for pairs in ([("name[]", "a")], [("name", "a"), ("pet[cow]", "x")], [("name", "a"), ("labels[a", "x")]):
        with pytest.raises(ApiError, match="Unknown parameter"):
            read_pairs(pairs, shape)


def test_every_route_has_a_shape_and_options_for_its_files() -> None:
    for route in load_router().routes:
        shape = route.shape
        assert route.parts.keys() == shape.files.keys(), route.template
        for each in (shape.query, shape.body, shape.form):
            if each is not None:
                # Compiles the schemas; what is required is reported, not raised as an error of the schema.
                with pytest.raises(ApiError):
                    each.check([])


def test_a_route_may_declare_what_the_package_does_not_have() -> None:
    group = RouteGroup("widgets", KeyClass.ADMIN)
    body = {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}
    group.post("/widgets", "create-widget", {"name": {"minLength": 1}}, request={"body": body})(lambda call: None)
    [route] = group.routes
    assert isinstance(route, Route) and route.shape.body is not None
    route.shape.body.check({"name": "a"})
    for bad in ({"name": ""}, {}, {"name": "a", "color": "red"}):
        with pytest.raises(ApiError):
            route.shape.body.check(bad)


def test_changed_files_are_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(shapes, "ROOT", tmp_path)
    monkeypatch.setattr(shapes, "SHAPES", tmp_path)
    monkeypatch.setattr(shapes, "files", lambda: {tmp_path / "a.json": "{}\n", tmp_path / "b.json": "{}\n"})
    (tmp_path / "b.json").write_text("{}\n")
    (tmp_path / "c.json").write_text("{}\n")
    assert shapes.main(["--check"]) == 1
    told = capsys.readouterr().err
    assert "a.json differs" in told and "c.json differs" in told and "b.json" not in told
    assert shapes.main([]) == 0 and shapes.main(["--check"]) == 0


def test_news_name_what_is_new() -> None:
    old: news.Facts = {
        "operations": {"GET /a": ""},
        "models": {"A": ""},
        "fields": {"A: x": "A"},
        "values": {'A: x = "1"': "A: x"},
    }
    new: news.Facts = {
        "operations": {"GET /a": "", "POST /b": ""},
        "models": {"A": "", "B": ""},
        "fields": {"A: x": "A", "A: y": "A", "B: z": "B", "POST /b: body.q": "POST /b"},
        "values": {'A: x = "2"': "A: x", 'A: y = "3"': "A: y"},
    }
    assert news.difference(old, old) == []
    assert news.difference(old, new) == [
        "operations:",
        "  + POST /b",
        "models:",
        "  + B",
        "fields:",
        "  + A: y",
        "values:",
        '  + A: x = "2"',
        '  - A: x = "1"',
    ]
