# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Service tiers that a project may request, and its default service tier."""

from __future__ import annotations

from ..._engine.fields import Collection, Field
from ..._engine.info import Info
from ..._engine.setting import Setting
from ..._engine.spec import Hooks, Refuse
from . import _service_tier_settings_hooks as hooks
from .project import IN_PROJECT

SERVICE_TIER_SETTINGS = Setting(
    Collection(
        "service_tier_settings",
        path="",
        item="/organization/projects/{project_id}/service_tier_settings",
        plural="service_tier_settings",
    ),
    parents=(IN_PROJECT,),
    fields=(
        Field("default", choices=("standard", "fast", "scale")),
        Field(
            "enabled_tiers", "list", elements="str", choices=(hooks.ALL, "flex", "fast", "ultrafast"), unordered=True
        ),
    ),
    validate=hooks.check,
    removal=Refuse("The API has no default: set the desired values."),
    hooks=Hooks(desired=hooks.desired),
)

SERVICE_TIER_SETTINGS_INFO = Info(SERVICE_TIER_SETTINGS)
