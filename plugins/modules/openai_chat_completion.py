#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_chat_completion
short_description: Ask a model by chat completion
version_added: 0.1.0
description:
  - Asks a model and returns its answer, with shortcuts to what a playbook wants of it.
  - Asking costs money, so an answer is made once where there is a place to keep it. With O(dest) the answer is a
    file with a manifest beside it; with O(store=true) the API keeps it. Either way the request is fingerprinted,
    and the next run with the same request returns the same answer without asking. A changed request, or a file that
    was damaged, is asked again.
  - The fingerprint covers every option that goes to the model. It leaves out O(metadata), O(store), O(stream), O(stream_options),
    O(user) and O(safety_identifier), which do not change the answer. Where a stored answer is found and its metadata
    differ from O(metadata), they are changed in place.
  - With neither O(dest) nor O(store=true), the task is a plain question. It is asked on every run and reports no
    change.
  - Check mode never asks. It returns the kept answer where there is one, and otherwise predicts a change without
    an answer.
  - O(state=absent) deletes the stored answer that is named by O(id) or by the request that made it, and the file
    O(dest) with its manifest.
  - A refusal, an answer cut off by a limit and a call of a tool are results, not failures; see RV(refusal), RV(finish_reason)
    and RV(tool_calls). O(fail_on) makes them failures.
  - A model may think for long, so the task waits ten minutes for an answer unless O(timeout) is set.
  - It works with any server that offers chat completions under O(base_url).
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
      - Full with O(dest) or O(store=true). Otherwise each run asks again, and reports no change.
  check_mode:
    support: full
  diff_mode:
    support: full
options:
  state:
    description:
      - V(present) returns the answer, asking for it where none is kept; V(absent) deletes it where it is kept.
    type: str
    default: present
    choices:
      - present
      - absent
  id:
    description:
      - The id of a stored completion, to read it and write it to O(dest), or with O(state=absent) to delete it. All
        options of the request are ignored then.
    type: str
    aliases:
      - chat_completion_id
  model:
    description:
      - The model to ask. Needed with O(state=present).
    type: str
  messages:
    description:
      - The conversation so far, in the API's own form; each message has a C(role) (V(developer), V(system), V(user),
        V(assistant), V(tool) or V(function)) and usually C(content). Needed with O(state=present).
      - A part of C(content) with type C(image_url), C(input_audio) or C(file) may have a C(path) instead of data.
        The file is then read on the machine that runs the task and sent with the request; images must be PNG, JPEG,
        GIF or WEBP, sounds WAV or MP3, and no file may be larger than 50 MiB. In the fingerprint it counts by its
        content.
    type: list
    elements: dict
  store:
    description:
      - Whether the API keeps the answer, so that the next run finds it there.
    type: bool
  metadata:
    description:
      - Up to 16 pairs of text to keep with a stored answer, 15 with O(store=true), as one more holds the fingerprint;
        keys of at most 64 and values of at most 512 characters.
    type: dict
  temperature:
    description:
      - How much chance plays a part, from 0 to 2. The model's default is usually 1.
    type: float
  top_p:
    description:
      - Only the likeliest tokens that together have this probability are considered, from 0 to 1. Set this or O(temperature),
        not both.
    type: float
  n:
    description:
      - How many answers to make, from 1 to 128. All are billed; the shortcuts show the first.
    type: int
  max_completion_tokens:
    description:
      - The most tokens to make, those of reasoning included.
    type: int
  max_tokens:
    description:
      - The most tokens to make. Deprecated by the API in favour of O(max_completion_tokens); some compatible servers
        know only this one.
    type: int
  stop:
    description:
      - Up to four texts at which the answer ends.
    type: list
    elements: str
  frequency_penalty:
    description:
      - Makes tokens less likely the more often they have occurred, from -2 to 2.
    type: float
  presence_penalty:
    description:
      - Makes tokens less likely that have occurred at all, from -2 to 2.
    type: float
  logprobs:
    description:
      - Whether the answer comes with the log probabilities of its tokens.
    type: bool
  top_logprobs:
    description:
      - How many of the likeliest tokens to return at each place, from 0 to 20. Needs O(logprobs=true).
    type: int
  logit_bias:
    description:
      - Makes single tokens more or less likely; token ids with values from -100 to 100.
    type: dict
  seed:
    description:
      - Asks for answers that repeat as far as the service can. Deprecated by the API.
    type: int
  response_format:
    description:
      - The form of the answer. With C(type) V(json_schema) it fits the JSON schema in C(json_schema.schema), with
        V(json_object) it is some JSON, with V(text), the default, it is words.
      - An answer that is a JSON object or list is returned parsed as RV(parsed).
    type: dict
  schema:
    description:
      - A JSON schema of type V(object) that the answer must fit; the answer comes parsed as RV(parsed). Short for
        a strict O(response_format), with which it cannot be given together.
      - Objects in it that say nothing of it get all their properties as C(required) and no additional ones.
    type: dict
  tools:
    description:
      - The tools the model may call, in the API's own form. The module calls none; it returns the calls as RV(tool_calls).
    type: list
    elements: dict
  tool_choice:
    description:
      - Which tool is called; V(none), V(auto), V(required), or a mapping that names one.
    type: raw
  parallel_tool_calls:
    description:
      - Whether the model may call several tools at once.
    type: bool
  functions:
    description:
      - The functions the model may call. Deprecated by the API in favour of O(tools).
    type: list
    elements: dict
  function_call:
    description:
      - Which function is called; V(none), V(auto), or a mapping with its C(name). Deprecated by the API in favour
        of O(tool_choice).
    type: raw
  modalities:
    description:
      - The kinds of output wanted. V(audio) needs a model that speaks, and O(audio).
    type: list
    elements: str
    choices:
      - text
      - audio
  audio:
    description:
      - The C(voice) and C(format) of spoken output. O(dest) is then the sound; of several answers the second is beside
        it, with C(-2) before the ending.
    type: dict
  prediction:
    description:
      - Text that is expected in the answer, which makes it come sooner; a mapping with C(type) V(content) and C(content).
    type: dict
  verbosity:
    description:
      - How many words the model makes.
    type: str
    choices:
      - low
      - medium
      - high
  reasoning_effort:
    description:
      - How much a reasoning model thinks, for example V(low), V(medium) or V(high). What is allowed depends on the
        model.
    type: str
  service_tier:
    description:
      - The tier of processing, for example V(auto), V(default), V(flex) or V(priority).
    type: str
  web_search_options:
    description:
      - Lets the model search the web, in the API's own form.
    type: dict
  moderation:
    description:
      - Checks input and output for harmful content, in the API's own form.
    type: dict
  stream:
    description:
      - Whether the answer is sent piece by piece. The result is the same; it keeps connections alive that would be
        cut during long silence. Run in process, the words appear on the terminal as they come, unless the task has
        C(no_log).
    type: bool
  stream_options:
    description:
      - Settings of O(stream=true). Not given, C(include_usage) is asked for.
    type: dict
  user:
    description:
      - A stable name of the person on whose behalf the question is asked. Deprecated by the API in favour of O(safety_identifier)
        and O(prompt_cache_key).
    type: str
  safety_identifier:
    description:
      - A stable name of at most 64 characters for the person on whose behalf the question is asked, by which abuse
        is found. Give a hash rather than an address.
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
  - module: fjcorp.openai.openai_chat_completion_info
  - module: fjcorp.openai.openai_model_info
  - name: Chat completions in the API reference
    description: What the API says about chat completions.
    link: https://platform.openai.com/docs/api-reference/chat
