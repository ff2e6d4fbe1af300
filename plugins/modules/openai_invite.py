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
