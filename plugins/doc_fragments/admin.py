# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations


class ModuleDocFragment:
    """What all modules with an admin key have in common."""

    DOCUMENTATION = r"""
attributes:
  action_group:
    description: Use C(group/fjcorp.openai.admin) or C(group/fjcorp.openai.all) in C(module_defaults) to set options for this module.
    support: full
    membership:
      - fjcorp.openai.all
      - fjcorp.openai.admin
notes:
  - Needs an admin key in O(admin_key) or E(OPENAI_ADMIN_KEY). A project key cannot administer and is never sent.
  - The admin API allows few requests a minute and does not say how many. After its first refusal all tasks of this
    controller that use the same key take turns, at E(OPENAI_ADMIN_MAX_RPM) requests a minute for each endpoint (7 unless
    it is set), and say on screen that they wait.
"""
