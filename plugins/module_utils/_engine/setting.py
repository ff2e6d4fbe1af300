# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""The engine for settings: values that always exist and only change."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from .._support.errors import InvalidArgument, NotFound
from .._support.types import Object, Spec
from .context import TaskContext
from .fields import get_path
from .missing import similar
from .plan import Action, Plan, Progress
from .spec import Refuse, hookable
from .stateful import Stateful


@dataclass(frozen=True)
class Setting(Stateful):
    """Values of a parent object.

    With ``identity`` it is one row of a list, found by those fields; otherwise a single object at the collection's
    item path. One whose collection is ``optional`` may be unset: present sets it, absent deletes it.

    :param default: returns the values that stand for absence, where the API has any.
    """

    default: t.Callable[[TaskContext], Object | None] | None = None
    identity: tuple[str, ...] = ()

    def identity_options(self) -> Spec:
        return {}

    @hookable
    def find(self, context: TaskContext) -> Object | None:
        """Return the row or the single object; None where it is unset, or its parent exists in check mode only."""
        place = self.place(context)
        if not self.identity:
            return context.get_single(place)
        if context.below_predicted(place):
            return None
        objects = context.list_objects(place)
        found = [each for each in objects if all(each.get(name) == context.param(name) for name in self.identity)]
        if not found:
            name = self.identity[0]
            hint = similar(str(context.param(name)), [each.get(name) for each in objects])
            raise NotFound(
                f"no {place.display_name} exists for the {name} {context.param(name)!r}",
                f"Set {name} to one of those that fjcorp.openai.{self.module_name}_info returns.{hint}",
            )
        return found[0]

    @hookable
    def plan_present(self, context: TaskContext) -> Plan:
        return self.plan_values(context, self.desired(context))

    @hookable
    def plan_absent(self, context: TaskContext) -> Plan:
        if self.place(context).optional:
            return super().plan_absent(context)
        values = self.default(context) if self.default is not None else None
        if values is None:
            context.verify_parents()
            why = self.removal.why if isinstance(self.removal, Refuse) else "Set the desired values instead."
            raise InvalidArgument(f"{self.collection.display_name} cannot be removed", why)
        return self.plan_values(context, values)

    def plan_values(self, context: TaskContext, desired: Object) -> Plan:
        """Return the plan that sets the values that differ."""
        values = {name: value for name, value in desired.items() if name not in self.identity}
        current = self.find(context)
        if current is not None:
            return self.more(context, self.plan_update(context, current, values))
        after = self.with_values({}, desired)
        before: Object | None = None if self.place(context).optional else {}
        plan = self.new_plan(context, predicted=after, before=before, after=self.readable(values))
        if not values:
            return self.more(context, plan)

        def perform(context: TaskContext, progress: Progress) -> Object:
            changed = {**after, **self.update(context, {}, values)}
            context.done.append(f"set {plan.title}")
            context.created(self.place(context), changed)
            return changed

        return self.more(context, plan.then(Action("set", plan.title, perform)))

    @hookable
    def removed_values(self, current: Object) -> Object:
        return {entry.name: get_path(current, entry.response_path) for entry in self.fields if entry.response_path}

    def item_ids(self, context: TaskContext, current: Object) -> dict[str, str]:
        return super().item_ids(context, current) if self.identity else dict(context.ids)
