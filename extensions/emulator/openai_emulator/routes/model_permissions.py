# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Models that a project may use: all, those in a list, or all except those in a list."""

from __future__ import annotations

from typing import Any

from ..errors import not_found
from ..routing import KeyClass, RouteGroup
from ..server import Call
from .projects import load_active, load_project

routes = RouteGroup("model_permissions", KeyClass.ADMIN)

PATH = "/organization/projects/{project_id}/model_permissions"


def is_permitted(call: Call, project_id: str, model: str) -> bool:
    """Return whether a project may use a model."""
    doc = call.docs.get("model_permissions", "permissions", scope=project_id)
    return doc is None or (model in doc["model_ids"]) == (doc["mode"] == "allow_list")


@routes.get(PATH, "retrieve-project-model-permissions")
def retrieve_permissions(call: Call) -> Any:
    """Retrieve the model permissions of a project; 404 if it has none."""
    doc = call.docs.get("model_permissions", "permissions", scope=load_project(call)["id"])
    if doc is None:
        raise not_found("No model permissions are set for this project.")
    return {name: value for name, value in doc.items() if name != "id"}


@routes.post(
    PATH,
    "update-project-model-permissions",
    {"model_ids[]": {"minLength": 1}},
)
def update_permissions(call: Call) -> Any:
    """Replace the model permissions; the order of the models is not kept."""
    project = load_active(call)["id"]
    found = {
        "object": "project.model_permissions",
        "mode": call.body["mode"],
        "model_ids": sorted(set(call.body["model_ids"])),
    }
    call.docs.delete("model_permissions", "permissions", scope=project)
    call.docs.insert("model_permissions", {"id": "permissions", **found}, scope=project)
    return found


@routes.delete(PATH, "delete-project-model-permissions")
def delete_permissions(call: Call) -> Any:
    """Delete the model permissions, so that all models are permitted."""
    if not call.docs.delete("model_permissions", "permissions", scope=load_active(call)["id"]):
        raise not_found("No model permissions are set for this project.")
    return {"object": "project.model_permissions.deleted", "deleted": True}
