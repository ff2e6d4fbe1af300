# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Generate JSON that conforms to a schema, and check the rules of strict schemas."""

from __future__ import annotations

import re
from typing import Any

from .text_language import deterministic_fraction, summarize, words

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_PROPER = re.compile(r"(?<![.!?]\s)(?<!^)\b[A-Z][\w'-]+(?:\s+[A-Z][\w'-]+)*")
_QUOTED = re.compile(r"[\"']([^\"']{1,200})[\"']")
_FORMATS = {
    "date-time": "2026-01-01T00:00:00Z",
    "date": "2026-01-01",
    "time": "00:00:00Z",
    "duration": "PT1H",
    "email": "user@example.com",
    "hostname": "example.com",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
    "uuid": "00000000-0000-4000-8000-000000000000",
    "uri": "https://example.com/",
}
MAX_DEPTH = 12


class InvalidSchema(Exception):
    """A schema that strict mode rejects; the message contains the location and the reason."""


def _resolve(schema: Any, root: Any) -> Any:
    seen = 0
    while isinstance(schema, dict) and isinstance(schema.get("$ref"), str) and seen < 50:
        seen += 1
        target: Any = root
        for part in schema["$ref"].lstrip("#").strip("/").split("/"):
            if part:
                target = target.get(part, {}) if isinstance(target, dict) else {}
        schema = target
    return schema


