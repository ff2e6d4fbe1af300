#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_external_key_info
short_description: Read keys in an external key management
version_added: 0.1.0
description:
  - Returns one registered key by its O(id), or all that match, from every page of the list.
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
      - The id of the one key to read. Where there is none, the result is an empty list.
    type: str
    aliases:
      - external_key_id
  limit:
    description:
      - The most keys to return. Not given, all of them.
    type: int
  name:
    description:
      - Return the keys of this name.
    type: str
  type:
    description:
      - Return the keys of one key management, V(aws), V(gcp), V(azure) or V(oci).
    type: str
  purpose:
    description:
      - Return the keys for one purpose.
    type: str
    choices:
      - ekm
      - psp_decryption
notes:
  - A restricted admin key needs the scope C(api.management.read).
seealso:
  - module: fjcorp.openai.openai_external_key
"""

EXAMPLES = r"""
- name: The key by which the organization's data is encrypted
  fjcorp.openai.openai_external_key:
    name: vault
    type: aws
    kms_arn: arn:aws:kms:eu-west-1:111122223333:key/1234abcd
    role_arn: arn:aws:iam::111122223333:role/openai
    external_id: org-example

- name: Every key that is registered
  fjcorp.openai.openai_external_key_info:
  register: all

- name: Which of them no project uses
  ansible.builtin.debug:
    msg: "{{ all.external_keys | rejectattr('api_project_ids') | map(attribute='name') }}"

- name: Where one key is
  fjcorp.openai.openai_external_key_info:
    name: vault

- name: Those by which stored data is encrypted
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
