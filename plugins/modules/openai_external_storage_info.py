#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_external_storage_info
short_description: Read external storage of projects
version_added: 0.1.0
description:
  - Returns one storage by its O(id), or that of a O(project), or all of them, from every page of the list.
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
      - The project, by its id or its name. Not given, all projects.
    type: str
    aliases:
      - project_id
  id:
    description:
      - The id of the one storage to read. Where there is none, the result is an empty list.
    type: str
    aliases:
      - external_storage_id
  limit:
    description:
      - The most storages to return. Not given, all of them.
    type: int
notes:
  - A restricted admin key needs the scope C(api.management.read).
seealso:
  - module: fjcorp.openai.openai_external_storage
"""

EXAMPLES = r"""
- name: A project whose files stay in our own storage
  fjcorp.openai.openai_project:
    name: claims

- name: Its bucket
  fjcorp.openai.openai_external_storage:
    project: claims
    provider:
      type: aws
      bucket: claims-openai
      role_arn: arn:aws:iam::111122223333:role/openai

- name: All external storage
  fjcorp.openai.openai_external_storage_info:
  register: all

- name: Which of it cannot be used
  ansible.builtin.debug:
    msg: "{{ all.external_storages | selectattr('status', 'in', ['degraded', 'unhealthy']) }}"

- name: That of one project
  fjcorp.openai.openai_external_storage_info:
    project: claims
  register: claims

- name: One by its id
  fjcorp.openai.openai_external_storage_info:
    id: "{{ claims.external_storages[0].id | default('none') }}"
"""

RETURN = r"""
external_storages:
  description: The storages found, as the API shows them.
  returned: success
  type: list
  elements: dict
  sample:
    - object: organization.external_storage
      id: extstore_01J1F8ABCDXYZ
      project_id: proj_01J1F8ABCDXYZ
      provider:
        type: aws
        bucket: claims-openai
        role_arn: arn:aws:iam::111122223333:role/openai
        account_id: "111122223333"
        external_id: org-example
        region: us-east-1
      status: validated
      geography: US
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
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.external_storage import (
    EXTERNAL_STORAGE_INFO,
)

if __name__ == "__main__":
    main(EXTERNAL_STORAGE_INFO)
