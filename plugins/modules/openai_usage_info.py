#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_usage_info
short_description: Gather information about the usage of an organization
version_added: 0.1.0
description:
  - Returns the usage of one O(kind) in buckets of time. All pages are read. The results can be grouped, filtered,
    and flattened to one row for each result.
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
  kind:
    description:
      - Kind of usage to return.
    type: str
    required: true
    choices:
      - completions
      - decisions
      - embeddings
      - moderations
      - images
      - audio_speeches
      - audio_transcriptions
      - vector_stores
      - code_interpreter_sessions
      - file_search_calls
      - web_search_calls
  start_time:
    description:
      - Start of the time range, inclusive.
      - A number of seconds since 1970, a timestamp such as V(2026-11-01T00:00:00Z), or a relative time such as V(-7d),
        V(-24h) or V(-30m). A timestamp without a time zone is interpreted as UTC.
    type: str
    required: true
  end_time:
    description:
      - End of the time range, exclusive. Uses the same format as O(start_time). If omitted, the time range ends at
        the current time.
    type: str
  bucket_width:
    description:
      - 'Width of a bucket: one day, one hour or one minute. A smaller width requires more requests for a long time
        range.'
    type: str
    default: 1d
    choices:
      - 1d
      - 1h
      - 1m
  group_by:
    description:
      - Fields by which the numbers are grouped. Fields that are not listed are V(null) in the results.
      - Each kind supports some of the fields only. The task fails and lists the supported fields before any request
        is sent.
    type: list
    elements: str
    choices:
      - project_id
      - user_id
      - api_key_id
      - model
      - batch
      - service_tier
      - api_source
      - size
      - source
      - vector_store_id
      - context_level
  project_ids:
    description:
      - Include only these projects. Each project is specified by ID or name. An archived project must be specified
        by ID.
    type: list
    elements: str
    aliases:
      - projects
  user_ids:
    description:
      - Include only these users and service accounts. Each user is specified by ID or email address, and each service
        account by ID. Not supported if O(kind=vector_stores) or O(kind=code_interpreter_sessions).
    type: list
    elements: str
    aliases:
      - users
  api_key_ids:
    description:
      - Include only the API keys with these IDs. Not supported if O(kind=vector_stores) or O(kind=code_interpreter_sessions).
    type: list
    elements: str
  models:
    description:
      - Include only these models. Supported for kinds that have models.
    type: list
    elements: str
  batch:
    description:
      - Whether to include only batches (V(true)) or everything except batches (V(false)). Supported if O(kind=completions)
        or O(kind=decisions).
    type: bool
  sizes:
    description:
      - Include only images of these sizes. Supported if O(kind=images).
    type: list
    elements: str
  sources:
    description:
      - Include only images that were created by these operations. Supported if O(kind=images).
    type: list
    elements: str
    choices:
      - image.generation
      - image.edit
      - image.variation
  context_levels:
    description:
      - Include only searches with these context sizes. Supported if O(kind=web_search_calls).
    type: list
    elements: str
    choices:
      - low
      - medium
      - high
  vector_store_ids:
    description:
      - Include only searches in these vector stores. Supported if O(kind=file_search_calls).
    type: list
    elements: str
  flatten:
    description:
      - Whether to return one row for each result in RV(usage), with the start and end time of its bucket, instead
        of buckets that contain results.
    type: bool
    default: false
  limit:
    description:
      - Maximum number of buckets to return. If omitted, the complete time range is returned.
    type: int
notes:
  - A restricted admin key requires the permission to read usage. It also requires the permission to read projects
    and users if they are specified by name or email address.
  - One request returns up to 31 days, 168 hours or 1440 minutes.
  - An empty list is rejected as a filter, because the server would treat it as no filter.
seealso:
  - module: fjcorp.openai.openai_cost_info
  - module: fjcorp.openai.openai_rate_limit
  - name: Usage in the API reference
    description: API reference for usage.
    link: https://platform.openai.com/docs/api-reference/usage
"""

EXAMPLES = r"""
- name: Get the token usage of the last week by project and model
  fjcorp.openai.openai_usage_info:
    kind: completions
    start_time: -7d
    group_by:
      - project_id
      - model
    flatten: true
  register: tokens

- name: Show the token usage as a table
  ansible.builtin.debug:
    msg: "{{ item.project_id }} {{ item.model }}: {{ item.input_tokens }} in, {{ item.output_tokens }} out"
  loop: "{{ tokens.usage }}"
  loop_control:
    label: "{{ item.start_time }}"

- name: Get the usage of one user by hour
  fjcorp.openai.openai_usage_info:
    kind: completions
    start_time: -2d
    end_time: -1d
    bucket_width: 1h
    user_ids:
      - ada@example.com

- name: Get the image usage of one project by size
  fjcorp.openai.openai_usage_info:
    kind: images
    start_time: "2026-11-01"
    project_ids:
      - Default project
    group_by:
      - size
    flatten: true

- name: Get the usage of vector stores
  fjcorp.openai.openai_usage_info:
    kind: vector_stores
    start_time: -1d
"""

RETURN = r"""
usage:
  description:
    - The buckets as the API shows them, the oldest first. With O(flatten=true) one row for each result instead.
  returned: success
  type: list
  elements: dict
  sample:
    - object: bucket
      start_time: 1763683200
      end_time: 1763769600
      results:
        - object: organization.usage.completions.result
          input_tokens: 1200
          output_tokens: 340
          num_model_requests: 9
          project_id: proj_GYZu7dKi4A9PqV4pK1mWbXcE
          model: gpt-4o-mini-2024-07-18
          user_id: null
          api_key_id: null
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
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.usage import USAGE_INFO

if __name__ == "__main__":
    main(USAGE_INFO)
