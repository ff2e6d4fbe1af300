# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How close two embeddings are."""

from __future__ import annotations

import math
import typing as t

from ansible_collections.fjcorp.openai.plugins.module_utils._support.errors import InvalidArgument
from ansible_collections.fjcorp.openai.plugins.plugin_utils._filters import filters

DOCUMENTATION = r"""
name: cosine_similarity
short_description: Tell how close two embeddings are
version_added: 0.1.0
author: fjcorp maintainers (@fjcorp)
description:
  - The cosine of the angle between two vectors, V(1) for the same direction, V(0) for nothing in common, V(-1) for opposites.
positional: _input, other
options:
  _input:
    description: A vector.
    type: list
    elements: float
    required: true
  other:
    description: Another of the same length.
    type: list
    elements: float
    required: true
"""

EXAMPLES = r"""
- name: How close
  ansible.builtin.debug:
    msg: "{{ [1, 0, 1] | fjcorp.openai.cosine_similarity([1, 0, 0.5]) | round(2) }}"
"""

RETURN = r"""
_value:
  description: A number from -1 to 1.
  type: float
"""


def cosine_similarity(one: t.Any, other: t.Any) -> float:
    """The cosine of the angle between two vectors."""
    first, second = (_vector(each) for each in (one, other))
    if len(first) != len(second):
        raise InvalidArgument(
            f"the vectors have {len(first)} and {len(second)} numbers", "Compare embeddings of one model and one size."
        )
    lengths = math.hypot(*first) * math.hypot(*second)
    if not lengths:
        raise InvalidArgument("a vector of zeros has no direction", "Give embeddings that hold something.")
    # Rounding may lead a hair beyond.
    return max(-1.0, min(1.0, sum(a * b for a, b in zip(first, second)) / lengths))


def _vector(value: t.Any) -> list[float]:
    if isinstance(value, (str, bytes, t.Mapping)) or not isinstance(value, t.Iterable):
        raise InvalidArgument("a vector is a list of numbers", "Give the embedding itself.")
    try:
        return [float(each) for each in value]
    except (TypeError, ValueError) as error:
        raise InvalidArgument(f"a vector is a list of numbers: {error}", "Give the embedding itself.") from error


FilterModule = filters(cosine_similarity=cosine_similarity)
