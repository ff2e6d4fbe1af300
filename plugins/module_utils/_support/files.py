# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Files that are private, written atomically, and locked."""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import secrets
import stat
import time
import typing as t
from contextlib import contextmanager, suppress

from .errors import InvalidArgument

CHUNK = 1024 * 1024

_FIRST_PAUSE = 0.01
_LONGEST_PAUSE = 0.2
"""Seconds between two attempts to take a lock whose wait is limited."""


def private_folder(path: str) -> str:
    """Create a directory that only its owner can access, and return its path."""
    os.makedirs(path, mode=0o700, exist_ok=True)
    return path


class LockTimeout(Exception):
    """Another process has held a lock longer than this one waits for it."""


@contextmanager
def file_lock(
    path: str,
    create: bool = False,
    timeout: float | None = None,
    waiting: t.Callable[[float], None] = lambda seconds: None,
) -> t.Iterator[t.BinaryIO]:
    """Open a file for update and lock it until the block ends.

    The holder of the lock may delete the file.

    :param timeout: seconds to wait for another holder; by default, without a limit.
    :param waiting: is called with the seconds waited so far.
    :raises LockTimeout: another process still holds the lock.
    """
    flags = os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC | (os.O_CREAT if create else 0)
    started = time.monotonic()
    while True:
        descriptor = os.open(path, flags, 0o600)
        with os.fdopen(descriptor, "r+b") as handle:
            _acquire(handle, started, timeout, waiting)
            if _is_at(path, descriptor):
                yield t.cast(t.BinaryIO, handle)
                return


def _acquire(handle: t.IO[bytes], started: float, timeout: float | None, waiting: t.Callable[[float], None]) -> None:
    pause = _FIRST_PAUSE
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if timeout is None else fcntl.LOCK_NB))
        except BlockingIOError:
            waited = time.monotonic() - started
            if timeout is not None and waited >= timeout:
                raise LockTimeout from None
            waiting(waited)
            time.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)
        else:
            return


def _is_at(path: str, descriptor: int) -> bool:
    """Return whether a path still leads to an open file; another holder of its lock may have deleted it."""
    try:
        found, opened = os.stat(path), os.fstat(descriptor)
    except FileNotFoundError:
        return False
    return (found.st_dev, found.st_ino) == (opened.st_dev, opened.st_ino)


_TEMPORARY = ".unfinished"


def _hidden_name(path: str) -> str:
    # The whole name must not be longer than file systems allow.
    return "." + os.fsdecode(os.fsencode(os.path.basename(path))[:200]) + "."


def temporary_file(path: str, suffix: str = _TEMPORARY) -> tuple[int, str]:
    """Create a private file beside ``path``, and return its descriptor and its path.

    The name is unpredictable and must not exist: whoever can write to the directory cannot have another file written.
    """
    temporary = os.path.join(os.path.dirname(path), f"{_hidden_name(path)}{secrets.token_hex(8)}{suffix}")
    return os.open(temporary, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600), temporary


def temporary_files(path: str, suffix: str = _TEMPORARY) -> list[str]:
    """Return the paths of the files that :func:`temporary_file` has created beside ``path``.

    Links and files of other users are none of them.
    """
    pattern = re.compile(rf"{re.escape(_hidden_name(path))}[0-9a-f]{{16}}{re.escape(suffix)}")
    folder = os.path.dirname(os.path.abspath(path))
    names = os.listdir(folder) if os.path.isdir(folder) else []
    return [file for name in sorted(names) if pattern.fullmatch(name) and is_own(file := os.path.join(folder, name))]


def is_own(path: str) -> bool:
    """Return whether a path is a regular file of this user, without another name."""
    try:
        return _owned(os.lstat(path))
    except FileNotFoundError:
        return False


def _owned(facts: os.stat_result) -> bool:
    return stat.S_ISREG(facts.st_mode) and facts.st_uid == os.geteuid() and facts.st_nlink == 1


def open_own(path: str) -> t.BinaryIO:
    """Open such a file for update.

    :raises OSError: it is a link, or a file of another user.
    """
    handle = t.cast(t.BinaryIO, os.fdopen(os.open(path, os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC), "r+b"))
    if not _owned(os.fstat(handle.fileno())):
        handle.close()
        raise PermissionError(f"{path} is not a file of this user alone")
    return handle


