# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Costs of the organization for each day."""

from __future__ import annotations

from ..._engine.fields import Collection, Field
from ..._engine.info import InfoHooks
from ..._engine.report import Report
from ..._engine.spec import Resource
from . import _cost_hooks as hooks
from .project import PROJECTS
from .usage import OF_PROJECTS

COST_INFO = Report(
    Resource(Collection("cost", path="/organization/costs")),
    widths={"1d": 180},
    filters=(
        Field(
            "group_by",
            "list",
            elements="str",
            choices=("project_id", "user_id", "line_item", "api_key_id", "api_source"),
            response_name="",
        ),
        OF_PROJECTS,
        Field("api_key_ids", "list", elements="str", no_log=False, response_name="api_key_id"),
        Field("line_items", "list", elements="str", response_name="line_item"),
    ),
    operations=(f"GET {PROJECTS.path}",),
    hooks=InfoHooks(more=hooks.add_totals),
)
