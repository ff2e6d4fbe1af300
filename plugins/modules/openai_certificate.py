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
  - Uploads, renames and deletes a certificate that the organization may accept from clients (mutual TLS). Uploading
    does not activate it; that is the business of M(fjcorp.openai.openai_certificate_activation).
  - A certificate is found by its O(id), else by its content. The DER form counts, so that line ends and text around
    the block mean nothing. Only where neither O(certificate) nor O(src) is given it is found by its O(name).
  - The content of a certificate never changes. A renewed certificate under the same O(name) is another one and is
    uploaded beside the old one; the task then warns and names the old one's id.
  - O(state=absent) deletes the certificate. One that is active is first deactivated in the organization and in every
    project, as the API deletes none that is in use.
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
      - V(present) uploads the certificate or gives it its name; V(absent) deactivates it everywhere and deletes it.
    type: str
    default: present
    choices:
      - present
      - absent
  id:
    description:
      - The certificate's id. With it, O(name) is the name the certificate shall have, and O(certificate) or O(src)
        must be what it holds.
      - The task fails when no certificate has this id.
    type: str
    aliases:
      - certificate_id
  name:
    description:
      - The certificate's name. Names need not be unique; a name that several certificates bear finds none of them,
        and the task fails and lists their ids.
    type: str
  certificate:
    description:
      - The certificate as text in PEM format.
      - The task refuses, before anything is sent, what is no certificate, what has expired, several certificates,
        and a private key. An expired one can still be removed by it.
    type: str
  src:
    description:
      - Path of a PEM file on the machine that runs the task, instead of O(certificate).
    type: path
notes:
  - An organization can hold at most 50 certificates.
  - Lists do not tell the content. To find a certificate by its content the task asks for that of each certificate
    with the same times of validity, so for one as a rule.
  - To delete a certificate that a project uses takes a request for each project of the organization, as only the
    project can tell. The task asks them only when the API has refused to delete it.
  - A restricted admin key needs the scopes C(api.management.read) and C(api.management.write).
seealso:
  - module: fjcorp.openai.openai_certificate_info
  - module: fjcorp.openai.openai_certificate_activation
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

- name: An authority from a file, under a name
  fjcorp.openai.openai_certificate:
    name: batch CA
    src: files/batch-ca.pem
  register: batch

- name: Give it a better name
  fjcorp.openai.openai_certificate:
    id: "{{ batch.certificate.id }}"
    name: batch CA

- name: The organization accepts clients of the gateway
  fjcorp.openai.openai_certificate_activation:
    certificates:
      - gateway CA

- name: Remove an authority that nobody trusts any more, wherever it is active
  fjcorp.openai.openai_certificate:
    name: lab CA
    state: absent
"""

RETURN = r"""
certificate:
  description:
    - The certificate as it is after the task. When the task deleted it, the certificate as it was; empty when there was none.
    - In check mode an object that would be made holds only what the task can know, and an invented id with C(check-mode)
      in it.
  returned: success
  type: dict
  contains:
    id:
      description: The certificate's id.
      returned: always
      type: str
      sample: cert_01J1F8ABCDXYZ
    name:
      description: Its name.
      returned: always
      type: str
      sample: gateway CA
    created_at:
      description: When it was uploaded, in seconds since 1970.
      returned: when the server tells it
      type: int
      sample: 1763683200
    certificate_details:
      description: In C(valid_at) and C(expires_at) from when to when it is valid, in seconds since 1970.
      returned: always
      type: dict
      sample:
        valid_at: 1767225600
        expires_at: 4891363200
    active:
      description: Whether the organization accepts it.
      returned: when the server tells it
      type: bool
      sample: false
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
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.certificate import CERTIFICATE

if __name__ == "__main__":
    main(CERTIFICATE)
