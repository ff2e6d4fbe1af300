# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Keys of service accounts: issued by name, renewed, revoked."""

from __future__ import annotations

from ..._domain.api_keys import IssuedKey, KeyHooks
from ..._domain.key_files import EXPIRES, RENEWAL_FIELDS, unexpired
from ..._domain.secret_output import SECRET_FIELDS
from ..._engine.fields import Collection, Field
from ..._engine.info import Info, InfoHooks
from . import _service_account_key_hooks as hooks
from .project import IN_PROJECT
from .project_api_key import PROJECT_API_KEYS, SCOPES
from .service_account import ISSUE, SERVICE_ACCOUNTS

SERVICE_ACCOUNT_KEYS = Collection(
    "service_account_key",
    path=PROJECT_API_KEYS.path,
    item=PROJECT_API_KEYS.item,
    id_prefixes=PROJECT_API_KEYS.id_prefixes,
    is_active=unexpired,
    query=PROJECT_API_KEYS.query,
)

SERVICE_ACCOUNT_KEY = IssuedKey(
    SERVICE_ACCOUNT_KEYS,
    parents=(IN_PROJECT, hooks.OF_ACCOUNT),
    fields=(Field("name"), SCOPES, EXPIRES, *RENEWAL_FIELDS, *SECRET_FIELDS),
    hooks=KeyHooks(
        open=hooks.open_parents,
        owner=hooks.owner,
        known=hooks.known,
        find=hooks.find,
        create=hooks.create,
        predict=hooks.predict,
        issue_facts=hooks.issue_facts,
        adjust=hooks.adjust,
        delete=hooks.delete,
        unrevoked=hooks.unrevoked,
        plan_present=hooks.plan_present,
        plan_absent=hooks.plan_absent,
    ),
    operations=(
        f"POST {ISSUE}",
        f"POST {SERVICE_ACCOUNTS.path}",
        f"POST {SERVICE_ACCOUNTS.item}",
        f"DELETE {SERVICE_ACCOUNTS.item}",
        f"GET {SERVICE_ACCOUNTS.path}",
    ),
)

SERVICE_ACCOUNT_KEY_INFO = Info(
    SERVICE_ACCOUNT_KEY,
    client_filters=(Field("name"),),
    hooks=InfoHooks(matching=hooks.matching, read_one=hooks.read_one),
)
