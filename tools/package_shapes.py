# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Convert the types of the official package to JSON Schema.

The dialect is draft 4: there ``5.0`` is not an integer, as in the API. A type becomes

- an object without additional properties, for a ``TypedDict`` or a model;
- a string with ``x-known``, for an open enumeration (``Union[str, Literal["a", "b"]]``);
- ``anyOf`` with ``discriminator``, for objects that differ by the value of one property;
- a string of the format ``binary``, for a file of a form.
"""

from __future__ import annotations

import collections.abc
import copy
import datetime
import inspect
import json
import typing as t
from collections import Counter

import pydantic
import typing_extensions as te
from openai import _types
from openai._utils import PropertyInfo
from package_types import Operation, is_union

Schema = dict[str, t.Any]

SCALARS: dict[t.Any, Schema] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    type(None): {"type": "null"},
    datetime.datetime: {"type": "string", "format": "date-time"},
    datetime.date: {"type": "string", "format": "date"},
}
SEQUENCES = (list, collections.abc.Iterable, collections.abc.Sequence, collections.abc.Collection)
SHORT = 100
"""Number of characters up to which the schema of a class is repeated where it is used."""
BINARY: Schema = {"type": "string", "format": "binary"}


def type_names(schema: Schema) -> list[str]:
    """Return the JSON types that a schema names."""
    kinds = schema.get("type", [])
    return [kinds] if isinstance(kinds, str) else list(kinds)


class Converter:
    """Schemas of types; classes become definitions that are referred to."""

    def __init__(self) -> None:
        self.definitions: dict[type, Schema] = {}
        self.recursive: dict[type, bool] = {}

    def of(self, kind: t.Any) -> Schema:
        """Return the schema of a type."""
        if kind in SCALARS:
            return dict(SCALARS[kind])
        if kind in (object, t.Any) or isinstance(kind, t.TypeVar):
            return {}
        if kind is _types.FileTypes or getattr(kind, "__origin__", None) is t.IO or kind is bytes:
            return dict(BINARY)
        origin, arguments = te.get_origin(kind), te.get_args(kind)
        if origin in (te.Annotated, te.Required, te.NotRequired):
            return self.of(arguments[0])
        if origin is te.Literal:
            return enumeration(list(arguments))
        if is_union(kind):
            return self._union(arguments)
        if origin in (dict, collections.abc.Mapping):
            values = self.of(arguments[1])
            return {"type": "object", "additionalProperties": values} if values else {"type": "object"}
        if origin in SEQUENCES or getattr(origin, "__name__", "") == "SequenceNotStr":
            items = self.of(arguments[0])
            return {"type": "array", "items": items} if items else {"type": "array"}
        if kind in (dict, collections.abc.Mapping):
            return {"type": "object"}
        if kind is list:
            return {"type": "array"}
        if inspect.isclass(origin) and issubclass(origin, pydantic.BaseModel):
            return self._reference(kind if isinstance(kind, type) else origin)
        if te.is_typeddict(kind) or (inspect.isclass(kind) and issubclass(kind, pydantic.BaseModel)):
            return self._reference(kind)
        raise TypeError(f"no schema for {kind!r}")

    def parameters(self, kinds: tuple[t.Any, ...], without: frozenset[str] = frozenset()) -> Schema:
        """Return the schema of a body or a query.

        :param kinds: Alternative types, of which those with the same properties are merged: the package has one type
            for each value of ``stream``.
        :param without: Names of the parameters of the path.
        """
        merged: list[Schema] = []
        for kind in kinds:
            schema = self._fields(kind, without)
            same = next((each for each in merged if each["properties"].keys() == schema["properties"].keys()), None)
            if same is None:
                merged.append(schema)
                continue
            for name, value in schema["properties"].items():
                same["properties"][name] = union([same["properties"][name], value])
            required = [name for name in same.get("required", ()) if name in schema.get("required", ())]
            same.pop("required", None)
            if required:
                same["required"] = required
        return {"anyOf": merged} if len(merged) > 1 else merged[0]

    def resolved(self, schema: Schema) -> Schema:
        """Return the definition that a schema refers to, or the schema itself."""
        return self.definitions[schema["$ref"]] if "$ref" in schema else schema

    def _reference(self, kind: type) -> Schema:
        if kind not in self.definitions:
            self.definitions[kind] = {}
            self.definitions[kind].update(self._fields(kind))
        return {"$ref": kind}

    def _fields(self, kind: t.Any, without: frozenset[str] = frozenset()) -> Schema:
        properties: dict[str, Schema] = {}
        required = []
        if te.is_typeddict(kind):
            for name, hint in te.get_type_hints(kind, include_extras=True).items():
                if name in without:
                    continue
                origin: t.Any = te.get_origin(hint)
                alias = spelled(name, hint)
                properties[alias] = self.of(hint)
                if origin is te.Required or (name in kind.__required_keys__ and origin is not te.NotRequired):
                    required.append(alias)
        else:
            for name, info in kind.model_fields.items():
                alias = info.alias or name
                properties[alias] = self.of(info.annotation)
                if info.is_required():
                    required.append(alias)
        schema: Schema = {"type": "object", "properties": properties}
        if required:
            schema["required"] = required
        return {**schema, "additionalProperties": False}

    def _union(self, arguments: tuple[t.Any, ...]) -> Schema:
        if any(te.get_origin(item) is t.IO or item is _types.FileTypes for item in arguments):
            # A file, or several in an array.
            several = any(te.get_origin(item) in SEQUENCES or "Sequence" in str(item) for item in arguments)
            return union([dict(BINARY), {"type": "array", "items": dict(BINARY)}]) if several else dict(BINARY)
        return union([self.of(item) for item in arguments])


def spelled(name: str, hint: t.Any) -> str:
    """Return the name of a field as it is sent."""
    while te.get_origin(hint) in (te.Annotated, te.Required, te.NotRequired):
        for note in te.get_args(hint)[1:]:
            if isinstance(note, PropertyInfo) and note.alias:
                return note.alias
        hint = te.get_args(hint)[0]
    return name


def enumeration(values: list[t.Any]) -> Schema:
    """Return the schema of a closed set of values."""
    if values in ([True], [False], [True, False]):
        return {"type": "boolean"}
    return {"type": "integer" if isinstance(values[0], int) else "string", "enum": values}


def union(schemas: list[Schema]) -> Schema:
    """Return one schema for several: enumerations and null join the type they belong to."""
    if all(each == schemas[0] for each in schemas):
        return schemas[0]
    found: list[Schema] = []
    for schema in [part for each in schemas for part in each.get("anyOf", [each])]:
        if not schema:
            return {}
        place = next((each for each in found if _joins(each, schema)), None)
        if place is None:
            found.append(copy.copy(schema))
        elif place != schema:
            _join(place, schema)
    nullable = [each for each in found if each.get("type") == "null"]
    rest = [each for each in found if each.get("type") != "null"]
    if nullable and rest:
        if len(rest) == 1 and "type" in rest[0]:
            alone = rest[0]
            kinds = [*type_names(alone), *([] if "null" in type_names(alone) else ["null"])]
            return {**alone, "type": kinds, **({"enum": [*_choices(alone), None]} if "enum" in alone else {})}
        rest.append(nullable[0])
    return rest[0] if len(rest) == 1 else {"anyOf": rest}


def _choices(schema: Schema) -> list[t.Any]:
    return [value for value in schema.get("enum", ()) if value is not None]


def _joins(one: Schema, other: Schema) -> bool:
    if one == other:
        return True
    plain = {"type", "enum", "x-known"}
    kinds = [[kind for kind in type_names(each) if kind != "null"] for each in (one, other)]
    if not kinds[0] or kinds[0] != kinds[1] or kinds[0] not in (["string"], ["integer"], ["boolean"]):
        return False
    return not (set(one) | set(other)) - plain


def _join(place: Schema, schema: Schema) -> None:
    """Extend a schema of strings, integers or booleans by another of the same type."""
    null = "null" in [*type_names(place), *type_names(schema)]
    values = list(dict.fromkeys([*_choices(place), *_choices(schema)]))
    known = list(dict.fromkeys([*place.get("x-known", ()), *schema.get("x-known", ())]))
    closed = "enum" in place and "enum" in schema
    kind = next(kind for kind in type_names(place) if kind != "null")
    place.clear()
    place["type"] = [kind, "null"] if null else kind
    if closed:
        place["enum"] = [*values, *([None] if null else [])]
    elif known or values:
        place["x-known"] = list(dict.fromkeys([*known, *values]))


# --- documents -------------------------------------------------------------------------------------------------------


def request(converter: Converter, operation: Operation) -> Schema:
    """Return what a request contains: ``query``, and ``body`` or, for a multipart form, ``form``."""
    found: Schema = {}
    if operation.query:
        found["query"] = converter.parameters(operation.query, operation.path_names)
    if operation.body:
        body = converter.parameters(operation.body, operation.path_names)
        files = any(
            BINARY in (value, value.get("items")) or "anyOf" in value and BINARY in value["anyOf"]
            for value in body.get("properties", {}).values()
        )
        found["form" if files else "body"] = body
    return found


def discriminated(alternatives: list[Schema], converter: Converter) -> Schema:
    """Return the ``discriminator`` of alternatives: the property by whose value objects differ, if there is one."""
    objects = [converter.resolved(item).get("properties") for item in alternatives]
    known = [item for item in objects if item]
    if len(known) < 2 or len(known) < sum(item is not None for item in objects):
        return {}
    best, most = "", 1
    for name in sorted(set.intersection(*(set(item) for item in known)), key=lambda name: (name != "type", name)):
        values = [str(item[name].get("enum")) for item in known]
        if "None" not in values and len(set(values)) > most:
            best, most = name, len(set(values))
    return {"discriminator": {"propertyName": best}} if best else {}


def with_names(operations: dict[str, Schema], converter: Converter) -> Schema:
    """Return operations and their definitions, with names for the classes that are referred to.

    A class that is referred to once, or whose schema is short, stands where it is used. Classes with the same schema
    are one definition, with the shortest of their names.
    """
    alike = _alike(converter)
    uses: Counter[type] = Counter()
    kept = {alike.get(kind, kind) for kind in converter.definitions}
    for schema in (*operations.values(), *(converter.definitions[kind] for kind in kept)):
        _visit(schema, lambda kind: uses.update([alike.get(kind, kind)]))
    names: dict[type, str] = {}
    for kind in sorted(kept, key=lambda kind: (kind.__name__, kind.__module__)):
        recursive = kind not in alike
        if recursive or (uses[kind] > 1 and len(json.dumps(_expanded(kind, converter))) > SHORT):
            name = kind.__name__
            if name in names.values():
                name = "".join(part.title() for part in kind.__module__.rpartition(".")[2].split("_")) + name
            names[kind] = name

    def place(schema: t.Any) -> t.Any:
        if isinstance(schema, list):
            return [place(item) for item in schema]
        if not isinstance(schema, dict):
            return schema
        if isinstance(schema.get("$ref"), type):
            found: type = schema["$ref"]
            kind = alike.get(found, found)
            return {"$ref": f"#/definitions/{names[kind]}"} if kind in names else place(converter.definitions[kind])
        difference = discriminated(schema["anyOf"], converter) if "anyOf" in schema else {}
        return {**{key: place(value) for key, value in schema.items()}, **difference}

    document: Schema = {"operations": place(operations)}
    definitions = {name: place(converter.definitions[kind]) for kind, name in names.items()}
    if definitions:
        document["definitions"] = dict(sorted(definitions.items()))
    return document


def _alike(converter: Converter) -> dict[type, type]:
    """Return, for every class that does not contain itself, the class of the same schema with the shortest name."""
    plain = [kind for kind in converter.definitions if not _recursive(kind, converter)]
    first: dict[str, type] = {}
    texts = {kind: json.dumps(_expanded(kind, converter)) for kind in plain}
    for kind in sorted(plain, key=lambda kind: (len(kind.__name__), kind.__name__, kind.__module__)):
        first.setdefault(texts[kind], kind)
    return {kind: first[texts[kind]] for kind in plain}


def _expanded(schema: t.Any, converter: Converter) -> t.Any:
    """Return a schema, or that of a class, with the definitions in place of the references."""
    if isinstance(schema, type):
        return _expanded(converter.definitions[schema], converter)
    if isinstance(schema, list):
        return [_expanded(item, converter) for item in schema]
    if isinstance(schema, dict):
        if isinstance(schema.get("$ref"), type):
            kind = schema["$ref"]
            return kind.__qualname__ if _recursive(kind, converter) else _expanded(kind, converter)
        return {key: _expanded(value, converter) for key, value in schema.items()}
    return schema


def _visit(schema: t.Any, seen: t.Callable[[type], None]) -> None:
    if isinstance(schema, list):
        for item in schema:
            _visit(item, seen)
    elif isinstance(schema, dict):
        if isinstance(schema.get("$ref"), type):
            seen(schema["$ref"])
        else:
            for value in schema.values():
                _visit(value, seen)


def _recursive(kind: type, converter: Converter) -> bool:
    """Return whether a class contains itself, directly or through others."""
    if kind not in converter.recursive:
        converter.recursive[kind] = kind in _reachable(kind, converter)
    return converter.recursive[kind]


def _reachable(kind: type, converter: Converter) -> set[type]:
    """Return the classes that a class refers to, directly or through others."""
    found: set[type] = set()
    todo = [kind]

    def see(each: type) -> None:
        if each not in found:
            found.add(each)
            todo.append(each)

    while todo:
        _visit(converter.definitions[todo.pop()], see)
    return found
