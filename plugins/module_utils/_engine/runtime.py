# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""What those who run the engine lend it: an action, a module's process, a lookup, a test."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from .._api.client import CallRecord
from .._support.errors import DeliveryError

Seal = t.Callable[[bytes, str, str], bytes]
"""Seals a content as ansible-vault does, with the password of a file and a vault id that may be empty.

:raises OSError, DeliveryFailed: the password cannot be used, or nothing is there to seal with.
"""

SPENT = "FJCORP_OPENAI_SPENT"
"""Why no model may be asked any more, for the engine in a process of its own."""


def no_vault_encrypt(content: bytes, password_file: str, vault_id: str) -> bytes:
    """Where nobody gave anything to seal with."""
    raise DeliveryError("ansible-vault is not at hand here")


@dataclass(frozen=True)
class Runtime:
    """Who runs the engine.

    :ivar say: prints one line for the person who waits; None where nobody sees it.
    :ivar utter: prints a line of a model's words as they come; None where nobody sees them.
    :ivar observe: is given every exchange.
    :ivar seal: an action has Ansible's own library for it and a module has not.
    :ivar spent: why no model may be asked any more; empty while one may.
    """

    say: t.Callable[[str], None] | None = None
    stream_line: t.Callable[[str], None] | None = None
    observe: t.Callable[[CallRecord], None] | None = None
    seal: Seal = no_vault_encrypt
    spent: str = ""
