# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Generate JSON that conforms to a schema."""

from __future__ import annotations

import math
import re
from typing import Any

from .schema_validation import Sizes, bounded, main_type, resolve
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
MANY = 2_000
"""Number of values from which on an instance is as small as possible."""


def generate_instance(schema: Any, text: str) -> Any:
    """Return a value that conforms to the schema, with names, numbers and choices from the text where possible."""
    return _Generator(schema, text).value(schema)


class _Generator:
    """Generates one instance. When it has many values, what remains is as small as the schema permits."""

    def __init__(self, root: Any, text: str) -> None:
        self.root = root
        self.text = text
        self.made = 0
        self.sizes = Sizes(root)

    def value(self, schema: Any, name: str = "value", depth: int = 0) -> Any:
        """Return a value for a schema within the root."""
        self.made += 1
        schema = resolve(schema, self.root)
        if not isinstance(schema, dict):
            return summarize(self.text, 80)
        if "const" in schema:
            return schema["const"]
        if schema.get("enum"):
            return _choose_value(schema["enum"], self.text)
        for key in ("anyOf", "oneOf"):
            if schema.get(key):
                return self.value(self._choose_variant(schema[key], depth), name, depth + 1)
        if schema.get("allOf"):
            return self.value(self._merged(schema), name, depth + 1)
        kind = main_type(schema)
        if kind == "object":
            return self._object(schema, depth)
        if kind == "array":
            return self._array(schema, name, depth)
        if kind in ("integer", "number"):
            return _number(schema, self.text, name, whole=kind == "integer")
        if kind == "boolean":
            return not {"no", "not", "false", "never"} & words(self.text)
        return None if kind == "null" else _string(schema, self.text, name)

    def _small(self, depth: int) -> bool:
        return depth >= MAX_DEPTH or self.made > MANY

    def _merged(self, schema: dict[str, Any]) -> dict[str, Any]:
        merged: dict[str, Any] = {"properties": {}, "required": []}
        for part in (*schema["allOf"], {key: item for key, item in schema.items() if key != "allOf"}):
            part = resolve(part, self.root)
            if isinstance(part, dict):
                merged["properties"].update(part.get("properties", {}))
                merged["required"] += part.get("required", [])
                merged.update({key: item for key, item in part.items() if key not in ("properties", "required")})
        return {key: item for key, item in merged.items() if item or key not in ("properties", "required")}

    def _array(self, schema: dict[str, Any], name: str, depth: int) -> list[Any]:
        least, most = bounded(schema.get("minItems", 0)), schema.get("maxItems")
        count = least if self._small(depth) else max(least, 1)
        if most is not None:
            count = min(count, bounded(most))
        return [self.value(schema.get("items", {}), name, depth + 1) for _unused in range(count)]

    def _object(self, schema: dict[str, Any], depth: int) -> dict[str, Any]:
        properties, required = schema.get("properties", {}), schema.get("required", [])
        small = depth >= MAX_DEPTH // 2 or self.made > MANY
        names = [
            key
            for key in properties
            if key in required or not (small or properties[key] is False or self.sizes.of(properties[key]) == math.inf)
        ]
        out = {key: self.value(properties[key], key, depth + 1) for key in names}
        for key in required:
            out.setdefault(key, summarize(self.text, 80))
        return out

    def _choose_variant(self, options: list[Any], depth: int) -> Any:
        """Return the first alternative that is not null, or the smallest one if the instance must end."""
        smallest = min(options, key=self.sizes.of)
        if self._small(depth):
            return smallest
        resolved = [(option, resolve(option, self.root)) for option in options]
        useful = [
            option
            for option, item in resolved
            if not (isinstance(item, dict) and item.get("type") == "null") and self.sizes.of(option) < math.inf
        ]
        return useful[0] if useful else smallest


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
