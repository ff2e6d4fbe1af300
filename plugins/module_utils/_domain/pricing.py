# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""The cost of an answer, calculated from its usage and a price table of the user.

The collection contains no prices: they change, and depend on the contract.
"""

from __future__ import annotations

import math
import re
import typing as t

from .._engine.runtime import BillingUnits
from .._support.errors import InvalidArgument

PRICES = (
    "input",
    "cached_input",
    "output",
    "audio_input",
    "audio_output",
    "image_input",
    "image_output",
    "characters",
    "minute",
    "image",
)
"""Prices of a model: per million tokens, ``characters`` per million characters of a text that is converted to speech,
``minute`` per minute of audio, ``image`` per image."""

FREE = "free"
"""Key of a usage that costs nothing with any price table."""

_SNAPSHOT = re.compile(r"-\d{4}-\d{2}-\d{2}$")

Usage = t.Mapping[str, t.Any]
Table = t.Mapping[str, t.Mapping[str, t.Any]]


def tokens(usage: Usage) -> dict[str, int]:
    """Return the tokens of a usage by the price that applies to them (:data:`PRICES`); none is counted twice.

    Chat completions return ``prompt`` and ``completion`` tokens, all newer endpoints ``input`` and ``output`` tokens, and
    transcriptions spell the details of their input in the singular.
    """
    input_details = _details(usage, "input_tokens_details", "prompt_tokens_details", "input_token_details")
    output_details = _details(usage, "output_tokens_details", "completion_tokens_details", "output_token_details")
    cached, audio_input, image_input = (
        _whole(input_details.get(name)) for name in ("cached_tokens", "audio_tokens", "image_tokens")
    )
    audio_output, image_output = (_whole(output_details.get(name)) for name in ("audio_tokens", "image_tokens"))
    return {
        "input": _whole(usage.get("input_tokens", usage.get("prompt_tokens"))) - cached - audio_input - image_input,
        "cached_input": cached,
        "output": _whole(usage.get("output_tokens", usage.get("completion_tokens"))) - audio_output - image_output,
        "audio_input": audio_input,
        "audio_output": audio_output,
        "image_input": image_input,
        "image_output": image_output,
    }


def _details(usage: Usage, *names: str) -> t.Mapping[str, t.Any]:
    found: t.Any = next((usage[name] for name in names if usage.get(name)), {})
    return found if isinstance(found, t.Mapping) else {}


def _whole(value: t.Any) -> int:
    """Return a number of tokens; a value that is not a finite number counts as none."""
    return int(value) if isinstance(value, (int, float)) and math.isfinite(value) else 0


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


def missing_price(model: str, units: BillingUnits, table: Table) -> str:
    """Return which price of a model is missing, or an empty string.

    :param units: of each tuple, one price is required.
    """
    if not units:
        return ""
    try:
        prices = prices_of(model, table)
    except InvalidArgument as error:
        return error.message
    for names in units:
        if not any(prices.get(name) is not None for name in names):
            return f"the price table contains no price for {' or '.join(names)} of {model}"
    return ""


def cost(usage: Usage, table: Table, model: str) -> float:
    """Return the cost of an answer in the currency of the table.

    If the table has a price for characters, minutes or images, only these are priced, and otherwise the tokens that the
    server returned. Cached, audio and image tokens without a price of their own have the price of the
    other tokens.
    """
    if usage.get(FREE):
        return 0.0
    prices = prices_of(model, table)
    measured = measures(usage)
    by_measure = [amount * float(prices[kind]) for kind, amount in measured.items() if prices.get(kind) is not None]
    if by_measure:
        return round(sum(by_measure), 10)
    counted = {kind: number for kind, number in tokens(usage).items() if number}
    total = 0.0
    for kind, number in counted.items():
        price = prices.get(kind, prices.get("output" if kind.endswith("output") else "input"))
        if price is None:
            raise _no_price(kind, model)
        total += number * float(price)
    if measured and not counted:
        raise _no_price(next(iter(measured)), model)
    return round(total / 1_000_000, 10)


def measures(usage: Usage) -> dict[str, float]:
    """Return what a usage contains beside tokens, by the price that applies to it."""
    amounts = {
        "characters": _number(usage.get("characters")) / 1_000_000,
        "minute": _number(usage.get("seconds")) / 60,
        "image": _number(usage.get("images")),
    }
    return {kind: amount for kind, amount in amounts.items() if amount}


def is_measured(usage: Usage) -> bool:
    """Return whether a usage contains any number; some servers and response formats return none."""
    return bool(usage.get(FREE) or measures(usage) or any(tokens(usage).values()))


def _no_price(kind: str, model: str) -> InvalidArgument:
    return InvalidArgument(f"the price table contains no price for {kind} of {model}", f"Add {kind} to its prices.")


def _number(value: t.Any) -> float:
    return float(value) if isinstance(value, (int, float)) and math.isfinite(value) else 0.0
