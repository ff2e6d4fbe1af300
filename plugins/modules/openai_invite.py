#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_invite
short_description: Manage invitations to an organization
version_added: 0.1.0
description:
  - Sends an invitation to an email address, replaces an invitation that differs, or withdraws an invitation.
  - The invitation is looked up by O(id), or by O(email) if O(id) is not set. Email addresses are case-insensitive.
    Only pending invitations are considered. Expired invitations are ignored.
  - If the user already belongs to the organization, no invitation is sent, and RV(accepted) and RV(msg) report this.
    The role and the projects of such a user are not compared. Use M(fjcorp.openai.openai_organization_user) and M(fjcorp.openai.openai_project_user)
    to manage them.
  - The API cannot change an invitation. If the role or the projects differ, the invitation is replaced and the user
    receives another email. The old invitation is withdrawn only after the new one has been sent. If the server allows
    only one invitation for each address, the old invitation is withdrawn first, and is sent again unchanged if the
    new one is rejected.
  - O(state=absent) withdraws all pending invitations to the address. An accepted invitation cannot be withdrawn.
    The task then changes nothing and reports this.
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
      - Desired state of the invitation.
      - V(present) sends an invitation unless the user belongs to the organization. V(absent) withdraws pending invitations.
    type: str
    default: present
    choices:
      - present
      - absent
  id:
    description:
      - ID of the invitation. With O(state=present), the task fails if the invitation is neither pending nor accepted.
    type: str
    aliases:
      - invite_id
  email:
    description:
      - Email address to invite.
    type: str
  role:
    description:
      - Role in the organization. An owner of the organization is also an owner of every project.
      - Required to send an invitation. Not required to look up or withdraw one.
    type: str
    choices:
      - owner
      - reader
  projects:
    description:
      - Projects that the user joins by accepting the invitation.
      - If omitted, a new invitation adds the user to the default project, and the projects of an existing invitation
        are not compared.
      - With an empty list, the user is not added to any project, including the default project.
    type: list
    elements: dict
    suboptions:
      project:
        description:
          - ID or name of the project. An archived project is rejected before any request is sent.
        type: str
        required: true
        aliases:
          - id
      role:
        description:
          - Role in the project.
        type: str
        default: member
        choices:
          - member
          - owner
notes:
  - A restricted admin key requires the permission to read and change invitations. It also requires the permission
    to read projects and users to look them up.
  - An invitation expires several days after it is sent. C(expires_at) is the expiration time. If the task is run
    again after that time, it sends another invitation.
  - A task that sends an invitation requires three requests. A task that finds a pending invitation requires one request.
seealso:
  - module: fjcorp.openai.openai_invite_info
  - module: fjcorp.openai.openai_organization_user
  - module: fjcorp.openai.openai_project_user
  - name: Invites in the API reference
    description: API reference for invitations.
    link: https://platform.openai.com/docs/api-reference/invite
"""

EXAMPLES = r"""
- name: Create the payments project
  fjcorp.openai.openai_project:
    name: payments

- name: Invite a user to the payments project only
  fjcorp.openai.openai_invite:
    email: hedy@example.com
    role: reader
    projects:
      - project: payments
        role: member
  register: invitation

- name: Show whether the user has accepted the invitation
  ansible.builtin.debug:
    msg: "{{ 'accepted' if invitation.accepted else 'pending' }}"

- name: Invite an auditor without access to projects
  fjcorp.openai.openai_invite:
    email: auditor@example.com
    role: reader
    projects: []

- name: Invite a user who already belongs to the organization
  fjcorp.openai.openai_invite:
    email: Ada@example.com
    role: reader
  register: existing_user

- name: Check that no invitation was required
  ansible.builtin.assert:
    that: existing_user.accepted

- name: Withdraw pending invitations to an address
  fjcorp.openai.openai_invite:
    email: charles@example.com
    state: absent
"""

RETURN = r"""
invite:
  description:
    - The invitation as the API shows it after the task. When the task withdrew it, as it was before; empty when there is
      none, as for people who joined in another way.
  returned: success
  type: dict
  contains:
    id:
      description: The invitation's id.
      returned: when there is one
      type: str
      sample: invite-7Yk2QmW9dR4sXc1Lz8VbNtGp
    object:
      description: The kind of object.
      returned: when the server tells it
      type: str
      sample: organization.invite
    email:
      description: The address.
      returned: when there is one
      type: str
      sample: hedy@example.com
    role:
      description: The role in the organization.
      returned: when there is one
      type: str
      sample: reader
    status:
      description: V(pending), V(accepted) or V(expired).
      returned: when there is one
      type: str
      sample: pending
    created_at:
      description: When it was sent, in seconds since 1970.
      returned: when the server tells it
      type: int
      sample: 1763683200
    expires_at:
      description: When it expires, in seconds since 1970.
      returned: when the server tells it
      type: int
      sample: 1764288000
    accepted_at:
      description: When it was accepted, in seconds since 1970.
      returned: when it was accepted
      type: int
      sample: 1763686800
    projects:
      description: The projects that the person joins on accepting.
      returned: when the server tells it
      type: list
      elements: dict
      sample:
        - id: proj_GYZu7dKi4A9PqV4pK1mWbXcE
          role: member
accepted:
  description: Whether the person belongs to the organization already, or with O(state=absent) has accepted.
  returned: success
  type: bool
  sample: false
organization_user:
  description: The person, as M(fjcorp.openai.openai_organization_user) returns one.
  returned: with O(state=present), when RV(accepted) is true
  type: dict
  sample:
    id: user-5fJq2ZtR8mYc1VbN7xWd3LpK
    object: organization.user
    name: Hedy
    email: hedy@example.com
    role: reader
msg:
  description: One line that says why nothing was done.
  returned: when RV(accepted) is true
  type: str
  sample: hedy@example.com belongs to the organization already; the invitation is satisfied.
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
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.invite import INVITE

if __name__ == "__main__":
    main(INVITE)
