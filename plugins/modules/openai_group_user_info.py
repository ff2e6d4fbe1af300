#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_group_user_info
short_description: Gather information about members of a group
version_added: 0.1.0
description:
  - Returns one member of a group by its ID, or all members that match the filters. All pages of the list are read.
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
  group:
    description:
      - ID or name of the group. Names are case-insensitive.
    type: str
    required: true
    aliases:
      - group_id
  id:
    description:
      - ID of the user to return. If it does not exist in the group, an empty list is returned.
    type: str
    aliases:
      - group_user_id
  limit:
    description:
      - Maximum number of users to return. Must be at least 1. If omitted, all are returned.
    type: int
  email:
    description:
      - Return only the user with this email address. Email addresses are case-insensitive.
    type: str
notes:
  - A restricted admin key requires the permission to read groups.
  - The API returns more details of a user, such as a picture, if the user is read by O(id).
seealso:
  - module: fjcorp.openai.openai_group_user
  - module: fjcorp.openai.openai_group_info
"""

EXAMPLES = r"""
- name: Create a group
  fjcorp.openai.openai_group:
    name: billing

- name: Add a user to the group
  fjcorp.openai.openai_group_user:
    group: billing
    user: ada@example.com

- name: List all members of the group
  fjcorp.openai.openai_group_user_info:
    group: billing
  register: members

- name: Show the email addresses of the members
  ansible.builtin.debug:
    msg: "{{ members.group_users | map(attribute='email') | join(', ') }}"

- name: Look up a user in the group
  fjcorp.openai.openai_group_user_info:
    group: billing
    email: grace@example.com
  register: membership

- name: Show whether the user is a member
  ansible.builtin.debug:
    msg: "{{ 'yes' if membership.group_users else 'no' }}"

- name: Get the first five members of a large group
  fjcorp.openai.openai_group_user_info:
    group: billing
    limit: 5
"""

RETURN = r"""
group_users:
  description: List of members that match the options.
  returned: success
  type: list
  elements: dict
  contains:
    id:
      description: Identifier of the user.
      returned: always
      type: str
    email:
      description: Email address of the user.
      returned: when available
      type: str
    name:
      description: Name of the user.
      returned: always
      type: str
    user_type:
      description: Type of the user, for example V(user).
      returned: when the user is read by its O(id)
      type: str
    picture:
      description: URL of the picture of the user.
      returned: when the user is read by its O(id)
      type: str
    is_service_account:
      description: Whether the user is a service account.
      returned: when the user is read by its O(id)
      type: bool
  sample:
    - id: user-5fJq2ZtR8mYc1VbN7xWd3LpK
      name: Ada Lovelace
      email: ada@example.com
error:
  description: Details of the failure, see R(Errors,ansible_collections.fjcorp.openai.docsite.errors) for all keys and codes.
  returned: failure
  type: dict
  sample: {kind: api_error, message: Incorrect API key provided.}
"""

from ansible_collections.fjcorp.openai.plugins.module_utils._module import main
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.group_user import GROUP_USER_INFO

if __name__ == "__main__":
    main(GROUP_USER_INFO)
