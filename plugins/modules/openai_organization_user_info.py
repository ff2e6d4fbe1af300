#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_organization_user_info
short_description: Gather information about users of an organization
version_added: 0.1.0
description:
  - Returns one user by its ID, or all users that match the filters. All pages of the list are read.
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
  id:
    description:
      - ID of the user to return. If it does not exist, an empty list is returned.
    type: str
    aliases:
      - organization_user_id
  limit:
    description:
      - Maximum number of users to return. Must be at least 1. If omitted, all are returned.
    type: int
  role:
    description:
      - Return only users with this role.
    type: str
    choices:
      - owner
      - reader
  emails:
    description:
      - Return only users with these email addresses. The server applies this filter, so that one request is sufficient
        for an organization of any size.
    type: list
    elements: str
notes:
  - A restricted admin key requires the permission to read users.
  - The users can include service accounts. C(is_service_account) is V(true) for them.
seealso:
  - module: fjcorp.openai.openai_organization_user
  - module: fjcorp.openai.openai_project_user_info
  - module: fjcorp.openai.openai_group_user_info
"""

EXAMPLES = r"""
- name: List all users of the organization
  fjcorp.openai.openai_organization_user_info:
  register: all_users

- name: Show users who have not used a key
  ansible.builtin.debug:
    msg: "{{ all_users.organization_users | rejectattr('api_key_last_used_at') | map(attribute='email') | list }}"

- name: List the owners of the organization
  fjcorp.openai.openai_organization_user_info:
    role: owner
  register: owners

- name: Check that the organization has an owner
  ansible.builtin.assert:
    that: owners.organization_users | length > 0

- name: Look up two users by email address
  fjcorp.openai.openai_organization_user_info:
    emails:
      - ada@example.com
      - charles@example.com
  register: found_users

- name: Show the email addresses of the users that were found
  ansible.builtin.debug:
    msg: "{{ found_users.organization_users | map(attribute='email') | list }}"
"""

RETURN = r"""
organization_users:
  description: List of users that match the options.
  returned: success
  type: list
  elements: dict
  contains:
    id:
      description: Identifier of the user.
      returned: always
      type: str
    added_at:
      description: Unix time in seconds when the user joined the organization.
      returned: always
      type: int
    object:
      description: Type of the object.
      returned: always
      type: str
    api_key_last_used_at:
      description: Unix time in seconds when an API key of the user was last used.
      returned: when available
      type: int
    created:
      description: Unix time in seconds when the user was created.
      returned: when available
      type: int
    developer_persona:
      description: Developer persona in the profile of the user.
      returned: when available
      type: str
    email:
      description: Email address of the user.
      returned: when available
      type: str
    is_default:
      description: Whether the user is the default user of the organization.
      returned: when available
      type: bool
    is_scale_tier_authorized_purchaser:
      description: Whether the user is authorized to purchase Scale Tier.
      returned: when available
      type: bool
    is_scim_managed:
      description: Whether an identity provider manages the user.
      returned: when available
      type: bool
    is_service_account:
      description: Whether the user is a service account.
      returned: when available
      type: bool
    name:
      description: Name of the user.
      returned: when available
      type: str
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
    role:
      description: Role of the user in the organization.
      returned: when available
      type: str
    technical_level:
      description: Technical level in the profile of the user.
      returned: when available
      type: str
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
    - id: user-5fJq2ZtR8mYc1VbN7xWd3LpK
      object: organization.user
      name: Ada Lovelace
      email: ada@example.com
      role: reader
      technical_level: expert
      developer_persona: backend
      added_at: 1763683200
      is_service_account: false
      is_scim_managed: false
      api_key_last_used_at: 1763686800
      projects:
        object: list
        data:
          - id: proj_GYZu7dKi4A9PqV4pK1mWbXcE
            name: payments
            role: member
error:
  description: Details of the failure, see R(Errors,ansible_collections.fjcorp.openai.docsite.errors) for all keys and codes.
  returned: failure
  type: dict
  sample: {kind: api_error, message: Incorrect API key provided.}
"""

from ansible_collections.fjcorp.openai.plugins.module_utils._module import main
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.organization_user import (
    ORGANIZATION_USER_INFO,
)

if __name__ == "__main__":
    main(ORGANIZATION_USER_INFO)
