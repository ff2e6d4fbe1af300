# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Filter that calculates the cost of an answer."""

from __future__ import annotations

import typing as t

from ansible_collections.fjcorp.openai.plugins.module_utils._domain.pricing import cost as priced
from ansible_collections.fjcorp.openai.plugins.module_utils._support.errors import InvalidArgument
from ansible_collections.fjcorp.openai.plugins.plugin_utils._filters import filters

DOCUMENTATION = r"""
name: cost
short_description: Calculate the cost of an answer
version_added: 0.1.0
author: fjcorp maintainers (@fjcorp)
description:
  - Calculates the cost of an answer from its token usage and a price table. The collection contains no prices.
  - The input is the RV(fjcorp.openai.openai_chat_completion#module:usage) of a result, or the complete result, which also contains
    the name of the model.
positional: _input, prices
options:
  _input:
    description: Token usage, or a result that contains C(usage) and C(model).
    type: dict
    required: true
  prices:
    description:
      - Dictionary of model names and their prices, in a currency of your choice. Prices are C(input), C(cached_input), C(output),
        C(audio_input), C(audio_output), C(image_input) and C(image_output) per million tokens, C(characters) per million characters
        of speech, C(minute) per minute of audio, and C(image) per image.
      - If a price is omitted, the price of C(input) or C(output) is used. If there are no prices for a snapshot such as
        V(gpt-4o-2024-08-06), the prices of its model V(gpt-4o) are used.
    type: dict
    required: true
  model:
    description: Name of the model. Required if the input does not contain it.
    type: str
"""

EXAMPLES = r"""
- name: Generate an answer
  fjcorp.openai.openai_chat_completion:
    model: gpt-4o-mini
    messages:
      - {role: user, content: Name a color.}
    dest: color.txt
  register: answer

- name: Show the cost of the answer
  ansible.builtin.debug:
    msg: "{{ answer.usage | fjcorp.openai.cost(prices, 'gpt-4o-mini') }} dollars"
  vars:
    prices:
      gpt-4o-mini: {input: 0.15, cached_input: 0.075, output: 0.6}
"""

RETURN = r"""
_value:
  description: Cost, in the currency of the price table.
  type: float
"""


def cost(value: t.Any, prices: t.Any, model: str | None = None) -> float:
    """Return the cost of a token usage or of a result."""
    if not isinstance(value, t.Mapping):
        raise InvalidArgument("the input must be a dictionary", "Pass the usage of a result, or the complete result.")
    usage = value.get("usage", value)
    name = model or value.get("model")
    if not name:
        raise InvalidArgument("the name of the model is missing", "Set it, for example cost(prices, 'gpt-4o').")
    return priced(usage or {}, prices, str(name))


FilterModule = filters(cost=cost)
