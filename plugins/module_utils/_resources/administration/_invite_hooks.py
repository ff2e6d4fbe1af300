# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Replacing and withdrawing invitations: the API cannot change one, and an accepted one has become a user."""

from __future__ import annotations

import typing as t
from dataclasses import replace

from ..._engine.context import TaskContext, is_predicted, predicted_id
from ..._engine.entity import Entity
from ..._engine.fields import Collection, select
from ..._engine.plan import Action, Plan, Progress
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
SENT = ("email", "role", "projects")
"""The fields that another invitation repeats."""


# --- finding ---------------------------------------------------------------------------------------------------------


def find(resource: Entity, context: TaskContext) -> Object | None:
    """Prefer, among the pending invitations of an address, one that has the desired values."""
    if context.param("id"):
        return resource.without("find").find(context)
    desired = resource.desired(context)
    pending = resource.match(context, resource.known(context, False))
    found = [_with_projects(context, each, desired) for each in pending]
    equal = [each for each in found if not resource.diff(context, desired, each)]
    return next(iter([*equal, *found]), None)


def desired(resource: Entity, context: TaskContext) -> Object:
    """Resolve the names of the projects."""
    values = resource.without("desired").desired(context)
    if "projects" in values and context.param("state") == "present":
        values["projects"] = [
            {**entry, "id": context.resolve_id(PROJECTS, str(entry["id"]), "projects.project")}
            for entry in values["projects"]
        ]
        ids = [entry["id"] for entry in values["projects"]]
        if len(set(ids)) < len(ids):
            raise InvalidArgument("projects contains a project twice", "List each project once.")
    return values


def diff(resource: Entity, context: TaskContext, desired: Object, current: Object) -> Object:
    """Compare the projects only where the server returns them."""
    if "projects" not in current:
        desired = {name: value for name, value in desired.items() if name != "projects"}
    return resource.without("diff").diff(context, desired, current)


def _with_projects(context: TaskContext, invite: Object, desired: Object) -> Object:
    """Return an invitation with its projects if they are compared; lists have been observed to omit them."""
    if "projects" not in desired or "projects" in invite:
        return invite
    return {**invite, **(_any_state(context, invite["id"]) or {})}


def _any_state(context: TaskContext, given: t.Any) -> Object | None:
    """Return an invitation by its id, in any state."""
    if not given or is_predicted(given):
        return None
    found = context.client.find(INVITES.item, {INVITES.own_id: str(given)}, key=INVITES.key)
    return t.cast("Object | None", found)


def _user(context: TaskContext, email: str, refresh: bool = False) -> Object | None:
    """Return the user of the organization with an address."""
    users = context.list_objects(USERS, {USERS.search_param: [email]}, refresh=refresh)
    return next(iter(select(users, USERS, email)), None)


def _sent(resource: Entity, context: TaskContext, email: str) -> Objects:
    """Return every invitation to an address, in any state."""
    return [each for each in resource.known(context, False) if INVITES.named(email, each.get("email"))]


# --- plans -----------------------------------------------------------------------------------------------------------


def plan_present(resource: Entity, context: TaskContext) -> Plan:
    """Report an accepted invitation that is named by its id."""
    try:
        return resource.without("plan_present").plan_present(context)
    except NotFound:
        invite = _any_state(context, context.param("id"))
        if invite is None or invite.get("status") != "accepted":
            raise
    return _accepted(resource, context, invite, _user(context, str(invite.get("email"))))


def plan_create(resource: Entity, context: TaskContext, desired: Object) -> Plan:
    """Invite the address unless it belongs to a user of the organization."""
    email = str(context.param("email"))
    user = _user(context, email)
    if user is not None:
        sent = [each for each in _sent(resource, context, email) if each.get("status") == "accepted"]
        return _accepted(resource, context, sent[-1] if sent else None, user)
    plan = resource.without("plan_create").plan_create(context, desired)
    (action,) = plan.actions

    def perform(context: TaskContext, progress: Progress) -> Object | Plan | None:
        try:
            return action.perform(context, progress)
        except ApiError:
            # A user who has just accepted an invitation does not need another one.
            user = _user(context, email, refresh=True)
            if user is None:
                raise
            return _accepted(resource, context, None, user)

    return replace(plan, actions=(replace(action, perform=perform),))


def _accepted(resource: Entity, context: TaskContext, invite: Object | None, user: Object | None) -> Plan:
    """Return the plan for a user who needs no invitation any more."""
    email = (user or invite or {}).get("email")
    message = f"{email} is a user of the organization already; the invitation is satisfied."
    extra = {"accepted": True, "organization_user": user or {}, "msg": message}
    return resource.new_plan(context, current=invite, predicted=invite, before={}, after={}, extra=extra)


