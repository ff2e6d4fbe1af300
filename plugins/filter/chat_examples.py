# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Training examples from pairs of questions and answers."""

from __future__ import annotations

import typing as t

from ansible_collections.fjcorp.openai.plugins.module_utils._support.errors import InvalidArgument
from ansible_collections.fjcorp.openai.plugins.plugin_utils._filters import filters

DOCUMENTATION = r"""
name: chat_examples
short_description: Make training examples of questions and answers
version_added: 0.1.0
author: fjcorp maintainers (@fjcorp)
description:
  - Makes of simple pairs the chat examples that supervised fine-tuning learns from, one conversation for each pair.
  - A pair is a list of two texts, a mapping with C(user) and C(assistant), C(question) and C(answer) or C(prompt) and
    C(completion); a mapping of questions to answers is a list of pairs.
positional: _input
options:
  _input:
    description: The pairs.
    type: raw
    required: true
  system:
    description: What the system says before every conversation.
    type: str
seealso:
  - plugin: fjcorp.openai.to_jsonl
    plugin_type: filter
  - module: fjcorp.openai.openai_fine_tuning_job
"""

EXAMPLES = r"""
- name: A file to train on
  fjcorp.openai.openai_file:
    filename: hours.jsonl
    purpose: fine-tune
    content: "{{ pairs | fjcorp.openai.chat_examples(system='You answer for our shop.') | fjcorp.openai.to_jsonl }}"
    validate: false
  vars:
    pairs:
      - ["When do you open?", At nine.]
      - {question: "When do you close?", answer: At six.}
      - user: "On Sundays?"
        assistant: We are closed.
"""

RETURN = r"""
_value:
  description: The examples, each with its C(messages).
  type: list
  elements: dict
"""

NAMES = (("user", "assistant"), ("question", "answer"), ("prompt", "completion"))
"""The keys that pairs are written with."""


def chat_examples(pairs: t.Any, system: str | None = None) -> list[dict[str, t.Any]]:
    """A conversation for each pair."""
    if isinstance(pairs, t.Mapping) and not any(set(names) <= set(pairs) for names in NAMES):
        pairs = list(pairs.items())
    if isinstance(pairs, (str, bytes, t.Mapping)) or not isinstance(pairs, t.Iterable):
        raise InvalidArgument("the value is no list of pairs", "Give pairs like [question, answer].")
    first = [{"role": "system", "content": system}] if system else []
    examples = []
    for number, pair in enumerate(pairs, start=1):
        question, answer = _texts(pair, number)
        turns = [{"role": "user", "content": question}, {"role": "assistant", "content": answer}]
        examples.append({"messages": [*first, *turns]})
    return examples


def _texts(pair: t.Any, number: int) -> tuple[str, str]:
    texts: t.Sequence[t.Any] = ()
    if isinstance(pair, t.Mapping):
        texts = next(([pair[name] for name in names] for names in NAMES if set(names) == set(pair)), ())
    elif isinstance(pair, (list, tuple)):
        texts = pair
    if len(texts) != 2 or not all(isinstance(text, str) and text for text in texts):
        spoken = ", ".join(f"{{{one}, {other}}}" for one, other in NAMES)
        raise InvalidArgument(
            f"pair {number} is not two texts", f"Write it as [question, answer] or with the keys {spoken}."
        )
    return texts[0], texts[1]


FilterModule = filters(chat_examples=chat_examples)
