# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Lookup that returns answers of the Responses API."""

from __future__ import annotations

DOCUMENTATION = r"""
name: response
short_description: Generate answers with the Responses API
version_added: 0.1.0
author: fjcorp maintainers (@fjcorp)
description:
  - Sends questions to a model with the Responses API and returns the answers as strings, or as data if O(schema) is set.
  - Several questions are sent in parallel. No request is sent for an answer that is already stored, see O(cache).
options:
  _terms:
    description: List of questions. Each question is a string.
    required: true
  instructions:
    description:
      - Instructions for the model that precede the question.
    type: str
  schema:
    description:
      - JSON schema that the answer must match. If set, the lookup returns the answer as data.
    type: dict
  temperature:
    description:
      - Sampling temperature. Must be between 0 and 2.
    type: float
  fail_on:
    description:
      - Types of answers that fail the lookup. Can be V(incomplete), V(refusal), V(tool_calls) and
        V(content_filter), which is V(incomplete), too.
    type: list
    elements: str
    default: [incomplete, refusal]
  max_output_tokens:
    description:
      - Maximum number of tokens of an answer, including reasoning tokens.
    type: int
extends_documentation_fragment:
  - fjcorp.openai.generation_lookup
  - fjcorp.openai.connection_lookup
seealso:
  - module: fjcorp.openai.openai_response
"""

EXAMPLES = r"""
- name: Show an answer
  ansible.builtin.debug:
    msg: "{{ lookup('fjcorp.openai.response', 'Name a color.', model='gpt-4o-mini') }}"

- name: Show an answer that is returned as data
  ansible.builtin.debug:
    msg: "{{ answer.color }}"
  vars:
    color:
      type: object
      properties:
        color: {type: string}
      required: [color]
      additionalProperties: false
    answer: "{{ lookup('fjcorp.openai.response', 'Name a color.', model='gpt-4o-mini', schema=color) }}"

- name: Show the answers to several questions
  ansible.builtin.debug:
    msg: "{{ query('fjcorp.openai.response', *questions, model='gpt-4o-mini', instructions='Answer in one word.') }}"
  vars:
    questions:
      - "What is red?"
      - "What is green?"

- name: Set other options of the module and store the answer for later runs
  ansible.builtin.debug:
    msg: "{{ lookup('fjcorp.openai.response', 'Think.', model='o4-mini', cache='answers', options={'reasoning': {'effort': 'low'}}) }}"
"""

RETURN = r"""
_raw:
  description: List of the answers, one for each question. An answer is a string, or data if O(schema) is set.
  type: list
  elements: raw
"""

from ansible_collections.fjcorp.openai.plugins.module_utils._resources.models.response import RESPONSE
from ansible_collections.fjcorp.openai.plugins.plugin_utils._lookup_base import GenerationLookup, Params


class LookupModule(GenerationLookup):
    """Lookup with the Responses API."""

    declaration = RESPONSE
    passed = ("model", "instructions", "schema", "temperature", "max_output_tokens", "fail_on")

    def arguments(self, term: str) -> Params:
        return {"input": term}
