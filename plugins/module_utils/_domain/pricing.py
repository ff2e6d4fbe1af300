# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""What an answer cost, by the tokens its usage counts and a price table the user gives.

The collection knows no prices: they change, and differ by contract.
"""

from __future__ import annotations

import re
import typing as t

from .._support.errors import InvalidArgument

PRICES = ("input", "cached_input", "output", "audio_input", "audio_output", "minute")
"""What a table may price: per million tokens, but ``minute``, which is per minute of audio."""

_SNAPSHOT = re.compile(r"-\d{4}-\d{2}-\d{2}$")

Usage = t.Mapping[str, t.Any]
Table = t.Mapping[str, t.Mapping[str, t.Any]]


def tokens(usage: Usage) -> dict[str, int]:
    """The tokens of a usage by what they are charged as: each kind of :data:`PRICES`, none counted twice.

    Chat completions speak of prompt and completion, everything newer of input and output.
    """
    asked = usage.get("input_tokens_details") or usage.get("prompt_tokens_details") or {}
    given = usage.get("output_tokens_details") or usage.get("completion_tokens_details") or {}
    cached, heard = (int(asked.get(name) or 0) for name in ("cached_tokens", "audio_tokens"))
    said = int(given.get("audio_tokens") or 0)
    whole = int(usage.get("input_tokens", usage.get("prompt_tokens")) or 0)
    answer = int(usage.get("output_tokens", usage.get("completion_tokens")) or 0)
    return {
        "input": whole - cached - heard,
        "cached_input": cached,
        "output": answer - said,
        "audio_input": heard,
        "audio_output": said,
    }


def prices_of(model: str, table: Table) -> t.Mapping[str, t.Any]:
    """A model's prices; a snapshot (``gpt-4o-2024-08-06``) has those of its model unless it has its own.

    :raises BadInput: the table does not know it, or is none.
    """
    if not isinstance(table, t.Mapping) or not all(isinstance(entry, t.Mapping) for entry in table.values()):
        raise InvalidArgument(
            "the price table is no mapping of models to prices",
            "Give something like {'gpt-4o': {'input': 2.5, 'output': 10}}, per million tokens.",
        )
    for name in (model, _SNAPSHOT.sub("", model)):
        if name in table:
            unknown = sorted(set(table[name]) - set(PRICES))
            if unknown:
                raise InvalidArgument(
                    f"the price table has {unknown[0]!r} for {name}, which is no price",
                    f"It may have {', '.join(PRICES)}.",
                )
            return table[name]
    raise InvalidArgument(
        f"the price table has no prices for {model!r}", f"It has {', '.join(sorted(table)) or 'nothing'}."
    )


def cost(usage: Usage, table: Table, model: str) -> float:
    """The price of an answer in the table's currency.

    Cached and spoken tokens that have no price of their own cost what the others do.
    """
    prices = prices_of(model, table)
    counted = tokens(usage)
    total = 0.0
    for kind, number in counted.items():
        price = prices.get(kind, prices.get("output" if kind.endswith("output") else "input"))
        if number and price is None:
            raise InvalidArgument(f"the price table has no price for the {kind} of {model}", f"Add {kind} for it.")
        total += number * float(price or 0)
    minutes = float(usage.get("seconds") or 0) / 60
    if minutes and "minute" not in prices:
        raise InvalidArgument(f"the price table has no price for a minute of {model}", "Add minute for it.")
    return round(total / 1_000_000 + minutes * float(prices.get("minute", 0)), 10)
