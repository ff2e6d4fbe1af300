# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations


class ModuleDocFragment:
    """When a key is issued anew, and what becomes of the old one."""

    DOCUMENTATION = r"""
options:
  max_age:
    description:
      - Issue another key when the present one is older than this, in seconds or as C(12h), C(90d), C(4w).
    type: str
  renew_within:
    description:
      - Issue another key when the present one ends within this time, in seconds or as C(12h), C(7d). It must be shorter
        than the life of a key.
    type: str
  overlap:
    description:
      - How long a replaced key stays live after the new one is delivered, in seconds or as C(12h), C(2d). The first
        run after that time revokes it, by the manifest beside O(dest). Not given, it is revoked at once.
    type: str
  replace:
    description:
      - Whether a live key of the same name that O(dest) does not hold is replaced. Another key is issued and delivered,
        then that one is revoked. Otherwise such a key, which this task did not issue, is an error.
    type: bool
    default: false
"""
