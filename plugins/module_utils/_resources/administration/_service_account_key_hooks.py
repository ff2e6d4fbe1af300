# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Keys of a service account, and the replacement of an account where a server deletes keys only with their account."""

from __future__ import annotations

import typing as t
from dataclasses import replace

from ..._api.connection import ADMIN
from ..._domain.api_keys import IssuedKey
from ..._domain.key_decision import Decision
from ..._domain.key_files import Ledger, shown
from ..._engine.context import TaskContext, is_predicted
from ..._engine.create_once import create_once
from ..._engine.fields import Collection, Parent, select
from ..._engine.info import Info
from ..._engine.plan import Action, Plan, Progress
from ..._support.artifact import current_manifest
from ..._support.errors import ApiError, NotFound
from ..._support.types import Object, Objects
from ._service_account_hooks import ISSUE, SERVICE_ACCOUNTS, is_unique_name, unique_name
from .project import IN_PROJECT
from .project_api_key import ONLY_WITH_ACCOUNT

OF_ACCOUNT = Parent(SERVICE_ACCOUNTS)


def owned(context: TaskContext, key: Object) -> bool:
    """Return whether a key belongs to the task's service account."""
    account = (key.get("owner") or {}).get("service_account") or {}
    return bool(account.get("id") == context.ids[SERVICE_ACCOUNTS.own_id])


def open_parents(resource: IssuedKey, context: TaskContext) -> None:
    """Resolve project and account; an account that is to replace another one is used in its place."""
    context.resolve_parents((IN_PROJECT,))
    unfinished = _unfinished(resource, context)
    if unfinished is None:
        context.resolve_parents((OF_ACCOUNT,))
        return
    context.ids[SERVICE_ACCOUNTS.own_id] = unfinished[1]["id"]
    context.labels[OF_ACCOUNT.option] = str(context.param("service_account"))


def owner(resource: IssuedKey, context: TaskContext) -> str:
    """The owner is the account."""
    return context.ids[SERVICE_ACCOUNTS.own_id]


def known(resource: IssuedKey, context: TaskContext, refresh: bool) -> Objects:
    """Return only the keys of the account."""
    if is_predicted(resource.owner(context)):
        return []
    return [key for key in resource.without("known").known(context, refresh) if owned(context, key)]


def find(resource: IssuedKey, context: TaskContext) -> Object | None:
    """Reject the id of a key of another account."""
    found = resource.without("find").find(context)
    if found is not None and not owned(context, found):
        raise NotFound(
            f"the key {found['id']} does not belong to the service account {context.labels['service_account']}",
            "Set service_account to its owner; fjcorp.openai.openai_project_api_key_info shows it.",
        )
    return found


def create(resource: IssuedKey, context: TaskContext, body: Object) -> Object:
    """Issue the key through its account."""
    made = context.client.post(ISSUE, context.ids, body, key=ADMIN, creates=True)
    return {**made, **_ownership(resource, context)}


def predict(resource: IssuedKey, context: TaskContext, desired: Object) -> Object:
    """Predict the owner."""
    return {"name": context.param("name"), **_ownership(resource, context)}


def _ownership(resource: IssuedKey, context: TaskContext) -> Object:
    """Return the values of a key that lists contain and the response to its issue does not."""
    return {"owner": {"type": "service_account", "service_account": {"id": resource.owner(context)}}}


def issue_facts(resource: IssuedKey, context: TaskContext, ledger: Ledger) -> Object:
    """Remember the scopes, and the name that the account has while it replaces another one."""
    successor = ledger.manifest.get("successor")
    return {"scopes": sorted(context.param("scopes") or []), **({"successor": successor} if successor else {})}


def adjust(resource: IssuedKey, context: TaskContext, ledger: Ledger, current: Object) -> tuple[Object, Action] | None:
    """Set the scopes if they differ from those that the manifest remembers."""
    scopes = context.param("scopes")
    if scopes is None or not ledger.whole or ledger.manifest.get("scopes") == sorted(scopes):
        return None
    title = resource.title(context)

    def perform(context: TaskContext, progress: Progress) -> None:
        resource.update(context, current, {"scopes": scopes})
        context.done.append(f"set the scopes of {title}")
        ledger.amend({"scopes": sorted(scopes)})

    return {"scopes": scopes}, Action("update", title, perform)


def delete(resource: IssuedKey, context: TaskContext, current: Object) -> None:
    """Add the remedy on a server that revokes keys only with their account."""
    try:
        resource.without("delete").delete(context, current)
    except ApiError as error:
        if error.status == 400:
            error.remedy = ONLY_WITH_ACCOUNT
        raise


# --- a server that deletes keys only with their account --------------------------------------------------------------


def _unfinished(resource: IssuedKey, context: TaskContext) -> tuple[Object | None, Object] | None:
    """Return the account to delete and its replacement, if an interrupted run delivered a key of the replacement."""
    label = str(context.param("service_account") or "")
    dest = resource.delivery(context).dest
    if not dest or SERVICE_ACCOUNTS.is_id(label) or context.below_predicted(SERVICE_ACCOUNTS):
        return None
    name = current_manifest(dest).get("successor")
    if not name:
        return None
    objects = context.list_objects(SERVICE_ACCOUNTS)
    found = select(objects, SERVICE_ACCOUNTS, name)
    if len(found) != 1 or not Ledger(dest, found[0]["id"], str(context.param("name"))).whole:
        return None
    return next(iter(select(objects, SERVICE_ACCOUNTS, label)), None), found[0]


