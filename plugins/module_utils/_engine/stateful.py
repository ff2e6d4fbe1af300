# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""The engine for resources in a desired state: found, compared and changed."""

from __future__ import annotations

import typing as t
from contextlib import nullcontext
from dataclasses import dataclass

from .._support.errors import InvalidArgument, OpenAIError
from .._support.types import Object
from .compare import drop_none, equal
from .context import TaskContext
from .fields import get_path, set_path
from .plan import Action, Plan, Progress, converge
from .spec import Delete, Post, Refuse, Resource, hookable


@dataclass(frozen=True)
class Stateful(Resource):
    """A resource that is found, compared and changed: what entities, memberships and settings share.

    :param removal: how ``state=absent`` removes it.
    :param replaces: the API replaces the whole object, so that a change sends the other values as well.
    """

    removal: Delete | Post | Refuse = Delete()
    replaces: bool = False

    def execute(self, context: TaskContext) -> dict[str, t.Any]:
        try:
            self.prepare(context)
            with self.attempting(context), self.exclusive(context):
                return converge(self.plan(context), context)
        except OpenAIError as error:
            missing = None if context.done else context.missing_parent(error)
            if missing is None:
                raise
            if context.param("state") != "absent":
                missing.attempted = error.attempted
                raise missing from error
            context.warn(f"{missing.message}, so there is nothing to remove.")
            return converge(self.new_plan(context), context)

    def prepare(self, context: TaskContext) -> None:
        """Validate the arguments and resolve the parents, as :meth:`plan` needs it."""
        context.check_fields(self.fields)
        if self.validate is not None:
            self.validate(context)
        self.open(context)

    @hookable
    def names(self, context: TaskContext) -> tuple[str, ...]:
        """Return the id and the name by which the task's own object is found among those that were just created."""
        named = (context.params.get("id"), context.param(self.identity[0]) if self.identity else None)
        return tuple(str(name) for name in named if name)

    def attempting(self, context: TaskContext) -> t.ContextManager[None]:
        """Name the task in every error."""
        verb = "remove" if context.param("state") == "absent" else "ensure"
        return context.attempting(f"{verb} {self.title(context)}")

    def plan(self, context: TaskContext) -> Plan:
        """Return what the task would do, by requests that only read."""
        plan, failure = self.plan_state(context)
        if plan.current is None:
            context.names = self.names(context)
            for _look in self.looks(context):
                plan, failure = self.plan_state(context)
                if plan.current is not None:
                    break
        if failure is not None:
            raise failure
        if plan.current is None:
            # Only a parent in the path of the list would have made that request fail.
            context.verify_parents(except_in=self.place(context).path)
        return plan.verified(lambda context: context.verify_parents())

    def plan_state(self, context: TaskContext) -> tuple[Plan, InvalidArgument | None]:
        """Return the plan for the state that the task sets, with the lists as they are, or why there is none."""
        try:
            plan = self.plan_absent(context) if context.param("state") == "absent" else self.plan_present(context)
        except InvalidArgument as error:
            return self.new_plan(context), error
        return plan, None

    def is_current(self, context: TaskContext, thing: Object) -> bool:
        """Return whether an object is one that the task may find by its name."""
        return self.place(context).is_active(thing)

    def looks(self, context: TaskContext) -> t.Iterator[None]:
        """Yield before each further look for the task's own object, if it was just created and is not visible yet."""
        place = self.place(context)
        thing = context.awaited(place, context.names) if place.path else None
        if thing is None:
            return
        if place.reads_one and place.item:
            # The request is repeated until the object is visible.
            found = context.client.find(place.item, {**context.ids, place.own_id: thing.id}, key=place.key)
            if found is None or not self.is_current(context, found):
                return
            context.refresh(place)
            if context.params.get("id"):
                yield
                return
            # A list may show it later than this.
            context.list_objects(place)
            context.include(place, found)
            yield
            if context.awaited(place, context.names) is None:
                return
        for _look in context.settling.until_visible(place.key, thing):
            context.refresh(place)
            yield
            if context.awaited(place, context.names) is None:
                return

    @hookable
    def open(self, context: TaskContext) -> None:
        """Resolve the parents."""
        context.resolve_parents(self.parents)

    @hookable
    def exclusive(self, context: TaskContext) -> t.ContextManager[None]:
        """Return a lock that is held from planning to the end of the execution."""
        return nullcontext()

    @hookable
    def title(self, context: TaskContext) -> str:
        """Return the object as messages and diffs name it."""
        names = [str(context.param(name)) for name in self.identity if context.param(name)]
        if not names and context.params.get("id"):
            names = [str(context.param("id"))]
        within = [f"in {option} {label}" for option, label in context.labels.items()]
        return " ".join([self.collection.display_name, *names, *within])

    def new_plan(self, context: TaskContext, **values: t.Any) -> Plan:
        """Return a plan of this resource without actions."""
        return Plan(
            self.name, self.title(context), fields=self.fields, returned=self.returned, cached=self.cached, **values
        )

    # --- desired and present values ----------------------------------------------------------------------------------

    @hookable
    def desired(self, context: TaskContext) -> Object:
        """Return the desired values by option, with references resolved; without nulls that clear nothing."""
        desired: Object = {}
        for entry in self.fields:
            if entry.name not in context.given:
                continue
            value = context.param(entry.name)
            if value is None or value == "":
                if not entry.clearable:
                    continue
                value = None
            if value is not None and entry.ref is not None:
                value = context.resolve_id(entry.ref, str(value), entry.name)
            desired[entry.name] = drop_none(entry.options, value)
        return desired

    @hookable
    def body(self, desired: Object) -> Object:
        """Return the request body of desired values."""
        body: Object = {}
        for name, value in desired.items():
            if self.field(name).request_path:
                body = set_path(body, self.field(name).request_path, value)
        return body

    @hookable
    def diff(self, context: TaskContext, desired: Object, current: Object) -> Object:
        """Return the desired values that the object does not have.

        :raises InvalidArgument: one of them cannot change after creation.
        """
        patch: Object = {}
        for name, value in desired.items():
            entry = self.field(name)
            if not entry.response_path or equal(entry, value, get_path(current, entry.response_path)):
                continue
            if entry.immutable:
                # A server that does not return the value gives no reason to fail.
                if entry.response_path.split(".")[0] not in current:
                    continue
                kind = self.collection.display_name
                raise InvalidArgument(
                    f"{name} cannot change on an existing {kind}: it is "
                    f"{get_path(current, entry.response_path)!r}, not {value!r}",
                    f"Omit {name}, or create another {kind}.",
                )
            patch[name] = value
        return patch

    def with_values(self, current: Object | None, values: Object) -> Object:
        """Return the object as it will be with some values."""
        after = dict(current or {})
        for name, value in values.items():
            entry = self.field(name)
            if entry.response_path:
                after = set_path(after, entry.response_path, value)
        return after

    def readable(self, desired: Object) -> Object:
        """Return those desired values that responses contain."""
        return {name: value for name, value in desired.items() if self.field(name).response_path}

    @hookable
    def find(self, context: TaskContext) -> Object | None:
        """Return the present object, or None."""
        raise NotImplementedError

    @hookable
    def cached(self, thing: Object) -> Object:
        """Return an object as lists return it: without what is shown only once."""
        return thing

    @hookable
    def returned(self, thing: Object) -> Object:
        """Return an object as results show it."""
        return thing

    # --- plans -------------------------------------------------------------------------------------------------------

    @hookable
    def plan_present(self, context: TaskContext) -> Plan:
        """Return the plan for ``state=present``."""
        raise NotImplementedError

    @hookable
    def more(self, context: TaskContext, plan: Plan) -> Plan:
        """Add actions to a plan for ``state=present``; ``plan.current`` is None where the object is created."""
        return plan

    @hookable
    def plan_update(self, context: TaskContext, current: Object, desired: Object) -> Plan:
        """Return the plan that sends the values that differ, if any."""
        patch = self.diff(context, desired, current)
        after = self.with_values(current, patch)
        new = self.readable(desired)
        old = {
            name: get_path(current, self.field(name).response_path) if name in patch else value
            for name, value in new.items()
        }
        plan = self.new_plan(context, current=current, predicted=after, before=old, after=new)
        if not patch:
            return plan
        self.validate_change(context, current, False)

        def perform(context: TaskContext, progress: Progress) -> Object:
            changed = {**after, **(self.update(context, current, self.whole(current, patch)) or {})}
            context.done.append(f"updated {plan.title}")
            context.cache_object(self.place(context), changed)
            return changed

        return plan.then(Action("update", plan.title, perform, self.place(context), predicted=after))

    @hookable
    def validate_change(self, context: TaskContext, current: Object, removing: bool) -> None:
        """Reject, before anything is written, changing or removing an object that is managed elsewhere."""

    def whole(self, current: Object, patch: Object) -> Object:
        """Return the values that a change sends: where the API replaces the object, the others as well."""
        if not self.replaces:
            return patch
        fields = [entry for entry in self.fields if entry.response_path and entry.request_path]
        values = {entry.name: get_path(current, entry.response_path) for entry in fields}
        return {**{name: value for name, value in values.items() if value is not None}, **patch}

    @hookable
    def update(self, context: TaskContext, current: Object, patch: Object) -> Object:
        """``POST`` the values that differ, and return the object."""
        place = self.place(context)
        answer = context.client.post(place.item, self.item_ids(context, current), self.body(patch), key=place.key)
        return t.cast(Object, answer)

    def item_ids(self, context: TaskContext, current: Object) -> dict[str, str]:
        """Return the ids in the path of one object."""
        place = self.place(context)
        return {**context.ids, place.own_id: str(current[place.pagination.item_id])}

    @hookable
    def plan_absent(self, context: TaskContext) -> Plan:
        """Return the plan for ``state=absent``."""
        current = self.find(context)
        if current is None:
            return self.new_plan(context)
        if isinstance(self.removal, Refuse):
            raise InvalidArgument(f"a {self.collection.display_name} cannot be removed", self.removal.why)
        self.validate_change(context, current, True)
        plan = self.new_plan(context, current=current, predicted=current, before=self.removed_values(current))
        return plan.then(self.removing(context, current, f"removed {plan.title}"))

    def removing(self, context: TaskContext, current: Object, done: str) -> Action:
        """Return the action that removes an object.

        :param done: text about the completed action in the message of a later failure.
        """

        def perform(context: TaskContext, progress: Progress) -> None:
            self.delete(context, current)
            context.done.append(done)
            context.uncache_object(self.place(context), current)

        return Action("delete", self.title(context), perform, self.place(context), removed=current)

    @hookable
    def removed_values(self, current: Object) -> Object:
        """Return what the diff of a removal shows."""
        return {name: current.get(name) for name in self.identity}

    @hookable
    def delete(self, context: TaskContext, current: Object) -> None:
        """Remove the object."""
        place = self.place(context)
        if isinstance(self.removal, Post):
            context.client.post(f"{place.item}/{self.removal.action}", self.item_ids(context, current), key=place.key)
        else:
            context.client.delete(place.item, self.item_ids(context, current), key=place.key)
