# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Hooks of the declaration ``MODEL_PERMISSIONS``."""

from __future__ import annotations

from ..._engine.context import TaskContext
from ..._engine.plan import Plan
from ..._engine.required import is_blank
from ..._engine.setting import Setting
from ..._support.errors import InvalidArgument
from ..._support.types import Object
from ._rate_limit_hooks import PERMISSIONS, RATE_LIMITS, model_of, unknown_models

__all__ = ["PERMISSIONS"]


def check(context: TaskContext) -> None:
    """Reject an empty item, which the API would reject."""
    if any(is_blank(model) for model in context.param("model_ids") or ()):
        raise InvalidArgument("model_ids contains an empty item", "Remove the empty item, or name a model.")


def desired(setting: Setting, context: TaskContext) -> Object:
    """Accept the ids of rate limits for models."""
    values = setting.without("desired").desired(context)
    if values.get("model_ids"):
        values["model_ids"] = [model_of(str(model)) for model in values["model_ids"]]
    return values


def more(setting: Setting, context: TaskContext, plan: Plan) -> Plan:
    """Warn of models that are probably misspelled: the API accepts any."""
    if plan.changed:
        present = (plan.current or {}).get("model_ids") or ()
        new = [model for model in (plan.after or {}).get("model_ids") or () if model not in present]
        for model, similar in (unknown_models(context, new) if new else {}).items():
            hint = f" Similar: {', '.join(similar)}." if similar else ""
            context.warn(f"model_ids: the project and the organization have no model {model!r}.{hint}")
    return plan


def update(setting: Setting, context: TaskContext, current: Object, patch: Object) -> Object:
    answer = setting.without("update").update(context, current, patch)
    _invalidate_rate_limits(context)
    return answer


def delete(setting: Setting, context: TaskContext, current: Object) -> None:
    setting.without("delete").delete(context, current)
    _invalidate_rate_limits(context)


def _invalidate_rate_limits(context: TaskContext) -> None:
    # A project has rate limits for the models it may use, and for others from now on.
    context.cache(RATE_LIMITS).invalidate(context.cache_key(RATE_LIMITS))
