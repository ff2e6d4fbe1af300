# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Rules by which workloads of an identity provider act as a service account."""

from __future__ import annotations

from ..._engine.entity import Entity
from ..._engine.fields import Collection, Field, Parent
from ..._engine.info import Info, InfoHooks
from ..._engine.spec import Hooks
from . import _workload_identity_federation_rule_hooks as hooks
from .project import PROJECTS
from .service_account import SERVICE_ACCOUNTS
from .workload_identity_provider import OF_PROVIDER, PROVIDERS

RULES = Collection(
    "workload_identity_federation_rule",
    path=f"{PROVIDERS.item}/federation_rules",
    item=f"{PROVIDERS.item}/federation_rules/{{workload_identity_federation_rule_id}}",
)

WORKLOAD_IDENTITY_FEDERATION_RULE = Entity(
    RULES,
    checks_duplicates=True,
    parents=(OF_PROVIDER, Parent(PROJECTS, required=False)),
    fields=(
        Field("name"),
        Field(
            "service_account",
            required_on_create=True,
            immutable=True,
            aliases=("service_account_id",),
            request_name="service_account_id",
            response_name="service_account_id",
            ref=SERVICE_ACCOUNTS,
        ),
        Field("attribute_matchers", "dict", required_on_create=True),
        Field("description", clearable=True),
        Field("enabled", "bool"),
        Field(
            "permissions",
            "dict",
            compare=hooks.same_permissions,
            options=(
                Field("type", required=True, choices=("service_account_default", "restricted")),
                Field("scopes", "list", elements="str"),
            ),
        ),
    ),
    validate=hooks.check_rule,
    hooks=Hooks(validate_create=hooks.validate_create, diff=hooks.diff, predict=hooks.predict, create=hooks.create),
)

WORKLOAD_IDENTITY_FEDERATION_RULE_INFO = Info(
    WORKLOAD_IDENTITY_FEDERATION_RULE,
    filters=(Field("service_account_id"),),
    client_filters=(Field("name"), Field("enabled", "bool")),
    hooks=InfoHooks(desired=hooks.desired),
)
