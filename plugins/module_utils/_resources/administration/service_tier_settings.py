# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Service tiers that a project may ask for, and the one it gets when it asks for none."""

from __future__ import annotations

from ..._engine.context import TaskContext
from ..._engine.entity import Refuse, Setting
from ..._engine.info import Info
from ..._engine.spec import Collection, Field
from ..._support.errors import InvalidArgument
from ..._support.types import Object
from .project import IN_PROJECT

ALL = "all"


def _check(run: TaskContext) -> None:
    tiers = run.param("enabled_tiers") or []
    if ALL in tiers and len(tiers) > 1:
        raise InvalidArgument("enabled_tiers has 'all' and others", "Give 'all' alone, or the tiers one by one.")


class _ServiceTierSettings(Setting):
    def wanted(self, run: TaskContext) -> Object:
        wanted = super().wanted(run)
        if wanted.get("enabled_tiers") == [ALL]:
            wanted["enabled_tiers"] = ALL  # the API takes the word instead of a list
        return wanted


SERVICE_TIER_SETTINGS = _ServiceTierSettings(
    Collection(
        "service_tier_settings",
        path="",
        item="/organization/projects/{project_id}/service_tier_settings",
        plural="service_tier_settings",
    ),
    parents=(IN_PROJECT,),
    fields=(
        Field("default", choices=("standard", "fast", "scale")),
        Field("enabled_tiers", "list", elements="str", choices=(ALL, "flex", "fast", "ultrafast"), unordered=True),
    ),
    check_input=_check,
    removal=Refuse("The API knows no default to go back to: set the values you want."),
)

SERVICE_TIER_SETTINGS_INFO = Info(SERVICE_TIER_SETTINGS)
