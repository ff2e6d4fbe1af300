# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""The context of one task: its arguments, its client, and the look-ups that every kind of resource shares."""

from __future__ import annotations

import hashlib
import json
import time
import typing as t
from contextlib import contextmanager

from .._api.client import Client
from .._api.pagination import paginate
from .._api.request import Request
from .._support.errors import Ambiguous, ApiError, InvalidArgument, NotFound, OpenAIError
from .._support.recent import RecentObject
from .._support.types import Object, Objects
from .cache import ListCache
from .fields import Collection, Field, Parent, select
from .missing import no_id, no_match
from .runtime import Runtime
from .settling import Settling

NEAR_MATCHES_AMONG = 100
"""Objects among which a similar name is looked up, where the server finds names."""

PREDICTED = "check-mode-"
"""Marks the id of an object that exists in check mode only."""


def predicted_id(prefix: str, name: str) -> str:
    """Return the id that check mode gives to an object it would create."""
    return f"{prefix}{PREDICTED}{hashlib.sha256(name.encode()).hexdigest()[:12]}"


def is_predicted(value: t.Any) -> bool:
    """Return whether an id is of an object that does not exist yet."""
    return isinstance(value, str) and PREDICTED in value


class TaskContext:
    """State of one task.

    :ivar params: validated arguments under their canonical names.
    :ivar given: canonical names of the arguments that the user wrote, explicit nulls included.
    :ivar ids: ids that fill the placeholders of the resource's paths.
    :ivar names: what the task calls its own object.
    :ivar settling: waits for what was just created.
    :ivar labels: the parents as the user named them, by option.
    :ivar runtime: services of the caller; :attr:`display` and :attr:`stream_line` are its functions, or do nothing.
    :ivar shows_progress: the output of :attr:`display` is visible, so that requests for progress are worthwhile.
    :ivar used_cache: a cached list was used, so that an object that is not found may come from an outdated list.
    :ivar usage: requests to models, each with its ``model`` and ``usage``, for the usage log.
    :ivar done: what was changed so far, for the message of a failure.
    """

    def __init__(
        self,
        params: dict[str, t.Any],
        given: set[str],
        client: Client,
        *,
        check_mode: bool = False,
        runtime: Runtime | None = None,
    ) -> None:
        self.params = params
        self.given = given
        self.client = client
        self.check_mode = check_mode
        self.runtime = runtime or Runtime()
        self.display = self.runtime.display or (lambda line: None)
        self.stream_line = self.runtime.stream_line or (lambda line: None)
        self.shows_progress = self.runtime.display is not None
        self.usage: list[Object] = []
        self.ids: dict[str, str] = {}
        self.labels: dict[str, str] = {}
        self.done: list[str] = []
        self.warnings: list[str] = []
        self.secrets: set[str] = set()
        self.hide_result = False
        self.used_cache = False
        self.names: tuple[str, ...] = ()
        self.settling = Settling(client, self.display)
        self._caches: dict[str, ListCache] = {}
        self._parents: list[Parent] = []
        self._unverified: list[Parent] = []
        self._missing_parent: NotFound | None = None

    # --- arguments -------------------------------------------------------------------------------------------------

    def param(self, name: str) -> t.Any:
        """Return the value of an argument, or None if it is not set."""
        return self.params.get(name)

    def warn(self, text: str) -> None:
        """Return a warning with the result."""
        if text not in self.warnings:
            self.warnings.append(text)

    def hide_secret(self, secret: str) -> None:
        """Mask this value wherever it appears in the result."""
        self.secrets.add(secret)

    def check_budget(self) -> None:
        """Reject requests to a model once the budget of the run is spent."""
        if self.runtime.budget_error:
            raise InvalidArgument(self.runtime.budget_error, "No request was sent; raise the budget to continue.")

    def record_usage(self, model: str, usage: t.Any) -> None:
        """Record a request to a model and the usage that it returned."""
        self.usage.append({"model": model, "usage": dict(usage or {})})

    @contextmanager
    def attempting(self, what: str) -> t.Iterator[None]:
        """Name in any error that leaves the block what was being attempted."""
        try:
            yield
        except OpenAIError as error:
            error.attempted = error.attempted or what
            raise

    def check_fields(self, fields: t.Iterable[Field]) -> None:
        """Reject values that the API would reject, before anything is written."""
        for entry in fields:
            entry.check(self.param(entry.name))

    # --- lists -----------------------------------------------------------------------------------------------------

    def cache(self, collection: Collection) -> ListCache:
        """Return the cache of the key that reads this collection."""
        if collection.key not in self._caches:
            self._caches[collection.key] = ListCache(self.client.connection.scope(collection.key))
        return self._caches[collection.key]

    def cache_key(self, collection: Collection, query: t.Mapping[str, t.Any] | None = None) -> str:
        """Return the name of a list in the cache: its path, and its query in addition to the usual one."""
        path = Request("GET", collection.path, self.ids).path()
        return f"{path}?{json.dumps(query, sort_keys=True) if query else ''}"

    def cached_objects(self, collection: Collection) -> Objects:
        """Return the objects of a list as far as they are cached."""
        return self.cache(collection).get(self.cache_key(collection)) or []

    def path(self, collection: Collection) -> str:
        """Return the path of a list, or of a single object."""
        return Request("GET", collection.path or collection.item, self.ids).path()

    def created(self, collection: Collection, thing: Object) -> None:
        """Record that an object was created, so that it is waited for where the server does not show it yet."""
        if not self.check_mode:
            self.settling.created(collection, self.path(collection), thing, self.names)

    def awaited(self, collection: Collection, names: t.Iterable[str]) -> RecentObject | None:
        """Return the recent object of a list that has one of some names and is not in the list, or of a single path."""
        if self.below_predicted(collection):
            return None
        thing = self.settling.awaited(collection, self.path(collection), names)
        if thing is None or not collection.path:
            return thing
        if self.is_removed(collection, thing.id):
            return None
        known = self.cached_objects(collection)
        return None if any(str(each.get(collection.pagination.item_id)) == thing.id for each in known) else thing

    def list_with(self, collection: Collection, name: str) -> Objects:
        """Return the objects of a list, among which an object of this id or name is, if it was just created."""
        query = {collection.search_param: [name]} if collection.search_param else None
        objects = self.list_objects(collection, query)
        thing = None if any(collection.is_called(each, name) for each in objects) else self.awaited(collection, (name,))
        if thing is not None:
            for _look in self.settling.until_visible(collection.key, thing):
                objects = self.list_objects(collection, query, refresh=True)
                if any(collection.is_called(each, name) for each in objects):
                    break
        return objects

    def below_predicted(self, collection: Collection) -> bool:
        """Return whether the list belongs to a predicted object of check mode, so that it cannot be requested."""
        path = collection.path or collection.item
        return any(is_predicted(value) and f"{{{name}}}" in path for name, value in self.ids.items())

    def list_objects(
        self, collection: Collection, query: t.Mapping[str, t.Any] | None = None, refresh: bool = False
    ) -> Objects:
        """Return all objects of a list, from the cache where it has them.

        :param refresh: request the list in any case.
        """
        cache = self.cache(collection)
        name = self.cache_key(collection, query)
        if self.below_predicted(collection):
            return cache.get(name) or []
        with cache.lock(name):
            objects = None if refresh else cache.get(name)
            if objects is not None:
                self.used_cache = True
                return objects
            started = time.monotonic()
            request = Request(
                "GET",
                collection.path,
                dict(self.ids),
                query={**collection.query, **(query or {})},
                key=collection.key,
            )
            objects = list(paginate(self.client, request, collection.pagination))
            if cache.whole_run_check:
                objects = self._predicted_list(collection, objects)
            cache.put(name, objects, time.monotonic() - started)
            return objects

    def get_single(self, collection: Collection) -> Object | None:
        """Return the one object at a path; None if it is not set, or belongs to a predicted object of check mode."""
        if self.below_predicted(collection):
            return None
        if not collection.optional:
            return t.cast(Object, self.client.get(collection.item, self.ids, key=collection.key))
        found = self.client.find(collection.item, self.ids, key=collection.key, may_be_unset=True)
        if found is None:
            # The server returns 404 for an unknown parent as well, and for one that was just created.
            recent = [
                each for each in self._parents if self.settling.is_recent(each.ref.key, [self.ids[each.ref.own_id]])
            ]
            self.verify_parents()
            for parent in recent:
                self.client.get(parent.ref.item, self.ids, key=parent.ref.key)
            if recent:
                found = self.client.find(collection.item, self.ids, key=collection.key, may_be_unset=True)
            thing = self.awaited(collection, ()) if found is None else None
            for _look in self.settling.until_visible(collection.key, thing) if thing is not None else ():
                found = self.client.find(collection.item, self.ids, key=collection.key, may_be_unset=True)
                if found is not None:
                    break
        return t.cast("Object | None", found)

    def cache_object(self, collection: Collection, thing: Object) -> None:
        """Apply the creation or change of an object to the cached list."""
        key = collection.pagination.item_id
        if not self.check_mode and not any(each.get(key) == thing.get(key) for each in self.cached_objects(collection)):
            self.created(collection, thing)

        def change(objects: Objects) -> Objects:
            if any(each.get(key) == thing.get(key) for each in objects):
                return [{**each, **thing} if each.get(key) == thing.get(key) else each for each in objects]
            return [*objects, thing]

        self._edit(collection, change)

    def uncache_object(self, collection: Collection, thing: Object) -> None:
        """Apply the removal of an object to the cached list."""
        key = collection.pagination.item_id
        if not self.check_mode:
            self.settling.removed(collection, self.path(collection), thing)
        self._edit(collection, lambda objects: [each for each in objects if each.get(key) != thing.get(key)])
        cache = self.cache(collection)
        if self.check_mode and cache.whole_run_check and collection.item:
            name = self._removed(collection)
            with cache.lock(name):
                cache.put(name, [*(cache.get(name) or ()), {"id": thing.get(key)}])

    def is_removed(self, collection: Collection, given: str) -> bool:
        """Return whether an earlier task of this run in check mode would have removed the object with an id."""
        cache = self.cache(collection)
        if not cache.whole_run_check:
            return False
        return any(each.get("id") == given for each in cache.get(self._removed(collection)) or ())

    def _edit(self, collection: Collection, change: t.Callable[[Objects], Objects]) -> None:
        cache = self.cache(collection)
        if not collection.path or (self.check_mode and not cache.whole_run_check):
            return
        name = self.cache_key(collection)
        if self.below_predicted(collection) and cache.get(name) is None:
            cache.put(name, [])
        cache.edit(name, change)
        # A list that the server filtered may have gained or lost the object; it is requested again.
        cache.invalidate(name, filtered_only=True)

    def _removed(self, collection: Collection) -> str:
        """Return the name of the cached list of objects that check mode would have removed."""
        return f"removed {self.path(collection)}?"

    def _predicted_list(self, collection: Collection, objects: Objects) -> Objects:
        """Return a list that was requested again with what this run in check mode would have added and removed."""
        added = [each for each in self.cached_objects(collection) if is_predicted(each.get("id"))]
        key = collection.pagination.item_id
        return [*(each for each in objects if not self.is_removed(collection, str(each.get(key)))), *added]

    def refresh(self, collection: Collection) -> None:
        """Request a list again, if it is cached."""
        if self.cached_objects(collection):
            self.list_objects(collection, refresh=True)
        else:
            self.cache(collection).invalidate(self.cache_key(collection))

    def invalidate(self) -> None:
        """Drop every cached list: one of them contained an object that no longer exists."""
        for cache in self._caches.values():
            cache.invalidate()
        self.used_cache = False

    # --- references ------------------------------------------------------------------------------------------------

    def resolve_parents(self, parents: t.Iterable[Parent]) -> None:
        """Resolve the parents that are set, in their order."""
        for parent in parents:
            value = self.param(parent.option)
            if value in (None, ""):
                if parent.required:
                    raise InvalidArgument(
                        f"{parent.option} is required and is empty",
                        f"Set {parent.option} to the id or the name of a {parent.ref.display_name}.",
                    )
                continue
            self.labels[parent.option] = str(value)
            try:
                if self.is_removed(parent.ref, str(value)):
                    raise no_id(parent.ref, str(value), parent.option)
                self.ids[parent.ref.own_id] = self.resolve_id(parent.ref, str(value), parent.option)
            except NotFound as error:
                self._missing_parent = error
                raise
            if parent.ref.reads_one:
                self._parents.append(parent)
            if parent.ref.is_id(str(value)):
                self._unverified.append(parent)

    def verify_parents(self, except_in: str = "") -> None:
        """Request the parents that the task names by their id, which were never looked up.

        :param except_in: a path that has been read, which proves the parents in it.
        :raises NotFound: one of them does not exist or is not active.
        """
        known = [parent for parent in self._unverified if f"{{{parent.ref.own_id}}}" in except_in]
        pending = [parent for parent in self._unverified if parent not in known]
        self._unverified = known
        for parent in pending:
            value = self.ids[parent.ref.own_id]
            if not parent.ref.reads_one or is_predicted(value):
                continue
            found = self.client.find(parent.ref.item, self.ids, key=parent.ref.key)
            if found is None or not parent.ref.is_active(found):
                self._missing_parent = no_id(parent.ref, value, parent.option, found)
                raise self._missing_parent

    def missing_parent(self, error: OpenAIError) -> NotFound | None:
        """Return the error for a parent that does not exist, if that is why a task failed."""
        if isinstance(error, ApiError) and error.gone:
            try:
                self.verify_parents()
            except NotFound as missing:
                return missing
        return self._missing_parent if error is self._missing_parent else None

    def resolve_id(self, collection: Collection, value: str, option: str) -> str:
        """Return the id of the object that an option names.

        :param value: its id, or its name.
        :raises NotFound: no object matches. :raises Ambiguous: several match.
        """
        if collection.is_id(value) or is_predicted(value):
            return value
        objects = self.list_with(collection, value)
        found = select(objects, collection, value)
        if len(found) > 1:
            raise ambiguous(collection, value, found, option)
        if found:
            return str(found[0]["id"])
        if any(each.get("id") == value for each in objects):
            return value
        raise self.no_match(collection, value, option, objects)

    def no_match(self, collection: Collection, value: str, option: str, objects: Objects | None = None) -> NotFound:
        """Return the error for a name that no object has, with similar names.

        :param objects: what the server returned for the name.
        """
        known = list(objects or ())
        if not known and collection.search_param:
            # The server searched for the name. One page of the list may have a similar one.
            request = Request("GET", collection.path, dict(self.ids), query=collection.query, key=collection.key)
            known = list(paginate(self.client, request, collection.pagination, most=NEAR_MATCHES_AMONG))
        return no_match(collection, value, option, known)


def ambiguous(collection: Collection, value: str, found: t.Sequence[Object], option: str) -> Ambiguous:
    """Return the error for a name that several objects have."""
    ids = ", ".join(str(each.get("id")) for each in found[:20])
    return Ambiguous(
        f"the name {value!r} is ambiguous: {len(found)} {collection.plural_name.replace('_', ' ')} match: {ids}",
        f"Set {option} to the id of one of them.",
    )
