#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_model_permissions_info
short_description: Gather information about model permissions of a project
version_added: 0.1.0
description:
  - Returns the list of models that a project can use, or the list of models that it cannot use.
  - If the project has no list and can use all models of the organization, the result is an empty dictionary.
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
    type: str
    required: true
    aliases:
      - project_id
notes:
  - A restricted admin key requires the scope C(api.management.read).
seealso:
  - module: fjcorp.openai.openai_model_permissions
  - module: fjcorp.openai.openai_rate_limit_info
"""

EXAMPLES = r"""
- name: Get the model permissions of the default project
  fjcorp.openai.openai_model_permissions_info:
    project: Default project
  register: default

- name: Show a message if the project has no model permissions
  ansible.builtin.debug:
    msg: The default project can use all models of the organization.
  when: not default.model_permissions

- name: Fail if a project allows an old model
  fjcorp.openai.openai_model_permissions_info:
    project: "{{ item }}"
  loop:
    - Default project
  register: checked
  failed_when: >-
    checked.model_permissions.mode | default('') == 'allow_list'
    and 'gpt-4' in checked.model_permissions.model_ids

- name: Get the model permissions for a report
  fjcorp.openai.openai_model_permissions_info:
    project: Default project
  register: report
"""

RETURN = r"""
model_permissions:
  description: Model permissions. Empty if they are not set.
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
      sample: deny_list
    model_ids:
      description: Names of the models. The order has no meaning.
      returned: always
      type: list
      elements: str
      sample:
        - gpt-4
error:
  description: Details of the failure, see R(Errors,ansible_collections.fjcorp.openai.docsite.errors) for all keys and codes.
  returned: failure
  type: dict
  sample: {kind: api_error, message: Incorrect API key provided.}
"""

from ansible_collections.fjcorp.openai.plugins.module_utils._module import main
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.model_permissions import (
    MODEL_PERMISSIONS_INFO,
)

if __name__ == "__main__":
    main(MODEL_PERMISSIONS_INFO)
