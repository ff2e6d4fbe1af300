# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Service accounts of a project, with the first key of each."""

from __future__ import annotations

from ..._domain.key_files import EXPIRES
from ..._domain.secret_output import SECRET_FIELDS
from ..._engine.entity import Entity
from ..._engine.fields import Field
from ..._engine.info import Info
from ..._engine.spec import Hooks
from . import _service_account_hooks as hooks
from .project import IN_PROJECT
from .project_api_key import PROJECT_API_KEYS

SERVICE_ACCOUNTS = hooks.SERVICE_ACCOUNTS
ISSUE = hooks.ISSUE

SERVICE_ACCOUNT = Entity(
    SERVICE_ACCOUNTS,
    parents=(IN_PROJECT,),
    fields=(
        Field("name"),
        Field("role", choices=("member", "owner")),
        Field("create_service_account_only", "bool", default=False, response_name=""),
        EXPIRES,
        *SECRET_FIELDS,
    ),
    validate=hooks.validate,
    hooks=Hooks(
        exclusive=hooks.exclusive,
        find=hooks.find,
        validate_create=hooks.validate_create,
        predict=hooks.predict,
        cached=hooks.cached,
        create_once=hooks.create_once,
        plan_create=hooks.plan_create,
        more=hooks.more,
    ),
    operations=(
        f"POST {SERVICE_ACCOUNTS.path}",
        f"POST {ISSUE}",
        f"GET {PROJECT_API_KEYS.path}",
        f"DELETE {PROJECT_API_KEYS.item}",
    ),
)

SERVICE_ACCOUNT_INFO = Info(SERVICE_ACCOUNT, client_filters=(Field("name"),))
