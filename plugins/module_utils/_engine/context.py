# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""One task at work: its arguments, its client, and the look-ups every kind of thing shares."""

from __future__ import annotations

import hashlib
import json
import typing as t
from contextlib import contextmanager

from .._api.client import Client, Request
from .._api.pagination import paginate
from .._support.errors import Ambiguous, InvalidArgument, NotFound, OpenAIError
from .._support.types import Object, Objects
from .cache import ListCache
from .runtime import Runtime
from .spec import Collection, Field, Parent, select

PREDICTED = "check-mode-"
"""Marks the id of an object that only a check run has made."""


def predicted_id(prefix: str, label: str) -> str:
    """The id a check gives to an object it would make."""
    return f"{prefix}{PREDICTED}{hashlib.sha256(label.encode()).hexdigest()[:12]}"


def is_predicted(value: t.Any) -> bool:
    """Whether an id is of an object that does not exist yet."""
    return isinstance(value, str) and PREDICTED in value


class TaskContext:
    """What the engine knows of one task.

    :ivar params: validated arguments under their canonical names.
    :ivar given: canonical names of the arguments the user wrote, with an explicit null too.
    :ivar ids: the ids that fill the placeholders of the thing's paths.
    :ivar host: who runs the engine; :attr:`say` and :attr:`utter` are its own, or do nothing.
    :ivar talks: somebody sees what :attr:`say` prints, so that progress is worth asking for.
    :ivar believed: a kept list was used, so that an object said to be gone may only be known wrongly.
    :ivar usage: what models were asked, each with its ``model`` and ``usage``, for the books.
    :ivar done: what was changed so far, for a failure's message.
    """

    def __init__(
        self,
        params: dict[str, t.Any],
        given: set[str],
        client: Client,
        *,
        check_mode: bool = False,
        host: Runtime | None = None,
    ) -> None:
        self.params = params
        self.given = given
        self.client = client
        self.check_mode = check_mode
        self.host = host or Runtime()
        self.say = self.host.say or (lambda line: None)
        self.stream_line = self.host.stream_line or (lambda words: None)
        self.talks = self.host.say is not None
        self.usage: list[Object] = []
        self.ids: dict[str, str] = {}
        self.labels: dict[str, str] = {}
        self.done: list[str] = []
        self.warnings: list[str] = []
        self.secrets: set[str] = set()
        self.hide_result = False
        self.used_cache = False
        self._kept: dict[str, ListCache] = {}
        self._unseen: list[Collection] = []

    # --- arguments -------------------------------------------------------------------------------------------------

    def param(self, name: str) -> t.Any:
        """An argument's value; None when it is not given."""
        return self.params.get(name)

    def warn(self, text: str) -> None:
        """Show a warning with the result."""
        if text not in self.warnings:
            self.warnings.append(text)

    def hide(self, secret: str) -> None:
        """Never show this value, except where the user asked for it to be returned."""
        self.secrets.add(secret)

    def check_budget(self) -> None:
        """Refuse to ask a model once the budget of the run is spent."""
        if self.host.spent:
            raise InvalidArgument(self.host.spent, "Nothing was asked; raise the budget to go on.")

    def book(self, model: str, usage: t.Any) -> None:
        """Note that a model was asked, and what it says that took."""
        self.usage.append({"model": model, "usage": dict(usage or {})})

    @contextmanager
    def attempting(self, what: str) -> t.Iterator[None]:
        """Say in any error that leaves the block what was being attempted."""
        try:
            yield
        except OpenAIError as error:
            error.attempted = error.attempted or what
            raise

    def check_fields(self, fields: t.Iterable[Field]) -> None:
        """Refuse values the API would refuse, before anything is written."""
        for entry in fields:
            entry.check(self.param(entry.name))

    # --- lists -----------------------------------------------------------------------------------------------------

    def kept(self, collection: Collection) -> ListCache:
        """The lists kept for the key that reads this collection."""
        if collection.key not in self._kept:
            self._kept[collection.key] = ListCache(self.client.connection.scope(collection.key))
        return self._kept[collection.key]

    def list_name(self, collection: Collection, query: t.Mapping[str, t.Any] | None = None) -> str:
        """The name under which a list is kept: its path, and what it was asked beside the usual."""
        path = Request("GET", collection.path, self.ids).path()
        return f"{path}?{json.dumps(query, sort_keys=True) if query else ''}"

    def below_predicted(self, collection: Collection) -> bool:
        """Whether the list lies below an object that only a check has made, so there is nothing to ask for."""
        path = collection.path or collection.item
        return any(is_predicted(value) and f"{{{name}}}" in path for name, value in self.ids.items())

    def objects(
        self, collection: Collection, query: t.Mapping[str, t.Any] | None = None, afresh: bool = False
    ) -> Objects:
        """All objects of a list, kept ones where they are known.

        :param afresh: ask the server even so.
        """
        kept = self.kept(collection)
        name = self.list_name(collection, query)
        if self.below_predicted(collection):
            return kept.get(name) or []
        with kept.held(name):
            known = None if afresh else kept.get(name)
            if known is not None:
                self.used_cache = True
            else:
                request = Request(
                    "GET",
                    collection.path,
                    dict(self.ids),
                    query={**collection.query, **(query or {})},
                    key=collection.key,
                )
                known = list(paginate(self.client, request, collection.pages))
                kept.put(name, known)
            return known

    def single(self, collection: Collection) -> Object | None:
        """The one object at a path; None where it is not set, or below a parent that only a check has made."""
        if self.below_predicted(collection):
            return None
        if not collection.unset:
            return t.cast(Object, self.client.get(collection.item, self.ids, key=collection.key))
        found = self.client.find(collection.item, self.ids, key=collection.key)
        while found is None and self._unseen:
            # A parent given by its id was never looked up, and its being unknown is answered with 404 as well.
            parent = self._unseen.pop()
            self.client.get(parent.item, self.ids, key=parent.key)
        return t.cast("Object | None", found)

    def remember(self, collection: Collection, thing: Object) -> None:
        """Write an object that was made or changed through to the kept list."""
        key = collection.pages.item_id

        def change(objects: Objects) -> Objects:
            if any(each.get(key) == thing.get(key) for each in objects):
                return [{**each, **thing} if each.get(key) == thing.get(key) else each for each in objects]
            return [*objects, thing]

        self._edit(collection, change)

    def forget(self, collection: Collection, thing: Object) -> None:
        """Take an object that is gone out of the kept list."""
        key = collection.pages.item_id
        self._edit(collection, lambda objects: [each for each in objects if each.get(key) != thing.get(key)])

    def _edit(self, collection: Collection, change: t.Callable[[Objects], Objects]) -> None:
        kept = self.kept(collection)
        if not collection.path or (self.check_mode and not kept.whole_run_checks):
            return
        name = self.list_name(collection)
        if self.below_predicted(collection) and kept.get(name) is None:
            kept.put(name, [])
        kept.edit(name, change)
        # A list the server filtered may have gained or lost the object; it is asked again.
        kept.drop(f"{name}{{")

    def invalidate(self) -> None:
        """Forget every kept list: one of them named an object that is gone."""
        for kept in self._kept.values():
            kept.drop()
        self.used_cache = False

    # --- references ------------------------------------------------------------------------------------------------

    def open(self, parents: t.Iterable[Parent]) -> None:
        """Resolve the parents that are given, in their order."""
        for parent in parents:
            value = self.param(parent.option)
            if value in (None, ""):
                if parent.required:
                    raise InvalidArgument(
                        f"{parent.option} is empty", f"Give the id or the name of a {parent.of.spoken}."
                    )
                continue
            self.ids[parent.of.own_id] = self.resolve(parent.of, str(value), parent.option)
            self.labels[parent.option] = str(value)
            if parent.of.is_id(str(value)):
                self._unseen.append(parent.of)

    def resolve(self, collection: Collection, value: str, option: str) -> str:
        """The id of the object an option names.

        :param value: its id, or its human name.
        :raises Missing: nobody goes by that name. :raises Ambiguous: several do.
        """
        if collection.is_id(value) or is_predicted(value):
            return value
        query = {collection.search: [value]} if collection.search else None
        objects = self.objects(collection, query)
        found = select(objects, collection, value)
        if len(found) > 1:
            raise ambiguous(collection, value, found, option)
        if found:
            return str(found[0]["id"])
        if any(each.get("id") == value for each in objects):
            return value
        if any(collection.named(value, each.get(collection.label)) for each in objects):
            raise NotFound(
                f"{option}: the {collection.spoken} {value!r} is no longer in use", "Name another, or create it first."
            )
        raise NotFound(
            f"{option}: no {collection.spoken} goes by {value!r}",
            f"Give its id, or the {collection.label} of an existing one; "
            f"fjcorp.openai.openai_{collection.thing}_info lists them.",
        )


def ambiguous(collection: Collection, value: str, found: t.Sequence[Object], option: str) -> Ambiguous:
    """The error for a name that several objects carry."""
    ids = ", ".join(str(each.get("id")) for each in found[:20])
    return Ambiguous(
        f"{len(found)} {collection.many.replace('_', ' ')} go by {value!r}: {ids}",
        f"Name the one you mean by its id (option {option}).",
    )
