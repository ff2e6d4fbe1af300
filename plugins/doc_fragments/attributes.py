# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations


class ModuleDocFragment:
    """What a module supports."""

    DOCUMENTATION = r"""
attributes:
  check_mode:
    description: Reads for real, writes nothing, and predicts what the run would change.
  diff_mode:
    description: Returns what is different before and after the task, for the options it manages; secrets are masked.
  idempotent:
    description: A second run with the same options changes nothing.
  action_group:
    description: Use C(group/fjcorp.openai.all) in C(module_defaults) to set options for this module.
    support: full
    membership:
      - fjcorp.openai.all
"""
