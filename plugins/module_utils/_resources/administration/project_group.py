# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Groups in a project, and the roles they have there."""

from __future__ import annotations

from ..._api.client import Request
from ..._api.connection import ADMIN
from ..._api.pagination import THOUSAND_AFTER_NEXT, Pages, paginate
from ..._engine.context import TaskContext
from ..._engine.entity import Membership
from ..._engine.info import Info
from ..._engine.spec import Collection, Field
from ..._support.errors import InvalidArgument, LostResponse
from ..._support.types import Object
from .group import GROUPS
from .project import IN_PROJECT
from .role import PROJECT_ROLES, called, find_role

PROJECT_GROUPS = Collection(
    "project_group",
    path="/organization/projects/{project_id}/groups",
    item="/organization/projects/{project_id}/groups/{group_id}",
    pages=Pages(cursor="next", item_id="group_id"),
    label="group_name",
    folds=True,
)
HELD = "/projects/{project_id}/groups/{group_id}/roles"
"""The roles of a group in a project: they are not part of the object."""


def _check(run: TaskContext) -> None:
    if run.param("state") == "present" and run.param("roles") == []:
        raise InvalidArgument(
            "roles is empty, and a group in a project has a role", "Name a role, or use state: absent."
        )


def roles_of(run: TaskContext, group_id: str) -> list[Object]:
    """What a group holds in the project."""
    request = Request("GET", HELD, {**run.ids, "group_id": group_id}, key=ADMIN)
    return list(paginate(run.client, request, THOUSAND_AFTER_NEXT))


def with_id(group: Object) -> Object:
    """A group of a project with its id where other objects have theirs."""
    return {"id": group.get("group_id"), **group}


class _ProjectGroup(Membership):
    def find(self, run: TaskContext) -> Object | None:
        found = super().find(run)
        if found is None:
            return None
        found = with_id(found)
        if run.param("state") == "present" and run.param("roles") and not run.below_predicted(PROJECT_GROUPS):
            found["roles"] = [role["name"] for role in roles_of(run, str(found["group_id"]))]
        return found

    def wanted(self, run: TaskContext) -> Object:
        wanted = super().wanted(run)
        if "roles" in wanted:
            names = [str(find_role(run, value, "roles")["name"]) for value in wanted["roles"]]
            wanted["roles"] = list(dict.fromkeys(names))
        return wanted

    def foreseen(self, run: TaskContext, wanted: Object) -> Object:
        value = str(run.param("group"))
        group = next((each for each in called(run.objects(GROUPS), value)), {"name": value})
        return {**wanted, "group_name": group["name"], **({"group_id": group["id"]} if "id" in group else {})}

    def make(self, run: TaskContext, body: Object) -> Object:
        first, *others = body.pop("roles")
        made = with_id(super().make(run, {"role": find_role(run, first, "roles")["id"], **body}))
        for name in others:
            self.assign(run, made, name)
        return {**made, "roles": [first, *others]}

    def assign(self, run: TaskContext, group: Object, name: str) -> None:
        """Give the group one role more."""
        role_id = find_role(run, name, "roles")["id"]
        group_id = str(group["group_id"])
        for attempt in (1, 2, 3):
            try:
                run.client.post(HELD, {**run.ids, "group_id": group_id}, {"role_id": role_id}, key=ADMIN, creates=True)
                return
            except LostResponse:
                if any(role["id"] == role_id for role in roles_of(run, group_id)):
                    return
                if attempt == 3:
                    raise

    def recover(self, run: TaskContext, found: Object) -> Object | None:
        group = with_id(found)
        group["roles"] = [role["name"] for role in roles_of(run, str(group["group_id"]))]
        return {**group, **self.change(run, group, {"roles": self.wanted(run)["roles"]})}

    def change(self, run: TaskContext, current: Object, patch: Object) -> Object:
        # The new roles first, so that the group is never without one.
        held: list[str] = current["roles"]
        for name in patch["roles"]:
            if name not in held:
                self.assign(run, current, name)
        for role in roles_of(run, str(current["group_id"])) if set(held) - set(patch["roles"]) else []:
            if role["name"] not in patch["roles"]:
                ids = {**run.ids, "group_id": str(current["group_id"]), "role_id": str(role["id"])}
                run.client.delete(f"{HELD}/{{role_id}}", ids, key=ADMIN)
        return patch


def _detail(run: TaskContext, group: Object) -> Object:
    group = with_id(group)
    if run.param("with_roles"):
        group["roles"] = [role["name"] for role in roles_of(run, str(group["group_id"]))]
    return group


PROJECT_GROUP = _ProjectGroup(
    PROJECT_GROUPS,
    parents=(IN_PROJECT,),
    member=GROUPS,
    option="group",
    aliases=("group_id",),
    id_sent_as="group_id",
    fields=(Field("roles", "list", elements="str", creates=True, unordered=True, aliases=("role",)),),
    check_input=_check,
    operations=(f"GET {PROJECT_ROLES.path}", f"GET {HELD}", f"POST {HELD}", f"DELETE {HELD}/{{role_id}}"),
)

PROJECT_GROUP_INFO = Info(
    PROJECT_GROUP,
    matches=(Field("group", read_as="group_name"),),
    extras=(Field("with_roles", "bool", default=False),),
    detail=_detail,
    operations=(f"GET {HELD}",),
)
