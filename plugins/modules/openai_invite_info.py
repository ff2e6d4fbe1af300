#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_invite_info
short_description: Gather information about invitations to an organization
version_added: 0.1.0
description:
  - Returns one invitation by its ID, or all invitations that match the filters. All pages of the list are read.
  - The module does not use cached lists and never changes anything.
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
      - ID of the invitation to return. If it does not exist, an empty list is returned.
    type: str
    aliases:
      - invite_id
  limit:
    description:
      - Maximum number of invitations to return. Must be at least 1. If omitted, all are returned.
    type: int
  email:
    description:
      - Return only invitations to this address. Email addresses are case-insensitive. The API does not support this
        filter, so that all pages are read.
    type: str
  status:
    description:
      - Return only invitations with this status. The API does not support this filter, so that all pages are read.
    type: str
    choices:
      - pending
      - accepted
      - expired
notes:
  - A restricted admin key requires the permission to read invitations.
  - Withdrawn invitations are not listed. Accepted and expired invitations are listed.
seealso:
  - module: fjcorp.openai.openai_invite
  - module: fjcorp.openai.openai_organization_user_info
"""

EXAMPLES = r"""
- name: Invite two users
  fjcorp.openai.openai_invite:
    email: "{{ item }}"
    role: reader
    projects: []
  loop:
    - hedy@example.com
    - mary@example.com

- name: List pending invitations
  fjcorp.openai.openai_invite_info:
    status: pending
  register: pending

- name: Show the email addresses of pending invitations
  ansible.builtin.debug:
    msg: "{{ pending.invites | map(attribute='email') | list }}"

- name: Get the invitations to one address
  fjcorp.openai.openai_invite_info:
    email: Hedy@example.com
  register: invitations

- name: Show the status of each invitation
  ansible.builtin.debug:
    msg: "{{ item.status }}, expires at {{ item.expires_at }}"
  loop: "{{ invitations.invites }}"
  loop_control:
    label: "{{ item.email }}"

- name: List expired invitations
  fjcorp.openai.openai_invite_info:
    status: expired
"""

RETURN = r"""
invites:
  description: List of invitations that match the options.
  returned: success
  type: list
  elements: dict
  contains:
    id:
      description: Identifier of the invitation.
      returned: always
      type: str
    created_at:
      description: Unix time in seconds when the invitation was sent.
      returned: always
      type: int
    email:
      description: Email address of the invited user.
      returned: always
      type: str
    object:
      description: Type of the object.
      returned: always
      type: str
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
    role:
      description: Role in the organization.
      returned: always
      type: str
    status:
      description: Status of the invitation, V(pending), V(accepted) or V(expired).
      returned: always
      type: str
    accepted_at:
      description: Unix time in seconds when the invitation was accepted. V(null) if it was not accepted.
      returned: when available
      type: int
    expires_at:
      description: Unix time in seconds when the invitation expires.
      returned: when available
      type: int
  sample:
    - id: invite-7Yk2QmW9dR4sXc1Lz8VbNtGp
      object: organization.invite
      email: hedy@example.com
      role: reader
      status: pending
      created_at: 1763683200
      expires_at: 1764288000
      accepted_at: null
      projects:
        - id: proj_GYZu7dKi4A9PqV4pK1mWbXcE
          role: member
error:
  description: Details of the failure, see R(Errors,ansible_collections.fjcorp.openai.docsite.errors) for all keys and codes.
  returned: failure
  type: dict
  sample: {kind: api_error, message: Incorrect API key provided.}
"""

from ansible_collections.fjcorp.openai.plugins.module_utils._module import main
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.invite import INVITE_INFO

if __name__ == "__main__":
    main(INVITE_INFO)
