#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_cost_info
short_description: Gather information about the costs of an organization
version_added: 0.1.0
description:
  - Returns the costs in a time range in buckets of one day. All pages are read. The results can be grouped, filtered,
    and flattened to one row for each result. RV(totals) contains the sums.
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
  start_time:
    description:
      - Start of the time range, inclusive.
      - A number of seconds since 1970, a timestamp such as V(2026-11-01T00:00:00Z), or a relative time such as V(-7d)
        or V(-24h). A timestamp without a time zone is interpreted as UTC.
    type: str
    required: true
  end_time:
    description:
      - End of the time range, exclusive. Uses the same format as O(start_time). If omitted, the time range ends at
        the current time.
    type: str
  bucket_width:
    description:
      - Width of a bucket. The API supports days only.
    type: str
    default: 1d
    choices:
      - 1d
  group_by:
    description:
      - Fields by which the amounts are grouped. Fields that are not listed are V(null) in the results.
      - Whether V(user_id) can be combined with projects depends on the organization and the time range. The API rejects
        unsupported combinations.
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
      - Include only these projects. Each project is specified by ID or name. An archived project must be specified
        by ID.
    type: list
    elements: str
    aliases:
      - projects
  api_key_ids:
    description:
      - Include only the API keys with these IDs.
    type: list
    elements: str
  line_items:
    description:
      - Include only these line items. The complete name is required, for example V(gpt-4o-mini-2024-07-18, input_tokens).
    type: list
    elements: str
  flatten:
    description:
      - Whether to return one row for each result in RV(costs), with the start and end time of its bucket, instead
        of buckets that contain results.
    type: bool
    default: false
  limit:
    description:
      - Maximum number of days to return. If omitted, the complete time range is returned.
    type: int
notes:
  - A restricted admin key requires the permission to read usage. It also requires the permission to read projects
    if O(project_ids) contains names.
  - One request returns up to 180 days.
  - Costs are in full units of the currency. M(fjcorp.openai.openai_spend_limit) and M(fjcorp.openai.openai_spend_alert)
    use cents.
  - An empty list is rejected as a filter, because the server would treat it as no filter.
seealso:
  - module: fjcorp.openai.openai_usage_info
  - module: fjcorp.openai.openai_spend_limit
  - module: fjcorp.openai.openai_spend_alert
  - name: Costs in the API reference
    description: API reference for costs.
    link: https://platform.openai.com/docs/api-reference/usage/costs
"""

EXAMPLES = r"""
- name: Get the costs of the last thirty days
  fjcorp.openai.openai_cost_info:
    start_time: -30d
  register: monthly

- name: Fail if the costs exceed 500 USD
  ansible.builtin.assert:
    that: monthly.totals.usd | default(0) < 500
    fail_msg: "{{ monthly.totals.usd | default(0) }} USD in the last thirty days"

- name: Get the costs by project and line item
  fjcorp.openai.openai_cost_info:
    start_time: -30d
    group_by:
      - project_id
      - line_item
    flatten: true
  register: by_project

- name: Show the costs as CSV
  ansible.builtin.debug:
    msg: "{{ [item.start_time, item.project_id, item.line_item, item.amount.value] | join(';') }}"
  loop: "{{ by_project.costs }}"
  loop_control:
    label: "{{ item.start_time }}"

- name: Get the costs of one project in November
  fjcorp.openai.openai_cost_info:
    start_time: "2026-11-01"
    end_time: "2026-12-01"
    project_ids:
      - Default project
"""

RETURN = r"""
costs:
  description:
    - List of buckets, oldest first.
    - With O(flatten=true), a list of results, each with the C(start_time) and the C(end_time) of its bucket.
  returned: success
  type: list
  elements: dict
  contains:
    end_time:
      description: Unix time in seconds of the end of the bucket.
      returned: always
      type: int
    object:
      description: Type of the object.
      returned: always
      type: str
    results:
      description: Costs in the bucket, one for each group.
      returned: always
      type: list
      elements: dict
      contains:
        object:
          description: Type of the object.
          returned: always
          type: str
        amount:
          description: Costs.
          returned: when available
          type: dict
          contains:
            currency:
              description: Currency of the amount.
              returned: when available
              type: str
            value:
              description: Value of the amount.
              returned: when available
              type: float
        api_key_id:
          description: Identifier of the API key, if the costs are grouped by it.
          returned: when available
          type: str
        api_source:
          description: Source of the requests, if the costs are grouped by it.
          returned: when available
          type: str
        line_item:
          description: Line item, if the costs are grouped by it.
          returned: when available
          type: str
        project_id:
          description: Identifier of the project, if the costs are grouped by it.
          returned: when available
          type: str
        quantity:
          description: Quantity of the line item.
          returned: when available
          type: float
        quantity_unit:
          description: Unit of the quantity.
          returned: when available
          type: str
        user_id:
          description: Identifier of the user, if the costs are grouped by it.
          returned: when available
          type: str
    start_time:
      description: Unix time in seconds of the start of the bucket.
      returned: always
      type: int
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
  description: Sum of all costs, by currency. Empty if there are no costs.
  returned: success
  type: dict
  sample:
    usd: 1.27
error:
  description: Details of the failure, see R(Errors,ansible_collections.fjcorp.openai.docsite.errors) for all keys and codes.
  returned: failure
  type: dict
  sample: {kind: api_error, message: Incorrect API key provided.}
"""

from ansible_collections.fjcorp.openai.plugins.module_utils._module import main
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.cost import COST_INFO

if __name__ == "__main__":
    main(COST_INFO)
