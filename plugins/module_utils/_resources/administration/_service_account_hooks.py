# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Creating a service account with its first key, and issuing another where its file does not hold one."""

from __future__ import annotations

import os
import re
import typing as t
import uuid
from contextlib import nullcontext
from dataclasses import replace
from functools import partial

from ..._api.connection import ADMIN
from ..._domain.key_files import Ledger, deliver_or_revoke, in_hand, issue_once, shown, undo, unexpired
from ..._domain.secret_output import Delivery
from ..._engine.context import TaskContext, is_predicted
from ..._engine.create_once import poll_for
from ..._engine.entity import Entity
from ..._engine.fields import Collection
from ..._engine.plan import Action, Plan, Progress
from ..._support.artifact import artifact_lock, current_manifest
from ..._support.errors import ApiError, DeliveryError, InvalidArgument, OpenAIError
from ..._support.types import Object, Objects
from .project import PROJECTS
from .project_api_key import PROJECT_API_KEYS

SERVICE_ACCOUNTS = Collection(
    "service_account",
    path="/organization/projects/{project_id}/service_accounts",
    item="/organization/projects/{project_id}/service_accounts/{service_account_id}",
    id_prefixes=("svc_acct_", "user-"),
)
ISSUE = f"{SERVICE_ACCOUNTS.item}/api_keys"

REMOVED = "The account and its key were removed"
REVOKED = "The key was revoked"


def _delivery(resource: Entity, context: TaskContext) -> Delivery:
    return Delivery(context, f"the key of {resource.title(context)}")


def _note(resource: Entity, context: TaskContext) -> Ledger:
    """Return the note next to ``dest`` about an account that is being created and whose key is not delivered yet."""
    dest = "" if context.param("create_service_account_only") else _delivery(resource, context).dest
    return Ledger(dest, context.ids[PROJECTS.own_id], str(context.param("name")))


def exclusive(resource: Entity, context: TaskContext) -> t.ContextManager[None]:
    """Let tasks with the same ``dest`` run one after the other."""
    dest = _note(resource, context).dest
    return artifact_lock(dest) if dest else nullcontext()


def validate(context: TaskContext) -> None:
    """Reject a lifetime for a key that is not issued."""
    if context.param("create_service_account_only") and context.param("expires_in_seconds"):
        raise InvalidArgument(
            "create_service_account_only and expires_in_seconds are mutually exclusive: the account has no key that expires",
            "Omit one of them.",
        )


def find(resource: Entity, context: TaskContext) -> Object | None:
    """Ignore an account that an interrupted run has created and whose first key it has lost."""
    found = resource.without("find").find(context)
    return None if found is not None and _is_leftover(resource, context, found) else found


def _is_leftover(resource: Entity, context: TaskContext, account: Object) -> bool:
    """Return whether an interrupted run has certainly created an account and has not delivered its key.

    The note contains the unique name that the account had at first, and its id as soon as a response contained it.
    """
    note = _note(resource, context)
    if not note.begun or context.param("state") == "absent" or _delivery(resource, context).holds(account["id"]):
        return False
    return account["id"] in note.made or account["name"] == note.begun.get("account")


def _leftover(resource: Entity, context: TaskContext) -> Object | None:
    """Return such an account; one that was created just now may appear with a delay."""
    note = _note(resource, context)
    if not note.begun.get("account") or _delivery(resource, context).holds(next(iter(note.made), "")):
        return None

    def look(refresh: bool = True) -> Object | None:
        accounts = context.list_objects(SERVICE_ACCOUNTS, refresh=refresh)
        return next((each for each in accounts if _is_leftover(resource, context, each)), None)

    left = note.unsettled(context)
    return look(False) or (poll_for(look, left) if left > 0 else look())


def validate_create(resource: Entity, context: TaskContext) -> None:
    """Require a place for the key."""
    if not context.param("create_service_account_only"):
        delivery = _delivery(resource, context)
        delivery.prepare()
        if delivery.dest:
            _check_dest(context, None, delivery.dest)


def predict(resource: Entity, context: TaskContext, desired: Object) -> Object:
    """Predict the role that the API gives."""
    role = "none" if context.param("create_service_account_only") else "member"
    return {"role": role, **resource.without("predict").predict(context, desired)}


def cached(resource: Entity, thing: Object) -> Object:
    """Keep the key out of the cached list."""
    return {name: value for name, value in thing.items() if name != "api_key"}


