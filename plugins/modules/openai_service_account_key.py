#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_service_account_key
short_description: Manage keys of a service account
version_added: 0.1.0
description:
  - Issues keys of a service account of a project, writes them to a file or returns them to the play, renews them,
    and revokes them.
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
  - O(state=absent) revokes the key. It does not delete the service account or O(dest).
  - Some servers revoke a key of a service account only together with the account. On these servers, a key is renewed
    by replacing the service account. A new account with the name of the old account and a unique suffix is created.
    It gets the same role and a key, which is delivered. The old account is then deleted and the new account is renamed
    to the old name. This requires that O(service_account) is a name and that the account has no keys with other names.
    Groups and roles that are assigned to the old account are not transferred and must be assigned again.
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
  project:
    description:
      - ID or name of the project.
    type: str
    required: true
    aliases:
      - project_id
  service_account:
    description:
      - ID or name of the service account that owns the key.
    type: str
    required: true
    aliases:
      - service_account_id
  id:
    description:
      - ID of the key to revoke. Used with O(state=absent).
    type: str
    aliases:
      - service_account_key_id
  name:
    description:
      - Name of the key. The API allows several keys with the same name. This module allows only one live key with
        the same name for each service account.
    type: str
  scopes:
    description:
      - Scopes of the key, for example V(api.model.read). If omitted or empty, the key has all permissions of the
        service account. The server rejects unknown scopes.
      - The API does not return scopes. They are recorded in the manifest next to O(dest). If they differ, the scopes
        of the key are replaced without issuing a new key. Without O(dest), they apply only when a key is issued.
    type: list
    elements: str
  expires_in_seconds:
    description:
      - Lifetime of a new key in seconds. Must be between 1 and 31536000. If omitted, the key does not expire unless
        a policy requires it.
      - The lifetime of an existing key is not changed. Use M(fjcorp.openai.openai_project_api_key) to change it.
    type: int
notes:
  - Requires an admin key that is allowed to manage the service accounts and keys of the project.
  - The age and the expiration time of a key are calculated with the clock of the machine that runs the task.
  - With O(return_key=true) and without O(dest), the key is not recorded outside the play. A live key with the same
    name is then assumed to be stored, and only a run that issues a key returns it. If such a run is interrupted after
    the key is issued, two live keys with the same name remain. The next run then fails and lists both IDs. Revoke
    the keys with O(id) and O(state=absent).
seealso:
  - module: fjcorp.openai.openai_service_account_key_info
  - module: fjcorp.openai.openai_service_account
  - module: fjcorp.openai.openai_project_api_key
  - name: Project service accounts in the API reference
    description: API reference for service accounts and their keys.
    link: https://platform.openai.com/docs/api-reference/project-service-accounts
"""

EXAMPLES = r"""
- name: Create a project for the pipelines
  fjcorp.openai.openai_project:
    name: pipelines

- name: Create a service account without a key
  fjcorp.openai.openai_service_account:
    project: pipelines
    name: ci
    create_service_account_only: true

- name: Issue a key that can only read models and files, and replace it every quarter
  fjcorp.openai.openai_service_account_key:
    project: pipelines
    service_account: ci
    name: build
    scopes:
      - api.model.read
      - api.files.read
    max_age: 90d
    dest: build.key

- name: Issue a key for thirty days, renew it a week before it expires, and keep the old key valid for one day
  fjcorp.openai.openai_service_account_key:
    project: pipelines
    service_account: ci
    name: release
    expires_in_seconds: 2592000
    renew_within: 7d
    overlap: 1d
    dest: release.key

- name: Issue a key and return it
  fjcorp.openai.openai_service_account_key:
    project: pipelines
    service_account: ci
    name: deploy
    return_key: true
  register: deploy

- name: Store the key in a file
  ansible.builtin.copy:
    content: "{{ deploy.api_key.value }}"
    dest: deploy.key
    mode: "0600"
  when: deploy.api_key is defined
  no_log: true

- name: Revoke a key of the service account
  fjcorp.openai.openai_service_account_key:
    project: pipelines
    service_account: ci
    name: experiment
    state: absent
"""

RETURN = r"""
service_account_key:
  description:
    - Key after the task, without its value. If the task revoked it, the key before the task. Empty if it does not
      exist.
    - In check mode, a key that would be created contains only the values that are known in advance.
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
      sample: organization.project.service_account.api_key
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
      returned: always
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
      sample: sk-svcacct-this-is-only-a-sample
    object:
      description: Type of the object.
      returned: always
      type: str
      sample: organization.project.service_account.api_key
    owner:
      description: Owner of the key.
      returned: when available
      type: dict
      contains:
        service_account:
          description: Service account that owns the key.
          returned: when available
          type: dict
        type:
          description: Type of the owner.
          returned: when available
          type: str
        user:
          description: User that owns the key.
          returned: when available
          type: dict
      sample:
        type: service_account
        service_account:
          id: user-9tRk3WcP6hXe2QnM5vBs8LdF
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
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.service_account_key import (
    SERVICE_ACCOUNT_KEY,
)

if __name__ == "__main__":
    main(SERVICE_ACCOUNT_KEY)
