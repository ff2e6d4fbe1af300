#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_external_key
short_description: Manage encryption keys in an external key management service
version_added: 0.1.0
description:
  - Registers and removes a key that is stored in the key management service of AWS, Google Cloud, Azure or Oracle
    (bring your own key). A project uses the key if it is set in O(fjcorp.openai.openai_project#module:external_key_id).
  - The key is looked up by O(id), or by O(name) if O(id) is not set. The API cannot change a registered key. If an
    option differs from the registered value, the task fails and reports both values.
  - O(state=absent) removes the registration. The key itself is not deleted from the key management service.
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
      - Desired state of the registration.
      - V(present) registers the key. V(absent) removes the registration.
    type: str
    default: present
    choices:
      - present
      - absent
  id:
    description:
      - ID of the registered key.
      - The task fails if no registered key has this ID.
    type: str
    aliases:
      - external_key_id
  name:
    description:
      - Name of the registered key.
    type: str
  type:
    description:
      - Provider of the key management service. Required to register a key.
      - Options for other providers are rejected.
    type: str
    choices:
      - aws
      - gcp
      - azure
      - oci
  purpose:
    description:
      - Purpose of the key. If omitted, the API uses V(ekm).
    type: str
    choices:
      - ekm
      - psp_decryption
  kms_arn:
    description:
      - ARN of the key. Required if O(type=aws).
    type: str
  role_arn:
    description:
      - ARN of the role that the API assumes. Required if O(type=aws).
    type: str
  external_id:
    description:
      - External ID that the role expects. Required if O(type=aws).
    type: str
  audience:
    description:
      - Audience of the tokens that the API uses to access the key. Required if O(type=gcp).
    type: str
  kms_project_id:
    description:
      - ID of the project that contains the key. Required if O(type=gcp).
    type: str
  kms_key_location:
    description:
      - Location of the key. Required if O(type=gcp).
    type: str
  kms_key_ring_name:
    description:
      - Name of the key ring. Required if O(type=gcp).
    type: str
  kms_key_name:
    description:
      - Name of the key. Required if O(type=gcp).
    type: str
  workload_identity_project_number:
    description:
      - Number of the project that contains the workload identity pool. Required if O(type=gcp).
    type: str
  workload_identity_pool_id:
    description:
      - ID of the workload identity pool. Required if O(type=gcp).
    type: str
  workload_identity_provider_id:
    description:
      - ID of the provider in the workload identity pool. Required if O(type=gcp).
    type: str
  kms_key_version:
    description:
      - Version of the key. Can only be set if O(type=gcp).
    type: str
  tenant_id:
    description:
      - ID of the tenant that contains the key vault. Required if O(type=azure).
    type: str
  vault_uri:
    description:
      - URI of the key vault. Required if O(type=azure).
    type: str
  key_name:
    description:
      - Name of the key in the key vault. Required if O(type=azure).
    type: str
  key_version:
    description:
      - Version of the key. Can only be set if O(type=azure).
    type: str
  region:
    description:
      - Region of the vault. Required if O(type=oci).
    type: str
  vault_ocid:
    description:
      - OCID of the vault. Required if O(type=oci).
    type: str
  key_ocid:
    description:
      - OCID of the key. Required if O(type=oci).
    type: str
  key_version_ocid:
    description:
      - OCID of the version of the key. Can only be set if O(type=oci).
    type: str
  validate:
    description:
      - Whether the API validates the key after it is registered or found. The task fails if the key cannot be used.
      - The validation is not performed in check mode.
    type: bool
    default: false
notes:
  - The options do not contain secrets. They describe the location of the key and not its value.
  - A key that is used by a project cannot be removed.
  - A restricted admin key requires the scopes C(api.management.read) and C(api.management.write).
seealso:
  - module: fjcorp.openai.openai_external_key_info
  - module: fjcorp.openai.openai_project
"""

EXAMPLES = r"""
- name: Register the encryption key of the organization
  fjcorp.openai.openai_external_key:
    name: vault
    type: aws
    kms_arn: arn:aws:kms:eu-west-1:111122223333:key/1234abcd
    role_arn: arn:aws:iam::111122223333:role/openai
    external_id: org-example

- name: Register a key in Azure and validate it
  fjcorp.openai.openai_external_key:
    name: reports
    type: azure
    tenant_id: 72f988bf-86f1-41af-91ab-2d7cd011db47
    vault_uri: https://reports.vault.azure.net
    key_name: openai
    validate: true
  register: reports

- name: Create a project that is encrypted with the key
  fjcorp.openai.openai_project:
    name: reports
    external_key_id: "{{ reports.external_key.id }}"

- name: Remove the registration of a key that is no longer used
  fjcorp.openai.openai_external_key:
    name: vault-2023
    state: absent
"""

RETURN = r"""
external_key:
  description:
    - External key after the task. If the task deleted it, the external key before the task. Empty if it does not
      exist.
    - In check mode, an external key that would be created contains only the values that are known in advance. Its
      C(id) is a placeholder that contains C(check-mode).
  returned: success
  type: dict
  contains:
    id:
      description: Identifier of the external key.
      returned: always
      type: str
      sample: extkey_01J1F8ABCDXYZ
    name:
      description: Name of the external key.
      returned: always
      type: str
      sample: vault
    type:
      description: Type of the key management service.
      returned: always
      type: str
      sample: aws
    purpose:
      description: Purpose of the key.
      returned: when available
      type: str
      sample: ekm
    kms_arn:
      description: ARN of the key in AWS KMS.
      returned: when available
      type: str
      sample: arn:aws:kms:eu-west-1:111122223333:key/1234abcd
    created_at:
      description: Unix time in seconds when the external key was created.
      returned: always
      type: int
      sample: 1763683200
    api_project_ids:
      description: Identifiers of the projects that use the key.
      returned: always
      type: list
      elements: str
      sample: []
    object:
      description: Type of the object.
      returned: always
      type: str
      sample: organization.external_key
    workspace_id:
      description: Identifier of the workspace.
      returned: always
      type: str
      sample: org-01J1F8ABCDXYZ
    audience:
      description: Audience of the tokens that the API presents to Google Cloud.
      returned: when available
      type: str
      sample: //iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/openai/providers/openai
    external_id:
      description: External identifier of the role in AWS.
      returned: when available
      type: str
      sample: org-example
    key_name:
      description: Name of the key in Azure Key Vault.
      returned: when available
      type: str
      sample: openai
    key_ocid:
      description: OCID of the key in Oracle Cloud.
      returned: when available
      type: str
      sample: ocid1.key.oc1.eu-frankfurt-1.example
    key_version:
      description: Version of the key in Azure Key Vault.
      returned: when available
      type: str
      sample: 0123456789abcdef0123456789abcdef
    key_version_ocid:
      description: OCID of the version of the key in Oracle Cloud.
      returned: when available
      type: str
      sample: ocid1.keyversion.oc1.eu-frankfurt-1.example
    kms_key_location:
      description: Location of the key in Google Cloud KMS.
      returned: when available
      type: str
      sample: europe-west3
    kms_key_name:
      description: Name of the key in Google Cloud KMS.
      returned: when available
      type: str
      sample: openai
    kms_key_ring_name:
      description: Name of the key ring in Google Cloud KMS.
      returned: when available
      type: str
      sample: platform
    kms_key_version:
      description: Version of the key in Google Cloud KMS.
      returned: when available
      type: str
      sample: '1'
    kms_project_id:
      description: Identifier of the project of the key in Google Cloud KMS.
      returned: when available
      type: str
      sample: platform-keys
    region:
      description: Region of the key.
      returned: when available
      type: str
      sample: eu-frankfurt-1
    role_arn:
      description: ARN of the role that the API assumes in AWS.
      returned: when available
      type: str
      sample: arn:aws:iam::111122223333:role/openai
    tenant_id:
      description: Identifier of the tenant in Azure.
      returned: when available
      type: str
      sample: 11111111-2222-3333-4444-555555555555
    vault_ocid:
      description: OCID of the vault in Oracle Cloud.
      returned: when available
      type: str
      sample: ocid1.vault.oc1.eu-frankfurt-1.example
    vault_uri:
      description: URI of the vault in Azure Key Vault.
      returned: when available
      type: str
      sample: https://platform.vault.azure.net
    workload_identity_pool_id:
      description: Identifier of the workload identity pool in Google Cloud.
      returned: when available
      type: str
      sample: openai
    workload_identity_project_number:
      description: Number of the project of the workload identity pool in Google Cloud.
      returned: when available
      type: str
      sample: '123456789012'
    workload_identity_provider_id:
      description: Identifier of the workload identity provider in Google Cloud.
      returned: when available
      type: str
      sample: openai
validation:
  description: Result of validating the key.
  returned: when O(validate=true), except in check mode
  type: str
  sample: valid
error:
  description: Details of the failure, see R(Errors,ansible_collections.fjcorp.openai.docsite.errors) for all keys and codes.
  returned: failure
  type: dict
  sample: {kind: api_error, message: Incorrect API key provided.}
"""

from ansible_collections.fjcorp.openai.plugins.module_utils._module import main
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.external_key import EXTERNAL_KEY

if __name__ == "__main__":
    main(EXTERNAL_KEY)
