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
    - The group's place in the project as it is after the task. When the task ended it, the place as it was; empty when
      there was none.
    - In check mode a place that would be made holds only what the task can know.
  returned: success
  type: dict
  contains:
    id:
      description: The group's id, as in RV(project_group.group_id).
      returned: when it is known
      type: str
      sample: group_01J1F8ABCDXYZ
    object:
      description: The kind of object.
      returned: when the server tells it
      type: str
      sample: project.group
    project_id:
      description: The project's id.
      returned: when the server tells it
      type: str
      sample: proj_GYZu7dKi4A9PqV4pK1mWbXcE
    group_id:
      description: The group's id.
      returned: when it is known
      type: str
      sample: group_01J1F8ABCDXYZ
    group_name:
      description: The group's name.
      returned: always
      type: str
      sample: platform
    group_type:
      description: The kind of group, V(group) or V(tenant_group).
      returned: when the server tells it
      type: str
      sample: group
    created_at:
      description: When the group was let into the project, in seconds since 1970.
      returned: when the server tells it
      type: int
      sample: 1763683200
    roles:
      description: The names of the roles the group has in the project.
      returned: when O(roles) is given
      type: list
      elements: str
      sample:
        - member
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
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.project_group import PROJECT_GROUP

if __name__ == "__main__":
    main(PROJECT_GROUP)
