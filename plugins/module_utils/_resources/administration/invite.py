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
from ..._engine.spec import Collection, Field, select
from ..._support.errors import ApiError, InvalidArgument, NotFound
from ..._support.types import Object, Objects
from .organization_user import USERS
from .project import PROJECTS

INVITES = Collection(
    "invite",
    path="/organization/invites",
    item="/organization/invites/{invite_id}",
    label="email",
    prefixes=("invite-", "invite_"),
    folds=True,
    live=lambda invite: invite.get("status") == "pending",
)


def _same_address(want: t.Any, have: t.Any) -> bool:
    return INVITES.named(str(want), have)


def _grants(projects: t.Any) -> set[tuple[str, str]]:
    return {(str(entry.get("id")), str(entry.get("role"))) for entry in projects or ()}


def _same_projects(want: t.Any, have: t.Any) -> bool:
    return _grants(want) == _grants(have)


def _check(run: TaskContext) -> None:
    email = run.param("email")
    if email and "@" not in str(email).strip("@"):
        raise InvalidArgument(f"email is {email!r}, which is no e-mail address", "Give an address like a@b.example.")


class _Invite(Entity):
    """The API has no change of an invitation: one that differs gives way to another, and goes only when that is sent."""

    # --- finding ---------------------------------------------------------------------------------------------------

    def find(self, run: TaskContext) -> Object | None:
        if run.param("id"):
            return super().find(run)
        wanted = self.wanted(run)
        found = [self.complete(run, each, wanted) for each in self.candidates(run, self.known(run))]
        fitting = [each for each in found if not self.differing(run, wanted, each)]
        return next(iter([*fitting, *found]), None)

    def wanted(self, run: TaskContext) -> Object:
        wanted = super().wanted(run)
        if "projects" in wanted and run.param("state") == "present":
            wanted["projects"] = [
                {**entry, "id": run.resolve(PROJECTS, str(entry["id"]), "projects.project")}
                for entry in wanted["projects"]
            ]
            ids = [entry["id"] for entry in wanted["projects"]]
            if len(set(ids)) < len(ids):
                raise InvalidArgument("projects names a project twice", "Name each project once.")
        return wanted

    def complete(self, run: TaskContext, invite: Object, wanted: Object) -> Object:
        """An invitation with its projects, where they are to be compared; lists have been seen to leave them out."""
        if "projects" not in wanted or "projects" in invite:
            return invite
        return {**invite, **(self.whichever(run, invite["id"]) or {})}

    def differing(self, run: TaskContext, wanted: Object, current: Object) -> Object:
        if "projects" not in current:
            wanted = {name: value for name, value in wanted.items() if name != "projects"}
        return super().differing(run, wanted, current)

    def whichever(self, run: TaskContext, given: t.Any) -> Object | None:
        """An invitation by its id, in whatever state."""
        if not given or is_predicted(given):
            return None
        return t.cast("Object | None", run.client.find(INVITES.item, {INVITES.own_id: str(given)}, key=INVITES.key))

    # --- present ---------------------------------------------------------------------------------------------------

    def present(self, run: TaskContext) -> dict[str, t.Any]:
        try:
            return super().present(run)
        except NotFound:
            invite = self.whichever(run, run.param("id"))
            if invite is None or invite.get("status") != "accepted":
                raise
        return self.accepted(run, invite, self.person(run, str(invite.get("email"))))

    def create(self, run: TaskContext, wanted: Object) -> dict[str, t.Any]:
        email = str(run.param("email"))
        person = self.person(run, email)
        if person is None:
            try:
                return super().create(run, wanted)
            except ApiError:
                # Who accepts an invitation at this moment needs no other.
                person = self.person(run, email, afresh=True)
                if person is None:
                    raise
        sent = [each for each in self.sent(run, email) if each.get("status") == "accepted"]
        return self.accepted(run, sent[-1] if sent else None, person)

    def person(self, run: TaskContext, email: str, afresh: bool = False) -> Object | None:
        """The person of the organization with an address."""
        return next(iter(select(run.objects(USERS, {USERS.search: [email]}, afresh=afresh), USERS, email)), None)

    def sent(self, run: TaskContext, email: str) -> Objects:
        """Every invitation to an address, in whatever state."""
        return [each for each in self.known(run) if INVITES.named(email, each.get("email"))]

    def accepted(self, run: TaskContext, invite: Object | None, person: Object | None) -> dict[str, t.Any]:
        """The result for somebody who needs no invitation any more."""
        email = (person or invite or {}).get("email")
        result = self.result(run, invite, {}, {}, False)
        said = f"{email} belongs to the organization already; the invitation is satisfied."
        return {**result, "accepted": True, "organization_user": person or {}, "msg": said}

    def prepare(self, run: TaskContext) -> None:
        for entry in self.wanted(run).get("projects") or ():
            if is_predicted(entry["id"]):
                continue
            project = run.client.find(PROJECTS.item, {PROJECTS.own_id: entry["id"]}, key=PROJECTS.key)
            if project is None:
                raise NotFound(f"projects: no project has the id {entry['id']!r}", "Check its id, or give its name.")
            if not PROJECTS.live(project):
                raise InvalidArgument(
                    f"projects: the project {project.get('name')!r} ({entry['id']}) is archived",
                    "Name one that is in use.",
                )

    def foreseen(self, run: TaskContext, wanted: Object) -> Object:
        return {**super().foreseen(run, wanted), "status": "pending"}

    def make(self, run: TaskContext, body: Object) -> Object:
        try:
            return super().make(run, body)
        except ApiError as error:
            said = f"{error.code} {error.message}".lower()
            pending = self.candidates(run, self.known(run))
            if not pending or not any(word in said for word in ("already", "pending")):
                raise
        # This server has one invitation to an address at a time, so the old one has to go first.
        for each in pending:
            self.withdraw(run, each)
        try:
            return super().make(run, body)
        except ApiError:
            old: Object = {name: pending[0][name] for name in ("email", "role", "projects") if name in pending[0]}
            run.remember(INVITES, super().make(run, old))
            run.done.append("invited again as before")
            raise

    def update(self, run: TaskContext, current: Object, wanted: Object) -> dict[str, t.Any]:
        patch = self.differing(run, wanted, current)
        if not patch:
            return super().update(run, current, wanted)
        new: Object = {name: current[name] for name in ("email", "role", "projects") if name in current}
        new.update({name: value for name, value in wanted.items() if name != "email"})
        self.prepare(run)
        if run.check_mode:
            made = {**current, **self.foreseen(run, new), "id": predicted_id(INVITES.prefixes[0], self.spoken(run))}
        else:
            made = self.make_once(run, new)
            run.done.append(f"invited {made.get('email')} anew ({made.get('id')})")
        run.remember(INVITES, made)
        self.supersede(run, current)
        old = {name: current.get(name) if name in patch else value for name, value in wanted.items()}
        return self.result(run, made, old, dict(wanted), True)

    def finish(self, run: TaskContext, result: dict[str, t.Any], made: bool) -> dict[str, t.Any]:
        result.setdefault("accepted", False)
        kept = result["invite"].get("id")
        if not result["accepted"] and not run.param("id"):
            for each in self.candidates(run, self.known(run)):
                if each["id"] != kept:
                    # A run that ended between sending the new one and withdrawing the old one left both.
                    result["changed"] = True
                    self.supersede(run, each)
        return result

    def supersede(self, run: TaskContext, invite: Object) -> None:
        """Withdraw an invitation that another one replaces, unless that has happened already."""
        if any(each.get("id") == invite["id"] for each in self.known(run)):
            self.withdraw(run, invite)

    def withdraw(self, run: TaskContext, invite: Object) -> None:
        """Take one invitation back."""
        if not run.check_mode:
            self.remove(run, invite)
            run.done.append(f"withdrew {invite['id']}")
        run.forget(INVITES, invite)

    # --- absent ----------------------------------------------------------------------------------------------------

    def absent(self, run: TaskContext) -> dict[str, t.Any]:
        result = super().absent(run)
        given, gone = run.param("id"), result["invite"].get("id")
        email = run.param("email")
        if given:
            one = None if gone else self.whichever(run, given)
            found = [one] if one is not None else []
        else:
            found = self.sent(run, str(email))
            for each in self.candidates(run, found):
                if each["id"] != gone:
                    self.withdraw(run, each)
        result["accepted"] = not gone and any(each.get("status") == "accepted" for each in found)
        if result["accepted"]:
            result["msg"] = (
                f"the invitation of {found[0].get('email')} was accepted and cannot be withdrawn any more; "
                "fjcorp.openai.openai_organization_user removes a person."
            )
        return result


INVITE = _Invite(
    INVITES,
    by=("email",),
    updates=False,
    fields=(
        Field("email", immutable=True, same=_same_address),
        Field("role", choices=("owner", "reader"), creates=True),
        Field(
            "projects",
            "list",
            elements="dict",
            options=(
                Field("project", required=True, aliases=("id",), sent_as="id"),
                Field("role", choices=("member", "owner"), default="member"),
            ),
            same=_same_projects,
        ),
    ),
    check_input=_check,
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
    matches=(Field("email"), Field("status", choices=("pending", "accepted", "expired"))),
)
