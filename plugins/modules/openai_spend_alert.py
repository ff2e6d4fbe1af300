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
    The alert is written in this case, which is reported in C(error.done).
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
    - Spend alert after the task. If the task deleted it, the spend alert before the task. Empty if it does not exist.
    - In check mode, a spend alert that would be created contains only the values that are known in advance.
  returned: success
  type: dict
  contains:
    id:
      description: Identifier of the spend alert.
      returned: always
      type: str
      sample: alert_b7Yt2KqLx0
    object:
      description: Type of the object, V(organization.spend_alert) or V(project.spend_alert).
      returned: always
      type: str
      sample: project.spend_alert
    threshold_amount:
      description: Amount in cents.
      returned: always
      type: int
      sample: 25000
    currency:
      description: Currency of the amount.
      returned: always
      type: str
      sample: USD
    interval:
      description: Period in which the amount is counted.
      returned: always
      type: str
      sample: month
    notification_channel:
      description: Channel that the alert is sent through.
      returned: always
      type: dict
      contains:
        recipients:
          description: Email addresses that receive the alert.
          returned: always
          type: list
          elements: str
        type:
          description: Type of the channel.
          returned: always
          type: str
        subject_prefix:
          description: Prefix of the subject of the emails.
          returned: when available
          type: str
      sample:
        type: email
        recipients:
          - linus@example.com
        subject_prefix: '[search]'
error:
  description: Details of the failure, see R(Errors,ansible_collections.fjcorp.openai.docsite.errors) for all keys and codes.
  returned: failure
  type: dict
  sample: {kind: api_error, message: Incorrect API key provided.}
"""

from ansible_collections.fjcorp.openai.plugins.module_utils._module import main
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.spend_alert import SPEND_ALERT

if __name__ == "__main__":
    main(SPEND_ALERT)
