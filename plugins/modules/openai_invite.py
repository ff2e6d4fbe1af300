#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_invite
short_description: Invite people into an organization
version_added: 0.1.0
description:
  - Sends an invitation to an e-mail address, replaces one that differs, or withdraws it.
  - 'An invitation is found by O(id), else by O(email), whatever its case, among those that are pending: an expired
    one is as good as none.'
  - 'Who belongs to the organization already needs no invitation: nothing is sent, and RV(accepted) and RV(msg) say
    so. Role and projects of such a person are not compared; M(fjcorp.openai.openai_organization_user) and M(fjcorp.openai.openai_project_user)
    keep those.'
  - The API cannot change an invitation. One whose role or projects differ from what is wanted is replaced, so that
    the person gets another e-mail. The old one is withdrawn only when the new one was sent. Where the server allows
    one invitation to an address only, the old one goes first, and is sent again as it was should the new one be refused.
  - O(state=absent) withdraws every pending invitation to the address. An accepted one cannot be withdrawn; the task
    changes nothing then, and says so.
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
      - V(present) invites, unless the person has joined; V(absent) withdraws what is pending.
    type: str
    default: present
    choices:
      - present
      - absent
  id:
    description:
      - The invitation's id. With O(state=present) the task fails when it is not pending and was not accepted either.
    type: str
    aliases:
      - invite_id
  email:
    description:
      - The address to invite.
    type: str
  role:
    description:
      - The role in the organization. An owner is an owner of every project too.
      - Needed to send an invitation, not to find or withdraw one.
    type: str
    choices:
      - owner
      - reader
  projects:
    description:
      - The projects that the person joins on accepting.
      - Left out, a new invitation leads into the default project, and that of an existing one is not compared.
      - An empty list means no project at all, not even the default one.
    type: list
    elements: dict
    suboptions:
      project:
        description:
          - The project's id or name. An archived one is refused before anything is sent.
        type: str
        required: true
        aliases:
          - id
      role:
        description:
          - The role in the project.
        type: str
        default: member
        choices:
          - member
          - owner
notes:
  - An admin key that is restricted needs the permission to read and change invitations; for looking up projects and
    people, that to read them as well.
  - An invitation expires some days after it was sent; C(expires_at) tells when. Running the task again then sends
    another.
  - A task that sends one takes three requests, one that finds it pending one request.
seealso:
  - module: fjcorp.openai.openai_invite_info
  - module: fjcorp.openai.openai_organization_user
  - module: fjcorp.openai.openai_project_user
  - name: Invites in the API reference
    description: What the API says about invitations.
    link: https://platform.openai.com/docs/api-reference/invite
"""

EXAMPLES = r"""
- name: The project that Hedy will work in
  fjcorp.openai.openai_project:
    name: payments

- name: Invite Hedy into it, and into no other
  fjcorp.openai.openai_invite:
    email: hedy@example.com
    role: reader
    projects:
      - project: payments
        role: member
  register: invited

- name: Has she joined yet
  ansible.builtin.debug:
    msg: "{{ 'yes' if invited.accepted else 'no, the invitation waits' }}"

- name: An auditor reads the organization and is in no project
  fjcorp.openai.openai_invite:
    email: auditor@example.com
    role: reader
    projects: []

- name: Ada is here already, so that nothing is sent
  fjcorp.openai.openai_invite:
    email: Ada@example.com
    role: reader
  register: ada

- name: The task says so
  ansible.builtin.assert:
    that: ada.accepted

- name: Withdraw what is pending for somebody who will not come
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
