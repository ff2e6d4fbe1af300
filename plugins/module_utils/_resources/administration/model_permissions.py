# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Models that a project may use."""

from __future__ import annotations

from ..._engine.context import TaskContext
from ..._engine.fields import Collection, Field
from ..._engine.info import Info
from ..._engine.setting import Setting
from ..._engine.spec import Hooks
from ..._support.types import Object
from .project import IN_PROJECT
from .rate_limit import RATE_LIMIT


def _update(setting: Setting, context: TaskContext, current: Object, patch: Object) -> Object:
    answer = setting.without("update").update(context, current, patch)
    _invalidate_rate_limits(context)
    return answer


def _delete(setting: Setting, context: TaskContext, current: Object) -> None:
    setting.without("delete").delete(context, current)
    _invalidate_rate_limits(context)


def _invalidate_rate_limits(context: TaskContext) -> None:
    # A project has rate limits for the models it may use, and for others from now on.
    place = RATE_LIMIT.collection
    context.cache(place).invalidate(context.cache_key(place))


MODEL_PERMISSIONS = Setting(
    Collection(
        "model_permissions",
        path="",
        item="/organization/projects/{project_id}/model_permissions",
        plural="model_permissions",
        optional=True,
    ),
    parents=(IN_PROJECT,),
    fields=(
        Field("mode", choices=("allow_list", "deny_list")),
        Field("model_ids", "list", elements="str", aliases=("models",), unordered=True),
    ),
    replaces=True,
    rules={"required_if": [["state", "present", ["mode", "model_ids"]]]},
    hooks=Hooks(update=_update, delete=_delete),
)

MODEL_PERMISSIONS_INFO = Info(MODEL_PERMISSIONS)
