#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_data_retention
short_description: Manage data retention settings
version_added: 0.1.0
description:
  - Sets the data retention type of the organization, or of a project if O(project) is set.
  - O(state=absent) resets a project to the type of its organization. The organization always has a type of its own,
    so that O(state=absent) without O(project) is rejected.
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
      - Desired state of the data retention settings.
      - V(present) sets the retention type. V(absent) resets a project to V(organization_default).
    type: str
    default: present
    choices:
      - present
      - absent
  project:
    description:
      - ID or name of the project.
      - If omitted, the module operates on the organization.
    type: str
    aliases:
      - project_id
  retention_type:
    description:
      - Data retention type. Required if O(state=present).
      - The types that an organization can use depend on its agreement with OpenAI.
    type: str
    choices:
      - organization_default
      - none
      - zero_data_retention
      - modified_abuse_monitoring
      - enhanced_zero_data_retention
      - enhanced_modified_abuse_monitoring
seealso:
  - module: fjcorp.openai.openai_data_retention_info
  - module: fjcorp.openai.openai_project
"""

EXAMPLES = r"""
- name: Exclude content from the abuse monitoring logs of the organization
  fjcorp.openai.openai_data_retention:
    retention_type: modified_abuse_monitoring

- name: Create a project for health records
  fjcorp.openai.openai_project:
    name: health

- name: Enable zero data retention for the project
  fjcorp.openai.openai_data_retention:
    project: health
    retention_type: zero_data_retention

- name: Reset the default project to the settings of the organization
  fjcorp.openai.openai_data_retention:
    project: Default project
    state: absent
"""

RETURN = r"""
data_retention:
  description: Data retention setting after the task.
  returned: success
  type: dict
  contains:
    object:
      description: Type of the object, V(organization.data_retention) or V(project.data_retention).
      returned: always
      type: str
      sample: project.data_retention
    type:
      description: Retention type.
      returned: always
      type: str
      sample: zero_data_retention
error:
  description: Details of the failure, see R(Errors,ansible_collections.fjcorp.openai.docsite.errors) for all keys and codes.
  returned: failure
  type: dict
  sample: {kind: api_error, message: Incorrect API key provided.}
"""

from ansible_collections.fjcorp.openai.plugins.module_utils._module import main
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.data_retention import (
    DATA_RETENTION,
)

if __name__ == "__main__":
    main(DATA_RETENTION)
