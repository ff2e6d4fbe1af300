#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_workload_identity_federation_rule_info
short_description: Gather information about federation rules of a workload identity provider
version_added: 0.1.0
description:
  - Returns one rule of a provider by its ID, or all rules that match the filters. All pages of the list are read.
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
  provider:
    description:
      - ID or name of the identity provider.
    type: str
    required: true
    aliases:
      - workload_identity_provider
      - workload_identity_provider_id
  project:
    description:
      - Return only rules for service accounts of the project with this ID or name.
    type: str
    aliases:
      - project_id
  id:
    description:
      - ID of the rule to return. If it does not exist, an empty list is returned.
    type: str
    aliases:
      - workload_identity_federation_rule_id
  limit:
    description:
      - Maximum number of rules to return. Must be at least 1. If omitted, all are returned.
    type: int
  name:
    description:
      - Return only rules with this name.
    type: str
  enabled:
    description:
      - Whether to return only enabled rules (V(true)) or only disabled rules (V(false)).
    type: bool
  service_account_id:
    description:
      - Return only rules for the service account with this ID.
    type: str
notes:
  - A restricted admin key requires the scope C(api.management.read).
seealso:
  - module: fjcorp.openai.openai_workload_identity_federation_rule
  - module: fjcorp.openai.openai_workload_identity_provider_info
"""

EXAMPLES = r"""
- name: Create an identity provider for workflows
  fjcorp.openai.openai_workload_identity_provider:
    name: forge
    issuer: https://token.forge.example.com
    audience: https://api.openai.com/v1

- name: Create a project
  fjcorp.openai.openai_project:
    name: shop

- name: Create a service account without a key
  fjcorp.openai.openai_service_account:
    project: shop
    name: deploy
    create_service_account_only: true

- name: Allow workflows of the main branch to act as the service account
  fjcorp.openai.openai_workload_identity_federation_rule:
    provider: forge
    name: main branch
    project: shop
    service_account: deploy
    attribute_matchers:
      repository: example/shop
      ref: refs/heads/main

- name: List all rules of the provider
  fjcorp.openai.openai_workload_identity_federation_rule_info:
    provider: forge
  register: all_rules

- name: Show the service accounts of the rules
  ansible.builtin.debug:
    msg: "{{ all_rules.workload_identity_federation_rules | map(attribute='service_account_id') | unique }}"

- name: List the rules for one project
  fjcorp.openai.openai_workload_identity_federation_rule_info:
    provider: forge
    project: shop

- name: Get a rule by name
  fjcorp.openai.openai_workload_identity_federation_rule_info:
    provider: forge
    name: main branch
"""

RETURN = r"""
workload_identity_federation_rules:
  description: List of federation rules that match the options.
  returned: success
  type: list
  elements: dict
  contains:
    id:
      description: Identifier of the federation rule.
      returned: always
      type: str
    attribute_matchers:
      description: Values that the attributes of a token must have.
      returned: always
      type: dict
    created_at:
      description: Unix time in seconds when the federation rule was created.
      returned: always
      type: int
    description:
      description: Description of the federation rule.
      returned: when available
      type: str
    enabled:
      description: Whether the rule is enabled.
      returned: always
      type: bool
    name:
      description: Name of the federation rule.
      returned: when available
      type: str
    object:
      description: Type of the object.
      returned: always
      type: str
    permissions:
      description: Permissions of the workloads.
      returned: always
      type: dict
      contains:
        type:
          description: Type of the permissions.
          returned: always
          type: str
        scopes:
          description: Scopes of the permissions.
          returned: when available
          type: list
          elements: str
    project_id:
      description: Identifier of the project.
      returned: always
      type: str
    service_account_id:
      description: Identifier of the service account.
      returned: always
      type: str
    updated_at:
      description: Unix time in seconds when the federation rule was last changed.
      returned: always
      type: int
    workload_identity_provider_id:
      description: Identifier of the workload identity provider.
      returned: always
      type: str
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
  description: Details of the failure, see R(Errors,ansible_collections.fjcorp.openai.docsite.errors) for all keys and codes.
  returned: failure
  type: dict
  sample: {kind: api_error, message: Incorrect API key provided.}
"""

from ansible_collections.fjcorp.openai.plugins.module_utils._module import main
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.workload_identity_federation_rule import (
    WORKLOAD_IDENTITY_FEDERATION_RULE_INFO,
)

if __name__ == "__main__":
    main(WORKLOAD_IDENTITY_FEDERATION_RULE_INFO)
