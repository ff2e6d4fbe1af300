#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_chat_completion_info
short_description: Gather information about stored chat completions
version_added: 0.1.0
description:
  - Returns one stored chat completion by its ID, or all that match the filters. All pages of the list are read.
  - The API stores only chat completions that were created with C(store) set to V(true).
  - The module does not use cached lists and never changes anything. Reading stored chat completions is free of charge.
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
      - ID of the chat completion to return. If it does not exist, an empty list is returned.
    type: str
    aliases:
      - chat_completion_id
  limit:
    description:
      - Maximum number of chat completions to return. If omitted, all are returned.
    type: int
  model:
    description:
      - Return only chat completions of this model.
    type: str
  metadata:
    description:
      - Return only chat completions whose metadata contain these key-value pairs.
    type: dict
  order:
    description:
      - Order of the list. V(asc) returns the oldest first, and V(desc) the newest first. The API defaults to V(asc).
    type: str
    choices:
      - asc
      - desc
  messages:
    description:
      - Whether to return each chat completion with the messages of its request in C(messages).
      - This sends one more request for each chat completion.
    type: bool
    default: false
seealso:
  - module: fjcorp.openai.openai_chat_completion
"""

EXAMPLES = r"""
- name: Generate an answer that the API stores
  fjcorp.openai.openai_chat_completion:
    model: gpt-4o-mini
    messages:
      - role: user
        content: Name three risks of a big-bang migration.
    store: true
    metadata:
      purpose: planning
  register: answer

- name: Gather information about all answers for one purpose
  fjcorp.openai.openai_chat_completion_info:
    metadata:
      purpose: planning
  register: planning

- name: Show the total token usage
  ansible.builtin.debug:
    msg: "{{ planning.chat_completions | map(attribute='usage.total_tokens') | sum }} tokens"

- name: Gather information about the ten newest answers
  fjcorp.openai.openai_chat_completion_info:
    order: desc
    limit: 10

- name: Gather information about one answer and its messages
  fjcorp.openai.openai_chat_completion_info:
    id: "{{ answer.chat_completion.id }}"
    messages: true