"""

EXAMPLES = r"""
- name: A plain question
  fjcorp.openai.openai_chat_completion:
    model: gpt-4o-mini
    messages:
      - role: user
        content: Say in one sentence what a canary deployment is.
  register: answer

- name: Show the answer
  ansible.builtin.debug:
    msg: "{{ answer.text | default('not asked') }}"

- name: Release notes, written once for the same list of changes
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

- name: Sort a ticket into one of our queues
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

- name: Use what it says
  ansible.builtin.debug:
    msg: "For {{ triage.parsed.team }}{{ ', now' if triage.parsed.urgent else '' }}"
  when: triage.parsed is defined

- name: Delete last year's notes, and what was noted about them
  fjcorp.openai.openai_chat_completion:
    dest: release-notes-2019.md
    state: absent
"""

RETURN = r"""
asked:
  description: Whether the model was asked in this run.
  returned: success
  type: bool
  sample: true
chat_completion:
  description: The whole answer, as the API gave it; empty where there is none (in check mode, or after a deletion).
  returned: success
  type: dict
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
  description: The words of the first answer, spoken ones too; V(null) where it has none, as with a call of a tool.
  returned: when there is an answer
  type: str
  sample: A canary deployment gives a change to a few users first.
parsed:
  description: The first answer as a value, where it is a JSON object or list; else V(null).
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
  description: The tools the model wants to be called, with their arguments as JSON text.
  returned: when there is an answer
  type: list
  elements: dict
  sample:
    - id: call_5mXw8TqLz2Vb
      type: function
      function:
        name: open_ticket
        arguments: '{"queue": "billing"}'
function_call:
  description: The function the model wants to be called, where the request used O(functions).
  returned: when there is an answer
  type: dict
  sample: null
finish_reason:
  description: Why the answer ended; V(stop), V(length) when it was cut off, V(tool_calls), V(content_filter) or V(function_call).
  returned: when there is an answer
  type: str
  sample: stop
usage:
  description: The tokens that were used.
  returned: when there is an answer
  type: dict
  sample:
    prompt_tokens: 16
    completion_tokens: 12
    total_tokens: 28
model:
  description: The model that answered; an alias comes back as its dated snapshot.
  returned: when there is an answer
  type: str
  sample: gpt-4o-mini-2024-07-18
dest:
  description: The file that holds the answer.
  returned: when O(dest) is given
  type: str
  sample: /srv/site/release-notes.md
removed:
  description: The ids and the file that were deleted.
  returned: with O(state=absent)
  type: list
  elements: str
  sample:
    - chatcmpl-Bx7Kq2Vn9LtRw4ZcYm1Hp8Sd
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
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.models.chat_completion import CHAT_COMPLETION

if __name__ == "__main__":
    main(CHAT_COMPLETION)
