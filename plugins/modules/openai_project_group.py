#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_project_group
short_description: Manage which groups work in a project
version_added: 0.1.0
description:
  - Lets a group into a project, changes the roles it has there, or takes it out of the project.
  - 'O(roles) are all the roles of the group in the project: those it lacks are given, all others are taken away,
    and the group is never without one in between. Left out, the roles of a group that is in the project stay as they
    are. To give one role and leave the others alone, use M(fjcorp.openai.openai_role_assignment).'
  - O(state=absent) takes the group out of the project, with all its roles there. The group itself stays, and so does
    who is in the project in person.
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
      - V(present) lets the group in and sets its roles; V(absent) takes it out.
    type: str
    default: present
    choices:
      - present
      - absent
  project:
    description:
      - The project, by its id or its name.
    type: str
    required: true
    aliases:
      - project_id
  group:
    description:
      - The group, by its id or its name. Case does not matter in names.
    type: str
    required: true
    aliases:
      - group_id
  roles:
    description:
      - 'The roles of the group in the project, by name or id: V(owner), V(member), V(viewer), or roles that M(fjcorp.openai.openai_role)
        made for the project. Case and order do not matter.'
      - The short id of a predefined role, for example V(role-api-project-member), means the same as its long one.
      - Needed to let a group in.
    type: list
    elements: str
    aliases:
      - role
notes:
  - An admin key that is restricted needs the permission to read and change the groups of projects and their roles,
    and to read groups and roles.
  - The API tells the roles of a group apart from the group; they are read only where O(roles) is given.
seealso:
  - module: fjcorp.openai.openai_project_group_info
  - module: fjcorp.openai.openai_group
  - module: fjcorp.openai.openai_role
  - module: fjcorp.openai.openai_role_assignment
  - name: Project groups in the API reference
    description: What the API says about groups in projects.
    link: https://platform.openai.com/docs/api-reference/project-groups
"""

EXAMPLES = r"""
- name: A project for the search team
  fjcorp.openai.openai_project:
    name: search

- name: The team, and those who help it
  fjcorp.openai.openai_group:
    name: "{{ item }}"
  loop:
    - search-team
    - platform
    - contractors

- name: The team works in the project
  fjcorp.openai.openai_project_group:
    project: search
    group: search-team
    role: member

- name: A role for calling models
  fjcorp.openai.openai_role:
    project: search
    name: caller
    permissions:
      - api.model.request

- name: The platform team looks on and calls models
  fjcorp.openai.openai_project_group:
    project: search
    group: platform
    roles:
      - viewer
      - caller

- name: Contractors are done
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
