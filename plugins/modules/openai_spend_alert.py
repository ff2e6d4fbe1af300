#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_spend_alert
short_description: Manage spend alerts of an organization or a project
version_added: 0.1.0
description:
  - Creates, changes and deletes spend alerts. An alert sends an email when the spending of the organization, or of
    a project if O(project) is set, reaches an amount in the current month. It does not limit the spending. Use M(fjcorp.openai.openai_spend_limit)
    to limit it.
  - An alert has no name. It is looked up by O(id), or by O(threshold_amount) in the organization or project if O(id)
    is not set. Use one alert for each amount and list all recipients in it. If more than one alert has the same amount,
    the task fails and lists their IDs.
  - To change the amount of an alert, set O(id). With a different amount and without O(id), a new alert is created
    and the old one is not changed.
  - O(state=absent) deletes the alert with this amount. Other alerts are not changed.
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
      - Desired state of the alert.
      - V(present) creates or changes the alert. V(absent) deletes it.
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
  id:
    description:
      - ID of the alert. Use this if the amount does not identify the alert, or to change the amount.
    type: str
    aliases:
      - spend_alert_id
  threshold_amount:
    description:
      - Amount in US cents. V(40000) is 400 USD. Together with O(project), it identifies the alert.
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
  channel:
    description:
      - Channel through which the alert is sent. The API supports this value only.
    type: str
    default: email
    choices:
      - email
  recipients:
    description:
      - Email addresses of the recipients. At least one is required. The order and the case are ignored. The recipients
        do not have to be users of the organization.
      - The list replaces the existing list. Required to create an alert. If omitted, the recipients are not changed.
    type: list
    elements: str
  subject_prefix:
    description:
      - Prefix of the subject of the email. V(null) or V('') removes it. If omitted, it is not changed.
    type: str
notes:
  - A restricted admin key requires the scope C(api.management.write) to make changes. C(api.management.read) is sufficient
    in check mode and if nothing differs.
  - All settings can be read back from the API. Whether an alert has been sent is not included.
  - Writing an alert has been reported to remove the spend limit of the same organization or project, or its enforcement.
    The limit is therefore read before and after a write request, and the task fails if the server has changed it.
    The alert is written in this case, which is reported in RV(error.done).
seealso:
  - module: fjcorp.openai.openai_spend_alert_info
  - module: fjcorp.openai.openai_spend_limit
"""

EXAMPLES = r"""
- name: Send an alert at 4000 USD
  fjcorp.openai.openai_spend_alert:
    threshold_amount: 400000
    recipients:
      - ada@example.com
      - grace@example.com

- name: Create a project for the search team
  fjcorp.openai.openai_project:
    name: search

- name: Limit the spending of the project to 500 USD per month
  fjcorp.openai.openai_spend_limit:
    project: search
    threshold_amount: 50000

- name: Send alerts at 250 and 450 USD
  fjcorp.openai.openai_spend_alert:
    project: search
    threshold_amount: "{{ item }}"
    recipients:
      - linus@example.com
    subject_prefix: "[search]"
  loop:
    - 25000
    - 45000

- name: Delete the alert at 1 USD
  fjcorp.openai.openai_spend_alert:
    project: search
    threshold_amount: 100
    state: absent
"""

RETURN = r"""
spend_alert:
  description:
    - The alert as it is after the task. When the task deleted it, the alert as it was; empty when there was none.
    - In check mode an alert that would be made holds only what the task can know.
  returned: success
  type: dict
  contains:
    id:
      description: The alert's id.
      returned: when there is or was one
      type: str
      sample: alert_b7Yt2KqLx0
    object:
      description: The kind of object, V(organization.spend_alert) or V(project.spend_alert).
      returned: when the server tells it
      type: str
      sample: project.spend_alert
    threshold_amount:
      description: The amount in cents.
      returned: when there is or was one
      type: int
      sample: 25000
    currency:
      description: The currency of the amount.
      returned: when there is or was one
      type: str
      sample: USD
    interval:
      description: The time in which the amount is counted.
      returned: when there is or was one
      type: str
      sample: month
    notification_channel:
      description: How the alert is sent; what O(channel), O(recipients) and O(subject_prefix) set.
      returned: when there is or was one
      type: dict
      sample:
        type: email
        recipients:
          - linus@example.com
        subject_prefix: "[search]"
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
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.spend_alert import SPEND_ALERT

if __name__ == "__main__":
    main(SPEND_ALERT)
