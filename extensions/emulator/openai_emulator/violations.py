# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Report what is wrong with a request in the words of the API.

The validator finds every violation; the API reports one of them, with the path of the parameter (``messages[0].name``)
and a code such as ``missing_required_parameter``, ``unknown_parameter``, ``invalid_type`` or ``invalid_value``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from jsonschema_rs import ValidationError

from .errors import ApiError, bad_request, missing, unknown, wrong_type, wrong_value

if TYPE_CHECKING:
    from .request_shapes import Schema, Shape

Path = list[str | int]
ORDER = {"additionalProperties": 0, "required": 1, "type": 2}


def first_violation(errors: Sequence[ValidationError], shape: Shape) -> ApiError:
    """Return the error for the first violation: the outermost, unknown parameters before missing ones."""
    return described(min(errors, key=_rank), shape)


def _rank(error: ValidationError) -> tuple[int, int]:
    name = error.kind.name
    return len(error.instance_path) + (name in ("additionalProperties", "required")), ORDER.get(name, 3)


def dotted(path: Path) -> str:
    """Return the path of a parameter as the API writes it."""
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return text.removeprefix(".")


def described(error: ValidationError, shape: Shape) -> ApiError:
    """Return the API's error for a violation."""
    path = list(error.instance_path)
    where = dotted(path)
    value: Any = error.instance
    kind: Any = error.kind
    match kind.name:
        case "additionalProperties":
            return unknown(dotted([*path, next(name for name in value if name in kind.unexpected)]))
        case "required":
            return missing(dotted([*path, kind.property]))
        case "type":
            return wrong_type(where, expected(shape, [shape.pointed(error.schema_path[:-1])]), value)
        case "enum":
            return wrong_value(where, value, options(kind))
        case "anyOf":
            return _no_alternative(error, shape)
        case "falseSchema":
            return unknown(where)
        case "propertyNames":
            return _length(where, "property name", kind.error.instance, kind.error.kind)
        case "minLength" | "maxLength":
            return _length(where, "string", value, kind)
        case "minItems" | "maxItems":
            return _length(where, "array", value, kind)
        case "maxProperties":
            return bad_request(
                f"Invalid '{where}': too many properties. Expected an object with at most {kind.limit} properties, but "
                f"got an object with {len(value)} properties instead.",
                param=where,
                code="object_above_max_properties",
            )
        case "pattern":
            return bad_request(
                f"Invalid '{where}': string does not match pattern. Expected a string that matches the pattern "
                f"'{kind.pattern}'.",
                param=where,
                code="invalid_value",
            )
    return _bound(path, value, kind, shape)


def options(kind: Any) -> list[Any]:
    """Return the values of an enumeration without null."""
    return [option for option in kind.options if option is not None]


def _length(where: str, noun: str, value: Any, kind: Any) -> ApiError:
    article, word = ("an", "array") if noun == "array" else ("a", "string")
    low = kind.name.startswith("min")
    if low and not value:
        text, got, code = f"empty {noun}", f"an empty {noun}", f"empty_{word}"
    else:
        text = f"{noun} too {'short' if low else 'long'}"
        got, code = f"{article} {noun} with length {len(value)}", f"{word}_{'below_min' if low else 'above_max'}_length"
    return bad_request(
        f"Invalid '{where}': {text}. Expected {article} {noun} with {'minimum' if low else 'maximum'} length "
        f"{kind.limit}, but got {got} instead.",
        param=where,
        code=code,
    )


SIGNS = {"minimum": ">=", "exclusiveMinimum": ">", "maximum": "<=", "exclusiveMaximum": "<"}


def _bound(path: Path, value: Any, kind: Any, shape: Shape) -> ApiError:
    where = dotted(path)
    decimal = any(schema.get("type") == "number" or "number" in schema.get("type", ()) for schema in shape.at(path))
    word, side = "decimal" if decimal else "integer", "min" if "inimum" in kind.name else "max"
    return bad_request(
        f"Invalid '{where}': {word} {'below minimum' if side == 'min' else 'above maximum'} value. Expected a value "
        f"{SIGNS[kind.name]} {kind.limit}, but got {value} instead.",
        param=where,
        code=f"{word}_{'below' if side == 'min' else 'above'}_{side}_value",
    )


# --- alternatives -----------------------------------------------------------------------------------------------------


def _no_alternative(error: ValidationError, shape: Shape) -> ApiError:
    """Return the error of the alternative that the value resembles most."""
    path, value = list(error.instance_path), error.instance
    schema = shape.pointed(error.schema_path[:-1])
    kind: Any = error.kind
    branches: list[list[ValidationError]] = [
        branch for branch in kind.context if not any(_about(item, "type", path) for item in branch)
    ]
    if not branches:
        return wrong_type(dotted(path), expected(shape, list(shape.alternatives(schema))), value)
    tag = schema.get("discriminator", {}).get("propertyName")
    if tag and isinstance(value, dict):
        place = [*path, tag]
        if tag in value:
            chosen = [branch for branch in branches if not any(_about(item, "enum", place) for item in branch)]
            if not chosen:
                return wrong_value(dotted(place), value[tag], _choices(branches, place))
        else:
            chosen = [branch for branch in branches if not any(_lacks(item, path, tag) for item in branch)]
            if not chosen:
                return missing(dotted(place))
        branches = chosen
    for item in branches[0]:
        place = list(item.instance_path)
        if len(branches) > 1 and all(any(_about(each, "enum", place) for each in branch) for branch in branches):
            return wrong_value(dotted(place), item.instance, _choices(branches, place))
    return first_violation(min(branches, key=len), shape)


def _about(error: ValidationError, name: str, path: Path) -> bool:
    return error.kind.name == name and list(error.instance_path) == path


def _lacks(error: ValidationError, path: Path, name: str) -> bool:
    kind: Any = error.kind
    return _about(error, "required", path) and kind.property == name


def _choices(branches: list[list[ValidationError]], path: Path) -> list[Any]:
    found = [
        option for branch in branches for item in branch if _about(item, "enum", path) for option in options(item.kind)
    ]
    return list(dict.fromkeys(found))


# --- what was expected ------------------------------------------------------------------------------------------------

NOUNS = {
    "string": "a string",
    "integer": "an integer",
    "number": "a decimal",
    "boolean": "a boolean",
    "array": "an array",
    "object": "an object",
}
PLURALS = {
    "string": "strings",
    "integer": "integers",
    "number": "decimals",
    "boolean": "booleans",
    "array": "arrays",
    "object": "objects",
}


def expected(shape: Shape, schemas: list[Schema]) -> str:
    """Return the words for the types that a value may have, such as ``a string or array of objects``."""
    choices = [repr(option) for schema in schemas for option in schema.get("enum", ()) if option is not None]
    parts = []
    if choices:
        parts.append(f"one of {', '.join(choices)}" if len(choices) > 1 else choices[0])
    for schema in schemas:
        kinds = schema.get("type", [])
        for kind in [kinds] if isinstance(kinds, str) else kinds:
            if kind == "null" or (kind in ("string", "integer") and "enum" in schema):
                continue
            noun = NOUNS[kind]
            if parts and not choices:
                noun = noun.partition(" ")[2]
            if kind == "array" and len(schemas) > 1:
                inner = {each for item in shape.alternatives(schema.get("items", {})) for each in [item.get("type")]}
                only = next(iter(inner), None) if len(inner) == 1 else None
                noun += f" of {PLURALS[only]}" if isinstance(only, str) else ""
            if noun not in parts:
                parts.append(noun)
    return " or ".join(parts) or "a value"
