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

- name: Show whether the response is stored
  ansible.builtin.debug:
    msg: "{{ 'The response is stored' if stored.responses | default([]) else 'The response does not exist' }}"

- name: Gather information about the response and its input
  fjcorp.openai.openai_response_info:
    id: "{{ risks.response.id }}"
    input_items: true
  register: details

- name: Gather information about the response and the images in its input
  fjcorp.openai.openai_response_info:
    id: "{{ risks.response.id }}"
    input_items: true
    include:
      - message.input_image.image_url
"""

RETURN = r"""
responses:
  description: List that contains the response, or no element if it does not exist.
  returned: success
  type: list
  elements: dict
  contains:
    id:
      description: Identifier of the response.
      returned: always
      type: str
    access_programs:
      description: Access programs that apply to the response.
      returned: when available
      type: dict
    created_at:
      description: Unix time in seconds when the response was created.
      returned: always
      type: int
    error:
      description: Error of a failed response. V(null) if there is none.
      returned: when available
      type: dict
      contains:
        code:
          description: Error code.
          returned: always
          type: str
        message:
          description: Error message.
          returned: always
          type: str
        misalignment:
          description: Details of an action of the model that was stopped.
          returned: when available
          type: dict
        param:
          description: Request parameter that caused the error.
          returned: when available
          type: str
        type:
          description: Error type.
          returned: when available
          type: str
    incomplete_details:
      description: Details of an incomplete response. V(null) if the response is complete.
      returned: when available
      type: dict
      contains:
        reason:
          description: Reason, such as V(max_output_tokens) or V(content_filter).
          returned: when available
          type: str
    instructions:
      description: System message of the request.
      returned: when available
      type: raw
    metadata:
      description: Metadata of the response, including the fingerprint of the request.
      returned: when available
      type: dict
    model:
      description: Name of the model.
      returned: always
      type: str
    object:
      description: Type of the object.
      returned: always
      type: str
    output:
      description: Output items of the model, such as messages, reasoning and tool calls.
      returned: always
      type: list
      elements: dict
    parallel_tool_calls:
      description: Whether the model can call tools in parallel.
      returned: always
      type: bool
    temperature:
      description: Sampling temperature.
      returned: when available
      type: float
    tool_choice:
      description: Rule by which the model selects tools.
      returned: always
      type: raw
    tools:
      description: Tools that the model can call.
      returned: always
      type: list
      elements: dict
    top_p:
      description: Probability mass of nucleus sampling.
      returned: when available
      type: float
    background:
      description: Whether the response is generated in the background.
      returned: when available
      type: bool
    completed_at:
      description: Unix time in seconds when the response was completed.
      returned: when available
      type: int
    conversation:
      description: Conversation that the response belongs to.
      returned: when available
      type: dict
    image:
      description: Processing of images in the context.
      returned: when available
      type: dict
    input_transformations:
      description: Input items that were not passed to the model.
      returned: when available
      type: list
      elements: dict
    max_output_tokens:
      description: Maximum number of output tokens.
      returned: when available
      type: int
    max_tool_calls:
      description: Maximum number of calls of hosted tools.
      returned: when available
      type: int
    moderation:
      description: Moderation results of the input and the output.
      returned: when available
      type: dict
    previous_response_id:
      description: Identifier of the previous response of the conversation.
      returned: when available
      type: str
    prompt:
      description: Prompt template of the request.
      returned: when available
      type: dict
    prompt_cache_diagnostics:
      description: Diagnostics of the prompt cache.
      returned: when available
      type: dict
    prompt_cache_key:
      description: Key of the prompt cache.
      returned: when available
      type: str
    prompt_cache_options:
      description: Options of the prompt cache.
      returned: when available
      type: dict
    prompt_cache_retention:
      description: Retention of the prompt cache. Deprecated by the API.
      returned: when available
      type: str
    reasoning:
      description: Reasoning options of the request.
      returned: when available
      type: dict
    safety_identifier:
      description: Safety identifier of the request.
      returned: when available
      type: str
    service_tier:
      description: Service tier that processed the request.
      returned: when available
      type: str
    status:
      description: Status of the response, V(completed), V(failed), V(in_progress), V(cancelled), V(queued) or V(incomplete).
      returned: when available
      type: str
    text:
      description: Options of text output.
      returned: when available
      type: dict
    tool_usage:
      description: Usage of hosted tools.
      returned: when available
      type: dict
    top_logprobs:
      description: Number of most likely tokens to return at each position.
      returned: when available
      type: int
    truncation:
      description: Truncation strategy of the request.
      returned: when available
      type: str
    usage:
      description: Token usage of the request.
      returned: when available
      type: dict
      contains:
        input_tokens:
          description: Number of input tokens.
          returned: always
          type: int
        input_tokens_details:
          description: Breakdown of the input tokens.
          returned: always
          type: dict
        output_tokens:
          description: Number of output tokens.
          returned: always
          type: int
        output_tokens_details:
          description: Breakdown of the output tokens.
          returned: always
          type: dict
        total_tokens:
          description: Number of input and output tokens.
          returned: always
          type: int
    user:
      description: Identifier of the end user. Deprecated by the API.
      returned: when available
      type: str
    input_items:
      description: Input items of the response. Only returned with O(input_items=true).
      returned: when available
      type: list
      elements: dict
    store:
      description: Whether the API stores the response.
      returned: when available
      type: bool
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
  description: Details of the failure, see R(Errors,ansible_collections.fjcorp.openai.docsite.errors) for all keys and codes.
  returned: failure
  type: dict
  sample: {kind: api_error, message: Incorrect API key provided.}
"""

from ansible_collections.fjcorp.openai.plugins.module_utils._module import main
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.models.response import RESPONSE_INFO

if __name__ == "__main__":
    main(RESPONSE_INFO)