"""

RETURN = r"""
chat_completions:
  description: List of stored chat completions that match the options.
  returned: success
  type: list
  elements: dict
  contains:
    id:
      description: Identifier of the chat completion.
      returned: always
      type: str
    choices:
      description: Answers of the model, one for each of C(n).
      returned: always
      type: list
      elements: dict
      contains:
        finish_reason:
          description: Reason why the output ended.
          returned: always
          type: str
        index:
          description: Position of the answer.
          returned: always
          type: int
        logprobs:
          description: Log probabilities of the output tokens.
          returned: when available
          type: dict
          contains:
            content:
              description: Log probabilities of the tokens of the content.
              returned: when available
              type: list
              elements: dict
            refusal:
              description: Log probabilities of the tokens of the refusal.
              returned: when available
              type: list
              elements: dict
        message:
          description: Message of the answer.
          returned: always
          type: dict
          contains:
            content:
              description: Text of the answer.
              returned: when available
              type: str
            refusal:
              description: Explanation of the model if it refused to answer.
              returned: when available
              type: str
            role:
              description: Role of the author.
              returned: always
              type: str
            annotations:
              description: Annotations of the message, such as citations of web pages.
              returned: when available
              type: list
              elements: dict
            audio:
              description: Audio output. The data is left out if it is written to a file.
              returned: when available
              type: dict
            function_call:
              description: Function call that the model requests.
              returned: when available
              type: dict
            tool_calls:
              description: Tool calls that the model requests.
              returned: when available
              type: list
              elements: dict
    created:
      description: Unix time in seconds when the chat completion was created.
      returned: always
      type: int
    model:
      description: Name of the model.
      returned: always
      type: str
    object:
      description: Type of the object.
      returned: always
      type: str
    metadata:
      description: Metadata of the stored completion.
      returned: when available
      type: dict
    moderation:
      description: Moderation results of the input and the output.
      returned: when available
      type: dict
      contains:
        input:
          description: Moderation results of the input.
          returned: always
          type: dict
          contains:
            model:
              description: Model that classified the input.
              returned: when available
              type: str
            results:
              description: Results of the moderation.
              returned: when available
              type: list
              elements: dict
            type:
              description: Type of the object.
              returned: always
              type: str
            code:
              description: Error code if the moderation failed.
              returned: when available
              type: str
            message:
              description: Error message if the moderation failed.
              returned: when available
              type: str
        output:
          description: Moderation results of the output.
          returned: always
          type: dict
          contains:
            model:
              description: Model that classified the output.
              returned: when available
              type: str
            results:
              description: Results of the moderation.
              returned: when available
              type: list
              elements: dict
            type:
              description: Type of the object.
              returned: always
              type: str
            code:
              description: Error code if the moderation failed.
              returned: when available
              type: str
            message:
              description: Error message if the moderation failed.
              returned: when available
              type: str
    service_tier:
      description: Service tier that processed the request.
      returned: when available
      type: str
    system_fingerprint:
      description: Identifier of the configuration of the backend.
      returned: when available
      type: str
    usage:
      description: Token usage of the request.
      returned: when available
      type: dict
      contains:
        completion_tokens:
          description: Number of output tokens.
          returned: always
          type: int
        prompt_tokens:
          description: Number of input tokens.
          returned: always
          type: int
        total_tokens:
          description: Number of input and output tokens.
          returned: always
          type: int
        completion_tokens_details:
          description: Breakdown of the output tokens.
          returned: when available
          type: dict
          contains:
            accepted_prediction_tokens:
              description: Number of tokens of the prediction that are part of the output.
              returned: when available
              type: int
            audio_tokens:
              description: Number of audio tokens.
              returned: when available
              type: int
            reasoning_tokens:
              description: Number of output tokens that were used for reasoning.
              returned: when available
              type: int
            rejected_prediction_tokens:
              description: Number of tokens of the prediction that are not part of the output.
              returned: when available
              type: int
            text_tokens:
              description: Number of text tokens.
              returned: when available
              type: int
        prompt_tokens_details:
          description: Breakdown of the input tokens.
          returned: when available
          type: dict
          contains:
            audio_tokens:
              description: Number of audio tokens.
              returned: when available
              type: int
            cache_write_tokens:
              description: Number of input tokens that were written to the prompt cache.
              returned: when available
              type: int
            cached_tokens:
              description: Number of input tokens that were read from the prompt cache.
              returned: when available
              type: int
            image_tokens:
              description: Number of image tokens.
              returned: when available
              type: int
            text_tokens:
              description: Number of text tokens.
              returned: when available
              type: int
    messages:
      description: Messages of the conversation. Only returned with O(messages=true).
      returned: when available
      type: list
      elements: dict
      contains:
        content:
          description: Content of the message.
          returned: when available
          type: str
        refusal:
          description: Explanation of the model if it refused to answer.
          returned: when available
          type: str
        role:
          description: Role of the author.
          returned: always
          type: str
        annotations:
          description: Annotations of the message, such as citations of web pages.
          returned: when available
          type: list
          elements: dict
          contains:
            type:
              description: Type of the annotation.
              returned: always
              type: str
            url_citation:
              description: Web page that the message cites.
              returned: always
              type: dict
        audio:
          description: Audio output.
          returned: when available
          type: dict
          contains:
            id:
              description: Identifier of the audio output.
              returned: always
              type: str
            data:
              description: Audio in base64.
              returned: always
              type: str
            expires_at:
              description: Unix time in seconds until which the audio can be used in later requests.
              returned: always
              type: int
            transcript:
              description: Transcript of the audio.
              returned: always
              type: str
        function_call:
          description: Function call that the model requests.
          returned: when available
          type: dict
          contains:
            arguments:
              description: Arguments of the function in JSON format.
              returned: always
              type: str
            name:
              description: Name of the function.
              returned: always
              type: str
        tool_calls:
          description: Tool calls that the model requests.
          returned: when available
          type: list
          elements: dict
          contains:
            id:
              description: Identifier of the tool call.
              returned: always
              type: str
            function:
              description: Function to call.
              returned: when available
              type: dict
            type:
              description: Type of the tool.
              returned: always
              type: str
            custom:
              description: Custom tool to call.
              returned: when available
              type: dict
        id:
          description: Identifier of the message.
          returned: always
          type: str
        content_parts:
          description: Parts of the content.
          returned: when available
          type: list
          elements: dict
          contains:
            text:
              description: Text of the part.
              returned: when available
              type: str
            type:
              description: Type of the part.
              returned: always
              type: str
            prompt_cache_breakpoint:
              description: Breakpoint of the prompt cache.
              returned: when available
              type: dict
            image_url:
              description: Image of the part.
              returned: when available
              type: dict
        name:
          description: Name of the participant who wrote the message.
          returned: when available
          type: str
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
  description: Details of the failure, see R(Errors,ansible_collections.fjcorp.openai.docsite.errors) for all keys and codes.
  returned: failure
  type: dict
  sample: {kind: api_error, message: Incorrect API key provided.}
"""

from ansible_collections.fjcorp.openai.plugins.module_utils._module import main
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.models.chat_completion import (
    CHAT_COMPLETION_INFO,
)

if __name__ == "__main__":
    main(CHAT_COMPLETION_INFO)
