# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Embeddings: deterministic vectors; texts with common words have a high cosine similarity."""

from __future__ import annotations

import base64
import hashlib
import math
import struct
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from ..errors import ApiError, bad_request
from ..routing import KeyClass, RouteGroup
from ..server import Call
from ..text_language import count_tokens, words
from .chat_completions import check_quota, consume_rate_limit
from .models import require_model

routes = RouteGroup("embeddings", KeyClass.PROJECT)

MAX_INPUTS = 2048
MAX_TOKENS = 300_000
"""Maximum number of tokens of all inputs of a request."""
SIZES = {"text-embedding-3-small": 1536, "text-embedding-3-large": 3072, "text-embedding-ada-002": 1536}


def inputs_of(given: Any) -> list[str | list[int]]:
    """Return the inputs of a request: a text, tokens, or a list of either."""
    if isinstance(given, str):
        return [given]
    return [given] if isinstance(given[0], int) else list(given)


@lru_cache(maxsize=65536)
def _positions(word: str) -> tuple[tuple[int, int], ...]:
    """Return the positions and signs of a word's weight; positions are modulo the vector size."""
    raw = hashlib.sha512(word.encode()).digest()
    return tuple((int.from_bytes(raw[at : at + 3], "big"), 1 if raw[at + 3] & 1 else -1) for at in range(0, 64, 4))


def features(item: str | Sequence[int]) -> list[tuple[str, float]]:
    """Return the weighted features of an input: the stems of its words, short words with a low weight."""
    if not isinstance(item, str):
        return [(f"token {number}", 1.0) for number in item]
    found = [(word[:5], 1.0 if len(word) > 3 else 0.2) for word in sorted(words(item))]
    return found or [(item, 1.0)]


def embed(item: str | Sequence[int], size: int) -> bytes:
    """Return the embedding of an input: a unit vector of little-endian 32-bit floats."""
    weights: dict[int, float] = {}
    for name, weight in features(item):
        for place, sign in _positions(name):
            weights[place % size] = weights.get(place % size, 0.0) + sign * weight
    length = math.sqrt(sum(weight * weight for weight in weights.values()))
    numbers = [0.0] * size
    for place, weight in weights.items():
        numbers[place] = weight / length if length else 0.0
    if not length:
        numbers[0] = 1.0
    return struct.pack(f"<{size}f", *numbers)


def dimensions_of(body: dict[str, Any]) -> int:
    """Return the number of dimensions."""
    size, wanted = SIZES.get(body["model"], 1536), body.get("dimensions")
    if wanted is None:
        return size
    if body["model"] == "text-embedding-ada-002":
        raise bad_request("This model does not support specifying dimensions.")
    if wanted > size:
        raise bad_request(
            f"Invalid value for 'dimensions' = {wanted}. Must be less than or equal to {size}.",
            param="dimensions",
            code="invalid_value",
        )
    return int(wanted)


def check_lengths(items: Sequence[str | Sequence[int]], context: int) -> int:
    """Raise if an input is empty or too long, or there are too many tokens; return their number."""
    total = 0
    for index, item in enumerate(items):
        if not item:
            raise bad_request(
                f"Invalid 'input[{index}]': input cannot be an empty string.",
                param="input" if len(items) == 1 else f"input[{index}]",
            )
        tokens = count_tokens(item) if isinstance(item, str) else len(item)
        if tokens > context:
            raise bad_request(
                f"This model's maximum context length is {context} tokens, however you requested {tokens} tokens "
                f"({tokens} in your prompt; 0 for the completion). Please reduce your prompt; or completion length."
            )
        total += tokens
    if total > MAX_TOKENS:
        raise ApiError(
            400,
            f"Requested {total} tokens, max {MAX_TOKENS} tokens per request",
            type="max_tokens_per_request",
            code="max_tokens_per_request",
        )
    return total


@routes.post(
    "/embeddings",
    "createEmbedding",
    {
        "input[]": {"minimum": 0, "minItems": 1, "maxItems": 2048},
        "input[][]": {"minimum": 0},
        "input": {"minItems": 1, "maxItems": 2048},
        "model": {"minLength": 1},
        "dimensions": {"minimum": 1},
    },
)
def create_embedding(call: Call) -> Any:
    """Create embeddings."""
    body = call.body
    check_quota(call)
    model = require_model(call, body["model"], "embedding")
    size = dimensions_of(body)
    items = inputs_of(body["input"])
    total = check_lengths(items, model.context)
    consume_rate_limit(call, model.id, total)
    vectors = [embed(item, size) for item in items]
    shown = _encode_base64 if body.get("encoding_format") == "base64" else _decode_floats
    return {
        "object": "list",
        "data": [{"object": "embedding", "index": at, "embedding": shown(raw)} for at, raw in enumerate(vectors)],
        "model": model.id,
        "usage": {"prompt_tokens": total, "total_tokens": total},
    }


def _encode_base64(raw: bytes) -> Any:
    return base64.b64encode(raw).decode()


def _decode_floats(raw: bytes) -> Any:
    return list(struct.unpack(f"<{len(raw) // 4}f", raw))
