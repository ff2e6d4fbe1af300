# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Keys of service accounts: issued by name, renewed, revoked."""

from __future__ import annotations

import typing as t

from ..._api.connection import ADMIN
from ..._domain.api_keys import EXPIRES, RENEWAL_FIELDS, IssuedKey, Ledger, Plan, shown, unexpired
from ..._domain.secret_output import SECRET_FIELDS
from ..._engine.context import TaskContext, is_predicted
from ..._engine.create_once import create_once
from ..._engine.info import Info
from ..._engine.spec import Collection, Field, Parent, select
from ..._support.errors import ApiError, InvalidArgument, NotFound
from ..._support.types import Object, Objects
from .project import IN_PROJECT
from .project_api_key import ONLY_WITH_ACCOUNT, PROJECT_API_KEYS, SCOPES
from .service_account import ISSUE, SERVICE_ACCOUNTS

SERVICE_ACCOUNT_KEYS = Collection(
    "service_account_key",
    path=PROJECT_API_KEYS.path,
    item=PROJECT_API_KEYS.item,
    prefixes=PROJECT_API_KEYS.prefixes,
    live=unexpired,
    query=PROJECT_API_KEYS.query,
)

OF_ACCOUNT = Parent(SERVICE_ACCOUNTS)


def owned(run: TaskContext, key: Object) -> bool:
    """Whether a key belongs to the task's service account."""
    account = (key.get("owner") or {}).get("service_account") or {}
    return bool(account.get("id") == run.ids[SERVICE_ACCOUNTS.own_id])


