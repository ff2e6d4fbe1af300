# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Who holds which role: people and groups, in the organization and in a project."""

from __future__ import annotations

import typing as t

from ..._api.client import Request
from ..._api.pagination import THOUSAND_AFTER_NEXT, paginate
from ..._engine.context import TaskContext
from ..._engine.entity import Membership
from ..._engine.info import Info
from ..._engine.spec import Collection, Field, Parent
from ..._support.errors import ApiError
from ..._support.types import Object, Objects
from .group import GROUPS
from .organization_user import USERS
from .project_group import PROJECT_GROUPS
from .project_user import PROJECT_USER
from .role import IN_A_PROJECT, PROJECT_ROLES, ROLES, called, find_role, is_role


def _held(principal: str) -> Collection:
    path = f"{principal}/roles"
    return Collection("role_assignment", path=path, item=path + "/{role_id}", pages=THOUSAND_AFTER_NEXT, folds=True)


OF_GROUP = _held("/organization/groups/{group_id}")
OF_USER = _held("/organization/users/{user_id}")
OF_PROJECT_GROUP = _held("/projects/{project_id}/groups/{group_id}")
OF_PROJECT_USER = _held("/projects/{project_id}/users/{user_id}")

ONE_PRINCIPAL = {"mutually_exclusive": [["user", "group"]], "required_one_of": [["user", "group"]]}


def _operations(*verbs: str) -> tuple[str, ...]:
    places = (OF_GROUP, OF_USER, OF_PROJECT_GROUP, OF_PROJECT_USER)
    return tuple(f"{verb} {place.item if verb == 'DELETE' else place.path}" for place in places for verb in verbs)


def inherited(role: Object, principal: str) -> list[str]:
    """The principals through whom somebody holds a role that is not assigned to this principal itself."""
    sources = [str(source.get("principal_id")) for source in role.get("assignment_sources") or ()]
    return [] if principal in sources else sources


class _RoleAssignment(Membership):
    def place(self, run: TaskContext) -> Collection:
        if "project_id" in run.ids:
            return OF_PROJECT_GROUP if "group_id" in run.ids else OF_PROJECT_USER
        return OF_GROUP if "group_id" in run.ids else OF_USER

    def constraints(self) -> dict[str, t.Any]:
        return ONE_PRINCIPAL

    def spoken(self, run: TaskContext) -> str:
        words = [f"{'in' if option == 'project' else 'of'} {option} {label}" for option, label in run.labels.items()]
        return " ".join(["role", str(run.param("role")), *reversed(words)])

    def known(self, run: TaskContext, afresh: bool = False) -> Objects:
        try:
            return super().known(run, afresh)
        except ApiError as error:
            if run.check_mode and error.absent and self.would_join(run):
                return []
            raise

    def would_join(self, run: TaskContext) -> bool:
        """Whether a check has brought the person or group into the project, of which the server knows nothing."""
        if "project_id" not in run.ids:
            return False
        group = "group_id" in run.ids
        place = PROJECT_GROUPS if group else PROJECT_USER.collection
        members = run.kept(place).get(run.list_name(place)) or []
        named = run.labels["group" if group else "user"]
        own = run.ids["group_id" if group else "user_id"]
        return any(
            each.get(place.pages.item_id) == own or place.named(named, each.get(place.label)) for each in members
        )

    def candidates(self, run: TaskContext, objects: list[Object]) -> list[Object]:
        principal = run.ids.get("group_id") or run.ids["user_id"]
        found = called(objects, str(run.param("role")))
        direct = [role for role in found if not inherited(role, principal)]
        if found and not direct and run.param("state") == "absent":
            through = ", ".join(inherited(found[0], principal))
            run.warn(f"the role {found[0].get('name')} is held through {through}, and stays so.")
        return direct

    def prepare(self, run: TaskContext) -> None:
        find_role(run, str(run.param("role")), "role")

    def foreseen(self, run: TaskContext, wanted: Object) -> Object:
        return {**find_role(run, str(run.param("role")), "role"), "assignment_sources": None}

    def make(self, run: TaskContext, body: Object) -> Object:
        place = self.place(run)
        role = find_role(run, str(run.param("role")), "role")
        run.client.post(place.path, run.ids, {"role_id": role["id"]}, key=place.key, creates=True)
        return {**role, "assignment_sources": None}


class _RoleAssignmentInfo(Info):
    def constraints(self) -> dict[str, t.Any]:
        exclusive = [*ONE_PRINCIPAL["mutually_exclusive"], *super().constraints()["mutually_exclusive"]]
        return {**ONE_PRINCIPAL, "mutually_exclusive": exclusive}

    def one(self, run: TaskContext, place: Collection, given: str) -> Object | None:
        if not given.startswith("role-api-") or "__" in given:
            return super().one(run, place, given)
        # The server takes the short id of a predefined role for assigning, and knows it nowhere else.
        request = Request("GET", place.path, dict(run.ids), key=place.key)
        return next((role for role in paginate(run.client, request, place.pages) if is_role(given, role)), None)


ROLE_ASSIGNMENT = _RoleAssignment(
    OF_GROUP,
    in_project=OF_PROJECT_GROUP,
    parents=(
        IN_A_PROJECT,
        Parent(GROUPS, required=False),
        Parent(USERS, required=False, name="user", aliases=("user_id", "email")),
    ),
    member=ROLES,
    option="role",
    aliases=("role_id",),
    updates=False,
    operations=(f"GET {PROJECT_ROLES.path}", *_operations("GET", "POST", "DELETE")),
)

ROLE_ASSIGNMENT_INFO = _RoleAssignmentInfo(
    ROLE_ASSIGNMENT,
    matches=(Field("name"),),
    operations=(*_operations("GET"), f"GET {OF_USER.item}", f"GET {OF_PROJECT_USER.item}"),
)
