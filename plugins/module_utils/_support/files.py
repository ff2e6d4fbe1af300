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
import stat
import tempfile
import typing as t
from contextlib import contextmanager

from .errors import InvalidArgument
from .predicted_files import predicted_files

CHUNK = 1024 * 1024


def private_folder(path: str) -> str:
    """Create a directory that only its owner can access, and return its path."""
    os.makedirs(path, mode=0o700, exist_ok=True)
    return path


@contextmanager
def file_lock(path: str, create: bool = False) -> t.Iterator[t.BinaryIO]:
    """Open a file for update and lock it until the block ends."""
    flags = os.O_RDWR | (os.O_CREAT if create else 0)
    descriptor = os.open(path, flags, 0o600)
    with os.fdopen(descriptor, "r+b") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield t.cast(t.BinaryIO, handle)


@contextmanager
def atomic_write(path: str, mode: int | None = None, durable: bool = True) -> t.Iterator[t.BinaryIO]:
    """Write a temporary file and move it to ``path`` if the block succeeds; otherwise remove it.

    :param mode: permissions of a secret file; by default those of the replaced file or, for a new file, of the umask.
    :param durable: the content is written to disk before the file is moved.
    """
    path = os.path.abspath(path)
    if mode is None:
        try:
            mode = stat.S_IMODE(os.stat(path).st_mode)
        except OSError:
            mask = os.umask(0)
            os.umask(mask)
            mode = 0o666 & ~mask
    descriptor, unfinished = tempfile.mkstemp(dir=os.path.dirname(path), prefix=f".{os.path.basename(path)}.")
    try:
        with os.fdopen(descriptor, "wb") as handle:
            yield t.cast(t.BinaryIO, handle)
            handle.flush()
            if durable:
                os.fsync(handle.fileno())
        os.chmod(unfinished, mode)
        os.replace(unfinished, path)
    except BaseException:
        if os.path.exists(unfinished):
            os.unlink(unfinished)
        raise


def sweep(path: str) -> None:
    """Remove the temporary files of a process that was killed while it wrote ``path``.

    The caller holds a lock that prevents other processes from writing it.
    """
    unfinished = re.compile(rf"\.{re.escape(os.path.basename(path))}\.[a-z0-9_]{{8}}")
    folder = os.path.dirname(os.path.abspath(path))
    for name in os.listdir(folder):
        if unfinished.fullmatch(name):
            os.unlink(os.path.join(folder, name))


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


def input_file(option: str, path: str) -> str:
    """Return the expanded path of a readable file; if the whole run is in check mode, the placeholder of a predicted one.

    :raises InvalidArgument: it is not a readable file.
    """
    files = predicted_files()
    if files is not None:
        path = os.path.expanduser(path)
        return files.find(path) or (readable_file(option, path) if os.path.exists(path) else files.assume(option, path))
    return readable_file(option, path)


def writable_target(option: str, path: str) -> str:
    """Return the absolute path of a writable file; if the whole run is in check mode, its directory may be missing.

    :raises InvalidArgument: it cannot be written.
    """
    path = os.path.abspath(os.path.expanduser(path))
    folder = os.path.dirname(path)
    if os.path.isdir(path):
        raise InvalidArgument(
            f"{option} must be a file, got the directory {path}", f"Set {option} to the path of a file."
        )
    files = predicted_files()
    if files is not None and not os.path.exists(folder):
        files.assume_folder(folder)
        return path
    if not os.path.isdir(folder):
        raise InvalidArgument(
            f"{option}: the directory {folder} does not exist",
            "Create it first, for example with ansible.builtin.file.",
        )
    if not os.access(folder, os.W_OK | os.X_OK):
        raise InvalidArgument(f"{option}: the directory {folder} is not writable", "Check its permissions.")
    return path
