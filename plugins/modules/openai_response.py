#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_response
short_description: Generate a response with the Responses API
version_added: 0.1.0
description:
  - Sends input to a model and returns the answer, together with its most useful values such as RV(text) and RV(parsed).
  - The input can contain text, images and local files. The model can use tools, return data that matches a JSON schema,
    continue earlier responses and conversations, and run in the background.
  - Model requests incur cost, so an answer is generated only once if O(dest) is set. The answer is stored in the
    file, and a fingerprint of the request in a manifest next to it. The next run with the same request and an intact
    file returns the stored answer and sends no request to the model. The request is sent again if it or the content
    of an input file has changed, or if O(dest) was edited or deleted.
  - The fingerprint covers every option that is sent to the model, and the contents of files. It does not cover O(metadata),
    O(store), O(stream), O(stream_options), O(background), O(user) and O(safety_identifier), which do not change the
    answer.
  - The API stores responses unless O(store=false), but does not list them. If O(dest) is not set, every run sends
    the request. Such a task reports a change if the request creates something that is stored, because of O(store=true),
    O(background=true) or O(conversation).
  - In check mode no request is sent to the model. The task returns the stored answer if there is one. Otherwise it
    returns a placeholder of the same shape, which says that it was not requested.
  - With O(state=absent), the module deletes the stored response, identified by O(id) or by the manifest of O(dest),
    and the file with its manifest. A response that is still running in the background is cancelled first.
  - A refusal, an answer that was cut off by a limit and a tool call are results and not failures, unless O(fail_on)
    is set. A response that failed or was cancelled always fails the task.
  - Models can take a long time to respond. The task waits up to 10 minutes for a response unless O(timeout) is set.
  - Requires a project key with the scope to write responses (C(api.responses.write)).
author:
  - fjcorp maintainers (@fjcorp)
extends_documentation_fragment:
  - fjcorp.openai.wait
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
      - Full with O(dest). Otherwise each run sends the request.
