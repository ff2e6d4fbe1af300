#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_rate_limit_info
short_description: Gather information about rate limits of a project
version_added: 0.1.0
description:
  - Returns the rate limits of one model, or of all models that the project can use. All pages of the list are read.
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
    type: str
    required: true
    aliases:
      - project_id
  id:
    description:
      - ID of the entry to return. If it does not exist, an empty list is returned.
    type: str
    aliases:
      - rate_limit_id
  limit:
    description:
      - Maximum number of entries to return. Must be at least 1. If omitted, all are returned.
    type: int
  model:
    description:
      - Return only the entry of the model with exactly this name.
    type: str
seealso:
  - module: fjcorp.openai.openai_rate_limit
"""

EXAMPLES = r"""
- name: List all rate limits of the default project
  fjcorp.openai.openai_rate_limit_info:
    project: Default project
  register: rate_limits

- name: Get the rate limits of one model
  fjcorp.openai.openai_rate_limit_info:
    project: Default project
    model: gpt-4o-mini
  register: model_limits

- name: Check that the model can be used
  ansible.builtin.assert:
    that: model_limits.rate_limits[0].max_requests_per_1_minute > 0

- name: Get the first five entries
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
