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
    returns a placeholder of the same shape, which says that it was not requested.
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
  description: Whether the task sent a request to the model.
  returned: success
  type: bool
  sample: true
decision:
  description: Complete response of the API. Empty with O(state=absent).
  returned: success
  type: dict
  contains:
    answers:
      description: Answers in the order of the questions.
      returned: always
      type: list
      elements: dict
      contains:
        name:
          description: Name of the question.
          returned: when available
          type: str
        probability:
          description: Probability that the predicate is true.
          returned: when available
          type: float
        type:
          description: Type of the answer.
          returned: always
          type: str
        choice:
          description: Selected choice.
          returned: when available
          type: raw
        confidence:
          description: Confidence of the selected choice.
          returned: when available
          type: float
        probabilities:
          description: Probabilities of the choices or levels.
          returned: when available
          type: list
          elements: dict
          contains:
            probability:
              description: Probability.
              returned: always
              type: float
            value:
              description: Value of the choice or the level.
              returned: always
              type: raw
            label:
              description: Label of the level.
              returned: when available
              type: str
        score:
          description: Score.
          returned: when available
          type: float
    model:
      description: Name of the model that answered.
      returned: always
      type: str
    usage:
      description: Token usage of the request.
      returned: always
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
          contains:
            cache_write_tokens:
              description: Number of input tokens that were written to the prompt cache.
              returned: always
              type: int
            cached_tokens:
              description: Number of input tokens that were read from the prompt cache.
              returned: always
              type: int
        output_tokens:
          description: Number of output tokens.
          returned: always
          type: int
        output_tokens_details:
          description: Breakdown of the output tokens.
          returned: always
          type: dict
          contains:
            reasoning_tokens:
              description: Number of output tokens that were used for reasoning.
              returned: always
              type: int
        total_tokens:
          description: Number of input and output tokens.
          returned: always
          type: int
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
  description: Answers in the order of the questions.
  returned: when a response is available
  type: list
  elements: dict
  sample:
    - type: choice
      name: team
      choice: billing
      confidence: 0.97
decided:
  description: 'Decisions by the name of the question: the probability of a predicate, the selected choice, the score,
    or V(null) if the model refused to answer. Questions without a name are only in RV(answers).'
  returned: when a response is available
  type: dict
  sample:
    team: billing
    urgent: 0.12
usage:
  description: Token usage of the request.
  returned: when a response is available
  type: dict
  sample:
    input_tokens: 48
    output_tokens: 1
    total_tokens: 49
model:
  description: Name of the model that answered.
  returned: when a response is available
  type: str
  sample: gpt-6-luna
dest:
  description: Path of the file that contains the answer.
  returned: when O(dest) is set
  type: str
  sample: /srv/tickets/ticket-4711.json
removed:
  description: Path of the file that was deleted.
  returned: when O(state=absent)
  type: list
  elements: str
  sample:
    - /srv/tickets/ticket-4711.json
error:
  description: Details of the failure, see R(Errors,ansible_collections.fjcorp.openai.docsite.errors) for all keys and codes.
  returned: failure
  type: dict
  sample: {kind: api_error, message: Incorrect API key provided.}
"""

from ansible_collections.fjcorp.openai.plugins.module_utils._module import main
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.models.decision import DECISION

if __name__ == "__main__":
    main(DECISION)
