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
  description: List of projects that match the options.
  returned: success
  type: list
  elements: dict
  contains:
    id:
      description: Identifier of the project.
      returned: always
      type: str
    created_at:
      description: Unix time in seconds when the project was created.
      returned: always
      type: int
    object:
      description: Type of the object.
      returned: always
      type: str
    archived_at:
      description: Unix time in seconds when the project was archived. V(null) for an active project.
      returned: when available
      type: int
    external_key_id:
      description: Identifier of the external key that encrypts data of the project.
      returned: when available
      type: str
    name:
      description: Name of the project.
      returned: when available
      type: str
    residency:
      description: Region in which data of the project is stored and processed.
      returned: when available
      type: str
    status:
      description: Status of the project, V(active) or V(archived).
      returned: when available
      type: str
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
  description: Details of the failure, see R(Errors,ansible_collections.fjcorp.openai.docsite.errors) for all keys and codes.
  returned: failure
  type: dict
  sample: {kind: api_error, message: Incorrect API key provided.}
"""

from ansible_collections.fjcorp.openai.plugins.module_utils._module import main
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.project import PROJECT_INFO

if __name__ == "__main__":
    main(PROJECT_INFO)
