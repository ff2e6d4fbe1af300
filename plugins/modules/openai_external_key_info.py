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
  description: List of external keys that match the options.
  returned: success
  type: list
  elements: dict
  contains:
    id:
      description: Identifier of the external key.
      returned: always
      type: str
    api_project_ids:
      description: Identifiers of the projects that use the key.
      returned: always
      type: list
      elements: str
    created_at:
      description: Unix time in seconds when the external key was created.
      returned: always
      type: int
    name:
      description: Name of the external key.
      returned: always
      type: str
    object:
      description: Type of the object.
      returned: always
      type: str
    type:
      description: Type of the key management service.
      returned: always
      type: str
    workspace_id:
      description: Identifier of the workspace.
      returned: always
      type: str
    audience:
      description: Audience of the tokens that the API presents to Google Cloud.
      returned: when available
      type: str
    external_id:
      description: External identifier of the role in AWS.
      returned: when available
      type: str
    key_name:
      description: Name of the key in Azure Key Vault.
      returned: when available
      type: str
    key_ocid:
      description: OCID of the key in Oracle Cloud.
      returned: when available
      type: str
    key_version:
      description: Version of the key in Azure Key Vault.
      returned: when available
      type: str
    key_version_ocid:
      description: OCID of the version of the key in Oracle Cloud.
      returned: when available
      type: str
    kms_arn:
      description: ARN of the key in AWS KMS.
      returned: when available
      type: str
    kms_key_location:
      description: Location of the key in Google Cloud KMS.
      returned: when available
      type: str
    kms_key_name:
      description: Name of the key in Google Cloud KMS.
      returned: when available
      type: str
    kms_key_ring_name:
      description: Name of the key ring in Google Cloud KMS.
      returned: when available
      type: str
    kms_key_version:
      description: Version of the key in Google Cloud KMS.
      returned: when available
      type: str
    kms_project_id:
      description: Identifier of the project of the key in Google Cloud KMS.
      returned: when available
      type: str
    purpose:
      description: Purpose of the key.
      returned: when available
      type: str
    region:
      description: Region of the key.
      returned: when available
      type: str
    role_arn:
      description: ARN of the role that the API assumes in AWS.
      returned: when available
      type: str
    tenant_id:
      description: Identifier of the tenant in Azure.
      returned: when available
      type: str
    vault_ocid:
      description: OCID of the vault in Oracle Cloud.
      returned: when available
      type: str
    vault_uri:
      description: URI of the vault in Azure Key Vault.
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
  description: Details of the failure, see R(Errors,ansible_collections.fjcorp.openai.docsite.errors) for all keys and codes.
  returned: failure
  type: dict
  sample: {kind: api_error, message: Incorrect API key provided.}
"""

from ansible_collections.fjcorp.openai.plugins.module_utils._module import main
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.external_key import (
    EXTERNAL_KEY_INFO,
)

if __name__ == "__main__":
    main(EXTERNAL_KEY_INFO)
