# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Reading after a write: what this control node has just created is waited for, and nothing else is."""

from __future__ import annotations

import time
import typing as t

from .._api.client import Client
from .._api.request import Request
from .._support.errors import ApiError
from .._support.recent import RecentObject, RecentObjects, settled_after
from .._support.types import Object
from .fields import Collection


class Settling:
    """Waits until objects that were just created are visible.

    :param display: prints one line of progress for the user.
    """

    def __init__(self, client: Client, display: t.Callable[[str], None]) -> None:
        self._client = client
        self._display = display
        self._recents: dict[str, RecentObjects] = {}
        self._announced: set[str] = set()
        client.pause_before_visible = self.pause_before_visible

    def recents(self, key: str) -> RecentObjects:
        """Return the records of a key class."""
        if key not in self._recents:
            self._recents[key] = RecentObjects(self._client.connection.scope(key))
        return self._recents[key]

    def created(self, collection: Collection, path: str, thing: Object, names: t.Iterable[str]) -> None:
        """Record a new object.

        :param path: of its list, or of a single object. :param names: what the task calls it.
        """
        own_id = str(thing.get(collection.pagination.item_id) or "") if collection.path else ""
        known = (thing.get("id"), thing.get(collection.name_field), *names)
        self.recents(collection.key).add(path, own_id, dict.fromkeys(str(name) for name in known if name))

    def removed(self, collection: Collection, path: str, thing: Object) -> None:
        """Drop the records of a removed object."""
        own_id = str(thing.get(collection.pagination.item_id) or "") if collection.path else ""
        self.recents(collection.key).remove(path, own_id)

    def awaited(self, collection: Collection, path: str, names: t.Iterable[str]) -> RecentObject | None:
        """Return the recent object of a list that has one of some names, or the recent single object of a path."""
        wanted = {name.casefold() if collection.case_insensitive else name for name in names}
        for each in reversed(self.recents(collection.key).all()):
            known = {name.casefold() if collection.case_insensitive else name for name in each.names}
            if each.path == path and (not each.id or wanted & known):
                return each
        return None

    def missing(self, collection: Collection, path: str, ids: t.Container[str]) -> RecentObject | None:
        """Return a recent object of a list that is not among some ids."""
        recents = self.recents(collection.key).all()
        return next((each for each in recents if each.path == path and each.id not in ids), None)

    def until_visible(self, key: str, thing: RecentObject) -> t.Iterator[None]:
        """Pause before each look for an object, until it must be visible or the retry timeout is over."""
        deadline = time.monotonic() + self._client.connection.retry_timeout_for(key)
        while thing.age < settled_after() and time.monotonic() < deadline:
            self._announce(thing)
            time.sleep(thing.pause())
            yield

    def pause_before_visible(self, request: Request, error: ApiError) -> float | None:
        """Return the seconds until a request may succeed because a recent object is visible; None if it names none.

        The server rejects requests below a new object, and references to one, until it is visible.
        """
        if request.may_be_unset or error.status not in (400, 404):
            return None
        named = set(request.ids.values())
        if error.status == 400 or not named:
            # Only an object that the message is about is the reason for another status.
            named = {each for each in _texts(request.body) if error.status == 404 or each in error.message}
        else:
            named |= set(_texts(request.body))
        for each in self.recents(request.key).all():
            if each.id and each.id in named and each.id not in self._client.visible:
                self._announce(each)
                return each.pause()
        return None

    def is_recent(self, key: str, ids: t.Iterable[str]) -> bool:
        """Return whether one of some ids is of a recent object."""
        known = {each.id for each in self.recents(key).all()}
        return not known.isdisjoint(ids)

    def _announce(self, thing: RecentObject) -> None:
        if thing.id + thing.path not in self._announced:
            self._announced.add(thing.id + thing.path)
            name = thing.id or thing.path
            self._display(
                f"openai: waiting for {name}, which was created {thing.age:.0f} s ago, to be visible"
                f" (at most {settled_after():.0f} s after its creation)"
            )


def _texts(value: t.Any) -> t.Iterator[str]:
    """Yield the strings of a request body."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _texts(each)
