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
  description: The people found, as the API shows them.
  returned: success
  type: list
  elements: dict
  sample:
    - id: user-5fJq2ZtR8mYc1VbN7xWd3LpK
      name: Ada Lovelace
      email: ada@example.com
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
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.group_user import GROUP_USER_INFO

if __name__ == "__main__":
    main(GROUP_USER_INFO)
