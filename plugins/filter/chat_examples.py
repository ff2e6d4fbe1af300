# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Filter that converts pairs of questions and answers to training examples."""

from __future__ import annotations

import typing as t

from ansible_collections.fjcorp.openai.plugins.module_utils._support.errors import InvalidArgument
from ansible_collections.fjcorp.openai.plugins.plugin_utils._filters import filters

DOCUMENTATION = r"""
name: chat_examples
short_description: Convert questions and answers to training examples
version_added: 0.1.0
author: fjcorp maintainers (@fjcorp)
description:
  - Converts pairs of questions and answers to chat examples for supervised fine-tuning. Each pair becomes one conversation.
  - A pair is a list of two strings, or a dictionary with C(user) and C(assistant), with C(question) and C(answer), or with
    C(prompt) and C(completion).
  - A dictionary whose keys are questions and whose values are answers is also accepted as a list of pairs.
positional: _input
options:
  _input:
    description: List of pairs.
    type: raw
    required: true
  system:
    description: System message that precedes each conversation.
    type: str
seealso:
  - plugin: fjcorp.openai.to_jsonl
    plugin_type: filter
  - module: fjcorp.openai.openai_fine_tuning_job
"""

EXAMPLES = r"""
- name: Upload training data
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
  description: List of examples. Each example has C(messages).
  type: list
  elements: dict
"""

NAMES = (("user", "assistant"), ("question", "answer"), ("prompt", "completion"))
"""Supported keys of a pair that is a dictionary."""


def chat_examples(pairs: t.Any, system: str | None = None) -> list[dict[str, t.Any]]:
    """Return one conversation for each pair."""
    if isinstance(pairs, t.Mapping) and not any(set(names) <= set(pairs) for names in NAMES):
        pairs = list(pairs.items())
    if isinstance(pairs, (str, bytes, t.Mapping)) or not isinstance(pairs, t.Iterable):
        raise InvalidArgument("the input must be a list of pairs", "Set it to pairs such as [question, answer].")
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
            f"pair {number} must contain two strings", f"Write it as [question, answer] or with the keys {spoken}."
        )
    return texts[0], texts[1]


FilterModule = filters(chat_examples=chat_examples)
