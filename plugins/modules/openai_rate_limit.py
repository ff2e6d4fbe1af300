#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_rate_limit
short_description: Manage the rate limits of a project
version_added: 0.1.0
description:
  - Sets limits of one model in one project. Only the limits that are given are compared and set; the others stay
    as they are.
  - A project has one row of limits for each model it may use, and the row is found by the exact name of the model.
    Where there is no such row, the task fails and names the nearest ones.
  - Limits cannot be removed and the API keeps no default to go back to, so O(state=absent) always fails and says
    so.
  - V(null) means that the limit is not given, as an empty value does. V(0) is sent as zero; it is not the same as
    V(null).
  - The API shows only the limits that matter for a model, and refuses values above the organization's own.
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
      - V(present) sets what differs. V(absent) is refused, as there is no default to go back to.
    type: str
    default: present
    choices:
      - present
      - absent
  project:
    description:
      - The project, by its id or its name.
    type: str
    required: true
    aliases:
      - project_id
  model:
    description:
      - The model whose limits are set, exactly as M(fjcorp.openai.openai_rate_limit_info) lists it.
    type: str
    required: true
  max_requests_per_1_minute:
    description:
      - The most requests in a minute.
    type: int
    aliases:
      - max_requests_per_minute
  max_tokens_per_1_minute:
    description:
      - The most tokens in a minute.
    type: int
    aliases:
      - max_tokens_per_minute
  max_images_per_1_minute:
    description:
      - The most images in a minute. For models that make images.
    type: int
    aliases:
      - max_images_per_minute
  max_audio_megabytes_per_1_minute:
    description:
      - The most megabytes of audio in a minute. For models that take audio.
    type: int
  max_requests_per_1_day:
    description:
      - The most requests in a day. For models that have such a limit.
    type: int
  batch_1_day_max_input_tokens:
    description:
      - The most input tokens of batches in a day. For models that can be used in batches.
    type: int
seealso:
  - module: fjcorp.openai.openai_rate_limit_info
  - module: fjcorp.openai.openai_project
  - name: Project rate limits in the API reference
    description: What the API says about rate limits.
    link: https://platform.openai.com/docs/api-reference/project-rate-limits
"""

EXAMPLES = r"""
- name: A project for the interns
  fjcorp.openai.openai_project:
    name: interns

- name: A modest allowance of the small model
  fjcorp.openai.openai_rate_limit:
    project: interns
    model: gpt-4o-mini
    max_requests_per_1_minute: 60
    max_tokens_per_1_minute: 40000

- name: As little as can be of the large one
  fjcorp.openai.openai_rate_limit:
    project: interns
    model: gpt-4o
    max_requests_per_1_minute: 1

- name: The same numbers for several models
  fjcorp.openai.openai_rate_limit:
    project: interns
    model: "{{ item.model }}"
    max_requests_per_1_minute: "{{ item.requests }}"
    max_tokens_per_1_minute: "{{ item.tokens | default(omit) }}"
  loop:
    - {model: gpt-4o-mini, requests: 60, tokens: 40000}
    - {model: gpt-3.5-turbo, requests: 10}
"""

RETURN = r"""
rate_limit:
  description: The model's limits after the task.
  returned: success
  type: dict
  contains:
    id:
      description: The row's id.
      returned: when the server tells it
      type: str
      sample: rl-gpt-4o-mini
    object:
      description: The kind of object.
      returned: when the server tells it
      type: str
      sample: project.rate_limit
    model:
      description: The model.
      returned: always
      type: str
      sample: gpt-4o-mini
    max_requests_per_1_minute:
      description: The most requests in a minute.
      returned: when the server tells it
      type: int
      sample: 60
    max_tokens_per_1_minute:
      description: The most tokens in a minute.
      returned: when the server tells it
      type: int
      sample: 40000
    max_images_per_1_minute:
      description: The most images in a minute.
      returned: where it matters for the model
      type: int
      sample: 50
    max_audio_megabytes_per_1_minute:
      description: The most megabytes of audio in a minute.
      returned: where it matters for the model
      type: int
      sample: 10
    max_requests_per_1_day:
      description: The most requests in a day.
      returned: where it matters for the model
      type: int
      sample: 10000
    batch_1_day_max_input_tokens:
      description: The most input tokens of batches in a day.
      returned: where it matters for the model
      type: int
      sample: 2000000
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
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.rate_limit import RATE_LIMIT

if __name__ == "__main__":
    main(RATE_LIMIT)
