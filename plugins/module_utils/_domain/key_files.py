# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Keys that the API returns only once: when to renew one, and the manifest next to the file that contains it."""

from __future__ import annotations

import json
import os
import time
import typing as t
from dataclasses import dataclass

from .._api.connection import ADMIN
from .._engine.context import TaskContext
from .._engine.create_once import create_once
from .._engine.fields import Field
from .._support.artifact import current_manifest, intact, manifest_path, write_manifest
from .._support.errors import ConnectionFailure, DeliveryError, InvalidArgument, LostResponse, OpenAIError
from .._support.files import atomic_write, sweep
from .._support.recent import settled_after
from .._support.time import parse_duration
from .._support.types import Object
from .secret_output import Delivery

YEAR = 31_536_000
"""The longest lifetime of a key that expires, in seconds."""

EXPIRES = Field("expires_in_seconds", "int", min=1, max=YEAR, response_name="")

RENEWAL_FIELDS = (
    Field("max_age", request_name="", response_name=""),
    Field("renew_within", request_name="", response_name=""),
    Field("overlap", request_name="", response_name=""),
    Field("replace", "bool", default=False, request_name="", response_name=""),
)
"""The options of every key that is renewed."""


def unexpired(key: Object) -> bool:
    """Return whether a key has not expired."""
    return key.get("expires_at") is None or bool(key["expires_at"] > time.time())


def shown(context: TaskContext, key: Object) -> Object:
    """Return an issued key as results show it: with its value only if the task sets ``return_key``."""
    return {name: value for name, value in key.items() if name != "value" or context.param("return_key")}


def in_hand(key: t.Any, what: str) -> Object:
    """Return an issued key whose value is known.

    :param what: the key in messages.
    :raises DeliveryError: the server has not returned it, so that the key cannot be used.
    """
    if isinstance(key, dict) and isinstance(key.get("value"), str) and key["value"].strip():
        return key
    raise DeliveryError(
        f"the server returned no value of {what}",
        "Check base_url: this server does not return the keys that it issues.",
    )


def issue_once(
    context: TaskContext,
    attempt: t.Callable[[], Object],
    look: t.Callable[[], Object | None],
    take: t.Callable[[Object], None],
    what: str,
) -> Object:
    """Issue a secret; if the response is lost, issue another.

    :param look: finds a secret that the attempt may have issued.
    :param take: revokes it, if it is certain that the attempt has issued it, and notes it otherwise.
    """

    def issued() -> Object:
        made = attempt()
        if not (isinstance(made, dict) and made.get("id")):
            raise LostResponse(f"the server returned no {what}", "error")
        return made

    def taken(found: Object) -> Object | None:
        take(found)
        return None

    try:
        retry_timeout = context.client.connection.retry_timeout_for(ADMIN)
        return create_once(issued, look, taken, retry_timeout, what, display=context.display)
    except ConnectionFailure as error:
        error.remedy = f"Run the task again: it issues a new {what}, and reports one that has appeared by then."
        raise


def deliver_or_revoke(
    delivery: Delivery, key: Object, owner: str, facts: t.Mapping[str, t.Any], revoke: t.Callable[[], None], undone: str
) -> None:
    """Deliver an issued key, or revoke it. ``dest`` then still holds what it held before.

    :param undone: what was undone if the delivery fails, for the failure's remedy.
    :raises DeliveryError: it is not delivered.
    """
    try:
        delivery.deliver(in_hand(key, delivery.what)["value"], owner, facts)
    except DeliveryError as error:
        undo(error, str(key.get("id")), revoke, undone)
        raise


def undo(error: DeliveryError, key_id: str, revoke: t.Callable[[], None], undone: str) -> None:
    """Revoke a key that could not be delivered, and complete the remedy of the failure."""
    remedy = error.remedy or "Make dest writable and run the task again."
    try:
        revoke()
    except OpenAIError as failed:
        error.active_key = key_id
        error.remedy = (
            f"{key_id} is active, was not delivered and could not be revoked: {failed.message}. {failed.remedy}"
        )
    else:
        error.remedy = f"{undone} again. {remedy}"


