# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""A rate limiter that all processes of this control node share, for endpoints that rejected a request.

The admin API allows a few requests per minute and endpoint and does not announce the limit in a header. Requests are not
limited before the first such rejection. From then on every process with the same key acquires a slot for each request to
the endpoint from a file in Ansible's home, so that forks, loops and parallel runs wait instead of failing.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import typing as t
from contextlib import ExitStack, contextmanager
from time import time

from .._support.files import LockTimeout, file_lock
from .._support.local_state import state_folder

EXPIRES_AFTER = 3600.0
"""Seconds after the last rejection during which requests to an endpoint are limited."""

BURST = 6
"""Slots that are available at once after an idle time, one less than the server was measured to allow."""

LOCK_TIMEOUT = 10.0
"""Seconds to wait for the file that another process has locked."""

DISPLAY_INTERVAL = 60.0
"""Seconds between two lines about waiting for an endpoint, of all processes together."""


def allowed_per_minute() -> float:
    """Return the requests per minute and endpoint (``OPENAI_ADMIN_MAX_RPM``, by default the 7 that were measured)."""
    try:
        return max(0.1, float(os.environ.get("OPENAI_ADMIN_MAX_RPM") or 7))
    except ValueError:
        return 7.0


class RateLimiter:
    """Slots for one endpoint and one key, shared by all processes in a locked file.

    The file contains three times: the last rejection, the next free slot, and the last line that was displayed.
    """

    def __init__(self, scope: str, endpoint: str) -> None:
        self._name = hashlib.sha256(f"{scope} {endpoint}".encode()).hexdigest()[:32]

    def acquire(self) -> float:
        """Acquire a slot and return the seconds to wait for it, 0 if the endpoint is not limited."""
        if not os.path.exists(self._path()):
            return 0.0
        with self._state() as state:
            now = time()
            # A rejection in the future belongs to a clock that has been set back since.
            if not 0 <= now - state.get("rejected", 0.0) <= EXPIRES_AFTER:
                state.clear()
                return 0.0
            pause = 60.0 / allowed_per_minute()
            # Unused slots add up to a burst, as the server's own allowance does.
            slot = max(float(state["next"]), now - (BURST - 1) * pause)
            state["next"] = slot + pause
            return max(0.0, slot - now)

    def rejected(self) -> float:
        """Record a rejection, acquire a slot and return the seconds to wait for it."""
        with self._state() as state:
            now = time()
            pause = 60.0 / allowed_per_minute()
            slot = max(float(state.get("next", 0.0)), now + random.uniform(0.5, 1.0) * pause)
            state.update(rejected=now, next=slot + pause)
            return slot - now

    def display_due(self) -> bool:
        """Return whether a line about waiting is due: no process has displayed one for the interval."""
        with self._state() as state:
            now = time()
            if 0 <= now - state.get("displayed", -DISPLAY_INTERVAL) < DISPLAY_INTERVAL:
                return False
            state["displayed"] = now
            return True

    def _path(self) -> str:
        return os.path.join(state_folder(), f"pace-{self._name}.json")

    @contextmanager
    def _state(self) -> t.Iterator[dict[str, float]]:
        lock = ExitStack()
        try:
            handle = lock.enter_context(file_lock(self._path(), create=True, timeout=LOCK_TIMEOUT))
        except LockTimeout:
            # The holder is not one of these processes, which need it for milliseconds: the server is the only limit then.
            yield {}
            return
        with lock:
            handle.seek(0)
            try:
                state = {name: float(value) for name, value in json.loads(handle.read() or b"{}").items()}
            except (ValueError, TypeError, AttributeError):
                state = {}
            yield state
            handle.seek(0)
            handle.truncate()
            handle.write(json.dumps(state).encode())
