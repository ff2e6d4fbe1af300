# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Answers of a model, as a lookup."""

from __future__ import annotations

DOCUMENTATION = r"""
name: response
short_description: Ask a model by the Responses API
version_added: 0.1.0
author: fjcorp maintainers (@fjcorp)
description:
  - Asks a model by the Responses API and returns its answer as text, or as data where a O(schema) is given.
  - Several questions are asked side by side. An answer that is kept is not asked for again, see O(cache).
options:
  _terms:
    description: The questions, each a text.
    required: true
  instructions:
    description:
      - What the model is told before the question.
    type: str
  schema:
    description:
      - A JSON schema the answer must fit. The lookup then returns the answer as data.
    type: dict
  temperature:
    description:
      - How much chance is in the answer, from V(0) to V(2).
    type: float
  fail_on:
    description:
      - Answers that fail the lookup, V(incomplete), V(refusal) or V(tool_calls).
    type: list
    elements: str
    default: [incomplete, refusal]
  max_output_tokens:
    description:
      - The most tokens of an answer, those it reasons with included.
    type: int
extends_documentation_fragment:
  - fjcorp.openai.asking
  - fjcorp.openai.connection_lookup
seealso:
  - module: fjcorp.openai.openai_response
"""

EXAMPLES = r"""
- name: A sentence
  ansible.builtin.debug:
    msg: "{{ lookup('fjcorp.openai.response', 'Name a colour.', model='gpt-4o-mini') }}"

- name: Data
  ansible.builtin.debug:
    msg: "{{ answer.colour }}"
  vars:
    colour:
      type: object
      properties:
        colour: {type: string}
      required: [colour]
      additionalProperties: false
    answer: "{{ lookup('fjcorp.openai.response', 'Name a colour.', model='gpt-4o-mini', schema=colour) }}"
  when: not ansible_check_mode

- name: Many questions side by side
  ansible.builtin.debug:
    msg: "{{ query('fjcorp.openai.response', *questions, model='gpt-4o-mini', instructions='Answer in one word.') }}"
  vars:
    questions:
      - "What is red?"
      - "What is green?"

- name: With other options of the module, the answer kept for later runs
  ansible.builtin.debug:
    msg: "{{ lookup('fjcorp.openai.response', 'Think.', model='o4-mini', cache='answers', options={'reasoning': {'effort': 'low'}}) }}"
"""

RETURN = r"""
_raw:
  description: For each question its answer, a text, or data where O(schema) is given.
  type: list
  elements: raw
"""

from ansible_collections.fjcorp.openai.plugins.module_utils._resources.models.response import RESPONSE
from ansible_collections.fjcorp.openai.plugins.plugin_utils._lookup_base import GenerationLookup, Params


class LookupModule(GenerationLookup):
    """Asks by the Responses API."""

    declaration = RESPONSE
    passed = ("model", "instructions", "schema", "temperature", "max_output_tokens", "fail_on")

    def question(self, term: str) -> Params:
        return {"input": term}
