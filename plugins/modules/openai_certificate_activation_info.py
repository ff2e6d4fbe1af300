#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_certificate_activation_info
short_description: Read which certificates an organization or a project accepts
version_added: 0.1.0
description:
  - Returns the certificates of the organization or, with O(project), of a project, each with whether it is active
    there, from every page of the list.
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
  project:
    description:
      - The project, by its id or its name. Not given, the task is about the organization.
    type: str
    aliases:
      - project_id
  id:
    description:
      - The id of the one certificate to read. Where there is none, the result is an empty list.
    type: str
    aliases:
      - certificate_id
  limit:
    description:
      - The most certificates to return. Not given, all of them.
    type: int
  name:
    description:
      - Return the certificates of this name.
    type: str
  active:
    description:
      - Return only certificates that are active here (V(true)), or only the others (V(false)).
    type: bool
notes:
  - A certificate that a project has never used may be missing from the project's list; it is not active there.
  - A restricted admin key needs the scope C(api.management.read).
seealso:
  - module: fjcorp.openai.openai_certificate_activation
  - module: fjcorp.openai.openai_certificate_info
"""

EXAMPLES = r"""
- name: The authority behind the gateway's client certificates
  fjcorp.openai.openai_certificate:
    name: gateway CA
    certificate: |
      -----BEGIN CERTIFICATE-----
      MIIBADCBs6ADAgECAhQT1xQ+Yjmx6xZ0rQFMWbbxZIB6UTAFBgMrZXAwFTETMBEG
      A1UEAwwKZ2F0ZXdheSBDQTAgFw0yNjAxMDEwMDAwMDBaGA8yMTI1MDEwMTAwMDAw
      MFowFTETMBEGA1UEAwwKZ2F0ZXdheSBDQTAqMAUGAytlcAMhAE4L/5RjbgJJ7QSx
      rChXgw2CWAo334hklp3bHanf7IIMoxMwETAPBgNVHRMBAf8EBTADAQH/MAUGAytl
      cANBAINEnzlVHxIdokxAi+YLAMBFLZMAWGlh0w9F5F0nodlvoKyMQn09jlR4VcSm
      ptBbNRGPqMyDP5URUIz88wWadwM=
      -----END CERTIFICATE-----

- name: The organization accepts it
  fjcorp.openai.openai_certificate_activation:
    certificates:
      - gateway CA

- name: Everything the organization accepts
  fjcorp.openai.openai_certificate_activation_info:
    active: true
  register: accepted

- name: Their names
  ansible.builtin.debug:
    msg: "{{ accepted.certificate_activations | map(attribute='name') }}"

- name: What the default project accepts beyond that
  fjcorp.openai.openai_certificate_activation_info:
    project: Default project
    active: true

- name: Is the gateway's authority active
  fjcorp.openai.openai_certificate_activation_info:
    name: gateway CA
  register: gateway
  failed_when: not (gateway.certificate_activations | map(attribute='active') is all)
"""

RETURN = r"""
certificate_activations:
  description: The certificates found, as the API shows them.
  returned: success
  type: list
  elements: dict
  sample:
    - object: organization.project.certificate
      id: cert_01J1F8ABCDXYZ
      name: gateway CA
      created_at: 1763683200
      certificate_details:
        valid_at: 1767225600
        expires_at: 4891363200
      active: true
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
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.certificate_activation import (
    CERTIFICATE_ACTIVATION_INFO,
)

if __name__ == "__main__":
    main(CERTIFICATE_ACTIVATION_INFO)
