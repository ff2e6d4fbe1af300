# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""API keys: authentication, key classes and scopes."""

from __future__ import annotations

from .errors import ApiError
from .ids import redact
from .routing import KeyClass, Route


def scopes_permit(scopes: tuple[str, ...], route: Route) -> bool:
    """Whether a restricted key may use a route; to write includes to read."""
    verbs = ("read", "write") if route.method == "GET" else ("write",)
    wanted = {f"api.{place}.{verb}" for place in ("all", route.group) for verb in verbs}
    return bool(wanted & set(scopes)) or "api.all" in scopes


def missing_scope(route: Route) -> ApiError:
    """The key is of the wrong class, or restricted to other things."""
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
    """A header value that holds a secret."""
    scheme, _unused, secret = value.partition(" ")
    return f"{scheme} {redact(secret)}" if secret else redact(value)


def mask_key(secret: str) -> str:
    """A wrong key as the API repeats it."""
    if len(secret) <= 11:
        return secret[:2] + "*" * max(len(secret) - 2, 1)
    return f"{secret[:7]}{'*' * min(len(secret) - 11, 60)}{secret[-4:]}"
