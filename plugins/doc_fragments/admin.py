# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations


class ModuleDocFragment:
    """Documentation shared by all modules that use an admin key."""

    DOCUMENTATION = r"""
attributes:
  action_group:
    description: Use C(group/fjcorp.openai.admin) or C(group/fjcorp.openai.all) in C(module_defaults) to set options for this module.
    support: full
    membership:
      - fjcorp.openai.all
      - fjcorp.openai.admin
notes:
  - Requires an admin key in O(admin_key) or E(OPENAI_ADMIN_KEY). A project key cannot be used for administration and is never
    sent.
  - The admin API has a low limit of requests per minute that it does not publish. After the first request that is rejected
    because of this limit, all tasks on this control node that use the same key share a rate limit. The limit is E(OPENAI_ADMIN_MAX_RPM)
    requests per minute for each endpoint and defaults to 7. A message is displayed while a task waits.
"""
