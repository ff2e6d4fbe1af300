# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""The engine for entities: objects with an id, created and deleted."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, replace

from .._support.errors import (
    InvalidArgument,
    NotFound,
)
from .._support.types import Object, Objects
from .compare import EMPTY
from .context import TaskContext, ambiguous, is_predicted, predicted_id
from .create_lock import create_lock, forget_create
from .create_once import create_once
from .creation import create_locked, look_again
from .fields import Collection, get_path, select
from .plan import Action, Plan, Progress
from .spec import hookable
from .stateful import Stateful


@dataclass(frozen=True)
class Entity(Stateful):
    """A resource with an id of its own, created and deleted.

    :param updates: an object can change after creation.
    :param checks_duplicates: the API accepts several objects of one name, and the list is short enough to look, after a
        create, whether another machine has created one as well.
    :param rejects_duplicates: the API rejects a second object of the same identity.
    """

    updates: bool = True
    checks_duplicates: bool = False
    rejects_duplicates: bool = False

    def constraints(self) -> dict[str, t.Any]:
        names = [name for name in self.identity if not self.field(name).required]
        return {**({"required_one_of": [["id", *names]]} if names else {}), **self.rules}

    # --- finding -----------------------------------------------------------------------------------------------------

    @hookable
    def find(self, context: TaskContext) -> Object | None:
        """Return the object that the task means, or None.

        :raises Ambiguous: several active objects have the name.
        """
        place = self.place(context)
        given = context.param("id")
        if given:
            return self.by_id(context, place, str(given))
        found = self.match(context, self.known(context, False))
        if len(found) > 1:
            raise ambiguous(place, str(context.param(self.identity[0])), found, "id")
        return found[0] if found else None

    def find_again(self, context: TaskContext, is_recorded: bool) -> Object | None:
        """Return the object if another process of the run has created it meanwhile.

        :param is_recorded: a process of this control node has created it, or tried to.
        """
        return self.find(context)

    @hookable
    def is_meant(self, context: TaskContext, found: Object) -> bool:
        """Return whether an object that was requested by its id is the one that the task means."""
        return self.place(context).is_active(found) and bool(self.match(context, [found]))

    @hookable
    def create_name(self, context: TaskContext, current: Object | None = None) -> str:
        """Return what two objects that must not both exist have in common, in their list.

        :param current: the object; None for the one that the task means.
        """
        if not self.identity:
            return ""
        place = self.place(context)
        entry = self.field(self.identity[0])
        name = context.param(entry.name) if current is None else get_path(current, entry.response_path)
        text = "" if name is None else str(name)
        return text.casefold() if place.case_insensitive else text

    def by_id(self, context: TaskContext, place: Collection, given: str) -> Object | None:
        """Return the active object with an id."""
        found = next((each for each in context.cached_objects(place) if each.get("id") == given), None)
        if found is None and not is_predicted(given):
            found = context.client.find(place.item, {**context.ids, place.own_id: given}, key=place.key)
        return found if found is not None and place.is_active(found) else None

    @hookable
    def known(self, context: TaskContext, refresh: bool) -> Objects:
        """Return the objects among which the task's own is looked up.

        :param refresh: request them in any case.
        """
        place = self.place(context)
        name = str(context.param(self.identity[0]) or "") if self.identity else ""
        query = {place.search_param: [name]} if place.search_param else None
        return context.list_objects(place, query, refresh=refresh)

    @hookable
    def match(self, context: TaskContext, objects: Objects) -> Objects:
        """Return those of the objects that the task means."""
        name = context.param(self.identity[0])
        if not name:
            return []
        others = [key for key in self.identity[1:] if context.param(key)]
        found = select(objects, self.place(context), str(name))
        return [each for each in found if all(each.get(key) == context.param(key) for key in others)]

    @hookable
    def diff(self, context: TaskContext, desired: Object, current: Object) -> Object:
        patch = super().diff(context, desired, current)
        place = self.place(context)
        if place.case_insensitive and not context.param("id"):
            # It was found by a name without regard to case, so another case does not mean another name.
            patch.pop(place.name_field, None)
        return patch

    # --- plans -------------------------------------------------------------------------------------------------------

    @hookable
    def plan_present(self, context: TaskContext) -> Plan:
        place = self.place(context)
        desired = self.desired(context)
        current = self.find(context)
        if current is not None:
            return self.more(context, self.plan_update(context, current, desired))
        if context.param("id"):
            kind = place.display_name
            raise NotFound(
                f"no {kind} with the id {context.param('id')!r} is in use",
                f"Omit id to create a {kind} by its {self.identity[0]}." if self.identity else "Check the id.",
            )
        return self.more(context, self.plan_create(context, desired))

    @hookable
    def plan_create(self, context: TaskContext, desired: Object) -> Plan:
        """Return the plan that creates the object."""
        place = self.place(context)
        self.check_required(context)
        self.validate_create(context)
        prefix = place.id_prefixes[0] if place.id_prefixes else ""
        predicted = {"id": predicted_id(prefix, self.title(context)), **self.predict(context, desired)}
        plan = self.new_plan(context, predicted=predicted, after=self.readable(desired))

        def perform(context: TaskContext, progress: Progress) -> Object | Plan:
            with create_lock(context, place, self.create_name(context)) as lock:
                found = look_again(self, context, lock)
                if found is not None:
                    return self.adopt(context, found, desired)
                return create_locked(self, context, lock, desired)

        def verify(context: TaskContext) -> None:
            self.verify_create(context)

        return plan.then(Action("create", plan.title, perform, place, predicted=predicted, verify=verify))

    def check_required(self, context: TaskContext) -> None:
        """Fail if an option is missing that is required to create the object."""
        missing = [
            entry.name for entry in self.fields if entry.required_on_create and context.param(entry.name) in EMPTY
        ]
        if missing:
            kind = self.place(context).display_name
            raise InvalidArgument(
                f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} required to create a {kind}, "
                f"and no such {kind} exists",
                f"Set {' and '.join(missing)}.",
            )

    @hookable
    def plan_update(self, context: TaskContext, current: Object, desired: Object) -> Plan:
        if self.updates:
            return super().plan_update(context, current, desired)
        self.diff(context, desired, current)
        values = self.readable(desired)
        return self.new_plan(context, current=current, predicted=current, before=dict(values), after=dict(values))

    @hookable
    def validate_create(self, context: TaskContext) -> None:
        """Reject, before anything is created, what could not be completed."""

    @hookable
    def verify_create(self, context: TaskContext) -> None:
        """In check mode, find by reading what the write itself would reject."""

    @hookable
    def predict(self, context: TaskContext, desired: Object) -> Object:
        """Return the new object without its id, as check mode returns it."""
        return self.with_values(None, desired)

    # --- creating ----------------------------------------------------------------------------------------------------

    def adopt(self, context: TaskContext, found: Object, desired: Object) -> Plan:
        """Return the plan for an object that another process has created."""
        return self.more(context, self.plan_update(context, found, desired))

    def duplicates(self, context: TaskContext) -> Objects:
        """Return all objects of the name, as the server has them now."""
        return self.match(context, self.known(context, True))

    @hookable
    def create(self, context: TaskContext, body: Object) -> Object:
        """Send one request that creates the object, and return it.

        :raises LostResponse: it may have been created.
        """
        place = self.place(context)
        answer = context.client.post(place.path, context.ids, body, key=place.key, creates=True)
        return t.cast(Object, answer)

    @hookable
    def create_once(self, context: TaskContext, body: Object) -> Object:
        """Create the object; if the response is lost, look for it before another attempt."""
        place = self.place(context)
        before = {each.get("id") for each in self.known(context, False)}

        def look() -> Object | None:
            new = [each for each in self.match(context, self.known(context, True)) if each.get("id") not in before]
            return new[0] if new else None

        def take(found: Object) -> Object | None:
            taken = self.recover(context, found)
            if taken is None:
                context.uncache_object(place, found)
            else:
                context.found_after_loss.add(str(taken.get(place.pagination.item_id)))
            return taken

        return create_once(
            lambda: self.create(context, body),
            look,
            take,
            context.client.connection.retry_timeout_for(place.key),
            place.display_name,
            display=context.display,
            repeatable=self.rejects_duplicates,
        )

    def removing(self, context: TaskContext, current: Object, done: str) -> Action:
        action = super().removing(context, current, done)
        place = self.place(context)

        def perform(context: TaskContext, progress: Progress) -> Object | Plan | None:
            outcome = action.perform(context, progress)
            object_id = str(current.get(place.pagination.item_id) or "")
            forget_create(context, place, self.create_name(context, current), object_id)
            return outcome

        return replace(action, perform=perform)

    @hookable
    def recover(self, context: TaskContext, found: Object) -> Object | None:
        """Take an object whose create was not answered, or discard it and return None for another attempt."""
        return found
