#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_service_account
short_description: Manage service accounts of a project and their first key
version_added: 0.1.0
description:
  - Creates a service account in a project and delivers its key, changes its name or role, or deletes it.
  - The account is found by its O(id), else by its O(name) within the project. Where two accounts carry the same name,
    the task fails and lists their ids.
  - The API shows a key only once, when it is issued. The task therefore makes no account unless O(dest) or O(return_key)
    says where the key goes, or O(create_service_account_only=true) says that there shall be none. It checks that
    O(dest) can be written before it asks for anything; should writing fail all the same, the new account is deleted
    again.
  - Where the account exists and O(dest) does not hold a key of this account (the file is gone or was changed), another
    key is issued and a warning says that older keys may still be live. A file at O(dest) that this collection did
    not write is left as it is, with a warning.
  - O(state=absent) deletes the account and with it all its keys. It does not delete O(dest).
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
      - A key cannot be read again. With O(return_key) and without O(dest), only the run that issues the key returns
        it.
  check_mode:
    support: full
  diff_mode:
    support: full
options:
  state:
    description:
      - V(present) creates the account or changes what differs; V(absent) deletes it and its keys.
    type: str
    default: present
    choices:
      - present
      - absent
  project:
    description:
      - The project, by its id or its name.
    type: str
    required: true
    aliases:
      - project_id
  id:
    description:
      - The account's id. With it, O(name) is the name the account shall have.
    type: str
    aliases:
      - service_account_id
  name:
    description:
      - The account's name within its project.
    type: str
  role:
    description:
      - The account's role in the project. A new account is a V(member), or has no role with O(create_service_account_only=true),
        unless this says otherwise.
    type: str
    choices:
      - member
      - owner
  create_service_account_only:
    description:
      - Whether to make the account without a key. It counts when the account is made and keeps the task from issuing
        keys later.
    type: bool
    default: false
seealso:
  - module: fjcorp.openai.openai_service_account_info
  - module: fjcorp.openai.openai_project
  - name: Project service accounts in the API reference
    description: What the API says about service accounts.
    link: https://platform.openai.com/docs/api-reference/project-service-accounts
"""

EXAMPLES = r"""
- name: A project for the pipelines
  fjcorp.openai.openai_project:
    name: pipelines

- name: An account for CI, its key in a file that only this user can read
  fjcorp.openai.openai_service_account:
    project: pipelines
    name: ci
    dest: ci.key

- name: An account whose key this play passes on itself
  fjcorp.openai.openai_service_account:
    project: pipelines
    name: deploy
    role: owner
    return_key: true
  register: deploy

- name: Hand the key to the place that keeps secrets
  ansible.builtin.copy:
    content: "{{ deploy.api_key.value }}"
    dest: deploy.key
    mode: "0600"
  when: deploy.api_key is defined
  no_log: true

- name: A password for the vault
  ansible.builtin.copy:
    content: correct horse battery staple
    dest: vault-password
    mode: "0600"
  check_mode: false

- name: An account whose key goes into version control, encrypted
  fjcorp.openai.openai_service_account:
    project: pipelines
    name: nightly
    dest: nightly.key
    vault_password_file: vault-password

- name: An account that gets its keys elsewhere
  fjcorp.openai.openai_service_account:
    project: pipelines
    name: reporting
    create_service_account_only: true

- name: Delete an account and every key it has
  fjcorp.openai.openai_service_account:
    project: pipelines
    name: old-ci
    state: absent
"""

RETURN = r"""
service_account:
  description:
    - The account as it is after the task. When the task deleted it, the account as it was; empty when there was none.
    - In check mode an account that would be made holds only what the task can know.
  returned: success
  type: dict
  contains:
    id:
      description: The account's id.
      returned: always
      type: str
      sample: user-9tRk3WcP6hXe2QnM5vBs8LdF
    object:
      description: The kind of object.
      returned: when the server tells it
      type: str
      sample: organization.project.service_account
    name:
      description: The account's name.
      returned: always
      type: str
      sample: ci
    role:
      description: The role in the project; V(none) for an account that was made without a key and given no role.
      returned: always
      type: str
      sample: member
    created_at:
      description: When it was made, in seconds since 1970.
      returned: when the server tells it
      type: int
      sample: 1763683200
api_key:
  description: The key that was issued.
  returned: when a key was issued
  type: dict
  contains:
    id:
      description: The key's id.
      returned: always
      type: str
      sample: key_7Wq4ZrXn2LcVt9Mb
    object:
      description: The kind of object.
      returned: always
      type: str
      sample: organization.project.service_account.api_key
    name:
      description: The key's name.
      returned: always
      type: str
      sample: Secret Key
    created_at:
      description: When it was issued, in seconds since 1970.
      returned: always
      type: int
      sample: 1763683200
    expires_at:
      description: When it ends, in seconds since 1970; V(null) for never.
      returned: when the server tells it
      type: int
      sample: null
    value:
      description: The key itself. The task's result is then kept off the screen and out of logs.
      returned: when O(return_key=true)
      type: str
      sample: sk-svcacct-this-is-only-a-sample
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
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.service_account import (
    SERVICE_ACCOUNT,
)

if __name__ == "__main__":
    main(SERVICE_ACCOUNT)
