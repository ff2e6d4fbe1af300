# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Making something exactly once although the answer may be lost on its way."""

from __future__ import annotations

import time
import typing as t

from .._support.errors import ApiError, ConnectionFailure, LostResponse
from .._support.types import Object

SETTLED_AFTER = 65.0
"""Seconds after which an object that was made is surely visible; the API has been seen to take about a minute."""


def create_once(
    attempt: t.Callable[[], Object],
    look: t.Callable[[], Object | None],
    take: t.Callable[[Object], Object | None],
    patience: float,
    what: str,
) -> Object:
    """Make an object; where the answer is lost, look whether it happened before trying again.

    :param attempt: one try. :param look: finds an object that the try may have made.
    :param take: what to do with one that was found: keep it, or remove it and return None to try again.
    :param patience: seconds after which to give up. :param what: the object in a sentence.
    :raises ConnectionFailed: it is not known to have happened, and time is up.
    """
    began = time.monotonic()
    while True:
        try:
            return attempt()
        except LostResponse as lost:
            found = poll_for(look, settle_time(lost, patience))
            taken = take(found) if found is not None else None
            if taken is not None:
                return taken
            if time.monotonic() - began > patience:
                raise ConnectionFailure(
                    f"{lost.message}; the {what} has not appeared since",
                    "Run the task again: it adopts the object if it appears after all.",
                ) from lost


def settle_time(lost: LostResponse, patience: float) -> float:
    """Seconds to look for an object whose create was not answered, before making it again."""
    if lost.how == "timeout":
        # The server may be at work still: only when it surely gave up may the request be repeated.
        return patience * 0.75
    if lost.how == "cut":
        return min(SETTLED_AFTER, patience / 2)
    return min(5.0, patience / 4)


def poll_for(look: t.Callable[[], Object | None], seconds: float) -> Object | None:
    """Look until something is found, as long as it may take to appear."""
    began = time.monotonic()
    pause = min(0.5, seconds / 4)
    while True:
        time.sleep(pause)
        try:
            found = look()
        except (ConnectionFailure, ApiError):
            found = None
        left = seconds - (time.monotonic() - began)
        if found is not None or left <= 0:
            return found
        pause = min(pause * 1.6, 10.0, max(0.1, left))
