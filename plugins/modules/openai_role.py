#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_role
short_description: Manage roles of an organization or a project
version_added: 0.1.0
description:
  - Creates, changes and deletes a role. A role is a named set of permissions that M(fjcorp.openai.openai_role_assignment)
    assigns to users and groups.
  - If O(project) is set, the role belongs to that project. Otherwise it belongs to the organization. The role is
    looked up by O(id), or by O(name) if O(id) is not set. Names are case-insensitive.
  - Predefined roles that every organization or project has, such as C(owner) and C(member), cannot be changed or
    deleted. A task that would change or delete one fails before any write request is sent.
  - O(state=absent) deletes the role and removes it from all users and groups.
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
      - Desired state of the role.
      - V(present) creates the role or changes the settings that differ. V(absent) deletes it.
    type: str
    default: present
    choices:
      - present
      - absent
  project:
    description:
      - ID or name of the project.
      - If omitted, the module operates on the organization.
    type: str
    aliases:
      - project_id
  id:
    description:
      - ID of the role. If set, O(name) is the desired name. Use this to rename the role.
      - The task fails if no role has this ID.
    type: str
    aliases:
      - role_id
  name:
    description:
      - Name of the role. It must be unique in the organization or the project. A role that is found by its name keeps
        the existing case.
    type: str
  permissions:
    description:
      - Permissions of the role, for example C(api.groups.read). The list replaces the existing permissions. The order
        is ignored.
      - Required to create a role. An empty list creates a role without permissions. If omitted, the permissions are
        not changed.
      - The API does not publish a list of permissions and rejects unknown ones.
    type: list
    elements: str
  description:
    description:
      - Description of the role. An empty value or V(null) removes it. If omitted, it is not changed.
    type: str
notes:
  - A restricted admin key requires the permission to read and change roles.
seealso:
  - module: fjcorp.openai.openai_role_info
  - module: fjcorp.openai.openai_role_assignment
  - module: fjcorp.openai.openai_project_group
  - name: Roles in the API reference
    description: API reference for roles.
    link: https://platform.openai.com/docs/api-reference/roles
"""

EXAMPLES = r"""
- name: Create a role that can only read the audit log
  fjcorp.openai.openai_role:
    name: auditor
    permissions:
      - api.audit_logs.read
    description: Reads the audit log

- name: Create a project for the search team
  fjcorp.openai.openai_project:
    name: search

- name: Create a project role for calling models
  fjcorp.openai.openai_role:
    project: search
    name: caller
    permissions:
      - api.model.request
      - api.model.read

- name: Look up the role by its old name
  fjcorp.openai.openai_role_info:
    name: bookkeeper
  register: old

- name: Rename the role
  fjcorp.openai.openai_role:
    id: "{{ item.id }}"
    name: accountant
  loop: "{{ old.roles }}"

- name: Delete an unused role
  fjcorp.openai.openai_role:
    project: search
    name: intern
    state: absent
"""

RETURN = r"""
role:
  description:
    - Role after the task. If the task deleted it, the role before the task. Empty if it does not exist.
    - In check mode, a role that would be created contains only the values that are known in advance. Its C(id) is
      a placeholder that contains C(check-mode).
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
      returned: always
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
error:
  description: Details of the failure, see R(Errors,ansible_collections.fjcorp.openai.docsite.errors) for all keys and codes.
  returned: failure
  type: dict
  sample: {kind: api_error, message: Incorrect API key provided.}
"""

from ansible_collections.fjcorp.openai.plugins.module_utils._module import main
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.role import ROLE

if __name__ == "__main__":
    main(ROLE)
