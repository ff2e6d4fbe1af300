#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_project_group
short_description: Manage groups of a project
version_added: 0.1.0
description:
  - Adds a group to a project, changes its roles in the project, or removes it from the project.
  - O(roles) is the complete list of roles of the group in the project, unless O(exact=false). Missing roles are assigned
    and all other roles are removed. The group always has at least one role during the change. If O(roles) is omitted,
    the roles of a group that is in the project are not changed.
  - M(fjcorp.openai.openai_role_assignment) assigns one role to the group without changing others. If tasks of both
    modules manage the same group, set O(exact=false), so that this module does not remove what the other one assigns.
  - O(state=absent) removes the group and all its roles from the project. The group itself is not deleted. Users who
    are direct members of the project remain in it.
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
      - Desired state of the group in the project.
      - V(present) adds the group and sets its roles. V(absent) removes the group from the project.
    type: str
    default: present
    choices:
      - present
      - absent
  project:
    description:
      - ID or name of the project.
    type: str
    required: true
    aliases:
      - project_id
  group:
    description:
      - ID or name of the group. Names are case-insensitive.
    type: str
    required: true
    aliases:
      - group_id
  roles:
    description:
      - 'Names or IDs of the roles of the group in the project: V(owner), V(member), V(viewer), or roles that M(fjcorp.openai.openai_role)
        created for the project. Names are case-insensitive and the order is ignored.'
      - The short ID of a predefined role, for example V(role-api-project-member), is equivalent to its long ID.
      - Required to add a group.
    type: list
    elements: str
    aliases:
      - role
  exact:
    description:
      - Whether to remove all roles of the group in the project that are not in O(roles). With V(false), the roles
        are only added.
    type: bool
    default: true
notes:
  - A restricted admin key requires the permission to read and change project groups and their roles, and to read
    groups and roles.
  - The API returns the roles of a group separately from the group. They are read only if O(roles) is set.
seealso:
  - module: fjcorp.openai.openai_project_group_info
  - module: fjcorp.openai.openai_group
  - module: fjcorp.openai.openai_role
  - module: fjcorp.openai.openai_role_assignment
  - name: Project groups in the API reference
    description: API reference for project groups.
    link: https://platform.openai.com/docs/api-reference/project-groups
"""

EXAMPLES = r"""
- name: Create a project for the search team
  fjcorp.openai.openai_project:
    name: search

- name: Create groups
  fjcorp.openai.openai_group:
    name: "{{ item }}"
  loop:
    - search-team
    - platform
    - contractors

- name: Add the search team to the project
  fjcorp.openai.openai_project_group:
    project: search
    group: search-team
    role: member

- name: Create a project role for calling models
  fjcorp.openai.openai_role:
    project: search
    name: caller
    permissions:
      - api.model.request

- name: Add the platform group with two roles
  fjcorp.openai.openai_project_group:
    project: search
    group: platform
    roles:
      - viewer
      - caller

- name: Remove the contractors group from the project
  fjcorp.openai.openai_project_group:
    project: search
    group: contractors
    state: absent
"""

RETURN = r"""
project_group:
  description:
    - Group after the task. If the task removed the group from the project, the group before the task. Empty if it
      is not in the project.
    - In check mode, a group that would be added contains only the values that are known in advance.
  returned: success
  type: dict
  contains:
    id:
      description: Identifier of the group, the same as C(group_id).
      returned: when available
      type: str
      sample: group_01J1F8ABCDXYZ
    object:
      description: Type of the object.
      returned: always
      type: str
      sample: project.group
    project_id:
      description: Identifier of the project.
      returned: always
      type: str
      sample: proj_GYZu7dKi4A9PqV4pK1mWbXcE
    group_id:
      description: Identifier of the group.
      returned: always
      type: str
      sample: group_01J1F8ABCDXYZ
    group_name:
      description: Name of the group.
      returned: always
      type: str
      sample: platform
    group_type:
      description: Type of the group, V(group) or V(tenant_group).
      returned: always
      type: str
      sample: group
    created_at:
      description: Unix time in seconds when the group was added to the project.
      returned: always
      type: int
      sample: 1763683200
    roles:
      description: Names of the roles of the group in the project.
      returned: when O(roles) is set
      type: list
      elements: str
      sample:
        - member
error:
  description: Details of the failure, see R(Errors,ansible_collections.fjcorp.openai.docsite.errors) for all keys and codes.
  returned: failure
  type: dict
  sample: {kind: api_error, message: Incorrect API key provided.}
"""

from ansible_collections.fjcorp.openai.plugins.module_utils._module import main
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.project_group import PROJECT_GROUP

if __name__ == "__main__":
    main(PROJECT_GROUP)
