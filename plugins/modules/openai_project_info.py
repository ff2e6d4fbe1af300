#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_project_info
short_description: Gather information about projects of an organization
version_added: 0.1.0
description:
  - Returns one project by its ID, or all projects that match the filters. All pages of the list are read.
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
      - ID of the project to return. The project can be archived. If it does not exist, an empty list is returned.
    type: str
    aliases:
      - project_id
  limit:
    description:
      - Maximum number of projects to return. Must be at least 1. If omitted, all are returned.
    type: int
  name:
    description:
      - Return only projects with exactly this name.
    type: str
  include_archived:
    description:
      - Whether to include archived projects.
    type: bool
    default: false
seealso:
  - module: fjcorp.openai.openai_project
"""

EXAMPLES = r"""
- name: List all active projects
  fjcorp.openai.openai_project_info:
  register: active_projects

- name: Show the number and the names of the projects
  ansible.builtin.debug:
    msg: "{{ active_projects.projects | length }} projects: {{ active_projects.projects | map(attribute='name') | join(', ') }}"

- name: List all projects with a name, including archived ones
  fjcorp.openai.openai_project_info:
    name: Default project
    include_archived: true

- name: Get a project by ID
  fjcorp.openai.openai_project_info:
    id: "{{ active_projects.projects[0].id }}"
  register: single_project

- name: Check the name of the project
  ansible.builtin.assert:
    that: single_project.projects[0].name == active_projects.projects[0].name
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
