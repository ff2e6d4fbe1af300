#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_admin_api_key
short_description: Manage admin API keys of the organization
version_added: 0.1.0
description:
  - Issues admin API keys of the organization, writes them to a file or returns them to the play, renews them, and
    revokes them.
  - Each task manages one live key with a given name for each owner. While O(dest) contains this key and is intact,
    nothing changes. Otherwise, or if O(max_age) or O(renew_within) requires it, a new key is issued and delivered
    before the old key is revoked.
  - No key is issued if O(dest) cannot be written. A key that cannot be delivered is revoked, and the old key remains
    valid and in O(dest), which is replaced last. This also applies if the disk is full.
  - Before a key is issued, a file next to O(dest) (the same name with the suffix C(.issuing.json)) records the existing
    keys, and then the ID of the new key. If a run is interrupted, the next run revokes the recorded key if it was
    not delivered. A key that was not issued by this task is never revoked, unless O(replace=true).
  - If the response to the issue of a key is lost, or if the run is interrupted before it records the ID, a new key
    of that name can be one that another machine has issued. It is not revoked. Another key is issued, a warning is
    displayed, and RV(unproven) contains its ID until it is revoked.
  - The task fails if O(dest) contains a file that was not written by this collection, or another live key.
  - O(state=absent) revokes the key. It does not delete O(dest).
author:
  - fjcorp maintainers (@fjcorp)
extends_documentation_fragment:
  - fjcorp.openai.secret
  - fjcorp.openai.renewal
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
      - A key cannot be read again. The manifest next to O(dest) records which key the file contains.
options:
  state:
    description:
      - Desired state of the key.
      - V(present) ensures that O(dest) contains a live key with this name. V(absent) revokes the key.
    type: str
    default: present
    choices:
      - present
      - absent
  id:
    description:
      - ID of the key to revoke. Used with O(state=absent).
    type: str
    aliases:
      - admin_api_key_id
  name:
    description:
      - Name of the key. The API allows several keys with the same name. This module allows only one live key with
        the same name.
    type: str
  expires_in_seconds:
    description:
      - Lifetime of a new key in seconds. Must be between 1 and 31536000. If omitted, the key does not expire.
      - The lifetime of an existing key is not changed.
    type: int
  revoke_key_in_use:
    description:
      - Whether to allow the task to revoke the key that it uses itself, which ends the access of its user immediately.
        The key is recognized by the beginning and the end of its value.
      - With O(overlap), a key can renew itself without this option. The next run, which uses the new key, revokes
        the old one.
    type: bool
    default: false
notes:
  - Requires an admin key that is allowed to manage admin keys. A new key has the rights of its owner. The API does
    not support scopes for admin keys.
  - The age and the expiration time of a key are calculated with the clock of the machine that runs the task.
  - With O(return_key=true) and without O(dest), the key is not recorded outside the play. A live key with the same
    name is then assumed to be stored, and only a run that issues a key returns it. If such a run is interrupted after
    the key is issued, two live keys with the same name remain. The next run then fails and lists both IDs. Revoke
    the keys with O(id) and O(state=absent).
seealso:
  - module: fjcorp.openai.openai_admin_api_key_info
  - module: fjcorp.openai.openai_service_account_key
  - name: Admin API keys in the API reference
    description: API reference for admin API keys.
    link: https://platform.openai.com/docs/api-reference/admin-api-keys
"""

EXAMPLES = r"""
- name: Issue a key for the nightly job and renew it a week before it expires
  fjcorp.openai.openai_admin_api_key:
    name: nightly
    expires_in_seconds: 2592000
    renew_within: 7d
    dest: nightly-admin.key

- name: Replace the audit key every quarter and keep the old key valid for two days
  fjcorp.openai.openai_admin_api_key:
    name: audits
    max_age: 90d
    overlap: 2d
    dest: audits-admin.key

