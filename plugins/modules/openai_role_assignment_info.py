#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_role_assignment_info
short_description: Gather information about role assignments of users and groups
version_added: 0.1.0
description:
  - Returns the roles of a user or a group. Returns one role by its ID, or all roles that match the filters. All pages
    of the list are read.
  - If O(project) is set, the roles in that project are returned. Otherwise the roles in the organization are returned.
  - Roles that a user has through a group are included. C(assignment_sources) then contains the group.
  - The module does not use cached lists and never changes anything.
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
      - ID or name of the project.
      - If omitted, the module operates on the organization.
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
  id:
    description:
      - ID of the role to return. Can be the long ID, or the short ID of a predefined role. If the role is not assigned,
        the result is an empty list.
    type: str
    aliases:
      - role_assignment_id
  limit:
    description:
      - Maximum number of roles to return. Must be at least 1. If omitted, all are returned.
    type: int
  name:
    description:
      - Return only the role with this name. Names are case-insensitive.
    type: str
notes:
  - A restricted admin key requires the permission to read role assignments, groups and users.
seealso:
  - module: fjcorp.openai.openai_role_assignment
  - module: fjcorp.openai.openai_role_info
"""

EXAMPLES = r"""
- name: List the organization roles of a user
  fjcorp.openai.openai_role_assignment_info:
    user: ada@example.com
  register: user_roles

- name: Show roles that are assigned to the user directly
  ansible.builtin.debug:
    msg: "{{ user_roles.role_assignments | rejectattr('assignment_sources') | map(attribute='name') | list }}"

- name: Create a group
  fjcorp.openai.openai_group:
    name: platform

- name: Check whether the group has the reader role
  fjcorp.openai.openai_role_assignment_info:
    group: platform
    id: role-api-organization-reader

- name: Create a project
  fjcorp.openai.openai_project:
    name: search

- name: Add the group to the project
  fjcorp.openai.openai_project_group:
    project: search
    group: platform
    role: member

- name: List the project roles of the group
  fjcorp.openai.openai_role_assignment_info:
    project: search
    group: platform
"""

RETURN = r"""
role_assignments:
  description: List of assigned roles that match the options.
  returned: success
  type: list
  elements: dict
  contains:
    id:
      description: Identifier of the role.
      returned: always
      type: str
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
    created_at:
      description: Unix time in seconds when the role was created.
      returned: when available
      type: int
    created_by:
      description: Identifier of the user that created the role.
      returned: when available
      type: str
    created_by_user_obj:
      description: User that created the role.
      returned: when available
      type: dict
    description:
      description: Description of the role.
      returned: when available
      type: str
    metadata:
      description: Metadata of the role.
      returned: when available
      type: dict
    name:
      description: Name of the role.
      returned: always
      type: str
    permissions:
      description: Permissions of the role.
      returned: always
      type: list
      elements: str
    predefined_role:
      description: Whether the role is predefined by the API.
      returned: always
      type: bool
    resource_type:
      description: Type of resource that the role applies to, such as V(api.organization) or V(api.project).
      returned: always
      type: str
    updated_at:
      description: Unix time in seconds when the role was last changed.
      returned: when available
      type: int
    object:
      description: Type of the object.
      returned: when available
      type: str
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
  description: Details of the failure, see R(Errors,ansible_collections.fjcorp.openai.docsite.errors) for all keys and codes.
  returned: failure
  type: dict
  sample: {kind: api_error, message: Incorrect API key provided.}
"""

from ansible_collections.fjcorp.openai.plugins.module_utils._module import main
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.role_assignment import (
    ROLE_ASSIGNMENT_INFO,
)

if __name__ == "__main__":
    main(ROLE_ASSIGNMENT_INFO)
