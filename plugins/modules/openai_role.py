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
  - 'Creates, changes and deletes a role: a name for a set of permissions that M(fjcorp.openai.openai_role_assignment)
    gives to people and groups.'
  - With O(project) the role belongs to that project, else to the organization. A role is found by its O(id), else
    by its O(name), whatever its case.
  - Roles that every organization or project has, such as C(owner) and C(member), cannot be changed or deleted. A
    task that would have to is refused before anything is written.
  - O(state=absent) deletes the role, and everybody who holds it loses it.
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
      - V(present) creates the role or changes what differs; V(absent) deletes it.
    type: str
    default: present
    choices:
      - present
      - absent
  project:
    description:
      - The project, by its id or its name. Not given, the task is about the organization.
    type: str
    aliases:
      - project_id
  id:
    description:
      - The role's id. With it, O(name) is the name the role shall have, so this is how a role is renamed.
      - The task fails when no role has this id.
    type: str
    aliases:
      - role_id
  name:
    description:
      - The role's name. No two roles of an organization or of a project have the same. A role found by its name keeps
        the case it has.
    type: str
  permissions:
    description:
      - What the role permits, for example C(api.groups.read). Their order means nothing; together they replace what
        the role permits now.
      - Needed to make a role. An empty list makes a role that permits nothing; left out, the permissions stay as
        they are.
      - The API publishes no list of permissions and refuses those it does not know.
    type: list
    elements: str
  description:
    description:
      - What the role is for. An empty value or V(null) takes it away; left out, it stays as it is.
    type: str
notes:
  - An admin key that is restricted needs the permission to read and change roles.
seealso:
  - module: fjcorp.openai.openai_role_info
  - module: fjcorp.openai.openai_role_assignment
  - module: fjcorp.openai.openai_project_group
  - name: Roles in the API reference
    description: What the API says about roles.
    link: https://platform.openai.com/docs/api-reference/roles
"""

EXAMPLES = r"""
- name: Auditors read the audit log and nothing else
  fjcorp.openai.openai_role:
    name: auditor
    permissions:
      - api.audit_logs.read
    description: Reads the audit log

- name: A project for the search team
  fjcorp.openai.openai_project:
    name: search

- name: In it, callers use models and see no files
  fjcorp.openai.openai_role:
    project: search
    name: caller
    permissions:
      - api.model.request
      - api.model.read

- name: Which role still has its old name
  fjcorp.openai.openai_role_info:
    name: bookkeeper
  register: old

- name: Give it the new one
  fjcorp.openai.openai_role:
    id: "{{ item.id }}"
    name: accountant
  loop: "{{ old.roles }}"

- name: Delete a role that nobody needs
  fjcorp.openai.openai_role:
    project: search
    name: intern
    state: absent
"""

RETURN = r"""
role:
  description:
    - The role as it is after the task. When the task deleted it, the role as it was; empty when there was none.
    - In check mode an object that would be made holds only what the task can know, and an invented id with C(check-mode)
      in it.
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
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.role import ROLE

if __name__ == "__main__":
    main(ROLE)
