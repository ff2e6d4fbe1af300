# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a request may contain, declared as data and refused in the API's words.

A group declares the fields of a body, query or form with these types; :meth:`Object.check` raises the same errors the
API does: ``missing_required_parameter``, ``unknown_parameter``, ``invalid_type``, ``invalid_value``,
``integer_above_max_value`` and their like, each naming the parameter by its path (``messages[0].content``).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import unquote_plus

from .errors import ApiError, bad_request


def type_name(value: Any) -> str:
    """A JSON type as the API names it in its messages."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "a boolean"
    if isinstance(value, int):
        return "an integer"
    if isinstance(value, float):
        return "a decimal"
    if isinstance(value, str):
        return "a string"
    return "an array" if isinstance(value, list) else "an object"


def wrong_type(path: str, expected: str, value: Any) -> ApiError:
    """The value is of another JSON type than it must be."""
    got = "null" if value is None else f"{type_name(value)}"
    return bad_request(
        f"Invalid type for '{path}': expected {expected}, but got {got} instead.", param=path, code="invalid_type"
    )


def wrong_value(path: str, value: Any, choices: Sequence[Any]) -> ApiError:
    """The value is none of the few that are allowed."""
    quoted = [f"'{choice}'" for choice in choices]
    names = quoted[0] if len(quoted) == 1 else ", ".join(quoted[:-1]) + (f", and {quoted[-1]}")
    shown = value if isinstance(value, str) else json.dumps(value)
    return bad_request(
        f"Invalid value: '{shown}'. Supported values are: {names}.", param=path or None, code="invalid_value"
    )


def missing(path: str) -> ApiError:
    """A required parameter was not sent."""
    return bad_request(f"Missing required parameter: '{path}'.", param=path, code="missing_required_parameter")


def unknown(path: str) -> ApiError:
    """A parameter nobody knows was sent."""
    return bad_request(f"Unknown parameter: '{path}'.", param=path, code="unknown_parameter")


@dataclass(frozen=True, kw_only=True)
class Type:
    """A kind of value; ``default`` only serves query parameters."""

    required: bool = False
    nullable: bool = False
    default: Any = None

    def check(self, value: Any, path: str) -> None:
        """Raise unless the value is allowed."""
        if value is None:
            if not self.nullable:
                raise wrong_type(path, self.expected(), None)
            return
        self.check_value(value, path)

    def expected(self) -> str:
        """What an error message says was wanted."""
        return "a value"

    def check_value(self, value: Any, path: str) -> None:
        """Raise unless the value, which is not null, is allowed."""

    def from_text(self, text: str, path: str) -> Any:
        """The value a query or form text stands for."""
        return text


def req(kind: Type) -> Any:
    """The same kind of value, but it must be sent."""
    return replace(kind, required=True)


@dataclass(frozen=True, kw_only=True)
class Anything(Type):
    """Any JSON at all."""


@dataclass(frozen=True, kw_only=True)
class Str(Type):
    """A string, with bounds on its length, a pattern or a choice."""

    min: int = 0
    max: int | None = None
    choices: tuple[str, ...] = ()
    pattern: str | None = None

    def expected(self) -> str:
        if self.choices:
            return "one of " + ", ".join(f"'{choice}'" for choice in self.choices)
        return "a string"

    def check_value(self, value: Any, path: str) -> None:
        if not isinstance(value, str):
            raise wrong_type(path, self.expected(), value)
        if self.choices and value not in self.choices:
            raise wrong_value(path, value, self.choices)
        if len(value) < self.min:
            if not value:
                raise bad_request(
                    f"Invalid '{path}': empty string. Expected a string with minimum length {self.min}, but got an "
                    "empty string instead.",
                    param=path,
                    code="empty_string",
                )
            raise bad_request(
                f"Invalid '{path}': string too short. Expected a string with minimum length {self.min}, but got a "
                f"string with length {len(value)} instead.",
                param=path,
                code="string_below_min_length",
            )
        if self.max is not None and len(value) > self.max:
            raise bad_request(
                f"Invalid '{path}': string too long. Expected a string with maximum length {self.max}, but got a "
                f"string with length {len(value)} instead.",
                param=path,
                code="string_above_max_length",
            )
        if self.pattern and not re.fullmatch(self.pattern, value):
            raise bad_request(
                f"Invalid '{path}': string does not match pattern. Expected a string that matches the pattern "
                f"'^{self.pattern}$'.",
                param=path,
                code="invalid_value",
            )


@dataclass(frozen=True, kw_only=True)
class Int(Type):
    """An integer within bounds."""

    min: int | None = None
    max: int | None = None

    def expected(self) -> str:
        return "an integer"

    def check_value(self, value: Any, path: str) -> None:
        if isinstance(value, bool) or not isinstance(value, int):
            raise wrong_type(path, self.expected(), value)
        _bounds("integer", "an integer", value, path, self.min, self.max)

    def from_text(self, text: str, path: str) -> Any:
        if not re.fullmatch(r"[+-]?\d{1,18}", text):
            raise bad_request(
                f"Invalid type for '{path}': expected an integer, but got a string instead.",
                param=path,
                code="invalid_type",
            )
        return int(text)


@dataclass(frozen=True, kw_only=True)
class Num(Type):
    """A number within bounds; ``above`` is a bound that is itself excluded."""

    min: float | None = None
    max: float | None = None
    above: float | None = None

    def expected(self) -> str:
        return "a decimal"

    def check_value(self, value: Any, path: str) -> None:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise wrong_type(path, self.expected(), value)
        if self.above is not None and value <= self.above:
            raise bad_request(
                f"Invalid '{path}': decimal below minimum value. Expected a value > {self.above}, but got {value} "
                "instead.",
                param=path,
                code="decimal_below_min_value",
            )
        _bounds("decimal", "a value", value, path, self.min, self.max)

    def from_text(self, text: str, path: str) -> Any:
        if not re.fullmatch(r"[+-]?(\d{1,18}(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?", text):
            raise bad_request(
                f"Invalid type for '{path}': expected a decimal, but got a string instead.",
                param=path,
                code="invalid_type",
            )
        return float(text)


def _bounds(word: str, noun: str, value: float, path: str, low: float | None, high: float | None) -> None:
    if low is not None and value < low:
        raise bad_request(
            f"Invalid '{path}': {word} below minimum value. Expected a value >= {low}, but got {value} instead.",
            param=path,
            code=f"{word}_below_min_value",
        )
    if high is not None and value > high:
        raise bad_request(
            f"Invalid '{path}': {word} above maximum value. Expected a value <= {high}, but got {value} instead.",
            param=path,
            code=f"{word}_above_max_value",
        )


@dataclass(frozen=True, kw_only=True)
class Bool(Type):
    """True or false."""

    def expected(self) -> str:
        return "a boolean"

    def check_value(self, value: Any, path: str) -> None:
        if not isinstance(value, bool):
            raise wrong_type(path, self.expected(), value)

    def from_text(self, text: str, path: str) -> Any:
        if text.lower() not in ("true", "false"):
            raise bad_request(
                f"Invalid type for '{path}': expected a boolean, but got a string instead.",
                param=path,
                code="invalid_type",
            )
        return text.lower() == "true"


@dataclass(frozen=True, kw_only=True)
class Array(Type):
    """A list of one kind of item."""

    items: Type = field(default_factory=Anything)
    min: int = 0
    max: int | None = None

    def expected(self) -> str:
        return "an array"

    def check_value(self, value: Any, path: str) -> None:
        if not isinstance(value, list):
            raise wrong_type(path, self.expected(), value)
        if len(value) < self.min:
            got = "an empty array" if not value else f"an array with length {len(value)}"
            word = "empty array" if not value else "array too short"
            raise bad_request(
                f"Invalid '{path}': {word}. Expected an array with minimum length {self.min}, but got {got} instead.",
                param=path,
                code="empty_array" if not value else "array_below_min_length",
            )
        if self.max is not None and len(value) > self.max:
            raise bad_request(
                f"Invalid '{path}': array too long. Expected an array with maximum length {self.max}, but got an "
                f"array with length {len(value)} instead.",
                param=path,
                code="array_above_max_length",
            )
        for index, item in enumerate(value):
            self.items.check(item, f"{path}[{index}]")


@dataclass(frozen=True, kw_only=True)
class Map(Type):
    """An object with any keys and one kind of value."""

    values: Type = field(default_factory=Anything)
    max: int | None = None
    key_max: int | None = None

    def expected(self) -> str:
        return "an object"

    def check_value(self, value: Any, path: str) -> None:
        if not isinstance(value, dict):
            raise wrong_type(path, self.expected(), value)
        if self.max is not None and len(value) > self.max:
            raise bad_request(
                f"Invalid '{path}': too many properties. Expected an object with at most {self.max} properties, but "
                f"got an object with {len(value)} properties instead.",
                param=path,
                code="object_above_max_properties",
            )
        for key, item in value.items():
            if self.key_max is not None and len(key) > self.key_max:
                raise bad_request(
                    f"Invalid '{path}': property name too long. Expected a property name with maximum length "
                    f"{self.key_max}, but got a property name with length {len(key)} instead.",
                    param=path,
                    code="string_above_max_length",
                )
            self.values.check(item, f"{path}.{key}")


@dataclass(frozen=True, kw_only=True)
class Object(Type):
    """An object with known fields; any other is refused."""

    fields: Mapping[str, Type] = field(default_factory=dict)

    def expected(self) -> str:
        return "an object"

    def check_value(self, value: Any, path: str) -> None:
        if not isinstance(value, dict):
            raise wrong_type(path, self.expected(), value)
        prefix = f"{path}." if path else ""
        for name in value:
            if name not in self.fields:
                raise unknown(prefix + name)
        for name, kind in self.fields.items():
            if name in value:
                kind.check(value[name], prefix + name)
            elif kind.required:
                raise missing(prefix + name)


@dataclass(frozen=True, kw_only=True)
class Tagged(Type):
    """One of several objects, told apart by the value of one field."""

    tag: str = "type"
    variants: Mapping[str, Object] = field(default_factory=dict)

    def expected(self) -> str:
        return "an object"

    def check_value(self, value: Any, path: str) -> None:
        if not isinstance(value, dict):
            raise wrong_type(path, self.expected(), value)
        where = f"{path}.{self.tag}" if path else self.tag
        if self.tag not in value:
            raise missing(where)
        name = value[self.tag]
        if not isinstance(name, str) or name not in self.variants:
            raise wrong_value(where, name, tuple(self.variants))
        variant = self.variants[name]
        fields = {self.tag: Str(), **variant.fields}
        Object(fields=fields).check(value, path)


@dataclass(frozen=True, kw_only=True)
class Union(Type):
    """A value of one JSON type or another: each alternative is told by the Python types it accepts."""

    variants: tuple[tuple[tuple[type, ...], Type], ...] = ()
    wanted: str = "a value"

    def expected(self) -> str:
        return self.wanted

    def check_value(self, value: Any, path: str) -> None:
        for types, kind in self.variants:
            if isinstance(value, bool) and bool not in types:
                continue
            if isinstance(value, types):
                kind.check(value, path)
                return
        raise wrong_type(path, self.wanted, value)


def text_or(
    kind: Type, types: tuple[type, ...], wanted: str, *, text: Type | None = None, nullable: bool = False
) -> Union:
    """A string, or something else."""
    return Union(variants=(((str,), text or Str()), (types, kind)), wanted=wanted, nullable=nullable)


def auto_or(kind: Type) -> Union:
    """``"auto"`` or a number."""
    return Union(variants=(((str,), Str(choices=("auto",))), ((int, float), kind)), wanted="'auto' or a number")


METADATA = Map(values=Str(max=512), max=16, key_max=64, nullable=True)

Fields = Mapping[str, Type]


def parse_pairs(raw: str) -> list[tuple[str, str]]:
    """Name and value of each part of a query string, decoded."""
    pairs = []
    for part in raw.split("&"):
        if part:
            name, _unused, value = part.partition("=")
            pairs.append((unquote_plus(name), unquote_plus(value)))
    return pairs


def read_pairs(pairs: Sequence[tuple[str, str]], fields: Fields) -> dict[str, Any]:
    """Query or form texts as typed values: ``name=v``, ``name[]=v`` for lists, ``name[key]=v`` for objects."""
    out: dict[str, Any] = {}
    for name, text in pairs:
        base, bracket, rest = name.partition("[")
        inner = rest[:-1] if bracket and rest.endswith("]") else ""
        kind = fields.get(base)
        if kind is None or (bracket and not rest.endswith("]")):
            raise unknown(name)
        if isinstance(kind, Union) and bracket:
            # One of the alternatives is an object, whose fields come one by one.
            kind = next((variant for _types, variant in kind.variants if isinstance(variant, (Map, Object))), kind)
        if isinstance(kind, Array):
            if bracket and inner:
                raise unknown(name)
            out.setdefault(base, []).append(kind.items.from_text(text, base))
        elif isinstance(kind, (Map, Object)):
            if not inner:
                if text == "null" and kind.nullable:
                    out[base] = None
                    continue
                raise wrong_type(base, "an object", text)
            target: Any = out.setdefault(base, {})
            path = base
            *outer, last = inner.split("][")
            for key in outer:
                kind = kind.values if isinstance(kind, Map) else kind.fields.get(key)
                path = f"{path}.{key}"
                if not isinstance(kind, (Map, Object)):
                    raise unknown(path)
                target = target.setdefault(key, {}) if isinstance(target, dict) else target
            if not isinstance(target, dict):
                raise bad_request(f"Duplicate parameter: '{base}'.", param=base, code="duplicate_parameter")
            item = kind.values if isinstance(kind, Map) else kind.fields.get(last)
            if item is None:
                raise unknown(f"{path}.{last}")
            target[last] = item.from_text(text, f"{path}.{last}")
        elif bracket:
            raise unknown(name)
        elif base in out:
            raise bad_request(f"Duplicate parameter: '{base}'.", param=base, code="duplicate_parameter")
        else:
            out[base] = kind.from_text(text, base)
    Object(fields=fields).check(out, "")
    for name, kind in fields.items():
        if name not in out and kind.default is not None:
            out[name] = kind.default
    return out
