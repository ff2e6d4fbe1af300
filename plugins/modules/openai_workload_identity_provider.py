#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_workload_identity_provider
short_description: Manage workload identity providers
version_added: 0.1.0
description:
  - Creates, changes and deletes an OpenID Connect identity provider whose workloads can use the API without a key.
    The rules that define the service accounts of the workloads are managed by M(fjcorp.openai.openai_workload_identity_federation_rule).
  - The provider is looked up by O(id), or by O(name) if O(id) is not set.
  - O(state=absent) deletes the provider and its rules. Set O(enabled=false) to disable it temporarily.
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
      - Desired state of the provider.
      - V(present) creates the provider or changes the settings that differ. V(absent) deletes it.
    type: str
    default: present
    choices:
      - present
      - absent
  id:
    description:
      - ID of the provider. If set, O(name) is the desired name. Use this to rename the provider.
      - The task fails if no provider has this ID.
    type: str
    aliases:
      - workload_identity_provider_id
  name:
    description:
      - Name of the provider.
    type: str
  issuer:
    description:
      - Issuer of the tokens. Required to create a provider.
    type: str
  audience:
    description:
      - Audience of the tokens. Required to create a provider.
    type: str
  description:
    description:
      - Description of the provider. An empty string removes it.
    type: str
  enabled:
    description:
      - Whether tokens of the provider are accepted. If omitted, a new provider is enabled.
    type: bool
  attribute_transformations:
    description:
      - Attributes that are derived from the claims of a token and can be used in rules. The list replaces the existing
        list. The order is ignored.
    type: list
    elements: dict
    suboptions:
      attribute:
        description:
          - Name of the attribute.
        type: str
        required: true
      expression:
        description:
          - Expression that returns the value of the attribute.
        type: str
        required: true
  verification:
    description:
      - How the signatures of the provider are verified. If omitted, the API discovers the keys of the provider.
    type: dict
    suboptions:
      type:
        description:
          - V(discovery) requests the keys from the provider. V(uploaded_jwks) uses the keys in O(verification.jwks).
        type: str
        required: true
        choices:
          - discovery
          - uploaded_jwks
      discovery_url:
        description:
          - URL to discover the keys, if it cannot be derived from the issuer. Can only be set if O(verification.type=discovery).
        type: str
      jwks:
        description:
          - JSON Web Key Set with the public keys of the provider. Required if O(verification.type=uploaded_jwks).
        type: dict
notes:
  - The options do not contain secrets. A key set contains public keys only.
  - A restricted admin key requires the scopes C(api.management.read) and C(api.management.write).
seealso:
  - module: fjcorp.openai.openai_workload_identity_provider_info
  - module: fjcorp.openai.openai_workload_identity_federation_rule
"""

EXAMPLES = r"""
- name: Create an identity provider for workflows
  fjcorp.openai.openai_workload_identity_provider:
    name: forge
    issuer: https://token.forge.example.com
    audience: https://api.openai.com/v1

- name: Create an identity provider with uploaded keys
  fjcorp.openai.openai_workload_identity_provider:
    name: cluster
    description: Pods of the production cluster
    issuer: https://cluster.example.com
    audience: openai
    attribute_transformations:
      - attribute: namespace
        expression: claims['kubernetes.io'].namespace
    verification:
      type: uploaded_jwks
      jwks:
        keys:
          - kty: OKP
            crv: Ed25519
            kid: "1"
            x: 11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo

- name: Create an identity provider that is disabled
  fjcorp.openai.openai_workload_identity_provider:
    name: partner
    issuer: https://login.partner.example.com
    audience: openai
    enabled: false

- name: Delete an identity provider
  fjcorp.openai.openai_workload_identity_provider:
    name: old forge
    state: absent
"""

RETURN = r"""
workload_identity_provider:
  description:
    - Identity provider after the task. If the task deleted it, the identity provider before the task. Empty if it
      does not exist.
    - In check mode, an identity provider that would be created contains only the values that are known in advance.
      Its C(id) is a placeholder that contains C(check-mode).
  returned: success
  type: dict
  contains:
    id:
      description: Identifier of the identity provider.
      returned: always
      type: str
      sample: wip_01J1F8ABCDXYZ
    name:
      description: Name of the identity provider.
      returned: always
      type: str
      sample: forge
    type:
      description: Type of the identity provider.
      returned: always
      type: str
      sample: oidc
    issuer:
      description: Issuer of the tokens.
      returned: always
      type: str
      sample: https://token.forge.example.com
    audience:
      description: Audience of the tokens.
      returned: always
      type: str
      sample: https://api.openai.com/v1
    enabled:
      description: Whether the identity provider is enabled.
      returned: always
      type: bool
      sample: true
    description:
      description: Description of the identity provider.
      returned: when available
      type: str
      sample: Workflows of the forge
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
      sample: []
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
        type: discovery
        discovery_url: null
    created_at:
      description: Unix time in seconds when the identity provider was created.
      returned: always
      type: int
      sample: 1763683200
    updated_at:
      description: Unix time in seconds when the identity provider was last changed.
      returned: always
      type: int
      sample: 1763683200
    object:
      description: Type of the object.
      returned: always
      type: str
      sample: organization.workload_identity_provider
error:
  description: Details of the failure, see R(Errors,ansible_collections.fjcorp.openai.docsite.errors) for all keys and codes.
  returned: failure
  type: dict
  sample: {kind: api_error, message: Incorrect API key provided.}
"""

from ansible_collections.fjcorp.openai.plugins.module_utils._module import main
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.workload_identity_provider import (
    WORKLOAD_IDENTITY_PROVIDER,
)

if __name__ == "__main__":
    main(WORKLOAD_IDENTITY_PROVIDER)
