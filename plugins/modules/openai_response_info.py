#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_response_info
short_description: Gather information about a stored response
version_added: 0.1.0
description:
  - Returns one stored response by its ID, and optionally the items of its input.
  - The API stores responses unless they were created with C(store) set to V(false). It does not list them.
  - The module does not use cached lists and never changes anything. Reading stored responses is free of charge.
  - Requires a project key with the scope to read responses.
author:
  - fjcorp maintainers (@fjcorp)
extends_documentation_fragment:
  - fjcorp.openai.connection
  - fjcorp.openai.project
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
      - ID of the response to return. If it does not exist, an empty list is returned.
    type: str
    required: true
    aliases:
      - response_id
  input_items:
    description:
      - Whether to return the response with its input items in C(input_items), oldest first. The items of preceding
        responses are included.
      - This sends one more request for each 100 items.
    type: bool
    default: false
  include:
    description:
      - Additional data to return, for example V(message.input_image.image_url) or V(file_search_call.results).
    type: list
    elements: str
seealso:
  - module: fjcorp.openai.openai_response
"""

EXAMPLES = r"""
- name: Generate an answer that the API stores
  fjcorp.openai.openai_response:
    model: gpt-5.4-mini
    input: Name three risks of a big-bang migration.
    dest: risks.md
  register: risks

- name: Gather information about the response
  fjcorp.openai.openai_response_info:
    id: "{{ risks.response.id }}"
  register: stored
  when: risks.text is defined

- name: Show whether the response is stored
  ansible.builtin.debug:
    msg: "{{ 'The response is stored' if stored.responses | default([]) else 'The response does not exist' }}"

- name: Gather information about the response and its input
  fjcorp.openai.openai_response_info:
    id: "{{ risks.response.id }}"
    input_items: true
  register: details
  when: risks.text is defined

- name: Gather information about the response and the images in its input
  fjcorp.openai.openai_response_info:
    id: "{{ risks.response.id }}"
    input_items: true
    include:
      - message.input_image.image_url
  when: risks.text is defined
"""

RETURN = r"""
responses:
  description: The response as the API shows it, or nothing. With O(input_items=true) it has C(input_items).
  returned: success
  type: list
  elements: dict
  sample:
    - id: resp_68af4030592c81938ec0a5fbab4a3e9f05438e46b5f69a3b
      object: response
      created_at: 1763683200
      status: completed
      model: gpt-5.4-mini-2026-03-17
      output:
        - id: msg_68af40337e58819392e935fb404414d005438e46b5f69a3b
          type: message
          role: assistant
          status: completed
          content:
            - type: output_text
              text: Downtime, lost data, no way back.
              annotations: []
      usage:
        input_tokens: 14
        output_tokens: 9
        total_tokens: 23
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
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.models.response import RESPONSE_INFO

if __name__ == "__main__":
    main(RESPONSE_INFO)
