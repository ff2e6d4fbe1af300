# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""When to try again, and after how long."""

from __future__ import annotations

import random
import re
import typing as t
from email.utils import parsedate_to_datetime
from time import time

FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0

_TRY_AGAIN = re.compile(r"try again in (?:(\d+)h)?(?:(\d+)m(?!s))?(?:(\d+(?:\.\d+)?)(ms|s))?", re.IGNORECASE)
_NEVER = {"insufficient_quota", "billing_hard_limit_reached", "billing_not_active"}
_TIMING = {"conflict", "resource_conflict", "lock_timeout", "concurrent_update", "conflict_retry"}


def retryable(status: int, code: str, kind: str, headers: t.Mapping[str, str], message: str = "") -> bool:
    """Whether the same request may succeed later.

    :param code: the API's error code; an exhausted quota is final whatever the status says.
    :param message: its words; a request larger than the limit of a minute never fits into one.
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
    """Seconds the server asks to wait, from its headers or its words; None when it says nothing."""
    try:
        return max(0.0, float(headers["retry-after-ms"]) / 1000)
    except (KeyError, ValueError):
        pass
    after = headers.get("retry-after", "")
    if after:
        try:
            return max(0.0, float(after))
        except ValueError:
            try:
                return max(0.0, parsedate_to_datetime(after).timestamp() - time())
            except (TypeError, ValueError):
                pass
    found = _TRY_AGAIN.search(message)
    if found and any(found.group(1, 2, 3)):
        hours, minutes, amount, unit = found.groups()
        seconds = float(amount or 0) / (1000 if unit and unit.lower() == "ms" else 1)
        return int(hours or 0) * 3600 + int(minutes or 0) * 60 + seconds
    return None


def backoff_pause(attempt: int) -> float:
    """Seconds to wait before attempt ``attempt`` + 1 when the server said nothing: full jitter, so that many
    processes that failed together do not come back together."""
    ceiling: float = min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** min(attempt - 1, 10))
    return random.uniform(ceiling * 0.1, ceiling)
