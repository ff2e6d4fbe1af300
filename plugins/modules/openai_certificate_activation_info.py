#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_certificate_activation_info
short_description: Gather information about certificate activation of an organization or a project
version_added: 0.1.0
description:
  - Returns the certificates of the organization, or of a project if O(project) is set, and whether they are active
    there. All pages of the list are read.
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
  project:
    description:
      - ID or name of the project.
      - If omitted, the module operates on the organization.
    type: str
    aliases:
      - project_id
  id:
    description:
      - ID of the certificate to return. If it does not exist, an empty list is returned.
    type: str
    aliases:
      - certificate_id
  limit:
    description:
      - Maximum number of certificates to return. Must be at least 1. If omitted, all are returned.
    type: int
  name:
    description:
      - Return only certificates with this name.
    type: str
  active:
    description:
      - Whether to return only active certificates (V(true)) or only inactive certificates (V(false)).
    type: bool
notes:
  - A certificate that has never been used by a project can be missing from the list of the project. It is not active
    there.
  - A restricted admin key requires the scope C(api.management.read).
seealso:
  - module: fjcorp.openai.openai_certificate_activation
  - module: fjcorp.openai.openai_certificate_info
"""

EXAMPLES = r"""
- name: Upload the CA certificate of the gateway clients
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

- name: Activate the certificate for the organization
  fjcorp.openai.openai_certificate_activation:
    certificates:
      - gateway CA

- name: List the active certificates of the organization
  fjcorp.openai.openai_certificate_activation_info:
    active: true
  register: active_certificates

- name: Show the names of the active certificates
  ansible.builtin.debug:
    msg: "{{ active_certificates.certificate_activations | map(attribute='name') }}"

- name: List the active certificates of the default project
  fjcorp.openai.openai_certificate_activation_info:
    project: Default project
    active: true

- name: Check that the gateway certificate is active
  fjcorp.openai.openai_certificate_activation_info:
    name: gateway CA
  register: gateway
  failed_when: not (gateway.certificate_activations | map(attribute='active') is all)
"""

RETURN = r"""
certificate_activations:
  description: List of certificates that match the options.
  returned: success
  type: list
  elements: dict
  contains:
    id:
      description: Identifier of the certificate.
      returned: always
      type: str
    active:
      description: Whether the certificate is active in this scope.
      returned: always
      type: bool
    certificate_details:
      description: Details of the certificate.
      returned: always
      type: dict
      contains:
        expires_at:
          description: Unix time in seconds when the certificate expires.
          returned: when available
          type: int
        valid_at:
          description: Unix time in seconds when the certificate becomes valid.
          returned: when available
          type: int
    created_at:
      description: Unix time in seconds when the certificate was created.
      returned: always
      type: int
    name:
      description: Name of the certificate.
      returned: when available
      type: str
    object:
      description: Type of the object.
      returned: always
      type: str
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
  description: Details of the failure, see R(Errors,ansible_collections.fjcorp.openai.docsite.errors) for all keys and codes.
  returned: failure
  type: dict
  sample: {kind: api_error, message: Incorrect API key provided.}
"""

from ansible_collections.fjcorp.openai.plugins.module_utils._module import main
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.certificate_activation import (
    CERTIFICATE_ACTIVATION_INFO,
)

if __name__ == "__main__":
    main(CERTIFICATE_ACTIVATION_INFO)
