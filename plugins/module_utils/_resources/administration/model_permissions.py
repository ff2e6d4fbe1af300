# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Models that a project may use."""

from __future__ import annotations

from ..._engine.fields import Field
from ..._engine.info import Info
from ..._engine.setting import Setting
from ..._engine.spec import Hooks
from . import _model_permissions_hooks as hooks
from ._rate_limit_hooks import RATE_LIMITS
from .project import IN_PROJECT, PROJECTS

MODEL_PERMISSIONS = Setting(
    hooks.PERMISSIONS,
    parents=(IN_PROJECT,),
    fields=(
        Field("mode", choices=("allow_list", "deny_list")),
        Field("model_ids", "list", elements="str", aliases=("models",), unordered=True),
    ),
    replaces=True,
    rules={"required_if": [["state", "present", ["mode", "model_ids"]]]},
    validate=hooks.check,
    hooks=Hooks(desired=hooks.desired, more=hooks.more, update=hooks.update, delete=hooks.delete),
    operations=(f"GET {RATE_LIMITS.path}", f"GET {PROJECTS.path}"),
)

MODEL_PERMISSIONS_INFO = Info(MODEL_PERMISSIONS)
