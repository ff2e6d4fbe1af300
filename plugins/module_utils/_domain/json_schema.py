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
    """The JSON schema of an object, or a clear refusal that says where it is none.

    :raises BadInput: naming the place.
    """
    check_schema(option, schema)
    if schema.get("type") != "object":
        raise InvalidArgument(
            f"{option}.type is {schema.get('type')!r}",
            "The answer is an object: set type to object, and list its properties.",
        )
    return t.cast(Object, schema)


def check_schema(place: str, schema: t.Any) -> None:
    """Refuse what is no JSON schema.

    :param place: where it is, for the message.
    """
    if not isinstance(schema, dict):
        raise InvalidArgument(
            f"{place} is {type(schema).__name__}, no JSON schema", "Give a mapping such as {type: string} there."
        )
    kinds = schema.get("type", [])
    for kind in kinds if isinstance(kinds, list) else [kinds]:
        if kind not in _TYPES:
            raise InvalidArgument(f"{place}.type is {kind!r}", f"Use one of {', '.join(_TYPES)}.")
    for name in ("properties", "$defs", "definitions"):
        inner = schema.get(name, {})
        if not isinstance(inner, dict):
            raise InvalidArgument(f"{place}.{name} is no mapping", "Give a mapping of names to schemas there.")
        for key, item in inner.items():
            if isinstance(item, bool):
                # Anything, or nothing: schemas as well.
                continue
            check_schema(f"{place}.{name}.{key}", item)
    if not isinstance(schema.get("items", True), bool):
        check_schema(f"{place}.items", schema["items"])
    for name in ("anyOf", "required", "enum"):
        if not isinstance(schema.get(name, []), list):
            raise InvalidArgument(f"{place}.{name} is no list", "Give a list there.")
    for index, item in enumerate(schema.get("anyOf", [])):
        check_schema(f"{place}.anyOf[{index}]", item)


def strict_schema(schema: t.Any) -> t.Any:
    """The schema as strict answers need it: objects that say nothing of it have all their properties and no others."""
    if isinstance(schema, list):
        return [strict_schema(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    full: Object = {}
    for name, value in schema.items():
        if name in ("properties", "$defs", "definitions") and isinstance(value, dict):
            full[name] = {key: strict_schema(item) for key, item in value.items()}
        else:
            full[name] = strict_schema(value) if name in ("items", "anyOf") else value
    if full.get("type") == "object":
        full.setdefault("additionalProperties", False)
        full.setdefault("required", list(full.get("properties", {})))
    return full


def parsed(text: t.Any) -> t.Any:
    """The value of an answer that is a JSON object or list; None for any other text."""
    if not isinstance(text, str) or text.lstrip()[:1] not in ("{", "["):
        return None
    try:
        return json.loads(text)
    except ValueError:
        return None
