# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Creating a service account with its first key, and issuing another where its file does not hold one."""

from __future__ import annotations

import typing as t
import uuid
from contextlib import nullcontext
from dataclasses import replace
from functools import partial

from ..._api.connection import ADMIN
from ..._domain.key_files import Ledger, deliver_or_revoke, issue_once, shown
from ..._domain.secret_output import Delivery
from ..._engine.context import TaskContext, is_predicted
from ..._engine.entity import Entity
from ..._engine.fields import Collection
from ..._engine.plan import Action, Plan, Progress
from ..._support.artifact import read_manifest
from ..._support.errors import ApiError
from ..._support.types import Object
from .project import PROJECTS
from .project_api_key import PROJECT_API_KEYS

SERVICE_ACCOUNTS = Collection(
    "service_account",
    path="/organization/projects/{project_id}/service_accounts",
    item="/organization/projects/{project_id}/service_accounts/{service_account_id}",
    id_prefixes=("svc_acct_", "user-"),
)
ISSUE = f"{SERVICE_ACCOUNTS.item}/api_keys"

CLOCK_TOLERANCE = 600.0
"""Seconds between a note and the account that it is taken to be about; clocks differ."""


def _delivery(resource: Entity, context: TaskContext) -> Delivery:
    return Delivery(context, f"the key of {resource.title(context)}")


def _note(resource: Entity, context: TaskContext) -> Ledger:
    """Return the note next to ``dest`` about an account that is being created and whose key is not delivered yet."""
    dest = "" if context.param("create_service_account_only") else _delivery(resource, context).dest
    return Ledger(dest, context.ids[PROJECTS.own_id], str(context.param("name")))


def exclusive(resource: Entity, context: TaskContext) -> t.ContextManager[None]:
    """Let tasks with the same ``dest`` run one after the other."""
    dest = _note(resource, context).dest
    return context.lock_artifact(dest, ADMIN) if dest else nullcontext()


def find(resource: Entity, context: TaskContext) -> Object | None:
    """Ignore an account whose first key an interrupted run has lost."""
    found = resource.without("find").find(context)
    return None if found is not None and _keyless(resource, context, found) else found


def _keyless(resource: Entity, context: TaskContext, account: Object) -> bool:
    """Return whether a run was interrupted between creating an account and writing its key, so that the key is lost."""
    note = _note(resource, context)
    if not note.begun or context.param("state") == "absent":
        return False
    if _delivery(resource, context).holds(account["id"]):
        return False
    return bool(abs(account["created_at"] - note.begun["at"]) <= CLOCK_TOLERANCE)


def validate_create(resource: Entity, context: TaskContext) -> None:
    """Require a place for the key."""
    if not context.param("create_service_account_only"):
        _delivery(resource, context).prepare()


def predict(resource: Entity, context: TaskContext, desired: Object) -> Object:
    """Predict the role that the API gives."""
    role = "none" if context.param("create_service_account_only") else "member"
    return {"role": role, **resource.without("predict").predict(context, desired)}


def cached(resource: Entity, thing: Object) -> Object:
    """Keep the key out of the cached list."""
    return {name: value for name, value in thing.items() if name != "api_key"}


def create(resource: Entity, context: TaskContext, body: Object) -> Object:
    """Create the account; the API accepts its role only later."""
    note = _note(resource, context)
    note.begin((), ())
    try:
        return resource.without("create").create(
            context, {name: value for name, value in body.items() if name != "role"}
        )
    except ApiError:
        note.end()
        raise


def recover(resource: Entity, context: TaskContext, found: Object) -> Object | None:
    """Discard an account whose key was lost with the response, rather than leave an active key that cannot be used."""
    if context.param("create_service_account_only"):
        return found
    context.client.delete(SERVICE_ACCOUNTS.item, resource.item_ids(context, found), key=ADMIN)
    return None


