#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_rate_limit_info
short_description: Read the rate limits of a project
version_added: 0.1.0
description:
  - Returns the limits of one model, or of all models the project may use, from every page of the list.
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
      - The project, by its id or its name.
    type: str
    required: true
    aliases:
      - project_id
  id:
    description:
      - The id of the one row to read. Where there is none, the result is an empty list.
    type: str
    aliases:
      - rate_limit_id
  limit:
    description:
      - The most rows to return. Not given, all of them.
    type: int
  model:
    description:
      - Return the row of exactly this model.
    type: str
seealso:
  - module: fjcorp.openai.openai_rate_limit
"""

EXAMPLES = r"""
- name: All limits of the default project
  fjcorp.openai.openai_rate_limit_info:
    project: Default project
  register: limits

- name: Only those of one model
  fjcorp.openai.openai_rate_limit_info:
    project: Default project
    model: gpt-4o-mini
  register: small

- name: The model is usable at all
  ansible.builtin.assert:
    that: small.rate_limits[0].max_requests_per_1_minute > 0

- name: The first five
  fjcorp.openai.openai_rate_limit_info:
    project: Default project
    limit: 5
"""

RETURN = r"""
rate_limits:
  description: The rows found, as the API shows them.
  returned: success
  type: list
  elements: dict
  sample:
    - id: rl-gpt-4o-mini
      object: project.rate_limit
      model: gpt-4o-mini
      max_requests_per_1_minute: 60
      max_tokens_per_1_minute: 40000
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
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.rate_limit import RATE_LIMIT_INFO

if __name__ == "__main__":
    main(RATE_LIMIT_INFO)
