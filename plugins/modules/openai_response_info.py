#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_response_info
short_description: Read a stored response and its input
version_added: 0.1.0
description:
  - Returns one stored response by its id, on request with the items that were sent.
  - The API keeps responses unless they were asked for with C(store) set to V(false), and does not list them.
  - It always reads afresh and never changes anything. Reading costs nothing. It needs a project key whose scopes
    allow to read responses.
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
      - The id of the response to read. Where there is none, the result is an empty list.
    type: str
    required: true
    aliases:
      - response_id
  input_items:
    description:
      - Whether the response is returned with the items it answered, oldest first, as C(input_items), those of the
        responses before it included. One request more for each hundred of them.
    type: bool
    default: false
  include:
    description:
      - What shall be returned beside the usual, for example V(message.input_image.image_url) or V(file_search_call.results).
    type: list
    elements: str
seealso:
  - module: fjcorp.openai.openai_response
"""

EXAMPLES = r"""
- name: An answer that is kept
  fjcorp.openai.openai_response:
    model: gpt-5.4-mini
    input: Name three risks of a big-bang migration.
    dest: risks.md
  register: risks

- name: Is it still there?
  fjcorp.openai.openai_response_info:
    id: "{{ risks.response.id }}"
  register: kept
  when: risks.text is defined

- name: Say so
  ansible.builtin.debug:
    msg: "{{ 'The API has it' if kept.responses | default([]) else 'It is gone' }}"

- name: What was it asked?
  fjcorp.openai.openai_response_info:
    id: "{{ risks.response.id }}"
    input_items: true
  register: asked
  when: risks.text is defined

- name: One with the pictures it was shown
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
