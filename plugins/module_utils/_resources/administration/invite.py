# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Invitations into an organization. An accepted one has become a person, an expired one is as good as none."""

from __future__ import annotations

import typing as t

from ..._engine.context import TaskContext, is_predicted, predicted_id
from ..._engine.entity import Entity
from ..._engine.info import Info
from ..._engine.fields import Collection, Field, select
from ..._support.errors import ApiError, InvalidArgument, NotFound
from ..._support.types import Object, Objects
from .organization_user import USERS
from .project import PROJECTS

INVITES = Collection(
    "invite",
    path="/organization/invites",
    item="/organization/invites/{invite_id}",
    name_field="email",
    id_prefixes=("invite-", "invite_"),
    case_insensitive=True,
    is_active=lambda invite: invite.get("status") == "pending",
)


def _same_address(want: t.Any, have: t.Any) -> bool:
    return INVITES.named(str(want), have)


def _grants(projects: t.Any) -> set[tuple[str, str]]:
    return {(str(entry.get("id")), str(entry.get("role"))) for entry in projects or ()}


def _same_projects(want: t.Any, have: t.Any) -> bool:
    return _grants(want) == _grants(have)


def _check(context: TaskContext) -> None:
    email = context.param("email")
    if email and "@" not in str(email).strip("@"):
        raise InvalidArgument(f"email is {email!r}, which is no e-mail address", "Give an address like a@b.example.")


