# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Data retention of the organization or of one project."""

from __future__ import annotations

from dataclasses import replace

from ..._engine.fields import Collection, Field, Parent
from ..._engine.info import Info
from ..._engine.setting import Setting
from ..._engine.spec import Refuse
from . import _data_retention_hooks as hooks
from .project import PROJECTS

PROJECT_TYPES = ("organization_default", "none", *hooks.ORGANIZATION_TYPES)

_ORGANIZATION = Collection("data_retention", path="", item="/organization/data_retention")

DATA_RETENTION = Setting(
    _ORGANIZATION,
    project_collection=replace(_ORGANIZATION, item="/organization/projects/{project_id}/data_retention"),
    parents=(Parent(PROJECTS, required=False),),
    fields=(Field("retention_type", choices=PROJECT_TYPES, response_name="type"),),
    validate=hooks.check,
    default=hooks.default,
    rules={"required_if": [["state", "present", ["retention_type"]]]},
    removal=Refuse("The organization always has a retention type: set the desired one."),
)

DATA_RETENTION_INFO = Info(DATA_RETENTION)
