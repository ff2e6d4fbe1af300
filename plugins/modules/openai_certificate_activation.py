#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_certificate_activation
short_description: Say which certificates an organization or a project accepts
version_added: 0.1.0
description:
  - Activates or deactivates certificates of the organization, for all of it or, with O(project), for one project.
  - The certificates are a set. With O(state=present) those named are active afterwards and others stay as they are;
    with O(exact=true) no others are. With O(state=absent) those named are not active.
  - They are sent ten at a time, as the API takes no more; each ten of them are changed together or not at all. New
    ones are activated before old ones are deactivated.
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
      - V(present) activates the certificates; V(absent) deactivates them and leaves them in the organization.
    type: str
    default: present
    choices:
      - present
      - absent
  project:
    description:
      - The project, by its id or its name. Not given, the task is about the organization. A project accepts certificates
        that have been uploaded to the organization.
    type: str
    aliases:
      - project_id
  certificates:
    description:
      - The certificates, by their ids or names. One that does not exist is an error with O(state=present), and inactive
        already with O(state=absent).
      - An empty list does nothing, and with O(exact=true) deactivates all.
    type: list
    elements: str
    required: true
    aliases:
      - certificate_ids
  exact:
    description:
      - Deactivate every other certificate of the organization or of the project. Only with O(state=present).
    type: bool
    default: false
notes:
  - Absence means that the certificate is not active here. M(fjcorp.openai.openai_certificate) deletes it.
  - Who deactivates the certificate by which Ansible itself gets in locks it out.
  - With more than ten certificates a task may fail halfway; it then says which are done, and can be run again.
  - A restricted admin key needs the scopes C(api.management.read) and C(api.management.write).
seealso:
  - module: fjcorp.openai.openai_certificate_activation_info
  - module: fjcorp.openai.openai_certificate
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

- name: The authority behind the batch jobs' client certificates
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

- name: A project for the gateway
  fjcorp.openai.openai_project:
    name: gateway

- name: The organization accepts both
  fjcorp.openai.openai_certificate_activation:
    certificates:
      - gateway CA
      - batch CA

- name: The gateway's project accepts its own clients and no others
  fjcorp.openai.openai_certificate_activation:
    project: gateway
    certificates:
      - gateway CA
    exact: true

- name: The default project accepts none of the batch jobs
  fjcorp.openai.openai_certificate_activation:
    project: Default project
    certificates:
      - batch CA
    state: absent
"""

RETURN = r"""
certificate_activation:
  description: What the task was about and what became of it.
  returned: success
  type: dict
  contains:
    certificates:
      description:
        - The certificates that were named, and those that O(exact=true) deactivated, each with its C(id), its C(name) and
          whether it is C(active) here.
      returned: always
      type: list
      elements: dict
      sample:
        - id: cert_01J1F8ABCDXYZ
          name: gateway CA
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
    CERTIFICATE_ACTIVATION,
)

if __name__ == "__main__":
    main(CERTIFICATE_ACTIVATION)