def check_strict(schema: Any, root: Any = None, where: tuple[str, ...] = ()) -> None:
    """Raise InvalidSchema unless every object requires all its properties and forbids others."""
    if root is None:
        root = schema
        if not isinstance(schema, dict) or _resolve(schema, root).get("type") != "object":
            kind = schema.get("type") if isinstance(schema, dict) else schema
            raise InvalidSchema(f"schema must be a JSON Schema of 'type: \"object\"', got 'type: \"{kind}\"'.")
        if "anyOf" in schema:
            raise InvalidSchema("In context=(), 'anyOf' is not permitted at the root.")
    if not isinstance(schema, dict):
        raise InvalidSchema(f"In context={where}, schema must be an object.")
    for name in ("oneOf", "allOf", "not", "if", "then", "else", "dependentRequired", "dependentSchemas"):
        if name in schema:
            raise InvalidSchema(f"In context={where}, '{name}' is not permitted.")
    kinds = schema.get("type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    if not {"type", "$ref", "anyOf", "enum", "const"} & set(schema):
        raise InvalidSchema(f"In context={where}, schema must have a 'type' key.")
    if "object" in kinds or "properties" in schema:
        if schema.get("additionalProperties") is not False:
            raise InvalidSchema(
                f"In context={where}, 'additionalProperties' is required to be supplied and to be false."
            )
        properties = schema.get("properties", {})
        required = schema.get("required", [])
        left_out = [name for name in properties if name not in required]
        if left_out or any(name not in properties for name in required):
            missing = f" Missing '{left_out[0]}'." if left_out else ""
            raise InvalidSchema(
                f"In context={where}, 'required' is required to be supplied and to be an array including every key in "
                f"properties.{missing}"
            )
        for name, item in properties.items():
            check_strict(item, root, (*where, "properties", name))
    if "array" in kinds:
        if "items" not in schema:
            raise InvalidSchema(f"In context={where}, array schema missing items.")
        check_strict(schema["items"], root, (*where, "items"))
    for index, item in enumerate(schema.get("anyOf", ())):
        check_strict(item, root, (*where, "anyOf", str(index)))
    for name in ("$defs", "definitions"):
        for key, item in schema.get(name, {}).items():
            check_strict(item, root, (*where, name, key))


def generate_instance(schema: Any, text: str, root: Any = None, name: str = "value", depth: int = 0) -> Any:
    """Return a value that conforms to the schema, with names, numbers and choices from the text where possible."""
    root = schema if root is None else root
    schema = _resolve(schema, root)
    if not isinstance(schema, dict):
        return summarize(text, 80)
    if "const" in schema:
        return schema["const"]
    if schema.get("enum"):
        return _choose_value(schema["enum"], text)
    for key in ("anyOf", "oneOf"):
        if schema.get(key):
            return generate_instance(_choose_variant(schema[key], root, depth), text, root, name, depth + 1)
    if schema.get("allOf"):
        merged: dict[str, Any] = {"properties": {}, "required": []}
        for part in (*schema["allOf"], {k: v for k, v in schema.items() if k != "allOf"}):
            part = _resolve(part, root)
            merged["properties"].update(part.get("properties", {}))
            merged["required"] += part.get("required", [])
            merged.update({k: v for k, v in part.items() if k not in ("properties", "required")})
        return generate_instance(merged, text, root, name, depth + 1)
    kind = schema.get("type")
    if isinstance(kind, list):
        kind = next((item for item in kind if item != "null"), "null")
    if kind is None:
        kind = "object" if "properties" in schema else "array" if "items" in schema else "string"
    if kind == "object":
        return _object(schema, text, root, depth)
    if kind == "array":
        least, most = int(schema.get("minItems", 0)), schema.get("maxItems")
        count = least if depth >= MAX_DEPTH else max(least, 1)
        if most is not None:
            count = min(count, int(most))
        return [generate_instance(schema.get("items", {}), text, root, name, depth + 1) for _unused in range(count)]
    if kind in ("integer", "number"):
        return _number(schema, text, name, whole=kind == "integer")
    if kind == "boolean":
        return not {"no", "not", "false", "never"} & words(text)
    return None if kind == "null" else _string(schema, text, name)


def _object(schema: dict[str, Any], text: str, root: Any, depth: int) -> dict[str, Any]:
    properties = schema.get("properties", {})
    required = schema.get("required", [])
    names = [key for key in properties if key in required or depth < MAX_DEPTH // 2]
    out = {key: generate_instance(properties[key], text, root, key, depth + 1) for key in names}
    for key in required:
        out.setdefault(key, summarize(text, 80))
    return out


def _choose_variant(options: list[Any], root: Any, depth: int) -> Any:
    resolved = [_resolve(option, root) for option in options]
    useful = [item for item in resolved if not (isinstance(item, dict) and item.get("type") == "null")]
    if not useful:
        return resolved[0]
    if depth < MAX_DEPTH:
        return useful[0]
    plain = [item for item in resolved if isinstance(item, dict) and item.get("type") not in ("object", "array", None)]
    return plain[0] if plain else useful[0]


def _choose_value(choices: list[Any], text: str) -> Any:
    lower = text.lower()
    return next((item for item in choices if isinstance(item, str) and item.lower() in lower), choices[0])


def _number(schema: dict[str, Any], text: str, name: str, *, whole: bool) -> float | int:
    found = [float(item) for item in _NUMBER.findall(text)]
    low = schema.get("minimum", schema.get("exclusiveMinimum"))
    high = schema.get("maximum", schema.get("exclusiveMaximum"))
    step = schema.get("multipleOf")

    def fits(value: float) -> bool:
        return (
            (schema.get("minimum") is None or value >= schema["minimum"])
            and (schema.get("maximum") is None or value <= schema["maximum"])
            and (schema.get("exclusiveMinimum") is None or value > schema["exclusiveMinimum"])
            and (schema.get("exclusiveMaximum") is None or value < schema["exclusiveMaximum"])
            and (not step or abs(value / step - round(value / step)) < 1e-9)
            and (not whole or value == int(value))
        )

    base = low if low is not None else (high - 1 if high is not None else 0)
    span = (high - low) if low is not None and high is not None else 10
    candidates = [
        *found,
        float(round(base + deterministic_fraction(name) * span)),
        float(base),
        base + 1,
        base + span / 2,
    ]
    if step:
        candidates += [float(-(-base // step) * step), float((base // step + 1) * step)]
    value = next((item for item in candidates if fits(item)), float(base))
    return int(value) if value == int(value) else value


def _string(schema: dict[str, Any], text: str, name: str) -> str:
    if schema.get("format") in _FORMATS:
        return _FORMATS[schema["format"]]
    if pattern := schema.get("pattern"):
        for word in (*re.findall(r"\S+", text), name, "a", "A", "0", "abc", "ABC", "12345", "a1", "2026-01-01"):
            try:
                if re.search(pattern, word):
                    return str(word)
            except re.error:
                break
    quoted = _QUOTED.search(text)
    proper = _PROPER.search(text.strip())
    if quoted:
        value = quoted.group(1)
    elif proper:
        value = proper.group(0)
    else:
        value = summarize(text, 80) or name
    least, most = int(schema.get("minLength", 0)), schema.get("maxLength")
    value = value.ljust(least, ".")
    return str(value) if most is None else str(value)[: int(most)]
