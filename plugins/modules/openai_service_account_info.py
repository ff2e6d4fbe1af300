#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_service_account_info
short_description: Gather information about service accounts of a project
version_added: 0.1.0
description:
  - Returns one service account by its ID, or all service accounts that match the filters. All pages of the list are
    read.
  - The module does not use cached lists and never changes anything.
  - Keys cannot be read back.
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
  project:
    description:
      - ID or name of the project.
    type: str
    required: true
    aliases:
      - project_id
  id:
    description:
      - ID of the service account to return. If it does not exist, an empty list is returned.
    type: str
    aliases:
      - service_account_id
  limit:
    description:
      - Maximum number of service accounts to return. Must be at least 1. If omitted, all are returned.
    type: int
  name:
    description:
      - Return only service accounts with exactly this name.
    type: str
seealso:
  - module: fjcorp.openai.openai_service_account
"""

EXAMPLES = r"""
- name: Create a project
  fjcorp.openai.openai_project:
    name: robots

- name: Create a service account
  fjcorp.openai.openai_service_account:
    project: robots
    name: crawler
    create_service_account_only: true

- name: List all service accounts of the project
  fjcorp.openai.openai_service_account_info:
    project: robots
  register: robots

- name: Get a service account by name
  fjcorp.openai.openai_service_account_info:
    project: robots
    name: crawler
  register: crawler

- name: Get the same service account by ID
  fjcorp.openai.openai_service_account_info:
    project: robots
    id: "{{ crawler.service_accounts[0].id }}"
"""

RETURN = r"""
service_accounts:
  description: List of service accounts that match the options.
  returned: success
  type: list
  elements: dict
  contains:
    id:
      description: Identifier of the service account.
      returned: always
      type: str
    created_at:
      description: Unix time in seconds when the service account was created.
      returned: always
      type: int
    name:
      description: Name of the service account.
      returned: always
      type: str
    object:
      description: Type of the object.
      returned: always
      type: str
    role:
      description: Role of the service account in the project. V(none) if it was created without a key and without
        a role.
      returned: always
      type: str
  sample:
    - id: user-9tRk3WcP6hXe2QnM5vBs8LdF
      object: organization.project.service_account
      name: ci
      role: member
      created_at: 1763683200
error:
  description: Details of the failure, see R(Errors,ansible_collections.fjcorp.openai.docsite.errors) for all keys and codes.
  returned: failure
  type: dict
  sample: {kind: api_error, message: Incorrect API key provided.}
"""

from ansible_collections.fjcorp.openai.plugins.module_utils._module import main
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.service_account import (
    SERVICE_ACCOUNT_INFO,
)

if __name__ == "__main__":
    main(SERVICE_ACCOUNT_INFO)
