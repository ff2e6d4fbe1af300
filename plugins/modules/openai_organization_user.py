#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_organization_user
short_description: Manage people of an organization
version_added: 0.1.0
description:
  - Changes the role and the profile of a person who belongs to the organization, or removes the person.
  - 'A person is found by O(id), else by O(email), whatever its case. People join by an invitation only: an address
    that nobody has is an error, and nothing is created.'
  - O(state=absent) removes the person from the organization, with all memberships and personal keys, which cannot
    be undone. It has to be said twice, see O(remove_from_organization). The API refuses to remove the last owner.
  - To take a person out of one project, use M(fjcorp.openai.openai_project_user); out of one group, M(fjcorp.openai.openai_group_user).
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
      - V(present) changes what differs; V(absent) removes the person from the organization.
    type: str
    default: present
    choices:
      - present
      - absent
  id:
    description:
      - The person's id. The task fails when nobody has it, and when O(email) is given too and is not this person's.
    type: str
    aliases:
      - organization_user_id
  email:
    description:
      - The person's e-mail address. It cannot be changed.
    type: str
  role:
    description:
      - The person's role in the organization. An owner is an owner of every project too.
      - Left out, it stays as it is. Further roles are given by M(fjcorp.openai.openai_role_assignment).
    type: str
    choices:
      - owner
      - reader
  technical_level:
    description:
      - The technical level in the person's profile. An empty value or V(null) takes it away; left out, it stays as
        it is.
    type: str
  developer_persona:
    description:
      - The kind of developer in the person's profile. An empty value or V(null) takes it away; left out, it stays
        as it is.
    type: str
  remove_from_organization:
    description:
      - 'Says that O(state=absent) is meant: the person leaves the whole organization. Without it O(state=absent)
        is refused before anything is asked.'
    type: bool
    default: false
notes:
  - An admin key that is restricted needs the permission to read and change people.
seealso:
  - module: fjcorp.openai.openai_organization_user_info
  - module: fjcorp.openai.openai_project_user
  - module: fjcorp.openai.openai_group_user
  - module: fjcorp.openai.openai_role_assignment
  - name: Users in the API reference
    description: What the API says about people of an organization.
    link: https://platform.openai.com/docs/api-reference/users
"""

EXAMPLES = r"""
- name: Ada helps to run the organization
  fjcorp.openai.openai_organization_user:
    email: ada@example.com
    role: owner

- name: These people read, and nothing more
  fjcorp.openai.openai_organization_user:
    email: "{{ item }}"
    role: reader
  loop:
    - grace@example.com
    - linus@example.com

- name: What Grace told about herself
  fjcorp.openai.openai_organization_user:
    email: grace@example.com
    technical_level: expert
    developer_persona: backend

- name: Linus has left the company
  fjcorp.openai.openai_organization_user:
    email: linus@example.com
    state: absent
    remove_from_organization: true
  when: linus_has_left | default(false)

- name: Somebody who left long ago
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
