# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""The engine of the ``_info`` modules: read one object if it is identified, otherwise all that match, on every page."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field, replace

from .._api.pagination import paginate
from .._api.request import Request
from .._support.errors import ApiError, InvalidArgument
from .._support.types import Object, Objects, Spec
from .compare import has_metadata, json_equal
from .context import TaskContext, is_predicted
from .fields import METADATA, Collection, Field, get_path
from .spec import Module, Resource, hookable


@dataclass(frozen=True)
class InfoHooks:
    """Hooks of one ``_info`` module: functions that replace a method of :class:`Info` of the same name.

    :ivar query: query parameters of the list.
    :ivar read: the objects that were requested.
    :ivar read_one: one object by its id.
    :ivar matching: whether an object matches the options.
    :ivar desired: the values that the objects must have.
    :ivar more: add to the result.
    :ivar path: where a report is read.
    """

    query: t.Callable[..., dict[str, t.Any]] | None = None
    read: t.Callable[..., Objects] | None = None
    read_one: t.Callable[..., Object | None] | None = None
    matching: t.Callable[..., bool] | None = None
    desired: t.Callable[..., dict[str, t.Any]] | None = None
    more: t.Callable[..., dict[str, t.Any]] | None = None
    path: t.Callable[..., str] | None = None


@dataclass(frozen=True)
class Info(Module):
    """Reads what another declaration manages.

    :param resource: the declaration.
    :param filters: options sent to the server as query parameters of the list. Many servers ignore them, so the objects
        are compared as well; one without ``response_path`` and ``selects`` chooses a page, an order or a representation.
    :param client_filters: options compared with fields of the objects, for what the server cannot filter.
    :param extra_options: further options.
    :param add_details: adds to one object what takes another request; applied to every object found.
    :param validate: rejects arguments before the first request.
    :param has_id: one object can be read by its id. :param id_aliases: of the option ``id``, if not the resource's.
    :param rules: ``required_by`` and similar rules of the options, added to those of the kind.
    :param operations: operations of the API that ``add_details`` and hooks call, for the report.
    """

    resource: Resource
    filters: tuple[Field, ...] = ()
    client_filters: tuple[Field, ...] = ()
    extra_options: tuple[Field, ...] = ()
    add_details: t.Callable[[TaskContext, Object], Object] | None = None
    validate: t.Callable[[TaskContext], None] | None = None
    has_id: bool = True
    id_aliases: tuple[str, ...] = ()
    rules: t.Mapping[str, t.Any] = field(default_factory=dict)
    operations: tuple[str, ...] = ()
    hooks: InfoHooks = InfoHooks()

    @property
    def module_name(self) -> str:
        return f"{self.resource.module_name}_info"

    @property
    def key(self) -> str:
        return self.resource.key

    @property
    def single(self) -> bool:
        """Return whether there is only one object to read."""
        return not self.resource.collection.path

    def without(self: Self, hook: str) -> Self:
        """Return the declaration without one hook, to call the method that the hook replaces."""
        return replace(self, hooks=replace(self.hooks, **{hook: None}))

    def options(self) -> Spec:
        options: Spec = {parent.option: parent.spec() for parent in self.resource.parents}
        if not self.single:
            if self.has_id:
                aliases = self.id_aliases or (f"{self.resource.name}_id",)
                options["id"] = {"type": "str", "aliases": list(aliases)}
            if self.resource.collection.listable:
                options["limit"] = {"type": "int"}
            else:
                options["id"]["required"] = True
        entries = [*self.client_filters, *self.filters, *self.extra_options]
        return {**options, **{entry.name: entry.spec() for entry in entries}}

    def constraints(self) -> dict[str, t.Any]:
        if self.single or not self.has_id or not self.resource.collection.listable:
            return dict(self.rules)
        names = [entry.name for entry in (*self.client_filters, *self.filters)]
        exclusive = [["id", name] for name in [*names, "limit"]]
        return {**self.rules, "mutually_exclusive": [*self.rules.get("mutually_exclusive", ()), *exclusive]}

    def execute(self, context: TaskContext) -> dict[str, t.Any]:
        context.check_fields((*self.filters, *self.client_filters, *self.extra_options, LIMIT))
        if self.validate is not None:
            self.validate(context)
        context.resolve_parents(self.resource.parents)
        place = self.resource.place(context)
        with context.attempting(f"read {place.plural_name.replace('_', ' ')}"):
            try:
                return self.more(context, {"changed": False, **self.result(context, place)})
            except ApiError as error:
                missing = context.missing_parent(error)
                if missing is None:
                    raise
                raise missing from error

    def result(self, context: TaskContext, place: Collection) -> dict[str, t.Any]:
        """Return the objects under their name."""
        if context.below_predicted(place):
            # Below an object that exists in check mode only, there is what check mode has predicted and nothing else.
            return {place.name: {}} if self.single else {place.plural_name: context.list_objects(place)}
        if self.single:
            return {place.name: context.get_single(place) or {}}
        found = [self.detailed(context, each) for each in self.read(context, place)]
        return {place.plural_name: found}

    def detailed(self, context: TaskContext, thing: Object) -> Object:
        """Return an object with the details that the task requests."""
        if not is_predicted(thing.get("id")):
            return self.add_details(context, thing) if self.add_details is not None else thing
        # An object that exists in check mode only has the details that were predicted with it.
        names = [entry.name for entry in self.extra_options if entry.type == "bool"]
        details = {name: thing.get(name) or [] for name in names if context.param(name)}
        return {**{name: value for name, value in thing.items() if name not in names}, **details}

    @hookable
    def more(self, context: TaskContext, result: dict[str, t.Any]) -> dict[str, t.Any]:
        """Add to the result."""
        return result

    @hookable
    def read(self, context: TaskContext, place: Collection) -> Objects:
        """Return the objects that were requested, from the server."""
        given = context.param("id")
        if given or not place.listable:
            predicted = is_predicted(given)
            one = context.predicted_object(place, given) if predicted else self.read_one(context, place, str(given))
            return [one] if one is not None else []
        query = self.query(context)
        limit = context.param("limit")
        order = query.get("order")
        if not order:
            return self.read_list(context, place, query, limit)
        # A server that ignores the order would return other objects; one object alone does not show that.
        found = self.read_list(context, place, query, limit and max(limit, 2))
        if found != in_order(found, order):
            found = in_order(self.read_list(context, place, query, None), order)
        return found[:limit]

    def read_list(
        self, context: TaskContext, place: Collection, query: t.Mapping[str, t.Any], limit: int | None
    ) -> Objects:
        """Return the objects of a list that match the options, at most ``limit``, with what was just created."""
        found, ids = self.scan(context, place, query, limit)
        defaults = {entry.request_path for entry in self.filters if entry.name not in context.given}
        is_complete = limit is None and defaults.issuperset(query)
        path = context.path(place)
        thing = context.settling.missing(place, path, ids) if is_complete or not found else None
        if thing is None:
            return found
        if place.reads_one:
            # The request is repeated until the object is visible.
            context.client.find(place.item, {**context.ids, place.own_id: thing.id}, key=place.key)
            found, ids = self.scan(context, place, query, limit)
        for _look in context.settling.until_visible(place.key, thing) if is_complete else ():
            if context.settling.missing(place, path, ids) is None:
                break
            found, ids = self.scan(context, place, query, limit)
        return found

    def scan(
        self, context: TaskContext, place: Collection, query: t.Mapping[str, t.Any], limit: int | None
    ) -> tuple[Objects, set[str]]:
        """Return the objects that match the options, and the ids of all objects that were read."""
        request = Request("GET", place.path, dict(context.ids), query={**place.query, **query}, key=place.key)
        filtered = bool(self.desired(context) or any(self.selected_by(query)))
        found: Objects = []
        ids: set[str] = set()
        for each in paginate(context.client, request, place.pagination, most=None if filtered else limit):
            ids.add(str(each.get(place.pagination.item_id)))
            if self.matching(context, place, each) and self.selected(place, query, each):
                found.append(each)
                if limit and len(found) >= limit:
                    break
        found += self.predicted(context, place, query)
        return (found[:limit] if limit else found), ids

    def predicted(self, context: TaskContext, place: Collection, query: t.Mapping[str, t.Any]) -> Objects:
        """Return the matching objects that earlier tasks of a run in check mode would have created."""
        return [
            each
            for each in (context.predicted_objects(place) if context.cache(place).whole_run_check else ())
            if self.matching(context, place, each) and self.selected(place, query, each)
        ]

    @hookable
    def query(self, context: TaskContext) -> dict[str, t.Any]:
        """Return the query parameters of the filters that are set, with names resolved.

        :raises InvalidArgument: a list is empty, which the server would take for everything.
        """
        query: dict[str, t.Any] = {}
        for entry in self.filters:
            value = context.param(entry.name)
            if value is None:
                continue
            if value == []:
                raise InvalidArgument(f"{entry.name} is empty", f"Omit {entry.name} to return all objects.")
            if entry.ref is not None:
                values = value if isinstance(value, list) else [value]
                found = [context.resolve_id(entry.ref, str(each), entry.name) for each in values]
                value = found if isinstance(value, list) else found[0]
            query[entry.request_path] = value
        return query

    def selected_by(self, query: t.Mapping[str, t.Any]) -> t.Iterator[Field]:
        """Yield the filters of a query that objects are compared with."""
        for entry in self.filters:
            if entry.request_path in query and (entry.response_path or entry.selects is not None):
                yield entry

    def selected(self, place: Collection, query: t.Mapping[str, t.Any], thing: Object) -> bool:
        """Return whether the filters of a query select an object, because many servers ignore filters."""
        return all(selects(place, entry, query[entry.request_path], thing) for entry in self.selected_by(query))

    @hookable
    def read_one(self, context: TaskContext, place: Collection, given: str) -> Object | None:
        """Return one object by its id, or None."""
        if place.reads_one:
            found = context.client.find(place.item, {**context.ids, place.own_id: given}, key=place.key)
            return t.cast("Object | None", found)
        request = Request("GET", place.path, dict(context.ids), key=place.key)
        objects = paginate(context.client, request, place.pagination)
        return next((each for each in objects if each.get("id") == given), None)

    @hookable
    def desired(self, context: TaskContext) -> dict[str, t.Any]:
        """Return the values that the objects must have, by their path."""
        values = {entry.response_path: context.param(entry.name) for entry in self.client_filters}
        return {path: value for path, value in values.items() if value is not None}

    @hookable
    def matching(self, context: TaskContext, place: Collection, thing: Object) -> bool:
        """Return whether an object matches the options."""
        return all(
            place.named(str(value), thing.get(path)) if path == place.name_field else get_path(thing, path) == value
            for path, value in self.desired(context).items()
        )


def selects(place: Collection, entry: Field, value: t.Any, thing: Object) -> bool:
    """Return whether a filter with a value, or with several of which one is enough, selects an object."""
    if entry.selects is not None:
        return entry.selects(value, thing)
    if entry.name == METADATA.name:
        return has_metadata(thing, value)
    path = entry.response_path
    present = get_path(thing, path)
    return any(
        place.named(str(each), present) if path == place.name_field else json_equal(each, present)
        for each in (value if isinstance(value, list) else [value])
    )


def in_order(objects: Objects, order: str) -> Objects:
    """Return objects in the order of their creation: ``asc`` or ``desc``."""
    return sorted(objects, key=lambda each: each.get("created_at") or each.get("created") or 0, reverse=order == "desc")


Self = t.TypeVar("Self", bound=Info)

LIMIT = Field("limit", "int", min=1)
