# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Lock and record of the creates of one name, shared by all runs of this control node.

The record in the locked file holds when an object of the name was created last and its id, or that a create has begun
whose outcome is not known. By it, the next holder of the lock decides whether its lists may lack an object.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
import typing as t
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from .._support.errors import Locked
from .._support.files import LockTimeout, file_lock, private_folder
from .._support.local_state import state_folder
from .context import TaskContext
from .create_once import ANNOUNCED_AFTER
from .fields import Collection

RECORDED_FOR = 3600.0
"""Seconds after which the record of a create is removed; the cached lists of a run are not older."""


@dataclass(frozen=True)
class Record:
    """The last create of a name.

    :ivar at: Unix time at which it began or ended. :ivar object_id: empty if its outcome is not known.
    """

    at: float
    object_id: str = ""


class CreateLock:
    """The held lock of a name.

    :ivar record: the last create of the name, or None if none is recorded.
    """

    def __init__(self, handle: t.BinaryIO, path: str) -> None:
        self._handle = handle
        self._path = path
        self.record = _read(handle)

    def begin(self) -> None:
        """Record that a create begins: if this process ends during it, the next one looks for the object."""
        self._write(Record(time.time()))

    def created(self, object_id: str) -> None:
        """Record that an object was created."""
        self._write(Record(time.time(), object_id))

    def forget(self) -> None:
        """Record that no object was created, or that it was removed."""
        self.record = None
        with suppress(FileNotFoundError):
            os.unlink(self._path)

    def close(self) -> None:
        """Remove the file if it holds no record."""
        if self.record is None:
            self.forget()

    def _write(self, record: Record) -> None:
        self.record = record
        self._handle.seek(0)
        self._handle.write(json.dumps({"at": record.at, "id": record.object_id}).encode())
        self._handle.truncate()
        self._handle.flush()
        os.utime(self._path, (record.at, record.at))


@contextmanager
def create_lock(context: TaskContext, collection: Collection, name: str) -> t.Iterator[CreateLock]:
    """Keep all other processes of this control node from creating an object of this name until the block ends.

    No other lock may be held that a holder of this one waits for: it is taken before those of lists.

    :param name: what two objects that must not both exist have in common, in their list.
    :raises Locked: another process still holds it after ``retry_timeout``.
    """
    path = _path(context, collection, name)
    _remove_old(os.path.dirname(path))
    timeout = context.client.connection.retry_timeout_for(collection.key)
    what = f"{collection.display_name} {name!r}" if name else f"a {collection.display_name}"
    announced = False

    def waiting(seconds: float) -> None:
        nonlocal announced
        if seconds >= ANNOUNCED_AFTER and not announced:
            announced = True
            context.display(f"openai: waiting up to {timeout:.0f} s for another process that creates {what}")

    try:
        with file_lock(path, create=True, timeout=timeout, waiting=waiting) as handle:
            lock = CreateLock(handle, path)
            try:
                yield lock
            finally:
                lock.close()
    except LockTimeout:
        raise Locked(
            f"could not create {what}: another process of this control node has been creating it for {timeout:g} s",
            "Run the task again when that process has ended, or increase retry_timeout.",
        ) from None


def forget_create(context: TaskContext, collection: Collection, name: str, object_id: str) -> None:
    """Record that an object was removed, so that another of its name can be created without a wait."""
    path = _path(context, collection, name)
    try:
        with file_lock(path, timeout=0) as handle:
            lock = CreateLock(handle, path)
            if lock.record is not None and lock.record.object_id == object_id:
                lock.forget()
    except (FileNotFoundError, LockTimeout):
        # No create is recorded, or another process creates the next object.
        return


def _path(context: TaskContext, collection: Collection, name: str) -> str:
    folder = private_folder(os.path.join(state_folder(), "creates"))
    scope = context.client.connection.scope(collection.key)
    key = "\0".join((scope, context.cache_key(collection), name))
    return os.path.join(folder, hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:32])


def _read(handle: t.BinaryIO) -> Record | None:
    content = handle.read()
    if not content:
        return None
    try:
        entry = json.loads(content)
        return Record(float(entry["at"]), str(entry["id"]))
    except (ValueError, TypeError, KeyError):
        # A process was killed while it wrote the record.
        return Record(os.fstat(handle.fileno()).st_mtime)


def _remove_old(folder: str) -> None:
    """Remove old records, at most once in the time for which one is kept."""
    swept = os.path.join(folder, "swept")
    limit = time.time() - RECORDED_FOR
    with suppress(FileNotFoundError):
        if os.stat(swept).st_mtime > limit:
            return
    with open(swept, "wb"):
        os.utime(swept, (limit + RECORDED_FOR, limit + RECORDED_FOR))
    for name in os.listdir(folder):
        path = os.path.join(folder, name)
        with suppress(FileNotFoundError, LockTimeout):
            if os.stat(path).st_mtime < limit:
                with file_lock(path, timeout=0):
                    os.unlink(path)
