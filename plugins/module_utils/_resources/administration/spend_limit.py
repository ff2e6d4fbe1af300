# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""The spend limit of the organization or one project, and what spend limits and spend alerts share."""

from __future__ import annotations

from dataclasses import replace

from ..._engine.fields import Collection, Field, Parent
from ..._engine.info import Info
from ..._engine.setting import Setting
from ..._engine.spec import Hooks
from . import _spend_limit_hooks as hooks
from .project import PROJECTS

ALERTS = hooks.ALERTS
ALERTS_IN_PROJECT = hooks.ALERTS_IN_PROJECT

LIMIT = Collection("spend_limit", path="", item="/organization/spend_limit", optional=True)

LIMIT_IN_PROJECT = replace(LIMIT, item=f"{hooks.IN_PROJECT}/spend_limit")

MONEY = (Field("currency", choices=("USD",), default="USD"), Field("interval", choices=("month",), default="month"))
"""Fields that have one valid value, and that every write must contain."""

SPEND_LIMIT = Setting(
    LIMIT,
    project_collection=LIMIT_IN_PROJECT,
    parents=(Parent(PROJECTS, required=False),),
    identity=(),
    fields=(Field("threshold_amount", "int", min=1), *MONEY),
    replaces=True,
    rules={"required_if": [["state", "present", ["threshold_amount"]]]},
    hooks=Hooks(desired=hooks.desired_spending, update=hooks.update, delete=hooks.delete),
    operations=tuple(f"GET {place.path}" for place in (ALERTS, ALERTS_IN_PROJECT)),
)

SPEND_LIMIT_INFO = Info(SPEND_LIMIT)
