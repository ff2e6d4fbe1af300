#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_role_info
short_description: Read roles of an organization or a project
version_added: 0.1.0
description:
  - Returns one role by its O(id), or all that match, from every page of the list.
  - With O(project) it reads the roles of that project, else those of the organization.
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
  project:
    description:
      - The project, by its id or its name. Not given, the task is about the organization.
    type: str
    aliases:
      - project_id
  id:
    description:
      - The id of the one role to read. Where there is none, the result is an empty list.
    type: str
    aliases:
      - role_id
  limit:
    description:
      - The most roles to return. Not given, all of them.
    type: int
  name:
    description:
      - Return the role of this name. Case does not matter.
    type: str
  predefined_role:
    description:
      - Return only the roles that every organization or project has (V(true)), or only your own (V(false)).
    type: bool
notes:
  - An admin key that is restricted needs the permission to read roles.
seealso:
  - module: fjcorp.openai.openai_role
  - module: fjcorp.openai.openai_role_assignment_info
"""

EXAMPLES = r"""
- name: Every role of the organization
  fjcorp.openai.openai_role_info:
  register: all_roles

- name: What an owner may do
  fjcorp.openai.openai_role_info:
    name: owner
  register: owner

- name: Show it
  ansible.builtin.debug:
    msg: "{{ owner.roles[0].permissions }}"

- name: A project to look at
  fjcorp.openai.openai_project:
    name: recommendations

- name: The roles that were made for it
  fjcorp.openai.openai_role_info:
    project: recommendations
    predefined_role: false
"""

RETURN = r"""
roles:
  description: The roles found, as the API shows them.
  returned: success
  type: list
  elements: dict
  sample:
    - id: role_01J1F8ROLE01
      object: role
      name: auditor
      description: Reads the audit log
      permissions:
        - api.audit_logs.read
      resource_type: api.organization
      predefined_role: false
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
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.role import ROLE_INFO

if __name__ == "__main__":
    main(ROLE_INFO)
