#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_project
short_description: Manage projects of an organization
version_added: 0.1.0
description:
  - Creates, changes and archives a project.
  - The project is looked up by O(id), or by O(name) if O(id) is not set. Only projects that are not archived are
    considered. Names are not necessarily unique. If more than one project matches, the task fails and lists their
    IDs.
  - The API does not delete projects. O(state=absent) archives the project, which cannot be undone. An archived project
    cannot be used, and its users, service accounts and keys are removed. This collection treats an archived project
    as absent, so that O(state=present) with the same name creates a new project.
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
      - Desired state of the project.
      - V(present) creates the project or changes the settings that differ. V(absent) archives it.
    type: str
    default: present
    choices:
      - present
      - absent
  id:
    description:
      - ID of the project. If set, O(name) is the desired name. Use this to rename the project.
      - The task fails if no project that is not archived has this ID.
    type: str
    aliases:
      - project_id
  name:
    description:
      - Name of the project. It is not necessarily unique.
    type: str
  residency:
    description:
      - Region in which the data of the project is stored and processed. It cannot be changed after the project is
        created. If the value differs from that of an existing project, the task fails.
      - The option is ignored for an existing project if the server does not return its residency.
    type: str
    choices:
      - GLOBAL
      - US_STORAGE_PROCESSING
      - EU_STORAGE_PROCESSING
      - JP_STORAGE
      - KR_STORAGE
      - CA_STORAGE
      - SG_STORAGE
      - IN_STORAGE
      - AU_STORAGE
      - GB_STORAGE
      - AE_STORAGE
      - AE_STORAGE_PROCESSING
    aliases:
      - geography
  external_key_id:
    description:
      - ID of the key in an external key management service that encrypts the data of the project.
      - An empty value or V(null) removes it. If omitted, it is not changed.
    type: str
seealso:
  - module: fjcorp.openai.openai_project_info
  - module: fjcorp.openai.openai_project_user
  - module: fjcorp.openai.openai_rate_limit
  - module: fjcorp.openai.openai_service_account
  - name: Projects in the API reference
    description: API reference for projects.
    link: https://platform.openai.com/docs/api-reference/projects
"""

EXAMPLES = r"""
- name: Create the payments project
  fjcorp.openai.openai_project:
    name: payments
  register: payments

- name: Show the ID of the project
  ansible.builtin.debug:
    var: payments.project.id

- name: Create a project with data residency in Europe
  fjcorp.openai.openai_project:
    name: payments-eu
    residency: EU_STORAGE_PROCESSING

- name: Look up the project by its old name
  fjcorp.openai.openai_project_info:
    name: fintech
  register: old

- name: Rename the project
  fjcorp.openai.openai_project:
    id: "{{ item.id }}"
    name: payments-platform
  loop: "{{ old.projects }}"

- name: Archive unused projects
  fjcorp.openai.openai_project:
    name: "{{ item }}"
    state: absent
  loop:
    - hackathon-2019
    - proof-of-concept
"""

RETURN = r"""
project:
  description:
    - The project as it is after the task. When the task archived it, the project as it was before; empty when there was none.
    - In check mode a project that would be made holds what the task can know, and an invented id with C(check-mode) in it,
      which later tasks of the same check understand.
  returned: success
  type: dict
  contains:
    id:
      description: The project's id.
      returned: always
      type: str
      sample: proj_GYZu7dKi4A9PqV4pK1mWbXcE
    object:
      description: The kind of object.
      returned: when the server tells it
      type: str
      sample: organization.project
    name:
      description: The project's name.
      returned: always
      type: str
      sample: payments
    status:
      description: V(active) or V(archived).
      returned: when the server tells it
      type: str
      sample: active
    created_at:
      description: When it was made, in seconds since 1970.
      returned: when the server tells it
      type: int
      sample: 1763683200
    archived_at:
      description: When it was archived; V(null) for an active project.
      returned: when the server tells it
      type: int
      sample: null
    residency:
      description: Where its data is stored and processed.
      returned: when the server tells it
      type: str
      sample: GLOBAL
    external_key_id:
      description: The key that protects its data.
      returned: when the server tells it
      type: str
      sample: null
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
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.project import PROJECT

if __name__ == "__main__":
    main(PROJECT)
