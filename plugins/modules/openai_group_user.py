#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_group_user
short_description: Manage members of a group
version_added: 0.1.0
description:
  - Adds a user of the organization to a group, or removes the user from the group.
  - The user must already belong to the organization. This module does not send invitations.
  - O(state=absent) only removes the membership. The user remains in the organization and in all other groups.
  - The members of a group that is managed by an identity provider (SCIM) cannot be changed. A task that would change
    them fails before any write request is sent.
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
      - Desired state of the group membership.
      - V(present) adds the user to the group. V(absent) removes the user from the group.
    type: str
    default: present
    choices:
      - present
      - absent
  group:
    description:
      - ID or name of the group. Names are case-insensitive.
    type: str
    required: true
    aliases:
      - group_id
  user:
    description:
      - ID or email address of the user. Email addresses are case-insensitive.
    type: str
    required: true
    aliases:
      - user_id
      - email
notes:
  - A restricted admin key requires the permission to read and change groups, and to read users.
  - The API returns only IDs for a new membership. The name and the email address in the result are looked up in the
    users of the organization.
seealso:
  - module: fjcorp.openai.openai_group_user_info
  - module: fjcorp.openai.openai_group
  - module: fjcorp.openai.openai_organization_user
  - name: Group users in the API reference
    description: API reference for group members.
    link: https://platform.openai.com/docs/api-reference/group-users
"""

EXAMPLES = r"""
- name: Create a group for the search team
  fjcorp.openai.openai_group:
    name: search

- name: Add a user to the group
  fjcorp.openai.openai_group_user:
    group: search
    user: ada@example.com

- name: Add several users to the group
  fjcorp.openai.openai_group_user:
    group: search
    user: "{{ item }}"
  loop:
    - grace@example.com
    - Linus@Example.com

- name: Remove a user from the group
  fjcorp.openai.openai_group_user:
    group: search
    user: owner@example.com
    state: absent
"""

RETURN = r"""
group_user:
  description:
    - Member after the task. If the task removed the member from the group, the member before the task. Empty if it
      is not a member.
  returned: success
  type: dict
  contains:
    id:
      description: Identifier of the user.
      returned: always
      type: str
      sample: user-5fJq2ZtR8mYc1VbN7xWd3LpK
    name:
      description: Name of the user.
      returned: always
      type: str
      sample: Ada Lovelace
    email:
      description: Email address of the user.
      returned: when available
      type: str
      sample: ada@example.com
error:
  description: Details of the failure, see R(Errors,ansible_collections.fjcorp.openai.docsite.errors) for all keys and codes.
  returned: failure
  type: dict
  sample: {kind: api_error, message: Incorrect API key provided.}
"""

from ansible_collections.fjcorp.openai.plugins.module_utils._module import main
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.group_user import GROUP_USER

if __name__ == "__main__":
    main(GROUP_USER)
