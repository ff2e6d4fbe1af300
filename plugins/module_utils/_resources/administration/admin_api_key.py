# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Admin keys of an organization."""

from __future__ import annotations

import re

from ..._domain.api_keys import IssuedKey, KeyHooks
from ..._domain.key_files import EXPIRES, RENEWAL_FIELDS, unexpired
from ..._domain.secret_output import SECRET_FIELDS
from ..._engine.context import TaskContext
from ..._engine.fields import Collection, Field
from ..._engine.info import Info
from ..._support.errors import InvalidArgument
from ..._support.types import Object

ADMIN_API_KEYS = Collection(
    "admin_api_key",
    path="/organization/admin_api_keys",
    item="/organization/admin_api_keys/{key_id}",
    id_prefixes=("key_",),
    is_active=unexpired,
)


def _owner(key: IssuedKey, context: TaskContext) -> str:
    return "organization"


def _validate_change(key: IssuedKey, context: TaskContext, current: Object, removing: bool) -> None:
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


ADMIN_API_KEY = IssuedKey(
    ADMIN_API_KEYS,
    fields=(
        Field("name"),
        EXPIRES,
        Field("revoke_key_in_use", "bool", default=False, request_name="", response_name="", no_log=False),
        *RENEWAL_FIELDS,
        *SECRET_FIELDS,
    ),
    updates=False,
    hooks=KeyHooks(owner=_owner, validate_change=_validate_change),
    operations=(f"POST {ADMIN_API_KEYS.path}",),
)

ADMIN_API_KEY_INFO = Info(ADMIN_API_KEY, client_filters=(Field("name"),))
