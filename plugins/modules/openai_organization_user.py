#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_organization_user
short_description: Manage users of an organization
version_added: 0.1.0
description:
  - Changes the role and the profile of a user who belongs to the organization, or removes the user.
  - The user is looked up by O(id), or by O(email) if O(id) is not set. Email addresses are case-insensitive. Users
    can only join the organization by invitation. If no user has the email address, the task fails and nothing is
    created.
  - O(state=absent) removes the user from the organization, including all memberships and personal keys. This cannot
    be undone and must be confirmed with O(remove_from_organization=true). The API rejects the removal of the last
    owner.
  - Use M(fjcorp.openai.openai_project_user) to remove a user from one project, and M(fjcorp.openai.openai_group_user)
    to remove a user from one group.
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
      - Desired state of the user.
      - V(present) changes the settings that differ. V(absent) removes the user from the organization.
    type: str
    default: present
    choices:
      - present
      - absent
  id:
    description:
      - ID of the user.
      - The task fails if no user has this ID, or if O(email) is also set and is not the email address of this user.
    type: str
    aliases:
      - organization_user_id
  email:
    description:
      - Email address of the user. It cannot be changed.
    type: str
  role:
    description:
      - Role of the user in the organization. An owner of the organization is also an owner of every project.
      - If omitted, it is not changed. Additional roles are managed by M(fjcorp.openai.openai_role_assignment).
    type: str
    choices:
      - owner
      - reader
  technical_level:
    description:
      - Technical level in the profile of the user. An empty value or V(null) removes it. If omitted, it is not changed.
    type: str
  developer_persona:
    description:
      - Type of developer in the profile of the user. An empty value or V(null) removes it. If omitted, it is not
        changed.
    type: str
  remove_from_organization:
    description:
      - Confirms that O(state=absent) removes the user from the whole organization. Without this option, O(state=absent)
        is rejected before any request is sent.
    type: bool
    default: false
notes:
  - A restricted admin key requires the permission to read and change users.
seealso:
  - module: fjcorp.openai.openai_organization_user_info
  - module: fjcorp.openai.openai_project_user
  - module: fjcorp.openai.openai_group_user
  - module: fjcorp.openai.openai_role_assignment
  - name: Users in the API reference
    description: API reference for users of an organization.
    link: https://platform.openai.com/docs/api-reference/users
"""

EXAMPLES = r"""
- name: Make a user an owner of the organization
  fjcorp.openai.openai_organization_user:
    email: ada@example.com
    role: owner

- name: Restrict users to the reader role
  fjcorp.openai.openai_organization_user:
    email: "{{ item }}"
    role: reader
  loop:
    - grace@example.com
    - linus@example.com

- name: Set the profile of a user
  fjcorp.openai.openai_organization_user:
    email: grace@example.com
    technical_level: expert
    developer_persona: backend

- name: Remove a user who has left the company
  fjcorp.openai.openai_organization_user:
    email: linus@example.com
    state: absent
    remove_from_organization: true
  when: linus_has_left | default(false)

- name: Ensure that a former user is not in the organization
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
