# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Roles of an organization or a project."""

from __future__ import annotations

from ..._engine.entity import Entity
from ..._engine.fields import Field, Parent
from ..._engine.info import Info
from ..._engine.spec import Hooks
from . import _role_hooks as hooks
from .project import PROJECTS

ROLES = hooks.ROLES
PROJECT_ROLES = hooks.PROJECT_ROLES

IN_A_PROJECT = Parent(PROJECTS, required=False)
"""The option ``project`` of what exists for the organization and for a project."""

ROLE = Entity(
    ROLES,
    project_collection=PROJECT_ROLES,
    parents=(IN_A_PROJECT,),
    fields=(
        Field("name", request_name="role_name"),
        Field("permissions", "list", elements="str", unordered=True),
        Field("description", clearable=True),
    ),
    hooks=Hooks(validate_change=hooks.validate_change, validate_create=hooks.validate_create),
)

ROLE_INFO = Info(ROLE, client_filters=(Field("name"), Field("predefined_role", "bool")))
