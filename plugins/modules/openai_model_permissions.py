#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_model_permissions
short_description: Manage which models a project may use
version_added: 0.1.0
description:
  - Sets the list of models that one project may use, or of those it may not use.
  - The list given is the whole list; a model that is not in it any more is taken off. The order of the models does
    not matter.
  - O(state=absent) deletes the list, after which the project may use all models of the organization again. Where
    there is no list it does nothing.
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
      - V(present) sets the list; V(absent) deletes it.
    type: str
    default: present
    choices:
      - present
      - absent
  project:
    description:
      - The project, by its id or its name.
    type: str
    required: true
    aliases:
      - project_id
  mode:
    description:
      - What the list means. Needed with O(state=present).
    type: str
    choices:
      - allow_list
      - deny_list
  model_ids:
    description:
      - The models, by their ids. Needed with O(state=present).
      - With O(mode=allow_list) an empty list leaves the project without any model.
    type: list
    elements: str
    aliases:
      - models
notes:
  - A restricted admin key needs the scope C(api.management.write) to change something; for a check and where nothing
    differs C(api.management.read) is enough.
  - Everything that is set can be read back. Whether the organization itself may use a model cannot be seen here.
  - A project has rate limits for the models it may use only, so a change of this list changes what M(fjcorp.openai.openai_rate_limit)
    finds.
seealso:
  - module: fjcorp.openai.openai_model_permissions_info
  - module: fjcorp.openai.openai_rate_limit
  - module: fjcorp.openai.openai_hosted_tool_permissions
"""

EXAMPLES = r"""
- name: A project for the apprentices
  fjcorp.openai.openai_project:
    name: apprentices

- name: Small models only
  fjcorp.openai.openai_model_permissions:
    project: apprentices
    mode: allow_list
    model_ids:
      - gpt-4o-mini
      - gpt-4.1-mini

- name: A project for the website
  fjcorp.openai.openai_project:
    name: website

- name: Anything but the old model
  fjcorp.openai.openai_model_permissions:
    project: website
    mode: deny_list
    model_ids:
      - gpt-4

- name: The default project may use what the organization may
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