def create_once(resource: Entity, context: TaskContext, body: Object) -> Object:
    """Create the account; one with a key gets a unique name first, by which it is recognized if its response is lost.

    An account whose key was lost with the response is deleted, and another one is created.
    """
    # The API accepts the role only later.
    sent = {name: value for name, value in body.items() if name != "role"}
    if context.param("create_service_account_only"):
        return resource.without("create_once").create_once(context, sent)
    note = _note(resource, context)
    mark = unique_name(str(context.param("name")))
    note.begin((), (), account=mark)

    def look() -> Object | None:
        return next(
            (each for each in context.list_objects(SERVICE_ACCOUNTS, refresh=True) if each["name"] == mark), None
        )

    def attempt() -> Object:
        return resource.without("create").create(context, {**sent, "name": mark})

    remove = partial(_remove, resource, context)
    try:
        made = issue_once(context, attempt, look, remove, SERVICE_ACCOUNTS.display_name)
    except ApiError:
        note.end()
        raise
    return _completed(resource, context, note, made)


def _completed(resource: Entity, context: TaskContext, note: Ledger, made: Object) -> Object:
    """Give a new account its name once its key is received; remove it if anything fails."""
    try:
        note.note_made(made)
        in_hand(made.get("api_key"), _delivery(resource, context).what)
        renamed = resource.update(context, made, {"name": context.param("name")})
    except OpenAIError as error:
        failed = error if isinstance(error, DeliveryError) else DeliveryError(error.message, error.remedy)
        undo(failed, made["id"], partial(_remove, resource, context, made), REMOVED)
        if not failed.active_key:
            note.end()
        raise failed from error
    return {**made, **renamed}


def unique_name(name: str) -> str:
    """Return the name that an account has until it is complete; no other run uses the same."""
    return f"{name} (ansible {uuid.uuid4().hex[:12]})"


def is_unique_name(name: str) -> bool:
    """Return whether a name is one that :func:`unique_name` has returned."""
    return re.fullmatch(r".* \(ansible [0-9a-f]{12}\)", name, re.DOTALL) is not None


def _remove(resource: Entity, context: TaskContext, account: Object) -> None:
    context.client.delete(SERVICE_ACCOUNTS.item, resource.item_ids(context, account), key=ADMIN)
    context.uncache_object(SERVICE_ACCOUNTS, account)


def plan_create(resource: Entity, context: TaskContext, desired: Object) -> Plan:
    """Create the account, deliver its key, and give it its role once the key is safe."""
    plan = resource.without("plan_create").plan_create(context, desired)
    (action,) = plan.actions
    with_key = not context.param("create_service_account_only")
    leftover = _leftover(resource, context) if with_key else None

    def perform(context: TaskContext, progress: Progress) -> Object | Plan | None:
        account = action.perform(context, progress)
        if account is None or isinstance(account, Plan):
            return account
        key = account.get("api_key")
        account = resource.cached(account)
        if with_key and key is not None:
            _deliver_first(resource, context, account, key)
            progress.extra.update({"api_key": shown(context, key), "issued": True})
        _note(resource, context).end()
        return account

    actions = [replace(action, perform=perform)]
    if leftover is not None:
        actions.insert(0, _removing(resource, context, leftover))
    if context.param("role"):
        actions.append(_setting_role(resource, plan.title, str(context.param("role"))))
    after = {**(plan.after or {}), **({"api_key": "issued"} if with_key else {})}
    extra = {**plan.extra, "issued": with_key, "unproven": []}
    return replace(plan, actions=tuple(actions), after=after, extra=extra)


def _removing(resource: Entity, context: TaskContext, leftover: Object) -> Action:
    return resource.removing(context, leftover, f"removed {leftover['id']}, its key was not delivered")


def _setting_role(resource: Entity, title: str, role: str) -> Action:
    def perform(context: TaskContext, progress: Progress) -> Object:
        if progress.object.get("role") == role:
            return progress.object
        account = {**progress.object, **resource.update(context, progress.object, {"role": role})}
        context.cache_object(SERVICE_ACCOUNTS, account)
        return account

    return Action("update", title, perform)


def _deliver_first(resource: Entity, context: TaskContext, account: Object, key: Object) -> None:
    def remove() -> None:
        _remove(resource, context, account)
        _note(resource, context).end()
        context.done.clear()

    deliver_or_revoke(_delivery(resource, context), key, account["id"], _facts(context, key), remove, REMOVED)


def _facts(context: TaskContext, key: Object) -> Object:
    return {"api_key_id": key["id"], "within": {PROJECTS.own_id: context.ids[PROJECTS.own_id]}}


