# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Lengths of time as people write them: ``90d``, ``12h``, ``30m``, or plain seconds."""

from __future__ import annotations

import re

from ._errors import BadInput

UNITS = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}


def seconds_of(option: str, value: object) -> int | None:
    """The seconds of a length of time; None where none is given.

    :raises BadInput: it is none, or nothing at all.
    """
    if value in (None, ""):
        return None
    found = re.fullmatch(r"\s*(\d+)\s*([smhdw]?)\s*", str(value))
    if not found or not int(found.group(1)):
        raise BadInput(f"{option} is {str(value)!r}", f"Set {option} to seconds or to a length such as 12h, 90d or 4w.")
    return int(found.group(1)) * UNITS[found.group(2)]
