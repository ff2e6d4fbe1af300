# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Filter that parses JSON Lines."""

from __future__ import annotations

import json
import typing as t

from ansible_collections.fjcorp.openai.plugins.module_utils._support.errors import InvalidArgument
from ansible_collections.fjcorp.openai.plugins.plugin_utils._filters import filters

DOCUMENTATION = r"""
name: from_jsonl
short_description: Convert JSON Lines to a list
version_added: 0.1.0
author: fjcorp maintainers (@fjcorp)
description:
  - Parses a string that contains one JSON value in each line. Empty lines are ignored.
  - Fails if a line is not valid JSON. The error message contains the number of the line.
positional: _input
options:
  _input:
    description: String in the JSON Lines format.
    type: str
    required: true
seealso:
  - plugin: fjcorp.openai.to_jsonl
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Write two examples to a file
  ansible.builtin.copy:
    dest: train.jsonl
    content: "{{ {'Open?': 'Until six.', 'Closed?': 'On Sundays.'} | fjcorp.openai.chat_examples | fjcorp.openai.to_jsonl }}"
    mode: "0600"

- name: Show the questions in the file
  ansible.builtin.debug:
    msg: "{{ examples | map(attribute='messages.0.content') | join(' ') }}"
  vars:
    examples: "{{ lookup('ansible.builtin.file', 'train.jsonl', errors='ignore') | default('', true) | fjcorp.openai.from_jsonl }}"
"""

RETURN = r"""
_value:
  description: List of the values, in the order of their lines.
  type: list
  elements: raw
"""


def from_jsonl(text: t.Any) -> list[t.Any]:
    """Return the value of each line."""
    if not isinstance(text, str):
        raise InvalidArgument(
            "the input must be a string",
            "Pass the content of a file, for example with the lookup ansible.builtin.file.",
        )
    values = []
    # splitlines() also splits at other separators, which JSON strings can contain.
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                values.append(json.loads(line))
            except ValueError as error:
                raise InvalidArgument(
                    f"line {number} is not valid JSON: {error}", "Each line must contain one complete JSON value."
                ) from error
    return values


FilterModule = filters(from_jsonl=from_jsonl)
