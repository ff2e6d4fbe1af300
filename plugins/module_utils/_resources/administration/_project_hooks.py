# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Hooks of the declaration ``PROJECT``."""

from __future__ import annotations

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


def included(archived: bool, project: Object) -> bool:
    return archived or PROJECTS.is_active(project)


def delete(project: Entity, context: TaskContext, current: Object) -> None:
    try:
        project.without("delete").delete(context, current)
    except ApiError:
        # The API answers some archivings with an error and archives the project all the same.
        again = context.client.find(PROJECTS.item, project.item_ids(context, current), key=PROJECTS.key)
        if again is not None and PROJECTS.is_active(again):
            raise
