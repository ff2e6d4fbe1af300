#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_spend_limit_info
short_description: Gather information about the monthly spend limit of an organization or a project
version_added: 0.1.0
description:
  - Returns the spend limit of the organization, or of a project if O(project) is set, and whether it is currently
    enforced.
  - If no limit is set, the result is an empty dictionary.
  - The module does not use cached lists and never changes anything.
author:
  - fjcorp maintainers (@fjcorp)
extends_documentation_fragment:
  - fjcorp.openai.connection
  - fjcorp.openai.admin
  - fjcorp.openai.attributes
attributes:
  check_mode:
    support: full
  diff_mode:
    support: N/A
  idempotent:
    support: full
options:
  project:
    description:
      - ID or name of the project.
      - If omitted, the module operates on the organization.
    type: str
    aliases:
      - project_id
notes:
  - A restricted admin key requires the scope C(api.management.read).
seealso:
  - module: fjcorp.openai.openai_spend_limit
  - module: fjcorp.openai.openai_spend_alert_info
"""

EXAMPLES = r"""
- name: Get the spend limit of the organization
  fjcorp.openai.openai_spend_limit_info:
  register: organization

- name: Get the spend limit of a project
  fjcorp.openai.openai_spend_limit_info:
    project: Default project
  register: project

- name: Show a message if the project has no spend limit
  ansible.builtin.debug:
    msg: The default project has no spend limit of its own.
  when: not project.spend_limit

- name: Fail if a spend limit is being enforced
  fjcorp.openai.openai_spend_limit_info:
    project: "{{ item }}"
  loop:
    - Default project
  register: checked
  failed_when: checked.spend_limit.enforcement.status | default('inactive') == 'enforcing'
"""

RETURN = r"""
spend_limit:
  description: Spend limit. Empty if it is not set.
  returned: success
  type: dict
  contains:
    object:
      description: Type of the object, V(organization.spend_limit) or V(project.spend_limit).
      returned: always
      type: str
      sample: organization.spend_limit
    threshold_amount:
      description: Limit in cents.
      returned: always
      type: int
      sample: 500000
    currency:
      description: Currency of the amount.
      returned: always
      type: str
      sample: USD
    interval:
      description: Period in which the amount can be spent.
      returned: always
      type: str
      sample: month
    enforcement:
      description: Enforcement of the limit.
      returned: always
      type: dict
      contains:
        status:
          description: Whether the limit blocks requests, V(inactive) or V(enforcing).
          returned: always
          type: str
      sample:
        status: inactive
error:
  description: Details of the failure, see R(Errors,ansible_collections.fjcorp.openai.docsite.errors) for all keys and codes.
  returned: failure
  type: dict
  sample: {kind: api_error, message: Incorrect API key provided.}
"""

from ansible_collections.fjcorp.openai.plugins.module_utils._module import main
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.spend_limit import (
    SPEND_LIMIT_INFO,
)

if __name__ == "__main__":
    main(SPEND_LIMIT_INFO)
