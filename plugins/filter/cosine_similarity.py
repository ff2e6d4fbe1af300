# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Filter that returns the similarity of two embeddings."""

from __future__ import annotations

import math
import typing as t

from ansible_collections.fjcorp.openai.plugins.module_utils._support.errors import InvalidArgument
from ansible_collections.fjcorp.openai.plugins.plugin_utils._filters import filters

DOCUMENTATION = r"""
name: cosine_similarity
short_description: Calculate the cosine similarity of two embeddings
version_added: 0.1.0
author: fjcorp maintainers (@fjcorp)
description:
  - Returns the cosine of the angle between two vectors. It is V(1) for vectors with the same direction, V(0) for orthogonal vectors,
    and V(-1) for vectors with opposite directions.
positional: _input, other
options:
  _input:
    description: First vector.
    type: list
    elements: float
    required: true
  other:
    description: Second vector. Must have the same length as the first vector.
    type: list
    elements: float
    required: true
"""

EXAMPLES = r"""
- name: Show the similarity of two vectors
  ansible.builtin.debug:
    msg: "{{ [1, 0, 1] | fjcorp.openai.cosine_similarity([1, 0, 0.5]) | round(2) }}"
"""

RETURN = r"""
_value:
  description: Cosine similarity, a number from -1 to 1.
  type: float
"""


def cosine_similarity(one: t.Any, other: t.Any) -> float:
    """Return the cosine of the angle between two vectors."""
    first, second = (_vector(each) for each in (one, other))
    if len(first) != len(second):
        raise InvalidArgument(
            f"the vectors must have the same length, got {len(first)} and {len(second)}",
            "Compare embeddings of the same model and size.",
        )
    lengths = math.hypot(*first) * math.hypot(*second)
    if not lengths:
        raise InvalidArgument(
            "the cosine similarity of a zero vector is not defined", "Pass embeddings that are not zero."
        )
    # Rounding errors can exceed the limits slightly.
    return max(-1.0, min(1.0, sum(a * b for a, b in zip(first, second)) / lengths))


def _vector(value: t.Any) -> list[float]:
    if isinstance(value, (str, bytes, t.Mapping)) or not isinstance(value, t.Iterable):
        raise InvalidArgument("a vector must be a list of numbers", "Pass the embedding.")
    try:
        return [float(each) for each in value]
    except (TypeError, ValueError) as error:
        raise InvalidArgument(f"a vector must be a list of numbers: {error}", "Pass the embedding.") from error


FilterModule = filters(cosine_similarity=cosine_similarity)