- name: Create a vault password file
  ansible.builtin.copy:
    content: correct horse battery staple
    dest: vault-password
    mode: "0600"
  check_mode: false

- name: Issue a key and store it encrypted with Ansible Vault
  fjcorp.openai.openai_admin_api_key:
    name: terraform
    dest: terraform-admin.key
    vault_password_file: vault-password

- name: List projects with the new key
  fjcorp.openai.openai_project_info:
    admin_key: "{{ lookup('ansible.builtin.file', 'audits-admin.key') }}"
  when: not ansible_check_mode

- name: Revoke a key that is no longer used
  fjcorp.openai.openai_admin_api_key:
    name: intern
    state: absent
"""

RETURN = r"""
admin_api_key:
  description:
    - Key after the task, without its value. If the task revoked it, the key before the task. Empty if it does not
      exist.
    - In check mode, a key that would be created contains only the values that are known in advance.
  returned: success
  type: dict
  contains:
    id:
      description: Identifier of the admin API key.
      returned: always
      type: str
      sample: key_7Wq4ZrXn2LcVt9Mb
    object:
      description: Type of the object.
      returned: always
      type: str
      sample: organization.admin_api_key
    name:
      description: Name of the admin API key.
      returned: when available
      type: str
      sample: nightly
    created_at:
      description: Unix time in seconds when the admin API key was created.
      returned: always
      type: int
      sample: 1763683200
    expires_at:
      description: Unix time in seconds when the admin API key expires. V(null) if it does not expire.
      returned: when available
      type: int
      sample: 1766275200
    last_used_at:
      description: Unix time in seconds when the admin API key was last used. V(null) if it was never used.
      returned: when available
      type: int
      sample: null
    redacted_value:
      description: Shortened value of the key that identifies it without revealing it.
      returned: always
      type: str
      sample: sk-admin-...x9Qz
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
      sample:
        type: user
        object: organization.user
        id: user-4fXw2KpQ8sVnB6mRt3Yc
        name: Olivia Owner
        created_at: 1763683200
        role: owner
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
    name:
      description: Name of the key.
      returned: when available
      type: str
      sample: nightly
    created_at:
      description: Unix time in seconds when the key was created.
      returned: always
      type: int
      sample: 1763683200
    expires_at:
      description: Unix time in seconds when the key expires. V(null) if it does not expire.
      returned: when available
      type: int
      sample: 1766275200
    value:
      description: Value of the key. The result of the task is hidden from output and logs.
      returned: when O(return_key=true)
      type: str
      sample: sk-admin-this-is-only-a-sample
    object:
      description: Type of the object.
      returned: always
      type: str
      sample: organization.admin_api_key
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
      sample:
        type: user
        object: organization.user
        id: user-4fXw2KpQ8sVnB6mRt3Yc
        name: Olivia Owner
        created_at: 1763683200
        role: owner
    redacted_value:
      description: Shortened value of the key that identifies it without revealing it.
      returned: always
      type: str
      sample: sk-admin-...x9Qz
    last_used_at:
      description: Unix time in seconds when the key was last used. V(null) if it was never used.
      returned: when available
      type: int
      sample: null
revoked:
  description: Identifiers of the keys that were revoked, or would be revoked in check mode.
  returned: success
  type: list
  elements: str
  sample:
    - key_2Lc8ZrXn4WqVt7Mb
issued:
  description:
    - Whether the task issued and delivered a key, or would do so in check mode. A task that only revokes a replaced
      key also reports a change. A handler that restarts services with the new key can use this value as its condition.
  returned: success
  type: bool
  sample: true
unproven:
  description:
    - Identifiers of active keys with this name that are not revoked, because they were issued when a response was
      lost or a run was interrupted, or by another machine, and nothing shows which. Revoke them with O(id) and O(state=absent),
      or with O(replace=true).
  returned: success
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
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.admin_api_key import ADMIN_API_KEY

if __name__ == "__main__":
    main(ADMIN_API_KEY)
