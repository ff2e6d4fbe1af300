#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_project_group_info
short_description: Read which groups work in a project
version_added: 0.1.0
description:
  - Returns one group of a project by its id, or all that match, from every page of the list.
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
      - The project, by its id or its name.
    type: str
    required: true
    aliases:
      - project_id
  id:
    description:
      - The id of the one group to read. Where the project has no such group, the result is an empty list.
    type: str
    aliases:
      - project_group_id
  limit:
    description:
      - The most groups to return. Not given, all of them.
    type: int
  group:
    description:
      - Return the group of this name. Case does not matter.
    type: str
  with_roles:
    description:
      - Add to each group the names of its roles in the project, as C(roles). It takes a request more for each group.
    type: bool
    default: false
notes:
  - An admin key that is restricted needs the permission to read the groups of projects, and their roles with O(with_roles=true).
seealso:
  - module: fjcorp.openai.openai_project_group
  - module: fjcorp.openai.openai_role_assignment_info
"""

EXAMPLES = r"""
- name: A project to look at
  fjcorp.openai.openai_project:
    name: billing

- name: A group
  fjcorp.openai.openai_group:
    name: accountants

- name: The group works in the project
  fjcorp.openai.openai_project_group:
    project: billing
    group: accountants
    role: viewer

- name: Every group in the project
  fjcorp.openai.openai_project_group_info:
    project: billing
  register: there

- name: Their names
  ansible.builtin.debug:
    msg: "{{ there.project_groups | map(attribute='group_name') | list }}"

- name: What may each of them do
  fjcorp.openai.openai_project_group_info:
    project: billing
    with_roles: true

- name: Is one group in it
  fjcorp.openai.openai_project_group_info:
    project: billing
    group: accountants
"""

RETURN = r"""
project_groups:
  description: The groups found, as the API shows them, each with its id as C(id) too.
  returned: success
  type: list
  elements: dict
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
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.project_group import (
    PROJECT_GROUP_INFO,
)

if __name__ == "__main__":
    main(PROJECT_GROUP_INFO)
