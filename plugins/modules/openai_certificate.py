#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_certificate
short_description: Manage certificates for mutual TLS
version_added: 0.1.0
description:
  - Uploads, renames and deletes a certificate that the organization can accept from clients (mutual TLS). Uploading
    a certificate does not activate it. Use M(fjcorp.openai.openai_certificate_activation) to activate it.
  - The certificate is looked up by O(id), or by its content if O(id) is not set. The DER form is compared, so that
    line endings and text around the PEM block are ignored. It is looked up by O(name) only if neither O(certificate)
    nor O(src) is set.
  - The content of a certificate cannot be changed. A renewed certificate with the same O(name) is a different certificate
    and is uploaded in addition to the old one. The task then displays a warning with the ID of the old certificate.
  - O(state=absent) deletes the certificate. An active certificate is first deactivated in the organization and in
    all projects, because the API does not delete certificates that are in use.
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
      - Desired state of the certificate.
      - V(present) uploads the certificate or renames it. V(absent) deactivates it everywhere and deletes it.
    type: str
    default: present
    choices:
      - present
      - absent
  id:
    description:
      - ID of the certificate. If set, O(name) is the desired name, and O(certificate) or O(src) must match the content
        of the certificate.
      - The task fails if no certificate has this ID.
    type: str
    aliases:
      - certificate_id
  name:
    description:
      - Name of the certificate. Names are not necessarily unique. If several certificates have the same name, the
        task fails and lists their IDs.
    type: str
  certificate:
    description:
      - Certificate in PEM format.
      - The task fails before any request is sent if the value is not a certificate, if it contains several certificates
        or a private key, or if the certificate has expired. An expired certificate can still be used with O(state=absent).
    type: str
  src:
    description:
      - Path of a PEM file on the machine that runs the task. Mutually exclusive with O(certificate).
    type: path
notes:
  - An organization can have at most 50 certificates.
  - The list of certificates does not include their content. To look up a certificate by its content, the task requests
    the content of each certificate with the same validity period. This is usually one certificate.
  - If the server does not return the content, a certificate is recognized by the fingerprint that this control node
    recorded at the upload. Without one, a certificate with the same validity period and, if O(name) is set, the same
    name is assumed to be the same, and the task displays a warning. O(state=absent) fails for such a certificate
    unless O(id) is set.
  - Deleting a certificate that is used by a project requires one request for each project of the organization, because
    the status is available only for each project. These requests are sent only if the API has rejected the deletion.
  - A restricted admin key requires the scopes C(api.management.read) and C(api.management.write).
seealso:
  - module: fjcorp.openai.openai_certificate_info
  - module: fjcorp.openai.openai_certificate_activation
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

- name: Upload a CA certificate from a file
  fjcorp.openai.openai_certificate:
    name: batch CA
    src: files/batch-ca.pem
  register: batch

- name: Set the name of the uploaded certificate
  fjcorp.openai.openai_certificate:
    id: "{{ batch.certificate.id }}"
    name: batch CA

- name: Activate the gateway certificate for the organization
  fjcorp.openai.openai_certificate_activation:
    certificates:
      - gateway CA

- name: Remove a certificate that is no longer trusted
  fjcorp.openai.openai_certificate:
    name: lab CA
    state: absent
"""

RETURN = r"""
certificate:
  description:
    - Certificate after the task. If the task deleted it, the certificate before the task. Empty if it does not exist.
    - In check mode, a certificate that would be created contains only the values that are known in advance. Its C(id)
      is a placeholder that contains C(check-mode).
  returned: success
  type: dict
  contains:
    id:
      description: Identifier of the certificate.
      returned: always
      type: str
      sample: cert_01J1F8ABCDXYZ
    name:
      description: Name of the certificate.
      returned: when available
      type: str
      sample: gateway CA
    created_at:
      description: Unix time in seconds when the certificate was created.
      returned: always
      type: int
      sample: 1763683200
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
      sample:
        valid_at: 1767225600
        expires_at: 4891363200
    active:
      description: Whether the certificate is active in the organization.
      returned: when available
      type: bool
      sample: false
    object:
      description: Type of the object.
      returned: always
      type: str
      sample: certificate
error:
  description: Details of the failure, see R(Errors,ansible_collections.fjcorp.openai.docsite.errors) for all keys and codes.
  returned: failure
  type: dict
  sample: {kind: api_error, message: Incorrect API key provided.}
"""

from ansible_collections.fjcorp.openai.plugins.module_utils._module import main
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.certificate import CERTIFICATE

if __name__ == "__main__":
    main(CERTIFICATE)
