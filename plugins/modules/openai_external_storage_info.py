#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_external_storage_info
short_description: Gather information about external storage of projects
version_added: 0.1.0
description:
  - Returns the external storage with the given O(id), the storage of one O(project), or the storage of all projects.
    All pages of the list are read.
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
  project:
    description:
      - ID or name of the project.
      - If omitted, the storage of all projects is returned.
    type: str
    aliases:
      - project_id
  id:
    description:
      - ID of the external storage to return. If it does not exist, an empty list is returned.
    type: str
    aliases:
      - external_storage_id
  limit:
    description:
      - Maximum number of entries to return. Must be at least 1. If omitted, all are returned.
    type: int
notes:
  - A restricted admin key requires the scope C(api.management.read).
seealso:
  - module: fjcorp.openai.openai_external_storage
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

- name: List all external storage
  fjcorp.openai.openai_external_storage_info:
  register: all_storage

- name: Show storage that cannot be used
  ansible.builtin.debug:
    msg: "{{ all_storage.external_storages | selectattr('status', 'in', ['degraded', 'unhealthy']) }}"

- name: Get the storage of one project
  fjcorp.openai.openai_external_storage_info:
    project: claims
  register: claims

- name: Get external storage by ID
  fjcorp.openai.openai_external_storage_info:
    id: "{{ claims.external_storages[0].id | default('none') }}"
"""

RETURN = r"""
external_storages:
  description: List of external storages that match the options.
  returned: success
  type: list
  elements: dict
  contains:
    id:
      description: Identifier of the external storage.
      returned: always
      type: str
    created_at:
      description: Unix time in seconds when the external storage was created.
      returned: always
      type: int
    geography:
      description: Geography of the storage.
      returned: always
      type: str
    object:
      description: Type of the object.
      returned: always
      type: str
    project_id:
      description: Identifier of the project.
      returned: always
      type: str
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
    status:
      description: Status of the storage, V(pending), V(validated), V(degraded) or V(unhealthy).
      returned: always
      type: str
  sample:
    - object: organization.external_storage
      id: extstore_01J1F8ABCDXYZ
      project_id: proj_01J1F8ABCDXYZ
      provider:
        type: aws
        bucket: claims-openai
        role_arn: arn:aws:iam::111122223333:role/openai
        account_id: '111122223333'
        external_id: org-example
        region: us-east-1
      status: validated
      geography: US
      created_at: 1763683200
error:
  description: Details of the failure, see R(Errors,ansible_collections.fjcorp.openai.docsite.errors) for all keys and codes.
  returned: failure
  type: dict
  sample: {kind: api_error, message: Incorrect API key provided.}
"""

from ansible_collections.fjcorp.openai.plugins.module_utils._module import main
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.external_storage import (
    EXTERNAL_STORAGE_INFO,
)

if __name__ == "__main__":
    main(EXTERNAL_STORAGE_INFO)
