# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Hosted tools that a project may use; the option ``forced_tools`` enables some for all projects."""

from __future__ import annotations

from typing import Any

from ..errors import ApiError
from ..routing import KeyClass, RouteGroup
from ..server import Call
from .projects import load_active, load_project

routes = RouteGroup("hosted_tool_permissions", KeyClass.ADMIN)

PATH = "/organization/projects/{project_id}/hosted_tool_permissions"
TOOLS = ("file_search", "web_search", "image_generation", "mcp", "code_interpreter")


def _tools(call: Call, project: str) -> dict[str, Any]:
    doc = call.docs.get("hosted_tool_permissions", "tools", scope=project) or {}
    forced = call.org.options["forced_tools"]
    return {name: {"enabled": name in forced or doc.get(name, True)} for name in TOOLS}


@routes.get(PATH, "retrieve-project-hosted-tool-permissions")
def retrieve_tools(call: Call) -> Any:
    """Retrieve the permissions of all hosted tools."""
    return _tools(call, load_project(call)["id"])


@routes.post(PATH, "update-project-hosted-tool-permissions")
def update_tools(call: Call) -> Any:
    """Update some permissions: all or none."""
    project = load_active(call)["id"]
    asked = {name: value["enabled"] for name, value in call.body.items() if value is not None}
    for name, enabled in asked.items():
        if not enabled and name in call.org.options["forced_tools"]:
            raise ApiError(
                409,
                f"The hosted tool '{name}' is enabled for all projects of the organization and cannot be disabled for "
                "one.",
                param=name,
                code="hosted_tool_enabled_for_all_projects",
            )
    doc = call.docs.get("hosted_tool_permissions", "tools", scope=project) or {"id": "tools"}
    call.docs.delete("hosted_tool_permissions", "tools", scope=project)
    call.docs.insert("hosted_tool_permissions", {**doc, **asked}, scope=project)
    return _tools(call, project)
