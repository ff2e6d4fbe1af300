# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Initial data of an organization, and documents of the objects that several routes create."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import ids
from .clock import Clock
from .routing import KeyClass
from .store import Doc, OrgStore

if TYPE_CHECKING:
    from .server import Organization, Server

MEMBERS = (("Ada Lovelace", "ada@example.com"), ("Grace Hopper", "grace@example.com"), ("Linus", "linus@example.com"))


def user_doc(name: str, email: str, role: str, now: int, *, is_default: bool = False) -> Doc:
    """Return the document of a user of the organization (see routes/organization_users.py)."""
    return {
        "id": ids.new_id("user-"),
        "object": "organization.user",
        "name": name,
        "email": email,
        "role": role,
        "added_at": now,
        "created": now,
        "is_default": is_default,
        "is_service_account": False,
        "is_scim_managed": False,
        "is_scale_tier_authorized_purchaser": False,
        "api_key_last_used_at": None,
        "technical_level": None,
        "developer_persona": None,
    }


def group_doc(name: str, now: int, *, scim: bool = False) -> Doc:
    """Return the document of a group."""
    return {
        "id": ids.new_id("group_"),
        "name": name,
        "created_at": now,
        "is_scim_managed": scim,
        "group_type": "group",
    }


def project_doc(name: str, now: int, *, residency: str | None = None, external_key_id: str | None = None) -> Doc:
    """Return the document of an active project."""
    return {
        "id": ids.new_id("proj_"),
        "object": "organization.project",
        "name": name,
        "created_at": now,
        "archived_at": None,
        "status": "active",
        "residency": residency or "GLOBAL",
        "external_key_id": external_key_id,
    }


def project_user_doc(user: Doc, role: str, now: int) -> Doc:
    """Return the document of a user's membership in a project."""
    return {
        "id": user["id"],
        "object": "organization.project.user",
        "name": user["name"],
        "email": user["email"],
        "role": role,
        "added_at": now,
    }


def add_api_key(
    server: Server,
    org_id: str,
    docs: OrgStore,
    project_id: str,
    *,
    name: str,
    owner: dict[str, Any],
    now: int,
    prefix: str,
    expires_at: int | None = None,
    scopes: list[str] | None = None,
    visible_at: float = 0.0,
) -> tuple[Doc, str]:
    """Create a project key; return its document and its secret, which is not stored."""
    secret = prefix + ids.random_token(64)
    doc: Doc = {
        "id": ids.new_id("key_", 16),
        "object": "organization.project.api_key",
        "name": name,
        "created_at": now,
        "last_used_at": None,
        "expires_at": expires_at,
        "redacted_value": ids.redact(secret),
        "_owner": owner,
        "_scopes": scopes or [],
        "_sha256": ids.digest(secret),
    }
    docs.insert("api_key", doc, scope=project_id, visible_at=visible_at)
    server.store.add_key(
        doc["_sha256"],
        org_id,
        {
            "id": doc["id"],
            "key_class": KeyClass.PROJECT.value,
            "project_id": project_id,
            "owner": owner,
            "expires_at": expires_at,
            "scopes": scopes or [],
        },
    )
    return doc, secret


def add_admin_key(
    server: Server,
    org_id: str,
    docs: OrgStore,
    *,
    name: str,
    owner_id: str,
    now: int,
    expires_at: int | None = None,
    visible_at: float = 0.0,
) -> tuple[Doc, str]:
    """Create an admin key; return its document and its secret, which is not stored."""
    secret = "sk-admin-" + ids.random_token(64)
    doc: Doc = {
        "id": ids.new_id("key_", 16),
        "object": "organization.admin_api_key",
        "name": name,
        "created_at": now,
        "last_used_at": None,
        "expires_at": expires_at,
        "redacted_value": ids.redact(secret),
        "_owner": {"type": "user", "id": owner_id},
        "_sha256": ids.digest(secret),
    }
    docs.insert("admin_api_key", doc, visible_at=visible_at)
    server.store.add_key(
        doc["_sha256"],
        org_id,
        {"id": doc["id"], "key_class": KeyClass.ADMIN.value, "expires_at": expires_at},
    )
    return doc, secret


def create_organization(server: Server, name: str | None, options: dict[str, Any]) -> Organization:
    """Create an organization with an owner, three readers, a default project with one key, and an admin key."""
    from .server import Organization

    org_id = ids.new_id("org-")
    clock = Clock.starting_now(server.speed)
    now = int(clock.now())
    docs = server.store.organization(org_id)
    owner = user_doc("Olivia Owner", "owner@example.com", "owner", now, is_default=True)
    docs.insert("organization_user", owner)
    for person, email in MEMBERS:
        docs.insert("organization_user", user_doc(person, email, "reader", now))
    project = {**project_doc("Default project", now), "_default": True}
    docs.insert("project", project)
    docs.insert("project_user", project_user_doc(owner, "owner", now), scope=project["id"])
    _unused, api_key = add_api_key(
        server,
        org_id,
        docs,
        project["id"],
        name="Default key",
        owner={"type": "user", "id": owner["id"]},
        now=now,
        prefix="sk-proj-",
    )
    _unused, admin_key = add_admin_key(server, org_id, docs, name="Default admin key", owner_id=owner["id"], now=now)
    title = name or "Test Organization"
    slug = "".join(letter if letter.isalnum() else "-" for letter in title.lower()).strip("-")[:40] or "org"
    org = Organization(
        server,
        org_id,
        {
            "name": title,
            "slug": slug,
            "admin_key": admin_key,
            "api_key": api_key,
            "project_id": project["id"],
            "owner": {"id": owner["id"], "email": owner["email"]},
            "clock": clock.to_json(),
            "options": options,
        },
    )
    org.save()
    return org
