# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""What was listed is kept: within a process, and for one run of Ansible across its tasks and forks.

Each list is one file in the run's own temporary folder, locked while it is read or fetched, replaced by every own
write, forgotten after a while and whenever an id taken from it turns out gone. Without such a folder the lists live
as long as the process.
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

KEEP = 300.0
"""Seconds for which a list is believed."""

RUN_FOLDER = "FJCORP_OPENAI_RUN_FOLDER"
"""Names the run's folder to module processes; set by the in-process runner."""

RUN_IS_CHECK = "FJCORP_OPENAI_RUN_CHECK"
"""Set when the whole run is a check: then predicted writes are kept too, so that later tasks see them."""

SWITCH = "FJCORP_OPENAI_CACHE"
"""``false`` turns all keeping off."""


def is_disabled(value: str | None) -> bool:
    """Whether an environment variable says no."""
    return (value or "").strip().lower() in ("0", "false", "no", "off")


class ListCache:
    """The lists kept for one key's view of the API.

    :param scope: tells one view from another (:meth:`Connection.scope`).
    """

    def __init__(self, scope: str, environ: t.Mapping[str, str] | None = None) -> None:
        env = os.environ if environ is None else environ
        self.enabled = not is_disabled(env.get(SWITCH))
        self.whole_run_checks = env.get(RUN_IS_CHECK) == "1"
        self._scope = scope
        folder = env.get(RUN_FOLDER) if self.enabled else None
        self._folder = None
        if folder and os.path.isdir(folder) and os.access(folder, os.W_OK):
            self._folder = private_folder(os.path.join(folder, f"openai-{scope}"))
        self._held: dict[str, int] = {}

    def get(self, name: str) -> Objects | None:
        """The objects of a list, or None when it must be fetched."""
        if not self.enabled:
            return None
        entry = self._load(name)
        if entry is None or (time.time() - entry["at"] > KEEP and not self.whole_run_checks):
            return None
        return t.cast(Objects, entry["objects"])

    def put(self, name: str, objects: Objects) -> None:
        """Keep a list."""
        if self.enabled:
            self._store(name, {"at": time.time(), "name": name, "objects": objects})

    def edit(self, name: str, change: t.Callable[[Objects], Objects]) -> None:
        """Write an own change through to a kept list; a list that is not kept stays so."""
        with self.held(name):
            entry = self._load(name)
            if entry is not None:
                self._store(name, {**entry, "objects": change(entry["objects"])})

    def drop(self, prefix: str = "") -> None:
        """Forget the lists whose name begins so."""
        for key in [key for key in _MEMORY if key[0] == self._scope and key[1].startswith(prefix)]:
            _MEMORY.pop(key)
        for file in os.listdir(self._folder) if self._folder else ():
            if file.endswith(".json"):
                path = os.path.join(t.cast(str, self._folder), file)
                try:
                    with open(path, "rb") as handle:
                        name = json.load(handle)["name"]
                    if name.startswith(prefix):
                        os.unlink(path)
                except (OSError, ValueError, TypeError, KeyError):
                    continue

    @contextmanager
    def held(self, name: str) -> t.Iterator[None]:
        """Keep all other processes of the run from reading or fetching this list until the block ends."""
        if not self._folder or self._held.get(name):
            yield
            return
        self._held[name] = 1
        try:
            with file_lock(self._path(name)[:-5] + ".lock", create=True):
                yield
        finally:
            del self._held[name]

    def _path(self, name: str) -> str:
        return os.path.join(t.cast(str, self._folder), hashlib.sha256(name.encode()).hexdigest()[:32] + ".json")

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
            entry = {"at": float(entry["at"]), "name": entry["name"], "objects": list(entry["objects"])}
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
