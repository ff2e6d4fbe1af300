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
      - IDs of rate limits, such as V(rl-gpt-4o), stand for their models.
      - The API accepts any name. If neither the project nor the organization has a model that is added, the task
        displays a warning with similar names. The models are those with rate limits in the project, and in up to
        three other projects if one is missing.
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
  description:
    - Model permissions after the task. If the task deleted it, the model permissions before the task. Empty if they
      are not set.
  returned: success
  type: dict
  contains:
    object:
      description: Type of the object.
      returned: always
      type: str
      sample: project.model_permissions
    mode:
      description: Mode of the list, V(allow_list) or V(deny_list).
      returned: always
      type: str
      sample: allow_list
    model_ids:
      description: Names of the models. The order has no meaning.
      returned: always
      type: list
      elements: str
      sample:
        - gpt-4.1-mini
        - gpt-4o-mini
error:
  description: Details of the failure, see R(Errors,ansible_collections.fjcorp.openai.docsite.errors) for all keys and codes.
  returned: failure
  type: dict
  sample: {kind: api_error, message: Incorrect API key provided.}
"""

from ansible_collections.fjcorp.openai.plugins.module_utils._module import main
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.model_permissions import (
    MODEL_PERMISSIONS,
)

if __name__ == "__main__":
    main(MODEL_PERMISSIONS)
