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
    group in a project. Use only one of the two modules for the same group.
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
