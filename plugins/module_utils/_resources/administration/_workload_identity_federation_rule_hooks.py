# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Hooks of the declaration ``WORKLOAD_IDENTITY_FEDERATION_RULE``."""

from __future__ import annotations

import typing as t

from ..._engine.context import TaskContext
from ..._engine.entity import Entity
from ..._engine.info import Info
from ..._support.errors import InvalidArgument
from ..._support.types import Object
from .project import PROJECTS
from .service_account import SERVICE_ACCOUNTS
from .workload_identity_provider import PROVIDERS


def same_permissions(want: t.Any, have: t.Any) -> bool:
    """Return whether permissions are equal, regardless of the order of scopes."""
    return isinstance(have, dict) and (want["type"], set(want.get("scopes") or ())) == (
        have.get("type"),
        set(have.get("scopes") or ()),
    )


def check_rule(context: TaskContext) -> None:
    """Refuse what the API would refuse, or what cannot be looked up.

    :raises BadInput: naming the option.
    """
    given = context.param("permissions") or {}
    if (given.get("type") == "restricted") != bool(given.get("scopes")):
        raise InvalidArgument(
            "permissions.scopes is required when permissions.type is restricted, and not supported otherwise",
            "Set both of them or neither.",
        )
    account = context.param("service_account")
    if account and not context.param("project") and not SERVICE_ACCOUNTS.is_id(str(account)):
        raise InvalidArgument(
            "project is required when service_account is a name", "Set project to the project of the account."
        )


def validate_create(rule: Entity, context: TaskContext) -> None:
    if PROJECTS.own_id not in context.ids:
        raise InvalidArgument(
            "project is required to create a rule, and no such rule exists",
            "Set project to that of the service account.",
        )


def diff(rule: Entity, context: TaskContext, desired: Object, current: Object) -> Object:
    project = context.ids.get(PROJECTS.own_id, current.get("project_id"))
    if project != current.get("project_id"):
        raise InvalidArgument(
            f"project cannot change on an existing rule: it is {current.get('project_id')!r}, not {project!r}",
            "Omit project, or create another rule.",
        )
    return rule.without("diff").diff(context, desired, current)


def predict(rule: Entity, context: TaskContext, desired: Object) -> Object:
    ids = {name: context.ids[name] for name in (PROVIDERS.own_id, PROJECTS.own_id)}
    return {**ids, **rule.without("predict").predict(context, desired)}


def create(rule: Entity, context: TaskContext, body: Object) -> Object:
    return rule.without("create").create(context, {"project_id": context.ids[PROJECTS.own_id], **body})


def desired(info: Info, context: TaskContext) -> dict[str, t.Any]:
    project = {"project_id": context.ids[PROJECTS.own_id]} if PROJECTS.own_id in context.ids else {}
    return {**info.without("desired").desired(context), **project}
