# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations


class ModuleDocFragment:
    """What all modules with a project key have in common."""

    DOCUMENTATION = r"""
attributes:
  action_group:
    description: Use C(group/fjcorp.openai.project) or C(group/fjcorp.openai.all) in C(module_defaults) to set options for this module.
    support: full
    membership:
      - fjcorp.openai.all
      - fjcorp.openai.project
notes:
  - Needs a project key in O(api_key) or E(OPENAI_API_KEY). An admin key cannot use a project and is never sent. A server
    that is not OpenAI's may do without a key.
  - The key decides the project; with another key the same task sees another project.
"""
