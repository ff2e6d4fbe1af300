# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Rules by which workloads of an identity provider act as a service account."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from ..._engine.context import TaskContext
from ..._engine.entity import Entity
from ..._engine.info import Info
from ..._engine.spec import Collection, Field, Parent
from ..._support.errors import InvalidArgument
from ..._support.types import Object
from .project import PROJECTS
from .service_account import SERVICE_ACCOUNTS
from .workload_identity_provider import OF_PROVIDER, PROVIDERS

RULES = Collection(
    "workload_identity_federation_rule",
    path=f"{PROVIDERS.item}/federation_rules",
    item=f"{PROVIDERS.item}/federation_rules/{{workload_identity_federation_rule_id}}",
)


def same_permissions(want: t.Any, have: t.Any) -> bool:
    """Whether permissions are equal; the order of scopes means nothing."""
    return isinstance(have, dict) and (want["type"], set(want.get("scopes") or ())) == (
        have.get("type"),
        set(have.get("scopes") or ()),
    )


def check_rule(run: TaskContext) -> None:
    """Refuse what the API would refuse, or what cannot be looked up.

    :raises BadInput: naming the option.
    """
    given = run.param("permissions") or {}
    if (given.get("type") == "restricted") != bool(given.get("scopes")):
        raise InvalidArgument(
            "permissions.scopes and permissions.type restricted belong together", "Give both of them or neither."
        )
    account = run.param("service_account")
    if account and not run.param("project") and not SERVICE_ACCOUNTS.is_id(str(account)):
        raise InvalidArgument(
            "service_account is a name and project is not given", "Say in which project the account is."
        )


class _FederationRule(Entity):
    def prepare(self, run: TaskContext) -> None:
        if PROJECTS.own_id not in run.ids:
            raise InvalidArgument("a new rule needs the project of its service account", "Give project.")

    def differing(self, run: TaskContext, wanted: Object, current: Object) -> Object:
        project = run.ids.get(PROJECTS.own_id, current.get("project_id"))
        if project != current.get("project_id"):
            raise InvalidArgument(
                f"project is {current.get('project_id')!r} and cannot become {project!r} on an existing rule",
                "Leave project out, or make another rule.",
            )
        return super().differing(run, wanted, current)

    def foreseen(self, run: TaskContext, wanted: Object) -> Object:
        ids = {name: run.ids[name] for name in (PROVIDERS.own_id, PROJECTS.own_id)}
        return {**ids, **super().foreseen(run, wanted)}

    def make(self, run: TaskContext, body: Object) -> Object:
        return super().make(run, {"project_id": run.ids[PROJECTS.own_id], **body})


WORKLOAD_IDENTITY_FEDERATION_RULE = _FederationRule(
    RULES,
    parents=(OF_PROVIDER, Parent(PROJECTS, required=False)),
    fields=(
        Field("name"),
        Field(
            "service_account",
            creates=True,
            immutable=True,
            aliases=("service_account_id",),
            sent_as="service_account_id",
            read_as="service_account_id",
            of=SERVICE_ACCOUNTS,
        ),
        Field("attribute_matchers", "dict", creates=True),
        Field("description", clearable=True),
        Field("enabled", "bool"),
        Field(
            "permissions",
            "dict",
            same=same_permissions,
            options=(
                Field("type", required=True, choices=("service_account_default", "restricted")),
                Field("scopes", "list", elements="str"),
            ),
        ),
    ),
    check_input=check_rule,
)


@dataclass(frozen=True)
class _FederationRuleInfo(Info):
    def wanted(self, run: TaskContext) -> dict[str, t.Any]:
        project = {"project_id": run.ids[PROJECTS.own_id]} if PROJECTS.own_id in run.ids else {}
        return {**super().wanted(run), **project}


WORKLOAD_IDENTITY_FEDERATION_RULE_INFO = _FederationRuleInfo(
    WORKLOAD_IDENTITY_FEDERATION_RULE,
    filters=(Field("service_account_id"),),
    matches=(Field("name"), Field("enabled", "bool")),
)
