# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations


class ModuleDocFragment:
    """Notes and action groups of all modules that use a project key."""

    DOCUMENTATION = r"""
attributes:
  action_group:
    description: Use C(group/fjcorp.openai.project) or C(group/fjcorp.openai.all) in C(module_defaults) to set options for this module.
    support: full
    membership:
      - fjcorp.openai.all
      - fjcorp.openai.project
notes:
  - Requires a project key in O(api_key) or E(OPENAI_API_KEY). An admin key cannot be used for a project and is never
    sent. Servers other than the OpenAI API may not require a key.
  - The key determines the project. With another key, the same task operates on another project.
"""
