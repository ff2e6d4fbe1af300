# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Admin API keys. The secret of a key is returned once, when it is created."""

from __future__ import annotations

from typing import Any

from .. import pagination
from ..initial_data import add_admin_key
from ..routing import KeyClass, RouteGroup
from ..server import Call
from ..store import Doc, public

routes = RouteGroup("admin_api_keys", KeyClass.ADMIN)

PATH = "/organization/admin_api_keys"
YEAR = 31_536_000
"""Maximum lifetime of a key that expires, in seconds."""


def render(call: Call, doc: Doc) -> Doc:
    """Return a key as the API shows it."""
    user = call.docs.get("organization_user", doc["_owner"]["id"])
    owner = {
        "type": "user",
        "object": "organization.user",
        "id": doc["_owner"]["id"],
        "name": user["name"] if user else "",
        "created_at": user["added_at"] if user else doc["created_at"],
        "role": "owner",
    }
    return {**public(doc), "owner": owner}


@routes.get(PATH, "admin-api-keys-list", pagination.page_limits(20, order="asc"))
def list_keys(call: Call) -> Any:
    """List the keys of the organization."""
    return pagination.paginate(call, "admin_api_key", render=lambda doc: render(call, doc))


@routes.post(
    PATH,
    "admin-api-keys-create",
    {
        "name": {"minLength": 1},
        "expires_in_seconds": {"minimum": 1, "maximum": YEAR},
    },
)
def create_key(call: Call) -> Any:
    """Create a key of the organization's owner."""
    expires_in = call.body.get("expires_in_seconds")
    doc, secret = add_admin_key(
        call.server,
        call.org.id,
        call.docs,
        name=call.body["name"],
        owner_id=call.org.owner["id"],
        now=call.now,
        expires_at=None if expires_in is None else call.now + expires_in,
        visible_at=call.now_exact + call.org.visibility if call.org.visibility else 0.0,
    )
    return {**render(call, doc), "value": secret}


def load_key(call: Call) -> Doc:
    """Return the key of the path."""
    id = call.path["key_id"]
    return call.load("admin_api_key", id, f"No admin API key '{id}' found.", param="key_id")


@routes.get(PATH + "/{key_id}", "admin-api-keys-get")
def retrieve_key(call: Call) -> Any:
    """Retrieve a key without its secret."""
    return render(call, load_key(call))


@routes.delete(PATH + "/{key_id}", "admin-api-keys-delete")
def delete_key(call: Call) -> Any:
    """Revoke a key, including the one that sends the request."""
    doc = load_key(call)
    call.docs.delete("admin_api_key", doc["id"])
    call.server.store.drop_key(doc["_sha256"])
    return {"object": "organization.admin_api_key.deleted", "id": doc["id"], "deleted": True}
