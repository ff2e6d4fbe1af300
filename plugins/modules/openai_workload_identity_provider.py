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
  - Creates, changes and deletes an identity provider (OpenID Connect) whose workloads may use the API without a key.
    As whom they act say the rules, see M(fjcorp.openai.openai_workload_identity_federation_rule).
  - A provider is found by its O(id), else by its O(name).
  - O(state=absent) deletes the provider with its rules. To stop it for a while set O(enabled=false).
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
      - V(present) creates the provider or changes what differs; V(absent) deletes it.
    type: str
    default: present
    choices:
      - present
      - absent
  id:
    description:
      - The provider's id. With it, O(name) is the name the provider shall have.
      - The task fails when no provider has this id.
    type: str
    aliases:
      - workload_identity_provider_id
  name:
    description:
      - The provider's name.
    type: str
  issuer:
    description:
      - The issuer of its tokens. Needed to create a provider.
    type: str
  audience:
    description:
      - The audience its tokens are for. Needed to create a provider.
    type: str
  description:
    description:
      - What it is for. An empty text takes it away.
    type: str
  enabled:
    description:
      - Whether its tokens are accepted. A new provider is enabled unless this says otherwise.
    type: bool
  attribute_transformations:
    description:
      - Attributes that are made of the token's claims, for rules to look at. The list replaces the one there is;
        its order means nothing.
    type: list
    elements: dict
    suboptions:
      attribute:
        description:
          - The attribute's name.
        type: str
        required: true
      expression:
        description:
          - The expression it is made by.
        type: str
        required: true
  verification:
    description:
      - How the provider's signatures are verified. The API discovers its keys where this is not given.
    type: dict
    suboptions:
      type:
        description:
          - V(discovery) asks the provider for its keys; V(uploaded_jwks) takes those in O(verification.jwks).
        type: str
        required: true
        choices:
          - discovery
          - uploaded_jwks
      discovery_url:
        description:
          - Where to discover the keys, where it does not follow from the issuer. For V(discovery).
        type: str
      jwks:
        description:
          - The provider's public keys, a JSON Web Key Set. For V(uploaded_jwks), needed.
        type: dict
notes:
  - Nothing here is a secret; a key set holds public keys only.
  - A restricted admin key needs the scopes C(api.management.read) and C(api.management.write).
seealso:
  - module: fjcorp.openai.openai_workload_identity_provider_info
  - module: fjcorp.openai.openai_workload_identity_federation_rule
"""

EXAMPLES = r"""
- name: Workflows of our forge may identify themselves
  fjcorp.openai.openai_workload_identity_provider:
    name: forge
    issuer: https://token.forge.example.com
    audience: https://api.openai.com/v1

- name: A cluster that cannot be asked for its keys
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

- name: A provider that is there and not accepted yet
  fjcorp.openai.openai_workload_identity_provider:
    name: partner
    issuer: https://login.partner.example.com
    audience: openai
    enabled: false

- name: Remove the one we no longer run
  fjcorp.openai.openai_workload_identity_provider:
    name: old forge
    state: absent
"""

RETURN = r"""
workload_identity_provider:
  description:
    - The provider as it is after the task. When the task deleted it, the provider as it was; empty when there was none.
    - In check mode an object that would be made holds only what the task can know, and an invented id with C(check-mode)
      in it.
  returned: success
  type: dict
  contains:
    id:
      description: The provider's id.
      returned: always
      type: str
      sample: wip_01J1F8ABCDXYZ
    name:
      description: Its name.
      returned: always
      type: str
      sample: forge
    type:
      description: Its kind.
      returned: always
      type: str
      sample: oidc
    issuer:
      description: The issuer of its tokens.
      returned: always
      type: str
      sample: https://token.forge.example.com
    audience:
      description: The audience its tokens are for.
      returned: always
      type: str
      sample: https://api.openai.com/v1
    enabled:
      description: Whether its tokens are accepted.
      returned: when the server tells it
      type: bool
      sample: true
    description:
      description: What it is for.
      returned: when the server tells it
      type: str
      sample: Workflows of the forge
    attribute_transformations:
      description: Attributes that are made of the token's claims.
      returned: when the server tells it
      type: list
      elements: dict
      sample: []
    verification:
      description: How signatures are verified.
      returned: when the server tells it
      type: dict
      sample:
        type: discovery
        discovery_url: null
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
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.workload_identity_provider import (
    WORKLOAD_IDENTITY_PROVIDER,
)

if __name__ == "__main__":
    main(WORKLOAD_IDENTITY_PROVIDER)
