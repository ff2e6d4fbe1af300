# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""The keys of one name: those in use, those to revoke, and those of an unproven origin."""

from __future__ import annotations

import os
import time
import typing as t
from dataclasses import dataclass, field

from .._engine.context import TaskContext, ambiguous
from .._engine.create_once import poll_for
from .._engine.fields import Collection
from .._support.artifact import SECRET, refuse_foreign
from .._support.errors import InvalidArgument
from .._support.types import Object
from .key_files import Ledger


@dataclass
class Decision:
    """The planned changes to the keys of one name.

    :ivar live: active keys of the name, by id. :ivar current: the one that stays in use, or that is renewed.
    :ivar retiring: keys to revoke, and the Unix time from which on.
    :ivar orphaned_keys: those of them that this task issued and never delivered. :ivar issue: another key is issued.
    :ivar unproven: keys that this task may have issued and not delivered, or that another machine has issued.
    """

    live: dict[str, Object]
    current: Object | None = None
    retiring: dict[str, float] = field(default_factory=dict)
    orphaned_keys: set[str] = field(default_factory=set)
    unproven: set[str] = field(default_factory=set)
    issue: bool = False

    def due(self) -> list[str]:
        """Return the keys to revoke now."""
        now = time.time()
        return [key_id for key_id, at in self.retiring.items() if at <= now]

    def left(self) -> list[str]:
        """Return the unproven keys that are not revoked either."""
        return sorted(self.unproven - set(self.retiring))


def classify(
    ledger: Ledger, live: dict[str, Object], look: t.Callable[[], dict[str, Object]], limit: float
) -> Decision:
    """Return the active keys, those that an interrupted run certainly issued, and those that it may have issued.

    :param look: requests the active keys again. :param limit: seconds for which a new one may still appear.
    """
    decision = Decision(live)
    if ledger.begun and not ledger.ended:
        before = set(ledger.begun["before"])

        def appeared() -> Object | None:
            found = look()
            return found if set(found) - before else None

        if not set(live) - before and limit > 0:
            # It may have been created just now and not be visible yet.
            decision.live = poll_for(appeared, limit) or live
        decision.orphaned_keys = ledger.made & set(decision.live)
        decision.unproven = set(decision.live) - before - decision.orphaned_keys
    if ledger.mine:
        decision.unproven |= set(ledger.manifest.get("unproven", ())) & set(decision.live)
    if ledger.whole:
        decision.unproven.discard(ledger.key_id)
    return decision


def report(context: TaskContext, unproven: t.Collection[str]) -> None:
    """Warn about keys of an unproven origin."""
    for key_id in sorted(unproven):
        context.warn(
            f"the key {key_id} of the name {context.param('name')} is active and was not delivered by this task. Its issue "
            "was not answered, or another machine has issued it. It was not revoked, because it may be in use. Set "
            "replace=true to revoke it, or revoke it with its id and state=absent."
        )


def check_rest(context: TaskContext, place: Collection, ledger: Ledger, decision: Decision, rest: list[Object]) -> None:
    """Fail over keys of the name that are neither the current one nor to be revoked."""
    if rest and (decision.current or len(rest) > 1):
        found = [*([decision.current] if decision.current else []), *rest]
        raise ambiguous(place, str(context.param("name")), found, "id")
    if rest and not context.param("replace"):
        raise InvalidArgument(
            f"an active key of that name exists, {rest[0]['id']}, and {ledger.dest} does not contain it; a key "
            "cannot be read again",
            "Set replace=true to revoke it and issue a new one, revoke it with state=absent, or use another name.",
        )


def check_dest(context: TaskContext, place: Collection, ledger: Ledger) -> None:
    """Reject overwriting a file that does not belong to this task.

    :raises InvalidArgument: it was not written by this collection, or holds another active key.
    """
    if not ledger.dest or ledger.mine or not os.path.exists(ledger.dest):
        return
    refuse_foreign(ledger.dest, SECRET)
    held = ledger.manifest.get("api_key_id")
    if not ledger.manifest:
        return
    if ledger.manifest.get("within", context.ids) != context.ids or any(
        each["id"] == held for each in context.list_objects(place)
    ):
        raise InvalidArgument(
            f"dest: {ledger.dest} holds another key, {held}", "Move the file, or set dest to another file."
        )
