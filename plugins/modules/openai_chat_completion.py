#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_chat_completion
short_description: Generate a chat completion
version_added: 0.1.0
description:
  - Sends a conversation to a model and returns the answer, together with its most useful values such as RV(text)
    and RV(parsed).
  - Model requests incur cost, so an answer is generated only once if it is stored. With O(dest), the answer is stored
    in a file with a manifest next to it. With O(store=true), the API stores it.
  - In both cases, a fingerprint of the request is stored with the answer. The next run with the same request returns
    the stored answer and sends no request to the model. The request is sent again if it has changed, or if the file
    was damaged.
  - The fingerprint covers every option that is sent to the model, except O(metadata), O(store), O(stream), O(stream_options),
    O(user) and O(safety_identifier), which do not change the answer. If the metadata of a stored answer differ from
    O(metadata), they are updated in place.
  - If neither O(dest) nor O(store=true) is set, every run sends the request and reports no change.
  - In check mode no request is sent to the model. The task returns the stored answer if there is one. Otherwise it
    returns a placeholder of the same shape, which says that it was not requested.
  - With O(state=absent), the module deletes the stored answer, identified by O(id) or by the request that generated
    it, and the file O(dest) with its manifest.
  - A refusal, an answer that was cut off by a limit and a tool call are results and not failures. See RV(refusal),
    RV(finish_reason) and RV(tool_calls). Set O(fail_on) to let them fail the task.
  - Models can take a long time to respond. The task waits up to 10 minutes for a response unless O(timeout) is set.
  - Works with any server that supports chat completions, set in O(base_url).
author:
  - fjcorp maintainers (@fjcorp)
extends_documentation_fragment:
  - fjcorp.openai.artifact
  - fjcorp.openai.connection
  - fjcorp.openai.project
  - fjcorp.openai.attributes
attributes:
  idempotent:
    support: partial
    details:
      - Full with O(dest) or O(store=true). Otherwise each run sends the request and reports no change.
  check_mode:
    support: full
  diff_mode:
    support: full
