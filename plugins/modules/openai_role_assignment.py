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
    - Role after the task. If the task removed the assignment, the role before the task. Empty if the role is not
      assigned.
  returned: success
  type: dict
  contains:
    id:
      description: Identifier of the role.
      returned: always
      type: str
      sample: role_01J1F8ROLE01
    object:
      description: Type of the object.
      returned: when available
      type: str
      sample: role
    name:
      description: Name of the role.
      returned: always
      type: str
      sample: auditor
    description:
      description: Description of the role.
      returned: when available
      type: str
      sample: Reads the audit log
    permissions:
      description: Permissions of the role.
      returned: always
      type: list
      elements: str
      sample:
        - api.audit_logs.read
    resource_type:
      description: Type of resource that the role applies to, such as V(api.organization) or V(api.project).
      returned: always
      type: str
      sample: api.organization
    predefined_role:
      description: Whether the role is predefined by the API.
      returned: always
      type: bool
      sample: false
    assignment_sources:
      description: Principals through which the role is inherited. V(null) if the role is assigned directly.
      returned: when available
      type: list
      elements: dict
      contains:
        principal_id:
          description: Identifier of the user or the group.
          returned: always
          type: str
        principal_type:
          description: Type of the principal.
          returned: always
          type: str
      sample:
        - principal_id: group_01J1F8ABCDXYZ
          principal_type: group
    created_at:
      description: Unix time in seconds when the role was created.
      returned: when available
      type: int
      sample: 1763683200
    created_by:
      description: Identifier of the user that created the role.
      returned: when available
      type: str
      sample: null
    created_by_user_obj:
      description: User that created the role.
      returned: when available
      type: dict
      sample: null
    metadata:
      description: Metadata of the role.
      returned: when available
      type: dict
      sample: {}
    updated_at:
      description: Unix time in seconds when the role was last changed.
      returned: when available
      type: int
      sample: 1763683200
error:
  description: Details of the failure, see R(Errors,ansible_collections.fjcorp.openai.docsite.errors) for all keys and codes.
  returned: failure
  type: dict
  sample: {kind: api_error, message: Incorrect API key provided.}
"""

from ansible_collections.fjcorp.openai.plugins.module_utils._module import main
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.role_assignment import (
    ROLE_ASSIGNMENT,
)

if __name__ == "__main__":
    main(ROLE_ASSIGNMENT)
