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
  description: The keys found, as the API shows them.
  returned: success
  type: list
  elements: dict
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
    PROJECT_API_KEY_INFO,
)

if __name__ == "__main__":
    main(PROJECT_API_KEY_INFO)
