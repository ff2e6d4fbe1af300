# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Lists as JSON Lines."""

from __future__ import annotations

import json
import typing as t

from ansible_collections.fjcorp.openai.plugins.module_utils._support.errors import InvalidArgument
from ansible_collections.fjcorp.openai.plugins.plugin_utils._filters import filters
from ansible_collections.fjcorp.openai.plugins.plugin_utils._native import plain

DOCUMENTATION = r"""
name: to_jsonl
short_description: Write a list as JSON Lines
version_added: 0.1.0
author: fjcorp maintainers (@fjcorp)
description:
  - Writes every element of a list as JSON on a line of its own, as files for fine-tuning, batches and evaluations want it.
positional: _input
options:
  _input:
    description: The elements.
    type: list
    elements: raw
    required: true
seealso:
  - plugin: fjcorp.openai.from_jsonl
    plugin_type: filter
  - plugin: fjcorp.openai.chat_examples
    plugin_type: filter
"""

EXAMPLES = r"""
- name: A batch of two questions
  ansible.builtin.copy:
    dest: batch.jsonl
    content: "{{ requests | fjcorp.openai.to_jsonl }}"
    mode: "0600"
  vars:
    requests:
      - custom_id: one
        method: POST
        url: /v1/chat/completions
        body: {model: gpt-4o-mini, messages: [{role: user, content: "One?"}]}
      - custom_id: two
        method: POST
        url: /v1/chat/completions
        body: {model: gpt-4o-mini, messages: [{role: user, content: "Two?"}]}
"""

RETURN = r"""
_value:
  description: The lines, each with a line end.
  type: str
"""


def to_jsonl(value: t.Any) -> str:
    """A line for every element; text is kept as it is written, not escaped."""
    if isinstance(value, (str, bytes, t.Mapping)) or not isinstance(value, t.Iterable):
        raise InvalidArgument("the value is no list", "Put one element into brackets.")
    return "".join(json.dumps(plain(each), ensure_ascii=False) + "\n" for each in value)


FilterModule = filters(to_jsonl=to_jsonl)
