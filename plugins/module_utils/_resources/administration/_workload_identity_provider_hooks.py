# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Hooks of the declaration ``WORKLOAD_IDENTITY_PROVIDER``."""

from __future__ import annotations

from ..._engine.context import TaskContext
from ..._engine.entity import Entity
from ..._support.errors import InvalidArgument
from ..._support.types import Object


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


def body(provider: Entity, desired: Object) -> Object:
    body = provider.without("body").body(desired)
    if body.get("verification", {}).get("type") == "discovery":
        # The API requires this field even where it has no value.
        body["verification"] = {"discovery_url": None, **body["verification"]}
    return body


def create(provider: Entity, context: TaskContext, body: Object) -> Object:
    return provider.without("create").create(context, {"type": "oidc", **body})


def predict(provider: Entity, context: TaskContext, desired: Object) -> Object:
    return {"type": "oidc", **provider.without("predict").predict(context, desired)}
