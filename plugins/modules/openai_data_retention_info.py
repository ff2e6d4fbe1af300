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
  description: The setting, as the API shows it.
  returned: success
  type: dict
  contains:
    object:
      description: The kind of object, V(organization.data_retention) or V(project.data_retention).
      returned: always
      type: str
      sample: organization.data_retention
    type:
      description: The retention type.
      returned: always
      type: str
      sample: modified_abuse_monitoring
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
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.data_retention import (
    DATA_RETENTION_INFO,
)

if __name__ == "__main__":
    main(DATA_RETENTION_INFO)
