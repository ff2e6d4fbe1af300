#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_workload_identity_provider_info
short_description: Read workload identity providers
version_added: 0.1.0
description:
  - Returns one provider by its O(id), or all that match, from every page of the list.
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
  id:
    description:
      - The id of the one provider to read. Where there is none, the result is an empty list.
    type: str
    aliases:
      - workload_identity_provider_id
  limit:
    description:
      - The most providers to return. Not given, all of them.
    type: int
  name:
    description:
      - Return the providers of this name.
    type: str
  enabled:
    description:
      - Return only providers whose tokens are accepted (V(true)), or only the others (V(false)).
    type: bool
notes:
  - A restricted admin key needs the scope C(api.management.read).
seealso:
  - module: fjcorp.openai.openai_workload_identity_provider
  - module: fjcorp.openai.openai_workload_identity_federation_rule_info
"""

EXAMPLES = r"""
- name: Workflows of our forge may identify themselves
  fjcorp.openai.openai_workload_identity_provider:
    name: forge
    issuer: https://token.forge.example.com
    audience: https://api.openai.com/v1

- name: Every provider
  fjcorp.openai.openai_workload_identity_provider_info:
  register: all

- name: Whom we trust
  ansible.builtin.debug:
    msg: "{{ all.workload_identity_providers | map(attribute='issuer') | sort }}"

- name: The forge
  fjcorp.openai.openai_workload_identity_provider_info:
    name: forge

- name: Those that are switched off
  fjcorp.openai.openai_workload_identity_provider_info:
    enabled: false
"""

RETURN = r"""
workload_identity_providers:
  description: The providers found, as the API shows them.
  returned: success
  type: list
  elements: dict
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
    WORKLOAD_IDENTITY_PROVIDER_INFO,
)

if __name__ == "__main__":
    main(WORKLOAD_IDENTITY_PROVIDER_INFO)
