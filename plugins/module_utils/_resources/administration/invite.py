# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Invitations to an organization."""

from __future__ import annotations

from ..._engine.entity import Entity
from ..._engine.fields import Field
from ..._engine.info import Info
from ..._engine.spec import Hooks
from . import _invite_hooks as hooks
from .organization_user import USERS
from .project import PROJECTS

INVITE = Entity(
    hooks.INVITES,
    identity=("email",),
    updates=False,
    fields=(
        Field("email", immutable=True, compare=hooks.same_address),
        Field("role", choices=("owner", "reader"), required_on_create=True),
        Field(
            "projects",
            "list",
            elements="dict",
            options=(
                Field("project", required=True, aliases=("id",), request_name="id"),
                Field("role", choices=("member", "owner"), default="member"),
            ),
            compare=hooks.same_projects,
        ),
    ),
    validate=hooks.check,
    hooks=Hooks(
        find=hooks.find,
        desired=hooks.desired,
        diff=hooks.diff,
        plan_present=hooks.plan_present,
        plan_create=hooks.plan_create,
        plan_update=hooks.plan_update,
        plan_absent=hooks.plan_absent,
        more=hooks.more,
        validate_create=hooks.validate_create,
        predict=hooks.predict,
        create=hooks.create,
    ),
    operations=(
        f"GET {USERS.path}",
        f"GET {PROJECTS.path}",
        f"GET {PROJECTS.item}",
        f"POST {hooks.INVITES.path}",
        f"DELETE {hooks.INVITES.item}",
    ),
)

INVITE_INFO = Info(
    INVITE,
    client_filters=(Field("email"), Field("status", choices=("pending", "accepted", "expired"))),
)
