# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Hooks of the declaration ``PROJECT_API_KEY``."""

from __future__ import annotations

import json
import time
import typing as t
from dataclasses import replace

from ..._api.connection import ADMIN
from ..._engine.context import TaskContext
from ..._engine.entity import Entity
from ..._engine.fields import Collection
from ..._engine.info import Info
from ..._engine.plan import Plan
from ..._support.errors import ApiError, InvalidArgument
from ..._support.local_state import read_state, write_state
from ..._support.time import parse_duration
from ..._support.types import Object, Objects
from .organization_user import USERS

ONLY_WITH_ACCOUNT = (
    "This server revokes a key of a service account only with its account: "
    "fjcorp.openai.openai_service_account with state=absent."
)


def _scopes_text(scopes: t.Iterable[str]) -> str:
    """Return scopes in the form in which this control node stores them."""
    return json.dumps(sorted(scopes))


def owned_by(key: Object, owner: str) -> bool:
    """Return whether a key belongs to an owner, named by id, by e-mail or, a service account, by name."""
    user, account = (key.get("owner", {}).get(kind) or {} for kind in ("user", "service_account"))
    if owner in (user.get("id"), account.get("id"), account.get("name")):
        return True
    return USERS.named(owner, user.get("email")) if user else False


def has_access(access: t.Any, key: Object) -> bool:
    return bool(access == "any" or key.get("owner_project_access") == access)


def match(key: Entity, context: TaskContext, objects: Objects) -> Objects:
    found = key.without("match").match(context, objects)
    owner = context.param("owner")
    return [each for each in found if owned_by(each, str(owner))] if owner else found


def plan_create(key: Entity, context: TaskContext, desired: Object) -> Plan:
    raise InvalidArgument(
        "no such active key exists, and only users themselves can create their keys",
        "fjcorp.openai.openai_service_account_key issues keys of service accounts.",
    )


def diff(key: Entity, context: TaskContext, desired: Object, current: Object) -> Object:
    patch = key.without("diff").diff(context, desired, current)
    lifetime = context.param("expires_in_seconds")
    within = parse_duration("renew_within", context.param("renew_within"))
    if lifetime and within and within >= lifetime:
        raise InvalidArgument(
            f"renew_within ({within} s) must be less than expires_in_seconds ({lifetime} s), or every run would renew "
            "the key",
            "Set renew_within to less than expires_in_seconds.",
        )
    if lifetime is not None and _expiry_differs(current, lifetime, within):
        patch["expires_in_seconds"] = lifetime
    scopes = context.param("scopes")
    scope = context.client.connection.scope(ADMIN)
    if scopes is not None and read_state(scope, "scopes", current["id"]) != _scopes_text(scopes):
        patch["scopes"] = scopes
    return patch


def _expiry_differs(current: Object, lifetime: int, within: int | None) -> bool:
    """Return whether a key must expire at another time.

    The option is relative and the API's value absolute: a key that expires earlier is accepted, unless it must be
    renewed. The tolerance is a twentieth, because clocks differ and the expiry would change in every run.
    """
    expires = current.get("expires_at")
    if expires is None:
        return True
    left = expires - time.time()
    return bool(left > lifetime + max(60, lifetime / 20) or (within is not None and left <= within))


def update(key: Entity, context: TaskContext, current: Object, patch: Object) -> Object:
    answer = key.without("update").update(context, current, patch)
    if "scopes" in patch:
        scope = context.client.connection.scope(ADMIN)
        write_state(scope, "scopes", current["id"], _scopes_text(patch["scopes"]))
    return answer


def plan_update(key: Entity, context: TaskContext, current: Object, desired: Object) -> Plan:
    plan = key.without("plan_update").plan_update(context, current, desired)
    # The server returns neither, so the diff of what can be read would be empty.
    return replace(plan, after={**(plan.after or {}), **key.diff(context, desired, current)})


def delete(key: Entity, context: TaskContext, current: Object) -> None:
    try:
        key.without("delete").delete(context, current)
    except ApiError as error:
        if error.status == 400 and (current.get("owner") or {}).get("type") == "service_account":
            error.remedy = ONLY_WITH_ACCOUNT
        raise


def matching(info: Info, context: TaskContext, place: Collection, thing: Object) -> bool:
    owner = context.param("owner")
    return info.without("matching").matching(context, place, thing) and (not owner or owned_by(thing, str(owner)))
