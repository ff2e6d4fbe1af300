# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Hooks of the declaration ``SERVICE_TIER_SETTINGS``."""

from __future__ import annotations

from ..._engine.context import TaskContext
from ..._engine.setting import Setting
from ..._support.errors import InvalidArgument
from ..._support.types import Object

ALL = "all"


def check(context: TaskContext) -> None:
    tiers = context.param("enabled_tiers") or []
    if ALL in tiers and len(tiers) > 1:
        raise InvalidArgument(
            "enabled_tiers: 'all' and other tiers are mutually exclusive", "Use 'all' alone, or list the tiers."
        )


def desired(setting: Setting, context: TaskContext) -> Object:
    desired = setting.without("desired").desired(context)
    if desired.get("enabled_tiers") == [ALL]:
        desired["enabled_tiers"] = ALL  # the API takes the word instead of a list
    return desired
