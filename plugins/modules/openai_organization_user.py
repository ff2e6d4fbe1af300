#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_organization_user
short_description: Manage users of an organization
version_added: 0.1.0
description:
  - Changes the role and the profile of a user who belongs to the organization, or removes the user.
  - The user is looked up by O(id), or by O(email) if O(id) is not set. Email addresses are case-insensitive. Users
    can only join the organization by invitation. If no user has the email address, the task fails and nothing is
    created.
  - O(state=absent) removes the user from the organization, including all memberships and personal keys. This cannot
    be undone and must be confirmed with O(remove_from_organization=true). The API rejects the removal of the last
    owner.
  - Use M(fjcorp.openai.openai_project_user) to remove a user from one project, and M(fjcorp.openai.openai_group_user)
    to remove a user from one group.
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
      - Desired state of the user.
      - V(present) changes the settings that differ. V(absent) removes the user from the organization.
    type: str
    default: present
    choices:
      - present
      - absent
  id:
    description:
      - ID of the user.
      - The task fails if no user has this ID, or if O(email) is also set and is not the email address of this user.
    type: str
    aliases:
      - organization_user_id
  email:
    description:
      - Email address of the user. It cannot be changed.
    type: str
  role:
    description:
      - Role of the user in the organization. An owner of the organization is also an owner of every project.
      - If omitted, it is not changed. Additional roles are managed by M(fjcorp.openai.openai_role_assignment).
    type: str
    choices:
      - owner
      - reader
  technical_level:
    description:
      - Technical level in the profile of the user. An empty value or V(null) removes it. If omitted, it is not changed.
    type: str
  developer_persona:
    description:
      - Type of developer in the profile of the user. An empty value or V(null) removes it. If omitted, it is not
        changed.
    type: str
  remove_from_organization:
    description:
      - Confirms that O(state=absent) removes the user from the whole organization. Without this option, O(state=absent)
        is rejected before any request is sent.
    type: bool
    default: false
notes:
  - A restricted admin key requires the permission to read and change users.
seealso:
  - module: fjcorp.openai.openai_organization_user_info
  - module: fjcorp.openai.openai_project_user
  - module: fjcorp.openai.openai_group_user
  - module: fjcorp.openai.openai_role_assignment
  - name: Users in the API reference
    description: API reference for users of an organization.
    link: https://platform.openai.com/docs/api-reference/users
"""

EXAMPLES = r"""
- name: Make a user an owner of the organization
  fjcorp.openai.openai_organization_user:
    email: ada@example.com
    role: owner

- name: Restrict users to the reader role
  fjcorp.openai.openai_organization_user:
    email: "{{ item }}"
    role: reader
  loop:
    - grace@example.com
    - linus@example.com

- name: Set the profile of a user
  fjcorp.openai.openai_organization_user:
    email: grace@example.com
    technical_level: expert
    developer_persona: backend

- name: Remove a user who has left the company
  fjcorp.openai.openai_organization_user:
    email: linus@example.com
    state: absent
    remove_from_organization: true
  when: linus_has_left | default(false)

- name: Ensure that a former user is not in the organization
  fjcorp.openai.openai_organization_user:
    email: charles@example.com
    state: absent
    remove_from_organization: true
"""

RETURN = r"""
organization_user:
  description:
    - User after the task. If the task removed the user from the organization, the user before the task. Empty if
      it does not exist.
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
      sample: organization.user
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
      description: Role of the user in the organization.
      returned: when available
      type: str
      sample: reader
    technical_level:
      description: Technical level in the profile of the user.
      returned: when available
      type: str
      sample: expert
    developer_persona:
      description: Developer persona in the profile of the user.
      returned: when available
      type: str
      sample: backend
    added_at:
      description: Unix time in seconds when the user joined the organization.
      returned: always
      type: int
      sample: 1763683200
    is_service_account:
      description: Whether the user is a service account.
      returned: when available
      type: bool
      sample: false
    is_scim_managed:
      description: Whether an identity provider manages the user.
      returned: when available
      type: bool
      sample: false
    api_key_last_used_at:
      description: Unix time in seconds when an API key of the user was last used.
      returned: when available
      type: int
      sample: 1763686800
    projects:
      description: Projects of the user.
      returned: when available
      type: dict
      contains:
        data:
          description: Projects of the user.
          returned: always
          type: list
          elements: dict
          contains:
            id:
              description: Identifier of the project.
              returned: when available
              type: str
            name:
              description: Name of the project.
              returned: when available
              type: str
            role:
              description: Role of the user in the project.
              returned: when available
              type: str
        object:
          description: Type of the object.
          returned: always
          type: str
      sample:
        object: list
        data:
          - id: proj_GYZu7dKi4A9PqV4pK1mWbXcE
            name: payments
            role: member
    created:
      description: Unix time in seconds when the user was created.
      returned: when available
      type: int
      sample: 1763683200
    is_default:
      description: Whether the user is the default user of the organization.
      returned: when available
      type: bool
      sample: false
    is_scale_tier_authorized_purchaser:
      description: Whether the user is authorized to purchase Scale Tier.
      returned: when available
      type: bool
      sample: false
    user:
      description: Account of the user.
      returned: when available
      type: dict
      contains:
        id:
          description: Identifier of the user.
          returned: always
          type: str
        object:
          description: Type of the object.
          returned: always
          type: str
        banned:
          description: Whether the user is banned.
          returned: when available
          type: bool
        banned_at:
          description: Unix time in seconds when the user was banned.
          returned: when available
          type: int
        email:
          description: Email address of the user.
          returned: when available
          type: str
        enabled:
          description: Whether the user is enabled.
          returned: when available
          type: bool
        name:
          description: Name of the user.
          returned: when available
          type: str
        picture:
          description: URL of the picture of the user.
          returned: when available
          type: str
      sample:
        id: user-5fJq2ZtR8mYc1VbN7xWd3LpK
        object: user
        email: ada@example.com
        name: Ada Lovelace
        picture: null
        enabled: true
        banned: false
        banned_at: null
error:
  description: Details of the failure, see R(Errors,ansible_collections.fjcorp.openai.docsite.errors) for all keys and codes.
  returned: failure
  type: dict
  sample: {kind: api_error, message: Incorrect API key provided.}
"""

from ansible_collections.fjcorp.openai.plugins.module_utils._module import main
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.organization_user import (
    ORGANIZATION_USER,
)

if __name__ == "__main__":
    main(ORGANIZATION_USER)
