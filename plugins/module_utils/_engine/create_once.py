# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Creating an object exactly once although the response may be lost."""

from __future__ import annotations

import time
import typing as t

from .._support.errors import ApiError, ConnectionFailure, LostResponse
from .._support.types import Object

SETTLED_AFTER = 65.0
"""Seconds after which a new object is visible; the API has been observed to take about a minute."""


def create_once(
    attempt: t.Callable[[], Object],
    look: t.Callable[[], Object | None],
    take: t.Callable[[Object], Object | None],
    retry_timeout: float,
    what: str,
) -> Object:
    """Create an object; if the response is lost, look for the object before another attempt.

    :param attempt: one attempt. :param look: finds an object that the attempt may have created.
    :param take: what to do with one that was found: return it, or remove it and return None for another attempt.
    :param retry_timeout: seconds after which to give up. :param what: the object in messages.
    :raises ConnectionFailure: the time is over, and the object may or may not exist.
    """
    started = time.monotonic()
    while True:
        try:
            return attempt()
        except LostResponse as lost:
            found = poll_for(look, settle_time(lost, retry_timeout))
            taken = take(found) if found is not None else None
            if taken is not None:
                return taken
            if time.monotonic() - started > retry_timeout:
                raise ConnectionFailure(
                    f"{lost.message}; the {what} has not appeared since",
                    "Run the task again: it adopts the object if it appears later.",
                ) from lost


def settle_time(lost: LostResponse, retry_timeout: float) -> float:
    """Return the seconds to look for an object whose create was not answered, before another attempt."""
    if lost.how == "timeout":
        # The server may still be processing it: the request may be repeated only when the server must have given up.
        return retry_timeout * 0.75
    if lost.how == "cut":
        return min(SETTLED_AFTER, retry_timeout / 2)
    return min(5.0, retry_timeout / 4)


def poll_for(look: t.Callable[[], Object | None], seconds: float) -> Object | None:
    """Poll with backoff until something is found or the time is over."""
    started = time.monotonic()
    pause = min(0.5, seconds / 4)
    while True:
        time.sleep(pause)
        try:
            found = look()
        except (ConnectionFailure, ApiError):
            found = None
        left = seconds - (time.monotonic() - started)
        if found is not None or left <= 0:
            return found
        pause = min(pause * 1.6, 10.0, max(0.1, left))
