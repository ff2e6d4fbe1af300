# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""The engine of the ``_info`` modules: read one object when it is identified, else all that match, every page."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from .._api.client import Request
from .._api.pagination import paginate
from .._support.errors import InvalidArgument
from .._support.types import Object, Spec
from .compare import has_metadata
from .context import TaskContext, is_predicted
from .spec import Collection, Field, Module, Resource, get_path


@dataclass(frozen=True)
class Info(Module):
    """Reads what another declaration manages.

    :param of: the thing it reads.
    :param filters: options sent to the server as query parameters of the list.
    :param matches: options compared here with fields of the objects, for what the server cannot filter.
    :param extras: further options, for a detail.
    :param detail: adds to one object what takes another request; applied to every object found.
    :param operations: operations of the API that ``detail`` calls, for the report.
    """

    of: Resource
    filters: tuple[Field, ...] = ()
    matches: tuple[Field, ...] = ()
    extras: tuple[Field, ...] = ()
    detail: t.Callable[[TaskContext, Object], Object] | None = None
    operations: tuple[str, ...] = ()

    @property
    def module_name(self) -> str:
        return f"{self.of.module_name}_info"

    @property
    def key(self) -> str:
        return self.of.key

    @property
    def single(self) -> bool:
        """Whether there is only ever one object to read."""
        return not self.of.collection.path

    def options(self) -> Spec:
        options: Spec = {parent.option: parent.spec() for parent in self.of.parents}
        if not self.single:
            options["id"] = {"type": "str", "aliases": [f"{self.of.thing}_id"]}
            if self.of.collection.listable:
                options["limit"] = {"type": "int"}
            else:
                options["id"]["required"] = True
        entries = [*self.matches, *self.filters, *self.extras]
        return {**options, **{entry.name: entry.spec() for entry in entries}}

    def constraints(self) -> dict[str, t.Any]:
        names = [entry.name for entry in (*self.matches, *self.filters)]
        return (
            {}
            if self.single or not self.of.collection.listable
            else {"mutually_exclusive": [["id", name] for name in [*names, "limit"]]}
        )

    def execute(self, run: TaskContext) -> dict[str, t.Any]:
        run.check_fields((*self.filters, *self.matches, *self.extras, LIMIT))
        run.open(self.of.parents)
        place = self.of.place(run)
        with run.attempting(f"read {place.many.replace('_', ' ')}"):
            if run.below_predicted(place):
                # Below what only a check has made there is nothing but what the check itself remembers.
                return {"changed": False, **({place.thing: {}} if self.single else {place.many: run.objects(place)})}
            if self.single:
                return {"changed": False, place.thing: run.single(place) or {}}
            found = self.read(run, place)
            if self.detail is not None:
                found = [self.detail(run, each) for each in found]
        return {"changed": False, place.many: found}

    def read(self, run: TaskContext, place: Collection) -> list[Object]:
        """The objects asked for, straight from the server."""
        given = run.param("id")
        if given or not place.listable:
            one = self.one(run, place, str(given))
            return [one] if one is not None else []
        query = {**place.query, **self.asked(run)}
        request = Request("GET", place.path, dict(run.ids), query=query, key=place.key)
        limit = run.param("limit")
        metadata = (run.param("metadata") if "metadata" in self.asked(run) else None) or {}
        found = []
        for each in paginate(
            run.client, request, place.pages, most=limit if not self.wanted(run) and not metadata else None
        ):
            if self.matching(run, place, each) and has_metadata(each, metadata):
                found.append(each)
                if limit and len(found) >= limit:
                    break
        return found

    def asked(self, run: TaskContext) -> dict[str, t.Any]:
        """The query of the filters that are given, with names resolved.

        :raises BadInput: a list is empty, which the server would take for everything.
        """
        query: dict[str, t.Any] = {}
        for entry in self.filters:
            value = run.param(entry.name)
            if value is None:
                continue
            if value == []:
                raise InvalidArgument(f"{entry.name} is empty", f"Leave {entry.name} out to mean all.")
            of = entry.of
            if of is not None:
                values = value if isinstance(value, list) else [value]
                found = [run.resolve(of, str(each), entry.name) for each in values]
                value = found if isinstance(value, list) else found[0]
            query[entry.sent] = value
        return query

    def one(self, run: TaskContext, place: Collection, given: str) -> Object | None:
        """One object by its id, or None when there is none."""
        if is_predicted(given):
            kept = run.kept(place).get(run.list_name(place)) or []
            return next((each for each in kept if each.get("id") == given), None)
        if place.reads_one:
            return t.cast("Object | None", run.client.find(place.item, {**run.ids, place.own_id: given}, key=place.key))
        request = Request("GET", place.path, dict(run.ids), key=place.key)
        return next((each for each in paginate(run.client, request, place.pages) if each.get("id") == given), None)

    def wanted(self, run: TaskContext) -> dict[str, t.Any]:
        """The values the objects must have."""
        return {entry.read: run.param(entry.name) for entry in self.matches if run.param(entry.name) is not None}

    def matching(self, run: TaskContext, place: Collection, thing: Object) -> bool:
        """Whether an object has them."""
        return all(
            place.named(str(value), thing.get(name)) if name == place.label else get_path(thing, name) == value
            for name, value in self.wanted(run).items()
        )


LIMIT = Field("limit", "int", least=1)
