#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_external_key_info
short_description: Gather information about encryption keys in an external key management service
version_added: 0.1.0
description:
  - Returns one registered key by its ID, or all registered keys that match the filters. All pages of the list are
    read.
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
      - ID of the key to return. If it does not exist, an empty list is returned.
    type: str
    aliases:
      - external_key_id
  limit:
    description:
      - Maximum number of keys to return. Must be at least 1. If omitted, all are returned.
    type: int
  name:
    description:
      - Return only keys with this name.
    type: str
  type:
    description:
      - Return only keys of this provider, V(aws), V(gcp), V(azure) or V(oci).
    type: str
  purpose:
    description:
      - Return only keys with this purpose.
    type: str
    choices:
      - ekm
      - psp_decryption
notes:
  - A restricted admin key requires the scope C(api.management.read).
seealso:
  - module: fjcorp.openai.openai_external_key
"""

EXAMPLES = r"""
- name: Register the encryption key of the organization
  fjcorp.openai.openai_external_key:
    name: vault
    type: aws
    kms_arn: arn:aws:kms:eu-west-1:111122223333:key/1234abcd
    role_arn: arn:aws:iam::111122223333:role/openai
    external_id: org-example

- name: List all registered keys
  fjcorp.openai.openai_external_key_info:
  register: registered_keys

- name: Show keys that are not used by a project
  ansible.builtin.debug:
    msg: "{{ registered_keys.external_keys | rejectattr('api_project_ids') | map(attribute='name') }}"

- name: Get one key by name
  fjcorp.openai.openai_external_key_info:
    name: vault

- name: List keys that encrypt stored data
  fjcorp.openai.openai_external_key_info:
    purpose: ekm
"""

RETURN = r"""
external_keys:
  description: The keys found, as the API shows them.
  returned: success
  type: list
  elements: dict
  sample:
    - object: organization.external_key
      id: extkey_01J1F8ABCDXYZ
      name: vault
      type: aws
      purpose: ekm
      kms_arn: arn:aws:kms:eu-west-1:111122223333:key/1234abcd
      role_arn: arn:aws:iam::111122223333:role/openai
      external_id: org-example
      api_project_ids: []
      workspace_id: org-01J1F8ABCDXYZ
      created_at: 1763683200
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
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.external_key import (
    EXTERNAL_KEY_INFO,
)

if __name__ == "__main__":
    main(EXTERNAL_KEY_INFO)
