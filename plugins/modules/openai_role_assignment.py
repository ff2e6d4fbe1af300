#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_role_assignment
short_description: Manage who holds a role
version_added: 0.1.0
description:
  - Gives a role to a person or a group, or takes it away. With O(project) it is a role of that project, held there;
    else one of the organization.
  - 'Only what is given to the person or group itself counts. A role that a person holds through a group is not this
    person''s assignment: V(present) gives it to the person too, V(absent) leaves it as it is and warns.'
  - O(state=absent) takes the role away from this one person or group. The role stays, and so does everybody else
    who holds it.
  - All other roles are left alone. M(fjcorp.openai.openai_project_group) sets all roles of a group in a project at
    once; use one of the two for the same group.
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
options:
  state:
    description:
      - V(present) gives the role; V(absent) takes it away.
    type: str
    default: present
    choices:
      - present
      - absent
  project:
    description:
      - The project, by its id or its name. Not given, the task is about the organization. The person or group must
        be in the project already.
    type: str
    aliases:
      - project_id
  group:
    description:
      - The group that holds the role, by its id or its name. Either this or O(user) is needed.
    type: str
    aliases:
      - group_id
  user:
    description:
      - The person who holds the role, by id or e-mail address. Either this or O(group) is needed.
    type: str
    aliases:
      - user_id
      - email
  role:
    description:
      - The role, by name or id. Case does not matter in names.
      - The short id of a predefined role, for example V(role-api-project-owner), means the same as its long one,
        which ends in the project's or the organization's id.
    type: str
    required: true
    aliases:
      - role_id
notes:
  - An admin key that is restricted needs the permission to read and change role assignments, and to read roles, groups
    and people.
seealso:
  - module: fjcorp.openai.openai_role_assignment_info
  - module: fjcorp.openai.openai_role
  - module: fjcorp.openai.openai_project_group
  - name: Role assignments in the API reference
    description: What the API says about who holds which role.
    link: https://platform.openai.com/docs/api-reference/role-assignments
"""

EXAMPLES = r"""
- name: A role that reads the audit log
  fjcorp.openai.openai_role:
    name: auditor
    permissions:
      - api.audit_logs.read

- name: A group of auditors
  fjcorp.openai.openai_group:
    name: audit

- name: The group holds the role
  fjcorp.openai.openai_role_assignment:
    group: audit
    role: auditor

- name: Grace holds it herself, for now
  fjcorp.openai.openai_role_assignment:
    user: grace@example.com
    role: auditor

- name: Linus does not
  fjcorp.openai.openai_role_assignment:
    user: linus@example.com
    role: auditor
    state: absent

- name: A project
  fjcorp.openai.openai_project:
    name: search

- name: Ada works in it
  fjcorp.openai.openai_project_user:
    project: search
    user: ada@example.com
    role: member

- name: She also sees everything there
  fjcorp.openai.openai_role_assignment:
    project: search
    user: ada@example.com
    role: role-api-project-viewer
"""

RETURN = r"""
role_assignment:
  description:
    - The role as it is held after the task. When the task took it away, the role as it was held; empty when it was not.
  returned: success
  type: dict
  contains:
    id:
      description: The role's id.
      returned: always
      type: str
      sample: role_01J1F8ROLE01
    object:
      description: The kind of object.
      returned: when the server tells it
      type: str
      sample: role
    name:
      description: The role's name.
      returned: always
      type: str
      sample: auditor
    description:
      description: What the role is for.
      returned: when the server tells it
      type: str
      sample: Reads the audit log
    permissions:
      description: What the role permits.
      returned: when the server tells it
      type: list
      elements: str
      sample:
        - api.audit_logs.read
    resource_type:
      description: What the role is for, V(api.organization) or V(api.project).
      returned: when the server tells it
      type: str
      sample: api.organization
    predefined_role:
      description: Whether the role is one that every organization or project has.
      returned: when the server tells it
      type: bool
      sample: false
    assignment_sources:
      description: Through whom a person holds the role; null where it is held directly.
      returned: when the server tells it
      type: list
      elements: dict
      sample:
        - principal_id: group_01J1F8ABCDXYZ
          principal_type: group
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
    ROLE_ASSIGNMENT,
)

if __name__ == "__main__":
    main(ROLE_ASSIGNMENT)
