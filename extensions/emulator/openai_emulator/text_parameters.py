# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Convert the text of query strings and multipart forms to typed values."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import unquote_plus

from .errors import duplicate, unknown, wrong_type
from .request_shapes import Schema, Shape, inside
from .violations import types_of

INTEGER = re.compile(r"[+-]?\d{1,18}")
DECIMAL = re.compile(r"[+-]?(\d{1,18}(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?")


def parse_pairs(raw: str) -> list[tuple[str, str]]:
    """Return name and value of each part of a query string, decoded."""
    pairs = []
    for part in raw.split("&"):
        if part:
            name, _unused, value = part.partition("=")
            pairs.append((unquote_plus(name), unquote_plus(value)))
    return pairs


def read_pairs(pairs: Sequence[tuple[str, str]], shape: Shape) -> dict[str, Any]:
    """Return a query or a form as typed values, or raise if they do not have the shape.

    ``name=v`` is a value, ``name[]=v`` an item of an array and ``name[key]=v`` a property of an object. An array may
    also be sent as ``name=v``.
    """
    out: dict[str, Any] = {}
    for name, text in pairs:
        base, bracket, rest = name.partition("[")
        if base not in shape.schema.get("properties", {}) or (bracket and not rest.endswith("]")):
            raise unknown(name)
        kinds = shape.at([base])
        array = next((kind for kind in kinds if "array" in types_of(kind)), None)
        keys = rest[:-1].split("][") if rest[:-1] else []
        if keys:
            _set_property(out, base, keys, text, shape)
        elif array is not None and (bracket or not _fits_plainly(kinds)):
            out.setdefault(base, []).append(typed(text, list(shape.alternatives(array.get("items", {})))))
        elif bracket:
            raise wrong_type(base, "an object", text) if _objects(kinds) else unknown(name)
        elif base in out:
            raise duplicate(base)
        else:
            out[base] = typed(text, kinds)
    shape.check(out)
    return {**shape.defaults, **out}


def typed(text: str, kinds: list[Schema]) -> Any:
    """Return the value that a text stands for; the text itself if it is not one of these types."""
    names = {name for kind in kinds for name in types_of(kind)}
    if "integer" in names and INTEGER.fullmatch(text):
        return int(text)
    if "number" in names and DECIMAL.fullmatch(text):
        return float(text)
    if "boolean" in names and text.lower() in ("true", "false"):
        return text.lower() == "true"
    if "object" in names and "null" in names and text == "null":
        return None
    return text


def _fits_plainly(kinds: list[Schema]) -> bool:
    """Return whether a value may be something else than an array, an object or null."""
    return any(set(types_of(kind)) - {"array", "object", "null"} for kind in kinds)


def _objects(kinds: list[Schema]) -> list[Schema]:
    return [kind for kind in kinds if "object" in types_of(kind)]


def _set_property(out: dict[str, Any], base: str, keys: list[str], text: str, shape: Shape) -> None:
    """Set a property of an object, and of the objects within it."""
    kinds = _objects(shape.at([base]))
    if not kinds:
        raise unknown(f"{base}[{']['.join(keys)}]")
    target = out.setdefault(base, {})
    path = base
    for place, key in enumerate(keys):
        path = f"{path}.{key}"
        inner = [found for kind in kinds if (found := inside(kind, key)) is not None]
        kinds = [each for schema in inner for each in shape.alternatives(schema)]
        last = place + 1 == len(keys)
        if not kinds or not (last or _objects(kinds)):
            raise unknown(path)
        if not isinstance(target, dict):
            raise duplicate(base)
        if last:
            target[key] = typed(text, kinds)
        else:
            target = target.setdefault(key, {})
