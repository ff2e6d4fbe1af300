#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_group_user_info
short_description: Read who is in a group
version_added: 0.1.0
description:
  - Returns one person of a group by id, or all that match, from every page of the list.
  - It always reads afresh and never changes anything.
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
      - The group, by its id or its name. Case does not matter in names.
    type: str
    required: true
    aliases:
      - group_id
  id:
    description:
      - The id of the one person to read. Where the group has no such person, the result is an empty list.
    type: str
    aliases:
      - group_user_id
  limit:
    description:
      - The most people to return. Not given, all of them.
    type: int
  email:
    description:
      - Return the person with this e-mail address. Case does not matter.
    type: str
notes:
  - An admin key that is restricted needs the permission to read groups.
  - The API tells more of a person, for example a picture, when it is asked for one O(id).
seealso:
  - module: fjcorp.openai.openai_group_user
  - module: fjcorp.openai.openai_group_info
"""

EXAMPLES = r"""
- name: A group to look at
  fjcorp.openai.openai_group:
    name: billing

- name: Ada is in it
  fjcorp.openai.openai_group_user:
    group: billing
    user: ada@example.com

- name: Everybody in the group
  fjcorp.openai.openai_group_user_info:
    group: billing
  register: everybody

- name: Their addresses, for a mail
  ansible.builtin.debug:
    msg: "{{ everybody.group_users | map(attribute='email') | join(', ') }}"

- name: Is Grace in it
  fjcorp.openai.openai_group_user_info:
    group: billing
    email: grace@example.com
  register: grace

- name: Say so
  ansible.builtin.debug:
    msg: "{{ 'yes' if grace.group_users else 'no' }}"

- name: A taste of a large group
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
