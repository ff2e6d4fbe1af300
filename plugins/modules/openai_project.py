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
  - A project is found by its O(id), else by its O(name) among the projects that are not archived. Names are not unique;
    where two projects that are not archived carry the same name, the task fails and lists their ids.
  - The API deletes no project. O(state=absent) archives it, which cannot be undone. Nobody can use an archived project,
    and its people, service accounts and keys are gone with it. To this collection it is absent, so O(state=present)
    with the same name makes another project.
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
      - V(present) creates the project or changes what differs; V(absent) archives it.
    type: str
    default: present
    choices:
      - present
      - absent
  id:
    description:
      - The project's id. With it, O(name) is the name the project shall have, so this is how a project is renamed.
      - The task fails when no project that is not archived has this id.
    type: str
    aliases:
      - project_id
  name:
    description:
      - The project's name; it need not be unique.
    type: str
  residency:
    description:
      - Where data of the project is stored and processed. It is fixed when the project is made; a different value
        for an existing project is an error.
      - A server that does not tell the residency of a project gives nothing to compare, so the option is then ignored.
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
      - The key of your own key management that protects the project's data.
      - An empty value or V(null) takes it away; left out, it stays as it is.
    type: str
seealso:
  - module: fjcorp.openai.openai_project_info
  - module: fjcorp.openai.openai_project_user
  - module: fjcorp.openai.openai_rate_limit
  - module: fjcorp.openai.openai_service_account
  - name: Projects in the API reference
    description: What the API says about projects.
    link: https://platform.openai.com/docs/api-reference/projects
"""

EXAMPLES = r"""
- name: One project for the payments team
  fjcorp.openai.openai_project:
    name: payments
  register: payments

- name: The id of its project, for what is done by other means
  ansible.builtin.debug:
    var: payments.project.id

- name: A project whose data stays in Europe
  fjcorp.openai.openai_project:
    name: payments-eu
    residency: EU_STORAGE_PROCESSING

- name: Which project still has its old name
  fjcorp.openai.openai_project_info:
    name: fintech
  register: old

- name: Give it the new one
  fjcorp.openai.openai_project:
    id: "{{ item.id }}"
    name: payments-platform
  loop: "{{ old.projects }}"

- name: Archive what is no longer used
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
