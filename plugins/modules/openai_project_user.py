#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_project_user
short_description: Manage who works in a project
version_added: 0.1.0
description:
  - Adds a person of the organization to a project, changes the person's role there, or takes the person out of the
    project.
  - The person must belong to the organization already; this module invites nobody.
  - O(state=absent) ends the membership only. The person stays in the organization and in all other projects. The
    API refuses to take an owner of the organization out of a project.
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
      - V(present) adds the person or changes the role; V(absent) takes the person out of the project.
    type: str
    default: present
    choices:
      - present
      - absent
  project:
    description:
      - The project, by its id or its name.
    type: str
    required: true
    aliases:
      - project_id
  user:
    description:
      - The person, by id or e-mail address. Case does not matter in addresses.
    type: str
    required: true
    aliases:
      - user_id
      - email
  role:
    description:
      - The person's role in the project. Needed to add somebody; left out, the role of a member stays as it is.
    type: str
    choices:
      - owner
      - member
seealso:
  - module: fjcorp.openai.openai_project_user_info
  - module: fjcorp.openai.openai_project
  - name: Project users in the API reference
    description: What the API says about people in projects.
    link: https://platform.openai.com/docs/api-reference/project-users
"""

EXAMPLES = r"""
- name: A project for the search team
  fjcorp.openai.openai_project:
    name: search

- name: Ada owns it
  fjcorp.openai.openai_project_user:
    project: search
    user: ada@example.com
    role: owner

- name: Grace works in it
  fjcorp.openai.openai_project_user:
    project: search
    user: grace@example.com
    role: member

- name: Linus has moved on
  fjcorp.openai.openai_project_user:
    project: search
    user: linus@example.com
    state: absent
"""

RETURN = r"""
project_user:
  description:
    - The membership as it is after the task. When the task ended it, the membership as it was; empty when there was none.
    - In check mode a membership that would be made holds only what the task can know.
  returned: success
  type: dict
  contains:
    id:
      description: The person's id in the organization.
      returned: always
      type: str
      sample: user-5fJq2ZtR8mYc1VbN7xWd3LpK
    object:
      description: The kind of object.
      returned: when the server tells it
      type: str
      sample: organization.project.user
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
    role:
      description: The role in the project.
      returned: always
      type: str
      sample: owner
    added_at:
      description: When the person was added, in seconds since 1970.
      returned: when the server tells it
      type: int
      sample: 1763683200
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
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.project_user import PROJECT_USER

if __name__ == "__main__":
    main(PROJECT_USER)
