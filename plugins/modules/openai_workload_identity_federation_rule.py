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
  - Creates, changes and deletes a rule by which workloads of an identity provider act as a service account.
  - A rule is found by its O(id), else by its O(name) among the rules of its O(provider). The API allows rules without
    a name; those are found by their ids only.
  - For whom a rule is cannot change. An O(project) or O(service_account) that differs fails and names both.
  - O(state=absent) deletes the rule. To stop it for a while set O(enabled=false).
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
      - V(present) creates the rule or changes what differs; V(absent) deletes it.
    type: str
    default: present
    choices:
      - present
      - absent
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
      - The project of the service account, by its id or its name. Needed to create a rule, and to find an account
        by its name.
    type: str
    aliases:
      - project_id
  id:
    description:
      - The rule's id. With it, O(name) is the name the rule shall have.
      - The task fails when no rule of the provider has this id.
    type: str
    aliases:
      - workload_identity_federation_rule_id
  name:
    description:
      - The rule's name.
    type: str
  service_account:
    description:
      - The service account as which the workloads act, by its id or its name. Needed to create a rule.
    type: str
    aliases:
      - service_account_id
  attribute_matchers:
    description:
      - Attributes and the values a token must have for the rule to apply; texts, numbers or booleans. Needed to create
        a rule. They replace those there are.
    type: dict
  description:
    description:
      - What it is for. An empty text takes it away.
    type: str
  enabled:
    description:
      - Whether the rule applies. A new rule does unless this says otherwise.
    type: bool
  permissions:
    description:
      - What the workloads may do. The API takes V(service_account_default) where this is not given.
    type: dict
    suboptions:
      type:
        description:
          - V(service_account_default) is everything the account may do; V(restricted) is O(permissions.scopes).
        type: str
        required: true
        choices:
          - service_account_default
          - restricted
      scopes:
        description:
          - The scopes; their order means nothing. For V(restricted), needed.
        type: list
        elements: str
notes:
  - A text from a template is a text to the API even where it looks like a number. Values of O(attribute_matchers)
    are compared with their types.
  - A restricted admin key needs the scopes C(api.management.read) and C(api.management.write).
seealso:
  - module: fjcorp.openai.openai_workload_identity_federation_rule_info
  - module: fjcorp.openai.openai_workload_identity_provider
  - module: fjcorp.openai.openai_service_account
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

- name: Workflows of any branch may only call models
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

- name: Nobody deploys from tags any more
  fjcorp.openai.openai_workload_identity_federation_rule:
    provider: forge
    name: tags
    state: absent
"""

RETURN = r"""
workload_identity_federation_rule:
  description:
    - The rule as it is after the task. When the task deleted it, the rule as it was; empty when there was none.
    - In check mode an object that would be made holds only what the task can know, and an invented id with C(check-mode)
      in it.
  returned: success
  type: dict
  contains:
    id:
      description: The rule's id.
      returned: always
      type: str
      sample: wir_01J1F8ABCDXYZ
    name:
      description: Its name.
      returned: when it has one
      type: str
      sample: main branch
    workload_identity_provider_id:
      description: The provider's id.
      returned: always
      type: str
      sample: wip_01J1F8ABCDXYZ
    project_id:
      description: The project's id.
      returned: always
      type: str
      sample: proj_01J1F8ABCDXYZ
    service_account_id:
      description: The service account's id.
      returned: always
      type: str
      sample: user-01J1F8ABCDXYZ
    attribute_matchers:
      description: The values a token must have.
      returned: always
      type: dict
      sample:
        repository: example/shop
        ref: refs/heads/main
    permissions:
      description: What the workloads may do.
      returned: when the server tells it
      type: dict
      sample:
        type: service_account_default
    enabled:
      description: Whether the rule applies.
      returned: when the server tells it
      type: bool
      sample: true
    description:
      description: What it is for.
      returned: when the server tells it
      type: str
      sample: Deployments of the shop
    created_at:
      description: When it was created, in seconds since 1970.
      returned: when the server tells it
      type: int
      sample: 1763683200
    updated_at:
      description: When it was changed last, in seconds since 1970.
      returned: when the server tells it
      type: int
      sample: 1763683200
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
    WORKLOAD_IDENTITY_FEDERATION_RULE,
)

if __name__ == "__main__":
    main(WORKLOAD_IDENTITY_FEDERATION_RULE)