@dataclass(frozen=True)
class Timing:
    """When a key is renewed, in seconds."""

    expires_in: int | None
    max_age: int | None
    renew_within: int | None
    overlap: int

    @classmethod
    def of(cls, context: TaskContext) -> Timing:
        """Return the timing that the task sets.

        :raises InvalidArgument: it would renew at every run, or let keys accumulate.
        """
        expires_in = context.param("expires_in_seconds")
        age = parse_duration("max_age", context.param("max_age"))
        within = parse_duration("renew_within", context.param("renew_within"))
        overlap = parse_duration("overlap", context.param("overlap")) if context.param("overlap") not in (0, "0") else 0
        if within and expires_in and within >= expires_in:
            raise InvalidArgument(
                f"renew_within ({within} s) must be less than expires_in_seconds ({expires_in} s), or every run would "
                "issue another key",
                "Set renew_within to less than expires_in_seconds.",
            )
        if overlap and age and overlap >= age:
            raise InvalidArgument(
                f"overlap ({overlap} s) must be less than max_age ({age} s), or old keys would accumulate",
                "Set overlap to less than max_age.",
            )
        if overlap and not context.param("dest"):
            raise InvalidArgument(
                "dest is required when overlap is set, because later runs find the key to revoke in its manifest",
                "Set dest, or omit overlap.",
            )
        return cls(expires_in, age, within, overlap or 0)

    def due(self, key: Object) -> bool:
        """Return whether a key is to be renewed now.

        :raises InvalidArgument: the lifetime of the key is not longer than ``renew_within``.
        """
        now = time.time()
        created, expires = key.get("created_at") or now, key.get("expires_at")
        if self.max_age and now - created > self.max_age:
            return True
        if not self.renew_within or not expires or expires - now > self.renew_within:
            return False
        if expires - created <= self.renew_within:
            raise InvalidArgument(
                f"renew_within ({self.renew_within} s) must be less than the lifetime of the key {key['id']} "
                f"({expires - created} s), or every run would issue another",
                "Set renew_within to less than the lifetime of the key.",
            )
        return True


class Ledger:
    """Manifest and note next to ``dest``: the owner of its key, the keys that it replaces, an interrupted issue.

    :ivar owner: whose key the task manages.
    :ivar manifest: manifest of the file; empty if the file has none.
    :ivar begun: the note of an issue that may not have ended; empty if the last one ended.
    :ivar mine: the file holds a key of this owner and name. :ivar whole: and it is intact.
    """

    def __init__(self, dest: str, owner: str, name: str) -> None:
        self.dest = dest
        self.owner = owner
        self._name = name
        self._note = f"{dest}.issuing.json"
        note = _load(self._note) if dest else {}
        self.begun: Object = note if note.get("owner") == owner and note.get("name") == name else {}
        self.read()

    def read(self) -> None:
        """Read the manifest."""
        self.manifest: Object = current_manifest(self.dest) if self.dest else {}
        self.mine = self.manifest.get("owner") == self.owner and self.manifest.get("name") == self._name
        self.whole = self.mine and intact(self.dest, self.manifest)

    @property
    def key_id(self) -> str:
        """Id of the key that the file held last."""
        return str(self.manifest.get("api_key_id")) if self.mine else ""

    @property
    def ended(self) -> bool:
        """Return whether the issue that the note is about is complete, and only the note is left."""
        return self.whole and self.key_id not in self.begun.get("before", ())

    @property
    def made(self) -> set[str]:
        """Return the ids that the interrupted run has noted of what it created: they are certainly its own."""
        return {key_id for key_id in (self.begun.get("made"), *self.begun.get("orphaned", ())) if key_id}

    def unsettled(self, context: TaskContext) -> float:
        """Return the seconds for which what the interrupted run has created may still appear."""
        limit = min(settled_after(), context.client.connection.retry_timeout_for(ADMIN) / 2)
        return limit - (time.time() - self.begun["at"]) if self.begun else 0.0

    def begin(self, before: t.Iterable[str], orphaned: t.Iterable[str], **marks: str) -> None:
        """Note which keys exist before one is issued.

        :param orphaned: keys that were never delivered and must be revoked.
        :param marks: unique names by which what is created is recognized.
        :raises DeliveryError: the note could not be written, and nothing may be issued.
        """
        self.begun = {
            "owner": self.owner,
            "name": self._name,
            "at": time.time(),
            "before": sorted(before),
            "orphaned": sorted(orphaned),
            **marks,
        }
        self._write("Nothing was issued. Make its directory writable and run the task again.")

    def note_made(self, made: Object) -> None:
        """Note the id of what was created, so that the next run recognizes it if this one is interrupted.

        :raises DeliveryError: the note could not be written; the caller removes what was created.
        """
        self.begun["made"] = made["id"]
        self._write("")

    def _write(self, remedy: str) -> None:
        if not self.dest:
            return
        try:
            with atomic_write(self._note, 0o600) as handle:
                handle.write(json.dumps(self.begun, indent=2).encode() + b"\n")
        except OSError as error:
            raise DeliveryError(f"{self._note} could not be written: {error}", remedy) from error

    def end(self) -> None:
        """Note that no issue is in progress any more."""
        if self.begun and self.dest and os.path.exists(self._note):
            for path in (self.dest, manifest_path(self.dest), self._note):
                sweep(path)
            os.unlink(self._note)
        self.begun = {}

    def amend(self, facts: t.Mapping[str, t.Any]) -> None:
        """Change the manifest of a file, but not the file."""
        present = {name: value for name, value in self.manifest.items() if name != "former"}
        write_manifest(self.dest, {**present, **facts}, 0o600)
        self.read()


def _load(path: str) -> Object:
    try:
        with open(path, encoding="utf-8") as handle:
            found = json.load(handle)
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
