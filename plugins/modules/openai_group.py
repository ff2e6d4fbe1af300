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
  - Creates, renames and deletes a group of people. Who is in it is the business of M(fjcorp.openai.openai_group_user).
  - A group is found by its O(id), else by its O(name), whatever its case. The API allows two groups of one name;
    the task then fails and lists their ids.
  - O(state=absent) deletes the group. The people stay in the organization; what they could do through the group they
    can no longer do.
  - A group that an identity provider keeps (SCIM) can be used everywhere but not be changed. A task that would have
    to is refused before anything is written.
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
      - V(present) creates the group or gives it its name; V(absent) deletes it.
    type: str
    default: present
    choices:
      - present
      - absent
  id:
    description:
      - The group's id. With it, O(name) is the name the group shall have, so this is how a group is renamed.
      - The task fails when no group has this id.
    type: str
    aliases:
      - group_id
  name:
    description:
      - The group's name, at most 255 characters. A group found by its name keeps the case it has.
    type: str
notes:
  - An admin key that is restricted needs the permission to read and change groups.
seealso:
  - module: fjcorp.openai.openai_group_info
  - module: fjcorp.openai.openai_group_user
  - module: fjcorp.openai.openai_project_group
  - module: fjcorp.openai.openai_role_assignment
  - name: Groups in the API reference
    description: What the API says about groups.
    link: https://platform.openai.com/docs/api-reference/groups
"""

EXAMPLES = r"""
- name: A group for everybody who runs the platform
  fjcorp.openai.openai_group:
    name: platform
  register: platform

- name: Ada and Grace are in it
  fjcorp.openai.openai_group_user:
    group: platform
    user: "{{ item }}"
  loop:
    - ada@example.com
    - grace@example.com

- name: Which group still has its old name
  fjcorp.openai.openai_group_info:
    name: ops
  register: old

- name: Give it the new one
  fjcorp.openai.openai_group:
    id: "{{ item.id }}"
    name: operations
  loop: "{{ old.groups }}"

- name: Delete groups that nobody needs
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
    - The group as it is after the task. When the task deleted it, the group as it was; empty when there was none.
    - In check mode an object that would be made holds only what the task can know, and an invented id with C(check-mode)
      in it.
  returned: success
  type: dict
  contains:
    id:
      description: The group's id.
      returned: always
      type: str
      sample: group_01J1F8ABCDXYZ
    name:
      description: The group's name.
      returned: always
      type: str
      sample: platform
    created_at:
      description: When the group was made, in seconds since 1970.
      returned: when the server tells it
      type: int
      sample: 1763683200
    is_scim_managed:
      description: Whether an identity provider keeps the group.
      returned: when the server tells it
      type: bool
      sample: false
    group_type:
      description: The kind of group, V(group) or V(tenant_group).
      returned: when the server tells it
      type: str
      sample: group
error:
  description: What went wrong, for the play to read. C(msg) says the same in one line.
  returned: failure
  type: dict
  contains:
    kind:
      description: The sort of failure, for example V(BadInput), V(Missing), V(Ambiguous), V(ApiError), V(ConnectionFailed).
      returned: always
      type: str
      sample: ApiError
    message:
      description: What happened.
      returned: always
      type: str
      sample: Incorrect API key provided.
    remedy:
      description: What to do about it; empty where nothing is known to help.
      returned: always
      type: str
      sample: "Check api_key and, if set, organization_id."
    attempted:
      description: What the task was doing.
      returned: always
      type: str
      sample: ensure project payments
    done:
      description: What the task had changed before it failed.
      returned: always
      type: list
      elements: str
      sample: []
    status:
      description: The HTTP status.
      returned: when the server answered with an error
      type: int
      sample: 401
    type:
      description: The API's error type.
      returned: when the server answered with an error
      type: str
      sample: invalid_request_error
    code:
      description: The API's error code.
      returned: when the server answered with an error
      type: str
      sample: invalid_api_key
    param:
      description: The parameter the API complains of.
      returned: when the server answered with an error
      type: str
      sample: model
    request_id:
      description: The server's id of the request, to quote to its support.
      returned: when the server answered with an error
      type: str
      sample: req_4f2d9c1ab0e84f7a
    call:
      description: The operation that was refused.
      returned: when the server answered with an error
      type: str
      sample: GET /organization/projects
"""

from ansible_collections.fjcorp.openai.plugins.module_utils._module import main
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.group import GROUP

if __name__ == "__main__":
    main(GROUP)