options:
  state:
    description:
      - With V(present), the module returns the answer. The request is sent only if O(dest) does not contain the answer
        to it.
      - With V(absent), the module cancels and deletes the response.
      - With V(counted), the module returns in RV(input_tokens) the number of input tokens of the request. No request
        is sent to the model, and there is no charge.
      - With V(compacted), the module shortens the conversation in O(input) or O(previous_response_id). C(output)
        in RV(response) is the input for continuing the conversation. With O(dest), this is also done only once.
    type: str
    default: present
    choices:
      - present
      - absent
      - counted
      - compacted
  id:
    description:
      - ID of a stored response, to read it, to wait for it if it runs in the background, to write it to O(dest),
        or to delete it with O(state=absent).
      - If set, all options of the request are ignored.
    type: str
    aliases:
      - response_id
  model:
    description:
      - Name of the model. Required unless O(prompt) defines one.
    type: str
  input:
    description:
      - Input of the model. Can be a string, or a list of items in the format of the API, each usually with a C(role)
        and C(content).
      - A part of C(content) whose type is C(input_image) or C(input_file) can have a C(path) instead of a URL or
        a file ID. The file is then read on the machine that runs the task and sent with the request.
      - Images must be PNG, JPEG, GIF or WEBP files. No file must be larger than 50 MiB.
      - At least one of O(input), O(prompt), O(previous_response_id) and O(conversation) is required.
    type: raw
  instructions:
    description:
      - Instructions for the model that precede the input, such as its role and its rules.
      - They are not carried over from O(previous_response_id).
    type: str
  personality:
    description:
      - Name of a preset of the model for the style of its answers. Must have at most 64 characters.
      - Only supported with O(state=counted).
    type: str
  prompt:
    description:
      - Dictionary that refers to a prompt stored in the API, with its C(id), and optionally C(version) and C(variables).
    type: dict
  previous_response_id:
    description:
      - ID of the stored response to continue.
    type: str
  conversation:
    description:
      - Conversation to continue. Can be its ID, or a dictionary with C(id). The input and the answer are added to
        it.
      - Mutually exclusive with O(previous_response_id).
    type: raw
  tools:
    description:
      - Tools that the model can use, in the format of the API. For example C(type) V(file_search) with C(vector_store_ids),
        V(web_search), V(code_interpreter) with C(container), V(mcp) with C(server_label) and C(server_url), V(image_generation),
        or V(function) with C(name) and C(parameters).
      - Functions must be run by the playbook. The module returns the calls in RV(tool_calls). Pass their results
        as items of type C(function_call_output) in O(input) of the next task.
      - With V(image_generation) and O(dest), the images are written next to O(dest). If the answer contains no text,
        O(dest) is the first image.
      - Values of C(authorization) and C(headers) are never displayed.
    type: list
    elements: dict
  tool_choice:
    description:
      - Tool that the model uses. Can be V(none), V(auto), V(required), or a dictionary that names one tool.
    type: raw
  parallel_tool_calls:
    description:
      - Whether the model can call several tools at once. The API defaults to V(true).
    type: bool
  max_tool_calls:
    description:
      - Maximum number of calls of built-in tools in one response.
    type: int
  schema:
    description:
      - JSON schema of type V(object) that the answer must match. The answer is returned as data in RV(parsed).
      - It is sent as a strict format. If an object in the schema has no C(required), all its properties are required.
        If it has no C(additionalProperties), no additional properties are allowed.
    type: dict
  text:
    description:
      - Settings of the text output. C(format) is in the format of the API, for cases that O(schema) does not support.
        C(verbosity) can be V(low), V(medium) or V(high).
    type: dict
  reasoning:
    description:
      - Settings of a reasoning model, for example C(effort) and C(summary).
    type: dict
  max_output_tokens:
    description:
      - Maximum number of tokens to generate, including reasoning tokens. Must be at least 16.
      - If the answer is cut off, RV(status) is V(incomplete).
    type: int
  temperature:
    description:
      - Sampling temperature. Must be between 0 and 2.
    type: float
  top_p:
    description:
      - Probability mass of nucleus sampling. Only the most likely tokens whose probabilities add up to this value
        are considered. Must be between 0 and 1.
    type: float
  top_logprobs:
    description:
      - Number of most likely tokens to return at each position. Must be between 0 and 20.
    type: int
  include:
    description:
      - Additional data to return, for example V(file_search_call.results), V(message.output_text.logprobs) or V(reasoning.encrypted_content).
    type: list
    elements: str
  truncation:
    description:
      - Behavior for input that is too long. V(auto) drops the oldest items. V(disabled) is an error.
      - The API defaults to V(disabled).
    type: str
    choices:
      - auto
      - disabled
  context_management:
    description:
      - Settings for shortening a long conversation during the request. List of dictionaries with C(type) V(compaction)
        and C(compact_threshold).
    type: list
    elements: dict
  image:
    description:
      - Settings for images in the input. Dictionary with C(context_compression).
    type: dict
  background:
    description:
      - Whether the server generates the answer in the background, for requests that take minutes.
      - If O(wait=false), the task returns immediately. If O(dest) is set, the same task in a later run returns the
        answer.
    type: bool
  background_options:
    description:
      - Options of responses that are generated in the background. Requires O(background=true).
    type: dict
    suboptions:
      completion_window:
        description:
          - Time in which the response must be complete. The API defaults to V(soonest); V(2h) and V(8h) are cheaper.
        type: str
        choices:
          - soonest
          - 2h
          - 8h
      continuation_id:
        description:
          - Identifier of your choice that related requests have in common.
        type: str
  store:
    description:
      - Whether the API stores the response. It is stored for 30 days. The API defaults to V(true).
    type: bool
  metadata:
    description:
      - Up to 16 key-value pairs of strings that are stored with the response.
      - Keys have at most 64 characters, and values at most 512 characters.
    type: dict
  moderation:
    description:
      - Settings for checking the input and the output for harmful content. Dictionary with C(model), and optionally
        C(policy).
    type: dict
  access_programs:
    description:
      - Access programs under which the request is sent, in the format of the API.
    type: dict
  service_tier:
    description:
      - Processing tier, for example V(auto), V(default), V(flex) or V(priority).
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
  safety_identifier:
    description:
      - Stable identifier of the end user on whose behalf the request is sent, of at most 64 characters.
      - Use a hash instead of an email address.
    type: str
  user:
    description:
      - Stable identifier of the end user.
      - Deprecated by the API in favor of O(safety_identifier).
    type: str
  stream:
    description:
      - Whether the answer is streamed. The result is the same.
      - If the task runs in the Ansible process, the text is displayed while it is generated, unless the task sets
        C(no_log).
    type: bool
  stream_options:
    description:
      - Settings of O(stream=true), for example C(include_obfuscation).
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
  - module: fjcorp.openai.openai_response_info
  - module: fjcorp.openai.openai_chat_completion
  - name: Responses in the API reference
    description: API reference for responses.
    link: https://platform.openai.com/docs/api-reference/responses
"""

EXAMPLES = r"""
- name: Generate an answer on every run
  fjcorp.openai.openai_response:
    model: gpt-5.4-mini
    input: Say in one sentence what a canary deployment is.
  register: answer

- name: Show the answer
  ansible.builtin.debug:
    msg: "{{ answer.text }}"

