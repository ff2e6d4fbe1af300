#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_external_storage
short_description: Manage external storage of a project
version_added: 0.1.0
description:
  - Connects a project to a bucket or container of one's own at AWS, Google Cloud, Azure or Oracle, and disconnects
    it.
  - Storage has no name. It is found by its O(id), else by its O(project) and O(provider). The API cannot change one,
    so a O(provider) that differs fails and names both.
  - O(state=absent) disconnects the storage. What is in it stays there.
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
      - V(present) connects the storage; V(absent) disconnects it.
    type: str
    default: present
    choices:
      - present
      - absent
  project:
    description:
      - The project, by its id or its name. Needed where O(id) is not given.
    type: str
    aliases:
      - project_id
  id:
    description:
      - The storage's id.
      - The task fails when no storage has this id.
    type: str
    aliases:
      - external_storage_id
  provider:
    description:
      - Where the storage is. Needed to connect one.
    type: dict
    suboptions:
      type:
        description:
          - Whose storage it is. Each has options of its own, and those of another are refused.
        type: str
        required: true
        choices:
          - aws
          - azure
          - gcp
          - oci
      bucket:
        description:
          - The bucket. For V(aws), V(gcp) and V(oci), needed.
        type: str
      role_arn:
        description:
          - ARN of the role the API assumes. For V(aws), needed.
        type: str
      account_name:
        description:
          - The storage account. For V(azure), needed.
        type: str
      container:
        description:
          - The container in it. For V(azure), needed.
        type: str
      resource_group:
        description:
          - Its resource group. For V(azure), needed.
        type: str
      subscription_id:
        description:
          - Its subscription. For V(azure), needed.
        type: str
      tenant_id:
        description:
          - Its tenant. For V(azure), needed.
        type: str
      workload_identity_pool_id:
        description:
          - The workload identity pool. For V(gcp), needed.
        type: str
      workload_identity_project_number:
        description:
          - The number of the project with the pool. For V(gcp), needed.
        type: str
      workload_identity_provider_id:
        description:
          - The provider in the pool. For V(gcp), needed.
        type: str
      region:
        description:
          - The bucket's region. For V(oci), needed.
        type: str
      tenancy_ocid:
        description:
          - The tenancy's OCID. For V(oci), needed.
        type: str
  validate:
    description:
      - Have the API try it, after it was made or found. The task fails when it cannot be used.
      - Nothing is tried in check mode.
      - Storage that is V(validated) already is not tried again.
    type: bool
    default: false
notes:
  - None of the options is a secret.
  - A restricted admin key needs the scopes C(api.management.read) and C(api.management.write).
seealso:
  - module: fjcorp.openai.openai_external_storage_info
  - module: fjcorp.openai.openai_project
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

- name: The same, tried until the API can use it
  fjcorp.openai.openai_external_storage:
    project: claims
    provider:
      type: aws
      bucket: claims-openai
      role_arn: arn:aws:iam::111122223333:role/openai
    validate: true

- name: A container at Azure for the default project
  fjcorp.openai.openai_external_storage:
    project: Default project
    provider:
      type: azure
      account_name: openaidata
      container: default
      resource_group: openai
      subscription_id: 8c4f0c5e-0000-0000-0000-000000000000
      tenant_id: 72f988bf-86f1-41af-91ab-2d7cd011db47

- name: A project for trials
  fjcorp.openai.openai_project:
    name: trials

- name: It has no storage of its own
  fjcorp.openai.openai_external_storage:
    project: trials
    state: absent
"""

RETURN = r"""
external_storage:
  description:
    - The storage as it is after the task. When the task deleted it, the storage as it was; empty when there was none.
    - In check mode an object that would be made holds only what the task can know, and an invented id with C(check-mode)
      in it.
  returned: success
  type: dict
  contains:
    id:
      description: The storage's id.
      returned: always
      type: str
      sample: extstore_01J1F8ABCDXYZ
    project_id:
      description: The project's id.
      returned: always
      type: str
      sample: proj_01J1F8ABCDXYZ
    provider:
      description: Where the storage is, with what the API tells beyond the option.
      returned: always
      type: dict
      sample:
        type: aws
        bucket: claims-openai
        role_arn: arn:aws:iam::111122223333:role/openai
        account_id: "111122223333"
        external_id: org-example
        region: us-east-1
    status:
      description: V(pending), V(validated), V(degraded) or V(unhealthy).
      returned: when the server tells it
      type: str
      sample: validated
    geography:
      description: Where the API says it is.
      returned: when the server tells it
      type: str
      sample: US
    created_at:
      description: When it was connected, in seconds since 1970.
      returned: when the server tells it
      type: int
      sample: 1763683200
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
    EXTERNAL_STORAGE,
)

if __name__ == "__main__":
    main(EXTERNAL_STORAGE)
