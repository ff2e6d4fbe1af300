# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Keys in an external key management system that encrypt an organization's data."""

from __future__ import annotations

from ..._engine.entity import Entity
from ..._engine.fields import Collection, Field
from ..._engine.info import Info
from ..._engine.spec import Hooks
from . import _external_key_hooks as hooks

EXTERNAL_KEYS = Collection(
    "external_key", path="/organization/external_keys", item="/organization/external_keys/{external_key_id}"
)

PURPOSES = ("ekm", "psp_decryption")

VALIDATE = Field("validate", "bool", default=False, request_name="", response_name="")

EXTERNAL_KEY = Entity(
    EXTERNAL_KEYS,
    checks_duplicates=True,
    fields=(
        Field("name", immutable=True),
        Field("type", required_on_create=True, choices=tuple(hooks.PROVIDERS), immutable=True),
        Field("purpose", choices=PURPOSES, immutable=True),
        *(
            Field(name, immutable=True, no_log=False)
            for needed, possible in hooks.PROVIDERS.values()
            for name in (*needed, *possible)
        ),
        VALIDATE,
    ),
    validate=hooks.check_key,
    hooks=Hooks(more=hooks.more),
    updates=False,
    operations=(f"POST {EXTERNAL_KEYS.item}/validate",),
)

EXTERNAL_KEY_INFO = Info(
    EXTERNAL_KEY, filters=(Field("purpose", choices=PURPOSES),), client_filters=(Field("name"), Field("type"))
)
