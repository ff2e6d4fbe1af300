#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_organization_user
short_description: Manage people of an organization
version_added: 0.1.0
description:
  - Changes the role and the profile of a person who belongs to the organization, or removes the person.
  - 'A person is found by O(id), else by O(email), whatever its case. People join by an invitation only: an address
    that nobody has is an error, and nothing is created.'
  - O(state=absent) removes the person from the organization, with all memberships and personal keys, which cannot
    be undone. It has to be said twice, see O(remove_from_organization). The API refuses to remove the last owner.
  - To take a person out of one project, use M(fjcorp.openai.openai_project_user); out of one group, M(fjcorp.openai.openai_group_user).
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
      - V(present) changes what differs; V(absent) removes the person from the organization.
    type: str
    default: present
    choices:
      - present
      - absent
  id:
    description:
      - The person's id. The task fails when nobody has it, and when O(email) is given too and is not this person's.
    type: str
    aliases:
      - organization_user_id
  email:
    description:
      - The person's e-mail address. It cannot be changed.
    type: str
  role:
    description:
      - The person's role in the organization. An owner is an owner of every project too.
      - Left out, it stays as it is. Further roles are given by M(fjcorp.openai.openai_role_assignment).
    type: str
    choices:
      - owner
      - reader
  technical_level:
    description:
      - The technical level in the person's profile. An empty value or V(null) takes it away; left out, it stays as
        it is.
    type: str
  developer_persona:
    description:
      - The kind of developer in the person's profile. An empty value or V(null) takes it away; left out, it stays
        as it is.
    type: str
  remove_from_organization:
    description:
      - 'Says that O(state=absent) is meant: the person leaves the whole organization. Without it O(state=absent)
        is refused before anything is asked.'
    type: bool
    default: false
notes:
  - An admin key that is restricted needs the permission to read and change people.
seealso:
  - module: fjcorp.openai.openai_organization_user_info
  - module: fjcorp.openai.openai_project_user
  - module: fjcorp.openai.openai_group_user
  - module: fjcorp.openai.openai_role_assignment
  - name: Users in the API reference
    description: What the API says about people of an organization.
    link: https://platform.openai.com/docs/api-reference/users
"""

EXAMPLES = r"""
- name: Ada helps to run the organization
  fjcorp.openai.openai_organization_user:
    email: ada@example.com
    role: owner

- name: These people read, and nothing more
  fjcorp.openai.openai_organization_user:
    email: "{{ item }}"
    role: reader
  loop:
    - grace@example.com
    - linus@example.com

- name: What Grace told about herself
  fjcorp.openai.openai_organization_user:
    email: grace@example.com
    technical_level: expert
    developer_persona: backend

- name: Linus has left the company
  fjcorp.openai.openai_organization_user:
    email: linus@example.com
    state: absent
    remove_from_organization: true
  when: linus_has_left | default(false)

- name: Somebody who left long ago
  fjcorp.openai.openai_organization_user:
    email: charles@example.com
    state: absent
    remove_from_organization: true
"""

RETURN = r"""
organization_user:
  description:
    - The person as the API shows one after the task. When the task removed the person, as it was before; empty when there
      was none.
  returned: success
  type: dict
  contains:
    id:
      description: The person's id.
      returned: always
      type: str
      sample: user-5fJq2ZtR8mYc1VbN7xWd3LpK
    object:
      description: The kind of object.
      returned: when the server tells it
      type: str
      sample: organization.user
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
      description: The person's role in the organization.
      returned: when the server tells it
      type: str
      sample: reader
    technical_level:
      description: The technical level in the person's profile.
      returned: when the server tells it
      type: str
      sample: expert
    developer_persona:
      description: The kind of developer in the person's profile.
      returned: when the server tells it
      type: str
      sample: backend
    added_at:
      description: When the person joined, in seconds since 1970.
      returned: when the server tells it
      type: int
      sample: 1763683200
    is_service_account:
      description: Whether this is a service account rather than a person.
      returned: when the server tells it
      type: bool
      sample: false
    is_scim_managed:
      description: Whether an identity provider keeps the person.
      returned: when the server tells it
      type: bool
      sample: false
    api_key_last_used_at:
      description: When a key of the person was last used, in seconds since 1970.
      returned: when the server tells it
      type: int
      sample: 1763686800
    projects:
      description: The projects the person is in, under C(data).
      returned: when the server tells it
      type: dict
      sample:
        object: list
        data:
          - id: proj_GYZu7dKi4A9PqV4pK1mWbXcE
            name: payments
            role: member
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
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.organization_user import (
    ORGANIZATION_USER,
)

if __name__ == "__main__":
    main(ORGANIZATION_USER)
