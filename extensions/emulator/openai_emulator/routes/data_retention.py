# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Data retention settings of the organization and of projects."""

from __future__ import annotations

from typing import Any

from ..routing import KeyClass, RouteGroup
from ..server import Call
from ..store import Doc
from .projects import load_active, load_project

routes = RouteGroup("data_retention", KeyClass.ADMIN)

TYPES = (
    "zero_data_retention",
    "modified_abuse_monitoring",
    "enhanced_zero_data_retention",
    "enhanced_modified_abuse_monitoring",
)


def _read(call: Call, scope: str, default: str) -> str:
    doc = call.docs.get("data_retention", "retention", scope=scope)
    return doc["type"] if doc else default


def _write(call: Call, scope: str) -> str:
    doc: Doc = {"id": "retention", "type": call.body["retention_type"]}
    if call.docs.get("data_retention", "retention", scope=scope) is None:
        call.docs.insert("data_retention", doc, scope=scope)
    else:
        call.docs.update("data_retention", doc, scope=scope)
    return str(doc["type"])


@routes.get("/organization/data_retention", "retrieve-organization-data-retention")
def retrieve_organization(call: Call) -> Any:
    """Retrieve the setting of the organization."""
    return {"object": "organization.data_retention", "type": _read(call, "", "modified_abuse_monitoring")}


@routes.post("/organization/data_retention", "update-organization-data-retention")
def update_organization(call: Call) -> Any:
    """Update the setting of the organization."""
    return {"object": "organization.data_retention", "type": _write(call, "")}


@routes.get("/organization/projects/{project_id}/data_retention", "retrieve-project-data-retention")
def retrieve_project(call: Call) -> Any:
    """Retrieve the setting of a project; by default it is that of the organization."""
    project = load_project(call)
    return {"object": "project.data_retention", "type": _read(call, project["id"], "organization_default")}


@routes.post("/organization/projects/{project_id}/data_retention", "update-project-data-retention")
def update_project(call: Call) -> Any:
    """Update the setting of a project."""
    return {"object": "project.data_retention", "type": _write(call, load_active(call)["id"])}