def usual_mode(path: str) -> int:
    """Return the permissions of a file that is replaced; for a new file, those of the umask."""
    try:
        return stat.S_IMODE(os.stat(path).st_mode)
    except OSError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask


class PendingFile:
    """A file that is written beside ``path`` and moved there when it is complete; until then ``path`` does not change.

    :param mode: permissions of a secret file; by default those of the replaced file or, for a new file, of the umask.
    :param beside: the file after which the temporary file is named, by default ``path``.
    :ivar temporary: where the content is until :meth:`move`.
    """

    def __init__(self, path: str, mode: int | None = None, beside: str = "") -> None:
        self.path = os.path.abspath(path)
        self._mode = usual_mode(self.path) if mode is None else mode
        descriptor, self.temporary = temporary_file(os.path.abspath(beside or path))
        # The caller may close the handle before the content is written to disk.
        self._descriptor: int | None = os.dup(descriptor)
        self.handle = t.cast(t.BinaryIO, os.fdopen(descriptor, "w+b"))

    def complete(self, durable: bool = True) -> None:
        """Write everything to disk, which fails if the disk is full; only the move is left.

        :param durable: the content survives a failure of the machine.
        """
        if self._descriptor is None:
            return
        self.handle.close()
        os.fchmod(self._descriptor, self._mode)
        if durable:
            os.fsync(self._descriptor)
        self._close()

    def move(self) -> None:
        """Replace the file at ``path``."""
        self.complete()
        os.replace(self.temporary, self.path)

    def discard(self) -> None:
        """Delete the temporary file, unless it was moved."""
        # A write that failed would fail again when the buffer is flushed.
        with suppress(OSError):
            self.handle.close()
        self._close()
        with suppress(FileNotFoundError):
            os.unlink(self.temporary)

    def _close(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


@contextmanager
def atomic_write(path: str, mode: int | None = None, durable: bool = True) -> t.Iterator[t.BinaryIO]:
    """Write a temporary file and move it to ``path`` if the block succeeds; otherwise remove it.

    :param mode: permissions of a secret file; by default those of the replaced file or, for a new file, of the umask.
    :param durable: the content is written to disk before the file is moved.
    """
    pending = PendingFile(path, mode)
    try:
        yield pending.handle
        pending.complete(durable)
        pending.move()
    finally:
        pending.discard()


def sweep(path: str) -> None:
    """Remove the temporary files of a process that was killed while it wrote ``path``.

    The caller holds a lock that prevents other processes from writing it.
    """
    for found in temporary_files(path):
        os.unlink(found)


def digest(path: str) -> str:
    """Return the SHA-256 of a file as hex digits; it is read in pieces."""
    total = hashlib.sha256()
    with open(path, "rb") as handle:
        for piece in iter(lambda: handle.read(CHUNK), b""):
            total.update(piece)
    return total.hexdigest()


def readable_file(option: str, path: str) -> str:
    """Return the expanded path of a readable file.

    :raises InvalidArgument: it is not a readable file.
    """
    path = os.path.expanduser(path)
    if os.path.isdir(path):
        raise InvalidArgument(
            f"{option} must be a file, got the directory {path}", f"Set {option} to the path of one file."
        )
    if not os.path.exists(path):
        raise InvalidArgument(
            f"{option} not found: {path} does not exist",
            f"Set {option} to the path of a file on the machine that runs the task.",
        )
    if not os.access(path, os.R_OK):
        raise InvalidArgument(f"could not read {option}: {path} is not readable", "Check its permissions.")
    return path


def writable_target(option: str, path: str) -> str:
    """Return the absolute path of a writable file.

    :raises InvalidArgument: it cannot be written.
    """
    path = os.path.abspath(os.path.expanduser(path))
    folder = os.path.dirname(path)
    if os.path.isdir(path):
        raise InvalidArgument(
            f"{option} must be a file, got the directory {path}", f"Set {option} to the path of a file."
        )
    if os.path.exists(path) and not os.path.isfile(path):
        raise InvalidArgument(
            f"{option} must be a regular file, got {path}", f"Set {option} to the path of a regular file."
        )
    if not os.path.isdir(folder):
        raise InvalidArgument(
            f"{option}: the directory {folder} does not exist",
            "Create it first, for example with ansible.builtin.file.",
        )
    if not os.access(folder, os.W_OK | os.X_OK):
        raise InvalidArgument(f"{option}: the directory {folder} is not writable", "Check its permissions.")
    return path
