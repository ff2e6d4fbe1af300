#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_project_user
short_description: Manage users of a project
version_added: 0.1.0
description:
  - Adds a user of the organization to a project, changes the role of the user in the project, or removes the user
    from the project.
  - The user must already belong to the organization. This module does not send invitations.
  - O(state=absent) only removes the membership. The user remains in the organization and in all other projects. The
    API rejects the removal of an owner of the organization from a project.
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
      - Desired state of the project membership.
      - V(present) adds the user or changes the role. V(absent) removes the user from the project.
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
  user:
    description:
      - ID or email address of the user. Email addresses are case-insensitive.
    type: str
    required: true
    aliases:
      - user_id
      - email
  role:
    description:
      - Role of the user in the project. Required to add a user. If omitted, the role of an existing member is not
        changed.
    type: str
    choices:
      - owner
      - member
seealso:
  - module: fjcorp.openai.openai_project_user_info
  - module: fjcorp.openai.openai_project
  - name: Project users in the API reference
    description: API reference for users of a project.
    link: https://platform.openai.com/docs/api-reference/project-users
"""

EXAMPLES = r"""
- name: Create a project for the search team
  fjcorp.openai.openai_project:
    name: search

- name: Add an owner to the project
  fjcorp.openai.openai_project_user:
    project: search
    user: ada@example.com
    role: owner

- name: Add a member to the project
  fjcorp.openai.openai_project_user:
    project: search
    user: grace@example.com
    role: member

- name: Remove a user from the project
  fjcorp.openai.openai_project_user:
    project: search
    user: linus@example.com
    state: absent
"""

RETURN = r"""
project_user:
  description:
    - Member after the task. If the task removed the member from the project, the member before the task. Empty if
      it is not a member.
    - In check mode, a member that would be added contains only the values that are known in advance.
  returned: success
  type: dict
  contains:
    id:
      description: Identifier of the user.
      returned: always
      type: str
      sample: user-5fJq2ZtR8mYc1VbN7xWd3LpK
    object:
      description: Type of the object.
      returned: always
      type: str
      sample: organization.project.user
    name:
      description: Name of the user.
      returned: when available
      type: str
      sample: Ada Lovelace
    email:
      description: Email address of the user.
      returned: when available
      type: str
      sample: ada@example.com
    role:
      description: Role of the user in the project.
      returned: always
      type: str
      sample: owner
    added_at:
      description: Unix time in seconds when the user was added to the project.
      returned: always
      type: int
      sample: 1763683200
error:
  description: Details of the failure, see R(Errors,ansible_collections.fjcorp.openai.docsite.errors) for all keys and codes.
  returned: failure
  type: dict
  sample: {kind: api_error, message: Incorrect API key provided.}
"""

from ansible_collections.fjcorp.openai.plugins.module_utils._module import main
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.project_user import PROJECT_USER

if __name__ == "__main__":
    main(PROJECT_USER)
