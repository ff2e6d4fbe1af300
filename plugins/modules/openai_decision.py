#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_decision
short_description: Have a model answer classifying and scoring questions
version_added: 0.1.0
description:
  - Asks up to 400 questions about one input in one request, and returns for each how sure the model is. A question
    is a statement that is true or not (V(predicate)), a choice among given values (V(choice)), or a place on a scale
    (V(score)).
  - It is quicker and cheaper than asking for a structured answer where the next task of a play only needs to know
    which way to go.
  - Asking costs money, so an answer is made once where there is a place to keep it. With O(dest) the answer is a
    JSON file with a manifest beside it, and the next run with the same request returns it without asking. Without
    O(dest) each run asks and reports no change.
  - Check mode never asks. It returns the kept answer where there is one, and otherwise predicts a change without
    an answer.
  - O(state=absent) deletes O(dest) with its manifest. The API keeps no decisions, so nothing can be read back from
    there.
  - It needs a project key.
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
      - Full with O(dest). Otherwise each run asks again, and reports no change.
options:
  state:
    description:
      - V(present) returns the answer, asking for it where none is kept; V(absent) deletes O(dest), where it was kept.
    type: str
    default: present
    choices:
      - present
      - absent
  model:
    description:
      - The model to ask, for example V(gpt-6-luna). Needed with O(state=present).
    type: str
  input:
    description:
      - What the questions are about; a text, or a list of messages, calls of tools and their outputs, in the API's
        own form. Needed with O(state=present).
      - A part of C(content) is a mapping with C(type) V(input_text) and C(text), V(input_json) and C(data), or V(input_image)
        and C(image_url). Instead of C(image_url) an image may have a C(path); it is then read on the machine that
        runs the task. In the fingerprint it counts by its content.
    type: raw
  questions:
    description:
      - The questions, from 1 to 400, each a mapping with C(type), C(instructions) and, to find its answer by, a C(name).
        Needed with O(state=present).
      - A V(choice) also has C(choices), from 2 to 255 mappings with a C(value) (a text or a boolean) and perhaps
        a C(description). A V(score) has C(levels) in their order, mappings with a C(label) and perhaps a C(description).
      - C(instructions) are a text or a list of parts, as in O(input).
    type: list
    elements: dict
  prompt_cache_key:
    description:
      - Groups requests that begin alike, so that the service can reuse its work.
    type: str
  prompt_cache_options:
    description:
      - Settings of the reuse of work, in the API's own form.
    type: dict
  safety_identifier:
    description:
      - A stable name of at most 64 characters for the person on whose behalf the question is asked, by which abuse
        is found. Give a hash rather than an address.
    type: str
  fail_on:
    description:
      - Answers that fail the task, which then returns them all the same. V(refusal) is one in which the model refuses
        any of the questions. Such an answer is not written to O(dest), and the next run asks again.
    type: list
    elements: str
    choices:
      - refusal
seealso:
  - module: fjcorp.openai.openai_response
    description: Answers in words, or as any structure.
  - module: fjcorp.openai.openai_moderation
"""

EXAMPLES = r"""
- name: Where does this ticket go?
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

- name: Use what it says
  ansible.builtin.debug:
    msg: "For {{ ticket.decided.team }}{{ ', now' if ticket.decided.urgent > 0.8 else '' }}"
  when: ticket.decided is defined

- name: Is this change log fit for customers?
  fjcorp.openai.openai_decision:
    model: gpt-6-luna
    input:
      - role: developer
        content: You judge texts for a company that sells bicycles.
      - role: user
        content: Fixed the login page. Invoices can be downloaded as PDF.
    questions:
      - name: clear
        type: score
        instructions: How easily is it understood by somebody who is no engineer?
        levels:
          - label: not at all
          - label: with some effort
          - label: at once
    fail_on: [refusal]

- name: Does the picture show what its description says?
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
  description: Complete response of the API. Empty if there is none, which is the case in check mode and with O(state=absent).
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
