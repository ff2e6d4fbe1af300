# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Admin keys of an organization."""

from __future__ import annotations

from ..._domain.api_keys import IssuedKey, KeyHooks
from ..._domain.key_files import EXPIRES, RENEWAL_FIELDS, unexpired
from ..._domain.secret_output import SECRET_FIELDS
from ..._engine.fields import Collection, Field
from ..._engine.info import Info
from . import _admin_api_key_hooks as hooks

ADMIN_API_KEYS = Collection(
    "admin_api_key",
    path="/organization/admin_api_keys",
    item="/organization/admin_api_keys/{key_id}",
    id_prefixes=("key_",),
    is_active=unexpired,
)

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
    hooks=KeyHooks(owner=hooks.owner, validate_change=hooks.validate_change),
    operations=(f"POST {ADMIN_API_KEYS.path}",),
)

ADMIN_API_KEY_INFO = Info(ADMIN_API_KEY, client_filters=(Field("name"),))
