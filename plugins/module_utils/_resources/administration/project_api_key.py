# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""API keys of a project, whoever owns them: read, restricted, revoked. They are issued elsewhere."""

from __future__ import annotations

from ..._domain.key_files import EXPIRES, unexpired
from ..._engine.entity import Entity
from ..._engine.fields import Collection, Field
from ..._engine.info import Info, InfoHooks
from ..._engine.spec import Hooks
from . import _project_api_key_hooks as hooks
from .project import IN_PROJECT

ONLY_WITH_ACCOUNT = hooks.ONLY_WITH_ACCOUNT

PROJECT_API_KEYS = Collection(
    "project_api_key",
    path="/organization/projects/{project_id}/api_keys",
    item="/organization/projects/{project_id}/api_keys/{api_key_id}",
    id_prefixes=("key_",),
    is_active=unexpired,
    # Without it, keys are omitted whose owner has lost access and gets it back.
    query={"owner_project_access": "any"},
)

SCOPES = Field("scopes", "list", elements="str", unordered=True, response_name="")

PROJECT_API_KEY = Entity(
    PROJECT_API_KEYS,
    parents=(IN_PROJECT,),
    fields=(
        Field("name", immutable=True),
        Field("owner", request_name="", response_name=""),
        EXPIRES,
        Field("renew_within", request_name="", response_name=""),
        SCOPES,
    ),
    hooks=Hooks(
        match=hooks.match,
        plan_create=hooks.plan_create,
        diff=hooks.diff,
        update=hooks.update,
        plan_update=hooks.plan_update,
        delete=hooks.delete,
    ),
    operations=(f"POST {PROJECT_API_KEYS.item}",),
)

PROJECT_API_KEY_INFO = Info(
    PROJECT_API_KEY,
    filters=(
        Field(
            "owner_project_access",
            choices=("active", "inactive", "any"),
            default="any",
            selects=hooks.has_access,
        ),
    ),
    client_filters=(Field("name"),),
    extra_options=(Field("owner"),),
    hooks=InfoHooks(matching=hooks.matching),
)
