#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_certificate_info
short_description: Gather information about certificates for mutual TLS
version_added: 0.1.0
description:
  - Returns one certificate by its ID, or all certificates that match the filters. All pages of the list are read.
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
      - Whether to return only certificates that are active for the organization (V(true)) or only inactive ones (V(false)).
        Use M(fjcorp.openai.openai_certificate_activation_info) to read the activation for a project.
    type: bool
  content:
    description:
      - Whether to return the PEM content of the certificates in C(certificate_details.content). This requires one
        request for each certificate.
    type: bool
    default: false
notes:
  - The result does not include whether a certificate is active if it is read by O(id).
  - A restricted admin key requires the scope C(api.management.read).
seealso:
  - module: fjcorp.openai.openai_certificate
  - module: fjcorp.openai.openai_certificate_activation_info
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

- name: List all certificates of the organization
  fjcorp.openai.openai_certificate_info:
  register: all_certificates

- name: Show certificates that expire within sixty days
  ansible.builtin.debug:
    msg: "{{ all_certificates.certificates | selectattr('certificate_details.expires_at', 'lt', expires_before | int) | map(attribute='name') }}"
  vars:
    expires_before: "{{ now(utc=true).strftime('%s') | int + 60 * 86400 }}"

- name: Get the gateway certificate with its content
  fjcorp.openai.openai_certificate_info:
    name: gateway CA
    content: true
  register: gateway

- name: List certificates that are uploaded but not active
  fjcorp.openai.openai_certificate_info:
    active: false
"""

RETURN = r"""
certificates:
  description: List of certificates that match the options.
  returned: success
  type: list
  elements: dict
  contains:
    id:
      description: Identifier of the certificate.
      returned: always
      type: str
    certificate_details:
      description: Details of the certificate.
      returned: always
      type: dict
      contains:
        content:
          description: Certificate in PEM format.
          returned: when available
          type: str
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
    active:
      description: Whether the certificate is active in the organization.
      returned: when available
      type: bool
  sample:
    - object: organization.certificate
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
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.certificate import (
    CERTIFICATE_INFO,
)

if __name__ == "__main__":
    main(CERTIFICATE_INFO)
