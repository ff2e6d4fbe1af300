# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Emulated time: one clock an organization, moved by the control routes."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any


@dataclass
class Clock:
    """Maps real seconds to emulated ones; ``speed`` 0 is a frozen clock."""

    real: float
    emulated: float
    speed: float = 1.0

    @classmethod
    def starting_now(cls, speed: float) -> Clock:
        """A clock that shows the real time now."""
        now = time.time()
        return cls(real=now, emulated=now, speed=speed)

    def now(self) -> float:
        """Emulated Unix time."""
        return self.emulated + (time.time() - self.real) * self.speed

    def _rebase(self) -> None:
        real = time.time()
        self.emulated += (real - self.real) * self.speed
        self.real = real

    def set_speed(self, speed: float) -> None:
        """Emulated seconds per real second from now on."""
        self._rebase()
        self.speed = speed

    def advance(self, seconds: float) -> None:
        """Jump forward."""
        self._rebase()
        self.emulated += seconds

    def to_json(self) -> dict[str, Any]:
        """For the state file and the control route."""
        return {"real": self.real, "emulated": self.emulated, "speed": self.speed}
