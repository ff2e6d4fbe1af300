# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""The lists of one task: cached, changed by its writes, and with what was just created or is predicted in check mode."""

from __future__ import annotations

import hashlib
import json
import math
import time
import typing as t
from collections import defaultdict

from .._api.client import Client
from .._api.deadline import STREAM_FACTOR
from .._api.pagination import paginate
from .._api.request import Request
from .._support.recent import RecentObject
from .._support.types import Object, Objects
from .cache import ListCache
from .fields import Collection
from .settling import Settling

LOCK_DISPLAYED_AFTER = 5.0
"""Seconds from which the wait for a lock is displayed."""

PREDICTED = "check-mode-"
"""Marks the id of an object that exists in check mode only."""


def predicted_id(prefix: str, name: str) -> str:
    """Return the id that check mode gives to an object it would create."""
    return f"{prefix}{PREDICTED}{hashlib.sha256(name.encode()).hexdigest()[:12]}"


def is_predicted(value: t.Any) -> bool:
    """Return whether an id is of an object that does not exist yet."""
    return isinstance(value, str) and PREDICTED in value


def without(objects: Objects, given: str) -> Objects:
    """Return objects without the one that has an id."""
    return [each for each in objects if each.get("id") != given]


class ListAccess:
    """Access to the lists that a task reads and changes.

    :param display: prints one line of progress for the user.
    :ivar ids: ids that fill the placeholders of the resource's paths.
    :ivar names: what the task calls its own object.
    :ivar settling: waits for what was just created.
    :ivar used_cache: a cached list was used, so that an object that is not found may come from an outdated list.
    :ivar looked_at: Unix time of the oldest list that the task has used; infinite if it has used none.
    """

    def __init__(self, client: Client, check_mode: bool, display: t.Callable[[str], None]) -> None:
        self.client = client
        self.check_mode = check_mode
        self.display = display
        self.ids: dict[str, str] = {}
        self.names: tuple[str, ...] = ()
        self.settling = Settling(client, display)
        self.used_cache = False
        self.looked_at = math.inf
        self._caches: dict[str, ListCache] = {}

    def cache(self, collection: Collection) -> ListCache:
        """Return the cache of the key that reads this collection."""
        if collection.key not in self._caches:
            limit = self.lock_timeout(collection.key)
            waiting = self.lock_waiting("a list", limit)
            self._caches[collection.key] = ListCache(
                self.client.connection.scope(collection.key), lock_timeout=limit, waiting=waiting
            )
        return self._caches[collection.key]

    def lock_timeout(self, key: str) -> float:
        """Return the seconds to wait for a lock: its holder may wait for the server, and others for the holder."""
        connection = self.client.connection
        return STREAM_FACTOR * max(connection.retry_timeout_for(key), connection.timeout)

    def lock_waiting(self, what: str, limit: float) -> t.Callable[[float], None]:
        """Return a function that displays once that the task waits for a lock."""
        displayed: list[bool] = []

        def waiting(seconds: float) -> None:
            if seconds >= LOCK_DISPLAYED_AFTER and not displayed:
                displayed.append(True)
                self.display(f"openai: waiting up to {limit:.0f} s for another process that uses {what}")

        return waiting

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

        :param refresh: request the list, unless another process of the run has requested it since this call.
        """
        cache = self.cache(collection)
        name = self.cache_key(collection, query)
        if self.below_predicted(collection):
            return cache.get(name) or []
        called_at = time.time()
        with cache.lock(name):
            # Forks that wait for each other's requests share one.
            objects = None if refresh and cache.requested_at(name) <= called_at else cache.get(name)
            if objects is not None:
                self.used_cache = True
                self.looked_at = min(self.looked_at, cache.requested_at(name))
                return objects
            started = time.monotonic()
            self.looked_at = min(self.looked_at, time.time())
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

    def cache_object(self, collection: Collection, thing: Object) -> None:
        """Apply the creation or change of an object to the cached list."""
        key = collection.pagination.item_id
        if not self.check_mode and not any(each.get(key) == thing.get(key) for each in self.cached_objects(collection)):
            self.created(collection, thing)
        self.include(collection, thing)

    def include(self, collection: Collection, thing: Object) -> None:
        """Include an object in the cached list, as it is now."""
        key = collection.pagination.item_id

        def change(objects: Objects) -> Objects:
            if any(each.get(key) == thing.get(key) for each in objects):
                return [{**each, **thing} if each.get(key) == thing.get(key) else each for each in objects]
            return [*objects, thing]

        self._edit(collection, change)

    def predict_object(self, collection: Collection, thing: Object) -> None:
        """Record an object that check mode would create, so that later tasks of a run in check mode read it."""
        if is_predicted(thing.get("id")):
            self._edit_predicted(collection, lambda objects: [*without(objects, thing["id"]), thing])

    def predicted_object(self, collection: Collection, given: str) -> Object | None:
        """Return the object with a predicted id, or None if no earlier task has predicted it."""
        return next((each for each in self.predicted_objects(collection) if each.get("id") == given), None)

    def predicted_objects(self, collection: Collection) -> Objects:
        """Return the objects that earlier tasks in check mode would have created."""
        if not self.check_mode:
            return []
        return self.cache(collection).get(self._predicted_key(collection)) or []

    def _predicted_key(self, collection: Collection) -> str:
        return f"predicted {collection.path.format_map(defaultdict(str, self.ids))}"

    def _edit_predicted(self, collection: Collection, change: t.Callable[[Objects], Objects]) -> None:
        cache = self.cache(collection)
        if self.check_mode:
            name = self._predicted_key(collection)
            with cache.lock(name):
                cache.put(name, change(cache.get(name) or []))

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
        if is_predicted(thing.get("id")):
            self._edit_predicted(collection, lambda objects: without(objects, thing["id"]))

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
