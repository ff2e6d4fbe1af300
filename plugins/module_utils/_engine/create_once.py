# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Creating an object exactly once although the response may be lost."""

from __future__ import annotations

import time
import typing as t
from functools import partial

from .._support.errors import ApiError, ConnectionFailure, LostResponse, UncertainOutcome
from .._support.recent import settled_after
from .._support.types import Object

ANNOUNCED_AFTER = 3.0
"""Seconds from which a wait is displayed."""

_LEAST_POLL = 0.1
_REFUSED = (400, 409, 422)


def create_once(
    attempt: t.Callable[[], Object],
    look: t.Callable[[], Object | None],
    take: t.Callable[[Object], Object | None],
    retry_timeout: float,
    what: str,
    *,
    display: t.Callable[[str], None] = lambda line: None,
    repeatable: bool = False,
) -> Object:
    """Create an object; if the response is lost, look for the object before another attempt.

    Another attempt is made only when the object would have appeared by then: never two.

    :param attempt: one attempt. :param look: finds an object that the attempt may have created.
    :param take: what to do with one that was found: return it, or remove it and return None for another attempt.
    :param retry_timeout: seconds after which to give up. :param what: the object in messages.
    :param display: prints one line for the user.
    :param repeatable: the server refuses to create the object twice, so that another attempt needs no certainty.
    :raises UncertainOutcome: the time is over, and the object may or may not exist.
    """
    deadline = time.monotonic() + retry_timeout
    lost: LostResponse | None = None
    while True:
        try:
            return attempt()
        except LostResponse as error:
            lost = error
        except ApiError as error:
            if lost is None or error.status not in _REFUSED:
                raise
            # The server may refuse what an earlier attempt has created.
            found = poll_for(look, max(0.0, min(settled_after(), deadline - time.monotonic())))
            taken = take(found) if found is not None else None
            if taken is None:
                raise
            return taken
        needed = settle_time(lost, retry_timeout, repeatable)
        left = max(0.0, deadline - time.monotonic())
        message = f"openai: looking up to {min(needed, left):.0f} s for the {what}: its create was not answered"
        uncertain = UncertainOutcome(
            f"{lost.message}; the {what} has not appeared since",
            "Run the task again: it adopts the object if it appears later.",
        )
        try:
            found = poll_for(look, min(needed, left), partial(display, message))
        except (ApiError, ConnectionFailure) as error:
            raise uncertain from error
        taken = take(found) if found is not None else None
        if taken is not None:
            return taken
        if time.monotonic() >= deadline:
            raise uncertain from lost


def settle_time(lost: LostResponse, retry_timeout: float, repeatable: bool = False) -> float:
    """Return the seconds to look for an object whose create was not answered, before another attempt."""
    if repeatable:
        return min(5.0, retry_timeout / 4)
    if lost.how == "timeout":
        # The server may still be processing it: the request may be repeated only when the server must have given up.
        return max(settled_after(), retry_timeout * 0.75)
    return settled_after()


def look_safely(look: t.Callable[[], Object | None]) -> Object | None:
    """Return what is found, or None if it cannot be looked for now."""
    try:
        return look()
    except (ConnectionFailure, ApiError):
        return None


def poll_for(
    look: t.Callable[[], Object | None], seconds: float, announce: t.Callable[[], None] = lambda: None
) -> Object | None:
    """Poll with backoff until something is found or the time is over.

    None proves that nothing has appeared in this time: the last look begins when the time is over.

    :param announce: is called once when the wait takes long.
    :raises ApiError, ConnectionFailure: the last look failed.
    """
    started = time.monotonic()
    pause = min(0.5, seconds / 4)
    announced = False
    while True:
        time.sleep(pause)
        left = seconds - (time.monotonic() - started)
        if left <= 0:
            return look()
        found = look_safely(look)
        if found is not None:
            return found
        waited = time.monotonic() - started
        pause = min(pause * 1.6, 10.0, max(_LEAST_POLL, seconds - waited))
        if not announced and waited + pause >= ANNOUNCED_AFTER:
            announced = True
            announce()
