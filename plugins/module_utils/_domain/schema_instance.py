# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Instances of a JSON schema, which check mode returns in place of an answer with this schema."""

from __future__ import annotations

import math
import re
import typing as t

from .._support.predicted_files import PLACEHOLDER
from .._support.types import Object

MAX_DEPTH = 8
"""Depth from which a recursive schema takes its shortest alternatives."""

_FORMATS = {
    "date-time": "2000-01-01T00:00:00Z",
    "date": "2000-01-01",
    "time": "00:00:00Z",
    "duration": "PT0S",
    "email": "placeholder@example.com",
    "hostname": "placeholder.example.com",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
    "uri": "https://example.com/placeholder",
    "uuid": "00000000-0000-4000-8000-000000000000",
}


def instance_of(schema: t.Any) -> t.Any:
    """Return a small value that is valid for a JSON schema; its strings say that they are placeholders where they can."""
    return _Instances(schema).value(schema, 0)


class _Instances:
    """Instances of the parts of one schema.

    :param root: the schema that references point into.
    """

    def __init__(self, root: t.Any) -> None:
        self._root = root

    def value(self, schema: t.Any, depth: int) -> t.Any:
        """Return an instance of a part of the schema."""
        schema = self._resolved(schema)
        if not isinstance(schema, dict):
            return PLACEHOLDER
        if "const" in schema:
            return schema["const"]
        if schema.get("enum"):
            return next((each for each in schema["enum"] if each is not None), schema["enum"][0])
        if schema.get("allOf"):
            return self.value(self._merged(schema), depth + 1)
        variants = schema.get("anyOf") or schema.get("oneOf")
        if variants:
            rest = {name: value for name, value in schema.items() if name not in ("anyOf", "oneOf")}
            chosen = self._variant(variants, depth)
            return self.value({**rest, **chosen} if isinstance(chosen, dict) else rest, depth + 1)
        kind = _type_of(schema, depth)
        if kind == "object":
            return self._object(schema, depth)
        if kind == "array":
            return self._array(schema, depth)
        if kind in ("integer", "number"):
            return _number(schema, kind == "integer")
        if kind == "boolean":
            return False
        return None if kind == "null" else _string(schema)

    def _resolved(self, schema: t.Any) -> t.Any:
        """Return a part with its reference resolved; one that leads nowhere allows everything."""
        for _step in range(MAX_DEPTH):
            if not (isinstance(schema, dict) and isinstance(schema.get("$ref"), str)):
                return schema
            found = self._root
            for name in schema["$ref"].lstrip("#").strip("/").split("/"):
                name = name.replace("~1", "/").replace("~0", "~")
                if name:
                    found = found.get(name) if isinstance(found, dict) else None
            rest = {name: value for name, value in schema.items() if name != "$ref"}
            schema = {**found, **rest} if isinstance(found, dict) else rest
        return {}

    def _merged(self, schema: Object) -> Object:
        """Return a schema with ``allOf`` as one without."""
        whole: Object = {"properties": {}, "required": []}
        for part in (*schema["allOf"], {name: value for name, value in schema.items() if name != "allOf"}):
            part = self._resolved(part)
            if isinstance(part, dict):
                merged = {
                    "properties": {**whole["properties"], **part.get("properties", {})},
                    "required": [*whole["required"], *part.get("required", [])],
                }
                whole = {**whole, **part, **merged}
        return whole if whole["properties"] else {name: value for name, value in whole.items() if name != "properties"}

    def _variant(self, variants: list[t.Any], depth: int) -> t.Any:
        """Return the first alternative that is not null; in a recursion, the one that ends it."""
        resolved = [self._resolved(each) for each in variants]
        if depth >= MAX_DEPTH:
            flat = [each for each in resolved if isinstance(each, dict) and each.get("type") not in ("object", "array")]
            resolved = flat or resolved
        else:
            resolved = [
                each for each in resolved if not (isinstance(each, dict) and each.get("type") == "null")
            ] or resolved
        return resolved[0]

    def _object(self, schema: Object, depth: int) -> Object:
        properties = schema.get("properties") or {}
        required = schema.get("required") or []
        names = [name for name in properties if name in required or depth < MAX_DEPTH // 2]
        value = {name: self.value(properties[name], depth + 1) for name in names}
        return {**{name: PLACEHOLDER for name in required if name not in value}, **value}

    def _array(self, schema: Object, depth: int) -> list[t.Any]:
        least = int(schema.get("minItems") or 0)
        count = max(least, 1) if depth < MAX_DEPTH else least
        if schema.get("maxItems") is not None:
            count = min(count, int(schema["maxItems"]))
        return [self.value(schema.get("items", {}), depth + 1) for _number in range(count)]


def _type_of(schema: Object, depth: int) -> str:
    kind = schema.get("type")
    if isinstance(kind, list):
        useful = [each for each in kind if each != "null"]
        kind = "null" if not useful or (depth >= MAX_DEPTH and "null" in kind) else useful[0]
    if kind is None:
        kind = "object" if "properties" in schema else "array" if "items" in schema else "string"
    return str(kind)


def _number(schema: Object, whole: bool) -> float | int:
    step = float(schema.get("multipleOf") or (1 if whole else 0))
    low, high = schema.get("minimum"), schema.get("maximum")
    above, below = schema.get("exclusiveMinimum"), schema.get("exclusiveMaximum")

    def fits(value: float) -> bool:
        return (
            (low is None or value >= low)
            and (high is None or value <= high)
            and (above is None or value > above)
            and (below is None or value < below)
        )

    candidates = [0.0]
    for limit in (each for each in (low, high, above, below) if each is not None):
        if step:
            candidates += [math.floor(limit / step) * step + number * step for number in (-1, 0, 1, 2)]
        else:
            candidates += [limit, limit + 1, limit - 1]
    if above is not None and below is not None or above is not None and high is not None:
        candidates.append((above + (below if below is not None else high)) / 2)
    if below is not None and low is not None:
        candidates.append((low + below) / 2)
    value = next((each for each in candidates if fits(each)), 0.0)
    return int(value) if whole or float(value).is_integer() else value


def _string(schema: Object) -> str:
    if schema.get("pattern"):
        return _matching(str(schema["pattern"])) or PLACEHOLDER
    text = _FORMATS.get(str(schema.get("format")), PLACEHOLDER)
    least, most = int(schema.get("minLength") or 0), schema.get("maxLength")
    text = text + "." * (least - len(text))
    return text if most is None else text[: int(most)]


# --- patterns --------------------------------------------------------------------------------------------------------


def _matching(pattern: str) -> str:
    """Return a text that a regular expression matches, or an empty string if none was found."""
    try:
        if re.search(pattern, PLACEHOLDER):
            return PLACEHOLDER
        text = _expanded(_parsed(pattern))
        return text if re.search(pattern, text) else ""
    except (re.error, OverflowError, RecursionError, TypeError, ValueError):
        return ""


def _parsed(pattern: str) -> t.Any:
    """Return the parsed form of a regular expression; the parser has another name before Python 3.11."""
    try:
        from re import _parser as parser  # type: ignore[attr-defined]
    except ImportError:
        import sre_parse as parser  # pylint: disable=deprecated-module
    return parser.parse(pattern)


def _expanded(parts: t.Any) -> str:
    """Return the shortest text of a parsed regular expression."""
    return "".join(_part(str(kind), value) for kind, value in parts)


def _part(kind: str, value: t.Any) -> str:
    if kind == "LITERAL":
        return chr(value)
    if kind == "ANY":
        return "a"
    if kind == "NOT_LITERAL":
        return "a" if value != ord("a") else "b"
    if kind == "IN":
        return _member(value)
    if kind in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        return _expanded(value[2]) * int(value[0])
    if kind == "BRANCH":
        return _expanded(value[1][0])
    if kind == "SUBPATTERN":
        return _expanded(value[-1])
    if kind == "ATOMIC_GROUP":
        return _expanded(value)
    return ""


def _member(parts: t.Any) -> str:
    """Return a character of a set, such as ``[a-z]`` or ``[^,]``."""
    negated = any(str(kind) == "NEGATE" for kind, _value in parts)
    if not negated:
        kind, value = parts[0]
        if str(kind) == "LITERAL":
            return chr(value)
        if str(kind) == "RANGE":
            return chr(value[0])
        return {"CATEGORY_DIGIT": "0", "CATEGORY_SPACE": " ", "CATEGORY_WORD": "a"}.get(str(value), "-")
    for candidate in "a0-_ .A~":
        if not any(_has(str(kind), value, candidate) for kind, value in parts):
            return candidate
    return ""


def _has(kind: str, value: t.Any, character: str) -> bool:
    if kind == "LITERAL":
        return bool(ord(character) == value)
    if kind == "RANGE":
        return bool(value[0] <= ord(character) <= value[1])
    if kind == "CATEGORY":
        classes = {"CATEGORY_DIGIT": r"\d", "CATEGORY_SPACE": r"\s", "CATEGORY_WORD": r"\w"}
        return re.match(classes.get(str(value), r"[^\w]"), character) is not None
    return False
