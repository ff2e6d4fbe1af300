# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Semantic comparison of desired and present values."""

from __future__ import annotations

import re
import typing as t

from .._support.types import Object
from .fields import Field

_SNAPSHOT = re.compile(r"-\d{4}-\d{2}-\d{2}$")

EMPTY: tuple[t.Any, ...] = (None, "", [], {})


def drop_none(fields: t.Iterable[Field], value: t.Any) -> t.Any:
    """Return a value of nested options without those that the user omitted.

    Ansible sets every omitted suboption to null, which the API would take for "clear it".
    """
    known = {entry.name: entry for entry in fields}
    if not known:
        return value
    if isinstance(value, list):
        return [drop_none(known.values(), item) for item in value]
    if isinstance(value, dict):
        return {
            known[name].request_path if name in known else name: drop_none(
                known[name].options if name in known else (), item
            )
            for name, item in value.items()
            if item is not None
        }
    return value


def drop_unknown(fields: t.Iterable[Field], value: t.Any) -> t.Any:
    """Return a present value without the members that no suboption sets: a server may add others."""
    known = {entry.request_path: entry for entry in fields}
    if not known:
        return value
    if isinstance(value, list):
        return [drop_unknown(known.values(), item) for item in value]
    if isinstance(value, dict):
        return {name: drop_unknown(known[name].options, item) for name, item in value.items() if name in known}
    return value


def equal(entry: Field, desired: t.Any, present: t.Any) -> bool:
    """Return whether an object already has a desired value."""
    if entry.compare is not None:
        return entry.compare(desired, present)
    present = drop_unknown(entry.options, present)
    if desired in EMPTY and present in EMPTY and not isinstance(desired, bool) and not isinstance(present, bool):
        return True
    if entry.type == "list" and entry.unordered and isinstance(desired, list) and isinstance(present, list):
        return all(_among(item, present) for item in desired) and all(_among(item, desired) for item in present)
    return json_equal(desired, present)


def json_equal(desired: t.Any, present: t.Any) -> bool:
    """Return whether JSON values are equal: numbers by value, dictionaries without regard to null members."""
    if isinstance(desired, dict) and isinstance(present, dict):
        keys = {key for key, item in desired.items() if item is not None}
        keys |= {key for key, item in present.items() if item is not None}
        return all(json_equal(desired.get(key), present.get(key)) for key in keys)
    if isinstance(desired, list) and isinstance(present, list):
        return len(desired) == len(present) and all(json_equal(left, right) for left, right in zip(desired, present))
    if isinstance(desired, bool) or isinstance(present, bool):
        return desired is present
    return bool(desired == present)


def contains(desired: t.Any, present: t.Any) -> bool:
    """Return whether all desired values are present, for responses in which the server adds defaults."""
    if isinstance(desired, dict) and isinstance(present, dict):
        return all(contains(item, present.get(key)) for key, item in desired.items())
    if isinstance(desired, list) and isinstance(present, list):
        return len(desired) == len(present) and all(contains(left, right) for left, right in zip(desired, present))
    return desired == "auto" or json_equal(desired, present)


def has_metadata(thing: Object, metadata: t.Mapping[str, t.Any]) -> bool:
    """Return whether an object has all these metadata, because many servers ignore a metadata filter."""
    present = thing.get("metadata") or {}
    return all(str(present.get(key)) == str(value) for key, value in metadata.items() if value is not None)


def same_model(desired: t.Any, present: t.Any) -> bool:
    """Return whether models are equal; an alias equals the dated snapshot that the API makes of it."""
    return bool(desired == present or _SNAPSHOT.sub("", str(present)) == desired)


def _among(item: t.Any, others: t.Sequence[t.Any]) -> bool:
    return any(json_equal(item, other) for other in others)


def mask_secrets(fields: t.Iterable[Field], values: Object) -> Object:
    """Return one side of a diff with its secrets masked."""
    hidden = {entry.name for entry in fields if entry.no_log}
    return {name: "********" if name in hidden and value else value for name, value in values.items()}
