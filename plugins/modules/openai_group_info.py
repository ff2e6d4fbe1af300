#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_group_info
short_description: Gather information about groups of an organization
version_added: 0.1.0
description:
  - Returns one group by its ID, or all groups that match the filters. All pages of the list are read.
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
      - ID of the group to return. If it does not exist, an empty list is returned.
    type: str
    aliases:
      - group_id
  limit:
    description:
      - Maximum number of groups to return. Must be at least 1. If omitted, all are returned.
    type: int
  name:
    description:
      - Return only groups with this name. Names are case-insensitive.
    type: str
  is_scim_managed:
    description:
      - Whether to return only groups that are managed by an identity provider (V(true)) or only other groups (V(false)).
    type: bool
  group_type:
    description:
      - Return only groups of this type.
    type: str
    choices:
      - group
      - tenant_group
notes:
  - A restricted admin key requires the permission to read groups.
seealso:
  - module: fjcorp.openai.openai_group
  - module: fjcorp.openai.openai_group_user_info
"""

EXAMPLES = r"""
- name: Create a group
  fjcorp.openai.openai_group:
    name: data-science

- name: List all groups of the organization
  fjcorp.openai.openai_group_info:
  register: all_groups

- name: Show the names of the groups
  ansible.builtin.debug:
    msg: "{{ all_groups.groups | map(attribute='name') | sort }}"

- name: Get a group by name
  fjcorp.openai.openai_group_info:
    name: data-science
  register: team

- name: List groups that are not managed by an identity provider
  fjcorp.openai.openai_group_info:
    is_scim_managed: false
"""

RETURN = r"""
groups:
  description: List of groups that match the options.
  returned: success
  type: list
  elements: dict
  contains:
    id:
      description: Identifier of the group.
      returned: always
      type: str
    created_at:
      description: Unix time in seconds when the group was created.
      returned: always
      type: int
    group_type:
      description: Type of the group, V(group) or V(tenant_group).
      returned: always
      type: str
    is_scim_managed:
      description: Whether an identity provider manages the group.
      returned: always
      type: bool
    name:
      description: Name of the group.
      returned: always
      type: str
  sample:
    - id: group_01J1F8ABCDXYZ
      name: platform
      created_at: 1763683200
      is_scim_managed: false
      group_type: group
error:
  description: Details of the failure, see R(Errors,ansible_collections.fjcorp.openai.docsite.errors) for all keys and codes.
  returned: failure
  type: dict
  sample: {kind: api_error, message: Incorrect API key provided.}
"""

from ansible_collections.fjcorp.openai.plugins.module_utils._module import main
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.group import GROUP_INFO

if __name__ == "__main__":
    main(GROUP_INFO)