def more(resource: Entity, context: TaskContext, plan: Plan) -> Plan:
    """Issue another key where ``dest`` holds none of this account."""
    account = plan.current
    if account is None:
        return plan
    note = _note(resource, context)
    plan = replace(plan, extra={**plan.extra, "issued": False, "unproven": []})
    leftover = _leftover(resource, context)
    if leftover is not None:
        plan = plan.then(_removing(resource, context, leftover))

    def finish(context: TaskContext, progress: Progress) -> None:
        note.end()

    finishing = Action("finish", plan.title, finish, changes=False)
    delivery = _delivery(resource, context)
    wanted = delivery.dest and not context.param("create_service_account_only")
    if not wanted or delivery.holds(account["id"]):
        return plan.then(finishing)
    delivery.prepare()
    _check_dest(context, account, delivery.dest)

    def issue(context: TaskContext, progress: Progress) -> None:
        if not is_predicted(account["id"]):
            progress.extra.update({**_issue_another(resource, context, account), "issued": True})

    after = {**(plan.after or {}), "api_key": "issued"}
    extra = {**plan.extra, "issued": True}
    return plan.then(Action("issue", plan.title, issue), finishing, after=after, extra=extra)


def _check_dest(context: TaskContext, account: Object | None, dest: str) -> None:
    """Reject overwriting the key of another account that exists."""
    manifest = current_manifest(dest)
    owner = str(manifest.get("owner", ""))
    if not owner or not os.path.exists(dest) or (account is not None and owner == account["id"]):
        return
    ids = {**context.ids, **manifest.get("within", {}), SERVICE_ACCOUNTS.own_id: owner}
    if is_predicted(ids[PROJECTS.own_id]):
        return
    if not SERVICE_ACCOUNTS.is_id(owner) or context.client.find(SERVICE_ACCOUNTS.item, ids, key=ADMIN) is not None:
        raise InvalidArgument(
            f"dest: {dest} holds a key of another owner, {owner}", "Set dest to another file, or move the file."
        )


def _issue_another(resource: Entity, context: TaskContext, account: Object) -> Object:
    delivery = _delivery(resource, context)
    others = _active_keys(resource, context, account)
    key = _issue(resource, context, account)
    revoke = partial(_revoke, context, key)
    deliver_or_revoke(delivery, key, account["id"], _facts(context, key), revoke, REVOKED)
    context.done.append(f"issued a key for {resource.title(context)}")
    if others:
        context.warn(
            f"{delivery.dest} did not contain a key of this account, so a new one was issued. Other keys of the account are "
            f"still active: {', '.join(others)}. Revoke them with fjcorp.openai.openai_project_api_key if they are not in use."
        )
    return {"api_key": shown(context, key), "unproven": others}


def _keys_of(context: TaskContext, account: Object) -> Objects:
    keys = context.list_objects(PROJECT_API_KEYS, refresh=True)
    owners = [(key.get("owner") or {}).get("service_account") or {} for key in keys]
    return [key for key, owner in zip(keys, owners) if owner.get("id") == account["id"] and unexpired(key)]


def _active_keys(resource: Entity, context: TaskContext, account: Object) -> list[str]:
    """Return the keys of an account, which may be in use; those of an interrupted run are revoked."""
    note = _note(resource, context)
    left = []
    for key in _keys_of(context, account):
        interrupted = key["id"] in note.made or (note.begun and key.get("name") == note.begun.get("key"))
        if not interrupted or not _revoked(context, key):
            left.append(str(key["id"]))
    return sorted(left)


def _revoked(context: TaskContext, key: Object) -> bool:
    """Revoke a key that was never delivered; return False if the server refuses."""
    try:
        _revoke(context, key)
    except ApiError:
        return False
    return True


def _issue(resource: Entity, context: TaskContext, account: Object) -> Object:
    """Issue one more key, by a name that identifies it if the response is lost."""
    name = f"ansible {uuid.uuid4().hex[:12]}"
    ids = resource.item_ids(context, account)
    note = _note(resource, context)
    note.begin((), (), key=name)
    body = {"name": name, "expires_in_seconds": context.param("expires_in_seconds")}

    def attempt() -> Object:
        sent = {name: value for name, value in body.items() if value is not None}
        return t.cast(Object, context.client.post(ISSUE, ids, sent, key=ADMIN, creates=True))

    def look() -> Object | None:
        return next((key for key in _keys_of(context, account) if key.get("name") == name), None)

    made = issue_once(context, attempt, look, partial(_revoke, context), "key")
    try:
        note.note_made(made)
    except DeliveryError as error:
        undo(error, made["id"], partial(_revoke, context, made), REVOKED)
        raise
    return made


def _revoke(context: TaskContext, key: Object) -> None:
    ids = {**context.ids, PROJECT_API_KEYS.own_id: key["id"]}
    try:
        context.client.delete(PROJECT_API_KEYS.item, ids, key=ADMIN)
    except ApiError as error:
        error.remedy = f"The key {key['id']} is active and was not delivered: delete its service account to revoke it."
        raise
