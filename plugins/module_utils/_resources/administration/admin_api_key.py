# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Keys that administer the organization."""

from __future__ import annotations

import re

from ..._domain.api_keys import EXPIRES, RENEWAL_FIELDS, IssuedKey, unexpired
from ..._domain.secret_output import SECRET_FIELDS
from ..._engine.context import TaskContext
from ..._engine.info import Info
from ..._engine.spec import Collection, Field
from ..._support.errors import InvalidArgument
from ..._support.types import Object

ADMIN_API_KEYS = Collection(
    "admin_api_key",
    path="/organization/admin_api_keys",
    item="/organization/admin_api_keys/{key_id}",
    prefixes=("key_",),
    live=unexpired,
)


class _AdminApiKey(IssuedKey):
    def owner(self, run: TaskContext) -> str:
        return "organization"

    def guard(self, run: TaskContext, current: Object, removing: bool) -> None:
        if run.param("revoke_key_in_use") or not looks_like(run.client.connection.admin_key, current):
            return
        raise InvalidArgument(
            f"{current['id']} is the admin key that this task itself uses, and revoking it locks its user out",
            "Use another admin key; to renew it, set overlap and let a later run with the new key revoke it; "
            "or set revoke_key_in_use: true.",
        )


def looks_like(value: str, key: Object) -> bool:
    """Whether a key's value is the one that the API shows shortened."""
    parts = [part for part in re.split(r"[.*\u2026]+", str(key.get("redacted_value") or "")) if part]
    return len(parts) == 2 and value.startswith(parts[0]) and value.endswith(parts[1])


ADMIN_API_KEY = _AdminApiKey(
    ADMIN_API_KEYS,
    fields=(
        Field("name"),
        EXPIRES,
        Field("revoke_key_in_use", "bool", default=False, sent_as="", read_as="", no_log=False),
        *RENEWAL_FIELDS,
        *SECRET_FIELDS,
    ),
    updates=False,
    operations=(f"POST {ADMIN_API_KEYS.path}",),
)

ADMIN_API_KEY_INFO = Info(ADMIN_API_KEY, matches=(Field("name"),))
