#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_model_permissions
short_description: Manage model permissions of a project
version_added: 0.1.0
description:
  - Sets the list of models that a project can use, or the list of models that it cannot use.
  - The list replaces the existing list. The order of the models is ignored.
  - O(state=absent) deletes the list, so that the project can use all models of the organization. If there is no list,
    nothing is changed.
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
      - Desired state of the model permissions.
      - V(present) sets the list. V(absent) deletes it.
    type: str
    default: present
    choices:
      - present
      - absent
  project:
    description:
      - ID or name of the project.
    type: str
    required: true
    aliases:
      - project_id
  mode:
    description:
      - Meaning of the list. Required if O(state=present).
    type: str
    choices:
      - allow_list
      - deny_list
  model_ids:
    description:
      - IDs of the models. Required if O(state=present).
      - With O(mode=allow_list), an empty list means that the project cannot use any model.
    type: list
    elements: str
    aliases:
      - models
notes:
  - A restricted admin key requires the scope C(api.management.write) to make changes. C(api.management.read) is sufficient
    in check mode and if nothing differs.
  - All settings can be read back from the API. Whether the organization itself can use a model is not included.
  - A project has rate limits only for the models that it can use, so that a change of this list changes the rate
    limits that M(fjcorp.openai.openai_rate_limit) finds.
seealso:
  - module: fjcorp.openai.openai_model_permissions_info
  - module: fjcorp.openai.openai_rate_limit
  - module: fjcorp.openai.openai_hosted_tool_permissions
"""

EXAMPLES = r"""
- name: Create a project for apprentices
  fjcorp.openai.openai_project:
    name: apprentices

- name: Allow only small models
  fjcorp.openai.openai_model_permissions:
    project: apprentices
    mode: allow_list
    model_ids:
      - gpt-4o-mini
      - gpt-4.1-mini

- name: Create a project for the website
  fjcorp.openai.openai_project:
    name: website

- name: Allow all models except one
  fjcorp.openai.openai_model_permissions:
    project: website
    mode: deny_list
    model_ids:
      - gpt-4

- name: Delete the model permissions of the default project
  fjcorp.openai.openai_model_permissions:
    project: Default project
    state: absent
"""

RETURN = r"""
model_permissions:
  description: The list as it is after the task. When the task deleted it, the list as it was; empty when there was none.
  returned: success
  type: dict
  contains:
    object:
      description: The kind of object.
      returned: when the server tells it
      type: str
      sample: project.model_permissions
    mode:
      description: What the list means, V(allow_list) or V(deny_list).
      returned: when there is or was a list
      type: str
      sample: allow_list
    model_ids:
      description: The models. The server may answer them in another order.
      returned: when there is or was a list
      type: list
      elements: str
      sample:
        - gpt-4.1-mini
        - gpt-4o-mini
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
    MODEL_PERMISSIONS,
)

if __name__ == "__main__":
    main(MODEL_PERMISSIONS)
