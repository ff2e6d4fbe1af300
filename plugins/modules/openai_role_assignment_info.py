#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_role_assignment_info
short_description: Read which roles somebody holds
version_added: 0.1.0
description:
  - Returns the roles that a person or a group holds, one by its O(id) or all that match, from every page of the list.
  - With O(project) these are the roles held in that project, else those held in the organization.
  - A role that is held through a group is returned too; C(assignment_sources) then names the group.
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
  group:
    description:
      - The group, by its id or its name. Either this or O(user) is needed.
    type: str
    aliases:
      - group_id
  user:
    description:
      - The person, by id or e-mail address. Either this or O(group) is needed.
    type: str
    aliases:
      - user_id
      - email
  id:
    description:
      - The id of one role, long or, for a predefined role, short. Where it is not held, the result is an empty list.
    type: str
    aliases:
      - role_assignment_id
  limit:
    description:
      - The most roles to return. Not given, all of them.
    type: int
  name:
    description:
      - Return the role of this name. Case does not matter.
    type: str
notes:
  - An admin key that is restricted needs the permission to read role assignments, groups and people.
seealso:
  - module: fjcorp.openai.openai_role_assignment
  - module: fjcorp.openai.openai_role_info
"""

EXAMPLES = r"""
- name: What does Ada hold in the organization
  fjcorp.openai.openai_role_assignment_info:
    user: ada@example.com
  register: ada

- name: What of it is her own, and not a group's
  ansible.builtin.debug:
    msg: "{{ ada.role_assignments | rejectattr('assignment_sources') | map(attribute='name') | list }}"

- name: A group
  fjcorp.openai.openai_group:
    name: platform

- name: Does it read everything
  fjcorp.openai.openai_role_assignment_info:
    group: platform
    id: role-api-organization-reader

- name: A project
  fjcorp.openai.openai_project:
    name: search

- name: The group works in it
  fjcorp.openai.openai_project_group:
    project: search
    group: platform
    role: member

- name: What does the group hold in the project
  fjcorp.openai.openai_role_assignment_info:
    project: search
    group: platform
"""

RETURN = r"""
role_assignments:
  description: The roles held, as the API shows them.
  returned: success
  type: list
  elements: dict
  sample:
    - id: role_01J1F8ROLE01
      name: auditor
      description: Reads the audit log
      permissions:
        - api.audit_logs.read
      resource_type: api.organization
      predefined_role: false
      created_at: 1763683200
      updated_at: 1763683200
      created_by: null
      created_by_user_obj: null
      metadata: {}
      assignment_sources: null
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
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.role_assignment import (
    ROLE_ASSIGNMENT_INFO,
)

if __name__ == "__main__":
    main(ROLE_ASSIGNMENT_INFO)
