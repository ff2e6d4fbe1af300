# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Service tiers of a project: enabled tiers and default tier."""

from __future__ import annotations

from typing import Any

from ..errors import bad_request
from ..routing import KeyClass, RouteGroup
from ..server import Call
from ..store import Doc
from .projects import load_active, load_project

routes = RouteGroup("service_tier_settings", KeyClass.ADMIN)

PATH = "/organization/projects/{project_id}/service_tier_settings"
INITIAL = {"default": "standard", "enabled_tiers": "all"}
ORDER = ("flex", "fast", "ultrafast")


def _settings(call: Call, project: str) -> Doc:
    doc = call.docs.get("service_tier_settings", "settings", scope=project) or {}
    return {"object": "project.service_tier_settings", **{name: doc.get(name, INITIAL[name]) for name in INITIAL}}


@routes.get(PATH, "retrieve-project-service-tier-settings")
def retrieve_settings(call: Call) -> Any:
    """Retrieve the settings."""
    return _settings(call, load_project(call)["id"])


@routes.post(PATH, "update-project-service-tier-settings")
def update_settings(call: Call) -> Any:
    """Update some settings; the default tier must be enabled."""
    project = load_active(call)["id"]
    found = {**_settings(call, project), **call.body}
    tiers = found["enabled_tiers"]
    if tiers != "all":
        found["enabled_tiers"] = [name for name in ORDER if name in tiers]
        if found["default"] == "fast" and "fast" not in tiers:
            raise bad_request("The default tier 'fast' is not enabled.", param="default", code="invalid_value")
    call.docs.delete("service_tier_settings", "settings", scope=project)
    call.docs.insert("service_tier_settings", {"id": "settings", **found}, scope=project)
    return found
