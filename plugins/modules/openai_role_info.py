#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_role_info
short_description: Gather information about roles of an organization or a project
version_added: 0.1.0
description:
  - Returns one role by its ID, or all roles that match the filters. All pages of the list are read.
  - If O(project) is set, the roles of that project are returned. Otherwise the roles of the organization are returned.
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
  id:
    description:
      - ID of the role to return. If it does not exist, an empty list is returned.
    type: str
    aliases:
      - role_id
  limit:
    description:
      - Maximum number of roles to return. Must be at least 1. If omitted, all are returned.
    type: int
  name:
    description:
      - Return only roles with this name. Names are case-insensitive.
    type: str
  predefined_role:
    description:
      - Whether to return only predefined roles that every organization or project has (V(true)) or only custom roles
        (V(false)).
    type: bool
notes:
  - A restricted admin key requires the permission to read roles.
seealso:
  - module: fjcorp.openai.openai_role
  - module: fjcorp.openai.openai_role_assignment_info
"""

EXAMPLES = r"""
- name: List all roles of the organization
  fjcorp.openai.openai_role_info:
  register: all_roles

- name: Get the owner role
  fjcorp.openai.openai_role_info:
    name: owner
  register: owner

- name: Show the permissions of the role
  ansible.builtin.debug:
    msg: "{{ owner.roles[0].permissions }}"

- name: Create a project
  fjcorp.openai.openai_project:
    name: recommendations

- name: List the custom roles of the project
  fjcorp.openai.openai_role_info:
    project: recommendations
    predefined_role: false
"""

RETURN = r"""
roles:
  description: List of roles that match the options.
  returned: success
  type: list
  elements: dict
  contains:
    id:
      description: Identifier of the role.
      returned: always
      type: str
    description:
      description: Description of the role.
      returned: when available
      type: str
    name:
      description: Name of the role.
      returned: always
      type: str
    object:
      description: Type of the object.
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
  sample:
    - id: role_01J1F8ROLE01
      object: role
      name: auditor
      description: Reads the audit log
      permissions:
        - api.audit_logs.read
      resource_type: api.organization
      predefined_role: false
error:
  description: Details of the failure, see R(Errors,ansible_collections.fjcorp.openai.docsite.errors) for all keys and codes.
  returned: failure
  type: dict
  sample: {kind: api_error, message: Incorrect API key provided.}
"""

from ansible_collections.fjcorp.openai.plugins.module_utils._module import main
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.role import ROLE_INFO

if __name__ == "__main__":
    main(ROLE_INFO)
