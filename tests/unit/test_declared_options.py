# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every option has the type, the choices and the limits of the request field behind it.

Types and choices come from the shapes that ``tools/shapes.py`` generates from the official ``openai`` package, limits
from the published description of the API, which the package does not contain. What differs on purpose is in
``option_differences.py`` with its reason. An entry that names no option or field is an error.
"""

from __future__ import annotations

import json
import os
import re
import typing as t
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.fields import Field
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.info import Info
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.report import Report
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.spec import Resource
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration._usage_hooks import KINDS, PATH
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.project._fine_tuning_job_hooks import (
    NUMBERS,
    WHOLE,
)

from .option_differences import CLOSED, FURTHER, NOT_SENT, OPEN, OTHER_LIMITS, OTHER_TYPE, UNUSED
from .test_spec import DECLARATIONS

ROOT = Path(__file__).resolve().parents[2]
SHAPES = ROOT / "extensions" / "emulator" / "openai_emulator" / "shapes"
DESCRIPTION = Path(os.environ.get("OPENAI_OPENAPI_JSON") or ROOT.parent / "shared" / "api" / "openapi.json")
NEEDS_DESCRIPTION = pytest.mark.skipif(
    not DESCRIPTION.is_file(), reason="the limits are in the API's description, which is not part of this repository"
)

Schema = dict[str, t.Any]
Node = tuple[Schema, Schema]
"""A schema, and the document that its references point into."""

TYPES = {
    "string": ("str", "path"),
    "integer": ("int",),
    "number": ("float", "int"),
    "boolean": ("bool",),
    "array": ("list",),
    "object": ("dict",),
}
"""Types of options for a JSON type. ``raw`` stands for several of them."""

LIMITS = ("minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems")

PAGES = {"after", "before", "limit", "order", "page"}
"""Parameters of lists that the engine sets."""


@dataclass
class Place:
    """An option, and the schemas of the field behind it.

    :ivar name: module and path of the option.
    :ivar found: schemas of the field, those of the package or those of the description.
    """

    name: str
    entry: Field
    found: list[Node] = field(default_factory=list)


def plain(operation: str) -> str:
    """Return an operation without the names of its path parameters."""
    return re.sub(r"\{[^}]*\}", "{}", operation)


@cache
def shapes() -> dict[str, Node]:
    """Return the shapes of all operations of the package."""
    found: dict[str, Node] = {}
    for path in SHAPES.glob("*.json"):
        document = json.loads(path.read_text())
        found.update({plain(name): (shape, document) for name, shape in document["operations"].items()})
    return found


@cache
def description() -> dict[str, Node]:
    """Return the bodies and queries of all operations of the description, in the form of the shapes."""
    document = json.loads(DESCRIPTION.read_text())
    found: dict[str, Node] = {}
    for path, item in document["paths"].items():
        for method, operation in item.items():
            if method not in ("get", "post", "delete"):
                continue
            contents = operation.get("requestBody", {}).get("content", {}).values()
            parameters = [resolved(each, document) for each in operation.get("parameters", ())]
            query = {each["name"].removesuffix("[]"): each["schema"] for each in parameters if each["in"] == "query"}
            shape = {"query": {"properties": query}, **({"body": next(iter(contents))["schema"]} if contents else {})}
            found[plain(f"{method.upper()} {path}")] = (shape, document)
    return found


def resolved(schema: Schema, document: Schema) -> Schema:
    """Return what a reference points to."""
    while "$ref" in schema:
        target: t.Any = document
        for part in schema["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        schema = target
    return schema


def alternatives(node: Node) -> list[Node]:
    """Return a schema, or the schemas that it combines."""
    schema, document = resolved(node[0], node[1]), node[1]
    combined = [each for word in ("anyOf", "oneOf", "allOf") for each in schema.get(word, ())]
    if not combined:
        return [(schema, document)]
    own = [(schema, document)] if "properties" in schema else []
    return own + [found for each in combined for found in alternatives((each, document))]


def below(nodes: t.Iterable[Node], path: str) -> list[Node]:
    """Return the schemas at a dotted path; one of ``*`` is that of the items of a list."""
    nodes = [found for node in nodes for found in alternatives(node)]
    for part in path.split(".") if path else ():
        inner = [
            (schema.get("items") if part == "*" else schema.get("properties", {}).get(part), document)
            for schema, document in nodes
        ]
        nodes = [found for schema, document in inner if schema for found in alternatives((schema, document))]
    return nodes


def requests(name: str) -> tuple[str, list[str], tuple[Field, ...]]:
    """Return the part of the request that a module's options form, its operations, and its options."""
    declaration = DECLARATIONS[name]
    resource = declaration.resource if isinstance(declaration, Info) else declaration
    assert isinstance(resource, Resource)
    places = [each for each in (resource.collection, resource.project_collection) if each is not None]
    if isinstance(declaration, Info):
        usage = [each for each in declaration.operations if each.startswith("GET /organization/usage")]
        paths = [path for place in places for path in (place.path, place.item) if path]
        return "query", [*(f"GET {path}" for path in paths), *usage], declaration.filters
    paths = [path for place in places for path in (place.path, place.item) if path]
    posts = [each for each in resource.operations if each.startswith("POST")]
    return "body", [*(f"POST {path}" for path in paths), *posts], resource.fields


