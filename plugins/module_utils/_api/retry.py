# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Retries: the conditions, the pause before each attempt, and the timeout."""

from __future__ import annotations

import math
import random
import re
import typing as t
from email.utils import parsedate_to_datetime
from time import time

from .._support.errors import ApiError, OpenAIError

FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
SHORTEST_PAUSE = 0.5
"""A server that requests a shorter pause requests none: the backoff applies."""

_TRY_AGAIN = re.compile(r"try again in (?:(\d+)h)?(?:(\d+)m(?!s))?(?:(\d+(?:\.\d+)?)(ms|s))?", re.IGNORECASE)
_NEVER = {"insufficient_quota", "billing_hard_limit_reached", "billing_not_active"}
_TIMING = {"conflict", "resource_conflict", "lock_timeout", "concurrent_update", "conflict_retry"}


def retryable(status: int, code: str, kind: str, headers: t.Mapping[str, str], message: str = "") -> bool:
    """Return whether the same request may succeed later.

    :param code: error code of the API; an exhausted quota is final for every status.
    :param kind: error type of the API.
    :param message: message of the API; a request that is larger than the rate limit is never accepted.
    """
    if code in _NEVER or kind in _NEVER or message.startswith("Request too large"):
        return False
    verdict = headers.get("x-should-retry", "").lower()
    if verdict in ("true", "false"):
        return verdict == "true"
    if status == 409:
        return code in _TIMING
    return status in (408, 429) or status >= 500


def requested_pause(headers: t.Mapping[str, str], message: str) -> float | None:
    """Return the seconds that the server requests to wait, by a header or in its message; None if it requests nothing."""
    milliseconds = _number(headers.get("retry-after-ms", ""))
    if milliseconds is not None:
        return max(0.0, milliseconds / 1000)
    after = headers.get("retry-after", "")
    seconds = _number(after)
    if seconds is not None:
        return max(0.0, seconds)
    try:
        return max(0.0, parsedate_to_datetime(after).timestamp() - time())
    except (TypeError, ValueError, OverflowError):
        pass
    found = _TRY_AGAIN.search(message)
    if found and any(found.group(1, 2, 3)):
        hours, minutes, amount, unit = found.groups()
        seconds = float(amount or 0) / (1000 if unit and unit.lower() == "ms" else 1)
        return int(hours or 0) * 3600 + int(minutes or 0) * 60 + seconds
    return None


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def backoff_pause(attempt: int) -> float:
    """Return the seconds to wait after attempt ``attempt`` if the server requests no pause.

    The backoff is exponential with jitter, so that processes that failed together do not retry together.
    """
    ceiling: float = min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** min(attempt - 1, 10))
    return random.uniform(ceiling * 0.1, ceiling)


class RetryableFailure(Exception):
    """A failed attempt after which the request may be sent again.

    :param error: what the task reports if it is not sent again.
    :param headers: headers of the error response; None for a connection error. :param pause: seconds to wait without them.
    :param once: it may be sent only once more after failures of this kind.
    """

    def __init__(
        self,
        error: OpenAIError,
        headers: t.Mapping[str, str] | None = None,
        once: bool = False,
        pause: float | None = None,
    ) -> None:
        super().__init__(error.message)
        self.once = once
        self.error = error
        self.headers = headers
        self.pause = pause if headers is None else requested_pause(headers, error.message)

    @property
    def is_unannounced_limit(self) -> bool:
        """True if a rate limit was exceeded and the response contains neither the limit nor a pause to keep."""
        if not isinstance(self.error, ApiError) or self.error.status != 429:
            return False
        if self.pause is not None:
            return self.pause < SHORTEST_PAUSE
        return "x-ratelimit-limit-requests" not in (self.headers or {})


class RetryPolicy:
    """Decides whether one request is sent again, and when.

    :param timeout: seconds during which it is sent again. :param now: current time of a monotonic clock.
    """

    def __init__(self, timeout: float, now: float) -> None:
        self.timeout = timeout
        self.attempts = 0
        self._was_repeated = False
        self._deadline = now + timeout

    def extend(self, seconds: float) -> None:
        """Extend the timeout, by a wait that is not caused by a failure."""
        self._deadline += seconds

    def count(self, failed: RetryableFailure) -> None:
        """Count a failed attempt.

        :raises OpenAIError: it must not be sent again.
        """
        if failed.once and self._was_repeated:
            error = failed.error
            error.remedy = f"The request was sent {_times(self.attempts)} and is not sent again. {error.remedy}".strip()
            raise error
        self._was_repeated |= failed.once

    def next_pause(self, error: OpenAIError, requested: float | None, now: float) -> float:
        """Return the seconds to wait before the next attempt.

        :param error: failure of the last attempt. :param requested: seconds that the server requests to wait.
        :raises OpenAIError: ``error``, if the pause would exceed the timeout.
        """
        pause = requested or 0.0
        if pause < SHORTEST_PAUSE:
            pause = max(pause, backoff_pause(self.attempts))
        if now + pause > self._deadline:
            error.remedy = error.remedy or (
                f"Tried {_times(self.attempts)} in {self.timeout:g} s. Increase retry_timeout to wait longer."
            )
            raise error
        return pause


def _times(number: int) -> str:
    return f"{number} time{'' if number == 1 else 's'}"
