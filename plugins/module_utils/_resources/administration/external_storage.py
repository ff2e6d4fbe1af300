# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Storage of one's own in which a project keeps its files."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from ..._api.client import Request
from ..._api.pagination import paginate
from ..._engine.compare import contains
from ..._engine.context import TaskContext, ambiguous
from ..._engine.info import Info
from ..._engine.fields import Collection, Field, Parent
from ..._support.types import Object, Objects
from .external_key import VALIDATE, Validated, check_variant
from .project import PROJECTS

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
"""What each provider needs."""


def check_provider(context: TaskContext) -> None:
    """Refuse what no provider takes.

    :raises BadInput: naming the option.
    """
    check_variant(context.param("provider") or {}, PROVIDERS, "provider.")


class _ExternalStorage(Validated):
    """Storage has no name: it is found by its project, and by what it is."""

    def constraints(self) -> dict[str, t.Any]:
        return {"required_one_of": [["id", "project"]]}

    def find(self, context: TaskContext) -> Object | None:
        if context.param("id"):
            return super().find(context)
        found = self.candidates(context, self.known(context))
        if len(found) > 1:
            raise ambiguous(STORAGE, context.labels["project"], found, "id")
        return found[0] if found else None

    def known(self, context: TaskContext, afresh: bool = False) -> Objects:
        return context.list_objects(STORAGE, afresh=afresh)

    def candidates(self, context: TaskContext, objects: Objects) -> Objects:
        found = [each for each in objects if each.get("project_id") == context.ids.get("project_id")]
        equal = [each for each in found if contains(self.wanted(context).get("provider") or {}, each.get("provider"))]
        return equal or found

    def foreseen(self, context: TaskContext, wanted: Object) -> Object:
        return {**super().foreseen(context, wanted), "project_id": context.ids["project_id"]}

    def make(self, context: TaskContext, body: Object) -> Object:
        return super().make(context, {"project_id": context.ids["project_id"], **body})

    def validate(self, context: TaskContext, result: dict[str, t.Any]) -> str:
        storage = result["external_storage"]
        before = storage.get("status")
        if before != "validated":
            path = f"{STORAGE.item}/validate"
            storage = context.client.post(path, self.item_ids(context, storage), key=STORAGE.key)
            context.cache_object(STORAGE, storage)
            result["external_storage"] = storage
            if storage["status"] != before:
                result["changed"] = True
        return str(storage["status"])


@dataclass(frozen=True)
class _ExternalStorageInfo(Info):
    def read(self, context: TaskContext, place: Collection) -> list[Object]:
        if context.param("id") or "project_id" not in context.ids:
            return super().read(context, place)
        request = Request("GET", place.path, query={"project_id": context.ids["project_id"]}, key=place.key)
        return list(paginate(context.client, request, place.pagination, most=context.param("limit")))


EXTERNAL_STORAGE = _ExternalStorage(
    STORAGE,
    parents=(Parent(PROJECTS, required=False),),
    identity=(),
    fields=(
        Field(
            "provider",
            "dict",
            required_on_create=True,
            immutable=True,
            compare=contains,  # the answer tells more than was sent
            options=(
                Field("type", required=True, choices=tuple(PROVIDERS)),
                *(Field(name) for name in dict.fromkeys(sum((needed for needed, dummy in PROVIDERS.values()), ()))),
            ),
        ),
        VALIDATE,
    ),
    validate=check_provider,
    updates=False,
    operations=(f"POST {STORAGE.item}/validate",),
)

EXTERNAL_STORAGE_INFO = _ExternalStorageInfo(EXTERNAL_STORAGE)