class _ServiceAccountKey(IssuedKey):
    def open(self, run: TaskContext) -> None:
        run.open((IN_PROJECT,))
        self.complete_generation(run)
        run.open((OF_ACCOUNT,))

    def owner(self, run: TaskContext) -> str:
        return run.ids[SERVICE_ACCOUNTS.own_id]

    def known(self, run: TaskContext, afresh: bool = False) -> Objects:
        if is_predicted(self.owner(run)):
            return []
        return [key for key in super().known(run, afresh) if owned(run, key)]

    def find(self, run: TaskContext) -> Object | None:
        found = super().find(run)
        if found is not None and not owned(run, found):
            raise NotFound(
                f"the key {found['id']} does not belong to the service account {run.labels['service_account']}",
                "Name its own account; fjcorp.openai.openai_project_api_key_info shows whose it is.",
            )
        return found

    def make(self, run: TaskContext, body: Object) -> Object:
        made = run.client.post(ISSUE, run.ids, body, key=ADMIN, creates=True)
        return {**made, **self.ownership(run)}

    def foreseen(self, run: TaskContext, wanted: Object) -> Object:
        return {"name": run.param("name"), **self.ownership(run)}

    def ownership(self, run: TaskContext) -> Object:
        """What lists tell of a key beside the answer of its issue."""
        return {"owner": {"type": "service_account", "service_account": {"id": self.owner(run)}}}

    def issue_facts(self, run: TaskContext, ledger: Ledger) -> Object:
        begun = {"successor": ledger.manifest["successor"]} if ledger.mine and "successor" in ledger.manifest else {}
        return {"scopes": sorted(run.param("scopes") or []), **begun}

    def adjust(self, run: TaskContext, ledger: Ledger, current: Object) -> Object:
        scopes = run.param("scopes")
        if scopes is None or not ledger.whole or ledger.manifest.get("scopes") == sorted(scopes):
            return {}
        if not run.check_mode:
            self.change(run, current, {"scopes": scopes})
            run.done.append(f"set the scopes of {self.spoken(run)}")
            ledger.amend({"scopes": sorted(scopes)})
        return {"scopes": scopes}

    def remove(self, run: TaskContext, current: Object) -> None:
        try:
            super().remove(run, current)
        except ApiError as error:
            if error.status == 400:
                error.remedy = ONLY_WITH_ACCOUNT
            raise

    # --- a server that deletes keys only with their account --------------------------------------------------------

    def unrevoked(self, run: TaskContext, ledger: Ledger, plan: Plan, error: ApiError) -> Object | None:
        """Take another account in the place of this one: make it, deliver a key of it, delete the old, take its name."""
        if error.status != 400:
            raise error
        label = str(run.param("service_account"))
        objects = run.objects(SERVICE_ACCOUNTS, afresh=True)
        old = next(each for each in objects if each["id"] == self.owner(run))
        others = [key["id"] for key in self.known(run, afresh=True) if key["name"] != run.param("name")]
        if old["name"] != label:
            error.remedy = f"{ONLY_WITH_ACCOUNT} Give service_account by its name, and another account takes its place."
            raise error
        if others:
            error.remedy = (
                f"{ONLY_WITH_ACCOUNT} It has other keys ({', '.join(others)}), which would go with it; keep one key an "
                "account on such a server."
            )
            raise error
        successor = self.make_successor(run, ledger, old, objects)
        run.ids[SERVICE_ACCOUNTS.own_id] = successor["id"]
        delivery = self.delivery(run)
        next_ledger = Ledger(delivery.dest, successor["id"], str(run.param("name")))
        body = {key: value for key, value in self.body(self.wanted(run)).items() if value}
        made = self.issue(run, delivery, next_ledger, Plan({}), body)
        run.done.append(f"issued {self.spoken(run)} ({made['id']})")
        self.succeed(run, old, successor)
        return {self.thing: self.listed_form(made), "api_key": shown(run, made)}

    def make_successor(self, run: TaskContext, ledger: Ledger, old: Object, objects: Objects) -> Object:
        """The account of the next generation, with the role of the old one."""
        name = successor_name(old["name"])
        before = {each["id"] for each in objects}
        there = select(objects, SERVICE_ACCOUNTS, name)
        if len(there) == 1 and ledger.manifest.get("successor") == name:
            # A run that died made it and delivered no key of it.
            self.delete_account(run, there[0])
        elif there:
            raise InvalidArgument(
                f"there is a service account {name!r}, and this task did not make it",
                f"Delete or rename it: the name is needed while {old['name']!r} is replaced.",
            )

        if ledger.dest:
            ledger.amend({"successor": name})

        def attempt() -> Object:
            body = {"name": name, "create_service_account_only": True}
            return t.cast(Object, run.client.post(SERVICE_ACCOUNTS.path, run.ids, body, key=ADMIN, creates=True))

        def look() -> Object | None:
            found = select(run.objects(SERVICE_ACCOUNTS, afresh=True), SERVICE_ACCOUNTS, name)
            return next((each for each in found if each["id"] not in before), None)

        def take(found: Object) -> Object | None:
            return found

        made = create_once(attempt, look, take, run.client.connection.patience(ADMIN), SERVICE_ACCOUNTS.spoken)
        if old["role"] != made["role"]:
            made = {**made, **self.change_account(run, made, {"role": old["role"]})}
        return made

    def change_account(self, run: TaskContext, account: Object, patch: Object) -> Object:
        """Rename an account or change its role."""
        ids = {**run.ids, SERVICE_ACCOUNTS.own_id: account["id"]}
        return t.cast(Object, run.client.post(SERVICE_ACCOUNTS.item, ids, patch, key=ADMIN))

    def delete_account(self, run: TaskContext, account: Object) -> None:
        """Delete an account and with it all its keys."""
        ids = {**run.ids, SERVICE_ACCOUNTS.own_id: account["id"]}
        run.client.delete(SERVICE_ACCOUNTS.item, ids, key=ADMIN)
        run.forget(SERVICE_ACCOUNTS, account)

    def succeed(self, run: TaskContext, old: Object | None, successor: Object) -> None:
        """Delete the account that was replaced, and give its name to the one in its place."""
        label = str(run.param("service_account"))
        if old is not None:
            self.delete_account(run, old)
        renamed = self.change_account(run, successor, {"name": label})
        run.remember(SERVICE_ACCOUNTS, {**successor, **renamed})
        run.done.append(f"replaced the service account {label}")

    def complete_generation(self, run: TaskContext) -> None:
        """Bring to an end what a run that died had begun: an account whose place another was to take."""
        label = str(run.param("service_account") or "")
        dest = self.delivery(run).dest
        if run.check_mode or not dest or SERVICE_ACCOUNTS.is_id(label) or run.below_predicted(SERVICE_ACCOUNTS):
            return
        objects = run.objects(SERVICE_ACCOUNTS)
        found = select(objects, SERVICE_ACCOUNTS, successor_name(label))
        if len(found) != 1:
            return
        ledger = Ledger(dest, found[0]["id"], str(run.param("name")))
        if ledger.whole:
            old = select(objects, SERVICE_ACCOUNTS, label)
            self.succeed(run, old[0] if old else None, found[0])


def successor_name(label: str) -> str:
    """What the account is called that is about to take the place of another."""
    return f"{label} (next)"


SERVICE_ACCOUNT_KEY = _ServiceAccountKey(
    SERVICE_ACCOUNT_KEYS,
    parents=(IN_PROJECT, OF_ACCOUNT),
    fields=(Field("name"), SCOPES, EXPIRES, *RENEWAL_FIELDS, *SECRET_FIELDS),
    operations=(
        f"POST {ISSUE}",
        f"POST {SERVICE_ACCOUNTS.path}",
        f"POST {SERVICE_ACCOUNTS.item}",
        f"DELETE {SERVICE_ACCOUNTS.item}",
        f"GET {SERVICE_ACCOUNTS.path}",
    ),
)


class _ServiceAccountKeyInfo(Info):
    def matching(self, run: TaskContext, place: Collection, thing: Object) -> bool:
        return super().matching(run, place, thing) and owned(run, thing)

    def one(self, run: TaskContext, place: Collection, given: str) -> Object | None:
        found = super().one(run, place, given)
        return found if found is not None and owned(run, found) else None


SERVICE_ACCOUNT_KEY_INFO = _ServiceAccountKeyInfo(SERVICE_ACCOUNT_KEY, matches=(Field("name"),))
