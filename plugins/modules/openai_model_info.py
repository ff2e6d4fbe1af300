#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_model_info
short_description: Read the models a project key may use
version_added: 0.1.0
description:
  - Returns one model by its id, or all that match. The list has one page.
  - It always reads afresh and never changes anything.
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
      - The name of the one model to read, a fine-tuned one too. Where the key may not use it, the result is an empty
        list.
    type: str
    aliases:
      - model_id
  limit:
    description:
      - The most models to return. Not given, all of them.
    type: int
  owned_by:
    description:
      - Return the models of this owner.
    type: str
seealso:
  - module: fjcorp.openai.openai_fine_tuning_job
  - name: Models in the API reference
    description: What the API says about models.
    link: https://platform.openai.com/docs/api-reference/models
"""

EXAMPLES = r"""
- name: Every model this key may use
  fjcorp.openai.openai_model_info:
  register: usable

- name: Stop before anything is spent where the model is not among them
  ansible.builtin.assert:
    that: "'gpt-4o-mini' in usable.models | map(attribute='id')"

- name: One model
  fjcorp.openai.openai_model_info:
    id: gpt-4o-mini
  register: small

- name: Is there a model of this name, whatever it is
  fjcorp.openai.openai_model_info:
    id: no-such-model
  register: unknown
  failed_when: unknown.models | length > 0
"""

RETURN = r"""
models:
  description: The models found, as the API shows them.
  returned: success
  type: list
  elements: dict
  sample:
    - id: gpt-4o-mini
      object: model
      created: 1721172741
      owned_by: system
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
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.project.model import MODEL_INFO

if __name__ == "__main__":
    main(MODEL_INFO)
