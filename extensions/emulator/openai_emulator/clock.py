# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Emulated time: one clock per organization, controlled by the control routes."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any


@dataclass
class Clock:
    """Clock that maps real seconds to emulated seconds; with ``speed`` 0 it is frozen."""

    real: float
    emulated: float
    speed: float = 1.0

    @classmethod
    def starting_now(cls, speed: float) -> Clock:
        """Return a clock that shows the current real time."""
        now = time.time()
        return cls(real=now, emulated=now, speed=speed)

    def now(self) -> float:
        """Return the emulated Unix time."""
        return self.emulated + (time.time() - self.real) * self.speed

    def _rebase(self) -> None:
        real = time.time()
        self.emulated += (real - self.real) * self.speed
        self.real = real

    def set_speed(self, speed: float) -> None:
        """Set the number of emulated seconds per real second."""
        self._rebase()
        self.speed = speed

    def advance(self, seconds: float) -> None:
        """Move the clock forward."""
        self._rebase()
        self.emulated += seconds

    def to_json(self) -> dict[str, Any]:
        """Return the state for the state file."""
        return {"real": self.real, "emulated": self.emulated, "speed": self.speed}
