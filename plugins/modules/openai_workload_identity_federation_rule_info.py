#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_workload_identity_federation_rule_info
short_description: Read federation rules of a workload identity provider
version_added: 0.1.0
description:
  - Returns one rule of a provider by its O(id), or all that match, from every page of the list.
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
  provider:
    description:
      - The identity provider, by its id or its name.
    type: str
    required: true
    aliases:
      - workload_identity_provider
      - workload_identity_provider_id
  project:
    description:
      - Return the rules for service accounts of this project, by its id or its name.
    type: str
    aliases:
      - project_id
  id:
    description:
      - The id of the one rule to read. Where there is none, the result is an empty list.
    type: str
    aliases:
      - workload_identity_federation_rule_id
  limit:
    description:
      - The most rules to return. Not given, all of them.
    type: int
  name:
    description:
      - Return the rules of this name.
    type: str
  enabled:
    description:
      - Return only rules that apply (V(true)), or only the others (V(false)).
    type: bool
  service_account_id:
    description:
      - Return the rules of the service account with this id.
    type: str
notes:
  - A restricted admin key needs the scope C(api.management.read).
seealso:
  - module: fjcorp.openai.openai_workload_identity_federation_rule
  - module: fjcorp.openai.openai_workload_identity_provider_info
"""

EXAMPLES = r"""
- name: Workflows of our forge may identify themselves
  fjcorp.openai.openai_workload_identity_provider:
    name: forge
    issuer: https://token.forge.example.com
    audience: https://api.openai.com/v1

- name: A project to deploy
  fjcorp.openai.openai_project:
    name: shop

- name: The account that deploys it, without a key
  fjcorp.openai.openai_service_account:
    project: shop
    name: deploy
    create_service_account_only: true

- name: Workflows of the main branch act as that account
  fjcorp.openai.openai_workload_identity_federation_rule:
    provider: forge
    name: main branch
    project: shop
    service_account: deploy
    attribute_matchers:
      repository: example/shop
      ref: refs/heads/main

- name: Every rule of the forge
  fjcorp.openai.openai_workload_identity_federation_rule_info:
    provider: forge
  register: all

- name: As which accounts its workflows act
  ansible.builtin.debug:
    msg: "{{ all.workload_identity_federation_rules | map(attribute='service_account_id') | unique }}"

- name: Those for one project
  fjcorp.openai.openai_workload_identity_federation_rule_info:
    provider: forge
    project: shop

- name: One of them
  fjcorp.openai.openai_workload_identity_federation_rule_info:
    provider: forge
    name: main branch
"""

RETURN = r"""
workload_identity_federation_rules:
  description: The rules found, as the API shows them.
  returned: success
  type: list
  elements: dict
  sample:
    - object: organization.workload_identity_federation_rule
      id: wir_01J1F8ABCDXYZ
      name: main branch
      workload_identity_provider_id: wip_01J1F8ABCDXYZ
      project_id: proj_01J1F8ABCDXYZ
      service_account_id: user-01J1F8ABCDXYZ
      attribute_matchers:
        repository: example/shop
        ref: refs/heads/main
      permissions:
        type: service_account_default
      enabled: true
      description: null
      created_at: 1763683200
      updated_at: 1763683200
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
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.workload_identity_federation_rule import (
    WORKLOAD_IDENTITY_FEDERATION_RULE_INFO,
)

if __name__ == "__main__":
    main(WORKLOAD_IDENTITY_FEDERATION_RULE_INFO)
