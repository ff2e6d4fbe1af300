#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_spend_limit_info
short_description: Read the monthly spend limit of an organization or a project
version_added: 0.1.0
description:
  - Returns the spend limit of the organization, or with O(project) that of one project, and whether it is enforced
    at this moment.
  - Where no limit is set, the result is an empty mapping.
  - It always reads afresh and never changes anything.
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
      - The project, by its id or its name. Left out, the task is about the organization.
    type: str
    aliases:
      - project_id
notes:
  - A restricted admin key needs the scope C(api.management.read).
seealso:
  - module: fjcorp.openai.openai_spend_limit
  - module: fjcorp.openai.openai_spend_alert_info
"""

EXAMPLES = r"""
- name: What the organization may spend
  fjcorp.openai.openai_spend_limit_info:
  register: organization

- name: What one project may spend
  fjcorp.openai.openai_spend_limit_info:
    project: Default project
  register: project

- name: Say so where nothing bounds it
  ansible.builtin.debug:
    msg: The default project has no spend limit of its own.
  when: not project.spend_limit

- name: Stop while a limit holds requests back
  fjcorp.openai.openai_spend_limit_info:
    project: "{{ item }}"
  loop:
    - Default project
  register: checked
  failed_when: checked.spend_limit.enforcement.status | default('inactive') == 'enforcing'
"""

RETURN = r"""
spend_limit:
  description: The limit, as the API shows it; empty where none is set.
  returned: success
  type: dict
  contains:
    object:
      description: The kind of object, V(organization.spend_limit) or V(project.spend_limit).
      returned: when a limit is set
      type: str
      sample: organization.spend_limit
    threshold_amount:
      description: The limit in cents.
      returned: when a limit is set
      type: int
      sample: 500000
    currency:
      description: The currency of the amount.
      returned: when a limit is set
      type: str
      sample: USD
    interval:
      description: The time in which the amount may be spent.
      returned: when a limit is set
      type: str
      sample: month
    enforcement:
      description: In C(status) whether the limit holds requests back at this moment, V(inactive) or V(enforcing).
      returned: when a limit is set
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
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.spend_limit import (
    SPEND_LIMIT_INFO,
)

if __name__ == "__main__":
    main(SPEND_LIMIT_INFO)
