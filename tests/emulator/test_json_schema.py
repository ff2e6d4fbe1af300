# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Schemas of answers: which ones are rejected, and that an answer conforms to every other."""

from __future__ import annotations

import json
import typing as t

import jsonschema_rs
import openai
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openai_emulator.json_schema import generate_instance
from openai_emulator.schema_validation import InvalidSchema, check_schema

from .bounds import bounded
from .conftest import refused

Schema = dict[str, t.Any]
TEXT: Schema = {"type": "string"}


def closed(**properties: t.Any) -> Schema:
    """Return an object of which strict mode approves."""
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


DOUBLED = {f"a{n}": closed(x={"$ref": f"#/$defs/a{n + 1}"}, y={"$ref": f"#/$defs/a{n + 1}"}) for n in range(40)}
DEEP = TEXT
for _unused in range(12):
    DEEP = closed(a=DEEP)

STRICT: dict[str, Schema] = {
    "not a valid type": closed(a={"type": "zz"}),
    "cannot be resolved": closed(a={"$ref": "#/$defs/none"}),
    "must start with": closed(a={"$ref": "https://example.com/schema"}),
    "'enum' must be a non-empty array": closed(a={"type": "string", "enum": []}),
    "'anyOf' must be a non-empty array": closed(a={"anyOf": []}),
    "not a .regex.": closed(a={"type": "string", "pattern": "(["}),
    "not a valid format": closed(a={"type": "string", "format": "uri"}),
    "recursion never ends": closed(a={"$ref": "#"}),
    "'additionalProperties' is required": {"type": "object", "properties": {"a": TEXT}, "required": ["a"]},
    "Missing 'a'": {"type": "object", "properties": {"a": TEXT}, "required": [], "additionalProperties": False},
    "missing items": closed(a={"type": "array"}),
    "'oneOf' is not permitted": closed(a={"oneOf": [TEXT]}),
    "must have a 'type' key": closed(a={}),
    "type: .array.": {"type": "array", "items": TEXT},
    "'anyOf' is not permitted at the root": {**closed(a=TEXT), "anyOf": [closed(a=TEXT)]},
    "must be an object": closed(a=True),
    "levels of nesting": DEEP,
    "5000 properties": closed(**{f"p{number}": TEXT for number in range(5001)}),
    "1000 enum values": closed(a={"type": "string", "enum": [str(number) for number in range(1001)]}),
}
EVERY: dict[str, Schema] = {
    "zz": closed(a={"type": "zz"}),
    "does not exist": closed(a={"$ref": "#/$defs/none"}),
    "cannot be retrieved": closed(a={"$ref": "https://example.com/schema"}),
    "less than 1 item": closed(a={"anyOf": []}),
    "not a .regex.": closed(a={"type": "string", "pattern": "(["}),
    "recursion never ends: every": closed(a={"$ref": "#"}),
    "recursion never ends": closed(a={"$ref": "#/properties/a"}),
    "not of type .integer.": closed(a={"type": "array", "items": TEXT, "minItems": "x"}),
    "smallest instance": closed(a={"type": "array", "items": TEXT, "minItems": 10**9}),
    "the smallest instance": closed(
        a={"type": "array", "items": closed(b={"type": "array", "items": TEXT, "minItems": 1000}), "minItems": 1000}
    ),
    "smallest instance exceeds": {**closed(a={"$ref": "#/$defs/a0"}), "$defs": {**DOUBLED, "a40": TEXT}},
    "exceeds 100000 values": closed(a={"type": "string", "minLength": 10**10}),
    "20000 schemas": closed(**{f"p{number}": TEXT for number in range(20000)}),
}


