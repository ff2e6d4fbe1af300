# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Parts of a declaration: the module, the resource, and the hooks that replace methods of its kind."""

from __future__ import annotations

import dataclasses
import typing as t
from dataclasses import dataclass, replace
from functools import wraps

from .._api.connection import CONNECTION_OPTIONS
from .._support.types import Object, Objects, Spec
from .fields import Collection, Field, Parent

if t.TYPE_CHECKING:
    from .context import TaskContext
    from .plan import Plan

FAMILIES = ("administration", "models", "project")
"""The packages of ``_resources``."""


@dataclass(frozen=True)
class Module:
    """The part of a declaration that a module file and the in-process runner use."""

    @property
    def module_name(self) -> str:
        """Name of the module without its collection."""
        raise NotImplementedError

    @property
    def key(self) -> str:
        """Key class that the module needs; empty if the task decides."""
        raise NotImplementedError

    def options(self) -> Spec:
        """Return the module's own options, without those of the connection."""
        raise NotImplementedError

    def constraints(self) -> dict[str, t.Any]:
        """Return ``mutually_exclusive``, ``required_if`` and similar rules."""
        return {}

    def argument_spec(self) -> Spec:
        """Return all options that the module accepts."""
        return {**self.options(), **CONNECTION_OPTIONS}

    def execute(self, context: TaskContext) -> dict[str, t.Any]:
        """Carry out the task and return its result without ``failed``."""
        raise NotImplementedError


@dataclass(frozen=True)
class Delete:
    """Remove by ``DELETE`` of the object."""


@dataclass(frozen=True)
class Post:
    """Remove by ``POST`` to an action of the object.

    :param action: last part of the path, for example ``archive``.
    """

    action: str


@dataclass(frozen=True)
class Refuse:
    """The object cannot be removed.

    :param why: one sentence with the reason and the alternative.
    """

    why: str


@dataclass(frozen=True)
class Hooks:
    """Hooks of one resource: functions that replace a method of its kind.

    A hook has the name and the arguments of the method, with the declaration as its first argument. One that only
    adds to the method calls it as ``resource.without("update").update(...)``; :meth:`Resource.without` drops that hook.

    :ivar open: resolve the parents.
    :ivar place: choose the collection that the task is about.
    :ivar exclusive: lock that is held from planning to the end of the execution.
    :ivar title: the object as messages and diffs name it.
    :ivar desired: desired values by option.
    :ivar known: objects among which the task's own is looked up.
    :ivar match: those of them that the task means.
    :ivar is_meant: whether an object that was requested by its id is the one that the task means.
    :ivar find: the present object, or None.
    :ivar diff: desired values that the object does not have.
    :ivar predict: the new object, as check mode returns it.
    :ivar removed_values: what the diff of a removal shows.
    :ivar validate_create: reject, before anything is written, what cannot be created.
    :ivar verify_create: requests that only check mode sends, to find what the write itself would reject.
    :ivar validate_change: reject, before anything is written, changing or removing the object.
    :ivar body: request body of desired values.
    :ivar create_name: what two objects that must not both exist have in common.
    :ivar create: one request that creates the object.
    :ivar create_once: create it exactly once, although the response may be lost.
    :ivar recover: take or discard an object whose create was not answered.
    :ivar update: send the values that differ.
    :ivar delete: remove the object.
    :ivar cached: the object as lists return it.
    :ivar returned: the object as results show it.
    :ivar more: add actions to a plan.
    :ivar plan_create: plan for an object that does not exist.
    :ivar plan_update: plan for an object that exists.
    :ivar plan_present: plan for ``state=present``.
    :ivar plan_absent: plan for ``state=absent``.
    :ivar equivalent: whether a job is equivalent to a request.
    :ivar show_progress: display what has happened to a job since the last poll.
    :ivar ended_values: further return values of a job that was waited for.
    """

    open: t.Callable[..., None] | None = None
    place: t.Callable[..., Collection] | None = None
    exclusive: t.Callable[..., t.ContextManager[None]] | None = None
    title: t.Callable[..., str] | None = None
    desired: t.Callable[..., Object] | None = None
    known: t.Callable[..., Objects] | None = None
    match: t.Callable[..., Objects] | None = None
    is_meant: t.Callable[..., bool] | None = None
    find: t.Callable[..., Object | None] | None = None
    diff: t.Callable[..., Object] | None = None
    predict: t.Callable[..., Object] | None = None
    removed_values: t.Callable[..., Object] | None = None
    validate_create: t.Callable[..., None] | None = None
    verify_create: t.Callable[..., None] | None = None
    validate_change: t.Callable[..., None] | None = None
    body: t.Callable[..., Object] | None = None
    create_name: t.Callable[..., str] | None = None
    create: t.Callable[..., Object] | None = None
    create_once: t.Callable[..., Object] | None = None
    recover: t.Callable[..., Object | None] | None = None
    update: t.Callable[..., Object] | None = None
    delete: t.Callable[..., None] | None = None
    cached: t.Callable[..., Object] | None = None
    returned: t.Callable[..., Object] | None = None
    more: t.Callable[..., Plan] | None = None
    plan_create: t.Callable[..., Plan] | None = None
    plan_update: t.Callable[..., Plan] | None = None
    plan_present: t.Callable[..., Plan] | None = None
    plan_absent: t.Callable[..., Plan] | None = None
    equivalent: t.Callable[..., bool] | None = None
    show_progress: t.Callable[..., None] | None = None
    ended_values: t.Callable[..., Object] | None = None


