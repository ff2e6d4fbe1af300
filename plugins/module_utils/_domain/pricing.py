# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""The cost of an answer, calculated from its usage and a price table of the user.

The collection contains no prices: they change, and depend on the contract.
"""

from __future__ import annotations

import re
import typing as t

from .._support.errors import InvalidArgument

PRICES = ("input", "cached_input", "output", "audio_input", "audio_output", "minute")
"""Prices of a model: per million tokens, except ``minute``, which is per minute of audio."""

_SNAPSHOT = re.compile(r"-\d{4}-\d{2}-\d{2}$")

Usage = t.Mapping[str, t.Any]
Table = t.Mapping[str, t.Mapping[str, t.Any]]


def tokens(usage: Usage) -> dict[str, int]:
    """Return the tokens of a usage by the price that applies to them (:data:`PRICES`); none is counted twice.

    Chat completions return ``prompt`` and ``completion`` tokens, all newer endpoints ``input`` and ``output`` tokens.
    """
    input_details = usage.get("input_tokens_details") or usage.get("prompt_tokens_details") or {}
    output_details = usage.get("output_tokens_details") or usage.get("completion_tokens_details") or {}
    cached, audio_input = (int(input_details.get(name) or 0) for name in ("cached_tokens", "audio_tokens"))
    audio_output = int(output_details.get("audio_tokens") or 0)
    input_tokens = int(usage.get("input_tokens", usage.get("prompt_tokens")) or 0)
    output_tokens = int(usage.get("output_tokens", usage.get("completion_tokens")) or 0)
    return {
        "input": input_tokens - cached - audio_input,
        "cached_input": cached,
        "output": output_tokens - audio_output,
        "audio_input": audio_input,
        "audio_output": audio_output,
    }


def prices_of(model: str, table: Table) -> t.Mapping[str, t.Any]:
    """Return the prices of a model; a snapshot (``gpt-4o-2024-08-06``) without its own prices has those of its model.

    :raises InvalidArgument: the table is not valid, or does not contain the model.
    """
    if not isinstance(table, t.Mapping) or not all(isinstance(entry, t.Mapping) for entry in table.values()):
        raise InvalidArgument(
            "the price table must be a dictionary of models and their prices",
            "Use prices per million tokens, for example {'gpt-4o': {'input': 2.5, 'output': 10}}.",
        )
    for name in (model, _SNAPSHOT.sub("", model)):
        if name in table:
            unknown = sorted(set(table[name]) - set(PRICES))
            if unknown:
                raise InvalidArgument(
                    f"unsupported value in the price table of {name}: {unknown[0]!r}",
                    f"Supported values: {', '.join(PRICES)}.",
                )
            return table[name]
    raise InvalidArgument(
        f"the price table contains no prices for {model!r}",
        f"Add them. The table contains {', '.join(sorted(table)) or 'no models'}.",
    )


def cost(usage: Usage, table: Table, model: str) -> float:
    """Return the cost of an answer in the currency of the table.

    Cached and audio tokens without a price of their own have the price of the other tokens.
    """
    prices = prices_of(model, table)
    counted = tokens(usage)
    total = 0.0
    for kind, number in counted.items():
        price = prices.get(kind, prices.get("output" if kind.endswith("output") else "input"))
        if number and price is None:
            raise InvalidArgument(
                f"the price table contains no price for {kind} of {model}", f"Add {kind} to its prices."
            )
        total += number * float(price or 0)
    minutes = float(usage.get("seconds") or 0) / 60
    if minutes and "minute" not in prices:
        raise InvalidArgument(f"the price table contains no price for minute of {model}", "Add minute to its prices.")
    return round(total / 1_000_000 + minutes * float(prices.get("minute", 0)), 10)
