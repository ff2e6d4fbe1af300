#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_spend_limit
short_description: Manage the monthly spend limit of an organization or a project
version_added: 0.1.0
description:
  - Sets the amount that the organization, or a project if O(project) is set, can spend in a month. When the amount
    is spent, the API rejects further requests.
  - O(state=absent) deletes the limit, so that the spending is not limited by this setting. If no limit is set, nothing
    is changed.
  - Amounts are integers in US cents. V(50000) is 500 USD. Fractions and negative amounts are rejected before any
    request is sent.
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
    support: full
  idempotent:
    support: full
options:
  state:
    description:
      - Desired state of the limit.
      - V(present) sets the limit. V(absent) deletes it.
    type: str
    default: present
    choices:
      - present
      - absent
  project:
    description:
      - ID or name of the project.
      - If omitted, the module operates on the organization.
    type: str
    aliases:
      - project_id
  threshold_amount:
    description:
      - Spend limit in US cents. Must be at least 1. Required if O(state=present).
    type: int
  currency:
    description:
      - Currency of the amount. The API supports this value only.
    type: str
    default: USD
    choices:
      - USD
  interval:
    description:
      - Period after which the amount is reset. The API supports this value only.
    type: str
    default: month
    choices:
      - month
notes:
  - A restricted admin key requires the scope C(api.management.write) to make changes. C(api.management.read) is sufficient
    in check mode and if nothing differs.
  - All settings can be read back from the API. The enforcement status depends on the spending. It is returned and
    not compared.
  - The spend alerts of the same organization or project are read before and after a write request. A warning lists
    the alerts that have been removed.
seealso:
  - module: fjcorp.openai.openai_spend_limit_info
  - module: fjcorp.openai.openai_spend_alert
  - module: fjcorp.openai.openai_rate_limit
"""

EXAMPLES = r"""
- name: Limit the spending of the organization to 5000 USD per month
  fjcorp.openai.openai_spend_limit:
    threshold_amount: 500000

- name: Create a project for experiments
  fjcorp.openai.openai_project:
    name: sandbox

- name: Limit the spending of the project to 50 USD per month
  fjcorp.openai.openai_spend_limit:
    project: sandbox
    threshold_amount: 5000

- name: Delete the spend limit of the default project
  fjcorp.openai.openai_spend_limit:
    project: Default project
    state: absent
"""

RETURN = r"""
spend_limit:
  description:
    - Spend limit after the task. If the task deleted it, the spend limit before the task. Empty if it is not set.
    - In check mode, a spend limit that would be set contains only the values that are known in advance.
  returned: success
  type: dict
  contains:
    object:
      description: Type of the object, V(organization.spend_limit) or V(project.spend_limit).
      returned: always
      type: str
      sample: project.spend_limit
    threshold_amount:
      description: Limit in cents.
      returned: always
      type: int
      sample: 5000
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
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.spend_limit import SPEND_LIMIT

if __name__ == "__main__":
    main(SPEND_LIMIT)
