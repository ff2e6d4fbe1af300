#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_project_api_key_info
short_description: Read API keys of a project
version_added: 0.1.0
description:
  - Returns one key of a project by its id, or all that match, from every page of the list, whoever owns them.
  - It always reads afresh and never changes anything. Neither the value nor the scopes of a key can be read back.
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
      - The id of the one key to read. Where there is none, the result is an empty list.
    type: str
    aliases:
      - project_api_key_id
  limit:
    description:
      - The most keys to return. Not given, all of them.
    type: int
  name:
    description:
      - Return the keys with exactly this name.
    type: str
  owner_project_access:
    description:
      - Return the keys whose owner can use the project at present (V(active)), or cannot (V(inactive)), or all (V(any)).
        The API itself leaves some out unless asked for all.
    type: str
    default: any
    choices:
      - active
      - inactive
      - any
  owner:
    description:
      - Return the keys of this owner. The e-mail or id of a person, or the name or id of a service account.
    type: str
seealso:
  - module: fjcorp.openai.openai_project_api_key
"""

EXAMPLES = r"""
- name: A project
  fjcorp.openai.openai_project:
    name: atlas

- name: An account with a key
  fjcorp.openai.openai_service_account:
    project: atlas
    name: mapper
    dest: mapper.key

- name: All keys of the project
  fjcorp.openai.openai_project_api_key_info:
    project: atlas
  register: atlas

- name: Those that nobody has used yet
  ansible.builtin.debug:
    msg: "{{ atlas.project_api_keys | selectattr('last_used_at', 'none') | map(attribute='id') }}"

- name: What one person holds
  fjcorp.openai.openai_project_api_key_info:
    project: atlas
    owner: ada@example.com

- name: What people hold who no longer have access
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
