#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_response
short_description: Ask a model by the Responses API
version_added: 0.1.0
description:
  - Asks a model and returns its answer, with shortcuts to what a playbook wants of it. It takes text, images and
    files of this machine, offers the model tools, holds it to a JSON schema, goes on with earlier answers, and lets
    long work run in the background.
  - Asking costs money, so with O(dest) an answer is made once. The file holds it, and a manifest beside it the fingerprint
    of the request. The next run with the same request and an intact file returns the same answer without asking.
    A changed request, a file of the input with other content, or an artifact that was edited or deleted, is asked
    again.
  - The fingerprint covers every option that goes to the model, and files by their content. It leaves out O(metadata),
    O(store), O(stream), O(stream_options), O(background), O(user) and O(safety_identifier), which do not change the
    answer.
  - The API keeps responses unless O(store=false), but does not list them, so without O(dest) each run asks again.
    Such a task reports a change when it asks for something that stays, by O(store=true), O(background=true) or O(conversation).
  - Check mode never asks. It returns the kept answer where there is one, and otherwise predicts a change without
    an answer.
  - O(state=absent) deletes the stored response named by O(id), or by the manifest of O(dest), and the file with its
    manifest. A response that still runs in the background is cancelled first.
  - A refusal, an answer cut off by a limit and a call of a tool are results, not failures, unless O(fail_on) says
    otherwise. A response that failed or was cancelled always fails the task.
  - A model may think for long, so the task waits ten minutes for an answer unless O(timeout) is set.
  - It needs a project key whose scopes allow to write responses (C(api.responses.write)).
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
      - Full with O(dest). Otherwise each run asks again.
