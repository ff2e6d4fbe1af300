# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How many examples the property tests try: the same few in every run, or many others with EMULATOR_EXAMPLES."""

from __future__ import annotations

import os
import typing as t

import hypothesis

FACTOR = int(os.environ.get("EMULATOR_EXAMPLES", "0"))
"""How many times as many examples are tried as in the tests of every day; 0 for those, which are always the same."""


def bounded(examples: int) -> t.Callable[[t.Any], t.Any]:
    """Return the settings of a test with this number of examples."""
    return hypothesis.settings(
        max_examples=examples * max(FACTOR, 1),
        derandomize=not FACTOR,
        deadline=None,
        database=None,
        suppress_health_check=list(hypothesis.HealthCheck),
    )
