# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Lookup that returns embeddings."""

from __future__ import annotations

DOCUMENTATION = r"""
name: embedding
short_description: Generate embeddings of texts
version_added: 0.1.0
author: fjcorp maintainers (@fjcorp)
description:
  - Returns the embedding of each text as a list of numbers. The texts are sent in as few requests as the API allows.
  - No request is sent for an embedding that is already stored, see O(cache).
options:
  _terms:
    description: List of texts.
    required: true
  dimensions:
    description:
      - Number of dimensions of each embedding, for models that can shorten embeddings.
    type: int
extends_documentation_fragment:
  - fjcorp.openai.generation_lookup
  - fjcorp.openai.connection_lookup
seealso:
  - module: fjcorp.openai.openai_embedding
  - plugin: fjcorp.openai.cosine_similarity
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Show whether the first text is more similar to the question
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
"""

RETURN = r"""
_raw:
  description: List of the embeddings, one for each text. In check mode, an embedding that is not stored is a placeholder of
    the same length.
  type: list
  elements: list
"""

import typing as t

from ansible_collections.fjcorp.openai.plugins.module_utils._resources.models.embedding import EMBEDDING
from ansible_collections.fjcorp.openai.plugins.plugin_utils._lookup_base import (
    GenerationLookup,
    LookupFailure,
    Params,
    named,
)


class LookupModule(GenerationLookup):
    """Lookup that passes all texts to the engine, which sends them in batches and in parallel."""

    declaration = EMBEDDING
    passed = ("model", "dimensions")

    def arguments(self, term: str) -> Params:
        return {"input": [term], "return_embeddings": True, "format": "npy"}

    def answer(self, result: t.Mapping[str, t.Any]) -> t.Any:
        return result["embeddings"][0]

    def answers(self, prompts: list[str], check: bool) -> list[t.Any]:
        """Return the embeddings in the order of the texts."""
        try:
            return list(self.perform({**self.arguments(""), "input": prompts}, check)["embeddings"])
        except LookupFailure as failure:
            if self.get_option("on_error") == "fail":
                which = named(prompts, 0) if len(prompts) == 1 else f"one of {len(prompts)} texts"
                return self.failed(which, failure)
        # Only one request for each text shows which of them fail.
        return super().answers(prompts, check)
