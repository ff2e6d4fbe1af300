# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Report what is wrong with a request in the words of the API.

The validator finds every violation; the API reports one of them, with the path of the parameter (``messages[0].name``)
and a code such as ``missing_required_parameter``, ``unknown_parameter``, ``invalid_type`` or ``invalid_value``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from jsonschema_rs import ValidationError

from .errors import ApiError, bad_request, missing, unknown, wrong_type, wrong_value

if TYPE_CHECKING:
    from .request_shapes import Schema, Shape

Path = list[str | int]
ORDER = {"additionalProperties": 0, "required": 1, "type": 2}


@dataclass(frozen=True)
class Violation:
    """One violation of a schema.

    :ivar name: The keyword of the schema, such as ``required``.
    :ivar path: Where the value is in the request.
    :ivar detail: What the validator reports, such as the names that are not known.
    :ivar pointer: Where the keyword is in the schema.
    :ivar branches: What is wrong under each alternative.
    """

    name: str
    path: Path
    value: Any
    detail: Any
    pointer: Path
    branches: list[list[Violation]] = field(default_factory=list)

    def concerns(self, name: str, path: Path) -> bool:
        """Return whether this is a violation of a keyword at a place."""
        return self.name == name and self.path == path


def read(error: ValidationError, root: Any) -> Violation:
    """Return what the validator reports."""
    kind: Any = error.kind
    path: Path = []
    value = root
    for step in error.instance_path:
        if isinstance(value, dict) and isinstance(step, int):
            # The validator reports the names of properties that are numbers as numbers.
            step = next(name for name in value if name.isdecimal() and int(name) == step)
        path.append(step)
        value = value[step]
    branches = [[read(each, root) for each in branch] for branch in getattr(kind, "context", ())]
    return Violation(kind.name, path, error.instance, kind, list(error.schema_path), branches)


def first_violation(errors: Iterable[ValidationError], shape: Shape, root: Any) -> ApiError:
    """Return the error for the first violation of a request."""
    return outermost([read(error, root) for error in errors], shape)


def outermost(violations: list[Violation], shape: Shape) -> ApiError:
    """Return the error for the outermost violation: unknown parameters before missing ones, then wrong types."""
    return described(min(violations, key=_rank), shape)


def _rank(violation: Violation) -> tuple[int, int]:
    depth = len(violation.path) + (violation.name in ("additionalProperties", "required"))
    return depth, ORDER.get(violation.name, 3)


def dotted(path: Path) -> str:
    """Return the path of a parameter as the API writes it."""
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return text.removeprefix(".")


def described(violation: Violation, shape: Shape) -> ApiError:
    """Return the API's error for a violation."""
    path, value, detail = violation.path, violation.value, violation.detail
    where = dotted(path)
    match violation.name:
        case "additionalProperties":
            return unknown(dotted([*path, next(name for name in value if name in detail.unexpected)]))
        case "required":
            return missing(dotted([*path, detail.property]))
        case "type":
            schema = shape.pointed(violation.pointer[:-1])
            # A violation of a limit has its place in another schema.
            known = schema if types_of(schema) == detail.types else {"type": detail.types}
            return wrong_type(where, expected(shape, [known]), value)
        case "enum":
            return wrong_value(where, value, options(detail))
        case "anyOf":
            return _no_alternative(violation, shape)
        case "propertyNames":
            return _length(where, "property name", detail.error.instance, detail.error.kind)
        case "minLength" | "maxLength":
            return _length(where, "string", value, detail)
        case "minItems" | "maxItems":
            return _length(where, "array", value, detail)
        case "maxProperties":
            return bad_request(
                f"Invalid '{where}': too many properties. Expected an object with at most {detail.limit} properties, "
                f"but got an object with {len(value)} properties instead.",
                param=where,
                code="object_above_max_properties",
            )
        case "pattern":
            return bad_request(
                f"Invalid '{where}': string does not match pattern. Expected a string that matches the pattern "
                f"'{detail.pattern}'.",
                param=where,
                code="invalid_value",
            )
    return _bound(path, value, detail, shape)


