# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Keys that are shown once: issued by name, delivered, renewed and revoked, so that none is lost and none left over.

Before a key is issued a note beside ``dest`` says which keys of the name there were. A run that dies leaves it, and so
the next one knows which key nobody received. The manifest names the keys that the delivered one takes the place of;
they are revoked once it is written, by this run or by the next.
"""

from __future__ import annotations

import json
import os
import time
import typing as t
from contextlib import nullcontext
from dataclasses import dataclass, field

from .._api.connection import ADMIN
from .._engine.context import TaskContext, ambiguous, is_predicted, predicted_id
from .._engine.create_once import SETTLED_AFTER, create_once, poll_for
from .._engine.entity import Entity
from .._engine.spec import Field
from .._support.artifact import artifact_lock, intact, manifest_path, read_manifest, write_manifest
from .._support.errors import ApiError, ConnectionFailure, DeliveryError, InvalidArgument
from .._support.files import atomic_write, sweep
from .._support.time import parse_duration
from .._support.types import Object
from .secret_output import Delivery

YEAR = 31_536_000
"""The longest life of a key that ends, in seconds."""

EXPIRES = Field("expires_in_seconds", "int", least=1, most=YEAR, read_as="")

RENEWAL_FIELDS = (
    Field("max_age", sent_as="", read_as=""),
    Field("renew_within", sent_as="", read_as=""),
    Field("overlap", sent_as="", read_as=""),
    Field("replace", "bool", default=False, sent_as="", read_as=""),
)
"""The options of every key that is renewed."""


def unexpired(key: Object) -> bool:
    """Whether a key has not come to its end."""
    return key.get("expires_at") is None or bool(key["expires_at"] > time.time())


def issue_once(
    run: TaskContext,
    attempt: t.Callable[[], Object],
    look: t.Callable[[], Object | None],
    revoke: t.Callable[[Object], None],
    what: str,
) -> Object:
    """Issue a secret; one whose answer was lost is revoked before another is asked for, as nobody can have it."""

    def take(found: Object) -> Object | None:
        revoke(found)
        return None

    try:
        return create_once(attempt, look, take, run.client.connection.patience(ADMIN), what)
    except ConnectionFailure as error:
        error.remedy = f"Run the task again: it revokes a {what} that nobody received, and issues one."
        raise


def deliver_or_revoke(
    delivery: Delivery, key: Object, owner: str, facts: t.Mapping[str, t.Any], revoke: t.Callable[[], None], told: str
) -> None:
    """Deliver an issued key, or take it back.

    :param told: what has become of it then, for the failure's remedy.
    """
    try:
        delivery.deliver(key["value"], owner, facts)
    except DeliveryError as error:
        revoke()
        error.remedy = f"{told} again; make dest writable and run the task again."
        raise


def shown(run: TaskContext, key: Object) -> Object:
    """An issued key as the task returns it: with its value only on request."""
    return {name: value for name, value in key.items() if name != "value" or run.param("return_key")}


@dataclass(frozen=True)
class Timing:
    """When a key is renewed; all in seconds."""

    expires_in: int | None
    max_age: int | None
    renew_within: int | None
    overlap: int

    @classmethod
    def of(cls, run: TaskContext) -> Timing:
        """As the task says.

        :raises BadInput: it would renew at every run, or leave keys to pile up.
        """
        expires_in = run.param("expires_in_seconds")
        age, within = (
            parse_duration("max_age", run.param("max_age")),
            parse_duration("renew_within", run.param("renew_within")),
        )
        overlap = parse_duration("overlap", run.param("overlap")) if run.param("overlap") not in (0, "0") else 0
        if within and expires_in and within >= expires_in:
            raise InvalidArgument(
                f"renew_within is {within} s and a key lives {expires_in} s, so that every run would issue another",
                "Set renew_within to less than expires_in_seconds.",
            )
        if overlap and age and overlap >= age:
            raise InvalidArgument(
                f"overlap is {overlap} s and max_age {age} s, so that old keys would pile up",
                "Set overlap to less than max_age.",
            )
        if overlap and not run.param("dest"):
            raise InvalidArgument(
                "overlap is set and dest is not, so that no later run could tell which key to revoke",
                "Set dest, or leave overlap out.",
            )
        return cls(expires_in, age, within, overlap or 0)

    def due(self, key: Object) -> bool:
        """Whether a key is to be renewed now.

        :raises BadInput: a key never lives as long as ``renew_within``.
        """
        now = time.time()
        created, expires = key.get("created_at") or now, key.get("expires_at")
        if self.max_age and now - created > self.max_age:
            return True
        if not self.renew_within or not expires or expires - now > self.renew_within:
            return False
        if expires - created <= self.renew_within:
            raise InvalidArgument(
                f"renew_within is {self.renew_within} s and the key {key['id']} was given {expires - created} s to live, "
                "so that every run would issue another",
                "Set renew_within to less than the key's life.",
            )
        return True


class Ledger:
    """What lies beside ``dest``: whose key it holds, which keys that one replaces, and what a run that died had begun.

    :ivar manifest: of the file; empty where there is none.
    :ivar begun: the note of an issue that is not known to have ended; empty where there is none.
    """

    def __init__(self, dest: str, owner: str, name: str) -> None:
        self.dest = dest
        self._owner = owner
        self._name = name
        self._note = f"{dest}.issuing.json"
        note = _load(self._note) if dest else {}
        self.begun: Object = note if note.get("owner") == owner and note.get("name") == name else {}
        self.read()

    def read(self) -> None:
        """Look at the manifest."""
        self.manifest: Object = (read_manifest(self.dest) if self.dest else None) or {}
        self.mine = self.manifest.get("owner") == self._owner and self.manifest.get("name") == self._name
        self.whole = self.mine and intact(self.dest, self.manifest)

    @property
    def key_id(self) -> str:
        """The key that the file held last."""
        return str(self.manifest.get("api_key_id")) if self.mine else ""

    def begin(self, before: t.Iterable[str], strays: t.Iterable[str]) -> None:
        """Note what there was before a key is issued.

        :param strays: keys that nobody received, still to be revoked.
        """
        self.begun = {
            "owner": self._owner,
            "name": self._name,
            "at": time.time(),
            "before": sorted(before),
            "strays": sorted(strays),
        }
        if self.dest:
            with atomic_write(self._note, 0o600) as handle:
                handle.write(json.dumps(self.begun, indent=2).encode() + b"\n")

    def end(self) -> None:
        """Nothing is under way any more."""
        if self.begun and self.dest and os.path.exists(self._note):
            for path in (self.dest, manifest_path(self.dest), self._note):
                sweep(path)
            os.unlink(self._note)
        self.begun = {}

    def amend(self, facts: t.Mapping[str, t.Any]) -> None:
        """Change what the manifest says of a file that stays as it is."""
        write_manifest(self.dest, {**self.manifest, **facts}, 0o600)
        self.read()


def _load(path: str) -> Object:
    try:
        with open(path, encoding="utf-8") as handle:
            found = json.load(handle)
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


@dataclass
class Plan:
    """What is to be done about one name.

    :ivar live: the live keys of the name, by id. :ivar current: the one that stays in use, or that is renewed.
    :ivar retiring: keys to revoke and the Unix time from which on. :ivar strays: those of them nobody received.
    """

    live: dict[str, Object]
    current: Object | None = None
    retiring: dict[str, float] = field(default_factory=dict)
    strays: set[str] = field(default_factory=set)
    issue: bool = False


@dataclass(frozen=True)
class IssuedKey(Entity):
    """A key of an owner that is known by its name: one live key of a name for each owner."""

    def constraints(self) -> dict[str, t.Any]:
        return {**super().constraints(), "required_if": [["state", "present", ["name"]]]}

    # --- what differs from thing to thing --------------------------------------------------------------------------

    def owner(self, run: TaskContext) -> str:
        """Whose keys these are, for the manifest."""
        raise NotImplementedError

    def issue_facts(self, run: TaskContext, ledger: Ledger) -> Object:
        """What the manifest remembers beside the key, because the API does not tell it."""
        return {}

    def adjust(self, run: TaskContext, ledger: Ledger, current: Object) -> Object:
        """Bring a key that stays into line; what changed, for the diff."""
        return {}

    def unrevoked(self, run: TaskContext, ledger: Ledger, plan: Plan, error: ApiError) -> Object | None:
        """The server refused to revoke a replaced key: raise, or find another way and return the key that is there now."""
        raise error

    # --- present ---------------------------------------------------------------------------------------------------

    def delivery(self, run: TaskContext) -> Delivery:
        """Where the key goes."""
        return Delivery(run, f"the {self.spoken(run)}")

    def present(self, run: TaskContext) -> dict[str, t.Any]:
        if run.param("id"):
            raise InvalidArgument(
                "id names one key and state=present issues others by name", "Leave id out, or set state: absent."
            )
        timing = Timing.of(run)
        delivery = self.delivery(run)
        if not delivery.wanted:
            delivery.prepare()
        with artifact_lock(delivery.dest) if delivery.dest else nullcontext():
            return self.settle(run, delivery, timing)

    def settle(self, run: TaskContext, delivery: Delivery, timing: Timing) -> dict[str, t.Any]:
        """One live key of the name, held by ``dest``."""
        place = self.place(run)
        ledger = Ledger(delivery.dest, self.owner(run), str(run.param("name")))
        with nullcontext() if run.check_mode else run.kept(place).held(run.list_name(place)):
            kept = run.kept(place).get(run.list_name(place)) is not None
            plan = self.plan(run, ledger, timing)
            if plan.issue and kept and not is_predicted(self.owner(run)):
                # What is issued, and what is revoked for it, is decided by what is there now.
                plan = self.plan(run, ledger, timing, afresh=True)
            result = self.renew(run, delivery, ledger, plan) if plan.issue else self.stay(run, ledger, plan)
            return self.retire(run, ledger, plan, result)

    def plan(self, run: TaskContext, ledger: Ledger, timing: Timing, afresh: bool = False) -> Plan:
        """Look at what is there, and decide.

        :raises Ambiguous: several live keys bear the name and nobody can tell which is meant.
        """
        live = self.named(run, afresh)
        plan = Plan(live)
        if ledger.begun and not (ledger.whole and ledger.key_id not in ledger.begun["before"]):
            plan.live, plan.strays = self.unreceived(run, ledger, live)
        plan.retiring = {
            name: float(at)
            for name, at in ledger.manifest.get("superseded", {}).items()
            if ledger.mine and name in live
        }
        plan.retiring.update(dict.fromkeys(plan.strays, 0.0))
        if ledger.whole:
            plan.current = live.get(ledger.key_id)
        elif ledger.key_id in live:
            # Its file is gone or was changed, so that nobody can be sure to have it.
            plan.retiring[ledger.key_id] = 0.0
        rest = [key for name, key in plan.live.items() if name not in plan.retiring and key is not plan.current]
        if not ledger.dest and len(rest) == 1:
            plan.current = rest.pop()
        if rest and (plan.current or len(rest) > 1):
            raise ambiguous(
                self.place(run), str(run.param("name")), [*([plan.current] if plan.current else []), *rest], "id"
            )
        if rest and not run.param("replace"):
            raise InvalidArgument(
                f"there is a live key of that name, {rest[0]['id']}, and {ledger.dest} does not hold it; a key cannot be "
                "read again",
                "Set replace: true to issue another and revoke that one, revoke it with state: absent, or choose another name.",
            )
        plan.issue = plan.current is None or timing.due(plan.current)
        if plan.issue:
            for old in (*rest, *([plan.current] if plan.current else [])):
                if not timing.overlap:
                    self.guard(run, old, removing=True)
                plan.retiring[old["id"]] = time.time() + timing.overlap if timing.overlap else 0.0
            self.check_dest(run, ledger)
        return plan

    def named(self, run: TaskContext, afresh: bool = False) -> dict[str, Object]:
        """The owner's live keys of the task's name, by id."""
        return {each["id"]: each for each in self.candidates(run, self.known(run, afresh))}

    def unreceived(
        self, run: TaskContext, ledger: Ledger, live: dict[str, Object]
    ) -> tuple[dict[str, Object], set[str]]:
        """The live keys, and those of them that a run that died has issued for nobody."""
        before = set(ledger.begun["before"])

        def look() -> Object | None:
            found = self.named(run, afresh=True)
            return found if set(found) - before else None

        left = min(SETTLED_AFTER, run.client.connection.patience(ADMIN) / 2) - (time.time() - ledger.begun["at"])
        if not set(live) - before and left > 0 and not run.check_mode:
            # It may have been made a moment ago and not be visible yet.
            live = poll_for(look, left) or live
        return live, (set(live) - before) | (set(ledger.begun["strays"]) & set(live))

    def check_dest(self, run: TaskContext, ledger: Ledger) -> None:
        """Refuse to write over a file that is not this task's.

        :raises BadInput: it is somebody else's, or holds another live key.
        """
        if not ledger.dest or ledger.mine or ledger.begun or not os.path.exists(ledger.dest):
            return
        held = ledger.manifest.get("api_key_id")
        if not ledger.manifest:
            why = "was not written by this collection"
        elif ledger.manifest.get("within", run.ids) != run.ids or any(
            each["id"] == held for each in run.objects(self.place(run))
        ):
            why = f"holds another key, {held}"
        else:
            return
        raise InvalidArgument(f"dest: {ledger.dest} {why}", "Move it away, or set dest to another file.")

    def renew(self, run: TaskContext, delivery: Delivery, ledger: Ledger, plan: Plan) -> dict[str, t.Any]:
        """Issue a key and deliver it."""
        place = self.place(run)
        delivery.prepare()
        wanted = self.wanted(run)
        if run.check_mode:
            prefix = place.prefixes[0] if place.prefixes else ""
            made: Object = {"id": predicted_id(prefix, self.spoken(run)), **self.foreseen(run, wanted)}
            run.remember(place, made)
            return self.issued(run, made, plan)
        made = self.issue(
            run, delivery, ledger, plan, {key: value for key, value in self.body(wanted).items() if value}
        )
        plan.live[made["id"]] = made
        run.done.append(f"issued {self.spoken(run)} ({made['id']})")
        paginate = self.listed_form(made)
        run.remember(place, paginate)
        result = self.issued(run, paginate, plan)
        result["api_key"] = shown(run, made)
        return result

    def issue(self, run: TaskContext, delivery: Delivery, ledger: Ledger, plan: Plan, body: Object) -> Object:
        """Issue and deliver: the key is in its place, or it is revoked."""
        before = set(plan.live) - plan.strays
        ledger.begin(before, plan.strays)

        def look() -> Object | None:
            new = {name: key for name, key in self.named(run, afresh=True).items() if name not in plan.live}
            return next(iter(new.values()), None)

        def revoke(key: Object) -> None:
            self.remove(run, key)
            run.forget(self.place(run), key)

        try:
            made = issue_once(run, lambda: self.make(run, body), look, revoke, self.collection.spoken)
        except ApiError:
            if not plan.strays:
                ledger.end()
            raise
        facts = {
            "api_key_id": made["id"],
            "name": run.param("name"),
            "within": dict(run.ids),
            "superseded": plan.retiring,
            **self.issue_facts(run, ledger),
        }
        try:
            deliver_or_revoke(delivery, made, self.owner(run), facts, lambda: revoke(made), "The new key was revoked")
        except DeliveryError:
            if not plan.strays:
                ledger.end()
            raise
        ledger.end()
        ledger.read()
        return made

    def issued(self, run: TaskContext, made: Object, plan: Plan) -> dict[str, t.Any]:
        """The result of an issue."""
        readable = self.readable(self.wanted(run))
        old = {**readable, "api_key": plan.current["id"]} if plan.current else None
        return self.result(run, made, old, {**readable, "api_key": "issued"}, True)

    def stay(self, run: TaskContext, ledger: Ledger, plan: Plan) -> dict[str, t.Any]:
        """The key that is there stays."""
        current = t.cast(Object, plan.current)
        readable = self.readable(self.wanted(run))
        changes = self.adjust(run, ledger, current)
        return self.result(run, current, dict(readable), {**readable, **changes}, bool(changes))

    def retire(self, run: TaskContext, ledger: Ledger, plan: Plan, result: dict[str, t.Any]) -> dict[str, t.Any]:
        """Revoke what was replaced, now that the key is delivered."""
        now = time.time()
        revoked = []
        for key_id, at in plan.retiring.items():
            if at > now:
                continue
            key = plan.live.get(key_id, {"id": key_id})
            try:
                self.guard(run, key, removing=True)
            except InvalidArgument as error:
                run.warn(f"{error.message}; it stays live until a run with another key revokes it")
                continue
            if not run.check_mode:
                try:
                    self.remove(run, key)
                except ApiError as error:
                    replaced = self.unrevoked(run, ledger, plan, error)
                    result.update(replaced or {})
                    revoked = [each for each, when in plan.retiring.items() if when <= now]
                    break
                run.forget(self.place(run), key)
                run.done.append(f"revoked {key_id}")
            revoked.append(key_id)
        if revoked:
            result["changed"] = True
            result["diff"]["after"]["revoked"] = sorted(revoked)
        result["revoked"] = sorted(revoked)
        if not run.check_mode:
            ledger.end()
        return result

    def listed_form(self, made: Object) -> Object:
        return {name: value for name, value in made.items() if name != "value"}

    # --- absent ----------------------------------------------------------------------------------------------------

    def absent(self, run: TaskContext) -> dict[str, t.Any]:
        if run.param("id"):
            return super().absent(run)
        name = str(run.param("name"))
        dest = self.delivery(run).dest
        with artifact_lock(dest) if dest else nullcontext():
            ledger = Ledger(dest, self.owner(run), name)
            live = self.named(run)
            ours = {ledger.key_id, *(ledger.manifest.get("superseded", {}) if ledger.mine else ())} & set(live)
            if ledger.begun:
                ours |= set(live) - set(ledger.begun["before"])
            rest = [key for key_id, key in live.items() if key_id not in ours]
            if rest and (ours or len(rest) > 1):
                raise ambiguous(self.place(run), name, list(live.values()), "id")
            if not live:
                result = self.result(run, None, None, None, False)
            for key in live.values():
                self.guard(run, key, removing=True)
            for key in live.values():
                if not run.check_mode:
                    self.remove(run, key)
                    run.done.append(f"revoked {key['id']}")
                run.forget(self.place(run), key)
                result = self.result(run, key, self.identity(key), None, True)
            if not run.check_mode:
                ledger.end()
        return {**result, "revoked": sorted(live)}
