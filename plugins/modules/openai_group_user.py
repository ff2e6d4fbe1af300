#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_group_user
short_description: Manage who is in a group
version_added: 0.1.0
description:
  - Puts a person of the organization into a group, or takes the person out.
  - The person must belong to the organization already; this module invites nobody.
  - O(state=absent) ends the membership only. The person stays in the organization and in all other groups.
  - Who is in a group that an identity provider keeps (SCIM) is decided there; a task that would have to change it
    is refused before anything is written.
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
      - V(present) puts the person into the group; V(absent) takes the person out.
    type: str
    default: present
    choices:
      - present
      - absent
  group:
    description:
      - The group, by its id or its name. Case does not matter in names.
    type: str
    required: true
    aliases:
      - group_id
  user:
    description:
      - The person, by id or e-mail address. Case does not matter in addresses.
    type: str
    required: true
    aliases:
      - user_id
      - email
notes:
  - An admin key that is restricted needs the permission to read and change groups, and to read people.
  - The API answers a new membership with ids only; name and e-mail address in the result are looked up among the
    people of the organization.
seealso:
  - module: fjcorp.openai.openai_group_user_info
  - module: fjcorp.openai.openai_group
  - module: fjcorp.openai.openai_organization_user
  - name: Group users in the API reference
    description: What the API says about people in groups.
    link: https://platform.openai.com/docs/api-reference/group-users
"""

EXAMPLES = r"""
- name: A group for the search team
  fjcorp.openai.openai_group:
    name: search

- name: Ada is in it
  fjcorp.openai.openai_group_user:
    group: search
    user: ada@example.com

- name: So are the others of the team
  fjcorp.openai.openai_group_user:
    group: search
    user: "{{ item }}"
  loop:
    - grace@example.com
    - Linus@Example.com

- name: Who has left the team is taken out
  fjcorp.openai.openai_group_user:
    group: search
    user: owner@example.com
    state: absent
"""

RETURN = r"""
group_user:
  description:
    - The membership as it is after the task. When the task ended it, the membership as it was; empty when there was none.
  returned: success
  type: dict
  contains:
    id:
      description: The person's id in the organization.
      returned: always
      type: str
      sample: user-5fJq2ZtR8mYc1VbN7xWd3LpK
    name:
      description: The person's name.
      returned: when the server tells it
      type: str
      sample: Ada Lovelace
    email:
      description: The person's e-mail address.
      returned: when the server tells it
      type: str
      sample: ada@example.com
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
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.group_user import GROUP_USER

if __name__ == "__main__":
    main(GROUP_USER)
