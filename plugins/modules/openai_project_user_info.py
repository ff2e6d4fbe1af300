#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_project_user_info
short_description: Gather information about users of a project
version_added: 0.1.0
description:
  - Returns one user of a project by its ID, or all users that match the filters. All pages of the list are read.
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
      - ID of the user to return. If it does not exist in the project, an empty list is returned.
    type: str
    aliases:
      - project_user_id
  limit:
    description:
      - Maximum number of users to return. Must be at least 1. If omitted, all are returned.
    type: int
  email:
    description:
      - Return only the user with this email address. Email addresses are case-insensitive.
    type: str
  role:
    description:
      - Return only users with this role.
    type: str
    choices:
      - owner
      - member
seealso:
  - module: fjcorp.openai.openai_project_user
"""

EXAMPLES = r"""
- name: Create a project
  fjcorp.openai.openai_project:
    name: billing

- name: Add an owner to the project
  fjcorp.openai.openai_project_user:
    project: billing
    user: ada@example.com
    role: owner

- name: List all users of the project
  fjcorp.openai.openai_project_user_info:
    project: billing
  register: members

- name: List the owners of the project
  fjcorp.openai.openai_project_user_info:
    project: billing
    role: owner
  register: owners

- name: Check that the project has an owner
  ansible.builtin.assert:
    that: owners.project_users | length > 0

- name: Get the role of one user
  fjcorp.openai.openai_project_user_info:
    project: billing
    email: ada@example.com
"""

RETURN = r"""
project_users:
  description: List of members that match the options.
  returned: success
  type: list
  elements: dict
  contains:
    id:
      description: Identifier of the user.
      returned: always
      type: str
    added_at:
      description: Unix time in seconds when the user was added to the project.
      returned: always
      type: int
    object:
      description: Type of the object.
      returned: always
      type: str
    role:
      description: Role of the user in the project.
      returned: always
      type: str
    email:
      description: Email address of the user.
      returned: when available
      type: str
    name:
      description: Name of the user.
      returned: when available
      type: str
  sample:
    - id: user-5fJq2ZtR8mYc1VbN7xWd3LpK
      object: organization.project.user
      name: Ada Lovelace
      email: ada@example.com
      role: owner
      added_at: 1763683200
error:
  description: Details of the failure, see R(Errors,ansible_collections.fjcorp.openai.docsite.errors) for all keys and codes.
  returned: failure
  type: dict
  sample: {kind: api_error, message: Incorrect API key provided.}
"""

from ansible_collections.fjcorp.openai.plugins.module_utils._module import main
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.project_user import (
    PROJECT_USER_INFO,
)

if __name__ == "__main__":
    main(PROJECT_USER_INFO)
