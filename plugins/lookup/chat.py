# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Lookup that returns answers of the Chat Completions API."""

from __future__ import annotations

DOCUMENTATION = r"""
name: chat
short_description: Generate answers with the Chat Completions API
version_added: 0.1.0
author: fjcorp maintainers (@fjcorp)
description:
  - Sends questions to a model with the Chat Completions API and returns the answers as strings, or as data if O(schema) is set.
  - Compatible servers support this API too.
  - Several questions are sent in parallel. No request is sent for an answer that is already stored, see O(cache).
options:
  _terms:
    description: List of questions. Each question is a string.
    required: true
  system:
    description:
      - System message that precedes the question.
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
  max_completion_tokens:
    description:
      - Maximum number of tokens of an answer, including reasoning tokens.
    type: int
extends_documentation_fragment:
  - fjcorp.openai.generation_lookup
  - fjcorp.openai.connection_lookup
seealso:
  - module: fjcorp.openai.openai_chat_completion
"""

EXAMPLES = r"""
- name: Show an answer
  ansible.builtin.debug:
    msg: "{{ lookup('fjcorp.openai.chat', 'Name a color.', model='gpt-4o-mini', system='You are terse.') }}"

- name: Show summaries of several texts
  ansible.builtin.debug:
    msg: "{{ query('fjcorp.openai.chat', *texts, model='gpt-4o-mini', system='Summarize in five words.') }}"
  vars:
    texts:
      - The queue was full from nine to ten because a worker hung.
      - The certificate of the gateway expired at midnight.

- name: Send a question to a local server that requires no key
  ansible.builtin.debug:
    msg: "{{ lookup('fjcorp.openai.chat', 'Hello?', model='gpt-4o-mini', base_url=lookup('ansible.builtin.env', 'OPENAI_BASE_URL')) }}"
"""

RETURN = r"""
_raw:
  description: List of the answers, one for each question. An answer is a string, or data if O(schema) is set.
  type: list
  elements: raw
"""

from ansible_collections.fjcorp.openai.plugins.module_utils._resources.models.chat_completion import CHAT_COMPLETION
from ansible_collections.fjcorp.openai.plugins.plugin_utils._lookup_base import GenerationLookup, Params


class LookupModule(GenerationLookup):
    """Lookup with the Chat Completions API."""

    declaration = CHAT_COMPLETION
    passed = ("model", "schema", "temperature", "max_completion_tokens", "fail_on")

    def arguments(self, term: str) -> Params:
        told = self.get_option("system")
        first = [{"role": "system", "content": str(told)}] if told else []
        return {"messages": [*first, {"role": "user", "content": term}]}
