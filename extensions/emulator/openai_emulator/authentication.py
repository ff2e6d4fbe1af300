# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""API keys: authentication, key classes and scopes."""

from __future__ import annotations

from .errors import ApiError
from .faults import throttle_error
from .ids import redact
from .routing import KeyClass, Match, Route
from .server import Key, Organization, Server


def scopes_permit(scopes: tuple[str, ...], route: Route) -> bool:
    """Return whether the scopes of a restricted key permit a route. Write permission includes read permission."""
    verbs = ("read", "write") if route.method == "GET" else ("write",)
    wanted = {f"api.{place}.{verb}" for place in ("all", route.group) for verb in verbs}
    return bool(wanted & set(scopes)) or "api.all" in scopes


def missing_scope(route: Route) -> ApiError:
    """Return the error for a key of the wrong class or without the required scope."""
    place = "management" if route.key is KeyClass.ADMIN else route.group
    scope = f"api.{place}.{'read' if route.method == 'GET' else 'write'}"
    return ApiError(
        403,
        f"You have insufficient permissions for this operation. Missing scopes: {scope}. Check that you have the "
        "correct role in your organization (Reader, Writer, Owner) and project (Member, Owner), and if you're using a "
        "restricted API key, that it has the necessary scopes.",
        code="missing_scope",
    )


def redact_header(value: str) -> str:
    """Redact the secret in a header value."""
    scheme, _unused, secret = value.partition(" ")
    return f"{scheme} {redact(secret)}" if secret else redact(value)


def mask_key(secret: str) -> str:
    """Mask a wrong key as the API does in its error message."""
    if len(secret) <= 11:
        return secret[:2] + "*" * max(len(secret) - 2, 1)
    return f"{secret[:7]}{'*' * min(len(secret) - 11, 60)}{secret[-4:]}"


def authenticate(server: Server, headers: dict[str, str]) -> tuple[Organization, Key]:
    """Return the organization and the key that the Authorization header names."""
    value = headers.get("authorization")
    if not value:
        raise ApiError(
            401,
            "You didn't provide an API key. You need to provide your API key in an Authorization header using "
            "Bearer auth (i.e. Authorization: Bearer YOUR_KEY).",
        )
    scheme, _unused, secret = value.partition(" ")
    secret = secret.strip()
    if scheme.lower() != "bearer" or not secret:
        raise ApiError(
            401,
            "You didn't provide an API key. You need to provide your API key in an Authorization header using "
            "Bearer auth (i.e. Authorization: Bearer YOUR_KEY).",
        )
    found = server.find_key(secret)
    if found is None or (found[1].expires_at is not None and found[1].expires_at <= found[0].clock.now()):
        raise ApiError(
            401,
            f"Incorrect API key provided: {mask_key(secret)}. You can find your API key at "
            "https://platform.openai.com/account/api-keys.",
            code="invalid_api_key",
        )
    return found


def authorize(match: Match, method: str, path: str, org: Organization, key: Key, headers: dict[str, str]) -> Route:
    """Return the route if the key may use it and the throttle is not exceeded."""
    if not match.routes:
        raise ApiError(404, f"Invalid URL ({method} {path})")
    route = match.routes.get(method)
    if route is None:
        raise ApiError(
            405,
            f"Not allowed to {method} on {path} (HINT: Perhaps you meant to use a different HTTP method?)",
            headers={"allow": ", ".join(sorted(match.routes))},
        )
    named = headers.get("openai-organization")
    if named and named != org.id:
        raise ApiError(
            401, "OpenAI-Organization header should match organization for API key", code="mismatched_organization"
        )
    project = headers.get("openai-project")
    if project and key.project_id and project != key.project_id:
        raise ApiError(401, "OpenAI-Project header should match project for API key", code="mismatched_project")
    if route.key is not key.key_class:
        raise missing_scope(route)
    if key.scopes and not scopes_permit(key.scopes, route):
        raise missing_scope(route)
    if key.key_class is KeyClass.ADMIN:
        if org.admin_rpm and org.buckets.acquire(f"{method} {route.template}", float(org.admin_rpm), org.clock.now()):
            raise throttle_error()
    elif key.project_id:
        owner = org.docs.get("project", key.project_id)
        if owner is None or owner["status"] == "archived":
            raise ApiError(
                401,
                "The project you are requesting has been archived and is no longer accessible.",
                code="project_archived",
            )
        used = org.docs.get("api_key", key.id, scope=key.project_id)
        if used is not None and used["last_used_at"] != int(org.clock.now()):
            used["last_used_at"] = int(org.clock.now())
            org.docs.update("api_key", used, scope=key.project_id)
    return route
