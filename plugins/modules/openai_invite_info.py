#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_invite_info
short_description: Read invitations into an organization
version_added: 0.1.0
description:
  - Returns one invitation by O(id), or all that match, from every page of the list.
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
      - The id of the one invitation to read. Where there is none, the result is an empty list.
    type: str
    aliases:
      - invite_id
  limit:
    description:
      - The most invitations to return. Not given, all of them.
    type: int
  email:
    description:
      - Return the invitations to this address, whatever its case. The API has no such filter, so every page is read.
    type: str
  status:
    description:
      - Return the invitations in this state. The API has no such filter, so every page is read.
    type: str
    choices:
      - pending
      - accepted
      - expired
notes:
  - An admin key that is restricted needs the permission to read invitations.
  - Invitations that were withdrawn are no longer listed; accepted and expired ones are.
seealso:
  - module: fjcorp.openai.openai_invite
  - module: fjcorp.openai.openai_organization_user_info
"""

EXAMPLES = r"""
- name: Invite two people
  fjcorp.openai.openai_invite:
    email: "{{ item }}"
    role: reader
    projects: []
  loop:
    - hedy@example.com
    - mary@example.com

- name: Who has not answered yet
  fjcorp.openai.openai_invite_info:
    status: pending
  register: waiting

- name: Their addresses
  ansible.builtin.debug:
    msg: "{{ waiting.invites | map(attribute='email') | list }}"

- name: What became of one invitation
  fjcorp.openai.openai_invite_info:
    email: Hedy@example.com
  register: hedy

- name: One line for each
  ansible.builtin.debug:
    msg: "{{ item.status }} until {{ item.expires_at }}"
  loop: "{{ hedy.invites }}"
  loop_control:
    label: "{{ item.email }}"

- name: Which ones nobody answered in time
  fjcorp.openai.openai_invite_info:
    status: expired
"""

RETURN = r"""
invites:
  description: The invitations found, as the API shows them.
  returned: success
  type: list
  elements: dict
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
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.invite import INVITE_INFO

if __name__ == "__main__":
    main(INVITE_INFO)
