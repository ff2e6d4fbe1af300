# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Service accounts of a project, with the first key of each."""

from __future__ import annotations

import typing as t
import uuid
from contextlib import nullcontext
from functools import partial

from ..._api.connection import ADMIN
from ..._domain.api_keys import Ledger, deliver_or_revoke, issue_once, shown
from ..._domain.secret_output import SECRET_FIELDS, Delivery
from ..._engine.context import TaskContext, is_predicted
from ..._engine.entity import Entity
from ..._engine.info import Info
from ..._engine.spec import Collection, Field
from ..._support.artifact import artifact_lock, read_manifest
from ..._support.errors import ApiError
from ..._support.types import Object
from .project import IN_PROJECT, PROJECTS
from .project_api_key import PROJECT_API_KEYS

SERVICE_ACCOUNTS = Collection(
    "service_account",
    path="/organization/projects/{project_id}/service_accounts",
    item="/organization/projects/{project_id}/service_accounts/{service_account_id}",
    prefixes=("svc_acct_", "user-"),
)
ISSUE = f"{SERVICE_ACCOUNTS.item}/api_keys"


MOMENT = 600.0
"""Seconds between a note and an account that is taken for the one it speaks of; clocks differ."""


class _ServiceAccount(Entity):
    def delivery(self, run: TaskContext) -> Delivery:
        return Delivery(run, f"the key of {self.spoken(run)}")

    def prepare(self, run: TaskContext) -> None:
        if not run.param("create_service_account_only"):
            self.delivery(run).prepare()

    def note(self, run: TaskContext) -> Ledger:
        """The note beside ``dest`` that an account is being made, whose key nobody has yet."""
        dest = "" if run.param("create_service_account_only") else self.delivery(run).dest
        return Ledger(dest, run.ids[PROJECTS.own_id], str(run.param("name")))

    def present(self, run: TaskContext) -> dict[str, t.Any]:
        dest = self.note(run).dest
        with artifact_lock(dest) if dest else nullcontext():
            return super().present(run)

    def find(self, run: TaskContext) -> Object | None:
        found = super().find(run)
        note = self.note(run)
        if found is None or not note.begun or run.param("state") == "absent":
            return found
        if self.delivery(run).holds(found["id"]) or abs(found["created_at"] - note.begun["at"]) > MOMENT:
            return found
        # A run was killed between making it and writing its key, so nobody can have that: begin again.
        if not run.check_mode:
            self.remove(run, found)
        run.forget(SERVICE_ACCOUNTS, found)
        return None

    def foreseen(self, run: TaskContext, wanted: Object) -> Object:
        role = "none" if run.param("create_service_account_only") else "member"
        return {"role": role, **super().foreseen(run, wanted)}

    def make(self, run: TaskContext, body: Object) -> Object:
        note = self.note(run)
        note.begin((), ())
        try:
            # The role cannot be sent along; it follows when the key is safe.
            return super().make(run, {name: value for name, value in body.items() if name != "role"})
        except ApiError:
            note.end()
            raise

    def recover(self, run: TaskContext, found: Object) -> Object | None:
        if run.param("create_service_account_only"):
            return found
        # Its key went with the answer and nobody can have it: begin again rather than leave a live stray key.
        run.client.delete(SERVICE_ACCOUNTS.item, self.item_ids(run, found), key=ADMIN)
        return None

    def listed_form(self, made: Object) -> Object:
        return {name: value for name, value in made.items() if name != "api_key"}

    def finish(self, run: TaskContext, result: dict[str, t.Any], made: bool) -> dict[str, t.Any]:
        account: Object = result["service_account"]
        key = account.pop("api_key", None)
        delivery = self.delivery(run)
        if made and not run.param("create_service_account_only"):
            result["diff"]["after"]["api_key"] = "issued"
            if key is not None:
                facts = {"api_key_id": key["id"]}
                told = "The account and its key were removed"
                deliver_or_revoke(delivery, key, account["id"], facts, lambda: self.undo(run, account), told)
                result["api_key"] = shown(run, key)
        elif not made and delivery.dest and not run.param("create_service_account_only"):
            self.restore(run, result, account, delivery)
        if not run.check_mode:
            self.note(run).end()
        role = run.param("role")
        if made and role and account.get("role") != role and not run.check_mode:
            result["service_account"] = account = {**account, **self.change(run, account, {"role": role})}
            run.remember(SERVICE_ACCOUNTS, account)
            result["diff"]["after"]["role"] = role
        return result

    def undo(self, run: TaskContext, account: Object) -> None:
        """Take back an account whose key could not be delivered."""
        run.client.delete(SERVICE_ACCOUNTS.item, self.item_ids(run, account), key=ADMIN)
        run.forget(SERVICE_ACCOUNTS, account)
        self.note(run).end()
        run.done.clear()

    def restore(self, run: TaskContext, result: dict[str, t.Any], account: Object, delivery: Delivery) -> None:
        """Issue another key where ``dest`` holds none of this account's."""
        held = delivery.holds(account["id"])
        if held is None:
            run.warn(
                f"{delivery.dest} was not written by this collection, so whose key it holds is not known; left as it is."
            )
        if held is not False:
            return
        delivery.prepare()
        result["changed"] = True
        result["diff"]["after"]["api_key"] = "issued"
        if run.check_mode or is_predicted(account["id"]):
            return
        held_before = (read_manifest(delivery.dest) or {}).get("api_key_id")
        key = self.issue(run, account)
        facts = {"api_key_id": key["id"]}
        revoke = partial(self.revoke, run, key)
        deliver_or_revoke(delivery, key, account["id"], facts, revoke, "The key was revoked")
        run.done.append(f"issued a key for {self.spoken(run)}")
        older = f"{held_before} is" if held_before else "older keys of it may be"
        run.warn(f"{delivery.dest} held no key of this account, so another was issued; {older} still live.")
        result["api_key"] = shown(run, key)

    def issue(self, run: TaskContext, account: Object) -> Object:
        """One more key, by a name that tells it from all others should its answer be lost."""
        name = f"ansible {uuid.uuid4().hex[:12]}"
        ids = self.item_ids(run, account)

        def attempt() -> Object:
            return t.cast(Object, run.client.post(ISSUE, ids, {"name": name}, key=ADMIN, creates=True))

        def look() -> Object | None:
            return next((key for key in run.objects(PROJECT_API_KEYS, afresh=True) if key.get("name") == name), None)

        return issue_once(run, attempt, look, partial(self.revoke, run), "key")

    def revoke(self, run: TaskContext, key: Object) -> None:
        """Take a key back."""
        ids = {**run.ids, PROJECT_API_KEYS.own_id: key["id"]}
        try:
            run.client.delete(PROJECT_API_KEYS.item, ids, key=ADMIN)
        except ApiError as error:
            error.remedy = f"The key {key['id']} is live and nobody holds it: delete its service account to revoke it."
            raise


SERVICE_ACCOUNT = _ServiceAccount(
    SERVICE_ACCOUNTS,
    parents=(IN_PROJECT,),
    fields=(
        Field("name"),
        Field("role", choices=("member", "owner")),
        Field("create_service_account_only", "bool", default=False, read_as=""),
        *SECRET_FIELDS,
    ),
    operations=(
        f"POST {SERVICE_ACCOUNTS.path}",
        f"POST {ISSUE}",
        f"GET {PROJECT_API_KEYS.path}",
        f"DELETE {PROJECT_API_KEYS.item}",
    ),
)

SERVICE_ACCOUNT_INFO = Info(SERVICE_ACCOUNT, matches=(Field("name"),))
