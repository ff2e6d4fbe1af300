# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Hooks of the declaration ``MODEL_PERMISSIONS``."""

from __future__ import annotations

from ..._engine.context import TaskContext
from ..._engine.setting import Setting
from ..._support.types import Object
from .rate_limit import RATE_LIMIT


def update(setting: Setting, context: TaskContext, current: Object, patch: Object) -> Object:
    answer = setting.without("update").update(context, current, patch)
    _invalidate_rate_limits(context)
    return answer


def delete(setting: Setting, context: TaskContext, current: Object) -> None:
    setting.without("delete").delete(context, current)
    _invalidate_rate_limits(context)


def _invalidate_rate_limits(context: TaskContext) -> None:
    # A project has rate limits for the models it may use, and for others from now on.
    place = RATE_LIMIT.collection
    context.cache(place).invalidate(context.cache_key(place))
