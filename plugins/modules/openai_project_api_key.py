#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_project_api_key
short_description: Manage API keys of a project
version_added: 0.1.0
description:
  - Sets the expiration time and the scopes of an existing key of a project, or revokes the key. The owner of the
    key can be a user or a service account.
  - The key is looked up by O(id), or by O(name). If several owners use the same name, O(owner) is also required.
    If more than one live key matches, the task fails and lists their IDs.
  - This module does not create keys. A key of a user can only be created by that user in the web interface of the
    API. Use M(fjcorp.openai.openai_service_account_key) to issue keys of service accounts. If the key does not exist,
    O(state=present) fails.
  - O(state=absent) revokes the key. An expired key is treated as absent.
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
    details:
      - Scopes cannot be read back from the API. The scopes that were set on this machine are recorded in the Ansible
        home directory.
options:
  state:
    description:
      - Desired state of the key.
      - V(present) changes the settings of an existing key that differ. V(absent) revokes the key.
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
  id:
    description:
      - ID of the key.
    type: str
    aliases:
      - project_api_key_id
  name:
    description:
      - Name of the key. It cannot be changed.
    type: str
  owner:
    description:
      - Owner of the key.
      - Email address or ID of a user, or name or ID of a service account.
    type: str
  expires_in_seconds:
    description:
      - Maximum remaining lifetime of the key in seconds. Must be between 1 and 31536000.
      - A key that expires earlier is not changed. A key that expires later, or does not expire, is set to expire
        after this time.
    type: int
  renew_within:
    description:
      - Time before the expiration of the key in which the lifetime is set to O(expires_in_seconds) again, in seconds
        or as C(12h) or C(7d).
    type: str
  scopes:
    description:
      - Scopes of the key, for example V(api.model.read). The list replaces all existing scopes. An empty list removes
        the restriction. The server rejects unknown scopes.
      - The API does not return scopes. The machine that runs the task records the scopes that it has set. On another
        machine, the first run sets the scopes again and reports a change.
    type: list
    elements: str
notes:
  - Requires an admin key that is allowed to manage the keys of the project.
  - Some servers revoke a key of a service account only together with the account. The task then fails with an error
    that describes this.
seealso:
  - module: fjcorp.openai.openai_project_api_key_info
  - module: fjcorp.openai.openai_service_account_key
  - name: Project API keys in the API reference
    description: API reference for keys of a project.
    link: https://platform.openai.com/docs/api-reference/project-api-keys
"""

EXAMPLES = r"""
- name: Create a project
  fjcorp.openai.openai_project:
    name: handover

- name: Create a service account with a key
  fjcorp.openai.openai_service_account:
    project: handover
    name: importer
    dest: importer.key

- name: List the keys of the service account
  fjcorp.openai.openai_project_api_key_info:
    project: handover
    owner: importer
  register: keys

- name: Set the key to expire within a day and restrict it to reading models
  fjcorp.openai.openai_project_api_key:
    project: handover
    id: "{{ keys.project_api_keys[0].id }}"
    expires_in_seconds: 86400
    scopes:
      - api.model.read
  when: not ansible_check_mode

- name: Limit the remaining lifetime of a key to a quarter
  fjcorp.openai.openai_project_api_key:
    project: handover
    name: Secret Key
    owner: importer
    expires_in_seconds: 7776000
  when: not ansible_check_mode

- name: Revoke the key of a user who has left
  fjcorp.openai.openai_project_api_key:
    project: handover
    name: laptop
    owner: linus@example.com
    state: absent
"""

RETURN = r"""
project_api_key:
  description:
    - Key after the task. If the task revoked it, the key before the task. Empty if it does not exist.
  returned: success
  type: dict
  contains:
    id:
      description: Identifier of the API key.
      returned: always
      type: str
      sample: key_7Wq4ZrXn2LcVt9Mb
    object:
      description: Type of the object.
      returned: always
      type: str
      sample: organization.project.api_key
    name:
      description: Name of the API key.
      returned: always
      type: str
      sample: nightly
    created_at:
      description: Unix time in seconds when the API key was created.
      returned: always
      type: int
      sample: 1763683200
    expires_at:
      description: Unix time in seconds when the API key expires. V(null) if it does not expire.
      returned: when available
      type: int
      sample: 1766275200
    last_used_at:
      description: Unix time in seconds when the API key was last used. V(null) if it was never used.
      returned: when available
      type: int
      sample: null
    redacted_value:
      description: Shortened value of the key that identifies it without revealing it.
      returned: always
      type: str
      sample: sk-svcacct-...x9Qz
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
      sample:
        type: service_account
        service_account:
          id: user-9tRk3WcP6hXe2QnM5vBs8LdF
          name: ci
          role: member
          created_at: 1763683200
    owner_project_access:
      description: Whether the owner has access to the project, V(active) or V(inactive).
      returned: always
      type: str
      sample: active
error:
  description: Details of the failure, see R(Errors,ansible_collections.fjcorp.openai.docsite.errors) for all keys and codes.
  returned: failure
  type: dict
  sample: {kind: api_error, message: Incorrect API key provided.}
"""

from ansible_collections.fjcorp.openai.plugins.module_utils._module import main
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.project_api_key import (
    PROJECT_API_KEY,
)

if __name__ == "__main__":
    main(PROJECT_API_KEY)
