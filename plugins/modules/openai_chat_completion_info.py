#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_chat_completion_info
short_description: Read stored chat completions and their messages
version_added: 0.1.0
description:
  - Returns one stored chat completion by its id, or all that match, from every page of the list.
  - The API keeps only completions that were asked for with C(store) set to V(true).
  - It always reads afresh and never changes anything. Reading costs nothing.
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
      - The id of the one completion to read. Where there is none, the result is an empty list.
    type: str
    aliases:
      - chat_completion_id
  limit:
    description:
      - The most completions to return. Not given, all of them.
    type: int
  model:
    description:
      - Return the completions of this model.
    type: str
  metadata:
    description:
      - Return the completions that carry these pairs.
    type: dict
  order:
    description:
      - V(asc) returns the oldest first, V(desc) the newest. The API's default is V(asc).
    type: str
    choices:
      - asc
      - desc
  messages:
    description:
      - Whether each completion is returned with the messages it answered, as C(messages). One request more for each
        completion.
    type: bool
    default: false
seealso:
  - module: fjcorp.openai.openai_chat_completion
"""

EXAMPLES = r"""
- name: An answer that is kept
  fjcorp.openai.openai_chat_completion:
    model: gpt-4o-mini
    messages:
      - role: user
        content: Name three risks of a big-bang migration.
    store: true
    metadata:
      purpose: planning
  register: answer

- name: Everything asked for that purpose
  fjcorp.openai.openai_chat_completion_info:
    metadata:
      purpose: planning
  register: planning

- name: What it cost in tokens
  ansible.builtin.debug:
    msg: "{{ planning.chat_completions | map(attribute='usage.total_tokens') | sum }} tokens"

- name: The newest ten
  fjcorp.openai.openai_chat_completion_info:
    order: desc
    limit: 10

- name: One answer with its question
  fjcorp.openai.openai_chat_completion_info:
    id: "{{ answer.chat_completion.id }}"
    messages: true
  when: not ansible_check_mode
"""

RETURN = r"""
chat_completions:
  description: The completions found, as the API shows them. With O(messages=true) each has C(messages).
  returned: success
  type: list
  elements: dict
  sample:
    - id: chatcmpl-Bx7Kq2Vn9LtRw4ZcYm1Hp8Sd
      object: chat.completion
      created: 1763683200
      model: gpt-4o-mini-2024-07-18
      metadata:
        purpose: planning
      choices:
        - index: 0
          finish_reason: stop
          message:
            role: assistant
            content: Downtime, lost data, no way back.
      usage:
        prompt_tokens: 14
        completion_tokens: 9
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
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.models.chat_completion import (
    CHAT_COMPLETION_INFO,
)

if __name__ == "__main__":
    main(CHAT_COMPLETION_INFO)