def plan_create(resource: Entity, context: TaskContext, desired: Object) -> Plan:
    """Create the account, deliver its key, and give it its role once the key is safe."""
    plan = resource.without("plan_create").plan_create(context, desired)
    (action,) = plan.actions
    with_key = not context.param("create_service_account_only")
    leftover = resource.without("find").find(context)

    def perform(context: TaskContext, progress: Progress) -> Object | Plan | None:
        account = action.perform(context, progress)
        if account is None or isinstance(account, Plan):
            return account
        key = account.get("api_key")
        account = resource.cached(account)
        if with_key and key is not None:
            _deliver_first(resource, context, account, key)
            progress.extra["api_key"] = shown(context, key)
        _note(resource, context).end()
        return account

    actions = [replace(action, perform=perform)]
    if leftover is not None:
        actions.insert(0, resource.removing(context, leftover, f"removed {leftover['id']}, its key was not delivered"))
    if context.param("role"):
        actions.append(_setting_role(resource, plan.title, str(context.param("role"))))
    after = {**(plan.after or {}), **({"api_key": "issued"} if with_key else {})}
    return replace(plan, actions=tuple(actions), after=after)


def _setting_role(resource: Entity, title: str, role: str) -> Action:
    def perform(context: TaskContext, progress: Progress) -> Object:
        if progress.object.get("role") == role:
            return progress.object
        account = {**progress.object, **resource.update(context, progress.object, {"role": role})}
        context.cache_object(SERVICE_ACCOUNTS, account)
        return account

    return Action("update", title, perform)


def _deliver_first(resource: Entity, context: TaskContext, account: Object, key: Object) -> None:
    def undo() -> None:
        context.client.delete(SERVICE_ACCOUNTS.item, resource.item_ids(context, account), key=ADMIN)
        context.uncache_object(SERVICE_ACCOUNTS, account)
        _note(resource, context).end()
        context.done.clear()

    facts = {"api_key_id": key["id"]}
    delivery = _delivery(resource, context)
    deliver_or_revoke(delivery, key, account["id"], facts, undo, "The account and its key were removed")


def more(resource: Entity, context: TaskContext, plan: Plan) -> Plan:
    """Issue another key where ``dest`` holds none of this account."""
    account = plan.current
    if account is None:
        return plan
    note = _note(resource, context)

    def finish(context: TaskContext, progress: Progress) -> None:
        note.end()

    finishing = Action("finish", plan.title, finish, changes=False)
    delivery = _delivery(resource, context)
    if not delivery.dest or context.param("create_service_account_only"):
        return plan.then(finishing)
    held = delivery.holds(account["id"])
    if held is None:
        context.warn(
            f"{delivery.dest} was not written by this collection, so the owner of its key is unknown. "
            "The file was not changed."
        )
    if held is not False:
        return plan.then(finishing)
    delivery.prepare()

    def issue(context: TaskContext, progress: Progress) -> None:
        if not is_predicted(account["id"]):
            progress.extra["api_key"] = _issue_another(resource, context, account)

    return plan.then(Action("issue", plan.title, issue), finishing, after={**(plan.after or {}), "api_key": "issued"})


def _issue_another(resource: Entity, context: TaskContext, account: Object) -> Object:
    delivery = _delivery(resource, context)
    held_before = (read_manifest(delivery.dest) or {}).get("api_key_id")
    key = _issue(resource, context, account)
    revoke = partial(_revoke, context, key)
    deliver_or_revoke(delivery, key, account["id"], {"api_key_id": key["id"]}, revoke, "The key was revoked")
    context.done.append(f"issued a key for {resource.title(context)}")
    older = f"{held_before} is" if held_before else "older keys of it may be"
    context.warn(
        f"{delivery.dest} did not contain a key of this account, so a new one was issued; {older} still active."
    )
    return shown(context, key)


def _issue(resource: Entity, context: TaskContext, account: Object) -> Object:
    """Issue one more key, by a name that identifies it if the response is lost."""
    name = f"ansible {uuid.uuid4().hex[:12]}"
    ids = resource.item_ids(context, account)

    def attempt() -> Object:
        return t.cast(Object, context.client.post(ISSUE, ids, {"name": name}, key=ADMIN, creates=True))

    def look() -> Object | None:
        keys = context.list_objects(PROJECT_API_KEYS, refresh=True)
        return next((key for key in keys if key.get("name") == name), None)

    return issue_once(context, attempt, look, partial(_revoke, context), "key")


def _revoke(context: TaskContext, key: Object) -> None:
    ids = {**context.ids, PROJECT_API_KEYS.own_id: key["id"]}
    try:
        context.client.delete(PROJECT_API_KEYS.item, ids, key=ADMIN)
    except ApiError as error:
        error.remedy = f"The key {key['id']} is active and was not delivered: delete its service account to revoke it."
        raise
