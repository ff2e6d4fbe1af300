#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_data_retention_info
short_description: Read how long the API keeps data
version_added: 0.1.0
description:
  - Returns the retention type of the organization, or with O(project) that of one project.
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
  project:
    description:
      - The project, by its id or its name. Left out, the task is about the organization.
    type: str
    aliases:
      - project_id
seealso:
  - module: fjcorp.openai.openai_data_retention
"""

EXAMPLES = r"""
- name: What holds for the organization
  fjcorp.openai.openai_data_retention_info:
  register: organization

- name: What holds for one project
  fjcorp.openai.openai_data_retention_info:
    project: Default project
  register: project

- name: Projects without a rule of their own
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
