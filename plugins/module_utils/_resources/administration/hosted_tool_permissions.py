# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Hosted tools that a project may use."""

from __future__ import annotations

from ..._engine.fields import Collection, Field
from ..._engine.info import Info
from ..._engine.setting import Setting
from ..._engine.spec import Hooks, Refuse
from . import _hosted_tool_permissions_hooks as hooks
from .project import IN_PROJECT

TOOLS = ("file_search", "web_search", "image_generation", "mcp", "code_interpreter")

HOSTED_TOOL_PERMISSIONS = Setting(
    Collection(
        "hosted_tool_permissions",
        path="",
        item="/organization/projects/{project_id}/hosted_tool_permissions",
        plural="hosted_tool_permissions",
    ),
    parents=(IN_PROJECT,),
    fields=tuple(
        Field(name, "bool", request_name=f"{name}.enabled", response_name=f"{name}.enabled") for name in TOOLS
    ),
    removal=Refuse("The API has no default: enable or disable each tool."),
    hooks=Hooks(update=hooks.update),
)

HOSTED_TOOL_PERMISSIONS_INFO = Info(HOSTED_TOOL_PERMISSIONS)
