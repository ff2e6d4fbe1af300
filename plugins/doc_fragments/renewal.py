# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations


class ModuleDocFragment:
    """Options that control when a key is renewed and what happens to the old key."""

    DOCUMENTATION = r"""
options:
  max_age:
    description:
      - Maximum age of the current key, in seconds or as C(12h), C(90d) or C(4w). If the key is older, a new key is
        issued.
    type: str
  renew_within:
    description:
      - Time before the expiration of the current key in which a new key is issued, in seconds or as C(12h) or C(7d).
      - Must be shorter than the lifetime of a key.
    type: str
  overlap:
    description:
      - Time for which a replaced key remains valid after the new key is delivered, in seconds or as C(12h) or C(2d).
      - The first run after that time revokes the replaced key, based on the manifest next to O(dest).
      - If omitted, the replaced key is revoked immediately.
    type: str
  replace:
    description:
      - Whether to replace a live key with the same name that O(dest) does not contain. A new key is issued and delivered
        before the existing key is revoked.
      - Keys in RV(unproven) are revoked too.
      - If V(false), a key that was not issued by this task causes the task to fail, and the keys in RV(unproven)
        remain active.
    type: bool
    default: false
"""
