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
