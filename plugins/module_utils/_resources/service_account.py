# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Service accounts of a project, with the first key of each."""

from __future__ import annotations

import typing as t
import uuid

from .._artifact import read_manifest
from .._client import Request
from .._errors import ApiError, DeliveryFailed, LostAnswer
from .._info import Info
from .._pages import AFTER_LAST_ID, listed
from .._reconcile import Entity
from .._resource import ADMIN, Collection, Field, Object
from .._run import Run, is_predicted
from .._secret import SECRET_FIELDS, Delivery
from .project import IN_PROJECT

SERVICE_ACCOUNTS = Collection(
    "service_account",
    path="/organization/projects/{project_id}/service_accounts",
    item="/organization/projects/{project_id}/service_accounts/{service_account_id}",
    prefixes=("svc_acct_", "user-"),
)
KEYS = "/organization/projects/{project_id}/api_keys"
ISSUE = f"{SERVICE_ACCOUNTS.item}/api_keys"


class _ServiceAccount(Entity):
    def delivery(self, run: Run) -> Delivery:
        return Delivery(run, f"the key of {self.spoken(run)}")

    def prepare(self, run: Run) -> None:
        if not run.param("create_service_account_only"):
            self.delivery(run).prepare()

    def foreseen(self, run: Run, wanted: Object) -> Object:
        role = "none" if run.param("create_service_account_only") else "member"
        return {"role": role, **super().foreseen(run, wanted)}

    def make(self, run: Run, body: Object) -> Object:
        # The role cannot be sent along; it follows when the key is safe.
        return super().make(run, {name: value for name, value in body.items() if name != "role"})

    def recover(self, run: Run, found: Object) -> Object | None:
        if run.param("create_service_account_only"):
            return found
        # Its key went with the answer and nobody can have it: begin again rather than leave a live stray key.
        run.client.delete(SERVICE_ACCOUNTS.item, self.item_ids(run, found), key=ADMIN)
        return None

    def listed_form(self, made: Object) -> Object:
        return {name: value for name, value in made.items() if name != "api_key"}

    def finish(self, run: Run, result: dict[str, t.Any], made: bool) -> dict[str, t.Any]:
        account: Object = result["service_account"]
        key = account.pop("api_key", None)
        delivery = self.delivery(run)
        if made and not run.param("create_service_account_only"):
            result["diff"]["after"]["api_key"] = "issued"
            if key is not None:
                try:
                    delivery.deliver(key["value"], account["id"], {"api_key_id": key["id"]})
                except DeliveryFailed as error:
                    self.undo(run, account, error)
                result["api_key"] = shown(run, key)
        elif not made and delivery.dest and not run.param("create_service_account_only"):
            self.restore(run, result, account, delivery)
        role = run.param("role")
        if made and role and account.get("role") != role and not run.check_mode:
            result["service_account"] = account = {**account, **self.change(run, account, {"role": role})}
            run.remember(SERVICE_ACCOUNTS, account)
            result["diff"]["after"]["role"] = role
        return result

    def undo(self, run: Run, account: Object, error: DeliveryFailed) -> t.NoReturn:
        """Take back an account whose key could not be delivered."""
        run.client.delete(SERVICE_ACCOUNTS.item, self.item_ids(run, account), key=ADMIN)
        run.forget(SERVICE_ACCOUNTS, account)
        run.done.clear()
        error.remedy = "The account and its key were removed again; make dest writable and run the task again."
        raise error

    def restore(self, run: Run, result: dict[str, t.Any], account: Object, delivery: Delivery) -> None:
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
        try:
            delivery.deliver(key["value"], account["id"], {"api_key_id": key["id"]})
        except DeliveryFailed as error:
            self.revoke(run, key["id"])
            error.remedy = "The key was revoked again; make dest writable and run the task again."
            raise
        run.done.append(f"issued a key for {self.spoken(run)}")
        older = f"{held_before} is" if held_before else "older keys of it may be"
        run.warn(f"{delivery.dest} held no key of this account, so another was issued; {older} still live.")
        result["api_key"] = shown(run, key)

    def issue(self, run: Run, account: Object) -> Object:
        """One more key; one whose answer was lost is revoked before another is asked for."""
        name = f"ansible {uuid.uuid4().hex[:12]}"
        ids = self.item_ids(run, account)
        for attempt in (1, 2, 3):
            try:
                return t.cast(Object, run.client.post(ISSUE, ids, {"name": name}, key=ADMIN, creates=True))
            except LostAnswer:
                for key in listed(run.client, Request("GET", KEYS, dict(run.ids), key=ADMIN), AFTER_LAST_ID):
                    if key.get("name") == name:
                        self.revoke(run, key["id"])
                if attempt == 3:
                    raise
        raise AssertionError

    def revoke(self, run: Run, key_id: str) -> None:
        """Take a key back."""
        try:
            run.client.delete(f"{KEYS}/{{api_key_id}}", {**run.ids, "api_key_id": key_id}, key=ADMIN)
        except ApiError as error:
            error.remedy = f"The key {key_id} is live and nobody holds it: delete its service account to revoke it."
            raise


def shown(run: Run, key: Object) -> Object:
    """An issued key as the task returns it: with its value only on request."""
    return {name: value for name, value in key.items() if name != "value" or run.param("return_key")}


SERVICE_ACCOUNT = _ServiceAccount(
    SERVICE_ACCOUNTS,
    parents=(IN_PROJECT,),
    fields=(
        Field("name"),
        Field("role", choices=("member", "owner")),
        Field("create_service_account_only", "bool", default=False, read_as=""),
        *SECRET_FIELDS,
    ),
    operations=(f"POST {ISSUE}", f"GET {KEYS}", f"DELETE {KEYS}/{{api_key_id}}"),
)

SERVICE_ACCOUNT_INFO = Info(SERVICE_ACCOUNT, matches=(Field("name"),))
