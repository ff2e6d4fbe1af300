# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Hooks of the declaration ``PROJECT``."""

from __future__ import annotations

import typing as t

from ..._engine.context import TaskContext
from ..._engine.entity import Entity
from ..._engine.fields import Collection
from ..._support.errors import ApiError
from ..._support.types import Object

PROJECTS = Collection(
    "project",
    path="/organization/projects",
    item="/organization/projects/{project_id}",
    id_prefixes=("proj_",),
    is_active=lambda project: project.get("status") != "archived",  # names are not unique; archived ones do not count
)

RESIDENCIES = (
    "GLOBAL",
    "US_STORAGE_PROCESSING",
    "EU_STORAGE_PROCESSING",
    "JP_STORAGE",
    "JP_STORAGE_PROCESSING",
    "KR_STORAGE",
    "CA_STORAGE",
    "SG_STORAGE",
    "IN_STORAGE",
    "IN_STORAGE_PROCESSING",
    "AU_STORAGE",
    "AU_STORAGE_PROCESSING",
    "GB_STORAGE",
    "AE_STORAGE",
    "AE_STORAGE_PROCESSING",
)

REGIONS = tuple(dict.fromkeys(each.partition("_")[0] for each in RESIDENCIES if "_" in each))
"""Short values, as in the field ``geography`` that ``residency`` has replaced."""


def same_residency(desired: t.Any, present: t.Any) -> bool:
    """Return whether residencies are equal; a region equals every residency in it."""
    return bool(desired == present or (desired in REGIONS and str(present).startswith(f"{desired}_")))


def body(project: Entity, desired: Object) -> Object:
    """Send a region as ``geography``: only the server determines which residency that is."""
    request = project.without("body").body(desired)
    if request.get("residency") in REGIONS:
        request["geography"] = request.pop("residency")
    return request


def predict(project: Entity, context: TaskContext, desired: Object) -> Object:
    """Predict the residency of a region if it has only one."""
    predicted = project.without("predict").predict(context, desired)
    if predicted.get("residency") in REGIONS:
        found = [each for each in RESIDENCIES if same_residency(predicted["residency"], each)]
        del predicted["residency"]
        if len(found) == 1:
            predicted["residency"] = found[0]
    return predicted


def delete(project: Entity, context: TaskContext, current: Object) -> None:
    try:
        project.without("delete").delete(context, current)
    except ApiError:
        # The API answers some archivings with an error and archives the project all the same.
        again = context.client.find(PROJECTS.item, project.item_ids(context, current), key=PROJECTS.key)
        if again is not None and PROJECTS.is_active(again):
            raise
