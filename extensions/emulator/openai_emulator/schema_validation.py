# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules of the JSON Schemas in requests: what every schema must be, and what strict mode requires in addition."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

import jsonschema_rs

Schema = dict[str, Any]
Context = tuple[str, ...]

MAX_VALUES = 100_000
"""Maximum number of values and characters of the smallest instance."""
MAX_SCHEMAS = 20_000
"""Maximum number of schemas within a schema."""
MAX_PROPERTIES, MAX_LEVELS, MAX_CHOICES, MAX_NAMES = 5_000, 10, 1_000, 120_000
"""Maximum numbers in a strict schema: properties, levels of objects, values in enumerations, and characters of their names."""
TYPES = ("string", "number", "integer", "boolean", "object", "array", "null")
FORMATS = ("date-time", "time", "date", "duration", "email", "hostname", "ipv4", "ipv6", "uuid")
REFUSED = ("oneOf", "allOf", "not", "if", "then", "else", "dependentRequired", "dependentSchemas", "patternProperties")
"""Keywords that strict mode does not permit."""
KEYWORDS = ("items", "additionalProperties", "not", "if", "then", "else", "contains", "propertyNames")
SEVERAL = ("anyOf", "oneOf", "allOf", "prefixItems")
NAMED = ("properties", "$defs", "definitions", "patternProperties", "dependentSchemas")


class InvalidSchema(Exception):
    """A schema that the API rejects; the message contains the location and the reason."""


def _no_retrieval(uri: str) -> Any:
    raise ValueError(f"'{uri}' cannot be retrieved")


def check_schema(schema: Schema, *, strict: bool) -> None:
    """Raise InvalidSchema unless a schema is valid, has a finite instance, and follows the rules of strict mode."""
    if sum(1 for _unused in subschemas(schema)) > MAX_SCHEMAS:
        raise InvalidSchema(f"schema exceeds {MAX_SCHEMAS} schemas.")
    if strict:
        _check_root(schema)
        for context, inner in subschemas(schema):
            _check_strict(inner, schema, context)
        _check_limits(schema)
    try:
        jsonschema_rs.Draft202012Validator(schema, retriever=_no_retrieval)
    except (jsonschema_rs.ValidationError, jsonschema_rs.ReferencingError, ValueError) as error:
        message = error.message if isinstance(error, jsonschema_rs.ValidationError) else str(error)
        raise InvalidSchema(message.splitlines()[0] if message else "schema is not valid.") from None
    size = smallest_size(schema)
    if size == math.inf:
        raise InvalidSchema("recursion never ends: every instance contains another one.")
    if size > MAX_VALUES:
        raise InvalidSchema(f"the smallest instance exceeds {MAX_VALUES} values.")


def subschemas(schema: Any, context: Context = ()) -> Iterator[tuple[Context, Any]]:
    """Yield a schema and all schemas in it, each with its location."""
    waiting: list[tuple[Context, Any]] = [(context, schema)]
    while waiting:
        context, schema = waiting.pop()
        yield context, schema
        if not isinstance(schema, dict):
            continue
        for name in KEYWORDS:
            if isinstance(schema.get(name), dict):
                waiting.append(((*context, name), schema[name]))
        for name in SEVERAL:
            if isinstance(schema.get(name), list):
                waiting += [((*context, name, str(index)), item) for index, item in enumerate(schema[name])]
        for name in NAMED:
            if isinstance(schema.get(name), dict):
                waiting += [((*context, name, key), item) for key, item in schema[name].items()]


def types(schema: Schema) -> list[Any]:
    """Return the types that a schema names."""
    kinds = schema.get("type")
    return kinds if isinstance(kinds, list) else [] if kinds is None else [kinds]


def referenced(root: Any, reference: Any) -> Any:
    """Return the schema that a reference within the document names.

    :raises InvalidSchema: there is none.
    """
    if not isinstance(reference, str) or not (reference == "#" or reference.startswith("#/")):
        raise InvalidSchema(f"reference '{reference}' must start with '#/'.")
    target = root
    for part in reference.split("/")[1:]:
        step = unquote(part).replace("~1", "/").replace("~0", "~")
        if isinstance(target, dict) and step in target:
            target = target[step]
        elif isinstance(target, list) and step.isdecimal() and int(step) < len(target):
            target = target[int(step)]
        else:
            raise InvalidSchema(f"reference '{reference}' cannot be resolved.")
    return target


def resolve(schema: Any, root: Any) -> Any:
    """Return the schema that a schema refers to, or the schema itself; true, which permits anything, for another one.

    References in a circle remain as they are.
    """
    for _unused in range(50):
        if not isinstance(schema, dict) or not isinstance(schema.get("$ref"), str):
            return schema
        try:
            schema = referenced(root, schema["$ref"])
        except InvalidSchema:
            return True
    return schema


# --- strict mode ------------------------------------------------------------------------------------------------------


def _check_root(schema: Schema) -> None:
    kind = resolve(schema, schema).get("type") if isinstance(resolve(schema, schema), dict) else None
    if kind != "object":
        raise InvalidSchema(f"schema must be a JSON Schema of 'type: \"object\"', got 'type: \"{kind}\"'.")
    if "anyOf" in schema:
        raise InvalidSchema("In context=(), 'anyOf' is not permitted at the root.")