def plan_present(resource: IssuedKey, context: TaskContext) -> Plan:
    """Complete the replacement of an account that an interrupted run had begun."""
    return _completing(resource, context, resource.without("plan_present").plan_present(context))


def plan_absent(resource: IssuedKey, context: TaskContext) -> Plan:
    """Complete the replacement of an account that an interrupted run had begun."""
    return _completing(resource, context, resource.without("plan_absent").plan_absent(context))


def _completing(resource: IssuedKey, context: TaskContext, plan: Plan) -> Plan:
    unfinished = _unfinished(resource, context)
    if unfinished is None:
        return plan
    old, successor = unfinished

    def perform(context: TaskContext, progress: Progress) -> None:
        _succeed(context, old, successor)

    return replace(plan, actions=(Action("replace", plan.title, perform), *plan.actions))


def unrevoked(resource: IssuedKey, context: TaskContext, ledger: Ledger, error: ApiError) -> Object:
    """Replace the account: create another, deliver a key of it, delete the old one, take its name."""
    if error.status != 400:
        raise error
    label = str(context.param("service_account"))
    objects = context.list_objects(SERVICE_ACCOUNTS, refresh=True)
    old = next(each for each in objects if each["id"] == resource.owner(context))
    replaced = {ledger.key_id, *ledger.manifest.get("superseded", ())}
    others = [key["id"] for key in resource.known(context, True) if key["id"] not in replaced]
    if old["name"] != label:
        error.remedy = f"{ONLY_WITH_ACCOUNT} Set service_account to its name, and another account replaces it."
        raise error
    if others:
        error.remedy = (
            f"{ONLY_WITH_ACCOUNT} It has other keys ({', '.join(others)}), which would be revoked as well. Use one "
            "key per account on such a server."
        )
        raise error
    successor = _create_successor(context, ledger, old, objects)
    context.ids[SERVICE_ACCOUNTS.own_id] = successor["id"]
    delivery = resource.delivery(context)
    next_ledger = Ledger(delivery.dest, successor["id"], str(context.param("name")))
    body = {key: value for key, value in resource.body(resource.desired(context)).items() if value}
    made = resource.issue(context, delivery, next_ledger, Decision({}), body)
    context.done.append(f"issued {resource.title(context)} ({made['id']})")
    _succeed(context, old, successor)
    return {resource.name: resource.cached(made), "api_key": shown(context, made)}


def _create_successor(context: TaskContext, ledger: Ledger, old: Object, objects: Objects) -> Object:
    """Create the account that replaces the old one, with its role."""
    # An interrupted run has created it and delivered no key of it; the unique name proves that.
    former = str(ledger.manifest.get("successor") or "")
    for leftover in select(objects, SERVICE_ACCOUNTS, former) if is_unique_name(former) else ():
        _delete_account(context, leftover)
    name = unique_name(old["name"])
    if ledger.dest:
        ledger.amend({"successor": name})

    def attempt() -> Object:
        body = {"name": name, "create_service_account_only": True}
        return t.cast(Object, context.client.post(SERVICE_ACCOUNTS.path, context.ids, body, key=ADMIN, creates=True))

    def look() -> Object | None:
        found = select(context.list_objects(SERVICE_ACCOUNTS, refresh=True), SERVICE_ACCOUNTS, name)
        return next(iter(found), None)

    def take(found: Object) -> Object | None:
        return found

    retry_timeout = context.client.connection.retry_timeout_for(ADMIN)
    made = create_once(attempt, look, take, retry_timeout, SERVICE_ACCOUNTS.display_name)
    if old["role"] != made["role"]:
        made = {**made, **_change_account(context, made, {"role": old["role"]})}
    return made


def _change_account(context: TaskContext, account: Object, patch: Object) -> Object:
    ids = {**context.ids, SERVICE_ACCOUNTS.own_id: account["id"]}
    return t.cast(Object, context.client.post(SERVICE_ACCOUNTS.item, ids, patch, key=ADMIN))


def _delete_account(context: TaskContext, account: Object) -> None:
    ids = {**context.ids, SERVICE_ACCOUNTS.own_id: account["id"]}
    context.client.delete(SERVICE_ACCOUNTS.item, ids, key=ADMIN)
    context.uncache_object(SERVICE_ACCOUNTS, account)


def _succeed(context: TaskContext, old: Object | None, successor: Object) -> None:
    """Delete the replaced account, and give its name to the one that replaces it."""
    label = str(context.param("service_account"))
    if old is not None:
        _delete_account(context, old)
    renamed = _change_account(context, successor, {"name": label})
    context.cache_object(SERVICE_ACCOUNTS, {**successor, **renamed})
    context.done.append(f"replaced the service account {label}")


def matching(info: Info, context: TaskContext, place: Collection, thing: Object) -> bool:
    return info.without("matching").matching(context, place, thing) and owned(context, thing)


def read_one(info: Info, context: TaskContext, place: Collection, given: str) -> Object | None:
    found = info.without("read_one").read_one(context, place, given)
    return found if found is not None and owned(context, found) else None
