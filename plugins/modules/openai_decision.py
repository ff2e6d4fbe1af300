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
