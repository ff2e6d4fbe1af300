#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_cost_info
short_description: Read what an organization has spent
version_added: 0.1.0
description:
  - Returns the costs of a span of time in buckets of a day, from every page; optionally grouped, filtered, and flattened
    to one row for each result. RV(totals) adds them up.
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
  start_time:
    description:
      - Where the span begins, which is in it.
      - A number of seconds since 1970, a time like V(2026-11-01T00:00:00Z) (UTC where it names no zone), or a time
        ago like V(-7d) or V(-24h).
    type: str
    required: true
  end_time:
    description:
      - Where the span ends, which is not in it; given like O(start_time). Left out, it lasts until now.
    type: str
  bucket_width:
    description:
      - The width of a bucket. The API knows days only.
    type: str
    default: 1d
    choices:
      - 1d
  group_by:
    description:
      - Split the amounts by these fields. What is not asked for here is null in the results.
      - Whether V(user_id) goes together with projects depends on the organization and the span; the API refuses it
        otherwise.
    type: list
    elements: str
    choices:
      - project_id
      - user_id
      - line_item
      - api_key_id
      - api_source
  project_ids:
    description:
      - Count these projects only, each given by its id or name. An archived one is given by its id.
    type: list
    elements: str
    aliases:
      - projects
  api_key_ids:
    description:
      - Count these keys only.
    type: list
    elements: str
  line_items:
    description:
      - Count these line items only, spelled in full, for example V(gpt-4o-mini-2024-07-18, input_tokens).
    type: list
    elements: str
  flatten:
    description:
      - Whether RV(costs) has one row for each result, with the times of its bucket, rather than buckets that hold
        results.
    type: bool
    default: false
  limit:
    description:
      - The most days to read. Not given, all of the span.
    type: int
notes:
  - An admin key that is restricted needs the permission to read usage; for projects by name, that to read projects.
  - One request reads 180 days.
  - Costs are in full units of the currency, while M(fjcorp.openai.openai_spend_limit) and M(fjcorp.openai.openai_spend_alert)
    take cents.
  - An empty list as a filter is refused, as the server would take it for everything.
seealso:
  - module: fjcorp.openai.openai_usage_info
  - module: fjcorp.openai.openai_spend_limit
  - module: fjcorp.openai.openai_spend_alert
  - name: Costs in the API reference
    description: What the API says about costs.
    link: https://platform.openai.com/docs/api-reference/usage/costs
"""

EXAMPLES = r"""
- name: What the last thirty days cost
  fjcorp.openai.openai_cost_info:
    start_time: -30d
  register: month

- name: End here if it was too much
  ansible.builtin.assert:
    that: month.totals.usd | default(0) < 500
    fail_msg: "{{ month.totals.usd | default(0) }} dollars in thirty days"

- name: Whose project spent it
  fjcorp.openai.openai_cost_info:
    start_time: -30d
    group_by:
      - project_id
      - line_item
    flatten: true
  register: rows

- name: As CSV
  ansible.builtin.debug:
    msg: "{{ [item.start_time, item.project_id, item.line_item, item.amount.value] | join(';') }}"
  loop: "{{ rows.costs }}"
  loop_control:
    label: "{{ item.start_time }}"

- name: One project in November
  fjcorp.openai.openai_cost_info:
    start_time: "2026-11-01"
    end_time: "2026-12-01"
    project_ids:
      - Default project
"""

RETURN = r"""
costs:
  description:
    - The days as the API shows them, the oldest first. With O(flatten=true) one row for each result instead.
  returned: success
  type: list
  elements: dict
  sample:
    - object: bucket
      start_time: 1763683200
      end_time: 1763769600
      results:
        - object: organization.costs.result
          amount:
            value: 1.27
            currency: usd
          line_item: gpt-4o-mini-2024-07-18, input_tokens
          project_id: proj_GYZu7dKi4A9PqV4pK1mWbXcE
          quantity: 508000
          quantity_unit: tokens
totals:
  description: What all of it adds up to, by currency. Empty when there were no costs.
  returned: success
  type: dict
  sample:
    usd: 1.27
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
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.cost import COST_INFO

if __name__ == "__main__":
    main(COST_INFO)
