# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Moments as people write them, in the seconds since 1970 that the API takes."""

from __future__ import annotations

import datetime
import re
import time
import typing as t

from ._duration import UNITS
from ._errors import BadInput

_RELATIVE = re.compile(r"-(\d+)([smhdw])")


def moment(option: str, value: t.Any, now: float | None = None) -> int:
    """The moment that an option names.

    :param value: seconds since 1970, a date or time of ISO 8601 (UTC where it names no zone), ``now``, or a time ago
        such as ``-7d``.
    :param now: seconds since 1970.
    :raises BadInput: it is none of these.
    """
    text = str(value).strip()
    now = time.time() if now is None else now
    ago = _RELATIVE.fullmatch(text)
    if ago:
        return int(now) - int(ago.group(1)) * UNITS[ago.group(2)]
    if text == "now":
        return int(now)
    if re.fullmatch(r"\d+(\.\d+)?", text):
        return int(float(text))
    try:
        # Python 3.9 does not read the Z.
        read = datetime.datetime.fromisoformat(re.sub(r"[zZ]$", "+00:00", text))
    except ValueError:
        raise BadInput(
            f"{option} is {text!r}, which is no moment",
            "Give seconds since 1970, a time like 2026-11-01T00:00:00Z, or a time ago like -7d, -24h or -30m.",
        ) from None
    return int((read if read.tzinfo else read.replace(tzinfo=datetime.timezone.utc)).timestamp())
