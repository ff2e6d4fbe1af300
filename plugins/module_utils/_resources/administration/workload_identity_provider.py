# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Identity providers whose workloads may use an organization without a key of their own."""

from __future__ import annotations

from ..._engine.context import TaskContext
from ..._engine.entity import Entity
from ..._engine.fields import Collection, Field, Parent
from ..._engine.info import Info
from ..._engine.spec import Hooks
from ..._support.errors import InvalidArgument
from ..._support.types import Object

PROVIDERS = Collection(
    "workload_identity_provider",
    path="/organization/workload_identity_providers",
    item="/organization/workload_identity_providers/{workload_identity_provider_id}",
)

OF_PROVIDER = Parent(PROVIDERS, name="provider", aliases=("workload_identity_provider", PROVIDERS.own_id))
"""The option ``provider`` of what belongs to one."""


def check_verification(context: TaskContext) -> None:
    """Refuse a way of verification with the fields of the other.

    :raises BadInput: naming them.
    """
    given = context.param("verification") or {}
    if given.get("type") == "uploaded_jwks" and not given.get("jwks"):
        raise InvalidArgument(
            "verification.jwks is required when verification.type is uploaded_jwks",
            "Set it to the key set of the provider.",
        )
    other = {"uploaded_jwks": "discovery_url", "discovery": "jwks"}.get(given.get("type", ""), "")
    if given.get(other):
        raise InvalidArgument(
            f"verification.{other} is not supported with verification.type {given['type']}",
            f"Omit verification.{other}.",
        )


def _body(provider: Entity, desired: Object) -> Object:
    body = provider.without("body").body(desired)
    if body.get("verification", {}).get("type") == "discovery":
        # The API requires this field even where it has no value.
        body["verification"] = {"discovery_url": None, **body["verification"]}
    return body


def _create(provider: Entity, context: TaskContext, body: Object) -> Object:
    return provider.without("create").create(context, {"type": "oidc", **body})


def _predict(provider: Entity, context: TaskContext, desired: Object) -> Object:
    return {"type": "oidc", **provider.without("predict").predict(context, desired)}


WORKLOAD_IDENTITY_PROVIDER = Entity(
    PROVIDERS,
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
    validate=check_verification,
    hooks=Hooks(body=_body, create=_create, predict=_predict),
)

WORKLOAD_IDENTITY_PROVIDER_INFO = Info(
    WORKLOAD_IDENTITY_PROVIDER, client_filters=(Field("name"), Field("enabled", "bool"))
)
