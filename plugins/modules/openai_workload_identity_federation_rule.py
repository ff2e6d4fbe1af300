#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_workload_identity_federation_rule
short_description: Manage federation rules of a workload identity provider
version_added: 0.1.0
description:
  - Creates, changes and deletes a rule that allows workloads of an identity provider to act as a service account.
  - The rule is looked up by O(id), or by O(name) in the rules of its O(provider) if O(id) is not set. The API allows
    rules without a name. They can only be looked up by ID.
  - The project and the service account of a rule cannot be changed. If O(project) or O(service_account) differs,
    the task fails and reports both values.
  - O(state=absent) deletes the rule. Set O(enabled=false) to disable it temporarily.
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
      - Desired state of the rule.
      - V(present) creates the rule or changes the settings that differ. V(absent) deletes it.
    type: str
    default: present
    choices:
      - present
      - absent
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
      - ID or name of the project of the service account. Required to create a rule, and to look up a service account
        by name.
    type: str
    aliases:
      - project_id
  id:
    description:
      - ID of the rule. If set, O(name) is the desired name. Use this to rename the rule.
      - The task fails if no rule of the provider has this ID.
    type: str
    aliases:
      - workload_identity_federation_rule_id
  name:
    description:
      - Name of the rule.
    type: str
  service_account:
    description:
      - ID or name of the service account as which the workloads act. Required to create a rule.
    type: str
    aliases:
      - service_account_id
  attribute_matchers:
    description:
      - Attributes and the values that a token must have for the rule to apply. The values can be strings, numbers
        or booleans. Required to create a rule. The dictionary replaces the existing one.
    type: dict
  description:
    description:
      - Description of the rule. An empty string removes it.
    type: str
  enabled:
    description:
      - Whether the rule is enabled. If omitted, a new rule is enabled.
    type: bool
  permissions:
    description:
      - Permissions of the workloads. If omitted, the API uses V(service_account_default).
    type: dict
    suboptions:
      type:
        description:
          - V(service_account_default) grants all permissions of the service account. V(restricted) grants O(permissions.scopes)
            only.
        type: str
        required: true
        choices:
          - service_account_default
          - restricted
      scopes:
        description:
          - Scopes of the workloads. The order is ignored. Required if O(permissions.type=restricted).
        type: list
        elements: str
notes:
  - A string from a template is sent to the API as a string, even if it looks like a number. The values of O(attribute_matchers)
    are compared including their types.
  - A restricted admin key requires the scopes C(api.management.read) and C(api.management.write).
seealso:
  - module: fjcorp.openai.openai_workload_identity_federation_rule_info
  - module: fjcorp.openai.openai_workload_identity_provider
  - module: fjcorp.openai.openai_service_account
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

- name: Allow workflows of any branch to call models only
  fjcorp.openai.openai_workload_identity_federation_rule:
    provider: forge
    name: any branch
    project: shop
    service_account: deploy
    attribute_matchers:
      repository: example/shop
    permissions:
      type: restricted
      scopes:
        - api.model.request

- name: Delete the rule for tags
  fjcorp.openai.openai_workload_identity_federation_rule:
    provider: forge
    name: tags
    state: absent
"""

RETURN = r"""
workload_identity_federation_rule:
  description:
    - Federation rule after the task. If the task deleted it, the federation rule before the task. Empty if it does
      not exist.
    - In check mode, a federation rule that would be created contains only the values that are known in advance. Its
      C(id) is a placeholder that contains C(check-mode).
  returned: success
  type: dict
  contains:
    id:
      description: Identifier of the federation rule.
      returned: always
      type: str
      sample: wir_01J1F8ABCDXYZ
    name:
      description: Name of the federation rule.
      returned: when available
      type: str
      sample: main branch
    workload_identity_provider_id:
      description: Identifier of the workload identity provider.
      returned: always
      type: str
      sample: wip_01J1F8ABCDXYZ
    project_id:
      description: Identifier of the project.
      returned: always
      type: str
      sample: proj_01J1F8ABCDXYZ
    service_account_id:
      description: Identifier of the service account.
      returned: always
      type: str
      sample: user-01J1F8ABCDXYZ
    attribute_matchers:
      description: Values that the attributes of a token must have.
      returned: always
      type: dict
      sample:
        repository: example/shop
        ref: refs/heads/main
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
      sample:
        type: service_account_default
    enabled:
      description: Whether the rule is enabled.
      returned: always
      type: bool
      sample: true
    description:
      description: Description of the federation rule.
      returned: when available
      type: str
      sample: Deployments of the shop
    created_at:
      description: Unix time in seconds when the federation rule was created.
      returned: always
      type: int
      sample: 1763683200
    updated_at:
      description: Unix time in seconds when the federation rule was last changed.
      returned: always
      type: int
      sample: 1763683200
    object:
      description: Type of the object.
      returned: always
      type: str
      sample: organization.workload_identity_federation_rule
error:
  description: Details of the failure, see R(Errors,ansible_collections.fjcorp.openai.docsite.errors) for all keys and codes.
  returned: failure
  type: dict
  sample: {kind: api_error, message: Incorrect API key provided.}
"""

from ansible_collections.fjcorp.openai.plugins.module_utils._module import main
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.workload_identity_federation_rule import (
    WORKLOAD_IDENTITY_FEDERATION_RULE,
)

if __name__ == "__main__":
    main(WORKLOAD_IDENTITY_FEDERATION_RULE)
