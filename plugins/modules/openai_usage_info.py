#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_usage_info
short_description: Read what an organization has used
version_added: 0.1.0
description:
  - Returns what was used of one O(kind), in buckets of time, from every page; optionally grouped, filtered, and flattened
    to one row for each result.
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
  kind:
    description:
      - What to read the usage of.
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
      - Where the span begins, which is in it.
      - A number of seconds since 1970, a time like V(2026-11-01T00:00:00Z) (UTC where it names no zone), or a time
        ago like V(-7d), V(-24h) or V(-30m).
    type: str
    required: true
  end_time:
    description:
      - Where the span ends, which is not in it; given like O(start_time). Left out, it lasts until now.
    type: str
  bucket_width:
    description:
      - The width of a bucket, a day, an hour or a minute. The narrower, the more requests a long span takes.
    type: str
    default: 1d
    choices:
      - 1d
      - 1h
      - 1m
  group_by:
    description:
      - Split the numbers by these fields. What is not asked for here is null in the results.
      - Not every kind knows every field; the task says which ones it knows before it asks the server.
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
      - Count these projects only, each given by its id or name. An archived one is given by its id.
    type: list
    elements: str
    aliases:
      - projects
  user_ids:
    description:
      - Count these people only, each given by the id or e-mail address, and service accounts by their ids. Not for
        V(vector_stores) and V(code_interpreter_sessions).
    type: list
    elements: str
    aliases:
      - users
  api_key_ids:
    description:
      - Count these keys only. Not for V(vector_stores) and V(code_interpreter_sessions).
    type: list
    elements: str
  models:
    description:
      - Count these models only, for the kinds that have models.
    type: list
    elements: str
  batch:
    description:
      - Count batches only, or with V(false) everything else. For V(completions) and V(decisions).
    type: bool
  sizes:
    description:
      - Count images of these sizes only. For V(images).
    type: list
    elements: str
  sources:
    description:
      - Count images made by these operations only. For V(images).
    type: list
    elements: str
    choices:
      - image.generation
      - image.edit
      - image.variation
  context_levels:
    description:
      - Count searches with these sizes of context only. For V(web_search_calls).
    type: list
    elements: str
    choices:
      - low
      - medium
      - high
  vector_store_ids:
    description:
      - Count searches in these vector stores only. For V(file_search_calls).
    type: list
    elements: str
  flatten:
    description:
      - Whether RV(usage) has one row for each result, with the times of its bucket, rather than buckets that hold
        results.
    type: bool
    default: false
  limit:
    description:
      - The most buckets to read. Not given, all of the span.
    type: int
notes:
  - An admin key that is restricted needs the permission to read usage; for projects and people by name, that to read
    them.
  - One request reads 31 days, 168 hours or 1440 minutes.
  - An empty list as a filter is refused, as the server would take it for everything.
seealso:
  - module: fjcorp.openai.openai_cost_info
  - module: fjcorp.openai.openai_rate_limit
  - name: Usage in the API reference
    description: What the API says about usage.
    link: https://platform.openai.com/docs/api-reference/usage
"""

EXAMPLES = r"""
- name: Tokens of the last week, by project and model
  fjcorp.openai.openai_usage_info:
    kind: completions
    start_time: -7d
    group_by:
      - project_id
      - model
    flatten: true
  register: tokens

- name: A table of them
  ansible.builtin.debug:
    msg: "{{ item.project_id }} {{ item.model }}: {{ item.input_tokens }} in, {{ item.output_tokens }} out"
  loop: "{{ tokens.usage }}"
  loop_control:
    label: "{{ item.start_time }}"

- name: What Ada asked for yesterday, by the hour
  fjcorp.openai.openai_usage_info:
    kind: completions
    start_time: -2d
    end_time: -1d
    bucket_width: 1h
    user_ids:
      - ada@example.com

- name: Images of one project
  fjcorp.openai.openai_usage_info:
    kind: images
    start_time: "2026-11-01"
    project_ids:
      - Default project
    group_by:
      - size
    flatten: true

- name: How much the vector stores hold
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
