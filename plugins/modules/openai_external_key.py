#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_external_key
short_description: Manage keys in an external key management
version_added: 0.1.0
description:
  - Registers and removes a key that lives in the key management of AWS, Google Cloud, Azure or Oracle (bring your
    own key). A project uses it by O(fjcorp.openai.openai_project#module:external_key_id).
  - A key is found by its O(id), else by its O(name). The API cannot change one, so an option that differs from what
    is registered fails and names both values.
  - O(state=absent) removes the registration. The key itself stays in the key management.
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
      - V(present) registers the key; V(absent) removes the registration.
    type: str
    default: present
    choices:
      - present
      - absent
  id:
    description:
      - The id of the registered key.
      - The task fails when no key has this id.
    type: str
    aliases:
      - external_key_id
  name:
    description:
      - The name under which the key is registered.
    type: str
  type:
    description:
      - Whose key management it is. Needed to register a key; each has options of its own, and those of another are
        refused.
    type: str
    choices:
      - aws
      - gcp
      - azure
      - oci
  purpose:
    description:
      - What the key is for. The API takes V(ekm) where none is given.
    type: str
    choices:
      - ekm
      - psp_decryption
  kms_arn:
    description:
      - The key's ARN. For V(aws), needed.
    type: str
  role_arn:
    description:
      - ARN of the role the API assumes. For V(aws), needed.
    type: str
  external_id:
    description:
      - The external id the role expects. For V(aws), needed.
    type: str
  audience:
    description:
      - The audience of the tokens by which the API gets in. For V(gcp), needed.
    type: str
  kms_project_id:
    description:
      - The project of the key. For V(gcp), needed.
    type: str
  kms_key_location:
    description:
      - The key's location. For V(gcp), needed.
    type: str
  kms_key_ring_name:
    description:
      - The key's ring. For V(gcp), needed.
    type: str
  kms_key_name:
    description:
      - The key's name. For V(gcp), needed.
    type: str
  workload_identity_project_number:
    description:
      - The number of the project with the workload identity pool. For V(gcp), needed.
    type: str
  workload_identity_pool_id:
    description:
      - The workload identity pool. For V(gcp), needed.
    type: str
  workload_identity_provider_id:
    description:
      - The provider in the pool. For V(gcp), needed.
    type: str
  kms_key_version:
    description:
      - The key's version. For V(gcp).
    type: str
  tenant_id:
    description:
      - The tenant of the vault. For V(azure), needed.
    type: str
  vault_uri:
    description:
      - The vault's address. For V(azure), needed.
    type: str
  key_name:
    description:
      - The key's name in the vault. For V(azure), needed.
    type: str
  key_version:
    description:
      - The key's version. For V(azure).
    type: str
  region:
    description:
      - The vault's region. For V(oci), needed.
    type: str
  vault_ocid:
    description:
      - The vault's OCID. For V(oci), needed.
    type: str
  key_ocid:
    description:
      - The key's OCID. For V(oci), needed.
    type: str
  key_version_ocid:
    description:
      - The OCID of the key's version. For V(oci).
    type: str
  validate:
    description:
      - Have the API try it, after it was made or found. The task fails when it cannot be used.
      - Nothing is tried in check mode.
    type: bool
    default: false
notes:
  - None of the options is a secret; they tell where the key is, not what it is.
  - A key that a project uses cannot be removed.
  - A restricted admin key needs the scopes C(api.management.read) and C(api.management.write).
seealso:
  - module: fjcorp.openai.openai_external_key_info
  - module: fjcorp.openai.openai_project
"""

EXAMPLES = r"""
- name: The key by which the organization's data is encrypted
  fjcorp.openai.openai_external_key:
    name: vault
    type: aws
    kms_arn: arn:aws:kms:eu-west-1:111122223333:key/1234abcd
    role_arn: arn:aws:iam::111122223333:role/openai
    external_id: org-example

- name: A key in Azure, tried at once
  fjcorp.openai.openai_external_key:
    name: reports
    type: azure
    tenant_id: 72f988bf-86f1-41af-91ab-2d7cd011db47
    vault_uri: https://reports.vault.azure.net
    key_name: openai
    validate: true
  register: reports

- name: A project encrypted by it
  fjcorp.openai.openai_project:
    name: reports
    external_key_id: "{{ reports.external_key.id }}"

- name: Remove the registration of a key that is out of use
  fjcorp.openai.openai_external_key:
    name: vault-2023
    state: absent
"""

RETURN = r"""
external_key:
  description:
    - The key as it is after the task. When the task deleted it, the key as it was; empty when there was none.
    - In check mode an object that would be made holds only what the task can know, and an invented id with C(check-mode)
      in it.
  returned: success
  type: dict
  contains:
    id:
      description: The key's id.
      returned: always
      type: str
      sample: extkey_01J1F8ABCDXYZ
    name:
      description: Its name.
      returned: always
      type: str
      sample: vault
    type:
      description: Whose key management it is.
      returned: always
      type: str
      sample: aws
    purpose:
      description: What it is for.
      returned: when the server tells it
      type: str
      sample: ekm
    kms_arn:
      description: The key's ARN; the other options of its type stand beside it.
      returned: for aws
      type: str
      sample: arn:aws:kms:eu-west-1:111122223333:key/1234abcd
    created_at:
      description: When it was registered, in seconds since 1970.
      returned: when the server tells it
      type: int
      sample: 1763683200
    api_project_ids:
      description: The projects that use it.
      returned: when the server tells it
      type: list
      elements: str
      sample: []
validation:
  description: What the API said when it tried the key.
  returned: when O(validate=true), outside of check mode
  type: str
  sample: valid
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
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.external_key import EXTERNAL_KEY

if __name__ == "__main__":
    main(EXTERNAL_KEY)
