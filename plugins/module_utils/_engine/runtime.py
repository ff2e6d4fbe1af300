# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Services that the caller of the engine provides: an action plugin, a module process, a lookup, a test."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from .._api.request import CallRecord
from .._support.errors import DeliveryError

VaultEncrypt = t.Callable[[bytes, str, str], bytes]
"""Encrypts a content as ansible-vault does, with the password of a file and a vault id that may be empty.

:raises OSError, DeliveryError: the password cannot be used, or ansible-vault is not available.
"""

BillingUnits = tuple[tuple[str, ...], ...]
"""Units by which a request is billed: of each tuple, the price table must contain one price."""

BUDGET_VARIABLE = "FJCORP_OPENAI_BUDGET_STATE"
"""Environment variable with the state of the budget as JSON, for module processes."""


def no_vault_encrypt(content: bytes, password_file: str, vault_id: str) -> bytes:
    """Reject encryption where the runtime provides none."""
    raise DeliveryError("ansible-vault is not available here")


def no_budget(model: str, units: BillingUnits) -> str:
    """Allow every request where no budget is set."""
    return ""


@dataclass(frozen=True)
class Runtime:
    """Services of the caller of the engine.

    :ivar display: prints one line for the user; None if it would not be shown.
    :ivar stream_line: prints a line of a model's output as it arrives; None if it would not be shown.
    :ivar observe: is called with every HTTP exchange.
    :ivar vault_encrypt: an action plugin has Ansible's own library for it and a module has not.
    :ivar budget_error: returns why no request may be sent to a model that is billed by some units; empty if one may.
    """

    display: t.Callable[[str], None] | None = None
    stream_line: t.Callable[[str], None] | None = None
    observe: t.Callable[[CallRecord], None] | None = None
    vault_encrypt: VaultEncrypt = no_vault_encrypt
    budget_error: t.Callable[[str, BillingUnits], str] = no_budget