options:
  state:
    description:
      - With V(present), the module returns the answer. The request is sent only if no answer to it is stored.
      - With V(absent), the module deletes the stored answer.
    type: str
    default: present
    choices:
      - present
      - absent
  id:
    description:
      - ID of a stored chat completion, to read it and write it to O(dest), or to delete it with O(state=absent).
      - If set, all options of the request are ignored.
    type: str
    aliases:
      - chat_completion_id
  model:
    description:
      - Name of the model. Required if O(state=present), unless O(id) is set.
    type: str
  messages:
    description:
      - List of messages of the conversation, in the format of the API. Each message has a C(role) (V(developer),
        V(system), V(user), V(assistant), V(tool) or V(function)) and usually C(content). Required if O(state=present),
        unless O(id) is set.
      - A part of C(content) whose type is C(image_url), C(input_audio) or C(file) can have a C(path) instead of data.
        The file is then read on the machine that runs the task and sent with the request.
      - Images must be PNG, JPEG, GIF or WEBP files. Audio files must be WAV or MP3 files. No file must be larger
        than 50 MiB.
      - The fingerprint covers the content of these files and not their paths.
    type: list
    elements: dict
  store:
    description:
      - Whether the API stores the answer, so that the next run can return it.
    type: bool
  metadata:
    description:
      - Up to 16 key-value pairs of strings that are stored with the answer. With O(store=true), the limit is 15,
        because the fingerprint uses one pair.
      - Keys have at most 64 characters, and values at most 512 characters.
    type: dict
  temperature:
    description:
      - Sampling temperature. Must be between 0 and 2. The default of most models is 1.
    type: float
  top_p:
    description:
      - Probability mass of nucleus sampling. Only the most likely tokens whose probabilities add up to this value
        are considered. Must be between 0 and 1.
      - Set either this option or O(temperature).
    type: float
  n:
    description:
      - Number of answers to generate. Must be between 1 and 128. All answers are billed. The top-level return values
        refer to the first one.
    type: int
  max_completion_tokens:
    description:
      - Maximum number of tokens to generate, including reasoning tokens.
    type: int
  max_tokens:
    description:
      - Maximum number of tokens to generate.
      - Deprecated by the API in favor of O(max_completion_tokens). Some compatible servers support only this option.
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
  logprobs:
    description:
      - Whether to return the log probabilities of the generated tokens.
    type: bool
  top_logprobs:
    description:
      - Number of most likely tokens to return at each position. Must be between 0 and 20.
      - Requires O(logprobs=true).
    type: int
  logit_bias:
    description:
      - Dictionary of token IDs and bias values from -100 to 100, which change the likelihood of single tokens.
    type: dict
  seed:
    description:
      - Seed that makes repeated requests return the same answer, as far as the service supports it.
      - Deprecated by the API.
    type: int
  response_format:
    description:
      - Format of the answer, in the format of the API.
      - With C(type) V(json_schema), the answer matches the JSON schema in C(json_schema.schema). With V(json_object),
        it is a JSON object. With V(text), it is text. The API defaults to V(text).
      - An answer that is a JSON object or list is returned as data in RV(parsed).
    type: dict
  schema:
    description:
      - JSON schema of type V(object) that the answer must match. The answer is returned as data in RV(parsed).
      - Short form of a strict O(response_format). Mutually exclusive with O(response_format).
      - If an object in the schema has no C(required), all its properties are required. If it has no C(additionalProperties),
        no additional properties are allowed.
    type: dict
  tools:
    description:
      - Tools that the model can call, in the format of the API.
      - The module does not run tools. It returns the calls in RV(tool_calls).
    type: list
    elements: dict
  tool_choice:
    description:
      - Tool that the model calls. Can be V(none), V(auto), V(required), or a dictionary that names one tool.
    type: raw
  parallel_tool_calls:
    description:
      - Whether the model can call several tools at once.
    type: bool
  functions:
    description:
      - Functions that the model can call.
      - Deprecated by the API in favor of O(tools).
    type: list
    elements: dict
  function_call:
    description:
      - Function that the model calls. Can be V(none), V(auto), or a dictionary with the C(name) of a function.
      - Deprecated by the API in favor of O(tool_choice).
    type: raw
  modalities:
    description:
      - Types of output to generate. V(audio) requires O(audio) and a model that generates audio.
    type: list
    elements: str
    choices:
      - text
      - audio
  audio:
    description:
      - Dictionary with the C(voice) and the C(format) of the audio output.
      - O(dest) is then the audio file. If O(n) is greater than 1, the other files are written next to it, with C(-2)
        and so on before the file extension.
    type: dict
  prediction:
    description:
      - Content that is expected in the answer, which reduces the response time.
      - Must be a dictionary with C(type) V(content) and C(content).
    type: dict
  verbosity:
    description:
      - Verbosity of the answer.
    type: str
    choices:
      - low
      - medium
      - high
  reasoning_effort:
    description:
      - Reasoning effort of a reasoning model, for example V(low), V(medium) or V(high).
      - The supported values depend on the model.
    type: str
  service_tier:
    description:
      - Processing tier, for example V(auto), V(default), V(flex) or V(priority).
    type: str
  web_search_options:
    description:
      - Settings of web search for the model, in the format of the API. If set, the model can search the web.
    type: dict
  moderation:
    description:
      - Settings for checking the input and the output for harmful content, in the format of the API.
    type: dict
  stream:
    description:
      - Whether the answer is streamed. The result is the same.
      - Streaming keeps connections alive that are closed after a long time without data.
      - If the task runs in the Ansible process, the text is displayed while it is generated, unless the task sets
        C(no_log).
    type: bool
  stream_options:
    description:
      - Settings of O(stream=true), in the format of the API.
      - If omitted, C(include_usage) is set to true.
    type: dict
  user:
    description:
      - Stable identifier of the end user on whose behalf the request is sent.
      - Deprecated by the API in favor of O(safety_identifier) and O(prompt_cache_key).
    type: str
  safety_identifier:
    description:
      - Stable identifier of the end user on whose behalf the request is sent, of at most 64 characters. It is used
        to detect abuse.
      - Use a hash instead of an email address.
    type: str
  prompt_cache_key:
    description:
      - Key that groups requests with the same beginning, so that the service can reuse its prompt cache.
    type: str
  prompt_cache_retention:
    description:
      - Retention policy of the prompt cache.
      - Deprecated by the API in favor of O(prompt_cache_options).
    type: str
    choices:
      - in_memory
      - 24h
  prompt_cache_options:
    description:
      - Settings of the prompt cache, in the format of the API.
    type: dict
  fail_on:
    description:
      - Types of answers that fail the task. The answer is still returned.
      - V(incomplete) is an answer that was cut off by a limit or a content filter.
      - V(content_filter) is an answer of which the content filter of the server withheld a part. It is V(incomplete),
        too.
      - V(refusal) is a refusal of the model.
      - V(tool_calls) is an answer that calls tools instead of returning text.
      - Such an answer is not written to O(dest), and the next run sends the request again.
    type: list
    elements: str
    choices:
      - incomplete
      - refusal
      - tool_calls
      - content_filter