def plan_update(resource: Entity, context: TaskContext, current: Object, desired: Object) -> Plan:
    """Replace an invitation that differs: send another, then withdraw the old one."""
    patch = resource.diff(context, desired, current)
    if not patch:
        return resource.without("plan_update").plan_update(context, current, desired)
    new: Object = {name: current[name] for name in SENT if name in current}
    new.update({name: value for name, value in desired.items() if name != "email"})
    resource.validate_create(context)
    title = resource.title(context)
    own_id = predicted_id(INVITES.id_prefixes[0], title)
    predicted = {**current, **resource.predict(context, new), "id": own_id}

    def send(context: TaskContext, progress: Progress) -> Object:
        made = resource.create_once(context, new)
        context.done.append(f"sent another invitation to {made.get('email')} ({made.get('id')})")
        context.cache_object(INVITES, made)
        return made

    before = {name: current.get(name) if name in patch else value for name, value in desired.items()}
    plan = resource.new_plan(context, current=current, predicted=predicted, before=before, after=dict(desired))
    return plan.then(Action("create", title, send, INVITES, predicted=predicted), _withdraw(resource, title, current))


def more(resource: Entity, context: TaskContext, plan: Plan) -> Plan:
    """Withdraw further pending invitations: a run that ended between sending and withdrawing has left them."""
    plan = replace(plan, extra={"accepted": False, **plan.extra})
    if plan.extra["accepted"] or context.param("id") or plan.current is None:
        return plan
    pending = resource.match(context, resource.known(context, False))
    others = [each for each in pending if each["id"] != plan.current["id"]]
    return plan.then(*(_withdraw(resource, plan.title, each) for each in others))


def plan_absent(resource: Entity, context: TaskContext) -> Plan:
    """Withdraw all pending invitations of the address, and report an accepted one."""
    plan = resource.without("plan_absent").plan_absent(context)
    gone = (plan.current or {}).get("id")
    if context.param("id"):
        one = None if gone else _any_state(context, context.param("id"))
        found = [one] if one is not None else []
    else:
        found = _sent(resource, context, str(context.param("email")))
        others = [each for each in resource.match(context, found) if each["id"] != gone]
        plan = plan.then(*(_withdraw(resource, plan.title, each) for each in others))
    accepted = not gone and any(each.get("status") == "accepted" for each in found)
    extra: Object = {"accepted": accepted}
    if accepted:
        extra["msg"] = (
            f"The invitation of {found[0].get('email')} was accepted and cannot be withdrawn any more; "
            "fjcorp.openai.openai_organization_user removes a user."
        )
    return replace(plan, extra=extra)


def _withdraw(resource: Entity, title: str, invite: Object) -> Action:
    """Return the action that withdraws an invitation, unless creating another one has already done it."""

    def perform(context: TaskContext, progress: Progress) -> None:
        if any(each.get("id") == invite["id"] for each in resource.known(context, False)):
            _delete(resource, context, invite)

    return Action("delete", f"{title} ({invite['id']})", perform, INVITES, removed=invite)


def _delete(resource: Entity, context: TaskContext, invite: Object) -> None:
    resource.delete(context, invite)
    context.done.append(f"withdrew {invite['id']}")
    context.uncache_object(INVITES, invite)


# --- sending ---------------------------------------------------------------------------------------------------------


def validate_create(resource: Entity, context: TaskContext) -> None:
    """Reject projects that do not exist or are archived."""
    for entry in resource.desired(context).get("projects") or ():
        if is_predicted(entry["id"]):
            continue
        project = context.client.find(PROJECTS.item, {PROJECTS.own_id: entry["id"]}, key=PROJECTS.key)
        if project is None:
            raise NotFound(f"projects: no project has the id {entry['id']!r}", "Check the id, or use the name.")
        if not PROJECTS.is_active(project):
            raise InvalidArgument(
                f"projects: the project {project.get('name')!r} ({entry['id']}) is archived", "Use an active project."
            )


def predict(resource: Entity, context: TaskContext, desired: Object) -> Object:
    """Predict the status."""
    return {**resource.without("predict").predict(context, desired), "status": "pending"}


def create(resource: Entity, context: TaskContext, body: Object) -> Object:
    """Send an invitation; where the server allows one per address at a time, withdraw the old one first."""
    send = resource.without("create").create
    try:
        return send(context, body)
    except ApiError as error:
        reply = f"{error.code} {error.message}".lower()
        pending = resource.match(context, resource.known(context, False))
        if not pending or not any(word in reply for word in ("already", "pending")):
            raise
    for each in pending:
        _delete(resource, context, each)
    try:
        return send(context, body)
    except ApiError:
        old: Object = {name: pending[0][name] for name in SENT if name in pending[0]}
        context.cache_object(INVITES, send(context, old))
        context.done.append("sent the old invitation again")
        raise


def same_address(want: t.Any, have: t.Any) -> bool:
    return INVITES.named(str(want), have)


def _grants(projects: t.Any) -> set[tuple[str, str]]:
    return {(str(entry.get("id")), str(entry.get("role"))) for entry in projects or ()}


def same_projects(want: t.Any, have: t.Any) -> bool:
    return _grants(want) == _grants(have)


def check(context: TaskContext) -> None:
    email = context.param("email")
    if email and "@" not in str(email).strip("@"):
        raise InvalidArgument(
            f"email is not a valid e-mail address: {email!r}", "Use an address such as user@example.com."
        )