options:
  state:
    description:
      - V(present) returns the answer, asking for it where none is kept; V(absent) cancels and deletes it.
      - V(counted) returns as RV(input_tokens) how many tokens the same request would send. It asks no model and costs
        nothing.
      - V(compacted) has the conversation so far, in O(input) or behind O(previous_response_id), made into a shorter
        one; C(output) of RV(response) is the input to go on with. Made once with O(dest), as any answer.
    type: str
    default: present
    choices:
      - present
      - absent
      - counted
      - compacted
  id:
    description:
      - The id of a stored response, to read it, to wait for one that runs in the background, to write it to O(dest),
        or with O(state=absent) to delete it. All options of the request are ignored then.
    type: str
    aliases:
      - response_id
  model:
    description:
      - The model to ask. Needed unless O(prompt) names one.
    type: str
  input:
    description:
      - The question, as a text, or a list of items in the API's own form, each usually with a C(role) and C(content).
      - A part of C(content) with type C(input_image) or C(input_file) may have a C(path) instead of a URL or a file
        id. The file is then read on the machine that runs the task and sent with the request; images must be PNG,
        JPEG, GIF or WEBP, and no file may be larger than 50 MiB.
      - One of O(input), O(prompt), O(previous_response_id) and O(conversation) is needed.
    type: raw
  instructions:
    description:
      - What the model is told before the input, such as its role and rules. Not carried over by O(previous_response_id).
    type: str
  prompt:
    description:
      - A prompt kept by the API, with its C(id), and optionally C(version) and C(variables).
    type: dict
  previous_response_id:
    description:
      - The id of the stored response to go on with.
    type: str
  conversation:
    description:
      - The conversation to go on with, as its id or a mapping with C(id); input and answer are added to it. Not together
        with O(previous_response_id).
    type: raw
  tools:
    description:
      - The tools the model may use, in the API's own form; for example C(type) V(file_search) with C(vector_store_ids),
        V(web_search), V(code_interpreter) with C(container), V(mcp) with C(server_label) and C(server_url), V(image_generation),
        or V(function) with C(name) and C(parameters).
      - Functions are called by the playbook. The module returns the calls as RV(tool_calls); their answers are given
        as items of type C(function_call_output) in the next task's O(input).
      - With V(image_generation) and O(dest), the images are files beside it; where the answer has no words, O(dest)
        is the first image.
      - Values of C(authorization) and C(headers) are never shown.
    type: list
    elements: dict
  tool_choice:
    description:
      - Which tool is used; V(none), V(auto), V(required), or a mapping that names one.
    type: raw
  parallel_tool_calls:
    description:
      - Whether the model may call several tools at once. The API's default is V(true).
    type: bool
  max_tool_calls:
    description:
      - The most calls of the API's own tools in one response.
    type: int
  schema:
    description:
      - A JSON schema of type V(object) that the answer must fit; the answer comes parsed as RV(parsed).
      - It is sent as a strict format. Objects in it that say nothing of it get all their properties as C(required)
        and no additional ones.
    type: dict
  text:
    description:
      - Settings of the text; C(format) in the API's own form, where O(schema) does not do, and C(verbosity) V(low),
        V(medium) or V(high).
    type: dict
  reasoning:
    description:
      - How a reasoning model thinks; for example C(effort) and C(summary).
    type: dict
  max_output_tokens:
    description:
      - The most tokens to make, those of reasoning included; at least 16. An answer cut off has RV(status) V(incomplete).
    type: int
  temperature:
    description:
      - How much chance plays a part, from 0 to 2.
    type: float
  top_p:
    description:
      - Only the likeliest tokens that together have this probability are considered, from 0 to 1.
    type: float
  top_logprobs:
    description:
      - How many of the likeliest tokens to return at each place, from 0 to 20.
    type: int
  include:
    description:
      - What the answer shall hold beside the usual, for example V(file_search_call.results), V(message.output_text.logprobs)
        or V(reasoning.encrypted_content).
    type: list
    elements: str
  truncation:
    description:
      - What happens to an input that is too long. V(disabled), the default, is an error; V(auto) drops the oldest
        items.
    type: str
    choices:
      - auto
      - disabled
  context_management:
    description:
      - How a long conversation is shortened on the way; mappings with C(type) V(compaction) and C(compact_threshold).
    type: list
    elements: dict
  image:
    description:
      - How images of the input are treated; a mapping with C(context_compression).
    type: dict
  background:
    description:
      - Whether the server works on it after answering the request, for work that takes minutes. Without O(wait) the
        task returns at once, and the same task in a later run finds the answer, provided O(dest) is given.
    type: bool
  store:
    description:
      - Whether the API keeps the response, for 30 days. Its default is V(true).
    type: bool
  metadata:
    description:
      - Up to 16 pairs of text to keep with the response; keys of at most 64 and values of at most 512 characters.
    type: dict
  moderation:
    description:
      - Checks input and output for harmful content; a mapping with C(model), and optionally C(policy).
    type: dict
  access_programs:
    description:
      - The access programs the request is made under, in the API's own form.
    type: dict
  service_tier:
    description:
      - The tier of processing, for example V(auto), V(default), V(flex) or V(priority).
    type: str
  prompt_cache_key:
    description:
      - Groups requests that begin alike, so that the service can reuse its work.
    type: str
  prompt_cache_retention:
    description:
      - How long the service keeps what it reuses. Deprecated by the API in favour of O(prompt_cache_options).
    type: str
    choices:
      - in_memory
      - 24h
  prompt_cache_options:
    description:
      - Settings of the reuse of work, in the API's own form.
    type: dict
  safety_identifier:
    description:
      - A stable name of at most 64 characters for the person on whose behalf the question is asked. Give a hash rather
        than an address.
    type: str
  user:
    description:
      - As O(safety_identifier); deprecated by the API.
    type: str
  stream:
    description:
      - Whether the answer is sent as it is made. The result is the same; run in process, the words appear on the
        terminal as they come, unless the task has C(no_log).
    type: bool
  stream_options:
    description:
      - Settings of O(stream=true), for example C(include_obfuscation).
    type: dict
  fail_on:
    description:
      - Answers that fail the task, which then returns them all the same. V(incomplete) is one cut off by a limit
        or a filter, V(refusal) a refusal, V(tool_calls) one that calls tools instead of answering. Such an answer
        is not written to O(dest), and the next run asks again.
    type: list
    elements: str
    choices:
      - incomplete
      - refusal
      - tool_calls
