# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Answers of a chat model, as a lookup."""

from __future__ import annotations

DOCUMENTATION = r"""
name: chat
short_description: Ask a chat model
version_added: 0.1.0
author: fjcorp maintainers (@fjcorp)
description:
  - Asks a model by the Chat Completions API, which compatible servers have too, and returns its answer as text, or as data where
    a O(schema) is given.
  - Several questions are asked side by side. An answer that is kept is not asked for again, see O(cache).
options:
  _terms:
    description: The questions, each a text.
    required: true
  system:
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
  max_completion_tokens:
    description:
      - The most tokens of an answer, those it reasons with included.
    type: int
extends_documentation_fragment:
  - fjcorp.openai.asking
  - fjcorp.openai.connection_lookup
seealso:
  - module: fjcorp.openai.openai_chat_completion
"""

EXAMPLES = r"""
- name: A sentence
  ansible.builtin.debug:
    msg: "{{ lookup('fjcorp.openai.chat', 'Name a colour.', model='gpt-4o-mini', system='You are terse.') }}"

- name: Summaries of several texts
  ansible.builtin.debug:
    msg: "{{ query('fjcorp.openai.chat', *texts, model='gpt-4o-mini', system='Summarise in five words.') }}"
  vars:
    texts:
      - The queue was full from nine to ten because a worker hung.
      - The certificate of the gateway expired at midnight.

- name: A server of our own, which knows no keys
  ansible.builtin.debug:
    msg: "{{ lookup('fjcorp.openai.chat', 'Hello?', model='gpt-4o-mini', base_url=lookup('ansible.builtin.env', 'OPENAI_BASE_URL')) }}"
"""

RETURN = r"""
_raw:
  description: For each question its answer, a text, or data where O(schema) is given.
  type: list
  elements: raw
"""

from ansible_collections.fjcorp.openai.plugins.module_utils._resources.models.chat_completion import CHAT_COMPLETION
from ansible_collections.fjcorp.openai.plugins.plugin_utils._lookup_base import GenerationLookup, Params


class LookupModule(GenerationLookup):
    """Asks by the Chat Completions API."""

    declaration = CHAT_COMPLETION
    passed = ("model", "schema", "temperature", "max_completion_tokens", "fail_on")

    def question(self, term: str) -> Params:
        told = self.get_option("system")
        first = [{"role": "system", "content": str(told)}] if told else []
        return {"messages": [*first, {"role": "user", "content": term}]}
