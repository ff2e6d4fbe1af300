#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_certificate_activation
short_description: Activate certificates for an organization or a project
version_added: 0.1.0
description:
  - Activates or deactivates certificates for the organization, or for a project if O(project) is set.
  - With O(state=present), the listed certificates are activated and other certificates are not changed. With O(exact=true),
    all other certificates are deactivated. With O(state=absent), the listed certificates are deactivated.
  - Certificates are sent in batches of ten, which is the maximum that the API accepts. The changes of a batch are
    applied together or not at all. New certificates are activated before old ones are deactivated.
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
      - Desired state of the certificates.
      - V(present) activates the certificates. V(absent) deactivates them and does not delete them from the organization.
    type: str
    default: present
    choices:
      - present
      - absent
  project:
    description:
      - ID or name of the project.
      - If omitted, the module operates on the organization.
      - A project can only use certificates that have been uploaded to the organization.
    type: str
    aliases:
      - project_id
  certificates:
    description:
      - IDs or names of the certificates. With O(state=present), a certificate that does not exist causes the task
        to fail. With O(state=absent), it is treated as inactive.
      - An empty list changes nothing. With O(exact=true), it deactivates all certificates.
    type: list
    elements: str
    required: true
    aliases:
      - certificate_ids
  exact:
    description:
      - Whether to deactivate all other certificates of the organization or of the project. Can only be used with
        O(state=present).
    type: bool
    default: false
notes:
  - O(state=absent) only deactivates the certificate. Use M(fjcorp.openai.openai_certificate) to delete it.
  - Deactivating the certificate that Ansible uses to connect to the API ends its access.
  - With more than ten certificates, a task can fail after some of them have been changed. The error then lists the
    changes that were made, and the task can be run again.
  - A restricted admin key requires the scopes C(api.management.read) and C(api.management.write).
seealso:
  - module: fjcorp.openai.openai_certificate_activation_info
  - module: fjcorp.openai.openai_certificate
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

- name: Upload the CA certificate of the batch job clients
  fjcorp.openai.openai_certificate:
    name: batch CA
    certificate: |
      -----BEGIN CERTIFICATE-----
      MIH8MIGvoAMCAQICFGUcPJC5IZRIhGXxrdl6fE1g1yyIMAUGAytlcDATMREwDwYD
      VQQDDAhiYXRjaCBDQTAgFw0yNjAxMDEwMDAwMDBaGA8yMTI1MDEwMTAwMDAwMFow
      EzERMA8GA1UEAwwIYmF0Y2ggQ0EwKjAFBgMrZXADIQA3YkiPIAPDWtJUa9ntKylF
      N7v3acwj8jKlj26Vm1jfDqMTMBEwDwYDVR0TAQH/BAUwAwEB/zAFBgMrZXADQQA1
      Gy/z2t/8qpztVC6WFWTr9Xqt3DGhF50iS8HHsp++svkg4zPeSVbkLZf4onhEE9D6
      teJtLKfB10NGiNxnDesB
      -----END CERTIFICATE-----

- name: Create the gateway project
  fjcorp.openai.openai_project:
    name: gateway

- name: Activate both certificates for the organization
  fjcorp.openai.openai_certificate_activation:
    certificates:
      - gateway CA
      - batch CA

- name: Activate only the gateway certificate for the gateway project
  fjcorp.openai.openai_certificate_activation:
    project: gateway
    certificates:
      - gateway CA
    exact: true

- name: Deactivate the batch certificate for the default project
  fjcorp.openai.openai_certificate_activation:
    project: Default project
    certificates:
      - batch CA
    state: absent
"""

RETURN = r"""
certificate_activation:
  description: Certificates of the task and their state.
  returned: success
  type: dict
  contains:
    certificates:
      description: Certificates that O(certificates) names and certificates that O(exact=true) deactivated, each with
        its C(id), its C(name) and whether it is C(active) in this scope.
      returned: when available
      type: list
      elements: dict
      sample:
        - id: cert_01J1F8ABCDXYZ
          name: gateway CA
          active: true
error:
  description: Details of the failure, see R(Errors,ansible_collections.fjcorp.openai.docsite.errors) for all keys and codes.
  returned: failure
  type: dict
  sample: {kind: api_error, message: Incorrect API key provided.}
"""

from ansible_collections.fjcorp.openai.plugins.module_utils._module import main
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.certificate_activation import (
    CERTIFICATE_ACTIVATION,
)

if __name__ == "__main__":
    main(CERTIFICATE_ACTIVATION)
