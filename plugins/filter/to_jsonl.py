# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Filter that converts lists to JSON Lines."""

from __future__ import annotations

import json
import typing as t

from ansible_collections.fjcorp.openai.plugins.module_utils._support.errors import InvalidArgument
from ansible_collections.fjcorp.openai.plugins.plugin_utils._filters import filters
from ansible_collections.fjcorp.openai.plugins.plugin_utils._native import to_native

DOCUMENTATION = r"""
name: to_jsonl
short_description: Convert a list to JSON Lines
version_added: 0.1.0
author: fjcorp maintainers (@fjcorp)
description:
  - Converts each element of a list to one line of JSON. This is the format of files for fine-tuning, batches and evaluations.
positional: _input
options:
  _input:
    description: List of elements.
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
- name: Write the requests of a batch to a file
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
  description: String with one line for each element. Each line ends with a line break.
  type: str
"""


def to_jsonl(value: t.Any) -> str:
    """Return one line for each element. Non-ASCII characters are not escaped."""
    if isinstance(value, (str, bytes, t.Mapping)) or not isinstance(value, t.Iterable):
        raise InvalidArgument("the input must be a list", "Put a single element into a list.")
    return "".join(json.dumps(to_native(each), ensure_ascii=False) + "\n" for each in value)


FilterModule = filters(to_jsonl=to_jsonl)
