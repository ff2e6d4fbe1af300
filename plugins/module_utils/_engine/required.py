# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Required options that are set and empty: Ansible accepts them, and the API would reject the request."""

from __future__ import annotations

import typing as t

from .._support.errors import InvalidArgument
from .spec import Module


def reject_empty(declaration: Module, params: t.Mapping[str, t.Any]) -> None:
    """Reject required options that are null, empty or blank.

    :raises InvalidArgument: an option is required and has no value.
    """
    _reject_in(declaration.argument_spec(), params, "")
    rules = declaration.constraints()
    for names in rules.get("required_one_of", ()):
        if all(is_blank(params.get(name)) for name in names):
            _fail(" or ".join(names), "is")
    for name, value, needed, *_any in rules.get("required_if", ()):
        missing = [each for each in needed if is_blank(params.get(each))]
        if params.get(name) == value and missing:
            _fail(" and ".join(missing), "is" if len(missing) == 1 else "are")


def is_blank(value: t.Any) -> bool:
    """Return whether a value is null, or a string without a visible character."""
    return value is None or (isinstance(value, str) and not value.strip())


def _reject_in(spec: t.Mapping[str, t.Mapping[str, t.Any]], params: t.Mapping[str, t.Any], path: str) -> None:
    for name, entry in spec.items():
        value = params.get(name)
        if entry.get("required") and is_blank(value):
            _fail(f"{path}{name}", "is")
        for item in (value if isinstance(value, list) else [value]) if entry.get("options") else ():
            if isinstance(item, t.Mapping):
                _reject_in(entry["options"], item, f"{path}{name}.")


def _fail(names: str, verb: str) -> None:
    raise InvalidArgument(f"{names} {verb} required and {verb} empty", f"Set {names}.")
