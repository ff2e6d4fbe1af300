# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""The JSON schema of a structured output."""

from __future__ import annotations

import json
import typing as t

from .._support.errors import InvalidArgument
from .._support.types import Object

_TYPES = ("object", "array", "string", "number", "integer", "boolean", "null")


def object_schema(option: str, schema: t.Any) -> Object:
    """Return the JSON schema of an object.

    :raises InvalidArgument: it is not valid; the message contains the path of the error.
    """
    check_schema(option, schema)
    if schema.get("type") != "object":
        raise InvalidArgument(
            f"{option}.type must be object, got {schema.get('type')!r}",
            f"Set {option}.type to object and describe its properties.",
        )
    return t.cast(Object, schema)


def check_schema(place: str, schema: t.Any) -> None:
    """Reject an invalid JSON schema.

    :param place: path of the schema, for the message.
    """
    if not isinstance(schema, dict):
        raise InvalidArgument(
            f"{place} must be a dictionary, got {type(schema).__name__}", "Use a JSON schema such as {type: string}."
        )
    kinds = schema.get("type", [])
    for kind in kinds if isinstance(kinds, list) else [kinds]:
        if kind not in _TYPES:
            raise InvalidArgument(
                f"unsupported value for {place}.type: {kind!r}", f"Supported values: {', '.join(_TYPES)}."
            )
    for name in ("properties", "$defs", "definitions"):
        inner = schema.get(name, {})
        if not isinstance(inner, dict):
            raise InvalidArgument(f"{place}.{name} must be a dictionary", "Use a dictionary of names and schemas.")
        for key, item in inner.items():
            if isinstance(item, bool):
                # True and false are schemas, too.
                continue
            check_schema(f"{place}.{name}.{key}", item)
    if not isinstance(schema.get("items", True), bool):
        check_schema(f"{place}.items", schema["items"])
    for name in ("anyOf", "required", "enum"):
        if not isinstance(schema.get(name, []), list):
            raise InvalidArgument(f"{place}.{name} must be a list", "Use a list.")
    for index, item in enumerate(schema.get("anyOf", [])):
        check_schema(f"{place}.anyOf[{index}]", item)


def strict_schema(schema: t.Any) -> t.Any:
    """Return the schema for strict answers: by default all properties of an object are required and no others allowed."""
    if isinstance(schema, list):
        return [strict_schema(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    strict: Object = {}
    for name, value in schema.items():
        if name in ("properties", "$defs", "definitions") and isinstance(value, dict):
            strict[name] = {key: strict_schema(item) for key, item in value.items()}
        else:
            strict[name] = strict_schema(value) if name in ("items", "anyOf") else value
    if strict.get("type") == "object":
        strict.setdefault("additionalProperties", False)
        strict.setdefault("required", list(strict.get("properties", {})))
    return strict


def parsed(text: t.Any) -> t.Any:
    """Return the value of an answer that is a JSON object or list, or None for any other text."""
    if not isinstance(text, str) or text.lstrip()[:1] not in ("{", "["):
        return None
    try:
        return json.loads(text)
    except ValueError:
        return None
