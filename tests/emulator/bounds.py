# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Number of examples of the property tests: the same few in every run, or many others with EMULATOR_EXAMPLES."""

from __future__ import annotations

import os
import typing as t

import hypothesis

FACTOR = int(os.environ.get("EMULATOR_EXAMPLES", "0"))
"""Factor for the number of examples; 0 for the few that are the same in every run."""


def bounded(examples: int) -> t.Callable[[t.Any], t.Any]:
    """Return the settings of a test with this number of examples."""
    return hypothesis.settings(
        max_examples=examples * max(FACTOR, 1),
        derandomize=not FACTOR,
        deadline=None,
        database=None,
        suppress_health_check=list(hypothesis.HealthCheck),
    )