def parts(name: str, source: t.Mapping[str, Node]) -> list[Node]:
    """Return the schemas of the requests of a module."""
    part, operations, _fields = requests(name)
    nodes = [source[plain(each)] for each in dict.fromkeys(operations) if plain(each) in source]
    names = ("query",) if part == "query" else ("body", "form")
    return [(shape[each], document) for shape, document in nodes for each in names if each in shape]


def places(name: str, source: t.Mapping[str, Node]) -> t.Iterator[Place]:
    """Return every option and suboption of a module that is sent."""
    for entry in requests(name)[2]:
        if entry.request_path:
            yield from _places(f"{name}.{entry.name}", entry, below(parts(name, source), entry.request_path))


def _places(name: str, entry: Field, nodes: list[Node]) -> t.Iterator[Place]:
    yield Place(name, entry, nodes)
    inner = below(nodes, "*") if entry.type == "list" else nodes
    for option in entry.options:
        yield from _places(f"{name}.{option.name}", option, below(inner, option.request_path))


def values(nodes: list[Node]) -> tuple[set[t.Any], bool]:
    """Return the values that a field can have, and whether it can have others as well."""
    found = {each for schema, _document in nodes for each in schema.get("enum", ()) if each is not None}
    others = any("string" in types(schema) and "enum" not in schema for schema, _document in nodes)
    return found, others


def types(schema: Schema) -> set[str]:
    """Return the JSON types of a schema without null."""
    given = schema.get("type") or ("string" if "enum" in schema else [])
    return ({given} if isinstance(given, str) else set(given)) - {"null"}


DECLARED = sorted(name for name in DECLARATIONS if name != "openai_api")
EACH = pytest.mark.parametrize("name", DECLARED)


@EACH
def test_types(name: str) -> None:
    for place in places(name, shapes()):
        expected = {kind for schema, _document in place.found for kind in types(schema)}
        right = place.entry.type == "raw" or not expected
        right = right or any(place.entry.type in TYPES[kind] for kind in expected)
        assert right != (place.name in OTHER_TYPE), f"{place.name} is {place.entry.type}, the API has {expected}"


@EACH
def test_types_of_items(name: str) -> None:
    for place in places(name, shapes()):
        if place.entry.type == "list" and place.entry.elements != "raw":
            expected = {kind for schema, _document in below(place.found, "*") for kind in types(schema)}
            right = not expected or any(place.entry.elements in TYPES[kind] for kind in expected)
            assert right, f"items of {place.name} are {place.entry.elements}, the API has {expected}"


@EACH
def test_choices(name: str) -> None:
    for place in places(name, shapes()):
        if not place.found or place.entry.type in ("raw", "dict"):
            continue
        nodes = below(place.found, "*") or place.found if place.entry.type == "list" else place.found
        known, others = values(nodes)
        ours = set(place.entry.choices) - set(FURTHER.get(place.name, ()))
        if place.name in OPEN:
            assert known and not ours, f"{place.name}: remove it from OPEN"
        elif place.name in CLOSED:
            assert others and ours, f"{place.name}: remove it from CLOSED"
        elif others:
            assert not ours, f"{place.name} has choices, the API accepts every text"
        else:
            assert ours == known, f"{place.name}: only ours {ours - known}, only the API's {known - ours}"


