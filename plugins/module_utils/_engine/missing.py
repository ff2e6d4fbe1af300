# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Errors for references that match no object, with the same words in check mode and in a run."""

from __future__ import annotations

import difflib
import typing as t

from .._support.errors import NotFound
from .._support.types import Object
from .fields import Collection


def similar(value: str, names: t.Iterable[t.Any]) -> str:
    """Return a sentence with the names that are most similar to a value, or an empty string."""
    known = {str(name).casefold(): str(name) for name in names if name}
    near = difflib.get_close_matches(value.casefold(), list(known), n=3)
    return f" Similar: {', '.join(known[name] for name in near)}." if near else ""


def no_match(collection: Collection, value: str, option: str, objects: t.Sequence[Object]) -> NotFound:
    """Return the error for a name that no active object has.

    :param objects: what is known of the list.
    """
    name, field = collection.display_name, collection.name_field
    if any(collection.named(value, each.get(field)) for each in objects):
        return NotFound(
            f"{option}: the {name} {value!r} is archived, expired or deleted",
            f"Set {option} to another {name}, or create it first.",
        )
    active = [each.get(field) for each in objects if collection.is_active(each)]
    remedy = collection.remedy or (
        f"Set {option} to the id or the {field} of an existing {name}; "
        f"fjcorp.openai.openai_{collection.name}_info lists them."
    )
    return NotFound(f"{option}: no {name} matches {value!r}", remedy + similar(value, active))


def no_id(collection: Collection, value: str, option: str, found: Object | None = None) -> NotFound:
    """Return the error for an id that no active object has.

    :param found: the object that has it, if it is not active.
    """
    name = collection.display_name
    if found is not None:
        return NotFound(
            f"{option}: the {name} {value!r} is archived, expired or deleted", f"Set {option} to another {name}."
        )
    return NotFound(f"{option}: no {name} has the id {value!r}", f"Check {option}.")
