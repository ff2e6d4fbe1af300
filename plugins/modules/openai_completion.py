#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_completion
short_description: Generate a text completion
version_added: 0.1.0
description:
  - Completes a text prompt with the legacy completions operation of the API.
  - It is meant for models that support no other operation, such as V(gpt-3.5-turbo-instruct), V(davinci-002) and
    models fine-tuned from them, and for compatible servers. In all other cases use M(fjcorp.openai.openai_response)
    or M(fjcorp.openai.openai_chat_completion).
  - Model requests incur cost, so an answer is generated only once if O(dest) is set. The answer is stored in a file
    with a manifest next to it. The next run with the same request returns the stored answer and sends no request.
    The request is sent again if it has changed, or if the file was damaged.
  - If O(dest) is not set, every run sends the request and reports no change.
  - In check mode no request is sent to the model. The task returns the stored answer if there is one. Otherwise it
    returns a placeholder of the same shape, which says that it was not requested.
  - With O(state=absent), the module deletes O(dest) and its manifest. The API does not store completions, so they
    cannot be read again from the API.
author:
  - fjcorp maintainers (@fjcorp)
extends_documentation_fragment:
  - fjcorp.openai.artifact
  - fjcorp.openai.connection
  - fjcorp.openai.project
  - fjcorp.openai.attributes
attributes:
  check_mode:
    support: full
  diff_mode:
    support: full
  idempotent:
    support: partial
    details:
      - Full with O(dest). Otherwise each run sends the request and reports no change.
options:
  state:
    description:
      - With V(present), the module returns the answer. The request is sent only if O(dest) does not contain the answer
        to it.
      - With V(absent), the module deletes O(dest) and its manifest.
    type: str
    default: present
    choices:
      - present
      - absent
  model:
    description:
      - Name of the model. Required if O(state=present).
    type: str
  prompt:
    description:
      - Text to complete, or a list of texts. O(n) answers are generated for each of them.
      - A text can be replaced by a list of token numbers.
      - Required if O(state=present).
    type: raw
  suffix:
    description:
      - Text that follows the generated text, for models that can insert text.
    type: str
  max_tokens:
    description:
      - Maximum number of tokens to generate for each answer. The API defaults to 16.
    type: int
  temperature:
    description:
      - Sampling temperature. Must be between 0 and 2.
    type: float
  top_p:
    description:
      - Probability mass of nucleus sampling. Only the most likely tokens whose probabilities add up to this value
        are considered. Must be between 0 and 1.
      - Set either this option or O(temperature).
    type: float
  n:
    description:
      - Number of answers to generate for each prompt. Must be between 1 and 128. All answers are billed.
    type: int
  best_of:
    description:
      - Number of answers to generate, of which the best O(n) are returned. Must be at most 20.
      - All answers are billed. Not supported with O(stream=true).
    type: int
  echo:
    description:
      - Whether to return the prompt before the generated text.
    type: bool
  logprobs:
    description:
      - Number of most likely tokens whose log probabilities are returned at each position. Must be between 0 and
        5.
    type: int
  stop:
    description:
      - List of up to four strings at which the model stops.
    type: list
    elements: str
  frequency_penalty:
    description:
      - Penalty for tokens in proportion to how often they have already occurred. Must be between -2 and 2.
      - Positive values make repetition less likely.
    type: float
  presence_penalty:
    description:
      - Penalty for tokens that have already occurred at least once. Must be between -2 and 2.
      - Positive values make new tokens more likely.
    type: float
  logit_bias:
    description:
      - Dictionary of token IDs and bias values from -100 to 100, which change the likelihood of single tokens.
    type: dict
  seed:
    description:
      - Seed that makes repeated requests return the same answer, as far as the service supports it.
    type: int
  stream:
    description:
      - Whether the answer is streamed. The result is the same.
      - Streaming keeps connections alive that are closed after a long time without data.
      - If the task runs in the Ansible process, the first text is displayed while it is generated, unless the task
        sets C(no_log).
    type: bool
  stream_options:
    description:
      - Settings of O(stream=true), in the format of the API.
      - If omitted, C(include_usage) is set to true.
    type: dict
  user:
    description:
      - Stable identifier of the end user on whose behalf the request is sent. It is used to detect abuse.
      - Use a hash instead of an email address.
    type: str
  fail_on:
    description:
      - Types of answers that fail the task. The answer is still returned.
      - V(incomplete) is an answer of which at least one text was cut off by a limit or a content filter.
      - V(content_filter) is an answer of which the content filter of the server withheld a part of at least one text.
        It is V(incomplete), too.
      - Such an answer is not written to O(dest), and the next run sends the request again.
    type: list
    elements: str
    choices:
      - incomplete
      - content_filter
