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
    - The limit as it is after the task. When the task deleted it, the limit as it was; empty when there was none.
    - In check mode a limit that would be set holds only what the task can know.
  returned: success
  type: dict
  contains:
    object:
      description: The kind of object, V(organization.spend_limit) or V(project.spend_limit).
      returned: when the server tells it
      type: str
      sample: project.spend_limit
    threshold_amount:
      description: The limit in cents.
      returned: when a limit is or was set
      type: int
      sample: 5000
    currency:
      description: The currency of the amount.
      returned: when a limit is or was set
      type: str
      sample: USD
    interval:
      description: The time in which the amount may be spent.
      returned: when a limit is or was set
      type: str
      sample: month
    enforcement:
      description: In C(status) whether the limit holds requests back at this moment, V(inactive) or V(enforcing).
      returned: when the server tells it
      type: dict
      sample:
        status: inactive
error:
  description: What went wrong, for the play to read. C(msg) says the same in one line.
  returned: failure
  type: dict
  contains:
    kind:
      description: The sort of failure, for example V(BadInput), V(Missing), V(Ambiguous), V(ApiError), V(ConnectionFailed).
      returned: always
      type: str
      sample: ApiError
    message:
      description: What happened.
      returned: always
      type: str
      sample: Incorrect API key provided.
    remedy:
      description: What to do about it; empty where nothing is known to help.
      returned: always
      type: str
      sample: "Check api_key and, if set, organization_id."
    attempted:
      description: What the task was doing.
      returned: always
      type: str
      sample: ensure project payments
    done:
      description: What the task had changed before it failed.
      returned: always
      type: list
      elements: str
      sample: []
    status:
      description: The HTTP status.
      returned: when the server answered with an error
      type: int
      sample: 401
    type:
      description: The API's error type.
      returned: when the server answered with an error
      type: str
      sample: invalid_request_error
    code:
      description: The API's error code.
      returned: when the server answered with an error
      type: str
      sample: invalid_api_key
    param:
      description: The parameter the API complains of.
      returned: when the server answered with an error
      type: str
      sample: model
    request_id:
      description: The server's id of the request, to quote to its support.
      returned: when the server answered with an error
      type: str
      sample: req_4f2d9c1ab0e84f7a
    call:
      description: The operation that was refused.
      returned: when the server answered with an error
      type: str
      sample: GET /organization/projects
"""

from ansible_collections.fjcorp.openai.plugins.module_utils._module import main
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.spend_limit import SPEND_LIMIT

if __name__ == "__main__":
    main(SPEND_LIMIT)
