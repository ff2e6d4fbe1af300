#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_admin_api_key
short_description: Manage admin keys of the organization
version_added: 0.1.0
description:
  - Issues keys that administer the organization, delivers them to a file or to the play, renews and revokes them.
  - One task keeps one live key of a name for each owner. While O(dest) holds it, whole, nothing changes. Otherwise,
    and when O(max_age) or O(renew_within) ask for it, another is issued and delivered, and only then the old one
    is revoked.
  - Nothing is issued when O(dest) cannot be written; a key that cannot be delivered is revoked, and the old one stays.
  - Before a key is issued, a note beside O(dest) (the same name with C(.issuing.json)) says which keys there were.
    Should the run die at any moment, the next one revokes exactly what nobody received. A key that the task did not
    issue is never revoked, unless O(replace) says so.
  - A file at O(dest) that this collection did not write, or that holds another live key, is not written over.
  - O(state=absent) revokes the key. It does not delete O(dest).
author:
  - fjcorp maintainers (@fjcorp)
extends_documentation_fragment:
  - fjcorp.openai.secret
  - fjcorp.openai.renewal
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
    details:
      - A key cannot be read again. The manifest beside O(dest) tells the next run which key the file holds.
options:
  state:
    description:
      - V(present) keeps a live key of that name in O(dest); V(absent) revokes it.
    type: str
    default: present
    choices:
      - present
      - absent
  id:
    description:
      - The id of a key to revoke, with O(state=absent).
    type: str
    aliases:
      - admin_api_key_id
  name:
    description:
      - The key's name. The API does not keep names unique; this module does, for those that are live.
    type: str
  expires_in_seconds:
    description:
      - How long a key that is issued lives, from 1 to 31536000 seconds. Not given, it never ends. The life of a key
        that is there already does not change.
    type: int
  revoke_key_in_use:
    description:
      - Whether the task may revoke the very key it uses, which locks its user out at once. It is recognised by the
        ends of its value. With O(overlap) a key can renew itself without this. The next run, which uses the new key,
        revokes the old one.
    type: bool
    default: false
notes:
  - It needs an admin key with the right to manage admin keys. The new key has the rights of its owner; the API takes
    no scopes for it.
  - The age and the end of a key are reckoned by the clock of the machine that runs the task.
  - With O(return_key) and without O(dest) nothing outside the play remembers the key. A live key of the name is then
    taken to be in good hands, and only a run that issues one returns it. Should such a run die between the issue
    and its end, two live keys of the name are left, and the next run names both ids and fails; revoke them with O(id)
    and O(state=absent).
seealso:
  - module: fjcorp.openai.openai_admin_api_key_info
  - module: fjcorp.openai.openai_service_account_key
  - name: Admin API keys in the API reference
    description: What the API says about admin keys.
    link: https://platform.openai.com/docs/api-reference/admin-api-keys
"""

EXAMPLES = r"""
- name: A key for the nightly job, renewed a week before its end
  fjcorp.openai.openai_admin_api_key:
    name: nightly
    expires_in_seconds: 2592000
    renew_within: 7d
    dest: nightly-admin.key

- name: A key for audits, replaced every quarter; the old one serves two more days
  fjcorp.openai.openai_admin_api_key:
    name: audits
    max_age: 90d
    overlap: 2d
    dest: audits-admin.key

- name: A password for the vault
  ansible.builtin.copy:
    content: correct horse battery staple
    dest: vault-password
    mode: "0600"
  check_mode: false

- name: A key that goes into version control, encrypted
  fjcorp.openai.openai_admin_api_key:
    name: terraform
    dest: terraform-admin.key
    vault_password_file: vault-password

- name: Read with the new key, as later plays will
  fjcorp.openai.openai_project_info:
    admin_key: "{{ lookup('ansible.builtin.file', 'audits-admin.key') }}"
  when: not ansible_check_mode

- name: Revoke a key that nobody needs
  fjcorp.openai.openai_admin_api_key:
    name: intern
    state: absent
"""

RETURN = r"""
admin_api_key:
  description:
    - The key as it is after the task, without its value. When the task revoked it, the key as it was; empty when there
      was none.
    - In check mode a key that would be issued holds only what the task can know.
  returned: success
  type: dict
  contains:
    id:
      description: The key's id.
      returned: always
      type: str
      sample: key_7Wq4ZrXn2LcVt9Mb
    object:
      description: The kind of object.
      returned: when the server tells it
      type: str
      sample: organization.admin_api_key
    name:
      description: The key's name.
      returned: always
      type: str
      sample: nightly
    created_at:
      description: When it was issued, in seconds since 1970.
      returned: when the server tells it
      type: int
      sample: 1763683200
    expires_at:
      description: When it ends, in seconds since 1970; V(null) for never.
      returned: when the server tells it
      type: int
      sample: 1766275200
    last_used_at:
      description: When it was last used, in seconds since 1970; V(null) for never.
      returned: when the server tells it
      type: int
      sample: null
    redacted_value:
      description: The ends of the key's value, by which a person may recognise it.
      returned: when the server tells it
      type: str
      sample: sk-admin-...x9Qz
    owner:
      description: Whose key it is.
      returned: when the server tells it
      type: dict
      sample:
        type: user
        object: organization.user
        id: user-4fXw2KpQ8sVnB6mRt3Yc
        name: Olivia Owner
        created_at: 1763683200
        role: owner
api_key:
  description: The key that was issued.
  returned: when a key was issued
  type: dict
  contains:
    id:
      description: The key's id.
      returned: always
      type: str
      sample: key_7Wq4ZrXn2LcVt9Mb
    name:
      description: The key's name.
      returned: always
      type: str
      sample: nightly
    created_at:
      description: When it was issued, in seconds since 1970.
      returned: always
      type: int
      sample: 1763683200
    expires_at:
      description: When it ends, in seconds since 1970; V(null) for never.
      returned: when the server tells it
      type: int
      sample: 1766275200
    value:
      description: The key itself. The task's result is then kept off the screen and out of logs.
      returned: when O(return_key=true)
      type: str
      sample: sk-admin-this-is-only-a-sample
revoked:
  description: The ids of the keys that were revoked, or in check mode would be.
  returned: success
  type: list
  elements: str
  sample:
    - key_2Lc8ZrXn4WqVt7Mb
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
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.admin_api_key import ADMIN_API_KEY

if __name__ == "__main__":
    main(ADMIN_API_KEY)
