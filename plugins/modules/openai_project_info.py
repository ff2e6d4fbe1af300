#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_project_info
short_description: Read projects of an organization
version_added: 0.1.0
description:
  - Returns one project by its id, or all that match, from every page of the list.
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
      - The id of the one project to read, an archived one too. Where there is none, the result is an empty list.
    type: str
    aliases:
      - project_id
  limit:
    description:
      - The most projects to return. Not given, all of them.
    type: int
  name:
    description:
      - Return the projects with exactly this name.
    type: str
  include_archived:
    description:
      - Whether archived projects are returned too.
    type: bool
    default: false
seealso:
  - module: fjcorp.openai.openai_project
"""

EXAMPLES = r"""
- name: All active projects
  fjcorp.openai.openai_project_info:
  register: active

- name: Say how many there are
  ansible.builtin.debug:
    msg: "{{ active.projects | length }} projects: {{ active.projects | map(attribute='name') | join(', ') }}"

- name: Everything that ever went by this name
  fjcorp.openai.openai_project_info:
    name: Default project
    include_archived: true

- name: One project by its id
  fjcorp.openai.openai_project_info:
    id: "{{ active.projects[0].id }}"
  register: one

- name: Stop where the project is not the one we mean
  ansible.builtin.assert:
    that: one.projects[0].name == active.projects[0].name
"""

RETURN = r"""
projects:
  description: The projects found, as the API shows them.
  returned: success
  type: list
  elements: dict
  sample:
    - id: proj_GYZu7dKi4A9PqV4pK1mWbXcE
      object: organization.project
      name: payments
      status: active
      created_at: 1763683200
      archived_at: null
      residency: GLOBAL
      external_key_id: null
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
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.project import PROJECT_INFO

if __name__ == "__main__":
    main(PROJECT_INFO)
