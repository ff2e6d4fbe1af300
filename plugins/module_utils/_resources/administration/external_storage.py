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
from ..._engine.spec import Collection, Field, Parent
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


def check_provider(run: TaskContext) -> None:
    """Refuse what no provider takes.

    :raises BadInput: naming the option.
    """
    check_variant(run.param("provider") or {}, PROVIDERS, "provider.")


class _ExternalStorage(Validated):
    """Storage has no name: it is found by its project, and by what it is."""

    def constraints(self) -> dict[str, t.Any]:
        return {"required_one_of": [["id", "project"]]}

    def find(self, run: TaskContext) -> Object | None:
        if run.param("id"):
            return super().find(run)
        found = self.candidates(run, self.known(run))
        if len(found) > 1:
            raise ambiguous(STORAGE, run.labels["project"], found, "id")
        return found[0] if found else None

    def known(self, run: TaskContext, afresh: bool = False) -> Objects:
        return run.objects(STORAGE, afresh=afresh)

    def candidates(self, run: TaskContext, objects: Objects) -> Objects:
        found = [each for each in objects if each.get("project_id") == run.ids.get("project_id")]
        equal = [each for each in found if contains(self.wanted(run).get("provider") or {}, each.get("provider"))]
        return equal or found

    def foreseen(self, run: TaskContext, wanted: Object) -> Object:
        return {**super().foreseen(run, wanted), "project_id": run.ids["project_id"]}

    def make(self, run: TaskContext, body: Object) -> Object:
        return super().make(run, {"project_id": run.ids["project_id"], **body})

    def validate(self, run: TaskContext, result: dict[str, t.Any]) -> str:
        storage = result["external_storage"]
        before = storage.get("status")
        if before != "validated":
            path = f"{STORAGE.item}/validate"
            storage = run.client.post(path, self.item_ids(run, storage), key=STORAGE.key)
            run.remember(STORAGE, storage)
            result["external_storage"] = storage
            if storage["status"] != before:
                result["changed"] = True
        return str(storage["status"])


@dataclass(frozen=True)
class _ExternalStorageInfo(Info):
    def read(self, run: TaskContext, place: Collection) -> list[Object]:
        if run.param("id") or "project_id" not in run.ids:
            return super().read(run, place)
        request = Request("GET", place.path, query={"project_id": run.ids["project_id"]}, key=place.key)
        return list(paginate(run.client, request, place.pages, most=run.param("limit")))


EXTERNAL_STORAGE = _ExternalStorage(
    STORAGE,
    parents=(Parent(PROJECTS, required=False),),
    by=(),
    fields=(
        Field(
            "provider",
            "dict",
            creates=True,
            immutable=True,
            same=contains,  # the answer tells more than was sent
            options=(
                Field("type", required=True, choices=tuple(PROVIDERS)),
                *(Field(name) for name in dict.fromkeys(sum((needed for needed, dummy in PROVIDERS.values()), ()))),
            ),
        ),
        VALIDATE,
    ),
    check_input=check_provider,
    updates=False,
    operations=(f"POST {STORAGE.item}/validate",),
)

EXTERNAL_STORAGE_INFO = _ExternalStorageInfo(EXTERNAL_STORAGE)
