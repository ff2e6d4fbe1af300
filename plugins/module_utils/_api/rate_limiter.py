# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""One queue for all processes of this controller once the admin API has begun to refuse.

The admin API allows a handful of requests a minute for each endpoint and says so in no header. Nothing is paced
before the first such refusal; from then on every process that uses the same key on the same endpoint takes its turn
from a file in Ansible's own home, so that forks, loops and parallel runs queue instead of failing.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import typing as t
from contextlib import contextmanager
from time import time

from .._support.files import file_lock
from .._support.local_state import state_folder

FORGET_AFTER = 3600.0
"""Seconds without a refusal after which an endpoint is no longer paced."""


BURST = 6
"""Turns that may be taken at once after a quiet time, one fewer than the server was seen to allow."""


def allowed_per_minute() -> float:
    """The pace to keep, requests a minute for each endpoint (``OPENAI_ADMIN_MAX_RPM``, else the 7 that was measured)."""
    try:
        return max(0.1, float(os.environ.get("OPENAI_ADMIN_MAX_RPM") or 7))
    except ValueError:
        return 7.0


class RateLimiter:
    """Turns on one endpoint for one key, shared by all processes through a locked file.

    The file holds two times: when the endpoint last refused, and the earliest moment of the next free turn.
    """

    def __init__(self, scope: str, endpoint: str) -> None:
        self._name = hashlib.sha256(f"{scope} {endpoint}".encode()).hexdigest()[:32]

    def turn(self) -> float:
        """Take a turn; seconds to wait for it (0 while the endpoint is not paced)."""
        if not os.path.exists(self._path()):
            return 0.0
        with self._state() as state:
            now = time()
            # A refusal in the future is of a clock that has been set back since.
            if not 0 <= now - state.get("refused", 0.0) <= FORGET_AFTER:
                state.clear()
                return 0.0
            pause = 60.0 / allowed_per_minute()
            # Turns nobody took add up to a burst, as the server's own allowance does.
            turn = max(float(state["next"]), now - (BURST - 1) * pause)
            state["next"] = turn + pause
            return max(0.0, turn - now)

    def refused(self) -> float:
        """Note a refusal; seconds until the turn that this process has now taken."""
        with self._state() as state:
            now = time()
            pause = 60.0 / allowed_per_minute()
            turn = max(float(state.get("next", 0.0)), now + random.uniform(0.5, 1.0) * pause)
            state.update(refused=now, next=turn + pause)
            return turn - now

    def _path(self) -> str:
        return os.path.join(state_folder(), f"pace-{self._name}.json")

    @contextmanager
    def _state(self) -> t.Iterator[dict[str, float]]:
        with file_lock(self._path(), create=True) as handle:
            handle.seek(0)
            try:
                state = {name: float(value) for name, value in json.loads(handle.read() or b"{}").items()}
            except (ValueError, TypeError, AttributeError):
                state = {}
            yield state
            handle.seek(0)
            handle.truncate()
            handle.write(json.dumps(state).encode())