seealso:
  - module: fjcorp.openai.openai_chat_completion
  - module: fjcorp.openai.openai_response
  - name: Completions in the API reference
    description: API reference for completions.
    link: https://platform.openai.com/docs/api-reference/completions
"""

EXAMPLES = r"""
- name: Complete a sentence
  fjcorp.openai.openai_completion:
    model: gpt-3.5-turbo-instruct
    prompt: "The three laws of backups are:"
    max_tokens: 60
    temperature: 0.2
  register: laws

- name: Show the generated text
  ansible.builtin.debug:
    msg: "{{ laws.text }}"

- name: Generate a greeting for the message of the day only once
  fjcorp.openai.openai_completion:
    model: gpt-3.5-turbo-instruct
    prompt: Write one friendly line for people who log in to a build server.
    max_tokens: 40
    fail_on: [incomplete]
    dest: motd.txt

- name: Generate three texts that fill the gap in a sentence
  fjcorp.openai.openai_completion:
    model: gpt-3.5-turbo-instruct
    prompt: "The release is late because "
    suffix: " and so we ship on Monday."
    n: 3
    max_tokens: 20
    dest: reasons.json

- name: Delete the greeting of 2019
  fjcorp.openai.openai_completion:
    dest: motd-2019.txt
    state: absent
"""

RETURN = r"""
asked:
  description: Whether the task sent a request to the model.
  returned: success
  type: bool
  sample: true
completion:
  description: Complete response of the API. Empty with O(state=absent).
  returned: success
  type: dict
  contains:
    id:
      description: Identifier of the completion.
      returned: always
      type: str
    choices:
      description: Answers of the model.
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
            text_offset:
              description: Positions of the tokens in the text.
              returned: when available
              type: list
              elements: int
            token_logprobs:
              description: Log probabilities of the tokens.
              returned: when available
              type: list
              elements: float
            tokens:
              description: Tokens.
              returned: when available
              type: list
              elements: str
            top_logprobs:
              description: Most likely tokens at each position.
              returned: when available
              type: list
              elements: dict
        text:
          description: Text of the answer.
          returned: always
          type: str
    created:
      description: Unix time in seconds when the completion was created.
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
  sample:
    id: cmpl-Bx7Kq2Vn9LtRw4ZcYm1Hp8Sd
    object: text_completion
    created: 1763683200
    model: gpt-3.5-turbo-instruct
    choices:
      - index: 0
        text: Welcome back, builder of builds!
        logprobs: null
        finish_reason: stop
    usage:
      prompt_tokens: 14
      completion_tokens: 8
      total_tokens: 22
text:
  description: Text of the first answer.
  returned: when a response is available
  type: str
  sample: Welcome back, builder of builds!
texts:
  description: Texts of all answers, in the order of the prompts.
  returned: when a response is available
  type: list
  elements: str
  sample:
    - Welcome back, builder of builds!
finish_reason:
  description: Reason why the first answer ended, V(stop), V(length) if it was cut off, or V(content_filter).
  returned: when a response is available
  type: str
  sample: stop
usage:
  description: Token usage of the request.
  returned: when a response is available
  type: dict
  sample:
    prompt_tokens: 14
    completion_tokens: 8
    total_tokens: 22
model:
  description: Name of the model that answered.
  returned: when a response is available
  type: str
  sample: gpt-3.5-turbo-instruct
dest:
  description: Path of the file that contains the answer. If there is more than one answer, the file contains the
    complete response as JSON.
  returned: when O(dest) is set
  type: str
  sample: /etc/motd.txt
removed:
  description: Path of the file that was deleted.
  returned: when O(state=absent)
  type: list
  elements: str
  sample:
    - /etc/motd-2019.txt
content_filtered:
  description: Whether the content filter of the server withheld a part of the texts. The task then returns a warning,
    too.
  returned: when a response is available
  type: bool
  sample: false
error:
  description: Details of the failure, see R(Errors,ansible_collections.fjcorp.openai.docsite.errors) for all keys and codes.
  returned: failure
  type: dict
  sample: {kind: api_error, message: Incorrect API key provided.}
"""

from ansible_collections.fjcorp.openai.plugins.module_utils._module import main
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.models.completion import COMPLETION

if __name__ == "__main__":
    main(COMPLETION)
