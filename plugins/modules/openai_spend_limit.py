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
