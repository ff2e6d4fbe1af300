#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_spend_alert_info
short_description: Gather information about spend alerts of an organization or a project
version_added: 0.1.0
description:
  - Returns the spend alerts of the organization, or of a project if O(project) is set. All pages of the list are
    read.
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
  id:
    description:
      - ID of the alert to return. If it does not exist, an empty list is returned.
    type: str
    aliases:
      - spend_alert_id
  limit:
    description:
      - Maximum number of alerts to return. Must be at least 1. If omitted, all are returned.
    type: int
  threshold_amount:
    description:
      - Return only alerts with exactly this amount in US cents.
    type: int
notes:
  - A restricted admin key requires the scope C(api.management.read).
seealso:
  - module: fjcorp.openai.openai_spend_alert
  - module: fjcorp.openai.openai_spend_limit_info
"""

EXAMPLES = r"""
- name: List all spend alerts of the organization
  fjcorp.openai.openai_spend_alert_info:
  register: organization

- name: List the spend alerts of a project
  fjcorp.openai.openai_spend_alert_info:
    project: Default project
  register: project

- name: Get the spend alerts at 4000 USD
  fjcorp.openai.openai_spend_alert_info:
    threshold_amount: 400000
  register: alerts

- name: Show the recipients of the alerts
  ansible.builtin.debug:
    msg: "{{ alerts.spend_alerts | map(attribute='notification_channel.recipients') | flatten }}"
"""

RETURN = r"""
spend_alerts:
  description: List of spend alerts that match the options.
  returned: success
  type: list
  elements: dict
  contains:
    id:
      description: Identifier of the spend alert.
      returned: always
      type: str
    currency:
      description: Currency of the amount.
      returned: always
      type: str
    interval:
      description: Period in which the amount is counted.
      returned: always
      type: str
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
    object:
      description: Type of the object, V(organization.spend_alert) or V(project.spend_alert).
      returned: always
      type: str
    threshold_amount:
      description: Amount in cents.
      returned: always
      type: int
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
        subject_prefix: null
error:
  description: Details of the failure, see R(Errors,ansible_collections.fjcorp.openai.docsite.errors) for all keys and codes.
  returned: failure
  type: dict
  sample: {kind: api_error, message: Incorrect API key provided.}
"""

from ansible_collections.fjcorp.openai.plugins.module_utils._module import main
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.spend_alert import (
    SPEND_ALERT_INFO,
)

if __name__ == "__main__":
    main(SPEND_ALERT_INFO)
