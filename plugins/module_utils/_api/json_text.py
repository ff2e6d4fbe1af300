# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""The JSON of responses, without what Ansible cannot put into a result."""

from __future__ import annotations

import json
import math
import re
import typing as t

MAX_DEPTH = 100
"""Largest nesting of a response; the results of tasks are processed by recursion."""

_SUSPECT = re.compile(rb"\\u[dD][89abcdefABCDEF]|[eE]\+?\d{3}|\d{309}")
"""Texts that may be a surrogate or a number that is too large."""

_SURROGATE = re.compile("[\ud800-\udfff]")


def parse_json(raw: bytes | bytearray) -> t.Any:
    """Return the value of a JSON text.

    Half of a surrogate pair becomes U+FFFD; ``NaN`` and infinite numbers, which JSON does not have, become
    None.

    :raises ValueError: it is not JSON, or is nested more than ``MAX_DEPTH`` times.
    """
    try:
        value = json.loads(raw.decode("utf-8-sig", "replace"), parse_constant=lambda name: None)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    if _depth(value) > MAX_DEPTH:
        raise ValueError("it is nested too deeply")
    return _cleaned(value) if _SUSPECT.search(raw) else value


def _depth(value: t.Any) -> int:
    """Return the number of lists and dictionaries within each other, at most one more than is allowed."""
    level, depth = [value], 0
    while level and depth <= MAX_DEPTH:
        level = [each for each in level if isinstance(each, (dict, list))]
        depth += bool(level)
        level = [item for each in level for item in (each.values() if isinstance(each, dict) else each)]
    return depth


def _cleaned(value: t.Any) -> t.Any:
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value)
    if isinstance(value, list):
        return [_cleaned(item) for item in value]
    if isinstance(value, dict):
        return {_cleaned(key): _cleaned(item) for key, item in value.items()}
    return value
