# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Objects that this control node has just created, because the API may show them only after a minute.

The records are lines of one file for each account and key, which later tasks, forks and runs read: id, names, list and time. They
contain no secrets. A record that cannot be written or read is omitted: it only saves a later task from failing.
"""

from __future__ import annotations

import json
import os
import time
import typing as t
from dataclasses import dataclass

from .files import file_lock, private_folder
from .local_state import state_folder

SETTLED_AFTER = 65.0
"""Seconds after which a new object is visible everywhere; the API has been observed to take about a minute."""

VISIBLE_AFTER = "FJCORP_OPENAI_VISIBLE_AFTER"
"""Environment variable that replaces this number, for servers that show a new object sooner or later."""

LONGEST_PAUSE = 4.0
"""Seconds between two polls, at most."""


def settled_after() -> float:
    """Return the seconds after which a new object is visible."""
    try:
        return max(0.0, float(os.environ.get(VISIBLE_AFTER, "")))
    except ValueError:
        return SETTLED_AFTER


@dataclass(frozen=True)
class RecentObject:
    """An object that was just created.

    :param at: the time of its creation. :param path: path of its list, or of a single object.
    :param id: its id, empty for a single object. :param names: what references may call it.
    """

    at: float
    path: str
    id: str
    names: tuple[str, ...]

    @property
    def age(self) -> float:
        """Return the seconds since its creation."""
        return time.time() - self.at

    def pause(self) -> float:
        """Return the seconds until the next look: a part of its age, so that the pauses grow."""
        return min(LONGEST_PAUSE, max(0.1, self.age * 0.3))


class RecentObjects:
    """The records of one account and key.

    :param scope: identifies account and key (:meth:`Connection.scope`).
    """

    def __init__(self, scope: str) -> None:
        self._scope = scope

    def add(self, path: str, own_id: str, names: t.Iterable[str]) -> None:
        """Record a new object."""
        self._write({"at": time.time(), "path": path, "id": own_id, "names": [*names]})

    def remove(self, path: str, own_id: str) -> None:
        """Drop the records of a removed object and of everything below it."""
        if any(_concerns(each, path, own_id) for each in self.all()):
            self._write({"at": time.time(), "removed": own_id, "path": path})

    def all(self) -> list[RecentObject]:
        """Return the objects that may not be visible yet."""
        found: dict[tuple[str, str], RecentObject] = {}
        for line in self._lines():
            if "removed" in line:
                found = {key: each for key, each in found.items() if not _concerns(each, line["path"], line["removed"])}
            else:
                record = RecentObject(line["at"], line["path"], line["id"], tuple(line["names"]))
                found[record.path, record.id] = record
        return [each for each in found.values() if each.age < settled_after()]

    def _file(self) -> str:
        return os.path.join(private_folder(os.path.join(state_folder(), "recent")), self._scope)

    def _lines(self) -> t.Iterator[dict[str, t.Any]]:
        try:
            file = self._file()
            if time.time() - os.stat(file).st_mtime > settled_after():
                return
            with open(file, encoding="utf-8") as handle:
                lines = handle.read().splitlines()
        except (OSError, ValueError):
            return
        for text in lines:
            try:
                line = json.loads(text)
                if line["at"] > time.time() - settled_after():
                    yield line
            except (ValueError, KeyError, TypeError):
                # A line that another process was interrupted in writing.
                continue

    def _write(self, line: dict[str, t.Any]) -> None:
        try:
            file = self._file()
            with file_lock(f"{file}.lock", create=True):
                fresh = os.path.exists(file) and time.time() - os.stat(file).st_mtime <= settled_after()
                with open(file, "a" if fresh else "w", encoding="utf-8", opener=_private) as handle:
                    handle.write(json.dumps(line) + "\n")
        except OSError:
            return


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _concerns(record: RecentObject, path: str, own_id: str) -> bool:
    """Return whether a record is of a removed object, of its membership elsewhere, or of an object below it."""
    if record.path == path:
        return own_id == record.id
    parts, removed = record.path.split("/"), path.split("/")
    if len(removed) <= 3:
        # An object of the organization, and not a membership: it goes with its memberships and with all that it contains.
        return bool(own_id) and (own_id in parts or own_id == record.id)
    return bool(own_id) and own_id in parts and removed[-2] in parts
