#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_api
short_description: Send a request to any operation of the API
version_added: 0.1.0
description:
  - Sends one request to an operation of the API that has no module in this collection.
  - Uses the keys, retries, pagination and error handling of this collection.
  - A request with O(method=GET) is a read. The task reports a change for every other request and does not send it
    in check mode, unless O(reads=true).
  - The module does not compare states, so every run sends the request again. Use the module for the resource instead
    if there is one.
  - A V(POST) request whose response was lost is not sent again, because the operation may have been completed. The
    task fails and reports this.
author:
  - fjcorp maintainers (@fjcorp)
extends_documentation_fragment:
  - fjcorp.openai.connection
  - fjcorp.openai.attributes
attributes:
  diff_mode:
    support: none
  idempotent:
    support: N/A
    details:
      - Depends on the operation. The task reports a change whenever it sends a request that is not a read.
  check_mode:
    support: full
options:
  method:
    description:
      - HTTP method of the request. The API uses V(POST) for updates.
    type: str
    default: GET
    choices:
      - GET
      - POST
      - DELETE
  path:
    description:
      - Path of the operation below the API root, for example V(/files/{file_id}).
      - Placeholders in braces are replaced by the values of O(path_params).
      - A leading C(/v1) is ignored. Query parameters must be set in O(query).
    type: str
    required: true
  path_params:
    description:
      - Values of the placeholders in O(path).
      - Each value is escaped, so that it cannot add segments to the path.
    type: dict
    default: {}
  query:
    description:
      - Query parameters of the request.
      - A list is sent as C(name[]=value), and a dictionary as C(name[key]=value).
    type: dict
    default: {}
  body:
    description:
      - Body of the request, sent as JSON.
    type: dict
  headers:
    description:
      - Additional headers of the request, for example C(OpenAI-Beta).
    type: dict
    default: {}
  key:
    description:
      - Type of the key to send.
      - With V(auto), the admin key is sent to paths that begin with C(/organization/) or C(/projects/), and the project
        key to all other paths.
    type: str
    default: auto
    choices:
      - auto
      - admin
      - project
  all_pages:
    description:
      - Whether to read all pages of a list. RV(body) then contains one list in C(data).
    type: bool
    default: false
  absent_ok:
    description:
      - Whether to treat a resource that does not exist as success, with RV(status) 404 and no change.
      - An operation that the server does not support is always a failure.
    type: bool
    default: false
  reads:
    description:
      - Whether the request only reads. Such a request is also sent in check mode and reports no change.
      - Defaults to V(true) for O(method=GET) and to V(false) for all other methods.
    type: bool
  return_secrets:
    description:
      - Whether RV(body) contains the secrets of a response, such as the C(value) of a key that was created.
      - If V(false), secrets are replaced by C(VALUE_SPECIFIED_IN_NO_LOG_PARAMETER). These are the fields of the API
        that hold keys, client secrets, signing secrets, tokens, passwords and headers, and every text that has the
        form of a key. The request is sent nevertheless, and the API shows most secrets only once.
      - If V(true), the whole result is hidden as with C(no_log=true). Register it to use it in later tasks. The option
        is not supported with C(async), because the result would be stored in a file.
    type: bool
    default: false
notes:
  - Requires an admin key (O(admin_key) or E(OPENAI_ADMIN_KEY)) or a project key (O(api_key) or E(OPENAI_API_KEY)),
    depending on O(key).
seealso:
  - name: API reference
    description: Reference of all operations of the API.
    link: https://platform.openai.com/docs/api-reference
"""

EXAMPLES = r"""
- name: List all users of the organization
  fjcorp.openai.openai_api:
    path: /organization/users
    all_pages: true
  register: people

- name: Show the email addresses of the users
  ansible.builtin.debug:
    msg: "{{ people.body.data | map(attribute='email') | sort }}"

- name: Get one model by its name
  fjcorp.openai.openai_api:
    path: /models/{model}
    path_params:
      model: gpt-4o-mini

- name: Generate a chat completion without reporting a change
  fjcorp.openai.openai_api:
    method: POST
    path: /chat/completions
    body:
      model: gpt-4o-mini
      messages:
        - role: user
          content: ping
    reads: true

- name: Create an admin key whose value later tasks use as play_key.body.value
  fjcorp.openai.openai_api:
    method: POST
    path: /organization/admin_api_keys
    body:
      name: one play
    return_secrets: true
  register: play_key

- name: Delete a file if it exists
  fjcorp.openai.openai_api:
    method: DELETE
    path: /files/{file_id}
    path_params:
      file_id: file-no-longer-there
    absent_ok: true
"""

RETURN = r"""
status:
  description: HTTP status code of the response. V(null) if no request was sent, which is the case in check mode.
  returned: success
  type: int
  sample: 200
body:
  description:
    - Body of the response, parsed if it is JSON. V(null) if it is empty.
    - Its secrets are masked unless O(return_secrets=true).
  returned: success
  type: raw
  sample:
    id: gpt-4o-mini
    object: model
    created: 1721172741
    owned_by: system
request_id:
  description: Identifier of the request.
  returned: when a single request was sent
  type: str
  sample: req_4f2d9c1ab0e84f7a
error:
  description: Details of the failure, see R(Errors,ansible_collections.fjcorp.openai.docsite.errors) for all keys and codes.
  returned: failure
  type: dict
  sample: {kind: api_error, message: Incorrect API key provided.}
"""

from ansible_collections.fjcorp.openai.plugins.module_utils._module import main
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.project.api import API

if __name__ == "__main__":
    main(API)