@pytest.mark.parametrize(
    ("why", "schema", "strict"),
    [
        *((why, schema, True) for why, schema in STRICT.items()),
        *((why, schema, False) for why, schema in EVERY.items()),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_rejected_schemas(why: str, schema: Schema, strict: bool) -> None:
    with pytest.raises(InvalidSchema, match=why):
        check_schema(schema, strict=strict)


def test_rejected_schemas_are_errors_of_the_request(client: openai.OpenAI) -> None:
    ask: t.Any = client.chat.completions.create
    respond: t.Any = client.responses.create
    question = {"model": "gpt-4.1", "messages": [{"role": "user", "content": "hi"}]}
    for strict, schema in (
        (True, closed(a={"type": "zz"})),
        (False, closed(a={"type": "array", "items": TEXT, "minItems": 10**9})),
    ):
        named = {"name": "a", "strict": strict}
        form = {"type": "json_schema", "json_schema": {**named, "schema": schema}}
        tool = {"type": "function", "function": {**named, "parameters": schema}}
        text = {"format": {"type": "json_schema", **named, "schema": schema}}
        function = {"type": "function", **named, "parameters": schema}
        for call, param in (
            (lambda form=form: ask(**question, response_format=form), "response_format"),
            (lambda tool=tool: ask(**question, tools=[tool]), "tools[0].function.parameters"),
            (lambda text=text: respond(model="gpt-4.1", input="hi", text=text), "text.format.schema"),
            (lambda function=function: respond(model="gpt-4.1", input="hi", tools=[function]), "tools[0].parameters"),
        ):
            error = refused(call)
            assert (error.status_code, error.param) == (400, param)
    unnamed = {"type": "json_schema", "json_schema": {"name": "a"}}
    assert refused(lambda: ask(**question, response_format=unnamed)).param == "response_format.json_schema.schema"
    old = [{"name": "f", "parameters": {"type": "zz"}}]
    assert refused(lambda: ask(**question, functions=old)).param == "functions[0].parameters"


# --- properties -----------------------------------------------------------------------------------------------------

NAMES = st.text("abcdef_", min_size=1, max_size=4)


def numbers(kind: str) -> st.SearchStrategy[Schema]:
    """Return schemas of numbers between bounds that leave room."""
    low = st.integers(-1000, 1000)
    return st.one_of(
        st.just({"type": kind}),
        low.map(lambda least: {"type": kind, "minimum": least}),
        low.map(lambda most: {"type": kind, "maximum": most}),
        st.tuples(low, st.integers(0, 9)).map(lambda pair: {"type": kind, "minimum": pair[0], "maximum": sum(pair)}),
        st.integers(1, 9).map(lambda step: {"type": kind, "multipleOf": step}),
        low.map(lambda least: {"type": kind, "exclusiveMinimum": least}),
    )


FORMATS = ("date-time", "time", "date", "duration", "email", "hostname", "ipv4", "ipv6", "uuid")
PLAIN: st.SearchStrategy[Schema] = st.one_of(
    st.just(TEXT),
    st.sampled_from(FORMATS).map(lambda name: {"type": "string", "format": name}),
    st.tuples(st.integers(0, 5), st.integers(0, 90)).map(
        lambda pair: {"type": "string", "minLength": pair[0], "maxLength": sum(pair)}
    ),
    st.lists(st.text(max_size=4), min_size=1, max_size=4).map(lambda values: {"type": "string", "enum": values}),
    st.just({"type": "boolean"}),
    st.just({"type": "null"}),
    st.just({"type": ["string", "null"]}),
    numbers("integer"),
    numbers("number"),
)


def larger(inner: st.SearchStrategy[Schema]) -> st.SearchStrategy[Schema]:
    """Return schemas that contain others."""
    return st.one_of(
        st.dictionaries(NAMES, inner, max_size=4).map(lambda properties: closed(**properties)),
        st.tuples(inner, st.integers(0, 3), st.integers(0, 3)).map(
            lambda parts: {"type": "array", "items": parts[0], "minItems": parts[1], "maxItems": parts[1] + parts[2]}
        ),
        st.lists(inner, min_size=1, max_size=3).map(lambda options: {"anyOf": options}),
        st.just({"anyOf": [{"$ref": "#"}, {"type": "null"}]}),
        st.just({"type": "array", "items": {"$ref": "#"}}),
    )


STRICT_SCHEMAS = st.dictionaries(NAMES, st.recursive(PLAIN, larger, max_leaves=8), max_size=4).map(
    lambda properties: closed(**properties)
)


@bounded(40)
@given(schema=STRICT_SCHEMAS, text=st.text(max_size=40))
def test_answers_conform_to_strict_schemas(schema: Schema, text: str) -> None:
    check_schema(schema, strict=True)
    made = json.loads(json.dumps(generate_instance(schema, text)))
    validator = jsonschema_rs.Draft202012Validator(schema, validate_formats=True)
    assert validator.is_valid(made), (made, [str(error) for error in validator.iter_errors(made)])


KEYWORDS = st.sampled_from(
    ("type", "properties", "required", "items", "enum", "anyOf", "allOf", "oneOf", "$ref", "$defs", "const", "minItems")
    + (
        "maxItems",
        "minLength",
        "maxLength",
        "minimum",
        "maximum",
        "multipleOf",
        "pattern",
        "format",
        "additionalProperties",
    )
)
JUNK = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(allow_nan=False, allow_infinity=False),
        st.sampled_from(("object", "array", "string", "number", "zz", "#", "#/$defs/a", "#/properties/a", "([")),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.one_of(KEYWORDS, NAMES), inner, max_size=4)
    ),
    max_leaves=12,
)


@bounded(80)
@given(schema=st.dictionaries(KEYWORDS, JUNK, max_size=5), strict=st.booleans())
def test_any_schema_is_rejected_or_answered(schema: Schema, strict: bool) -> None:
    try:
        check_schema(schema, strict=strict)
    except InvalidSchema:
        return
    json.dumps(generate_instance(schema, "Ada is 36."), allow_nan=False)
