#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_api
short_description: Call any operation of the API
version_added: 0.1.0
description:
  - Sends one request, with the keys, retries, pages and errors of this collection, for what has no module of its
    own yet.
  - O(method=GET) reads. Every other request is taken to change something, so the task reports a change and is not
    sent in check mode, unless O(reads=true).
  - It knows nothing of the object it works on, so a second run sends the same request again. Where there is a module
    for the object, use that.
  - A V(POST) whose answer was lost is not sent again, as it may have happened; the task fails and says so.
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
      - As the operation itself; the task reports a change whenever it sends a request that is not a read.
  check_mode:
    support: full
options:
  method:
    description:
      - The HTTP method. The API updates by V(POST).
    type: str
    default: GET
    choices:
      - GET
      - POST
      - DELETE
  path:
    description:
      - The path below the root, for example V(/files/{file_id}). Placeholders in braces are filled from O(path_params).
      - A leading C(/v1) is understood. A query goes to O(query).
    type: str
    required: true
  path_params:
    description:
      - Values of the placeholders in O(path). Each is escaped, so a value cannot leave its place.
    type: dict
    default: {}
  query:
    description:
      - Query parameters. A list is sent as C(name[]=value), a mapping as C(name[key]=value).
    type: dict
    default: {}
  body:
    description:
      - The request's body, sent as JSON.
    type: dict
  headers:
    description:
      - Headers of this request, for example C(OpenAI-Beta).
    type: dict
    default: {}
  key:
    description:
      - Which key is sent. V(auto) sends the admin key to paths that begin with C(/organization/) or C(/projects/),
        and the project key to all others.
    type: str
    default: auto
    choices:
      - auto
      - admin
      - project
  all_pages:
    description:
      - Whether all pages of a list are read. RV(body) then has one list in C(data).
    type: bool
    default: false
  absent_ok:
    description:
      - Whether an object that does not exist is a success, with RV(status) 404 and no change. An operation the server
        does not have is still a failure.
    type: bool
    default: false
  reads:
    description:
      - Whether the request only reads, so that it is sent in check mode too and reports no change. Not given, V(true)
        for O(method=GET) and V(false) for all others.
    type: bool
notes:
  - Needs an admin key (O(admin_key) or E(OPENAI_ADMIN_KEY)) or a project key (O(api_key) or E(OPENAI_API_KEY)), as
    O(key) says.
seealso:
  - name: API reference
    description: Every operation of the API.
    link: https://platform.openai.com/docs/api-reference
"""

EXAMPLES = r"""
- name: Everybody in the organization, all pages
  fjcorp.openai.openai_api:
    path: /organization/users
    all_pages: true
  register: people

- name: Their addresses
  ansible.builtin.debug:
    msg: "{{ people.body.data | map(attribute='email') | sort }}"

- name: One model by its name
  fjcorp.openai.openai_api:
    path: /models/{model}
    path_params:
      model: gpt-4o-mini

- name: A question that changes nothing
  fjcorp.openai.openai_api:
    method: POST
    path: /chat/completions
    body:
      model: gpt-4o-mini
      messages:
        - role: user
          content: ping
    reads: true

- name: Delete a file, if it is still there
  fjcorp.openai.openai_api:
    method: DELETE
    path: /files/{file_id}
    path_params:
      file_id: file-no-longer-there
    absent_ok: true
"""

RETURN = r"""
status:
  description: The HTTP status; V(null) when nothing was sent (check mode).
  returned: success
  type: int
  sample: 200
body:
  description: The answer, parsed where it is JSON; V(null) where there is none.
  returned: success
  type: raw
  sample:
    id: gpt-4o-mini
    object: model
    created: 1721172741
    owned_by: system
request_id:
  description: The server's id of the request.
  returned: when one request was sent and answered
  type: str
  sample: req_4f2d9c1ab0e84f7a
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
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.project.api import API

if __name__ == "__main__":
    main(API)
