#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_workload_identity_provider_info
short_description: Gather information about workload identity providers
version_added: 0.1.0
description:
  - Returns one provider by its ID, or all providers that match the filters. All pages of the list are read.
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
  id:
    description:
      - ID of the provider to return. If it does not exist, an empty list is returned.
    type: str
    aliases:
      - workload_identity_provider_id
  limit:
    description:
      - Maximum number of providers to return. Must be at least 1. If omitted, all are returned.
    type: int
  name:
    description:
      - Return only providers with this name.
    type: str
  enabled:
    description:
      - Whether to return only enabled providers (V(true)) or only disabled providers (V(false)).
    type: bool
notes:
  - A restricted admin key requires the scope C(api.management.read).
seealso:
  - module: fjcorp.openai.openai_workload_identity_provider
  - module: fjcorp.openai.openai_workload_identity_federation_rule_info
"""

EXAMPLES = r"""
- name: Create an identity provider for workflows
  fjcorp.openai.openai_workload_identity_provider:
    name: forge
    issuer: https://token.forge.example.com
    audience: https://api.openai.com/v1

- name: List all identity providers
  fjcorp.openai.openai_workload_identity_provider_info:
  register: all_providers

- name: Show the issuers of the providers
  ansible.builtin.debug:
    msg: "{{ all_providers.workload_identity_providers | map(attribute='issuer') | sort }}"

- name: Get a provider by name
  fjcorp.openai.openai_workload_identity_provider_info:
    name: forge

- name: List disabled providers
  fjcorp.openai.openai_workload_identity_provider_info:
    enabled: false
"""

RETURN = r"""
workload_identity_providers:
  description: List of identity providers that match the options.
  returned: success
  type: list
  elements: dict
  contains:
    id:
      description: Identifier of the identity provider.
      returned: always
      type: str
    attribute_transformations:
      description: Attributes that are derived from the claims of the token.
      returned: always
      type: list
      elements: dict
      contains:
        attribute:
          description: Name of the attribute.
          returned: always
          type: str
        expression:
          description: Expression that derives the attribute from the claims of the token.
          returned: always
          type: str
    audience:
      description: Audience of the tokens.
      returned: always
      type: str
    created_at:
      description: Unix time in seconds when the identity provider was created.
      returned: always
      type: int
    description:
      description: Description of the identity provider.
      returned: when available
      type: str
    enabled:
      description: Whether the identity provider is enabled.
      returned: always
      type: bool
    issuer:
      description: Issuer of the tokens.
      returned: always
      type: str
    name:
      description: Name of the identity provider.
      returned: always
      type: str
    object:
      description: Type of the object.
      returned: always
      type: str
    type:
      description: Type of the identity provider.
      returned: always
      type: str
    updated_at:
      description: Unix time in seconds when the identity provider was last changed.
      returned: always
      type: int
    verification:
      description: Verification of the signatures of tokens.
      returned: always
      type: dict
      contains:
        discovery_url:
          description: URL of the discovery document. V(null) for the default of the issuer.
          returned: when available
          type: str
        type:
          description: Method of verification.
          returned: always
          type: str
        jwks:
          description: JSON Web Key Set.
          returned: when available
          type: dict
  sample:
    - object: organization.workload_identity_provider
      id: wip_01J1F8ABCDXYZ
      name: forge
      type: oidc
      issuer: https://token.forge.example.com
      audience: https://api.openai.com/v1
      enabled: true
      description: null
      attribute_transformations: []
      verification:
        type: discovery
        discovery_url: null
      created_at: 1763683200
      updated_at: 1763683200
error:
  description: Details of the failure, see R(Errors,ansible_collections.fjcorp.openai.docsite.errors) for all keys and codes.
  returned: failure
  type: dict
  sample: {kind: api_error, message: Incorrect API key provided.}
"""

from ansible_collections.fjcorp.openai.plugins.module_utils._module import main
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.workload_identity_provider import (
    WORKLOAD_IDENTITY_PROVIDER_INFO,
)

if __name__ == "__main__":
    main(WORKLOAD_IDENTITY_PROVIDER_INFO)
