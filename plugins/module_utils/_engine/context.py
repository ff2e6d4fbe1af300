# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""The context of one task: its arguments, its client, and the look-ups that every kind of resource shares."""

from __future__ import annotations

import hashlib
import json
import math
import time
import typing as t
from contextlib import contextmanager

from .._api.client import Client
from .._api.pagination import paginate
from .._api.request import Request
from .._support.errors import Ambiguous, InvalidArgument, NotFound, OpenAIError
from .._support.types import Object, Objects
from .cache import ListCache
from .fields import Collection, Field, Parent, select
from .runtime import Runtime

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
    :ivar labels: the parents as the user named them, by option.
    :ivar runtime: services of the caller; :attr:`display` and :attr:`stream_line` are its functions, or do nothing.
    :ivar shows_progress: the output of :attr:`display` is visible, so that requests for progress are worthwhile.
    :ivar used_cache: a cached list was used, so that an object that is not found may come from an outdated list.
    :ivar looked_at: Unix time of the oldest list that the task has used; infinite if it has used none.
    :ivar found_after_loss: ids of objects that were found after the response to a create was lost, so that it is not
        certain who created them.
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
        self.looked_at = math.inf
        self.found_after_loss: set[str] = set()
        self._caches: dict[str, ListCache] = {}
        self._unverified: list[Collection] = []

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
            cache.put(name, objects, time.monotonic() - started)
            return objects

    def get_single(self, collection: Collection) -> Object | None:
        """Return the one object at a path; None if it is not set, or belongs to a predicted object of check mode."""
        if self.below_predicted(collection):
            return None
        if not collection.optional:
            return t.cast(Object, self.client.get(collection.item, self.ids, key=collection.key))
        found = self.client.find(collection.item, self.ids, key=collection.key)
        while found is None and self._unverified:
            # A parent named by its id was never looked up, and the server returns 404 for an unknown one as well.
            parent = self._unverified.pop()
            self.client.get(parent.item, self.ids, key=parent.key)
        return t.cast("Object | None", found)

    def cache_object(self, collection: Collection, thing: Object) -> None:
        """Apply the creation or change of an object to the cached list."""
        key = collection.pagination.item_id

        def change(objects: Objects) -> Objects:
            if any(each.get(key) == thing.get(key) for each in objects):
                return [{**each, **thing} if each.get(key) == thing.get(key) else each for each in objects]
            return [*objects, thing]

        self._edit(collection, change)

    def uncache_object(self, collection: Collection, thing: Object) -> None:
        """Apply the removal of an object to the cached list."""
        key = collection.pagination.item_id
        self._edit(collection, lambda objects: [each for each in objects if each.get(key) != thing.get(key)])

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
            self.ids[parent.ref.own_id] = self.resolve_id(parent.ref, str(value), parent.option)
            self.labels[parent.option] = str(value)
            if parent.ref.is_id(str(value)):
                self._unverified.append(parent.ref)

    def resolve_id(self, collection: Collection, value: str, option: str) -> str:
        """Return the id of the object that an option names.

        :param value: its id, or its name.
        :raises NotFound: no object matches. :raises Ambiguous: several match.
        """
        if collection.is_id(value) or is_predicted(value):
            return value
        query = {collection.search_param: [value]} if collection.search_param else None
        objects = self.list_objects(collection, query)
        found = select(objects, collection, value)
        if len(found) > 1:
            raise ambiguous(collection, value, found, option)
        if found:
            return str(found[0]["id"])
        if any(each.get("id") == value for each in objects):
            return value
        name = collection.display_name
        if any(collection.named(value, each.get(collection.name_field)) for each in objects):
            raise NotFound(
                f"{option}: the {name} {value!r} is archived, expired or deleted",
                f"Set {option} to another {name}, or create it first.",
            )
        raise NotFound(
            f"{option}: no {name} matches {value!r}",
            f"Set {option} to the id or the {collection.name_field} of an existing {name}; "
            f"fjcorp.openai.openai_{collection.name}_info lists them.",
        )


def ambiguous(collection: Collection, value: str, found: t.Sequence[Object], option: str) -> Ambiguous:
    """Return the error for a name that several objects have."""
    ids = ", ".join(str(each.get("id")) for each in found[:20])
    return Ambiguous(
        f"the name {value!r} is ambiguous: {len(found)} {collection.plural_name.replace('_', ' ')} match: {ids}",
        f"Set {option} to the id of one of them.",
    )
