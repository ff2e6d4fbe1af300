#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_project_api_key
short_description: Restrict and revoke API keys of a project
version_added: 0.1.0
description:
  - Lets a key of a project end, restricts what it may do, or revokes it, whoever owns it, a person or a service account.
  - A key is found by its id, or by its name and, where several owners use the same name, O(owner). When several live
    keys match, the task fails and lists their ids.
  - Keys are not made here. One of a person can be made by that person alone, in the web page of the API; M(fjcorp.openai.openai_service_account_key)
    issues keys of service accounts. A key that is not there is an error with O(state=present).
  - O(state=absent) revokes the key. A key that has come to its end counts as absent.
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
      - Scopes cannot be read back. What this machine has set is recorded in Ansible's home.
options:
  state:
    description:
      - V(present) changes what differs in a key that is there; V(absent) revokes it.
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
      - The key's id.
    type: str
    aliases:
      - project_api_key_id
  name:
    description:
      - The key's name. It cannot be changed.
    type: str
  owner:
    description:
      - Whose key it is. The e-mail or id of a person, or the name or id of a service account.
    type: str
  expires_in_seconds:
    description:
      - The longest the key may still live, from 1 to 31536000 seconds. A key that ends sooner is left as it is; one
        that ends later, or never, is set to end after this time.
    type: int
  renew_within:
    description:
      - Give the key O(expires_in_seconds) once more when it ends within this time, in seconds or as C(12h), C(7d).
    type: str
  scopes:
    description:
      - What the key may do, for example V(api.model.read); all the scopes are replaced. An empty list lifts the restriction.
        The server refuses scopes it does not know.
      - The API does not show them again. This machine remembers what it has set; on another one the first run sets
        them once more and reports a change.
    type: list
    elements: str
notes:
  - It needs an admin key that may manage the keys of the project.
  - Some servers revoke a key of a service account only together with the account; the task then fails and says so.
seealso:
  - module: fjcorp.openai.openai_project_api_key_info
  - module: fjcorp.openai.openai_service_account_key
  - name: Project API keys in the API reference
    description: What the API says about keys of a project.
    link: https://platform.openai.com/docs/api-reference/project-api-keys
"""

EXAMPLES = r"""
- name: A project
  fjcorp.openai.openai_project:
    name: handover

- name: An account with a key
  fjcorp.openai.openai_service_account:
    project: handover
    name: importer
    dest: importer.key

- name: The keys of the account
  fjcorp.openai.openai_project_api_key_info:
    project: handover
    owner: importer
  register: keys

- name: Let its key end within a day and only read models until then
  fjcorp.openai.openai_project_api_key:
    project: handover
    id: "{{ keys.project_api_keys[0].id }}"
    expires_in_seconds: 86400
    scopes:
      - api.model.read
  when: not ansible_check_mode

- name: No key of this name lives longer than a quarter
  fjcorp.openai.openai_project_api_key:
    project: handover
    name: Secret Key
    owner: importer
    expires_in_seconds: 7776000
  when: not ansible_check_mode

- name: Revoke the key of somebody who has left
  fjcorp.openai.openai_project_api_key:
    project: handover
    name: laptop
    owner: linus@example.com
    state: absent
"""

RETURN = r"""
project_api_key:
  description:
    - The key as it is after the task. When the task revoked it, the key as it was; empty when there was none.
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
      sample: organization.project.api_key
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
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.project_api_key import (
    PROJECT_API_KEY,
)

if __name__ == "__main__":
    main(PROJECT_API_KEY)
