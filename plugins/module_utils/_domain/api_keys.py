# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Issue, deliver, renew and revoke keys that the API returns only once, so that no key is lost or left active.

Before a key is issued, a note next to ``dest`` lists the existing keys of the name; afterwards it contains the id of the
new one. An interrupted run leaves the note, so that the next run can revoke the key that was never delivered. The
manifest lists the keys that the delivered one replaces. They are revoked after the key is delivered, by this run or by a
later one.

The API offers no mark for a key. One that has appeared since the list was read, and whose id no response contained, may
have been issued by another machine: it is unproven, reported, and never revoked unless the task sets ``replace``.
"""

from __future__ import annotations

import time
import typing as t
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace

from .._engine.context import TaskContext, ambiguous, is_predicted, predicted_id
from .._engine.create_lock import create_lock
from .._engine.entity import Entity
from .._engine.plan import Action, Plan, Progress
from .._engine.spec import Hooks, hookable
from .._support.errors import ApiError, DeliveryError, InvalidArgument
from .._support.types import Object
from .key_decision import Decision, check_dest, check_rest, classify, report
from .key_files import Ledger, Timing, deliver_or_revoke, issue_once, shown, undo
from .secret_output import Delivery

MOST_LOST = 3
"""Number of keys whose issue was not answered after which no other is issued: each of them remains active."""


@dataclass(frozen=True)
class KeyHooks(Hooks):
    """Hooks of one kind of key.

    :ivar owner: owner of the keys, for the manifest.
    :ivar issue_facts: values of a key that the manifest stores because the API does not return it.
    :ivar adjust: action that updates a key that is not replaced, with its changes for the diff.
    :ivar unrevoked: what to do if the server refuses to revoke a replaced key.
    """

    owner: t.Callable[..., str] | None = None
    issue_facts: t.Callable[..., Object] | None = None
    adjust: t.Callable[..., tuple[Object, Action] | None] | None = None
    unrevoked: t.Callable[..., Object] | None = None


@dataclass(frozen=True)
class IssuedKey(Entity):
    """A key of an owner that is identified by its name: one active key of a name for each owner."""

    hooks: KeyHooks = KeyHooks()

    def constraints(self) -> dict[str, t.Any]:
        return {**super().constraints(), "required_if": [["state", "present", ["name"]]]}

    # --- what differs between the kinds of keys ----------------------------------------------------------------------

    @hookable
    def owner(self, context: TaskContext) -> str:
        """Return the owner of the keys, for the manifest."""
        raise NotImplementedError

    @hookable
    def issue_facts(self, context: TaskContext, ledger: Ledger) -> Object:
        """Return values of a key that the manifest stores because the API does not return it."""
        return {}

    @hookable
    def adjust(self, context: TaskContext, ledger: Ledger, current: Object) -> tuple[Object, Action] | None:
        """Return the action that updates a key that is not replaced, with its changes for the diff."""
        return None

    @hookable
    def unrevoked(self, context: TaskContext, ledger: Ledger, error: ApiError) -> Object:
        """Handle a server that refuses to revoke a replaced key.

        Fail, or return the result with the key that exists now.
        """
        raise error

    @hookable
    def cached(self, thing: Object) -> Object:
        return {name: value for name, value in thing.items() if name != "value"}

    # --- plans -------------------------------------------------------------------------------------------------------

    def delivery(self, context: TaskContext) -> Delivery:
        """Return where the key is delivered."""
        return Delivery(context, f"the {self.title(context)}")

    def ledger(self, context: TaskContext) -> Ledger:
        """Return the manifest and the note next to ``dest``."""
        return Ledger(self.delivery(context).dest, self.owner(context), str(context.param("name")))

    @hookable
    def exclusive(self, context: TaskContext) -> t.ContextManager[None]:
        return self._locks(context)

    @contextmanager
    def _locks(self, context: TaskContext) -> t.Iterator[None]:
        dest = self.delivery(context).dest
        # All runs of this control node share the lock of the name, regardless of their dest.
        name = str(context.param("name") or context.param("id"))
        file = context.lock_artifact(dest, self.key) if dest else nullcontext()
        with file, create_lock(context, self.place(context), name):
            yield

    @hookable
    def plan_present(self, context: TaskContext) -> Plan:
        if context.param("id"):
            raise InvalidArgument(
                "id and state=present are mutually exclusive: state=present issues keys by name",
                "Omit id, or set state=absent.",
            )
        timing = Timing.of(context)
        delivery = self.delivery(context)
        if not delivery.wanted:
            delivery.prepare()
        ledger = self.ledger(context)
        place = self.place(context)
        cached = context.cache(place).get(context.cache_key(place)) is not None
        decision = self.decide(context, ledger, timing, False)
        if decision.issue and cached and not is_predicted(self.owner(context)):
            # What is issued, and what is revoked for it, is decided by what the server has now.
            decision = self.decide(context, ledger, timing, True)
        report(context, decision.left())
        if decision.issue:
            plan = self.plan_issue(context, delivery, ledger, decision)
        else:
            plan = self.plan_keep(context, ledger, decision)
        return self.plan_revocation(context, ledger, decision, plan)

    def decide(self, context: TaskContext, ledger: Ledger, timing: Timing, refresh: bool) -> Decision:
        """Read the existing keys, and decide.

        :raises Ambiguous: several active keys have the name, and none of them is identified otherwise.
        """
        decision = self.classified(context, ledger, refresh)
        live = decision.live
        superseded = ledger.manifest.get("superseded", {}) if ledger.mine else {}
        decision.retiring = {key_id: float(at) for key_id, at in superseded.items() if key_id in live}
        decision.retiring.update(dict.fromkeys(decision.orphaned_keys, 0.0))
        if context.param("replace"):
            decision.retiring.update(dict.fromkeys(decision.unproven, 0.0))
        if ledger.whole:
            decision.current = live.get(ledger.key_id)
        elif ledger.key_id in live:
            # Its file was deleted or changed, so the key may be lost.
            decision.retiring[ledger.key_id] = 0.0
        rest = [
            key
            for key_id, key in decision.live.items()
            if key_id not in decision.retiring and key_id not in decision.unproven and key is not decision.current
        ]
        if not ledger.dest and len(rest) == 1:
            decision.current = rest.pop()
        check_rest(context, self.place(context), ledger, decision, rest)
        decision.issue = decision.current is None or timing.due(decision.current)
        if decision.issue:
            for old in (*rest, *([decision.current] if decision.current else [])):
                if not timing.overlap:
                    self.validate_change(context, old, True)
                decision.retiring[old["id"]] = time.time() + timing.overlap if timing.overlap else 0.0
            check_dest(context, self.place(context), ledger)
        return decision

    def classified(self, context: TaskContext, ledger: Ledger, refresh: bool) -> Decision:
        """Return the active keys of the name, and those of them that an interrupted run has left."""
        limit = ledger.unsettled(context)
        return classify(ledger, self.named(context, refresh), lambda: self.named(context, True), limit)

    def named(self, context: TaskContext, refresh: bool) -> dict[str, Object]:
        """Return the owner's active keys of the task's name, by id."""
        return {each["id"]: each for each in self.match(context, self.known(context, refresh))}

    def plan_issue(self, context: TaskContext, delivery: Delivery, ledger: Ledger, decision: Decision) -> Plan:
        """Return the plan that issues a key and delivers it."""
        place = self.place(context)
        delivery.prepare()
        desired = self.desired(context)
        title = self.title(context)
        prefix = place.id_prefixes[0] if place.id_prefixes else ""
        predicted = {"id": predicted_id(prefix, title), **self.predict(context, desired)}
        readable = self.readable(desired)
        before = {**readable, "api_key": decision.current["id"]} if decision.current else None
        body = {name: value for name, value in self.body(desired).items() if value}

        def perform(context: TaskContext, progress: Progress) -> Object:
            # The secret is hidden in the result of the task that executes the plan, so this is not the delivery above.
            made = self.issue(context, self.delivery(context), ledger, decision, body)
            decision.live[made["id"]] = made
            context.done.append(f"issued {title} ({made['id']})")
            context.cache_object(place, self.cached(made))
            progress.extra.update({"api_key": shown(context, made), "issued": True, "unproven": decision.left()})
            return self.cached(made)

        plan = self.new_plan(context, predicted=predicted, before=before, after={**readable, "api_key": "issued"})
        return plan.then(Action("issue", title, perform, place, predicted=predicted))

    def plan_keep(self, context: TaskContext, ledger: Ledger, decision: Decision) -> Plan:
        """Return the plan that keeps the current key."""
        current = t.cast(Object, decision.current)
        readable = self.readable(self.desired(context))
        plan = self.new_plan(context, current=current, predicted=current, before=dict(readable), after=dict(readable))
        adjustment = self.adjust(context, ledger, current)
        if adjustment is None:
            return plan
        changes, action = adjustment
        return plan.then(action, after={**readable, **changes})

    def plan_revocation(self, context: TaskContext, ledger: Ledger, decision: Decision, plan: Plan) -> Plan:
        """Return the plan with the revocation of the replaced keys, once the new key is delivered."""
        keys = []
        for key_id in decision.due():
            key = decision.live.get(key_id, {"id": key_id})
            try:
                self.validate_change(context, key, True)
            except InvalidArgument as error:
                context.warn(f"{error.message}; it remains active until a run with another key revokes it.")
                continue
            keys.append(key)
        revoked = sorted(key["id"] for key in keys)
        after = {**(plan.after or {}), "revoked": revoked} if revoked else plan.after

        def finish(context: TaskContext, progress: Progress) -> None:
            ledger.end()

        done: list[str] = []
        return plan.then(
            *(self._revoking(context, ledger, key, done) for key in keys),
            Action("finish", plan.title, finish, changes=False),
            after=after,
            extra={**plan.extra, "issued": decision.issue, "revoked": revoked, "unproven": decision.left()},
        )

    def _revoking(self, context: TaskContext, ledger: Ledger, key: Object, done: list[str]) -> Action:
        def perform(context: TaskContext, progress: Progress) -> Object | None:
            if self.owner(context) != ledger.owner:
                # Another account has replaced the one of these keys, and they were deleted with it.
                return None
            try:
                self.delete(context, key)
            except ApiError as error:
                error.facts = {**{name: progress.extra[name] for name in ("issued", "unproven")}, "revoked": done}
                replaced = self.unrevoked(context, ledger, error)
                # The account of the old keys was deleted, and its keys with it.
                progress.extra["api_key"] = replaced["api_key"]
                return t.cast(Object, replaced[self.name])
            done.append(key["id"])
            context.uncache_object(self.place(context), key)
            context.done.append(f"revoked {key['id']}")
            return None

        return Action("revoke", str(key["id"]), perform, self.place(context), removed=key)

    def issue(
        self, context: TaskContext, delivery: Delivery, ledger: Ledger, decision: Decision, body: Object
    ) -> Object:
        """Issue a key and deliver it; revoke it if the delivery fails."""
        before = set(decision.live) - decision.orphaned_keys - decision.unproven
        try:
            ledger.begin(before, decision.orphaned_keys)
            made = self._issued(context, decision, body)
            self._deliver(context, delivery, ledger, decision, made)
        except (ApiError, DeliveryError) as error:
            left = decision.left()
            error.facts = {**error.facts, "issued": False, "revoked": [], "unproven": left}
            if not decision.orphaned_keys and not left and not getattr(error, "active_key", ""):
                ledger.end()
            raise
        ledger.end()
        ledger.read()
        return made

    def _issued(self, context: TaskContext, decision: Decision, body: Object) -> Object:
        """Issue a key. One that appears although its issue was not answered is unproven, and another is issued."""
        lost: list[str] = []

        def look() -> Object | None:
            found = self.named(context, True)
            return next((key for key_id, key in found.items() if key_id not in decision.live), None)

        def note(found: Object) -> None:
            decision.live[found["id"]] = found
            decision.unproven.add(found["id"])
            report(context, [found["id"]])
            lost.append(found["id"])
            if len(lost) == MOST_LOST:
                raise DeliveryError(
                    f"the responses to {MOST_LOST} issues of a {self.collection.display_name} were lost",
                    "Each has left an active key. Run the task again when the server answers.",
                )

        return issue_once(context, lambda: self.create(context, body), look, note, self.collection.display_name)

    def _deliver(
        self, context: TaskContext, delivery: Delivery, ledger: Ledger, decision: Decision, made: Object
    ) -> None:
        """Deliver a new key, or revoke it."""

        def revoke() -> None:
            self.delete(context, made)
            context.uncache_object(self.place(context), made)

        undone = "The new key was revoked"
        try:
            ledger.note_made(made)
        except DeliveryError as error:
            undo(error, made["id"], revoke, undone)
            raise
        facts = {
            "api_key_id": made["id"],
            "name": context.param("name"),
            "within": dict(context.ids),
            "superseded": decision.retiring,
            "unproven": decision.left(),
            **self.issue_facts(context, ledger),
        }
        deliver_or_revoke(delivery, made, self.owner(context), facts, revoke, undone)

    # --- absent ------------------------------------------------------------------------------------------------------

    @hookable
    def plan_absent(self, context: TaskContext) -> Plan:
        if context.param("id"):
            plan = super().plan_absent(context)
            revoked = [plan.current["id"]] if plan.current and plan.actions else []
            return replace(plan, extra={**plan.extra, "issued": False, "revoked": revoked, "unproven": []})
        name = str(context.param("name"))
        ledger = self.ledger(context)
        live = self.named(context, False)
        ours = {ledger.key_id, *(ledger.manifest.get("superseded", {}) if ledger.mine else ())} & set(live)
        ours |= ledger.made & set(live)
        if context.param("replace"):
            ours |= self.classified(context, ledger, False).unproven & set(live)
        rest = [key for key_id, key in live.items() if key_id not in ours]
        if rest and (ours or len(rest) > 1):
            raise ambiguous(self.place(context), name, list(live.values()), "id")
        plan = self.new_plan(context, extra={"issued": False, "revoked": sorted(live), "unproven": []})
        for key in live.values():
            self.validate_change(context, key, True)
            removing = self.removing(context, key, f"revoked {key['id']}")
            plan = plan.then(removing, current=key, predicted=key, before=self.removed_values(key))

        def finish(context: TaskContext, progress: Progress) -> None:
            ledger.end()

        return plan.then(Action("finish", plan.title, finish, changes=False))
