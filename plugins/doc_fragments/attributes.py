# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations


class ModuleDocFragment:
    """Descriptions of the attributes of the modules."""

    DOCUMENTATION = r"""
attributes:
  check_mode:
    description: Can run in check mode. Data is read, nothing is written, and the changes that the task would make are predicted.
  diff_mode:
    description: Returns the differences before and after the task for the options that it manages. Secrets are masked.
  idempotent:
    description: When run twice in a row with the same options, the second run reports no change.
  action_group:
    description: Use C(group/fjcorp.openai.all) in C(module_defaults) to set options for this module.
    support: full
    membership:
      - fjcorp.openai.all
"""