class _Invite(Entity):
    """The API has no change of an invitation: one that differs gives way to another, and goes only when that is sent."""

    # --- finding ---------------------------------------------------------------------------------------------------

    def find(self, context: TaskContext) -> Object | None:
        if context.param("id"):
            return super().find(context)
        wanted = self.wanted(context)
        found = [self.complete(context, each, wanted) for each in self.candidates(context, self.known(context))]
        fitting = [each for each in found if not self.differing(context, wanted, each)]
        return next(iter([*fitting, *found]), None)

    def wanted(self, context: TaskContext) -> Object:
        wanted = super().wanted(context)
        if "projects" in wanted and context.param("state") == "present":
            wanted["projects"] = [
                {**entry, "id": context.resolve_id(PROJECTS, str(entry["id"]), "projects.project")}
                for entry in wanted["projects"]
            ]
            ids = [entry["id"] for entry in wanted["projects"]]
            if len(set(ids)) < len(ids):
                raise InvalidArgument("projects names a project twice", "Name each project once.")
        return wanted

    def complete(self, context: TaskContext, invite: Object, wanted: Object) -> Object:
        """An invitation with its projects, where they are to be compared; lists have been seen to leave them out."""
        if "projects" not in wanted or "projects" in invite:
            return invite
        return {**invite, **(self.whichever(context, invite["id"]) or {})}

    def differing(self, context: TaskContext, wanted: Object, current: Object) -> Object:
        if "projects" not in current:
            wanted = {name: value for name, value in wanted.items() if name != "projects"}
        return super().differing(context, wanted, current)

    def whichever(self, context: TaskContext, given: t.Any) -> Object | None:
        """An invitation by its id, in whatever state."""
        if not given or is_predicted(given):
            return None
        return t.cast("Object | None", context.client.find(INVITES.item, {INVITES.own_id: str(given)}, key=INVITES.key))

    # --- present ---------------------------------------------------------------------------------------------------

    def present(self, context: TaskContext) -> dict[str, t.Any]:
        try:
            return super().present(context)
        except NotFound:
            invite = self.whichever(context, context.param("id"))
            if invite is None or invite.get("status") != "accepted":
                raise
        return self.accepted(context, invite, self.person(context, str(invite.get("email"))))

    def create(self, context: TaskContext, wanted: Object) -> dict[str, t.Any]:
        email = str(context.param("email"))
        person = self.person(context, email)
        if person is None:
            try:
                return super().create(context, wanted)
            except ApiError:
                # Who accepts an invitation at this moment needs no other.
                person = self.person(context, email, afresh=True)
                if person is None:
                    raise
        sent = [each for each in self.sent(context, email) if each.get("status") == "accepted"]
        return self.accepted(context, sent[-1] if sent else None, person)

    def person(self, context: TaskContext, email: str, afresh: bool = False) -> Object | None:
        """The person of the organization with an address."""
        return next(iter(select(context.list_objects(USERS, {USERS.search_param: [email]}, afresh=afresh), USERS, email)), None)

    def sent(self, context: TaskContext, email: str) -> Objects:
        """Every invitation to an address, in whatever state."""
        return [each for each in self.known(context) if INVITES.named(email, each.get("email"))]

    def accepted(self, context: TaskContext, invite: Object | None, person: Object | None) -> dict[str, t.Any]:
        """The result for somebody who needs no invitation any more."""
        email = (person or invite or {}).get("email")
        result = self.result(context, invite, {}, {}, False)
        said = f"{email} belongs to the organization already; the invitation is satisfied."
        return {**result, "accepted": True, "organization_user": person or {}, "msg": said}

    def prepare(self, context: TaskContext) -> None:
        for entry in self.wanted(context).get("projects") or ():
            if is_predicted(entry["id"]):
                continue
            project = context.client.find(PROJECTS.item, {PROJECTS.own_id: entry["id"]}, key=PROJECTS.key)
            if project is None:
                raise NotFound(f"projects: no project has the id {entry['id']!r}", "Check its id, or give its name.")
            if not PROJECTS.is_active(project):
                raise InvalidArgument(
                    f"projects: the project {project.get('name')!r} ({entry['id']}) is archived",
                    "Name one that is in use.",
                )

    def foreseen(self, context: TaskContext, wanted: Object) -> Object:
        return {**super().foreseen(context, wanted), "status": "pending"}

    def make(self, context: TaskContext, body: Object) -> Object:
        try:
            return super().make(context, body)
        except ApiError as error:
            said = f"{error.code} {error.message}".lower()
            pending = self.candidates(context, self.known(context))
            if not pending or not any(word in said for word in ("already", "pending")):
                raise
        # This server has one invitation to an address at a time, so the old one has to go first.
        for each in pending:
            self.withdraw(context, each)
        try:
            return super().make(context, body)
        except ApiError:
            old: Object = {name: pending[0][name] for name in ("email", "role", "projects") if name in pending[0]}
            context.cache_object(INVITES, super().make(context, old))
            context.done.append("invited again as before")
            raise

    def update(self, context: TaskContext, current: Object, wanted: Object) -> dict[str, t.Any]:
        patch = self.differing(context, wanted, current)
        if not patch:
            return super().update(context, current, wanted)
        new: Object = {name: current[name] for name in ("email", "role", "projects") if name in current}
        new.update({name: value for name, value in wanted.items() if name != "email"})
        self.prepare(context)
        if context.check_mode:
            made = {**current, **self.foreseen(context, new), "id": predicted_id(INVITES.id_prefixes[0], self.spoken(context))}
        else:
            made = self.make_once(context, new)
            context.done.append(f"invited {made.get('email')} anew ({made.get('id')})")
        context.cache_object(INVITES, made)
        self.supersede(context, current)
        old = {name: current.get(name) if name in patch else value for name, value in wanted.items()}
        return self.result(context, made, old, dict(wanted), True)

    def finish(self, context: TaskContext, result: dict[str, t.Any], made: bool) -> dict[str, t.Any]:
        result.setdefault("accepted", False)
        kept = result["invite"].get("id")
        if not result["accepted"] and not context.param("id"):
            for each in self.candidates(context, self.known(context)):
                if each["id"] != kept:
                    # A run that ended between sending the new one and withdrawing the old one left both.
                    result["changed"] = True
                    self.supersede(context, each)
        return result

    def supersede(self, context: TaskContext, invite: Object) -> None:
        """Withdraw an invitation that another one replaces, unless that has happened already."""
        if any(each.get("id") == invite["id"] for each in self.known(context)):
            self.withdraw(context, invite)

    def withdraw(self, context: TaskContext, invite: Object) -> None:
        """Take one invitation back."""
        if not context.check_mode:
            self.remove(context, invite)
            context.done.append(f"withdrew {invite['id']}")
        context.uncache_object(INVITES, invite)

    # --- absent ----------------------------------------------------------------------------------------------------

    def absent(self, context: TaskContext) -> dict[str, t.Any]:
        result = super().absent(context)
        given, gone = context.param("id"), result["invite"].get("id")
        email = context.param("email")
        if given:
            one = None if gone else self.whichever(context, given)
            found = [one] if one is not None else []
        else:
            found = self.sent(context, str(email))
            for each in self.candidates(context, found):
                if each["id"] != gone:
                    self.withdraw(context, each)
        result["accepted"] = not gone and any(each.get("status") == "accepted" for each in found)
        if result["accepted"]:
            result["msg"] = (
                f"the invitation of {found[0].get('email')} was accepted and cannot be withdrawn any more; "
                "fjcorp.openai.openai_organization_user removes a person."
            )
        return result


INVITE = _Invite(
    INVITES,
    identity=("email",),
    updates=False,
    fields=(
        Field("email", immutable=True, compare=_same_address),
        Field("role", choices=("owner", "reader"), required_on_create=True),
        Field(
            "projects",
            "list",
            elements="dict",
            options=(
                Field("project", required=True, aliases=("id",), request_name="id"),
                Field("role", choices=("member", "owner"), default="member"),
            ),
            compare=_same_projects,
        ),
    ),
    validate=_check,
    operations=(
        f"GET {USERS.path}",
        f"GET {PROJECTS.path}",
        f"GET {PROJECTS.item}",
        f"POST {INVITES.path}",
        f"DELETE {INVITES.item}",
    ),
)

INVITE_INFO = Info(
    INVITE,
    client_filters=(Field("email"), Field("status", choices=("pending", "accepted", "expired"))),
)
