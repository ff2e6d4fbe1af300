#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_rate_limit
short_description: Manage rate limits of a project
version_added: 0.1.0
description:
  - Sets the rate limits of a model in a project. Only the limits that are set are compared and changed.
  - A project has one entry of rate limits for each model that it can use. The entry is looked up by the exact name
    of the model. If there is no such entry, the task fails and lists similar names.
  - Rate limits cannot be removed and the API has no default to restore, so that O(state=absent) always fails.
  - V(null) and an empty value mean that the limit is not set. V(0) is rejected unless it is the present value. Use
    M(fjcorp.openai.openai_model_permissions) to remove a model from a project.
  - The API returns only the limits that apply to a model. Other limits are rejected, in check mode too. Only the
    write reveals whether a value is above the limit of the organization.
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
      - Desired state of the rate limits.
      - V(present) sets the limits that differ. V(absent) is rejected, because the API has no default to restore.
    type: str
    default: present
    choices:
      - present
      - absent
  project:
    description:
      - ID or name of the project.
    type: str
    required: true
    aliases:
      - project_id
  model:
    description:
      - Name of the model, exactly as returned by M(fjcorp.openai.openai_rate_limit_info), or the ID of the entry,
        such as V(rl-gpt-4o).
      - If the model permissions of the project exclude the model, the project has no entry for it, and the error
        message names that reason.
    type: str
    required: true
  max_requests_per_1_minute:
    description:
      - Maximum number of requests per minute.
    type: int
    aliases:
      - max_requests_per_minute
  max_tokens_per_1_minute:
    description:
      - Maximum number of tokens per minute.
    type: int
    aliases:
      - max_tokens_per_minute
  max_images_per_1_minute:
    description:
      - Maximum number of images per minute. Applies to models that generate images.
    type: int
    aliases:
      - max_images_per_minute
  max_audio_megabytes_per_1_minute:
    description:
      - Maximum number of megabytes of audio per minute. Applies to models that process audio.
    type: int
  max_requests_per_1_day:
    description:
      - Maximum number of requests per day. Applies to models that have such a limit.
    type: int
  batch_1_day_max_input_tokens:
    description:
      - Maximum number of input tokens of batches per day. Applies to models that can be used in batches.
    type: int
seealso:
  - module: fjcorp.openai.openai_rate_limit_info
  - module: fjcorp.openai.openai_project
  - name: Project rate limits in the API reference
    description: API reference for rate limits of a project.
    link: https://platform.openai.com/docs/api-reference/project-rate-limits
"""

EXAMPLES = r"""
- name: Create a project for interns
  fjcorp.openai.openai_project:
    name: interns

- name: Limit the number of requests and tokens per minute
  fjcorp.openai.openai_rate_limit:
    project: interns
    model: gpt-4o-mini
    max_requests_per_1_minute: 60
    max_tokens_per_1_minute: 40000

- name: Limit a large model to one request per minute
  fjcorp.openai.openai_rate_limit:
    project: interns
    model: gpt-4o
    max_requests_per_1_minute: 1

- name: Set the rate limits of several models
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
  description: Rate limits of the model after the task.
  returned: success
  type: dict
  contains:
    id:
      description: Identifier of the rate limit.
      returned: always
      type: str
      sample: rl-gpt-4o-mini
    object:
      description: Type of the object.
      returned: always
      type: str
      sample: project.rate_limit
    model:
      description: Name of the model.
      returned: always
      type: str
      sample: gpt-4o-mini
    max_requests_per_1_minute:
      description: Maximum number of requests per minute.
      returned: always
      type: int
      sample: 60
    max_tokens_per_1_minute:
      description: Maximum number of tokens per minute.
      returned: always
      type: int
      sample: 40000
    max_images_per_1_minute:
      description: Maximum number of images per minute.
      returned: when available
      type: int
      sample: 50
    max_audio_megabytes_per_1_minute:
      description: Maximum number of megabytes of audio per minute.
      returned: when available
      type: int
      sample: 10
    max_requests_per_1_day:
      description: Maximum number of requests per day.
      returned: when available
      type: int
      sample: 10000
    batch_1_day_max_input_tokens:
      description: Maximum number of input tokens of batches per day.
      returned: when available
      type: int
      sample: 2000000
error:
  description: Details of the failure, see R(Errors,ansible_collections.fjcorp.openai.docsite.errors) for all keys and codes.
  returned: failure
  type: dict
  sample: {kind: api_error, message: Incorrect API key provided.}
"""

from ansible_collections.fjcorp.openai.plugins.module_utils._module import main
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.rate_limit import RATE_LIMIT

if __name__ == "__main__":
    main(RATE_LIMIT)
