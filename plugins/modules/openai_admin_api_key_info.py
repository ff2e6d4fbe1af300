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
  description: List of admin API keys that match the options.
  returned: success
  type: list
  elements: dict
  contains:
    id:
      description: Identifier of the admin API key.
      returned: always
      type: str
    created_at:
      description: Unix time in seconds when the admin API key was created.
      returned: always
      type: int
    expires_at:
      description: Unix time in seconds when the admin API key expires. V(null) if it does not expire.
      returned: when available
      type: int
    object:
      description: Type of the object.
      returned: always
      type: str
    owner:
      description: Owner of the key.
      returned: always
      type: dict
      contains:
        id:
          description: Identifier of the owner.
          returned: when available
          type: str
        created_at:
          description: Unix time in seconds when the owner was created.
          returned: when available
          type: int
        name:
          description: Name of the owner.
          returned: when available
          type: str
        object:
          description: Type of the object.
          returned: when available
          type: str
        role:
          description: Role of the owner.
          returned: when available
          type: str
        type:
          description: Type of the owner.
          returned: when available
          type: str
    redacted_value:
      description: Shortened value of the key that identifies it without revealing it.
      returned: always
      type: str
    last_used_at:
      description: Unix time in seconds when the admin API key was last used. V(null) if it was never used.
      returned: when available
      type: int
    name:
      description: Name of the admin API key.
      returned: when available
      type: str
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
  description: Details of the failure, see R(Errors,ansible_collections.fjcorp.openai.docsite.errors) for all keys and codes.
  returned: failure
  type: dict
  sample: {kind: api_error, message: Incorrect API key provided.}
"""

from ansible_collections.fjcorp.openai.plugins.module_utils._module import main
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.admin_api_key import (
    ADMIN_API_KEY_INFO,
)

if __name__ == "__main__":
    main(ADMIN_API_KEY_INFO)
