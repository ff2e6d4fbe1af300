# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations


class ModuleDocFragment:
    """Options for waiting until an operation has finished."""

    DOCUMENTATION = r"""
options:
  wait:
    description:
      - Whether to wait until the operation has finished. The task fails if the operation fails.
      - In check mode the module does not wait and predicts success.
    type: bool
    default: false
  wait_timeout:
    description:
      - Maximum number of seconds to wait. The task then fails, while the operation continues on the server. Run the
        task again to continue waiting.
    type: float
    default: 3600.0
  wait_interval:
    description:
      - Number of seconds between two polls.
    type: float
    default: 10.0
"""
