# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Hooks of the declaration ``ROLE``."""

from __future__ import annotations

from dataclasses import replace

from ..._api.pagination import THOUSAND_AFTER_NEXT
from ..._engine.context import TaskContext, ambiguous
from ..._engine.entity import Entity
from ..._engine.fields import Collection, select
from ..._support.errors import InvalidArgument, NotFound
from ..._support.types import Object

ROLES = Collection(
    "role",
    path="/organization/roles",
    item="/organization/roles/{role_id}",
    pagination=THOUSAND_AFTER_NEXT,
    case_insensitive=True,  # no prefixes: a role may well be called role_model
)

PROJECT_ROLES = replace(ROLES, path="/projects/{project_id}/roles", item="/projects/{project_id}/roles/{role_id}")


def is_role(value: str, role: Object) -> bool:
    """Return whether a value is the id of a role, or the short id of a predefined role.

    ``role-api-project-owner`` is sent, ``role-api-project-owner__api-project__proj_…`` is returned.
    """
    own = str(role.get("id"))
    return own == value or ("__" not in value and own.startswith(f"{value}__"))


def matching_roles(roles: list[Object], value: str) -> list[Object]:
    """The roles that a value means: by id or by name."""
    return [role for role in roles if is_role(value, role)] or select(roles, ROLES, value)


def find_role(context: TaskContext, value: str, option: str) -> Object:
    """The role of the task's project, or else of the organization, that an option names.

    :raises Missing: there is none. :raises Ambiguous: there are several.
    """
    place = PROJECT_ROLES if "project_id" in context.ids else ROLES
    found = matching_roles(context.list_objects(place), value)
    if len(found) > 1:
        raise ambiguous(place, value, found, option)
    if found:
        return found[0]
    if context.below_predicted(place):
        # The project is still to be made, and its predefined roles with it.
        return {"id": value, "name": value}
    where = f"project {context.labels['project']}" if "project" in context.labels else "organization"
    raise NotFound(
        f"{option}: the {where} has no role {value!r}",
        f"Set the id or the name of a role from fjcorp.openai.openai_role_info. {known(context.list_objects(place))}",
    )


def inherited(role: Object, principal: str) -> list[str]:
    """Return the principals from which a role is inherited; empty if it is assigned to this principal itself."""
    sources = [str(source.get("principal_id")) for source in role.get("assignment_sources") or ()]
    return [] if principal in sources else sources


def known(roles: list[Object]) -> str:
    """Return a sentence with some of the names of the roles."""
    return f"It has {', '.join(str(role.get('name')) for role in roles[:10])}."


def validate_change(role: Entity, context: TaskContext, current: Object, removing: bool) -> None:
    if current.get("predefined_role"):
        raise InvalidArgument(
            f"the role {current.get('name')!r} is predefined and cannot be {'deleted' if removing else 'changed'}",
            "Create another role with the desired permissions.",
        )


def validate_create(role: Entity, context: TaskContext) -> None:
    # An empty list is a role without permissions, so only a missing one is rejected.
    if context.param("permissions") is None:
        raise InvalidArgument("permissions is required to create a role, and no such role exists", "Set permissions.")
