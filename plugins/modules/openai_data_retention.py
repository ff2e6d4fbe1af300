#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_data_retention
short_description: Manage how long the API keeps data
version_added: 0.1.0
description:
  - Sets the retention type of the organization, or with O(project) that of one project.
  - O(state=absent) sets a project back to the type of its organization. The organization always has a type of its
    own, so O(state=absent) without O(project) is refused.
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
      - V(present) sets the type; V(absent) sets a project back to V(organization_default).
    type: str
    default: present
    choices:
      - present
      - absent
  project:
    description:
      - The project, by its id or its name. Left out, the task is about the organization.
    type: str
    aliases:
      - project_id
  retention_type:
    description:
      - The retention type. Needed with O(state=present). Which types an organization may choose is agreed with OpenAI.
      - 'V(organization_default): As the organization. For a project only.'
      - 'V(none): No special arrangement; the API keeps data as long as it usually does. For a project only.'
      - 'V(zero_data_retention): Nothing is kept of requests and answers.'
      - 'V(modified_abuse_monitoring): Content is left out of the logs that serve to find abuse.'
      - 'V(enhanced_zero_data_retention): The enhanced form of V(zero_data_retention).'
      - 'V(enhanced_modified_abuse_monitoring): The enhanced form of V(modified_abuse_monitoring).'
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
- name: The organization leaves content out of abuse logs
  fjcorp.openai.openai_data_retention:
    retention_type: modified_abuse_monitoring

- name: A project for patient data
  fjcorp.openai.openai_project:
    name: patients

- name: Nothing is kept there
  fjcorp.openai.openai_data_retention:
    project: patients
    retention_type: zero_data_retention

- name: The default project does as the organization
  fjcorp.openai.openai_data_retention:
    project: Default project
    state: absent
"""

RETURN = r"""
data_retention:
  description: The setting after the task.
  returned: success
  type: dict
  contains:
    object:
      description: The kind of object, V(organization.data_retention) or V(project.data_retention).
      returned: when the server tells it
      type: str
      sample: project.data_retention
    type:
      description: The retention type; what O(retention_type) sets.
      returned: always
      type: str
      sample: zero_data_retention
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
    DATA_RETENTION,
)

if __name__ == "__main__":
    main(DATA_RETENTION)
