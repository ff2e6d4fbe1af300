#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_group_info
short_description: Read groups of an organization
version_added: 0.1.0
description:
  - Returns one group by its O(id), or all that match, from every page of the list.
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
  id:
    description:
      - The id of the one group to read. Where there is none, the result is an empty list.
    type: str
    aliases:
      - group_id
  limit:
    description:
      - The most groups to return. Not given, all of them.
    type: int
  name:
    description:
      - Return the groups of this name. Case does not matter.
    type: str
  is_scim_managed:
    description:
      - Return only groups that an identity provider keeps (V(true)), or only the others (V(false)).
    type: bool
notes:
  - An admin key that is restricted needs the permission to read groups.
seealso:
  - module: fjcorp.openai.openai_group
  - module: fjcorp.openai.openai_group_user_info
"""

EXAMPLES = r"""
- name: A group to look at
  fjcorp.openai.openai_group:
    name: data-science

- name: Every group of the organization
  fjcorp.openai.openai_group_info:
  register: all_groups

- name: Their names
  ansible.builtin.debug:
    msg: "{{ all_groups.groups | map(attribute='name') | sort }}"

- name: The group of one team
  fjcorp.openai.openai_group_info:
    name: data-science
  register: team

- name: Which groups may Ansible change
  fjcorp.openai.openai_group_info:
    is_scim_managed: false
"""

RETURN = r"""
groups:
  description: The groups found, as the API shows them.
  returned: success
  type: list
  elements: dict
  sample:
    - id: group_01J1F8ABCDXYZ
      name: platform
      created_at: 1763683200
      is_scim_managed: false
      group_type: group
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
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.group import GROUP_INFO

if __name__ == "__main__":
    main(GROUP_INFO)