seealso:
  - module: fjcorp.openai.openai_response_info
  - module: fjcorp.openai.openai_chat_completion
  - name: Responses in the API reference
    description: What the API says about responses.
    link: https://platform.openai.com/docs/api-reference/responses
"""

EXAMPLES = r"""
- name: A plain question
  fjcorp.openai.openai_response:
    model: gpt-5.4-mini
    input: Say in one sentence what a canary deployment is.
  register: answer

- name: Show the answer
  ansible.builtin.debug:
    msg: "{{ answer.text | default('not asked') }}"

- name: Release notes, written once for the same list of changes
  fjcorp.openai.openai_response:
    model: gpt-5.4-mini
    instructions: Write release notes in Markdown. Be brief.
    input: Fixed the login page. Invoices can be downloaded as PDF.
    fail_on: [incomplete, refusal]
    dest: release-notes.md

- name: Sort a ticket into one of our queues
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

- name: Use what it says
  ansible.builtin.debug:
    msg: "For {{ triage.parsed.team }}{{ ', now' if triage.parsed.urgent else '' }}"
  when: triage.parsed is defined

- name: What does it say about those notes?
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
  when: not ansible_check_mode

- name: How many tokens would that be?
  fjcorp.openai.openai_response:
    state: counted
    model: gpt-5.4-mini
    input: Fixed the login page. Invoices can be downloaded as PDF.
  register: size

- name: Long work that need not hold up the play
  fjcorp.openai.openai_response:
    model: gpt-5.4-mini
    input: Compare three ways to migrate our database without downtime.
    reasoning:
      effort: high
    background: true
    wait: true
    wait_interval: 1
    dest: migration.md

- name: Ask for the weather, which only we can look up
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

- name: Give the model what we found
  fjcorp.openai.openai_response:
    model: gpt-5.4-mini
    previous_response_id: "{{ call.response.id }}"
    input:
      - type: function_call_output
        call_id: "{{ call.tool_calls[0].call_id }}"
        output: Four degrees and rain.
    dest: weather.txt
  when: call.tool_calls is defined

- name: Delete last year's notes, and the response they came from
  fjcorp.openai.openai_response:
    dest: release-notes-2019.md
    state: absent
"""

RETURN = r"""
asked:
  description: Whether the model was asked in this run.
  returned: success
  type: bool
  sample: true
response:
  description:
    - The whole answer, as the API gave it; empty where there is none (in check mode, or after a deletion).
    - With O(dest), images the model made are left out of it, as they are files.
  returned: success
  type: dict
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
  description: The words of the answer; V(null) where it has none, as with a call of a tool.
  returned: when there is an answer
  type: str
  sample: A canary deployment gives a change to a few users first.
parsed:
  description: The answer as a value, where it is a JSON object or list; else V(null).
  returned: when there is an answer
  type: raw
  sample:
    team: billing
    urgent: false
refusal:
  description: The model's words where it refused to answer; else V(null).
  returned: when there is an answer
  type: str
  sample: null
tool_calls:
  description: The items of the answer that wait for the playbook, such as calls of functions with their arguments as JSON text.
  returned: when there is an answer
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
  description: How far it is; V(completed), V(incomplete), V(queued) or V(in_progress). V(null) of a compaction.
  returned: when there is an answer
  type: str
  sample: completed
usage:
  description: The tokens that were used; empty while it runs.
  returned: when there is an answer
  type: dict
  sample:
    input_tokens: 16
    output_tokens: 12
    total_tokens: 28
model:
  description: The model that answered; an alias comes back as its dated snapshot.
  returned: when there is an answer
  type: str
  sample: gpt-5.4-mini-2026-03-17
input_tokens:
  description: The tokens the request would send.
  returned: with O(state=counted)
  type: int
  sample: 16
dest:
  description: The file that holds the answer.
  returned: when O(dest) is given
  type: str
  sample: /srv/site/release-notes.md
removed:
  description: The id and the file that were deleted.
  returned: with O(state=absent)
  type: list
  elements: str
  sample:
    - resp_68af4030592c81938ec0a5fbab4a3e9f05438e46b5f69a3b
    - /srv/site/release-notes.md
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
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.models.response import RESPONSE

if __name__ == "__main__":
    main(RESPONSE)