def types_of(schema: Schema) -> list[str]:
    """Return the JSON types that a schema names."""
    kinds = schema.get("type", [])
    return [kinds] if isinstance(kinds, str) else list(kinds)


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
    decimal = any("number" in types_of(schema) for schema in shape.at(path))
    word, side = "decimal" if decimal else "integer", "min" if "inimum" in kind.name else "max"
    return bad_request(
        f"Invalid '{where}': {word} {'below minimum' if side == 'min' else 'above maximum'} value. Expected a value "
        f"{SIGNS[kind.name]} {kind.limit}, but got {value} instead.",
        param=where,
        code=f"{word}_{'below' if side == 'min' else 'above'}_{side}_value",
    )


# --- alternatives -----------------------------------------------------------------------------------------------------


def _no_alternative(violation: Violation, shape: Shape) -> ApiError:
    """Return the error of the alternative that the value resembles most."""
    path, value = violation.path, violation.value
    schema = shape.pointed(violation.pointer[:-1])
    branches = [branch for branch in violation.branches if not any(item.concerns("type", path) for item in branch)]
    if not branches:
        return wrong_type(dotted(path), expected(shape, list(shape.alternatives(schema))), value)
    if isinstance(value, list) and len(branches) > 1 and len({type(item) for item in value}) > 1:
        return _mixed(path, [each for each in shape.alternatives(schema) if "array" in types_of(each)], shape)
    tag = schema.get("discriminator", {}).get("propertyName")
    if tag and isinstance(value, dict):
        place = [*path, tag]
        if tag in value:
            chosen = [branch for branch in branches if not any(item.concerns("enum", place) for item in branch)]
            if not chosen:
                return wrong_value(dotted(place), value[tag], _choices(branches, place))
        else:
            chosen = [branch for branch in branches if not any(_lacks(item, path, tag) for item in branch)]
            if not chosen:
                return missing(dotted(place))
        branches = chosen
    for item in branches[0] if len(branches) > 1 else ():
        if all(any(each.concerns("enum", item.path) for each in branch) for branch in branches):
            return wrong_value(dotted(item.path), item.value, _choices(branches, item.path))
    return outermost(min(branches, key=_difference), shape)


def _difference(branch: list[Violation]) -> tuple[int, int]:
    return sum(item.name == "type" for item in branch), len(branch)


def _lacks(violation: Violation, path: Path, name: str) -> bool:
    return violation.concerns("required", path) and violation.detail.property == name


def _choices(branches: list[list[Violation]], path: Path) -> list[Any]:
    found = [
        option
        for branch in branches
        for item in branch
        if item.concerns("enum", path)
        for option in options(item.detail)
    ]
    return list(dict.fromkeys(found))


def _mixed(path: Path, arrays: list[Schema], shape: Shape) -> ApiError:
    """Return the error for an array whose items have several types."""
    names = [f"an array of {_plural(each, shape)}" for each in arrays]
    where = dotted(path)
    return bad_request(
        f"Invalid type for '{where}': expected {' or '.join(names)}, with all items of one type.",
        param=where,
        code="invalid_type",
    )


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
        for kind in types_of(schema):
            if kind == "null" or (kind in ("string", "integer") and "enum" in schema):
                continue
            noun = NOUNS[kind]
            if parts and not choices:
                noun = noun.partition(" ")[2]
            if kind == "array" and len(schemas) > 1:
                noun += f" of {_plural(schema, shape)}"
            if noun not in parts:
                parts.append(noun)
    return " or ".join(parts) or "a value"


def _plural(array: Schema, shape: Shape) -> str:
    """Return what an array contains."""
    kinds = {kind for item in shape.alternatives(array.get("items", {})) for kind in types_of(item)}
    return PLURALS[kinds.pop()] if len(kinds) == 1 else "values"
