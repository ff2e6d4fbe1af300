# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""JSON Lines as lists."""

from __future__ import annotations

import json
import typing as t

from ansible_collections.fjcorp.openai.plugins.module_utils._support.errors import InvalidArgument
from ansible_collections.fjcorp.openai.plugins.plugin_utils._filters import filters

DOCUMENTATION = r"""
name: from_jsonl
short_description: Read JSON Lines
version_added: 0.1.0
author: fjcorp maintainers (@fjcorp)
description:
  - Reads a text that holds a JSON value on every line. Empty lines do not count. A line that is no JSON fails and is named by
    its number.
positional: _input
options:
  _input:
    description: The text.
    type: str
    required: true
seealso:
  - plugin: fjcorp.openai.to_jsonl
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Two examples in a file
  ansible.builtin.copy:
    dest: train.jsonl
    content: "{{ {'Open?': 'Until six.', 'Closed?': 'On Sundays.'} | fjcorp.openai.chat_examples | fjcorp.openai.to_jsonl }}"
    mode: "0600"

- name: What it asks
  ansible.builtin.debug:
    msg: "{{ examples | map(attribute='messages.0.content') | join(' ') }}"
  vars:
    examples: "{{ lookup('ansible.builtin.file', 'train.jsonl', errors='ignore') | default('', true) | fjcorp.openai.from_jsonl }}"
"""

RETURN = r"""
_value:
  description: The values, in the order of their lines.
  type: list
  elements: raw
"""


def from_jsonl(text: t.Any) -> list[t.Any]:
    """The value of every line."""
    if not isinstance(text, str):
        raise InvalidArgument("the value is no text", "Give the content of a file, for example by the lookup file.")
    values = []
    # Not splitlines(): JSON texts may hold the other separators it breaks at.
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                values.append(json.loads(line))
            except ValueError as error:
                raise InvalidArgument(
                    f"line {number} is no JSON: {error}", "Each line must be one whole JSON value."
                ) from error
    return values


FilterModule = filters(from_jsonl=from_jsonl)
