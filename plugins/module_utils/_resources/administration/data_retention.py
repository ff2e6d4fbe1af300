# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Data retention of the organization or of one project."""

from __future__ import annotations

from dataclasses import replace

from ..._engine.context import TaskContext
from ..._engine.fields import Collection, Field, Parent
from ..._engine.info import Info
from ..._engine.setting import Setting
from ..._engine.spec import Refuse
from ..._support.errors import InvalidArgument
from ..._support.types import Object
from .project import PROJECTS

ORGANIZATION_TYPES = (
    "zero_data_retention",
    "modified_abuse_monitoring",
    "enhanced_zero_data_retention",
    "enhanced_modified_abuse_monitoring",
)
PROJECT_TYPES = ("organization_default", "none", *ORGANIZATION_TYPES)

_ORGANIZATION = Collection("data_retention", path="", item="/organization/data_retention")


def _check(context: TaskContext) -> None:
    kind = context.param("retention_type")
    if context.param("state") == "present" and not context.param("project") and kind not in (None, *ORGANIZATION_TYPES):
        raise InvalidArgument(
            f"retention_type {kind!r} is supported for projects only, and project is not set",
            f"Set project, or use one of {', '.join(ORGANIZATION_TYPES)}.",
        )


def _default(context: TaskContext) -> Object | None:
    return {"retention_type": "organization_default"} if context.param("project") else None


DATA_RETENTION = Setting(
    _ORGANIZATION,
    project_collection=replace(_ORGANIZATION, item="/organization/projects/{project_id}/data_retention"),
    parents=(Parent(PROJECTS, required=False),),
    fields=(Field("retention_type", choices=PROJECT_TYPES, response_name="type"),),
    validate=_check,
    default=_default,
    rules={"required_if": [["state", "present", ["retention_type"]]]},
    removal=Refuse("The organization always has a retention type: set the desired one."),
)

DATA_RETENTION_INFO = Info(DATA_RETENTION)
