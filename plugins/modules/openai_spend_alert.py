#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_spend_alert
short_description: Manage e-mail alerts about monthly spending
version_added: 0.1.0
description:
  - Makes, changes and deletes alerts. An alert sends an e-mail when the organization, or with O(project) one project,
    has spent an amount in the month. It stops nothing; M(fjcorp.openai.openai_spend_limit) does.
  - An alert has no name. One of the same organization or project is told from another by its O(threshold_amount),
    so keep one alert for each amount and name everybody who should hear of it there. Two alerts of the same amount
    are refused, with their ids.
  - To change the amount itself, name the alert by its O(id). With another amount and no O(id) the task makes another
    alert, and the old one stays.
  - O(state=absent) deletes the alert of that amount. Others stay.
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
      - V(present) makes or changes the alert; V(absent) deletes it.
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
  id:
    description:
      - The alert's id, where the amount does not tell which one is meant or is to change.
    type: str
    aliases:
      - spend_alert_id
  threshold_amount:
    description:
      - The amount in whole US cents; V(40000) is 400 dollars. Together with O(project) it tells which alert is meant.
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
  channel:
    description:
      - How the alert is sent. The API knows this way only.
    type: str
    default: email
    choices:
      - email
  recipients:
    description:
      - The e-mail addresses it is sent to, at least one. Order and case do not matter. They need not be people of
        the organization.
      - The list replaces the one that is there. Needed to make an alert; left out, the addresses stay as they are.
    type: list
    elements: str
  subject_prefix:
    description:
      - Text at the beginning of the e-mail's subject. V(null) or V('') takes it away; left out, it stays as it is.
    type: str
notes:
  - A restricted admin key needs the scope C(api.management.write) to change something; for a check and where nothing
    differs C(api.management.read) is enough.
  - Everything that is set can be read back. Whether an alert has been sent cannot.
  - Writing an alert has been reported to take the spend limit beside it away, or its enforcement. So before and after
    a write the limit of the same organization or project is read, and the task fails when the server has changed
    it. The alert is written even then, and the error says so under RV(error.done).
seealso:
  - module: fjcorp.openai.openai_spend_alert_info
  - module: fjcorp.openai.openai_spend_limit
"""

EXAMPLES = r"""
- name: Tell the platform team when 4,000 dollars are spent
  fjcorp.openai.openai_spend_alert:
    threshold_amount: 400000
    recipients:
      - ada@example.com
      - grace@example.com

- name: A project for the search team
  fjcorp.openai.openai_project:
    name: search

- name: It may spend 500 dollars a month
  fjcorp.openai.openai_spend_limit:
    project: search
    threshold_amount: 50000

- name: Warn its owner at half of that and shortly before the end
  fjcorp.openai.openai_spend_alert:
    project: search
    threshold_amount: "{{ item }}"
    recipients:
      - linus@example.com
    subject_prefix: "[search]"
  loop:
    - 25000
    - 45000

- name: Nobody wants to hear of the first dollar any more
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
