#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_decision
short_description: Classify and score an input with a model
version_added: 0.1.0
description:
  - Sends up to 400 questions about one input in one request and returns the answer to each question with the confidence
    of the model.
  - A question is a statement that is true or false (V(predicate)), a choice between given values (V(choice)), or
    a position on a scale (V(score)).
  - This is faster and cheaper than a structured answer if later tasks only have to select what to do next.
  - Model requests incur cost, so an answer is generated only once if O(dest) is set. The answer is stored in a JSON
    file with a manifest next to it. The next run with the same request returns the stored answer and sends no request.
  - If O(dest) is not set, every run sends the request and reports no change.
  - In check mode no request is sent to the model. The task returns the stored answer if there is one. Otherwise it
    predicts a change and returns no answer.
  - With O(state=absent), the module deletes O(dest) and its manifest. The API does not store decisions, so they cannot
    be read again from the API.
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
      - Name of the model, for example V(gpt-6-luna). Required if O(state=present).
    type: str
  input:
    description:
      - Input to which the questions refer. Can be a string, or a list of messages, tool calls and tool outputs in
        the format of the API. Required if O(state=present).
      - A part of C(content) is a dictionary with C(type) V(input_text) and C(text), V(input_json) and C(data), or
        V(input_image) and C(image_url).
      - An image can have a C(path) instead of C(image_url). The file is then read on the machine that runs the task.
        The fingerprint covers its content and not its path.
    type: raw
  questions:
    description:
      - List of 1 to 400 questions. Each question is a dictionary with C(type), C(instructions) and an optional C(name),
        which identifies its answer. Required if O(state=present).
      - A V(choice) also has C(choices), a list of 2 to 255 dictionaries with a C(value) (a string or a boolean) and
        an optional C(description).
      - A V(score) also has C(levels), an ordered list of dictionaries with a C(label) and an optional C(description).
      - C(instructions) is a string or a list of parts, as in O(input).
    type: list
    elements: dict
  prompt_cache_key:
    description:
      - Key that groups requests with the same beginning, so that the service can reuse its prompt cache.
    type: str
  prompt_cache_options:
    description:
      - Settings of the prompt cache, in the format of the API.
    type: dict
  safety_identifier:
    description:
      - Stable identifier of the end user on whose behalf the request is sent, of at most 64 characters. It is used
        to detect abuse.
      - Use a hash instead of an email address.
    type: str
  fail_on:
    description:
      - Types of answers that fail the task. The answer is still returned.
      - V(refusal) is an answer in which the model refused at least one question.
      - Such an answer is not written to O(dest), and the next run sends the request again.
    type: list
    elements: str
    choices:
      - refusal
seealso:
  - module: fjcorp.openai.openai_response
    description: Generates answers as text or as structured data.
  - module: fjcorp.openai.openai_moderation
"""

EXAMPLES = r"""
- name: Select the team for a support ticket
  fjcorp.openai.openai_decision:
    model: gpt-6-luna
    input: I was charged twice in May, please refund the second invoice.
    questions:
      - name: team
        type: choice
        instructions: Which team answers this ticket?
        choices:
          - value: billing
            description: Invoices, payments, refunds
          - value: security
            description: Stolen accounts, suspicious logins
      - name: urgent
        type: predicate
        instructions: The customer cannot work until this is solved.
    dest: ticket-4711.json
  register: ticket

- name: Show the team that is responsible
  ansible.builtin.debug:
    msg: "For {{ ticket.decided.team }}{{ ', now' if ticket.decided.urgent > 0.8 else '' }}"
  when: ticket.decided is defined

- name: Rate how clear a change log is to customers
  fjcorp.openai.openai_decision:
    model: gpt-6-luna
    input:
      - role: developer
        content: You rate texts for a company that sells bicycles.
      - role: user
        content: Fixed the login page. Invoices can be downloaded as PDF.
    questions:
      - name: clear
        type: score
        instructions: How easy is it to understand without a technical background?
        levels:
          - label: not at all
          - label: with some effort
          - label: at once
    fail_on: [refusal]

- name: Check whether an image matches its description
  fjcorp.openai.openai_decision:
    model: gpt-6-luna
    input:
      - role: user
        content:
          - type: input_text
            text: My new bicycle
          - type: input_image
            path: upload.png
    questions:
      - name: match
        type: predicate
        instructions: The image shows what the text says.
"""

RETURN = r"""
asked:
  description: Whether the model was asked in this run.
  returned: success
  type: bool
  sample: true
decision:
  description: The whole answer, as the API gave it; empty where there is none (in check mode, or after a deletion).
  returned: success
  type: dict
  sample:
    model: gpt-6-luna
    answers:
      - type: choice
        name: team
        choice: billing
        confidence: 0.97
        probabilities:
          - value: billing
            probability: 0.97
          - value: security
            probability: 0.03
    usage:
      input_tokens: 48
      output_tokens: 1
      total_tokens: 49
answers:
  description: The answers in the order of the questions.
  returned: when there is an answer
  type: list
  elements: dict
  sample:
    - type: choice
      name: team
      choice: billing
      confidence: 0.97
decided:
  description: What was decided, by the names of the questions; the probability of a predicate, the value chosen, the score,
    or V(null) where the model refused. Questions without a name are in RV(answers) only.
  returned: when there is an answer
  type: dict
  sample:
    team: billing
    urgent: 0.12
usage:
  description: The tokens that were used.
  returned: when there is an answer
  type: dict
  sample:
    input_tokens: 48
    output_tokens: 1
    total_tokens: 49
model:
  description: The model that answered.
  returned: when there is an answer
  type: str
  sample: gpt-6-luna
dest:
  description: The file that holds the answer.
  returned: when O(dest) is given
  type: str
  sample: /srv/tickets/ticket-4711.json
removed:
  description: The file that was deleted.
  returned: with O(state=absent)
  type: list
  elements: str
  sample:
    - /srv/tickets/ticket-4711.json
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
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.models.decision import DECISION

if __name__ == "__main__":
    main(DECISION)