def _check_strict(schema: Any, root: Schema, context: Context) -> None:
    where = f"In context={context}"
    if not isinstance(schema, dict):
        raise InvalidSchema(f"{where}, schema must be an object.")
    for name in REFUSED:
        if name in schema:
            raise InvalidSchema(f"{where}, '{name}' is not permitted.")
    if not {"type", "$ref", "anyOf", "enum", "const"} & set(schema):
        raise InvalidSchema(f"{where}, schema must have a 'type' key.")
    for kind in types(schema):
        if kind not in TYPES:
            raise InvalidSchema(f"{where}, '{kind}' is not a valid type.")
    for name in ("enum", "anyOf"):
        if name in schema and (not isinstance(schema[name], list) or not schema[name]):
            raise InvalidSchema(f"{where}, '{name}' must be a non-empty array.")
    if "$ref" in schema:
        target = referenced(root, schema["$ref"])
        if not isinstance(target, dict):
            raise InvalidSchema(f"{where}, reference '{schema['$ref']}' is not a schema.")
    if "format" in schema and schema["format"] not in FORMATS:
        raise InvalidSchema(f"{where}, '{schema['format']}' is not a valid format.")
    if "object" in types(schema) or "properties" in schema:
        _check_object(schema, where)
    if "array" in types(schema) and "items" not in schema:
        raise InvalidSchema(f"{where}, array schema missing items.")


def _check_object(schema: Schema, where: str) -> None:
    if schema.get("additionalProperties") is not False:
        raise InvalidSchema(f"{where}, 'additionalProperties' is required to be supplied and to be false.")
    properties, required = schema.get("properties", {}), schema.get("required", [])
    if not isinstance(properties, dict) or not isinstance(required, list):
        raise InvalidSchema(f"{where}, 'properties' must be an object and 'required' an array.")
    left_out = [name for name in properties if name not in required]
    if left_out or any(name not in properties for name in required):
        missing = f" Missing '{left_out[0]}'." if left_out else ""
        raise InvalidSchema(
            f"{where}, 'required' is required to be supplied and to be an array including every key in "
            f"properties.{missing}"
        )


def _check_limits(schema: Schema) -> None:
    """Raise if a strict schema is too large: total properties, levels, values of enumerations and names."""
    properties = choices = letters = levels = 0
    for context, inner in subschemas(schema):
        names = inner.get("properties", {})
        values = inner.get("enum", [])
        properties += len(names)
        choices += len(values)
        letters += sum(map(len, names)) + sum(len(value) for value in values if isinstance(value, str))
        levels = max(levels, context.count("properties") + context.count("items"))
    for number, most, what in (
        (properties, MAX_PROPERTIES, "properties"),
        (levels, MAX_LEVELS, "levels of nesting"),
        (choices, MAX_CHOICES, "enum values"),
        (letters, MAX_NAMES, "characters in names and enum values"),
    ):
        if number > most:
            raise InvalidSchema(f"schema exceeds the maximum of {most} {what}.")


# --- size of an instance ----------------------------------------------------------------------------------------------


def smallest_size(root: Schema) -> float:
    """Return how many values and characters the smallest instance has; infinity if recursion never ends."""
    sizes = Sizes(root)
    return sizes.of(root)


class Sizes:
    """The number of values and characters of the smallest instance of every schema in a schema."""

    def __init__(self, root: Any) -> None:
        self.root = root
        self._sizes: dict[int, float] = {}
        schemas = list(self._all())[::-1]
        changed = True
        while changed:
            # Sizes only decrease: a schema is infinite until one of its instances is known to end.
            changed = False
            for schema in schemas:
                size = self._measure(schema)
                if size < self._sizes.get(id(schema), math.inf):
                    self._sizes[id(schema)] = size
                    changed = True

    def _all(self) -> Iterator[Schema]:
        """Yield every schema in the root, and what is referred to although its place is not that of a schema."""
        seen: set[int] = set()
        waiting: list[Any] = [self.root]
        while waiting:
            for _context, schema in subschemas(waiting.pop()):
                if isinstance(schema, dict) and id(schema) not in seen:
                    seen.add(id(schema))
                    yield schema
                    if "$ref" in schema:
                        waiting.append(resolve(schema, self.root))

    def of(self, schema: Any) -> float:
        """Return the size for a schema within the root."""
        return self._sizes.get(id(schema), math.inf) if isinstance(schema, dict) else 1

    def _measure(self, schema: Schema) -> float:
        if isinstance(schema.get("$ref"), str):
            return self.of(resolve(schema, self.root))
        if "const" in schema or schema.get("enum"):
            return 1
        for name in ("anyOf", "oneOf"):
            if schema.get(name):
                return min(self.of(item) for item in schema[name])
        inherited = sum(self.of(item) for item in schema.get("allOf") or ())
        kind = main_type(schema)
        if kind == "object":
            properties = schema.get("properties", {})
            inherited += sum(self.of(properties.get(name, True)) for name in schema.get("required", ()))
        elif kind == "array" and schema.get("minItems"):
            inherited += bounded(schema["minItems"]) * self.of(schema.get("items", True))
        elif kind == "string":
            inherited += bounded(schema.get("minLength", 0))
        return 1 + inherited


def bounded(number: Any) -> int:
    """Return a count of a schema as an integer that can be multiplied."""
    return int(min(number, MAX_VALUES + 1)) if isinstance(number, (int, float)) and number > 0 else 0


def main_type(schema: Schema) -> str:
    """Return the type of which an instance is generated: the first that is not null."""
    kinds = types(schema)
    if kinds:
        return str(next((kind for kind in kinds if kind != "null"), "null"))
    return "object" if "properties" in schema else "array" if "items" in schema else "string"
