# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Projects: active or archived; the default project cannot be changed."""

from __future__ import annotations

from typing import Any

from .. import pagination
from ..errors import ApiError, bad_request
from ..initial_data import project_doc, project_user_doc
from ..routing import KeyClass, RouteGroup
from ..server import Call
from ..store import Doc, public

routes = RouteGroup("projects", KeyClass.ADMIN)

RESIDENCIES = (
    "GLOBAL",
    "US_STORAGE_PROCESSING",
    "EU_STORAGE_PROCESSING",
    "JP_STORAGE",
    "JP_STORAGE_PROCESSING",
    "KR_STORAGE",
    "CA_STORAGE",
    "SG_STORAGE",
    "IN_STORAGE",
    "IN_STORAGE_PROCESSING",
    "AU_STORAGE",
    "AU_STORAGE_PROCESSING",
    "GB_STORAGE",
    "AE_STORAGE",
    "AE_STORAGE_PROCESSING",
)


def load_project(call: Call, id: str | None = None) -> Doc:
    """Return the project of the path."""
    id = call.path["project_id"] if id is None else id
    return call.load("project", id, f"No project found with id '{id}'.", param="project_id")


def load_active(call: Call) -> Doc:
    """Return the project of the path; raise if it is archived."""
    project = load_project(call)
    if project["status"] == "archived":
        raise archived(project)
    return project


def archived(project: Doc) -> ApiError:
    """Return the error for an archived project."""
    return bad_request(f"Project {project['id']} is archived.", code="project_archived")


@routes.get(
    "/organization/projects", "list-projects", {**pagination.page_limits(20), "include_archived": {"default": False}}
)
def list_projects(call: Call) -> Any:
    """List the active projects, and archived ones on request."""
    everything = call.query.get("include_archived")
    return pagination.paginate(call, "project", where=lambda doc: everything or doc["status"] != "archived")


@routes.post(
    "/organization/projects",
    "create-project",
    {"name": {"minLength": 1}},
)
def create_project(call: Call) -> Any:
    """Create a project with the owners of the organization as its owners."""
    body = call.body
    residency = body.get("residency")
    if body.get("geography") is not None:
        if residency is not None:
            raise bad_request("Provide either 'geography' or 'residency', not both.", param="geography")
        residency = residency_of(body["geography"])
    doc = project_doc(body["name"], call.now, residency=residency, external_key_id=body.get("external_key_id"))
    call.create("project", doc)
    for _scope, user in call.docs.find("organization_user", "role", "owner"):
        call.docs.insert("project_user", project_user_doc(user, "owner", call.now), scope=doc["id"])
    return public(doc)


def residency_of(geography: str) -> str:
    """Return the residency for the deprecated ``geography``."""
    for name in (f"{geography}_STORAGE_PROCESSING", f"{geography}_STORAGE", geography):
        if name in RESIDENCIES:
            return name
    raise bad_request(f"Invalid value: '{geography}'.", param="geography", code="invalid_value")


@routes.get("/organization/projects/{project_id}", "retrieve-project")
def retrieve_project(call: Call) -> Any:
    """Retrieve a project."""
    return public(load_project(call))


@routes.post(
    "/organization/projects/{project_id}",
    "modify-project",
    {"name": {"minLength": 1}},
)
def modify_project(call: Call) -> Any:
    """Update the name or the external key of a project."""
    project = load_active(call)
    if project.get("_default"):
        raise bad_request("The default project cannot be modified.", code="default_project")
    if call.body.get("name") is not None:
        project["name"] = call.body["name"]
    if "external_key_id" in call.body:
        project["external_key_id"] = call.body["external_key_id"]
    return public(call.docs.update("project", project))


@routes.post("/organization/projects/{project_id}/archive", "archive-project")
def archive_project(call: Call) -> Any:
    """Archive a project. This cannot be undone."""
    project = load_active(call)
    if project.get("_default"):
        raise bad_request("The default project cannot be archived.", code="default_project")
    project["status"] = "archived"
    project["archived_at"] = call.now
    return public(call.docs.update("project", project))
