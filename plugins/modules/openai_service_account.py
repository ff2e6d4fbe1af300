#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_service_account
short_description: Manage service accounts of a project
version_added: 0.1.0
description:
  - Creates a service account in a project and delivers its first key, changes its name or role, or deletes it.
  - The service account is looked up by O(id), or by O(name) in the project if O(id) is not set. If more than one
    service account matches, the task fails and lists their IDs.
  - The API returns a key only once, when it is issued. The task therefore creates a service account only if O(dest)
    or O(return_key) is set, or if O(create_service_account_only=true). It checks that O(dest) can be written before
    it sends a request. If writing the key fails nevertheless, or if the response contains no key, the new service
    account is deleted and the task fails.
  - A service account with a key is created with a unique name, for example C(ci (ansible 0f1e2d3c4b5a)), and renamed
    when its key is received. If the response is lost or the run is interrupted, the service account is recognized
    by this name or by the recorded ID, is deleted, and is created again. No other service account is ever deleted.
  - If the service account exists and O(dest) does not contain a key of this account, for example because the file
    was deleted or changed, another key is issued. Other active keys of the account are not revoked. A warning and
    RV(unproven) name them.
  - The task fails if O(dest) contains a file that was not written by this collection, or a live key of another owner.
  - O(state=absent) deletes the service account and all its keys. It does not delete O(dest).
author:
  - fjcorp maintainers (@fjcorp)
extends_documentation_fragment:
  - fjcorp.openai.secret
  - fjcorp.openai.connection
  - fjcorp.openai.admin
  - fjcorp.openai.attributes
attributes:
  idempotent:
    support: full
    details:
      - A key cannot be read again. With O(return_key=true) and without O(dest), only the run that issues the key
        returns it.
  check_mode:
    support: full
  diff_mode:
    support: full
options:
  state:
    description:
      - Desired state of the service account.
      - V(present) creates the service account or changes the settings that differ. V(absent) deletes it and its keys.
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
      - ID of the service account. If set, O(name) is the desired name. Use this to rename the service account.
    type: str
    aliases:
      - service_account_id
  name:
    description:
      - Name of the service account in the project.
    type: str
  role:
    description:
      - Role of the service account in the project. If omitted, a new service account has the role V(member), or no
        role if O(create_service_account_only=true).
    type: str
    choices:
      - member
      - owner
  create_service_account_only:
    description:
      - Whether to create the service account without a key. It applies when the service account is created, and prevents
        the task from issuing keys later.
    type: bool
    default: false
  expires_in_seconds:
    description:
      - Lifetime of a key that is issued, in seconds. Must be between 1 and 31536000. If omitted, the key does not
        expire unless a policy requires it. It is required if the organization or the project limits the lifetime
        of keys.
      - The lifetime of an existing key is not changed, and this module does not renew keys. Use M(fjcorp.openai.openai_service_account_key)
        to renew them.
      - Mutually exclusive with O(create_service_account_only=true).
    type: int
seealso:
  - module: fjcorp.openai.openai_service_account_info
  - module: fjcorp.openai.openai_project
  - name: Project service accounts in the API reference
    description: API reference for service accounts of a project.
    link: https://platform.openai.com/docs/api-reference/project-service-accounts
"""

EXAMPLES = r"""
- name: Create a project for the pipelines
  fjcorp.openai.openai_project:
    name: pipelines

- name: Create a service account and write its key to a file
  fjcorp.openai.openai_service_account:
    project: pipelines
    name: ci
    dest: ci.key

- name: Create a service account and return its key
  fjcorp.openai.openai_service_account:
    project: pipelines
    name: deploy
    role: owner
    return_key: true
  register: deploy

- name: Store the key in a file
  ansible.builtin.copy:
    content: "{{ deploy.api_key.value }}"
    dest: deploy.key
    mode: "0600"
  when: deploy.api_key is defined
  no_log: true

- name: Create a vault password file
  ansible.builtin.copy:
    content: correct horse battery staple
    dest: vault-password
    mode: "0600"
  check_mode: false

- name: Create a service account and store its key encrypted with Ansible Vault
  fjcorp.openai.openai_service_account:
    project: pipelines
    name: nightly
    dest: nightly.key
    vault_password_file: vault-password

- name: Create a service account without a key
  fjcorp.openai.openai_service_account:
    project: pipelines
    name: reporting
    create_service_account_only: true

- name: Delete a service account and its keys
  fjcorp.openai.openai_service_account:
    project: pipelines
    name: old-ci
    state: absent
"""

RETURN = r"""
service_account:
  description:
    - Service account after the task. If the task deleted it, the service account before the task. Empty if it does
      not exist.
    - In check mode, a service account that would be created contains only the values that are known in advance.
  returned: success
  type: dict
  contains:
    id:
      description: Identifier of the service account.
      returned: always
      type: str
      sample: user-9tRk3WcP6hXe2QnM5vBs8LdF
    object:
      description: Type of the object.
      returned: always
      type: str
      sample: organization.project.service_account
    name:
      description: Name of the service account.
      returned: always
      type: str
      sample: ci
    role:
      description: Role of the service account in the project. V(none) if it was created without a key and without
        a role.
      returned: always
      type: str
      sample: member
    created_at:
      description: Unix time in seconds when the service account was created.
      returned: always
      type: int
      sample: 1763683200
api_key:
  description: Key that was created.
  returned: when a key is created
  type: dict
  contains:
    id:
      description: Identifier of the key.
      returned: always
      type: str
      sample: key_7Wq4ZrXn2LcVt9Mb
    object:
      description: Type of the object.
      returned: always
      type: str
      sample: organization.project.service_account.api_key
    name:
      description: Name of the key.
      returned: always
      type: str
      sample: Secret Key
    created_at:
      description: Unix time in seconds when the key was created.
      returned: always
      type: int
      sample: 1763683200
    expires_at:
      description: Unix time in seconds when the key expires. V(null) if it does not expire.
      returned: when available
      type: int
      sample: null
    value:
      description: Value of the key. The result of the task is hidden from output and logs.
      returned: when O(return_key=true)
      type: str
      sample: sk-svcacct-this-is-only-a-sample
issued:
  description:
    - Whether the task issued and delivered a key, or would do so in check mode. A handler that only restarts services
      with the new key can use it as its condition.
  returned: success, when O(state=present)
  type: bool
  sample: true
unproven:
  description:
    - Identifiers of the other active keys of the service account, if another key was issued because O(dest) did not
      contain one. The task does not revoke them.
  returned: success, when O(state=present)
  type: list
  elements: str
  sample: []
error:
  description: Details of the failure, see R(Errors,ansible_collections.fjcorp.openai.docsite.errors) for all keys and codes.
  returned: failure
  type: dict
  sample: {kind: api_error, message: Incorrect API key provided.}
"""

from ansible_collections.fjcorp.openai.plugins.module_utils._module import main
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.service_account import (
    SERVICE_ACCOUNT,
)

if __name__ == "__main__":
    main(SERVICE_ACCOUNT)
