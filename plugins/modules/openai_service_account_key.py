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
  - Issues keys to a service account of a project, delivers them to a file or to the play, renews and revokes them.
  - One task keeps one live key of a name for each owner. While O(dest) holds it, whole, nothing changes. Otherwise,
    and when O(max_age) or O(renew_within) ask for it, another is issued and delivered, and only then the old one
    is revoked.
  - Nothing is issued when O(dest) cannot be written; a key that cannot be delivered is revoked, and the old one stays.
  - Before a key is issued, a note beside O(dest) (the same name with C(.issuing.json)) says which keys there were.
    Should the run die at any moment, the next one revokes exactly what nobody received. A key that the task did not
    issue is never revoked, unless O(replace) says so.
  - A file at O(dest) that this collection did not write, or that holds another live key, is not written over.
  - O(state=absent) revokes the key; its account stays. It does not delete O(dest).
  - Some servers revoke a key of a service account only together with the account. There, renewal takes another account.
    It is made under the name of the old one with C( (next)) behind it and gets the same role and a key, which is
    delivered. Then the old account is deleted and the new one takes its name. This asks for O(service_account) to
    be a name and for the account to have no keys of other names. Groups and roles assigned to the old account do
    not carry over; assign them again.
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
      - A key cannot be read again. The manifest beside O(dest) tells the next run which key the file holds.
options:
  state:
    description:
      - V(present) keeps a live key of that name in O(dest); V(absent) revokes it.
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
  service_account:
    description:
      - The service account that owns the key, by its id or its name.
    type: str
    required: true
    aliases:
      - service_account_id
  id:
    description:
      - The id of a key to revoke, with O(state=absent).
    type: str
    aliases:
      - service_account_key_id
  name:
    description:
      - The key's name. The API does not keep names unique; this module does, for the live keys of one account.
    type: str
  scopes:
    description:
      - What the key may do, for example V(api.model.read). Not given or empty, all that the account may do. The server
        refuses scopes it does not know.
      - The API does not show them again. The manifest beside O(dest) remembers them, and when they differ the key's
        scopes are replaced in place. Without O(dest) they count when a key is issued.
    type: list
    elements: str
  expires_in_seconds:
    description:
      - How long a key that is issued lives, from 1 to 31536000 seconds. Not given, it never ends unless a policy
        demands it. The life of a key that is there already does not change; M(fjcorp.openai.openai_project_api_key)
        changes it.
    type: int
notes:
  - It needs an admin key that may manage the project's service accounts and keys.
  - The age and the end of a key are reckoned by the clock of the machine that runs the task.
  - With O(return_key) and without O(dest) nothing outside the play remembers the key. A live key of the name is then
    taken to be in good hands, and only a run that issues one returns it. Should such a run die between the issue
    and its end, two live keys of the name are left, and the next run names both ids and fails; revoke them with O(id)
    and O(state=absent).
seealso:
  - module: fjcorp.openai.openai_service_account_key_info
  - module: fjcorp.openai.openai_service_account
  - module: fjcorp.openai.openai_project_api_key
  - name: Project service accounts in the API reference
    description: What the API says about service accounts and their keys.
    link: https://platform.openai.com/docs/api-reference/project-service-accounts
"""

EXAMPLES = r"""
- name: A project for the pipelines
  fjcorp.openai.openai_project:
    name: pipelines

- name: An account without a key of its own
  fjcorp.openai.openai_service_account:
    project: pipelines
    name: ci
    create_service_account_only: true

- name: A key that only reads models and files, replaced every quarter
  fjcorp.openai.openai_service_account_key:
    project: pipelines
    service_account: ci
    name: build
    scopes:
      - api.model.read
      - api.files.read
    max_age: 90d
    dest: build.key

- name: A key that lives thirty days and is renewed a week before; the old one serves a day longer
  fjcorp.openai.openai_service_account_key:
    project: pipelines
    service_account: ci
    name: release
    expires_in_seconds: 2592000
    renew_within: 7d
    overlap: 1d
    dest: release.key

- name: A key that this play passes on itself
  fjcorp.openai.openai_service_account_key:
    project: pipelines
    service_account: ci
    name: deploy
    return_key: true
  register: deploy

- name: Hand the key to the place that keeps secrets
  ansible.builtin.copy:
    content: "{{ deploy.api_key.value }}"
    dest: deploy.key
    mode: "0600"
  when: deploy.api_key is defined
  no_log: true

- name: Revoke a key, and leave the account its others
  fjcorp.openai.openai_service_account_key:
    project: pipelines
    service_account: ci
    name: experiment
    state: absent
"""

RETURN = r"""
service_account_key:
  description:
    - The key as it is after the task, without its value. When the task revoked it, the key as it was; empty when there
      was none.
    - In check mode a key that would be issued holds only what the task can know.
  returned: success
  type: dict
  contains:
    id:
      description: The key's id.
      returned: always
      type: str
      sample: key_7Wq4ZrXn2LcVt9Mb
    object:
      description: The kind of object.
      returned: when the server tells it
      type: str
      sample: organization.project.service_account.api_key
    name:
      description: The key's name.
      returned: always
      type: str
      sample: nightly
    created_at:
      description: When it was issued, in seconds since 1970.
      returned: when the server tells it
      type: int
      sample: 1763683200
    expires_at:
      description: When it ends, in seconds since 1970; V(null) for never.
      returned: when the server tells it
      type: int
      sample: 1766275200
    last_used_at:
      description: When it was last used, in seconds since 1970; V(null) for never.
      returned: when the server tells it
      type: int
      sample: null
    redacted_value:
      description: The ends of the key's value, by which a person may recognise it.
      returned: when the server tells it
      type: str
      sample: sk-svcacct-...x9Qz
    owner:
      description: Whose key it is.
      returned: when the server tells it
      type: dict
      sample:
        type: service_account
        service_account:
          id: user-9tRk3WcP6hXe2QnM5vBs8LdF
          name: ci
          role: member
          created_at: 1763683200
    owner_project_access:
      description: Whether the owner can use the project at present, V(active) or V(inactive).
      returned: when the server tells it
      type: str
      sample: active
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
    name:
      description: The key's name.
      returned: always
      type: str
      sample: nightly
    created_at:
      description: When it was issued, in seconds since 1970.
      returned: always
      type: int
      sample: 1763683200
    expires_at:
      description: When it ends, in seconds since 1970; V(null) for never.
      returned: when the server tells it
      type: int
      sample: 1766275200
    value:
      description: The key itself. The task's result is then kept off the screen and out of logs.
      returned: when O(return_key=true)
      type: str
      sample: sk-svcacct-this-is-only-a-sample
revoked:
  description: The ids of the keys that were revoked, or in check mode would be.
  returned: success
  type: list
  elements: str
  sample:
    - key_2Lc8ZrXn4WqVt7Mb
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
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.service_account_key import (
    SERVICE_ACCOUNT_KEY,
)

if __name__ == "__main__":
    main(SERVICE_ACCOUNT_KEY)
