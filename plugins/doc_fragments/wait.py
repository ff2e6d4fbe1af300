# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations


class ModuleDocFragment:
    """Waiting for something to end."""

    DOCUMENTATION = r"""
options:
  wait:
    description:
      - Whether to wait until it has ended. The task then fails when it ended badly.
      - Check mode never waits; it predicts a good end.
    type: bool
    default: false
  wait_timeout:
    description:
      - Seconds to wait at most. After that the task fails and the work goes on at the server; run the task again
        to wait on.
    type: float
    default: 3600.0
  wait_interval:
    description:
      - Seconds between two looks.
    type: float
    default: 10.0
"""
