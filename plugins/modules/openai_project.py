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
      - A region alone, such as V(EU), is sent as C(geography), the former name of the field. The server determines
        the residency. An existing project matches if its residency is in that region.
      - The option is ignored for an existing project if the server does not return its residency. V(null) means that
        it is not set.
    type: str
    choices:
      - GLOBAL
      - US_STORAGE_PROCESSING
      - EU_STORAGE_PROCESSING
      - JP_STORAGE
      - JP_STORAGE_PROCESSING
      - KR_STORAGE
      - CA_STORAGE
      - SG_STORAGE
      - IN_STORAGE
      - IN_STORAGE_PROCESSING
      - AU_STORAGE
      - AU_STORAGE_PROCESSING
      - GB_STORAGE
      - AE_STORAGE
      - AE_STORAGE_PROCESSING
      - US
      - EU
      - JP
      - KR
      - CA
      - SG
      - IN
      - AU
      - GB
      - AE
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
    - Project after the task. If the task archived it, the project before the task. Empty if it does not exist.
    - In check mode, a project that would be created contains only the values that are known in advance. Its C(id)
      is a placeholder that contains C(check-mode).
  returned: success
  type: dict
  contains:
    id:
      description: Identifier of the project.
      returned: always
      type: str
      sample: proj_GYZu7dKi4A9PqV4pK1mWbXcE
    object:
      description: Type of the object.
      returned: always
      type: str
      sample: organization.project
    name:
      description: Name of the project.
      returned: when available
      type: str
      sample: payments
    status:
      description: Status of the project, V(active) or V(archived).
      returned: when available
      type: str
      sample: active
    created_at:
      description: Unix time in seconds when the project was created.
      returned: always
      type: int
      sample: 1763683200
    archived_at:
      description: Unix time in seconds when the project was archived. V(null) for an active project.
      returned: when available
      type: int
      sample: null
    residency:
      description: Region in which data of the project is stored and processed.
      returned: when available
      type: str
      sample: GLOBAL
    external_key_id:
      description: Identifier of the external key that encrypts data of the project.
      returned: when available
      type: str
      sample: null
error:
  description: Details of the failure, see R(Errors,ansible_collections.fjcorp.openai.docsite.errors) for all keys and codes.
  returned: failure
  type: dict
  sample: {kind: api_error, message: Incorrect API key provided.}
"""

from ansible_collections.fjcorp.openai.plugins.module_utils._module import main
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.project import PROJECT

if __name__ == "__main__":
    main(PROJECT)