@EACH
def test_every_option_is_a_request_field(name: str) -> None:
    sources = [shapes(), description()] if DESCRIPTION.is_file() else [shapes()]
    if not any(parts(name, source) for source in sources):
        return
    found = {place.name for source in sources for place in places(name, source) if place.found}
    for place in places(name, shapes()):
        assert (place.name in found) != (place.name in NOT_SENT), place.name


@EACH
def test_every_request_field_is_an_option(name: str) -> None:
    part, _operations, fields = requests(name)
    used = {entry.request_path.split(".")[0] for entry in fields} | set(DECLARATIONS[name].options())
    fields_of_api = {
        key for schema, _document in below(parts(name, shapes()), "") for key in schema.get("properties", ())
    }
    unused = set(UNUSED.get(name, ()))
    missing = fields_of_api - used - unused - (PAGES if part == "query" else set())
    assert not missing and unused <= fields_of_api, f"{name}: {missing}, {unused - fields_of_api}"
    assert not unused & used, f"{name} has options for what the table calls unused: {unused & used}"


@NEEDS_DESCRIPTION
def test_limits() -> None:
    """The API's limits are those of the option, where it has them; an empty text is never sent."""
    found = [place for name in DECLARED for place in places(name, description()) if place.name not in OTHER_LIMITS]
    wrong = [f"{place.name}: {limits(place)}" for place in found if not has_limits(place.entry, limits(place))]
    assert not wrong, "\n".join(wrong)


def limits(place: Place) -> dict[str, t.Any]:
    """Return the keywords of the schemas of a field."""
    return {key: value for schema, _document in place.found for key, value in schema.items() if key in LIMITS}


def has_limits(entry: Field, given: dict[str, t.Any]) -> bool:
    """Return whether an option has the limits that the API has. An integer without a limit is one of 64 bits."""
    if entry.type in ("int", "float"):
        names = {"minimum": entry.min, "maximum": entry.max}
        return all(given.get(name, own) == own for name, own in names.items() if abs(given.get(name, 0)) < 2**53)
    if entry.type == "str":
        return bool(given.get("maxLength", entry.max_length) == entry.max_length and given.get("minLength", 1) == 1)
    if entry.type == "list":
        names = {"minItems": entry.min_length, "maxItems": entry.max_length}
        return all(given.get(name, own) == own for name, own in names.items())
    return True


@NEEDS_DESCRIPTION
def test_limits_of_hyperparameters() -> None:
    for name, (least, most) in NUMBERS.items():
        nodes = below(parts("openai_fine_tuning_job", description()), "method")
        nodes = [
            node for kind in ("supervised", "dpo", "reinforcement") for node in below(nodes, f"{kind}.hyperparameters")
        ]
        given: dict[str, t.Any] = {
            key: value for schema, _document in below(nodes, name) for key, value in schema.items()
        }
        assert (given["minimum"], given.get("maximum")) == (least, most), name
        assert bool(given.get("exclusiveMinimum")) == (name not in WHOLE), name


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_groups_and_filters_of_usage(kind: str) -> None:
    """Each kind of usage has its own groups and filters."""
    query = shapes()[f"GET {PATH}/{kind}"]
    nodes = below([(query[0]["query"], query[1])], "")
    groups, filters = KINDS[kind]
    assert values(below(nodes, "group_by.*"))[0] == set(groups)
    sent = {key for schema, _document in nodes for key in schema["properties"]} - PAGES
    assert sent == {"start_time", "end_time", "bucket_width", "group_by", "project_ids", *filters}


@pytest.mark.parametrize("name", sorted(name for name, each in DECLARATIONS.items() if isinstance(each, Report)))
def test_widths_of_buckets(name: str) -> None:
    report = t.cast(Report, DECLARATIONS[name])
    assert values(below(parts(name, shapes()), "bucket_width"))[0] == set(report.widths or ())


def test_tables_have_no_outdated_entry() -> None:
    known = {place.name for name in DECLARED for place in places(name, shapes())}
    for table in (OPEN, CLOSED, FURTHER, OTHER_TYPE, NOT_SENT, OTHER_LIMITS):
        assert not set(table) - known
    assert not set(UNUSED) - set(DECLARED)
