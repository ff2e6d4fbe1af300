#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_model_permissions_info
short_description: Read which models a project may use
version_added: 0.1.0
description:
  - Returns the list of models that a project may use, or of those it may not use.
  - Where the project has no list and so may use all models of the organization, the result is an empty mapping.
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
      - The project, by its id or its name.
    type: str
    required: true
    aliases:
      - project_id
notes:
  - A restricted admin key needs the scope C(api.management.read).
seealso:
  - module: fjcorp.openai.openai_model_permissions
  - module: fjcorp.openai.openai_rate_limit_info
"""

EXAMPLES = r"""
- name: What the default project may use
  fjcorp.openai.openai_model_permissions_info:
    project: Default project
  register: default

- name: Say so where nothing is ruled
  ansible.builtin.debug:
    msg: The default project may use every model.
  when: not default.model_permissions

- name: No project may use an old model
  fjcorp.openai.openai_model_permissions_info:
    project: "{{ item }}"
  loop:
    - Default project
  register: checked
  failed_when: >-
    checked.model_permissions.mode | default('') == 'allow_list'
    and 'gpt-4' in checked.model_permissions.model_ids

- name: The list for a report
  fjcorp.openai.openai_model_permissions_info:
    project: Default project
  register: report
"""

RETURN = r"""
model_permissions:
  description: The list, as the API shows it; empty where there is none.
  returned: success
  type: dict
  contains:
    object:
      description: The kind of object.
      returned: when there is a list
      type: str
      sample: project.model_permissions
    mode:
      description: What the list means, V(allow_list) or V(deny_list).
      returned: when there is a list
      type: str
      sample: deny_list
    model_ids:
      description: The models.
      returned: when there is a list
      type: list
      elements: str
      sample:
        - gpt-4
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
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.model_permissions import (
    MODEL_PERMISSIONS_INFO,
)

if __name__ == "__main__":
    main(MODEL_PERMISSIONS_INFO)
