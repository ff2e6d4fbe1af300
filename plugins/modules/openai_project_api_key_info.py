#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_project_api_key_info
short_description: Gather information about API keys of a project
version_added: 0.1.0
description:
  - Returns one key by its ID, or all keys that match the filters, regardless of their owner. All pages of the list
    are read.
  - The module does not use cached lists and never changes anything.
  - The value and the scopes of a key cannot be read back.
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
      - ID of the key to return. If it does not exist, an empty list is returned.
    type: str
    aliases:
      - project_api_key_id
  limit:
    description:
      - Maximum number of keys to return. Must be at least 1. If omitted, all are returned.
    type: int
  name:
    description:
      - Return only keys with exactly this name.
    type: str
  owner_project_access:
    description:
      - Whether to return only keys whose owner currently has access to the project (V(active)), only keys whose owner
        has no access (V(inactive)), or all keys (V(any)). The API omits some keys unless all keys are requested.
    type: str
    default: any
    choices:
      - active
      - inactive
      - any
  owner:
    description:
      - Return only keys of this owner.
      - Email address or ID of a user, or name or ID of a service account.
    type: str
seealso:
  - module: fjcorp.openai.openai_project_api_key
"""

EXAMPLES = r"""
- name: Create a project
  fjcorp.openai.openai_project:
    name: atlas

- name: Create a service account with a key
  fjcorp.openai.openai_service_account:
    project: atlas
    name: mapper
    dest: mapper.key

- name: List all keys of the project
  fjcorp.openai.openai_project_api_key_info:
    project: atlas
  register: project_keys

- name: Show keys that have not been used
  ansible.builtin.debug:
    msg: "{{ project_keys.project_api_keys | selectattr('last_used_at', 'none') | map(attribute='id') }}"

- name: List the keys of one user
  fjcorp.openai.openai_project_api_key_info:
    project: atlas
    owner: ada@example.com

- name: List keys of owners without access to the project
  fjcorp.openai.openai_project_api_key_info:
    project: atlas
    owner_project_access: inactive
"""

RETURN = r"""
project_api_keys:
  description: List of API keys that match the options.
  returned: success
  type: list
  elements: dict
  contains:
    id:
      description: Identifier of the API key.
      returned: always
      type: str
    created_at:
      description: Unix time in seconds when the API key was created.
      returned: always
      type: int
    last_used_at:
      description: Unix time in seconds when the API key was last used. V(null) if it was never used.
      returned: when available
      type: int
    name:
      description: Name of the API key.
      returned: always
      type: str
    object:
      description: Type of the object.
      returned: always
      type: str
    owner:
      description: Owner of the key.
      returned: always
      type: dict
      contains:
        service_account:
          description: Service account that owns the key.
          returned: when available
          type: dict
          contains:
            id:
              description: Identifier of the service account.
              returned: always
              type: str
            created_at:
              description: Unix time in seconds when the service account was created.
              returned: always
              type: int
            name:
              description: Name of the service account.
              returned: always
              type: str
            role:
              description: Role of the service account.
              returned: always
              type: str
        type:
          description: Type of the owner.
          returned: when available
          type: str
        user:
          description: User that owns the key.
          returned: when available
          type: dict
          contains:
            id:
              description: Identifier of the user.
              returned: always
              type: str
            created_at:
              description: Unix time in seconds when the user was created.
              returned: always
              type: int
            email:
              description: Email address of the user.
              returned: always
              type: str
            name:
              description: Name of the user.
              returned: always
              type: str
            role:
              description: Role of the user.
              returned: always
              type: str
    owner_project_access:
      description: Whether the owner has access to the project, V(active) or V(inactive).
      returned: always
      type: str
    redacted_value:
      description: Shortened value of the key that identifies it without revealing it.
      returned: always
      type: str
    expires_at:
      description: Unix time in seconds when the API key expires. V(null) if it does not expire.
      returned: when available
      type: int
  sample:
    - id: key_7Wq4ZrXn2LcVt9Mb
      object: organization.project.api_key
      name: build
      redacted_value: sk-svcacct-...x9Qz
      created_at: 1763683200
      expires_at: null
      last_used_at: null
      owner:
        type: service_account
        service_account:
          id: user-9tRk3WcP6hXe2QnM5vBs8LdF
          name: ci
          role: member
          created_at: 1763683200
      owner_project_access: active
error:
  description: Details of the failure, see R(Errors,ansible_collections.fjcorp.openai.docsite.errors) for all keys and codes.
  returned: failure
  type: dict
  sample: {kind: api_error, message: Incorrect API key provided.}
"""

from ansible_collections.fjcorp.openai.plugins.module_utils._module import main
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.project_api_key import (
    PROJECT_API_KEY_INFO,
)

if __name__ == "__main__":
    main(PROJECT_API_KEY_INFO)
