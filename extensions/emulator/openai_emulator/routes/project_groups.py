# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Groups of a project. A group is added with one role; role_assignments.py manages further ones."""

from __future__ import annotations

from typing import Any

from .. import pagination
from ..errors import bad_request
from ..request_shapes import not_empty
from ..routing import KeyClass, RouteGroup
from ..server import Call
from ..store import Doc
from .organization_groups import load_group
from .projects import load_active
from .roles import find_role

routes = RouteGroup("project_groups", KeyClass.ADMIN)

PATH = "/organization/projects/{project_id}/groups"


def render(call: Call, project: Doc, doc: Doc) -> Doc:
    """Return a project group as the API shows it: without its own id and without roles."""
    group = call.docs.get("group", doc["id"])
    return {
        "object": "project.group",
        "project_id": project["id"],
        "group_id": doc["id"],
        "group_name": group["name"] if group else "",
        "group_type": group["group_type"] if group else "group",
        "created_at": doc["created_at"],
    }


@routes.get(PATH, "list-project-groups", pagination.page_limits(20, order="asc"))
def list_groups(call: Call) -> Any:
    """List the groups of a project."""
    project = load_active(call)
    return pagination.paginate(
        call,
        "project_group",
        scope=project["id"],
        style=pagination.NEXT,
        render=lambda doc: render(call, project, doc),
    )


@routes.post(
    PATH,
    "add-project-group",
    {
        **not_empty("group_id", "role"),
    },
)
def add_group(call: Call) -> Any:
    """Add a group to a project with a role."""
    project = load_active(call)
    group = load_group(call, call.body["group_id"])
    role = find_role(call, project["id"], call.body["role"])
    if role is None:
        raise bad_request(f"No role found with id '{call.body['role']}'.", param="role", code="invalid_value")
    if call.docs.get("project_group", group["id"], scope=project["id"]):
        raise bad_request(
            f"Group {group['id']} already exists in project.", param="group_id", code="group_already_in_project"
        )
    doc = call.create("project_group", {"id": group["id"], "created_at": call.now}, scope=project["id"])
    call.create("role_assignment", {"id": role["id"]}, scope=f"{project['id']}/groups/{group['id']}")
    return render(call, project, doc)


def load_project_group(call: Call, project: Doc) -> Doc:
    """Return the project group of the path."""
    id = call.path["group_id"]
    return call.load("project_group", id, f"No group '{id}' found in project.", scope=project["id"], param="group_id")


@routes.get(
    PATH + "/{group_id}",
    "retrieve-project-group",
    {"group_type": {"default": "group"}},
)
def retrieve_group(call: Call) -> Any:
    """Retrieve a project group."""
    project = load_active(call)
    return render(call, project, load_project_group(call, project))


@routes.delete(PATH + "/{group_id}", "remove-project-group")
def remove_group(call: Call) -> Any:
    """Remove a group from a project, with its role assignments there."""
    project = load_active(call)
    doc = load_project_group(call, project)
    scope = f"{project['id']}/groups/{doc['id']}"
    for held in list(call.docs.iterate("role_assignment", scope=scope)):
        call.docs.delete("role_assignment", held["id"], scope=scope)
    call.docs.delete("project_group", doc["id"], scope=project["id"])
    return {"object": "project.group.deleted", "deleted": True}
