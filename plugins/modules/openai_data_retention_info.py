#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_data_retention_info
short_description: Gather information about data retention settings
version_added: 0.1.0
description:
  - Returns the data retention type of the organization, or of a project if O(project) is set.
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
  project:
    description:
      - ID or name of the project.
      - If omitted, the module operates on the organization.
    type: str
    aliases:
      - project_id
seealso:
  - module: fjcorp.openai.openai_data_retention
"""

EXAMPLES = r"""
- name: Get the data retention settings of the organization
  fjcorp.openai.openai_data_retention_info:
  register: organization

- name: Get the data retention settings of a project
  fjcorp.openai.openai_data_retention_info:
    project: Default project
  register: project

- name: Fail if a project has no data retention arrangement
  fjcorp.openai.openai_data_retention_info:
    project: "{{ item }}"
  loop:
    - Default project
  register: checked
  failed_when: checked.data_retention.type == 'none'
"""

RETURN = r"""
data_retention:
  description: Data retention setting.
  returned: success
  type: dict
  contains:
    object:
      description: Type of the object, V(organization.data_retention) or V(project.data_retention).
      returned: always
      type: str
      sample: organization.data_retention
    type:
      description: Retention type.
      returned: always
      type: str
      sample: modified_abuse_monitoring
error:
  description: Details of the failure, see R(Errors,ansible_collections.fjcorp.openai.docsite.errors) for all keys and codes.
  returned: failure
  type: dict
  sample: {kind: api_error, message: Incorrect API key provided.}
"""

from ansible_collections.fjcorp.openai.plugins.module_utils._module import main
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.data_retention import (
    DATA_RETENTION_INFO,
)

if __name__ == "__main__":
    main(DATA_RETENTION_INFO)
