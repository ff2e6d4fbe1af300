#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_spend_alert_info
short_description: Read e-mail alerts about monthly spending
version_added: 0.1.0
description:
  - Returns the spend alerts of the organization, or with O(project) those of one project, from every page of the
    list.
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
  id:
    description:
      - The id of the one alert to read. Where there is none, the result is an empty list.
    type: str
    aliases:
      - spend_alert_id
  limit:
    description:
      - The most alerts to return. Not given, all of them.
    type: int
  threshold_amount:
    description:
      - Return alerts of exactly this amount in cents.
    type: int
notes:
  - A restricted admin key needs the scope C(api.management.read).
seealso:
  - module: fjcorp.openai.openai_spend_alert
  - module: fjcorp.openai.openai_spend_limit_info
"""

EXAMPLES = r"""
- name: All alerts of the organization
  fjcorp.openai.openai_spend_alert_info:
  register: organization

- name: Those of one project
  fjcorp.openai.openai_spend_alert_info:
    project: Default project
  register: project

- name: Who hears when 4,000 dollars are spent
  fjcorp.openai.openai_spend_alert_info:
    threshold_amount: 400000
  register: high

- name: Show them
  ansible.builtin.debug:
    msg: "{{ high.spend_alerts | map(attribute='notification_channel.recipients') | flatten }}"
"""

RETURN = r"""
spend_alerts:
  description: The alerts found, as the API shows them.
  returned: success
  type: list
  elements: dict
  sample:
    - id: alert_b7Yt2KqLx0
      object: organization.spend_alert
      threshold_amount: 400000
      currency: USD
      interval: month
      notification_channel:
        type: email
        recipients:
          - ada@example.com
          - grace@example.com
        subject_prefix:
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
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.spend_alert import (
    SPEND_ALERT_INFO,
)

if __name__ == "__main__":
    main(SPEND_ALERT_INFO)
