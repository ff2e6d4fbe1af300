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
  - Sets the amount that the organization, or with O(project) one project, may spend in a month. When it is spent,
    the API refuses to do more.
  - O(state=absent) deletes the limit, after which nothing of this kind stops the spending. Where no limit is set
    it does nothing.
  - Amounts are whole US cents, so that V(50000) is 500 dollars. Fractions and negative amounts are refused before
    anything is sent.
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
      - V(present) sets the limit; V(absent) deletes it.
    type: str
    default: present
    choices:
      - present
      - absent
  project:
    description:
      - The project, by its id or its name. Left out, the task is about the organization.
    type: str
    aliases:
      - project_id
  threshold_amount:
    description:
      - The limit in US cents, at least V(1). Needed with O(state=present).
    type: int
  currency:
    description:
      - The currency of the amount. The API knows this one.
    type: str
    default: USD
    choices:
      - USD
  interval:
    description:
      - The time after which counting begins anew. The API knows this one.
    type: str
    default: month
    choices:
      - month
notes:
  - A restricted admin key needs the scope C(api.management.write) to change something; for a check and where nothing
    differs C(api.management.read) is enough.
  - Everything that is set can be read back. The state of enforcement follows the spending; it is returned and never
    compared.
  - Before and after a write the spend alerts of the same organization or project are read, and a warning names those
    that have gone.
seealso:
  - module: fjcorp.openai.openai_spend_limit_info
  - module: fjcorp.openai.openai_spend_alert
  - module: fjcorp.openai.openai_rate_limit
"""

EXAMPLES = r"""
- name: The organization may spend 5,000 dollars a month
  fjcorp.openai.openai_spend_limit:
    threshold_amount: 500000

- name: A project to try things out
  fjcorp.openai.openai_project:
    name: sandbox

- name: It may spend 50 dollars a month
  fjcorp.openai.openai_spend_limit:
    project: sandbox
    threshold_amount: 5000

- name: The default project is bounded by the organization's limit only
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
