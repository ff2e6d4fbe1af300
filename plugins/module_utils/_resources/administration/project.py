# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Projects of an organization."""

from __future__ import annotations

from ..._engine.context import TaskContext
from ..._engine.entity import Entity, Post
from ..._engine.info import Info
from ..._engine.spec import Collection, Field, Parent
from ..._support.errors import ApiError
from ..._support.types import Object

RESIDENCIES = (
    "GLOBAL",
    "US_STORAGE_PROCESSING",
    "EU_STORAGE_PROCESSING",
    "JP_STORAGE",
    "KR_STORAGE",
    "CA_STORAGE",
    "SG_STORAGE",
    "IN_STORAGE",
    "AU_STORAGE",
    "GB_STORAGE",
    "AE_STORAGE",
    "AE_STORAGE_PROCESSING",
)

PROJECTS = Collection(
    "project",
    path="/organization/projects",
    item="/organization/projects/{project_id}",
    prefixes=("proj_",),
    live=lambda project: project.get("status") != "archived",  # names are not unique; archived ones do not count
)

IN_PROJECT = Parent(PROJECTS)
"""The option ``project`` of everything that lives in one."""


class _Project(Entity):
    def remove(self, run: TaskContext, current: Object) -> None:
        try:
            super().remove(run, current)
        except ApiError:
            # Some archivings are answered with an error and happen all the same.
            again = run.client.find(PROJECTS.item, self.item_ids(run, current), key=PROJECTS.key)
            if again is not None and PROJECTS.live(again):
                raise


PROJECT = _Project(
    PROJECTS,
    fields=(
        Field("name"),
        Field("residency", choices=RESIDENCIES, immutable=True, aliases=("geography",)),
        Field("external_key_id", clearable=True),
    ),
    removal=Post("archive"),
)

PROJECT_INFO = Info(
    PROJECT,
    filters=(Field("include_archived", "bool", default=False),),
    matches=(Field("name"),),
)
