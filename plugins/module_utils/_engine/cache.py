# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Cache of lists: within a process, and for one run of Ansible across its tasks and forks.

Each list is one file in the temporary folder of the run. It is locked while it is read or fetched, and replaced by
every write of this collection. It is invalid after a time, or when the object of an id taken from it no longer exists.
Without such a folder, lists are cached for the life of the process.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
import typing as t
from contextlib import contextmanager

from .._support.files import atomic_write, file_lock, private_folder
from .._support.types import Objects

LIFETIME = 300.0
"""Seconds for which a cached list is used, at least."""

LIFETIME_PER_SECOND = 10.0
"""A list that took long to fetch is used longer: this many seconds for each second it took."""

MAX_LIFETIME = 3600.0
"""Seconds for which a cached list is used, at most."""

RUN_FOLDER = "FJCORP_OPENAI_RUN_FOLDER"
"""Environment variable that holds the run's folder, for module processes; set by the action plugin."""

RUN_IS_CHECK = "FJCORP_OPENAI_RUN_CHECK"
"""Set when the whole run is in check mode: predicted objects are then cached too, so that later tasks find them."""

SWITCH = "FJCORP_OPENAI_CACHE"
"""``false`` disables the cache."""


def is_disabled(value: str | None) -> bool:
    """Return whether a variable disables a feature."""
    return (value or "").strip().lower() in ("0", "false", "no", "off")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:24]


class ListCache:
    """The cached lists of one account and key.

    A list is identified by its path and its query, as ``path?query``. Its file is named after both, so that
    invalidating the lists of a path opens no file.

    :param scope: identifies account and key (:meth:`Connection.scope`).
    """

    def __init__(self, scope: str, environ: t.Mapping[str, str] | None = None) -> None:
        env = os.environ if environ is None else environ
        self.enabled = not is_disabled(env.get(SWITCH))
        self.whole_run_check = env.get(RUN_IS_CHECK) == "1"
        self._scope = scope
        folder = env.get(RUN_FOLDER) if self.enabled else None
        self._folder = None
        if folder and os.path.isdir(folder) and os.access(folder, os.W_OK):
            self._folder = private_folder(os.path.join(folder, f"openai-{scope}"))
        self._locked: set[str] = set()

    def get(self, name: str) -> Objects | None:
        """Return the objects of a list, or None if it must be fetched."""
        if not self.enabled:
            return None
        entry = self._load(name)
        if entry is None or (time.time() - entry["at"] > entry["lifetime"] and not self.whole_run_check):
            return None
        return t.cast(Objects, entry["objects"])

    def requested_at(self, name: str) -> float:
        """Return the Unix time at which the request of a cached list began; 0 if it is not cached."""
        entry = self._load(name) if self.enabled else None
        return float(entry["requested_at"]) if entry is not None else 0.0

    def put(self, name: str, objects: Objects, seconds: float = 0.0) -> None:
        """Cache a list.

        :param seconds: how long it took to fetch.
        """
        if self.enabled:
            lifetime = min(MAX_LIFETIME, max(LIFETIME, LIFETIME_PER_SECOND * seconds))
            now = time.time()
            self._store(name, {"at": now, "requested_at": now - seconds, "lifetime": lifetime, "objects": objects})

    def edit(self, name: str, change: t.Callable[[Objects], Objects]) -> None:
        """Apply a change to a cached list; a list that is not cached stays so."""
        with self.lock(name):
            entry = self._load(name)
            if entry is not None:
                self._store(name, {**entry, "objects": change(entry["objects"])})

    def invalidate(self, name: str = "", filtered_only: bool = False) -> None:
        """Drop the lists of a path, or all lists.

        :param name: any list of the path; empty for all lists.
        :param filtered_only: keep the list without a query.
        """
        path, _mark, _query = name.partition("?")
        for key in [key for key in _MEMORY if key[0] == self._scope]:
            if not name or (key[1].partition("?")[0] == path and (key[1].partition("?")[2] or not filtered_only)):
                _MEMORY.pop(key)
        if self._folder is None:
            return
        prefix = f"{_digest(path)}-" if name else ""
        unfiltered = os.path.basename(self._path(f"{path}?")) if filtered_only else ""
        for file in os.listdir(self._folder):
            if file.startswith(prefix) and file.endswith(".json") and file != unfiltered:
                try:
                    os.unlink(os.path.join(self._folder, file))
                except FileNotFoundError:
                    # Another fork invalidates the same lists.
                    continue

    @contextmanager
    def lock(self, name: str) -> t.Iterator[None]:
        """Keep all other processes of the run from reading or fetching this list until the block ends."""
        if not self._folder or name in self._locked:
            yield
            return
        self._locked.add(name)
        try:
            with file_lock(self._path(name)[:-5] + ".lock", create=True):
                yield
        finally:
            self._locked.discard(name)

    def _path(self, name: str) -> str:
        path, _mark, query = name.partition("?")
        return os.path.join(t.cast(str, self._folder), f"{_digest(path)}-{_digest(query)}.json")

    def _load(self, name: str) -> dict[str, t.Any] | None:
        known = _MEMORY.get((self._scope, name))
        if not self._folder:
            return known[1] if known else None
        path = self._path(name)
        try:
            facts = os.stat(path)
            stamp = (facts.st_ino, facts.st_mtime_ns, facts.st_size)
            if known and known[0] == stamp:
                return known[1]
            with open(path, "rb") as handle:
                entry: dict[str, t.Any] = json.load(handle)
            entry = {
                "at": float(entry["at"]),
                "requested_at": float(entry["requested_at"]),
                "lifetime": float(entry["lifetime"]),
                "objects": list(entry["objects"]),
            }
        except (OSError, ValueError, TypeError, KeyError):
            return None
        _MEMORY[self._scope, name] = (stamp, entry)
        return entry

    def _store(self, name: str, entry: dict[str, t.Any]) -> None:
        if not self._folder:
            _MEMORY[self._scope, name] = ((), entry)
            return
        with atomic_write(self._path(name), mode=0o600, durable=False) as handle:
            handle.write(json.dumps(entry).encode())


_MEMORY: dict[tuple[str, str], tuple[tuple[int, ...], dict[str, t.Any]]] = {}
