#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_model_info
short_description: Gather information about models
version_added: 0.1.0
description:
  - Returns one model by its ID, or all models that the project key can use and that match the filters. The list has
    one page.
  - The module does not use cached lists and never changes anything.
author:
  - fjcorp maintainers (@fjcorp)
extends_documentation_fragment:
  - fjcorp.openai.connection
  - fjcorp.openai.project
  - fjcorp.openai.attributes
attributes:
  check_mode:
    support: full
  diff_mode:
    support: N/A
  idempotent:
    support: full
options:
  id:
    description:
      - Name of the model to return. Can be a fine-tuned model.
      - If the key cannot use the model, an empty list is returned.
    type: str
    aliases:
      - model_id
  limit:
    description:
      - Maximum number of models to return. If omitted, all are returned.
    type: int
  owned_by:
    description:
      - Return only models of this owner.
    type: str
seealso:
  - module: fjcorp.openai.openai_fine_tuning_job
  - name: Models in the API reference
    description: API reference for models.
    link: https://platform.openai.com/docs/api-reference/models
"""

EXAMPLES = r"""
- name: Gather information about all models that the key can use
  fjcorp.openai.openai_model_info:
  register: usable

- name: Fail if the required model is not available
  ansible.builtin.assert:
    that: "'gpt-4o-mini' in usable.models | map(attribute='id')"

- name: Gather information about one model
  fjcorp.openai.openai_model_info:
    id: gpt-4o-mini
  register: small

- name: Verify that a model does not exist
  fjcorp.openai.openai_model_info:
    id: no-such-model
  register: unknown
  failed_when: unknown.models | length > 0
"""

RETURN = r"""
models:
  description: List of models that match the options.
  returned: success
  type: list
  elements: dict
  contains:
    id:
      description: Name of the model.
      returned: always
      type: str
    created:
      description: Unix time in seconds when the model was created.
      returned: always
      type: int
    object:
      description: Type of the object.
      returned: always
      type: str
    owned_by:
      description: Owner of the model.
      returned: always
      type: str
    shutdown_date:
      description: Date from which the model is no longer available.
      returned: when available
      type: str
  sample:
    - id: gpt-4o-mini
      object: model
      created: 1721172741
      owned_by: system
error:
  description: Details of the failure, see R(Errors,ansible_collections.fjcorp.openai.docsite.errors) for all keys and codes.
  returned: failure
  type: dict
  sample: {kind: api_error, message: Incorrect API key provided.}
"""

from ansible_collections.fjcorp.openai.plugins.module_utils._module import main
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.project.model import MODEL_INFO

if __name__ == "__main__":
    main(MODEL_INFO)
