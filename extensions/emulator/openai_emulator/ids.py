# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Identifiers and secrets in the formats of the API."""

from __future__ import annotations

import hashlib
import secrets
import string

_ALPHABET = string.ascii_letters + string.digits


def random_token(length: int = 24) -> str:
    """Return random letters and digits."""
    return "".join(secrets.choice(_ALPHABET) for _unused in range(length))


def new_id(prefix: str, length: int = 24) -> str:
    """Return an object id such as ``proj_…``; the separator is part of the prefix."""
    return prefix + random_token(length)


def digest(value: str) -> str:
    """Return the checksum by which a secret is stored; the secret itself is never stored."""
    return hashlib.sha256(value.encode()).hexdigest()


def redact(value: str) -> str:
    """Redact a key as lists do."""
    head = value.rfind("-", 0, 12) + 1
    return f"{value[: max(head, 3)]}...{value[-4:]}"


def deterministic_token(seed: str, length: int = 8) -> str:
    """Return letters and digits that depend on the seed alone."""
    number = int.from_bytes(hashlib.sha256(seed.encode()).digest(), "big")
    out = []
    for _unused in range(length):
        number, index = divmod(number, len(_ALPHABET))
        out.append(_ALPHABET[index])
    return "".join(out)
