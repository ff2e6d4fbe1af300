#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_organization_user_info
short_description: Read people of an organization
version_added: 0.1.0
description:
  - Returns one person by O(id), or all that match, from every page of the list.
  - It always reads afresh and never changes anything.
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
  id:
    description:
      - The id of the one person to read. Where there is none, the result is an empty list.
    type: str
    aliases:
      - organization_user_id
  limit:
    description:
      - The most people to return. Not given, all of them.
    type: int
  role:
    description:
      - Return the people with this role.
    type: str
    choices:
      - owner
      - reader
  emails:
    description:
      - Return the people with these e-mail addresses. The server looks for them, so this costs one request in an
        organization of any size.
    type: list
    elements: str
notes:
  - An admin key that is restricted needs the permission to read people.
  - Service accounts can be among the people; C(is_service_account) tells.
seealso:
  - module: fjcorp.openai.openai_organization_user
  - module: fjcorp.openai.openai_project_user_info
  - module: fjcorp.openai.openai_group_user_info
"""

EXAMPLES = r"""
- name: Everybody
  fjcorp.openai.openai_organization_user_info:
  register: everybody

- name: Who has not used a key yet
  ansible.builtin.debug:
    msg: "{{ everybody.organization_users | rejectattr('api_key_last_used_at') | map(attribute='email') | list }}"

- name: The owners
  fjcorp.openai.openai_organization_user_info:
    role: owner
  register: owners

- name: There is one at least
  ansible.builtin.assert:
    that: owners.organization_users | length > 0

- name: Have these two joined already
  fjcorp.openai.openai_organization_user_info:
    emails:
      - ada@example.com
      - charles@example.com
  register: joined

- name: Who has
  ansible.builtin.debug:
    msg: "{{ joined.organization_users | map(attribute='email') | list }}"
"""

RETURN = r"""
organization_users:
  description: The people found, as the API shows them.
  returned: success
  type: list
  elements: dict
  sample:
    - id: user-5fJq2ZtR8mYc1VbN7xWd3LpK
      object: organization.user
      name: Ada Lovelace
      email: ada@example.com
      role: reader
      technical_level: expert
      developer_persona: backend
      added_at: 1763683200
      is_service_account: false
      is_scim_managed: false
      api_key_last_used_at: 1763686800
      projects:
        object: list
        data:
          - id: proj_GYZu7dKi4A9PqV4pK1mWbXcE
            name: payments
            role: member
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
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.organization_user import (
    ORGANIZATION_USER_INFO,
)

if __name__ == "__main__":
    main(ORGANIZATION_USER_INFO)
