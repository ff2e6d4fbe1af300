# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What an answer cost."""

from __future__ import annotations

import typing as t

from ansible_collections.fjcorp.openai.plugins.module_utils._domain.pricing import cost as priced
from ansible_collections.fjcorp.openai.plugins.module_utils._support.errors import InvalidArgument
from ansible_collections.fjcorp.openai.plugins.plugin_utils._filters import filters

DOCUMENTATION = r"""
name: cost
short_description: Tell what an answer cost
version_added: 0.1.0
author: fjcorp maintainers (@fjcorp)
description:
  - Reckons the price of an answer from its usage and a price table that you give; the collection knows no prices.
  - Takes the RV(fjcorp.openai.openai_chat_completion#module:usage) of a result, or the whole result, which names the model too.
positional: _input, prices
options:
  _input:
    description: A usage, or a result that has C(usage) and C(model).
    type: dict
    required: true
  prices:
    description:
      - For each model its prices in a currency of your choice, C(input), C(cached_input), C(output), C(audio_input) and
        C(audio_output) per million tokens, and C(minute) per minute of audio.
      - What has no price of its own costs as much as C(input) or C(output). A snapshot such as V(gpt-4o-2024-08-06) costs as
        much as its model, V(gpt-4o).
    type: dict
    required: true
  model:
    description: The model, where the value does not name it.
    type: str
"""

EXAMPLES = r"""
- name: Ask
  fjcorp.openai.openai_chat_completion:
    model: gpt-4o-mini
    messages:
      - {role: user, content: Name a colour.}
    dest: colour.txt
  register: answer

- name: What it cost
  ansible.builtin.debug:
    msg: "{{ answer.usage | fjcorp.openai.cost(prices, 'gpt-4o-mini') }} dollars"
  vars:
    prices:
      gpt-4o-mini: {input: 0.15, cached_input: 0.075, output: 0.6}
  when: answer.usage is defined
"""

RETURN = r"""
_value:
  description: The price, in the currency of the table.
  type: float
"""


def cost(value: t.Any, prices: t.Any, model: str | None = None) -> float:
    """The price of a usage or of a result."""
    if not isinstance(value, t.Mapping):
        raise InvalidArgument("the value is no usage", "Give the usage of a result, or the result.")
    usage = value.get("usage", value)
    name = model or value.get("model")
    if not name:
        raise InvalidArgument("the value names no model", "Say which, as in cost(prices, 'gpt-4o').")
    return priced(usage or {}, prices, str(name))


FilterModule = filters(cost=cost)
