# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Validate requests against the generated shapes.

``shapes/*.json`` contain a JSON Schema for the query, body or form of every operation. tools/shapes.py generates them
from the types of the official package. What the API restricts further, such as bounds and lengths, is declared beside
the route as limits: keywords of JSON Schema by the path of the parameter.

    limits={"name": {"minLength": 1}, "messages[].name": {"pattern": "^[a-z]+$"}, "metadata{}": {"maxLength": 512}}

``[]`` stands for the items of an array, ``{}`` for the values of an object. ``default`` sets a parameter of the query
that is not sent.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

import jsonschema_rs

from .errors import bad_request
from .violations import first_violation, types_of

Schema = dict[str, Any]
Limits = Mapping[str, Mapping[str, Any]]

FOLDER = Path(__file__).parent / "shapes"
METADATA: Limits = {
    "metadata": {"maxProperties": 16, "propertyNames": {"maxLength": 64}},
    "metadata{}": {"maxLength": 512},
}
"""Limits of the metadata of every resource that has some."""


def not_empty(*paths: str) -> dict[str, Mapping[str, Any]]:
    """Return limits for strings and arrays that must not be empty."""
    return dict.fromkeys(paths, {"minLength": 1, "minItems": 1})


@functools.cache
def load(group: str) -> Schema:
    """Return the shapes of a group of routes."""
    content: Schema = json.loads((FOLDER / f"{group}.json").read_text(encoding="utf-8"))
    return content


class Shape:
    """What a query, a body or a form may contain."""

    def __init__(self, schema: Schema, definitions: Schema, limits: Limits) -> None:
        self.schema: Schema = {**schema, "definitions": definitions}
        self.limits = limits

    @functools.cached_property
    def _shape(self) -> jsonschema_rs.Draft4Validator:
        return jsonschema_rs.Draft4Validator(self.schema)

    @functools.cached_property
    def _limits(self) -> jsonschema_rs.Draft202012Validator | None:
        return jsonschema_rs.Draft202012Validator(nested(self.limits)) if self.limits else None

    @functools.cached_property
    def defaults(self) -> Schema:
        """Return the values of parameters that are not sent."""
        return {name: limit["default"] for name, limit in self.limits.items() if "default" in limit}

    @property
    def names(self) -> Collection[str]:
        """Return the names of the parameters."""
        properties: Schema = self.schema.get("properties", {})
        return properties.keys()

    def check(self, value: Any) -> None:
        """Raise the API's error unless a value has this shape and is within the limits."""
        try:
            for validator in (self._shape, self._limits):
                if validator is not None and not validator.is_valid(value):
                    raise first_violation(validator.iter_errors(value), self, value)
        except ValueError:
            # The validator stops at some 250 levels.
            raise bad_request("The request is nested too deeply.") from None

    def resolve(self, schema: Schema) -> Schema:
        """Return the definition that a schema refers to, or the schema itself."""
        while "$ref" in schema:
            schema = self.schema["definitions"][schema["$ref"].removeprefix("#/definitions/")]
        return schema

    def alternatives(self, schema: Schema) -> Iterator[Schema]:
        """Yield the schemas of which a value must have one."""
        schema = self.resolve(schema)
        if "anyOf" not in schema:
            yield schema
        for item in schema.get("anyOf", ()):
            yield from self.alternatives(item)

    def at(self, path: list[str | int]) -> list[Schema]:
        """Return the schemas that a value at this place may have."""
        found = list(self.alternatives(self.schema))
        for step in path:
            inner = (inside(schema, step) for schema in found)
            found = [each for schema in inner if schema is not None for each in self.alternatives(schema)]
        return found

    def pointed(self, pointer: list[str | int]) -> Schema:
        """Return the schema at a place of this schema; an empty one without such a place."""
        schema: Any = self.schema
        for step in pointer:
            if isinstance(schema, dict) and step not in schema:
                return {}
            schema = schema[step]
        return self.resolve(schema)


def inside(schema: Schema, step: str | int) -> Schema | None:
    """Return the schema of an item or a property; None if the value has none."""
    if isinstance(step, int):
        return schema.get("items") or {}
    if step in schema.get("properties", {}):
        found: Schema = schema["properties"][step]
        return found
    more = schema.get("additionalProperties", "object" in types_of(schema))
    return more if isinstance(more, dict) else {} if more else None


def nested(limits: Limits) -> Schema:
    """Return limits as one schema."""
    root: Schema = {}
    for path, keywords in limits.items():
        place = root
        for step in re.findall(r"\[\]|\{\}|[^.\[\]{}]+", path):
            if step == "[]":
                place = place.setdefault("items", {})
            elif step == "{}":
                place = place.setdefault("additionalProperties", {})
            else:
                place = place.setdefault("properties", {}).setdefault(step, {})
        place.update({key: value for key, value in keywords.items() if key != "default"})
        if "enum" in keywords:
            # The shape says whether null is allowed.
            place["enum"] = [*keywords["enum"], None]
    return root


class RequestShape:
    """What the request of an operation may contain.

    :ivar query: The query string, which is checked even if the operation has no parameters.
    :ivar body: The JSON body; None without one.
    :ivar form: The fields of a multipart form that are not files; None without a form.
    :ivar files: Names of the files of a form, with whether the file is required.
    """

    def __init__(self, group: str, method: str, template: str, limits: Limits) -> None:
        document = load(group)
        definitions = document.get("definitions", {})
        found = document["operations"][f"{method} {template}"]
        sent = "body" if "body" in found else "form" if "form" in found else "query"
        self.query = Shape(found.get("query", NOTHING), definitions, limits if sent == "query" else {})
        self.body = Shape(found["body"], definitions, limits) if "body" in found else None
        self.files: dict[str, bool] = {}
        self.form: Shape | None = None
        if "form" in found:
            schema = found["form"]
            required = schema.get("required", [])
            self.files = {name: name in required for name, item in schema["properties"].items() if is_file(item)}
            fields = {name: item for name, item in schema["properties"].items() if name not in self.files}
            required = [name for name in required if name not in self.files]
            # An empty list of required properties is not valid in draft 4.
            rest = {key: value for key, value in schema.items() if key != "required"}
            schema = {**rest, "properties": fields, **({"required": required} if required else {})}
            self.form = Shape(schema, definitions, limits)


NOTHING: Schema = {"type": "object", "additionalProperties": False}


def is_file(schema: Schema) -> bool:
    """Return whether a field of a form is a file, or an array of files."""
    return any(
        "binary" in (item.get("format"), item.get("items", {}).get("format")) for item in schema.get("anyOf", [schema])
    )
