# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Which models a project may use."""

from __future__ import annotations

import typing as t

from ..._engine.context import TaskContext
from ..._engine.entity import Setting
from ..._engine.info import Info
from ..._engine.spec import Collection, Field
from ..._support.types import Object
from .project import IN_PROJECT
from .rate_limit import RATE_LIMIT


class _ModelPermissions(Setting):
    def constraints(self) -> dict[str, t.Any]:
        return {"required_if": [("state", "present", ["mode", "model_ids"])]}

    def change(self, run: TaskContext, current: Object, patch: Object) -> Object:
        answer = super().change(run, current, patch)
        self._forget_rows(run)
        return answer

    def remove(self, run: TaskContext, current: Object) -> None:
        super().remove(run, current)
        self._forget_rows(run)

    def _forget_rows(self, run: TaskContext) -> None:
        # A project has rate limits for the models it may use, and others from now on.
        place = RATE_LIMIT.collection
        run.kept(place).drop(run.list_name(place))


MODEL_PERMISSIONS = _ModelPermissions(
    Collection(
        "model_permissions",
        path="",
        item="/organization/projects/{project_id}/model_permissions",
        plural="model_permissions",
        unset=True,
    ),
    parents=(IN_PROJECT,),
    fields=(
        Field("mode", choices=("allow_list", "deny_list")),
        Field("model_ids", "list", elements="str", aliases=("models",), unordered=True),
    ),
    replaces=True,
)

MODEL_PERMISSIONS_INFO = Info(MODEL_PERMISSIONS)
