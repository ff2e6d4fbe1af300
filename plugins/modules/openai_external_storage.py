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
  - Connects a project to a bucket or container in AWS, Google Cloud, Azure or Oracle, and disconnects it.
  - External storage has no name. It is looked up by O(id), or by O(project) and O(provider) if O(id) is not set.
    The API cannot change external storage. If O(provider) differs, the task fails and reports both values.
  - O(state=absent) disconnects the storage. Its content is not deleted.
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
      - Desired state of the external storage.
      - V(present) connects the storage. V(absent) disconnects it.
    type: str
    default: present
    choices:
      - present
      - absent
  project:
    description:
      - ID or name of the project.
      - Required if O(id) is not set.
    type: str
    aliases:
      - project_id
  id:
    description:
      - ID of the external storage.
      - The task fails if no storage has this ID.
    type: str
    aliases:
      - external_storage_id
  provider:
    description:
      - Location of the storage. Required to connect storage.
    type: dict
    suboptions:
      type:
        description:
          - Provider of the storage.
          - Suboptions for other providers are rejected.
        type: str
        required: true
        choices:
          - aws
          - azure
          - gcp
          - oci
      bucket:
        description:
          - Name of the bucket. Required if O(provider.type=aws), O(provider.type=gcp) or O(provider.type=oci).
        type: str
      role_arn:
        description:
          - ARN of the role that the API assumes. Required if O(provider.type=aws).
        type: str
      account_name:
        description:
          - Name of the storage account. Required if O(provider.type=azure).
        type: str
      container:
        description:
          - Name of the container in the storage account. Required if O(provider.type=azure).
        type: str
      resource_group:
        description:
          - Resource group of the storage account. Required if O(provider.type=azure).
        type: str
      subscription_id:
        description:
          - Subscription of the storage account. Required if O(provider.type=azure).
        type: str
      tenant_id:
        description:
          - Tenant of the storage account. Required if O(provider.type=azure).
        type: str
      workload_identity_pool_id:
        description:
          - ID of the workload identity pool. Required if O(provider.type=gcp).
        type: str
      workload_identity_project_number:
        description:
          - Number of the project that contains the workload identity pool. Required if O(provider.type=gcp).
        type: str
      workload_identity_provider_id:
        description:
          - ID of the provider in the workload identity pool. Required if O(provider.type=gcp).
        type: str
      region:
        description:
          - Region of the bucket. Required if O(provider.type=oci).
        type: str
      tenancy_ocid:
        description:
          - OCID of the tenancy. Required if O(provider.type=oci).
        type: str
  validate:
    description:
      - Whether the API validates the storage after it is connected or found. The task fails if the storage cannot
        be used.
      - The validation is not performed in check mode.
      - Storage with the status V(validated) is not validated again.
    type: bool
    default: false
notes:
  - The options do not contain secrets.
  - A restricted admin key requires the scopes C(api.management.read) and C(api.management.write).
seealso:
  - module: fjcorp.openai.openai_external_storage_info
  - module: fjcorp.openai.openai_project
"""

EXAMPLES = r"""
- name: Create a project with external storage
  fjcorp.openai.openai_project:
    name: claims

- name: Connect an S3 bucket to the project
  fjcorp.openai.openai_external_storage:
    project: claims
    provider:
      type: aws
      bucket: claims-openai
      role_arn: arn:aws:iam::111122223333:role/openai

- name: Connect the bucket and validate it
  fjcorp.openai.openai_external_storage:
    project: claims
    provider:
      type: aws
      bucket: claims-openai
      role_arn: arn:aws:iam::111122223333:role/openai
    validate: true

- name: Connect an Azure container to the default project
  fjcorp.openai.openai_external_storage:
    project: Default project
    provider:
      type: azure
      account_name: openaidata
      container: default
      resource_group: openai
      subscription_id: 8c4f0c5e-0000-0000-0000-000000000000
      tenant_id: 72f988bf-86f1-41af-91ab-2d7cd011db47

- name: Create a project without external storage
  fjcorp.openai.openai_project:
    name: trials

- name: Disconnect external storage from the project
  fjcorp.openai.openai_external_storage:
    project: trials
    state: absent
"""

RETURN = r"""
external_storage:
  description:
    - Storage after the task. If the task deleted it, the storage before the task. Empty if it does not exist.
    - In check mode, a storage that would be created contains only the values that are known in advance. Its C(id)
      is a placeholder that contains C(check-mode).
  returned: success
  type: dict
  contains:
    id:
      description: Identifier of the external storage.
      returned: always
      type: str
      sample: extstore_01J1F8ABCDXYZ
    project_id:
      description: Identifier of the project.
      returned: always
      type: str
      sample: proj_01J1F8ABCDXYZ
    provider:
      description: Location of the storage.
      returned: always
      type: dict
      contains:
        account_id:
          description: Identifier of the account in AWS.
          returned: when available
          type: str
        bucket:
          description: Name of the bucket.
          returned: when available
          type: str
        external_id:
          description: External identifier of the role in AWS.
          returned: when available
          type: str
        region:
          description: Region of the storage.
          returned: always
          type: str
        role_arn:
          description: ARN of the role that the API assumes in AWS.
          returned: when available
          type: str
        type:
          description: Cloud provider.
          returned: always
          type: str
        account_name:
          description: Name of the storage account in Azure.
          returned: when available
          type: str
        container:
          description: Name of the container in Azure.
          returned: when available
          type: str
        resource_group:
          description: Name of the resource group in Azure.
          returned: when available
          type: str
        subscription_id:
          description: Identifier of the subscription in Azure.
          returned: when available
          type: str
        tenant_id:
          description: Identifier of the tenant in Azure.
          returned: when available
          type: str
        audience:
          description: Audience of the tokens that the API presents to Google Cloud.
          returned: when available
          type: str
        workload_identity_pool_id:
          description: Identifier of the workload identity pool in Google Cloud.
          returned: when available
          type: str
        workload_identity_project_number:
          description: Number of the project of the workload identity pool in Google Cloud.
          returned: when available
          type: str
        workload_identity_provider_id:
          description: Identifier of the workload identity provider in Google Cloud.
          returned: when available
          type: str
        tenancy_ocid:
          description: OCID of the tenancy in Oracle Cloud.
          returned: when available
          type: str
      sample:
        type: aws
        bucket: claims-openai
        role_arn: arn:aws:iam::111122223333:role/openai
        account_id: '111122223333'
        external_id: org-example
        region: us-east-1
    status:
      description: Status of the storage, V(pending), V(validated), V(degraded) or V(unhealthy).
      returned: always
      type: str
      sample: validated
    geography:
      description: Geography of the storage.
      returned: always
      type: str
      sample: US
    created_at:
      description: Unix time in seconds when the external storage was created.
      returned: always
      type: int
      sample: 1763683200
    object:
      description: Type of the object.
      returned: always
      type: str
      sample: organization.external_storage
error:
  description: Details of the failure, see R(Errors,ansible_collections.fjcorp.openai.docsite.errors) for all keys and codes.
  returned: failure
  type: dict
  sample: {kind: api_error, message: Incorrect API key provided.}
"""

from ansible_collections.fjcorp.openai.plugins.module_utils._module import main
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.external_storage import (
    EXTERNAL_STORAGE,
)

if __name__ == "__main__":
    main(EXTERNAL_STORAGE)
