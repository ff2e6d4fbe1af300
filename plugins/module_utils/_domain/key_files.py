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
from .._support.artifact import intact, manifest_path, read_manifest, write_manifest
from .._support.errors import ConnectionFailure, DeliveryError, InvalidArgument
from .._support.files import atomic_write, sweep
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


def issue_once(
    context: TaskContext,
    attempt: t.Callable[[], Object],
    look: t.Callable[[], Object | None],
    revoke: t.Callable[[Object], None],
    what: str,
) -> Object:
    """Issue a secret; if the response is lost, revoke that secret before another is requested."""

    def take(found: Object) -> Object | None:
        revoke(found)
        return None

    try:
        return create_once(attempt, look, take, context.client.connection.retry_timeout_for(ADMIN), what)
    except ConnectionFailure as error:
        error.remedy = f"Run the task again: it revokes a {what} that was not delivered, and issues a new one."
        raise


def deliver_or_revoke(
    delivery: Delivery, key: Object, owner: str, facts: t.Mapping[str, t.Any], revoke: t.Callable[[], None], undone: str
) -> None:
    """Deliver an issued key, or revoke it.

    :param undone: what was undone if the delivery fails, for the failure's remedy.
    """
    try:
        delivery.deliver(key["value"], owner, facts)
    except DeliveryError as error:
        revoke()
        error.remedy = f"{undone} again; make dest writable and run the task again."
        raise


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
        self.manifest: Object = (read_manifest(self.dest) if self.dest else None) or {}
        self.mine = self.manifest.get("owner") == self.owner and self.manifest.get("name") == self._name
        self.whole = self.mine and intact(self.dest, self.manifest)

    @property
    def key_id(self) -> str:
        """Id of the key that the file held last."""
        return str(self.manifest.get("api_key_id")) if self.mine else ""

    def begin(self, before: t.Iterable[str], orphaned: t.Iterable[str]) -> None:
        """Note which keys exist before one is issued.

        :param orphaned: keys that were never delivered and must be revoked.
        """
        self.begun = {
            "owner": self.owner,
            "name": self._name,
            "at": time.time(),
            "before": sorted(before),
            "orphaned": sorted(orphaned),
        }
        if self.dest:
            with atomic_write(self._note, 0o600) as handle:
                handle.write(json.dumps(self.begun, indent=2).encode() + b"\n")

    def end(self) -> None:
        """Note that no issue is in progress any more."""
        if self.begun and self.dest and os.path.exists(self._note):
            for path in (self.dest, manifest_path(self.dest), self._note):
                sweep(path)
            os.unlink(self._note)
        self.begun = {}

    def amend(self, facts: t.Mapping[str, t.Any]) -> None:
        """Change the manifest of a file, but not the file."""
        write_manifest(self.dest, {**self.manifest, **facts}, 0o600)
        self.read()


def _load(path: str) -> Object:
    try:
        with open(path, encoding="utf-8") as handle:
            found = json.load(handle)
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
