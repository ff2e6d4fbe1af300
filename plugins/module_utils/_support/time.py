# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Timestamps and durations in the forms that users write."""

from __future__ import annotations

import datetime
import re
import time
import typing as t

from .errors import InvalidArgument

UNITS = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
"""Seconds of each unit of a duration."""

_RELATIVE = re.compile(r"-(\d+)([smhdw])")


def parse_timestamp(option: str, value: t.Any, now: float | None = None) -> int:
    """Return the Unix time in seconds that an option names.

    :param value: Unix time, an ISO 8601 date or time (UTC if it has no zone), ``now``, or a relative time such as ``-7d``.
    :param now: current Unix time.
    :raises InvalidArgument: the value is not a valid timestamp.
    """
    text = str(value).strip()
    now = time.time() if now is None else now
    relative = _RELATIVE.fullmatch(text)
    if relative:
        return int(now) - int(relative.group(1)) * UNITS[relative.group(2)]
    if text == "now":
        return int(now)
    if re.fullmatch(r"\d+(\.\d+)?", text):
        return int(float(text))
    try:
        # Python 3.9 does not accept the suffix Z.
        parsed = datetime.datetime.fromisoformat(re.sub(r"[zZ]$", "+00:00", text))
    except ValueError:
        raise InvalidArgument(
            f"{option} is not a valid timestamp: {text!r}",
            "Use Unix time in seconds, a time such as 2026-11-01T00:00:00Z, or a relative time such as -7d, -24h or -30m.",
        ) from None
    return int((parsed if parsed.tzinfo else parsed.replace(tzinfo=datetime.timezone.utc)).timestamp())


def parse_duration(option: str, value: object) -> int | None:
    """Return a duration in seconds, or None if it is not set.

    :param value: seconds, or a number with a unit: ``90d``, ``12h``, ``30m``.
    :raises InvalidArgument: the value is not a valid duration, or is zero.
    """
    if value in (None, ""):
        return None
    found = re.fullmatch(r"\s*(\d+)\s*([smhdw]?)\s*", str(value))
    if not found or not int(found.group(1)):
        raise InvalidArgument(
            f"{option} is not a valid duration: {str(value)!r}",
            f"Set {option} to seconds or to a duration such as 12h, 90d or 4w.",
        )
    return int(found.group(1)) * UNITS[found.group(2)]
