#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_role_assignment
short_description: Manage role assignments of users and groups
version_added: 0.1.0
description:
  - Assigns a role to a user or a group, or removes the assignment. If O(project) is set, the role belongs to that
    project and is assigned in that project. Otherwise it is a role of the organization.
  - Only direct assignments are managed. A role that a user has through a group is not a direct assignment. V(present)
    also assigns it to the user directly. V(absent) does not remove it and displays a warning.
  - O(state=absent) removes the role from this user or group only. The role itself and its other assignments are not
    changed.
  - Other roles of the user or group are not changed. M(fjcorp.openai.openai_project_group) manages all roles of a
    group in a project, and removes those that this module assigns. Set its option O(fjcorp.openai.openai_project_group#module:exact)
    to V(false) if tasks of both modules manage the same group.
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
      - Desired state of the role assignment.
      - V(present) assigns the role. V(absent) removes the assignment.
    type: str
    default: present
    choices:
      - present
      - absent
  project:
    description:
      - ID or name of the project.
      - If omitted, the module operates on the organization.
      - The user or group must already belong to the project.
    type: str
    aliases:
      - project_id
  group:
    description:
      - ID or name of the group. Names are case-insensitive. Exactly one of O(group) and O(user) is required.
    type: str
    aliases:
      - group_id
  user:
    description:
      - ID or email address of the user. Email addresses are case-insensitive. Exactly one of O(group) and O(user)
        is required.
    type: str
    aliases:
      - user_id
      - email
  role:
    description:
      - Name or ID of the role. Names are case-insensitive.
      - The short ID of a predefined role, for example V(role-api-project-owner), is equivalent to its long ID, which
        ends with the ID of the project or of the organization.
    type: str
    required: true
    aliases:
      - role_id
notes:
  - A restricted admin key requires the permission to read and change role assignments, and to read roles, groups
    and users.
seealso:
  - module: fjcorp.openai.openai_role_assignment_info
  - module: fjcorp.openai.openai_role
  - module: fjcorp.openai.openai_project_group
  - name: Role assignments in the API reference
    description: API reference for role assignments.
    link: https://platform.openai.com/docs/api-reference/role-assignments
"""

EXAMPLES = r"""
- name: Create a role that reads the audit log
  fjcorp.openai.openai_role:
    name: auditor
    permissions:
      - api.audit_logs.read

- name: Create a group for auditors
  fjcorp.openai.openai_group:
    name: audit

- name: Assign the auditor role to the group
  fjcorp.openai.openai_role_assignment:
    group: audit
    role: auditor

- name: Assign the auditor role to a user
  fjcorp.openai.openai_role_assignment:
    user: grace@example.com
    role: auditor

- name: Remove the auditor role from a user
  fjcorp.openai.openai_role_assignment:
    user: linus@example.com
    role: auditor
    state: absent

- name: Create a project
  fjcorp.openai.openai_project:
    name: search

- name: Add a user to the project
  fjcorp.openai.openai_project_user:
    project: search
    user: ada@example.com
    role: member

- name: Assign the viewer role in the project to the user
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
