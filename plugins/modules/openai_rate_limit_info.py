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
      - Return only the entry of the model with exactly this name, or with this ID, such as V(rl-gpt-4o).
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
  description: List of rate limits that match the options, one for each model.
  returned: success
  type: list
  elements: dict
  contains:
    id:
      description: Identifier of the rate limit.
      returned: always
      type: str
    max_requests_per_1_minute:
      description: Maximum number of requests per minute.
      returned: always
      type: int
    max_tokens_per_1_minute:
      description: Maximum number of tokens per minute.
      returned: always
      type: int
    model:
      description: Name of the model.
      returned: always
      type: str
    object:
      description: Type of the object.
      returned: always
      type: str
    batch_1_day_max_input_tokens:
      description: Maximum number of input tokens of batches per day.
      returned: when available
      type: int
    max_audio_megabytes_per_1_minute:
      description: Maximum number of megabytes of audio per minute.
      returned: when available
      type: int
    max_images_per_1_minute:
      description: Maximum number of images per minute.
      returned: when available
      type: int
    max_requests_per_1_day:
      description: Maximum number of requests per day.
      returned: when available
      type: int
  sample:
    - id: rl-gpt-4o-mini
      object: project.rate_limit
      model: gpt-4o-mini
      max_requests_per_1_minute: 60
      max_tokens_per_1_minute: 40000
error:
  description: Details of the failure, see R(Errors,ansible_collections.fjcorp.openai.docsite.errors) for all keys and codes.
  returned: failure
  type: dict
  sample: {kind: api_error, message: Incorrect API key provided.}
"""

from ansible_collections.fjcorp.openai.plugins.module_utils._module import main
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.rate_limit import RATE_LIMIT_INFO

if __name__ == "__main__":
    main(RATE_LIMIT_INFO)
