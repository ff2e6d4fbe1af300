# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Embeddings, as a lookup."""

from __future__ import annotations

DOCUMENTATION = r"""
name: embedding
short_description: Turn texts into embeddings
version_added: 0.1.0
author: fjcorp maintainers (@fjcorp)
description:
  - Returns for each text its embedding, a list of numbers. All texts go in as few requests as the API allows.
  - What is kept is not asked for again, see O(cache).
options:
  _terms:
    description: The texts.
    required: true
  dimensions:
    description:
      - How many numbers an embedding has, for models that can shorten it.
    type: int
extends_documentation_fragment:
  - fjcorp.openai.asking
  - fjcorp.openai.connection_lookup
seealso:
  - module: fjcorp.openai.openai_embedding
  - plugin: fjcorp.openai.cosine_similarity
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Which text is nearer
  ansible.builtin.debug:
    msg: "{{ near | fjcorp.openai.cosine_similarity(question) > far | fjcorp.openai.cosine_similarity(question) }}"
  vars:
    texts:
      - "How do I get my money back?"
      - "Refunds are paid within a week."
      - "We are closed on Sundays."
    vectors: "{{ query('fjcorp.openai.embedding', *texts, model='text-embedding-3-small') }}"
    question: "{{ vectors[0] }}"
    near: "{{ vectors[1] }}"
    far: "{{ vectors[2] }}"
  when: not ansible_check_mode
"""

RETURN = r"""
_raw:
  description: For each text its embedding; an empty list in check mode where it is not kept.
  type: list
  elements: list
"""

import typing as t

from ansible_collections.fjcorp.openai.plugins.module_utils._resources.models.embedding import EMBEDDING
from ansible_collections.fjcorp.openai.plugins.plugin_utils._lookup_base import GenerationLookup


class LookupModule(GenerationLookup):
    """All texts at once: they are batched and asked concurrently by the engine."""

    declaration = EMBEDDING
    passed = ("model", "dimensions")

    def answers(self, questions: list[str], check: bool) -> list[t.Any]:
        """The embeddings in the order of the texts."""
        result = self.carried_out({"input": questions, "return_embeddings": True, "format": "npy"}, check)
        return [[] for question in questions] if result is None else list(result["embeddings"])
