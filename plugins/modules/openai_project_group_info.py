#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_project_group_info
short_description: Gather information about groups of a project
version_added: 0.1.0
description:
  - Returns one group of a project by its ID, or all groups that match the filters. All pages of the list are read.
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
    type: str
    required: true
    aliases:
      - project_id
  id:
    description:
      - ID of the group to return. If it does not exist in the project, an empty list is returned.
    type: str
    aliases:
      - project_group_id
  limit:
    description:
      - Maximum number of groups to return. Must be at least 1. If omitted, all are returned.
    type: int
  group:
    description:
      - Return only the group with this name. Names are case-insensitive.
    type: str
  group_type:
    description:
      - Return only groups of this type. With O(id), the type of the group. The API looks for V(group) if it is not
        set, so that a group of the tenant requires V(tenant_group).
    type: str
    choices:
      - group
      - tenant_group
  with_roles:
    description:
      - Whether to add the names of the roles of each group in the project as C(roles). This requires one additional
        request for each group.
    type: bool
    default: false
notes:
  - A restricted admin key requires the permission to read project groups. It also requires the permission to read
    their roles if O(with_roles=true).
seealso:
  - module: fjcorp.openai.openai_project_group
  - module: fjcorp.openai.openai_role_assignment_info
"""

EXAMPLES = r"""
- name: Create a project
  fjcorp.openai.openai_project:
    name: billing

- name: Create a group
  fjcorp.openai.openai_group:
    name: accountants

- name: Add the group to the project
  fjcorp.openai.openai_project_group:
    project: billing
    group: accountants
    role: viewer

- name: List all groups of the project
  fjcorp.openai.openai_project_group_info:
    project: billing
  register: groups_in_project

- name: Show the names of the groups
  ansible.builtin.debug:
    msg: "{{ groups_in_project.project_groups | map(attribute='group_name') | list }}"

- name: List the groups with their roles
  fjcorp.openai.openai_project_group_info:
    project: billing
    with_roles: true

- name: Get a group by name
  fjcorp.openai.openai_project_group_info:
    project: billing
    group: accountants
"""

RETURN = r"""
project_groups:
  description: List of groups that match the options.
  returned: success
  type: list
  elements: dict
  contains:
    created_at:
      description: Unix time in seconds when the group was added to the project.
      returned: always
      type: int
    group_id:
      description: Identifier of the group.
      returned: always
      type: str
    group_name:
      description: Name of the group.
      returned: always
      type: str
    group_type:
      description: Type of the group, V(group) or V(tenant_group).
      returned: always
      type: str
    object:
      description: Type of the object.
      returned: always
      type: str
    project_id:
      description: Identifier of the project.
      returned: always
      type: str
    id:
      description: Identifier of the group, the same as C(group_id).
      returned: when available
      type: str
    roles:
      description: Names of the roles of the group in the project.
      returned: when available
      type: list
      elements: str
  sample:
    - id: group_01J1F8ABCDXYZ
      object: project.group
      project_id: proj_GYZu7dKi4A9PqV4pK1mWbXcE
      group_id: group_01J1F8ABCDXYZ
      group_name: platform
      group_type: group
      created_at: 1763683200
      roles:
        - member
error:
  description: Details of the failure, see R(Errors,ansible_collections.fjcorp.openai.docsite.errors) for all keys and codes.
  returned: failure
  type: dict
  sample: {kind: api_error, message: Incorrect API key provided.}
"""

from ansible_collections.fjcorp.openai.plugins.module_utils._module import main
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.project_group import (
    PROJECT_GROUP_INFO,
)

if __name__ == "__main__":
    main(PROJECT_GROUP_INFO)
