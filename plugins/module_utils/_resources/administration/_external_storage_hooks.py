# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Hooks of the declaration ``EXTERNAL_STORAGE``."""

from __future__ import annotations

import typing as t

from ..._engine.compare import contains
from ..._engine.context import TaskContext, ambiguous
from ..._engine.entity import Entity
from ..._engine.fields import Collection
from ..._engine.info import Info
from ..._engine.plan import Plan, Progress
from ..._support.types import Object, Objects
from ._external_key_hooks import check_variant, validate_action, validation

STORAGE = Collection(
    "external_storage",
    path="/organization/external_storage",
    item="/organization/external_storage/{external_storage_id}",
    plural="external_storages",
)

PROVIDERS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "aws": (("bucket", "role_arn"), ()),
    "azure": (("account_name", "container", "resource_group", "subscription_id", "tenant_id"), ()),
    "gcp": (
        (
            "bucket",
            "workload_identity_pool_id",
            "workload_identity_project_number",
            "workload_identity_provider_id",
        ),
        (),
    ),
    "oci": (("bucket", "region", "tenancy_ocid"), ()),
}
"""Required and optional values, by provider."""


def check_provider(context: TaskContext) -> None:
    """Reject values that the provider does not accept.

    :raises BadInput: naming the option.
    """
    check_variant(context.param("provider") or {}, PROVIDERS, "provider.")


def find(storage: Entity, context: TaskContext) -> Object | None:
    if context.param("id"):
        return storage.without("find").find(context)
    found = storage.match(context, storage.known(context, False))
    if len(found) > 1:
        raise ambiguous(STORAGE, context.labels["project"], found, "id")
    return found[0] if found else None


def match(storage: Entity, context: TaskContext, objects: Objects) -> Objects:
    """Storage has no name: it is identified by its project, and by its provider where there are several."""
    found = [each for each in objects if each.get("project_id") == context.ids.get("project_id")]
    provider = storage.desired(context).get("provider") or {}
    equal = [each for each in found if contains(provider, each.get("provider"))]
    if provider and context.param("state") == "absent":
        # The storage of another provider is not the one that the task removes.
        return equal
    return equal or found


def predict(storage: Entity, context: TaskContext, desired: Object) -> Object:
    return {**storage.without("predict").predict(context, desired), "project_id": context.ids["project_id"]}


def create(storage: Entity, context: TaskContext, body: Object) -> Object:
    return storage.without("create").create(context, {"project_id": context.ids["project_id"], **body})


def more(storage: Entity, context: TaskContext, plan: Plan) -> Plan:
    if not context.param("validate"):
        return plan
    validated = (plan.current or {}).get("status") == "validated"

    def attempt(context: TaskContext, progress: Progress) -> str:
        if not validated:
            answer = validation(storage, context, progress.object)
            context.cache_object(STORAGE, answer)
            if answer["status"] == progress.object.get("status"):
                progress.unchanged.add("validate")
            progress.object = answer
        return str(progress.object["status"])

    return plan.then(validate_action(storage, plan, attempt, changes=not validated))


def query(info: Info, context: TaskContext) -> dict[str, t.Any]:
    return {**info.without("query").query(context), **_of_project(context)}


def desired(info: Info, context: TaskContext) -> dict[str, t.Any]:
    return {**info.without("desired").desired(context), **_of_project(context)}


def _of_project(context: TaskContext) -> dict[str, t.Any]:
    return {"project_id": context.ids["project_id"]} if "project_id" in context.ids else {}
