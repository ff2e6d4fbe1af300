#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_admin_api_key_info
short_description: Read admin keys of the organization
version_added: 0.1.0
description:
  - Returns one admin key by its id, or all that match, from every page of the list.
  - It always reads afresh and never changes anything. The value of a key cannot be read back. Keys that have come
    to their end are returned as long as the API lists them.
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
      - admin_api_key_id
  limit:
    description:
      - The most keys to return. Not given, all of them.
    type: int
  name:
    description:
      - Return the keys with exactly this name.
    type: str
seealso:
  - module: fjcorp.openai.openai_admin_api_key
"""

EXAMPLES = r"""
- name: All admin keys
  fjcorp.openai.openai_admin_api_key_info:
  register: admin

- name: Those that never end
  ansible.builtin.debug:
    msg: "{{ admin.admin_api_keys | selectattr('expires_at', 'none') | map(attribute='name') }}"

- name: The one the organization began with
  fjcorp.openai.openai_admin_api_key_info:
    name: Default admin key
  register: first

- name: The same one by its id
  fjcorp.openai.openai_admin_api_key_info:
    id: "{{ first.admin_api_keys[0].id }}"
"""

RETURN = r"""
admin_api_keys:
  description: The keys found, as the API shows them.
  returned: success
  type: list
  elements: dict
  sample:
    - id: key_7Wq4ZrXn2LcVt9Mb
      object: organization.admin_api_key
      name: nightly
      redacted_value: sk-admin-...x9Qz
      created_at: 1763683200
      expires_at: 1766275200
      last_used_at: null
      owner:
        type: user
        object: organization.user
        id: user-4fXw2KpQ8sVnB6mRt3Yc
        name: Olivia Owner
        created_at: 1763683200
        role: owner
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
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.admin_api_key import (
    ADMIN_API_KEY_INFO,
)

if __name__ == "__main__":
    main(ADMIN_API_KEY_INFO)