seealso:
  - module: fjcorp.openai.openai_chat_completion_info
  - module: fjcorp.openai.openai_model_info
  - name: Chat completions in the API reference
    description: API reference for chat completions.
    link: https://platform.openai.com/docs/api-reference/chat
"""

EXAMPLES = r"""
- name: Generate an answer on every run
  fjcorp.openai.openai_chat_completion:
    model: gpt-4o-mini
    messages:
      - role: user
        content: Say in one sentence what a canary deployment is.
  register: answer

- name: Show the answer
  ansible.builtin.debug:
    msg: "{{ answer.text }}"

- name: Generate the release notes only once
  fjcorp.openai.openai_chat_completion:
    model: gpt-4o-mini
    messages:
      - role: developer
        content: Write release notes in Markdown. Be brief.
      - role: user
        content: |
          Fixed the login page. Invoices can be downloaded as PDF.
    temperature: 0.2
    dest: release-notes.md

- name: Classify a support ticket
  fjcorp.openai.openai_chat_completion:
    model: gpt-4o-mini
    messages:
      - role: user
        content: "Which team answers this ticket? 'I was charged twice in May.'"
    schema:
      type: object
      properties:
        team:
          type: string
          enum: [billing, support, security]
        urgent:
          type: boolean
    fail_on: [incomplete, refusal]
    store: true
    metadata:
      purpose: triage
  register: triage

- name: Show the team that is responsible
  ansible.builtin.debug:
    msg: "For {{ triage.parsed.team }}{{ ', now' if triage.parsed.urgent else '' }}"

- name: Delete the release notes of 2019 and their manifest
  fjcorp.openai.openai_chat_completion:
    dest: release-notes-2019.md
    state: absent
"""

RETURN = r"""
asked:
  description: Whether the task sent a request to the model.
  returned: success
  type: bool
  sample: true
chat_completion:
  description: Complete response of the API. Empty with O(state=absent).
  returned: success
  type: dict
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
  sample:
    id: chatcmpl-Bx7Kq2Vn9LtRw4ZcYm1Hp8Sd
    object: chat.completion
    created: 1763683200
    model: gpt-4o-mini-2024-07-18
    choices:
      - index: 0
        finish_reason: stop
        logprobs: null
        message:
          role: assistant
          content: A canary deployment gives a change to a few users first.
          refusal: null
    usage:
      prompt_tokens: 16
      completion_tokens: 12
      total_tokens: 28
text:
  description: Text of the first answer, or the transcript of its audio. V(null) if it has no text, for example because
    the model requests a tool call.
  returned: when a response is available
  type: str
  sample: A canary deployment gives a change to a few users first.
parsed:
  description: First answer as a value if it is a JSON object or list, otherwise V(null).
  returned: when a response is available
  type: raw
  sample:
    team: billing
    urgent: false
refusal:
  description: Explanation of the model if it refused to answer, otherwise V(null).
  returned: when a response is available
  type: str
  sample: null
tool_calls:
  description: Tool calls that the model requests, with their arguments as JSON text.
  returned: when a response is available
  type: list
  elements: dict
  sample:
    - id: call_5mXw8TqLz2Vb
      type: function
      function:
        name: open_ticket
        arguments: '{"queue": "billing"}'
function_call:
  description: Function call that the model requests, if the request contains O(functions).
  returned: when a response is available
  type: dict
  sample: null
finish_reason:
  description: Reason why the answer ended, V(stop), V(length) if it was cut off, V(tool_calls), V(content_filter)
    or V(function_call).
  returned: when a response is available
  type: str
  sample: stop
usage:
  description: Token usage of the request.
  returned: when a response is available
  type: dict
  sample:
    prompt_tokens: 16
    completion_tokens: 12
    total_tokens: 28
model:
  description: Name of the model that answered. For an alias, the name of its snapshot.
  returned: when a response is available
  type: str
  sample: gpt-4o-mini-2024-07-18
dest:
  description: Path of the file that contains the answer.
  returned: when O(dest) is set
  type: str
  sample: /srv/site/release-notes.md
removed:
  description: Identifiers of the stored completions and path of the file that were deleted.
  returned: when O(state=absent)
  type: list
  elements: str
  sample:
    - chatcmpl-Bx7Kq2Vn9LtRw4ZcYm1Hp8Sd
content_filtered:
  description: Whether the content filter of the server withheld a part of the answer. The task then returns a warning,
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
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.models.chat_completion import CHAT_COMPLETION

if __name__ == "__main__":
    main(CHAT_COMPLETION)
