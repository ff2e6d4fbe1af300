# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Identity providers whose workloads may use an organization without a key of their own."""

from __future__ import annotations

from ..._engine.entity import Entity
from ..._engine.fields import Collection, Field, Parent
from ..._engine.info import Info
from ..._engine.spec import Hooks
from . import _workload_identity_provider_hooks as hooks

PROVIDERS = Collection(
    "workload_identity_provider",
    path="/organization/workload_identity_providers",
    item="/organization/workload_identity_providers/{workload_identity_provider_id}",
)

OF_PROVIDER = Parent(PROVIDERS, name="provider", aliases=("workload_identity_provider", PROVIDERS.own_id))
"""The option ``provider`` of what belongs to one."""

WORKLOAD_IDENTITY_PROVIDER = Entity(
    PROVIDERS,
    checks_duplicates=True,
    fields=(
        Field("name"),
        Field("issuer", required_on_create=True),
        Field("audience", required_on_create=True),
        Field("description", clearable=True),
        Field("enabled", "bool"),
        Field(
            "attribute_transformations",
            "list",
            elements="dict",
            unordered=True,
            options=(Field("attribute", required=True), Field("expression", required=True)),
        ),
        Field(
            "verification",
            "dict",
            options=(
                Field("type", required=True, choices=("discovery", "uploaded_jwks")),
                Field("discovery_url"),
                Field("jwks", "dict"),
            ),
        ),
    ),
    validate=hooks.check_verification,
    hooks=Hooks(body=hooks.body, create=hooks.create, predict=hooks.predict),
)

WORKLOAD_IDENTITY_PROVIDER_INFO = Info(
    WORKLOAD_IDENTITY_PROVIDER, client_filters=(Field("name"), Field("enabled", "bool"))
)
