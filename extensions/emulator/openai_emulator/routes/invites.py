# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Invitations. No mail is sent; a control route accepts invitations."""

from __future__ import annotations

from typing import Any

from .. import ids, pagination
from ..errors import bad_request, not_found
from ..initial_data import project_user_doc, user_doc
from ..routing import KeyClass, RouteGroup
from ..server import Call
from ..store import Doc, public
from .audit_logs import record_event
from .organization_users import add_to_all_projects
from .projects import archived

routes = RouteGroup("invites", KeyClass.ADMIN)

PATH = "/organization/invites"
LIFETIME = 7 * 24 * 3600
"""Seconds until an invitation expires. The API documents ``expires_at`` but no rule for it."""


def find_pending(call: Call, email: str) -> Doc | None:
    """Return the oldest pending invitation to an e-mail address."""
    return next((doc for _scope, doc in call.docs.find("invite", "email", email) if doc["status"] == "pending"), None)


@routes.get(PATH, "list-invites", pagination.page_limits(20))
def list_invites(call: Call) -> Any:
    """List all invitations that were not deleted."""
    return pagination.paginate(call, "invite")


@routes.post(
    PATH,
    "inviteUser",
    {
        "email": {"pattern": "^[^@\\s]+@[^@\\s]+$"},
        "projects[].id": {"minLength": 1},
    },
)
def create_invite(call: Call) -> Any:
    """Create an invitation; if ``projects`` is omitted, to the default project."""
    email = call.body["email"].lower()
    if any(call.docs.find("organization_user", "email", email)):
        raise bad_request("User is already a member of this organization.", param="email", code="user_already_exists")
    if call.org.options["unique_invites"] and find_pending(call, email):
        raise bad_request("There is already a pending invite to this address.", param="email", code="invite_pending")
    projects = call.body.get("projects")
    if projects is None:
        projects = [{"id": call.org.project_id, "role": "member"}]
    for index, entry in enumerate(projects):
        project = call.find("project", entry["id"])
        if project is None:
            raise not_found(f"No project found with id '{entry['id']}'.", param=f"projects[{index}].id")
        if project["status"] == "archived":
            raise archived(project)
    expires_at = call.now + LIFETIME
    doc = {
        "id": ids.new_id("invite-"),
        "object": "organization.invite",
        "email": email,
        "role": call.body["role"],
        "status": "pending",
        "created_at": call.now,
        "expires_at": expires_at,
        "accepted_at": None,
        "projects": projects,
    }
    return public(call.create("invite", doc, due=float(expires_at)))


def load_invite(call: Call) -> Doc:
    """Return the invitation of the path."""
    id = call.path["invite_id"]
    return call.load("invite", id, f"No invite found with id '{id}'.", param="invite_id")


@routes.get(PATH + "/{invite_id}", "retrieve-invite")
def retrieve_invite(call: Call) -> Any:
    """Retrieve an invitation."""
    return public(load_invite(call))


@routes.delete(PATH + "/{invite_id}", "delete-invite")
def delete_invite(call: Call) -> Any:
    """Delete an invitation that was not accepted."""
    doc = load_invite(call)
    if doc["status"] == "accepted":
        raise bad_request("An accepted invite cannot be deleted.", code="invite_accepted")
    call.docs.delete("invite", doc["id"])
    return {"object": "organization.invite.deleted", "id": doc["id"], "deleted": True}


def accept_invite(call: Call, email: str) -> Doc:
    """Accept the pending invitation to an e-mail address; return the new user.

    :raises ValueError: there is no pending invitation.
    """
    doc = find_pending(call, email)
    if doc is None:
        raise ValueError(f"no pending invitation to {email!r} found")
    doc["status"], doc["accepted_at"] = "accepted", call.now
    call.docs.update("invite", doc)
    name = doc["email"].partition("@")[0].replace(".", " ").title()
    user = user_doc(name, doc["email"], doc["role"], call.now)
    call.docs.insert("organization_user", user)
    for entry in doc["projects"]:
        project = call.docs.get("project", entry["id"])
        if project is not None and project["status"] != "archived":
            call.docs.insert("project_user", project_user_doc(user, entry["role"], call.now), scope=entry["id"])
    if user["role"] == "owner":
        add_to_all_projects(call, user)
    record_event(call, "invite.accepted", doc["id"], {}, user)
    record_event(call, "user.added", user["id"], {"data": {"role": user["role"]}}, user)
    return user


def _expire(call: Call, scope: str, doc: Doc) -> None:
    doc["status"] = "expired"
    call.docs.update("invite", doc)


DUE_HANDLERS = {"invite": _expire}
