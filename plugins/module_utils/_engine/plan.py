# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Plan, then execute: what a task would do is a value, which check mode returns and a run executes."""

from __future__ import annotations

import typing as t
from contextlib import nullcontext
from dataclasses import dataclass, field, replace

from .._support.types import Object
from .compare import mask_secrets
from .fields import Collection, Field

if t.TYPE_CHECKING:
    from .context import TaskContext


@dataclass
class Progress:
    """Progress of the execution of a plan.

    :ivar object: the object as the last action left it.
    :ivar extra: further return values.
    :ivar after: managed values that only the execution determines, for the diff.
    :ivar unchanged: verbs of actions that turned out to change nothing.
    """

    object: Object = field(default_factory=dict)
    extra: Object = field(default_factory=dict)
    after: Object = field(default_factory=dict)
    unchanged: set[str] = field(default_factory=set)


Perform = t.Callable[["TaskContext", Progress], "Object | Plan | None"]
"""Performs an action. It returns the object after the action, None if that has not changed, or another plan that
replaces the rest of this one because another process has created the object."""


@dataclass(frozen=True)
class Action:
    """One step of a plan.

    :param verb: ``create``, ``update``, ``delete``, or the API's own word.
    :param target: the object as messages name it.
    :param perform: performs the action.
    :param collection: the list that the action changes; in check mode ``predicted`` or ``removed`` change the cached
        list.
    :param predicted: the object that the action is expected to leave; None if it removes one.
    :param removed: the object that the action removes.
    :param affected: objects of the list that the action changes in addition to the task's own.
    :param verify: requests that check mode sends instead, to find what the write itself would reject.
    :param changes: False for what changes nothing, such as waiting.
    """

    verb: str
    target: str
    perform: Perform
    collection: Collection | None = None
    predicted: Object | None = None
    removed: Object | None = None
    affected: tuple[Object, ...] = ()
    verify: t.Callable[[TaskContext], None] | None = None
    changes: bool = True

    def __str__(self) -> str:
        return f"{self.verb} {self.target}"


@dataclass(frozen=True)
class Plan:
    """The actions that lead from the current state to the desired state.

    A plan is made by requests that only read. It can be inspected, compared and executed.

    :param name: the return value that holds the object.
    :param title: the object as messages name it.
    :param actions: the steps in their order.
    :param current: the object as it was found, or None.
    :param predicted: the object as it is expected to be after all actions.
    :param before: managed values before, None for absence; ``after`` those afterwards.
    :param extra: further return values; what an action determines replaces them.
    :param fields: the fields of which the secret ones are masked in the diff.
    :param set_like: the diff shows ``before`` and ``after`` as they are, without a state.
    :param cached: the object as lists return it.
    :param returned: the object as results show it.
    :param prediction: what only check mode needs: the object and further return values that the actions are expected to
        leave. It may prepare later tasks of a run in check mode.
    """

    name: str
    title: str
    actions: tuple[Action, ...] = ()
    current: Object | None = None
    predicted: Object | None = None
    before: Object | None = None
    after: Object | None = None
    extra: Object = field(default_factory=dict)
    fields: tuple[Field, ...] = ()
    set_like: bool = False
    cached: t.Callable[[Object], Object] = dict
    returned: t.Callable[[Object], Object] = dict
    prediction: t.Callable[[TaskContext], tuple[Object, Object]] | None = None

    @property
    def changed(self) -> bool:
        """Return whether anything changes."""
        return any(action.changes for action in self.actions)

    def then(self, *actions: Action, **changes: t.Any) -> Plan:
        """Return the plan with further actions, and with other values of its fields."""
        return replace(self, actions=(*self.actions, *actions), **changes)

    def verified(self, verify: t.Callable[[TaskContext], None]) -> Plan:
        """Return the plan with further requests of check mode, before those of its first action that changes something."""
        for at, action in enumerate(self.actions):
            if action.changes:
                return replace(self, actions=(*self.actions[:at], _also(action, verify), *self.actions[at + 1 :]))
        return self

    def result(self, progress: Progress) -> dict[str, t.Any]:
        """Return the result of the task.

        :param progress: the object as it is now or was last, and what the execution determined.
        """
        values = None if self.after is None else {**self.after, **progress.after}
        return {
            "changed": any(action.changes and action.verb not in progress.unchanged for action in self.actions),
            self.name: self.returned(progress.object) if progress.object else {},
            "diff": {
                "before_header": self.title,
                "after_header": self.title,
                "before": self._side(self.before),
                "after": self._side(values),
            },
            **progress.extra,
        }

    def _side(self, values: Object | None) -> Object:
        if self.set_like:
            return mask_secrets(self.fields, values or {})
        return {"state": "absent"} if values is None else {"state": "present", **mask_secrets(self.fields, values)}


def _also(action: Action, verify: t.Callable[[TaskContext], None]) -> Action:
    own = action.verify

    def both(context: TaskContext) -> None:
        verify(context)
        if own is not None:
            own(context)

    return replace(action, verify=both)


def converge(plan: Plan, context: TaskContext) -> dict[str, t.Any]:
    """Return the result of a plan: predicted in check mode, executed otherwise. Only this function tests for check mode."""
    return predict(plan, context) if context.check_mode else execute(plan, context)


def predict(plan: Plan, context: TaskContext) -> dict[str, t.Any]:
    """Return the result that a plan is expected to have, without a write.

    Later tasks of a run in check mode find the predicted objects in the cached lists.

    :raises OpenAIError: reading shows that the server would reject an action.
    """
    for action in plan.actions:
        if action.verify is not None:
            action.verify(context)
        if action.collection is not None:
            for thing in action.affected:
                context.cache_object(action.collection, thing)
            if action.removed is not None:
                context.uncache_object(action.collection, action.removed)
            elif action.predicted is not None:
                context.cache_object(action.collection, plan.cached(action.predicted))
                context.predict_object(action.collection, plan.cached(action.predicted))
    if plan.prediction is not None:
        thing, values = plan.prediction(context)
        plan = replace(plan, predicted=thing, extra={**plan.extra, **values})
    return plan.result(Progress(plan.predicted or {}, plan.extra))


def execute(plan: Plan, context: TaskContext) -> dict[str, t.Any]:
    """Execute a plan and return the result.

    :raises OpenAIError: an action failed; ``context.done`` names those that were carried out.
    """
    progress = Progress(dict(plan.current or {}), dict(plan.extra))
    for action in plan.actions:
        outcome = action.perform(context, progress)
        if isinstance(outcome, Plan):
            return execute(outcome, context)
        if outcome is not None:
            progress.object = outcome
    progress.object = progress.object or plan.predicted or {}
    return plan.result(progress)


def list_lock(context: TaskContext, collection: Collection) -> t.ContextManager[None]:
    """Return the lock of a list, which makes forks that want the same object create one."""
    if not collection.path:
        return nullcontext()
    return context.cache(collection).lock(context.cache_key(collection))