- name: Generate the release notes only once
  fjcorp.openai.openai_response:
    model: gpt-5.4-mini
    instructions: Write release notes in Markdown. Be brief.
    input: Fixed the login page. Invoices can be downloaded as PDF.
    fail_on: [incomplete, refusal]
    dest: release-notes.md

- name: Classify a support ticket
  fjcorp.openai.openai_response:
    model: gpt-5.4-mini
    input: "Which team answers this ticket? 'I was charged twice in May.'"
    schema:
      type: object
      properties:
        team:
          type: string
          enum: [billing, support, security]
        urgent:
          type: boolean
    dest: triage.json
  register: triage

- name: Show the team that is responsible
  ansible.builtin.debug:
    msg: "For {{ triage.parsed.team }}{{ ', now' if triage.parsed.urgent else '' }}"

- name: Review the release notes
  fjcorp.openai.openai_response:
    model: gpt-5.4-mini
    input:
      - role: user
        content:
          - type: input_text
            text: Is anything in these notes unclear to a customer?
          - type: input_file
            path: release-notes.md
    dest: review.md

- name: Count the input tokens of a request
  fjcorp.openai.openai_response:
    state: counted
    model: gpt-5.4-mini
    input: Fixed the login page. Invoices can be downloaded as PDF.
  register: size

- name: Generate a long answer in the background and wait for it
  fjcorp.openai.openai_response:
    model: gpt-5.4-mini
    input: Compare three ways to migrate our database without downtime.
    reasoning:
      effort: high
    background: true
    wait: true
    wait_interval: 1
    dest: migration.md

- name: Let the model call a function
  fjcorp.openai.openai_response:
    model: gpt-5.4-mini
    input: What is the weather in Oslo?
    tools:
      - type: function
        name: weather
        parameters:
          type: object
          properties:
            city:
              type: string
          required: [city]
          additionalProperties: false
        strict: true
    dest: weather-call.json
  register: call

- name: Return the result of the function to the model
  fjcorp.openai.openai_response:
    model: gpt-5.4-mini
    previous_response_id: "{{ call.response.id }}"
    input:
      - type: function_call_output
        call_id: "{{ call.tool_calls[0].call_id }}"
        output: Four degrees and rain.
    dest: weather.txt

- name: Delete the release notes of 2019 and the stored response
  fjcorp.openai.openai_response:
    dest: release-notes-2019.md
    state: absent
"""

RETURN = r"""
asked:
  description: Whether the task sent a request to the model.
  returned: success
  type: bool
  sample: true
response:
  description:
    - Complete response of the API. Empty with O(state=absent).
    - With O(dest), the data of generated images is left out because it is written to files.
  returned: success
  type: dict
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
    store:
      description: Whether the API stores the response.
      returned: when available
      type: bool
  sample:
    id: resp_68af4030592c81938ec0a5fbab4a3e9f05438e46b5f69a3b
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
            text: A canary deployment gives a change to a few users first.
            annotations: []
    usage:
      input_tokens: 16
      output_tokens: 12
      total_tokens: 28
text:
  description: Text of the answer. V(null) if it has no text, for example because the model requests a tool call.
  returned: when a response is available
  type: str
  sample: A canary deployment gives a change to a few users first.
parsed:
  description: Answer as a value if it is a JSON object or list, otherwise V(null).
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
  description: Output items that request an action of the play, such as function calls with their arguments as JSON
    text.
  returned: when a response is available
  type: list
  elements: dict
  sample:
    - id: fc_67ca09c6bedc8190a7abfec07b1a1332
      type: function_call
      call_id: call_5mXw8TqLz2Vb
      name: weather
      arguments: '{"city": "Oslo"}'
      status: completed
status:
  description: Status of the response, V(completed), V(incomplete), V(queued) or V(in_progress). V(null) for a compaction.
  returned: when a response is available
  type: str
  sample: completed
usage:
  description: Token usage of the request. Empty while the response is generated.
  returned: when a response is available
  type: dict
  sample:
    input_tokens: 16
    output_tokens: 12
    total_tokens: 28
model:
  description: Name of the model that answered. For an alias, the name of its snapshot.
  returned: when a response is available
  type: str
  sample: gpt-5.4-mini-2026-03-17
input_tokens:
  description: Number of input tokens of the request.
  returned: when O(state=counted)
  type: int
  sample: 16
dest:
  description: Path of the file that contains the answer.
  returned: when O(dest) is set
  type: str
  sample: /srv/site/release-notes.md
removed:
  description: Identifier of the stored response and path of the file that were deleted.
  returned: when O(state=absent)
  type: list
  elements: str
  sample:
    - resp_68af4030592c81938ec0a5fbab4a3e9f05438e46b5f69a3b
    - /srv/site/release-notes.md
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
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.models.response import RESPONSE

if __name__ == "__main__":
    main(RESPONSE)
