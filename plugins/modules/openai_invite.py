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
  description: Invitation after the task. If the task withdrew it, the invitation before the task. Empty if there
    is none, for example because the user joined in another way.
  returned: success
  type: dict
  contains:
    id:
      description: Identifier of the invitation.
      returned: always
      type: str
      sample: invite-7Yk2QmW9dR4sXc1Lz8VbNtGp
    object:
      description: Type of the object.
      returned: always
      type: str
      sample: organization.invite
    email:
      description: Email address of the invited user.
      returned: always
      type: str
      sample: hedy@example.com
    role:
      description: Role in the organization.
      returned: always
      type: str
      sample: reader
    status:
      description: Status of the invitation, V(pending), V(accepted) or V(expired).
      returned: always
      type: str
      sample: pending
    created_at:
      description: Unix time in seconds when the invitation was sent.
      returned: always
      type: int
      sample: 1763683200
    expires_at:
      description: Unix time in seconds when the invitation expires.
      returned: when available
      type: int
      sample: 1764288000
    accepted_at:
      description: Unix time in seconds when the invitation was accepted. V(null) if it was not accepted.
      returned: when available
      type: int
      sample: 1763686800
    projects:
      description: Projects that the user joins when the invitation is accepted.
      returned: always
      type: list
      elements: dict
      contains:
        id:
          description: Identifier of the project.
          returned: always
          type: str
        role:
          description: Role in the project.
          returned: always
          type: str
      sample:
        - id: proj_GYZu7dKi4A9PqV4pK1mWbXcE
          role: member
accepted:
  description: Whether the user belongs to the organization already. With O(state=absent), whether the invitation
    was accepted.
  returned: success
  type: bool
  sample: false
organization_user:
  description: User as returned by M(fjcorp.openai.openai_organization_user).
  returned: when O(state=present) and RV(accepted) is true
  type: dict
  contains:
    id:
      description: Identifier of the user.
      returned: always
      type: str
    added_at:
      description: Unix time in seconds when the user joined the organization.
      returned: always
      type: int
    object:
      description: Type of the object.
      returned: always
      type: str
    api_key_last_used_at:
      description: Unix time in seconds when an API key of the user was last used.
      returned: when available
      type: int
    created:
      description: Unix time in seconds when the user was created.
      returned: when available
      type: int
    developer_persona:
      description: Developer persona in the profile of the user.
      returned: when available
      type: str
    email:
      description: Email address of the user.
      returned: when available
      type: str
    is_default:
      description: Whether the user is the default user of the organization.
      returned: when available
      type: bool
    is_scale_tier_authorized_purchaser:
      description: Whether the user is authorized to purchase Scale Tier.
      returned: when available
      type: bool
    is_scim_managed:
      description: Whether an identity provider manages the user.
      returned: when available
      type: bool
    is_service_account:
      description: Whether the user is a service account.
      returned: when available
      type: bool
    name:
      description: Name of the user.
      returned: when available
      type: str
    projects:
      description: Projects of the user.
      returned: when available
      type: dict
      contains:
        data:
          description: Projects of the user.
          returned: always
          type: list
          elements: dict
          contains:
            id:
              description: Identifier of the project.
              returned: when available
              type: str
            name:
              description: Name of the project.
              returned: when available
              type: str
            role:
              description: Role of the user in the project.
              returned: when available
              type: str
        object:
          description: Type of the object.
          returned: always
          type: str
    role:
      description: Role of the user in the organization.
      returned: when available
      type: str
    technical_level:
      description: Technical level in the profile of the user.
      returned: when available
      type: str
    user:
      description: Account of the user.
      returned: when available
      type: dict
      contains:
        id:
          description: Identifier of the user.
          returned: always
          type: str
        object:
          description: Type of the object.
          returned: always
          type: str
        banned:
          description: Whether the user is banned.
          returned: when available
          type: bool
        banned_at:
          description: Unix time in seconds when the user was banned.
          returned: when available
          type: int
        email:
          description: Email address of the user.
          returned: when available
          type: str
        enabled:
          description: Whether the user is enabled.
          returned: when available
          type: bool
        name:
          description: Name of the user.
          returned: when available
          type: str
        picture:
          description: URL of the picture of the user.
          returned: when available
          type: str
  sample:
    id: user-5fJq2ZtR8mYc1VbN7xWd3LpK
    object: organization.user
    name: Hedy
    email: hedy@example.com
    role: reader
msg:
  description: Reason why nothing was changed.
  returned: when RV(accepted) is true
  type: str
  sample: hedy@example.com belongs to the organization already; the invitation is satisfied.
error:
  description: Details of the failure, see R(Errors,ansible_collections.fjcorp.openai.docsite.errors) for all keys and codes.
  returned: failure
  type: dict
  sample: {kind: api_error, message: Incorrect API key provided.}
"""

from ansible_collections.fjcorp.openai.plugins.module_utils._module import main
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.invite import INVITE

if __name__ == "__main__":
    main(INVITE)
