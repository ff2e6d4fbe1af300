# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Whether what the user wants is what the API holds: semantic comparison."""

from __future__ import annotations

import typing as t

from .._support.types import Object
from .spec import Field

EMPTY: tuple[t.Any, ...] = (None, "", [], {})


def drop_none(fields: t.Iterable[Field], value: t.Any) -> t.Any:
    """A value of nested options without those the user left out.

    Ansible fills every suboption the user omitted with null, which the API would read as "clear it".
    """
    known = {entry.name: entry for entry in fields}
    if not known:
        return value
    if isinstance(value, list):
        return [drop_none(known.values(), item) for item in value]
    if isinstance(value, dict):
        return {
            known[name].sent if name in known else name: drop_none(known[name].options if name in known else (), item)
            for name, item in value.items()
            if item is not None
        }
    return value


def same(entry: Field, want: t.Any, have: t.Any) -> bool:
    """Whether a wanted value is what the object already has."""
    if entry.same is not None:
        return entry.same(want, have)
    if want in EMPTY and have in EMPTY and not isinstance(want, bool) and not isinstance(have, bool):
        return True
    if entry.kind == "list" and entry.unordered and isinstance(want, list) and isinstance(have, list):
        return all(_among(item, have) for item in want) and all(_among(item, want) for item in have)
    return json_equal(want, have)


def json_equal(want: t.Any, have: t.Any) -> bool:
    """Equality of JSON values: numbers by value, maps without regard to null members."""
    if isinstance(want, dict) and isinstance(have, dict):
        keys = {key for key, item in want.items() if item is not None}
        keys |= {key for key, item in have.items() if item is not None}
        return all(json_equal(want.get(key), have.get(key)) for key in keys)
    if isinstance(want, list) and isinstance(have, list):
        return len(want) == len(have) and all(json_equal(left, right) for left, right in zip(want, have))
    if isinstance(want, bool) or isinstance(have, bool):
        return want is have
    return bool(want == have)


def has_metadata(thing: Object, metadata: t.Mapping[str, t.Any]) -> bool:
    """Return whether an object has all these metadata. Many servers ignore a metadata filter and return every object."""
    present = thing.get("metadata") or {}
    return all(str(present.get(key)) == str(value) for key, value in metadata.items() if value is not None)


def contains(want: t.Any, have: t.Any) -> bool:
    """Whether everything wanted is there, whatever else is: for answers in which the server fills in the rest."""
    if isinstance(want, dict) and isinstance(have, dict):
        return all(contains(item, have.get(key)) for key, item in want.items())
    if isinstance(want, list) and isinstance(have, list):
        return len(want) == len(have) and all(contains(left, right) for left, right in zip(want, have))
    return want == "auto" or json_equal(want, have)


def _among(item: t.Any, others: t.Sequence[t.Any]) -> bool:
    return any(json_equal(item, other) for other in others)


def mask_secrets(fields: t.Iterable[Field], shown: Object) -> Object:
    """A diff's side with its secrets hidden."""
    hidden = {entry.name for entry in fields if entry.no_log}
    return {name: "********" if name in hidden and value else value for name, value in shown.items()}
