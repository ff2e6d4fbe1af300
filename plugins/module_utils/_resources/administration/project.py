# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Projects of an organization."""

from __future__ import annotations

from ..._engine.entity import Entity
from ..._engine.fields import Field, Parent
from ..._engine.info import Info
from ..._engine.spec import Hooks, Post
from . import _project_hooks as hooks

PROJECTS = hooks.PROJECTS

IN_PROJECT = Parent(PROJECTS)
"""The option ``project`` of everything that lives in one."""

PROJECT = Entity(
    PROJECTS,
    checks_duplicates=True,
    fields=(
        Field("name"),
        Field(
            "residency",
            choices=(*hooks.RESIDENCIES, *hooks.REGIONS),
            immutable=True,
            aliases=("geography",),
            compare=hooks.same_residency,
        ),
        Field("external_key_id", clearable=True),
    ),
    removal=Post("archive"),
    hooks=Hooks(body=hooks.body, predict=hooks.predict, delete=hooks.delete),
)

PROJECT_INFO = Info(
    PROJECT,
    filters=(Field("include_archived", "bool", default=False),),
    client_filters=(Field("name"),),
)
