# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Hooks of the declaration ``ADMIN_API_KEY``."""

from __future__ import annotations

import re

from ..._domain.api_keys import IssuedKey
from ..._engine.context import TaskContext
from ..._support.errors import InvalidArgument
from ..._support.types import Object


def owner(key: IssuedKey, context: TaskContext) -> str:
    return "organization"


def validate_change(key: IssuedKey, context: TaskContext, current: Object, removing: bool) -> None:
    if context.param("revoke_key_in_use") or not looks_like(context.client.connection.admin_key, current):
        return
    raise InvalidArgument(
        f"{current['id']} is the admin key of this task and cannot be revoked by it",
        "Use another admin key; to renew it, set overlap and let a later run with the new key revoke it; "
        "or set revoke_key_in_use=true.",
    )


def looks_like(value: str, key: Object) -> bool:
    """Return whether a key's value is the one that the API shows shortened."""
    parts = [part for part in re.split(r"[.*\u2026]+", str(key.get("redacted_value") or "")) if part]
    return len(parts) == 2 and value.startswith(parts[0]) and value.endswith(parts[1])
