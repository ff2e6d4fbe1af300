#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_group
short_description: Manage groups of an organization
version_added: 0.1.0
description:
  - Creates, renames and deletes a group of users. Group membership is managed by M(fjcorp.openai.openai_group_user).
  - The group is looked up by O(id), or by O(name) if O(id) is not set. Names are case-insensitive. The API allows
    several groups with the same name. If more than one group matches, the task fails and lists their IDs.
  - O(state=absent) deletes the group. The users remain in the organization and lose the permissions that they had
    through the group.
  - A group that is managed by an identity provider (SCIM) can be used but not changed. A task that would change it
    fails before any write request is sent.
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
      - Desired state of the group.
      - V(present) creates the group or renames it. V(absent) deletes it.
    type: str
    default: present
    choices:
      - present
      - absent
  id:
    description:
      - ID of the group. If set, O(name) is the desired name. Use this to rename the group.
      - The task fails if no group has this ID.
    type: str
    aliases:
      - group_id
  name:
    description:
      - Name of the group. Must not be longer than 255 characters. A group that is found by its name keeps the existing
        case.
    type: str
notes:
  - A restricted admin key requires the permission to read and change groups.
seealso:
  - module: fjcorp.openai.openai_group_info
  - module: fjcorp.openai.openai_group_user
  - module: fjcorp.openai.openai_project_group
  - module: fjcorp.openai.openai_role_assignment
  - name: Groups in the API reference
    description: API reference for groups.
    link: https://platform.openai.com/docs/api-reference/groups
"""

EXAMPLES = r"""
- name: Create the platform group
  fjcorp.openai.openai_group:
    name: platform
  register: platform

- name: Add users to the group
  fjcorp.openai.openai_group_user:
    group: platform
    user: "{{ item }}"
  loop:
    - ada@example.com
    - grace@example.com

- name: Look up the group by its old name
  fjcorp.openai.openai_group_info:
    name: ops
  register: old

- name: Rename the group
  fjcorp.openai.openai_group:
    id: "{{ item.id }}"
    name: operations
  loop: "{{ old.groups }}"

- name: Delete unused groups
  fjcorp.openai.openai_group:
    name: "{{ item }}"
    state: absent
  loop:
    - hackathon
    - interns-2023
"""

RETURN = r"""
group:
  description:
    - Group after the task. If the task deleted it, the group before the task. Empty if it does not exist.
    - In check mode, a group that would be created contains only the values that are known in advance. Its C(id) is
      a placeholder that contains C(check-mode).
  returned: success
  type: dict
  contains:
    id:
      description: Identifier of the group.
      returned: always
      type: str
      sample: group_01J1F8ABCDXYZ
    name:
      description: Name of the group.
      returned: always
      type: str
      sample: platform
    created_at:
      description: Unix time in seconds when the group was created.
      returned: always
      type: int
      sample: 1763683200
    is_scim_managed:
      description: Whether an identity provider manages the group.
      returned: always
      type: bool
      sample: false
    group_type:
      description: Type of the group, V(group) or V(tenant_group).
      returned: when available
      type: str
      sample: group
error:
  description: Details of the failure, see R(Errors,ansible_collections.fjcorp.openai.docsite.errors) for all keys and codes.
  returned: failure
  type: dict
  sample: {kind: api_error, message: Incorrect API key provided.}
"""

from ansible_collections.fjcorp.openai.plugins.module_utils._module import main
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.group import GROUP

if __name__ == "__main__":
    main(GROUP)