Method = t.TypeVar("Method", bound=t.Callable[..., t.Any])


def hookable(method: Method) -> Method:
    """Make a method of a kind one that a hook of the same name replaces."""
    name = method.__name__

    @wraps(method)
    def call(resource: t.Any, *args: t.Any, **kwargs: t.Any) -> t.Any:
        hook = getattr(resource.hooks, name)
        return method(resource, *args, **kwargs) if hook is None else hook(resource, *args, **kwargs)

    return t.cast(Method, call)


@dataclass(frozen=True)
class Resource(Module):
    """Data about one resource of the API: base of entities, memberships, settings, jobs and generations.

    :param collection: where the objects are listed.
    :param project_collection: the same for one project, if the organization and projects have such a resource.
    :param parents: the objects that contain it.
    :param identity: fields that identify an object if no id is set.
    :param identified_by_id: it has an option ``id``.
    :param fields: its options.
    :param validate: rejects values that the API would reject and that no single field can check.
    :param rules: ``required_if`` and similar rules of the options; they replace those of the kind.
    :param operations: operations of the API that hooks call in addition to those of the declaration, for the report.
    :param hooks: functions that replace methods of its kind.
    """

    collection: Collection
    project_collection: Collection | None = None
    parents: tuple[Parent, ...] = ()
    identity: tuple[str, ...] = ("name",)
    identified_by_id: bool = True
    fields: tuple[Field, ...] = ()
    validate: t.Callable[[TaskContext], None] | None = None
    rules: t.Mapping[str, t.Any] = dataclasses.field(default_factory=dict)
    operations: tuple[str, ...] = ()
    hooks: Hooks = Hooks()

    @property
    def name(self) -> str:
        """Singular name."""
        return self.collection.name

    @property
    def module_name(self) -> str:
        return f"openai_{self.name}"

    @property
    def key(self) -> str:
        return self.collection.key

    def without(self: Self, hook: str) -> Self:
        """Return the declaration without one hook, to call the method that the hook replaces."""
        return replace(self, hooks=replace(self.hooks, **{hook: None}))

    @hookable
    def place(self, context: TaskContext) -> Collection:
        """Return the collection that the task is about: the project's where one is set."""
        if self.project_collection is not None and "project_id" in context.ids:
            return self.project_collection
        return self.collection

    def states(self) -> tuple[str, ...]:
        """Return the choices of ``state``; the first is the default."""
        return ("present", "absent")

    def identity_options(self) -> Spec:
        """Return the options that identify one object."""
        return {"id": {"type": "str", "aliases": [f"{self.name}_id"]}} if self.identified_by_id else {}

    def options(self) -> Spec:
        return {
            "state": {"type": "str", "choices": list(self.states()), "default": self.states()[0]},
            **{parent.option: parent.spec() for parent in self.parents},
            **self.identity_options(),
            **{entry.name: entry.spec() for entry in self.fields},
        }

    def constraints(self) -> dict[str, t.Any]:
        return dict(self.rules)

    def field(self, name: str) -> Field:
        """Return a field by the name of its option."""
        return next(entry for entry in self.fields if entry.name == name)


Self = t.TypeVar("Self", bound=Resource)
