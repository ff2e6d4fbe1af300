#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_admin_api_key_info
short_description: Gather information about admin API keys of the organization
version_added: 0.1.0
description:
  - Returns one admin API key by its ID, or all keys that match the filters. All pages of the list are read.
  - The module does not use cached lists and never changes anything.
  - The value of a key cannot be read back. Expired keys are returned as long as the API lists them.
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
  id:
    description:
      - ID of the key to return. If it does not exist, an empty list is returned.
    type: str
    aliases:
      - admin_api_key_id
  limit:
    description:
      - Maximum number of keys to return. Must be at least 1. If omitted, all are returned.
    type: int
  name:
    description:
      - Return only keys with exactly this name.
    type: str
seealso:
  - module: fjcorp.openai.openai_admin_api_key
"""

EXAMPLES = r"""
- name: List all admin API keys
  fjcorp.openai.openai_admin_api_key_info:
  register: admin_keys

- name: Show the names of keys that do not expire
  ansible.builtin.debug:
    msg: "{{ admin_keys.admin_api_keys | selectattr('expires_at', 'none') | map(attribute='name') }}"

- name: Get the default admin key by name
  fjcorp.openai.openai_admin_api_key_info:
    name: Default admin key
  register: default_key

- name: Get the same key by ID
  fjcorp.openai.openai_admin_api_key_info:
    id: "{{ default_key.admin_api_keys[0].id }}"
"""

RETURN = r"""
admin_api_keys:
  description: The keys found, as the API shows them.
  returned: success
  type: list
  elements: dict
  sample:
    - id: key_7Wq4ZrXn2LcVt9Mb
      object: organization.admin_api_key
      name: nightly
      redacted_value: sk-admin-...x9Qz
      created_at: 1763683200
      expires_at: 1766275200
      last_used_at: null
      owner:
        type: user
        object: organization.user
        id: user-4fXw2KpQ8sVnB6mRt3Yc
        name: Olivia Owner
        created_at: 1763683200
        role: owner
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
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.admin_api_key import (
    ADMIN_API_KEY_INFO,
)

if __name__ == "__main__":
    main(ADMIN_API_KEY_INFO)
