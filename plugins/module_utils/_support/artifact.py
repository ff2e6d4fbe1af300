# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Artifacts: files that the collection writes, each with a manifest of its content, so that the next run does not create it again."""

from __future__ import annotations

import hashlib
import json
import os
import typing as t
from contextlib import contextmanager

from .._support.errors import Locked
from .._support.local_state import state_folder
from .files import LockTimeout, atomic_write, digest, file_lock, private_folder


def manifest_path(dest: str) -> str:
    """Return the path of the manifest of a file."""
    return f"{dest}.manifest.json"


def read_manifest(dest: str) -> dict[str, t.Any] | None:
    """Return the manifest of a file, or None if it has no valid manifest."""
    try:
        with open(manifest_path(dest), encoding="utf-8") as handle:
            manifest = json.load(handle)
    except (OSError, ValueError):
        return None
    return manifest if isinstance(manifest, dict) else None


def write_manifest(
    dest: str, facts: t.Mapping[str, t.Any], mode: int | None = None, further: t.Iterable[str] = ()
) -> None:
    """Write the manifest of a complete file; the checksum of the file is added.

    :param further: paths of other files of the artifact, in the same directory.
    """
    checked: dict[str, t.Any] = {**facts, "sha256": digest(dest)}
    if further:
        checked["files"] = {os.path.basename(path): digest(path) for path in further}
    with atomic_write(manifest_path(dest), mode) as handle:
        text = json.dumps(checked, indent=2, sort_keys=True, ensure_ascii=False)
        handle.write(text.encode() + b"\n")


def belonging(dest: str, manifest: t.Mapping[str, t.Any] | None) -> dict[str, str]:
    """Return the paths of the further files that a manifest lists, with their checksums."""
    folder = os.path.dirname(os.path.abspath(dest))
    named = (manifest or {}).get("files")
    # A manifest may have been edited: it must not refer to a file outside its directory.
    names = named if isinstance(named, dict) else {}
    return {os.path.join(folder, os.path.basename(name)): checksum for name, checksum in names.items()}


@contextmanager
def artifact_lock(
    dest: str, timeout: float | None = None, waiting: t.Callable[[float], None] = lambda seconds: None
) -> t.Iterator[None]:
    """Lock an artifact for other runs on this control node until the block ends, so that only one of them creates it.

    :param timeout: seconds to wait for another holder; by default, without a limit. :param waiting: see :func:`file_lock`.
    :raises Locked: another process still holds the lock.
    """
    # Lock files cannot be removed safely, so their number is limited; two artifacts that share a lock wait for each other.
    name = hashlib.sha256(os.path.abspath(dest).encode()).hexdigest()[:3]
    path = os.path.join(private_folder(os.path.join(state_folder(), "locks")), name)
    try:
        with file_lock(path, create=True, timeout=timeout, waiting=waiting):
            yield
    except LockTimeout:
        raise Locked(
            f"could not lock {dest}: another process of this control node has used it for {timeout:g} s",
            "Run the task again when that process has ended.",
        ) from None


def intact(dest: str, manifest: t.Mapping[str, t.Any]) -> bool:
    """Return whether the file and its further files exist and have the checksums of the manifest."""
    checksums = {dest: manifest.get("sha256"), **belonging(dest, manifest)}
    return all(os.path.isfile(path) and digest(path) == checksum for path, checksum in checksums.items())


def numbered(dest: str, number: int) -> str:
    """Return the path of a numbered file of an artifact: ``picture.png``, ``picture-2.png``, ``picture-3.png``."""
    stem, extension = os.path.splitext(dest)
    return dest if number == 1 else f"{stem}-{number}{extension}"


def remove_artifact(dest: str) -> bool:
    """Delete a file, its further files and its manifest, and return whether any of them existed."""
    found = False
    for path in (dest, *belonging(dest, read_manifest(dest)), manifest_path(dest)):
        if os.path.exists(path):
            os.unlink(path)
            found = True
    return found


class Draft:
    """The files of an artifact while they are written: either all of them replace the former ones, with their manifest, or none.

    The caller holds the lock of ``dest``. The unfinished files have fixed names, so that the next run overwrites those of
    a killed run.
    """

    def __init__(self, dest: str) -> None:
        self.dest = dest
        self._paths: list[str] = []

    def __enter__(self) -> Draft:
        return self

    def __exit__(self, *dummy: t.Any) -> None:
        for path in self._paths:
            if os.path.exists(self._unfinished(path)):
                os.unlink(self._unfinished(path))

    def open(self, path: str = "") -> t.BinaryIO:
        """Open a file for writing; the caller closes it. Without a path, it is ``dest`` itself."""
        path = path or self.dest
        if path not in self._paths:
            self._paths.append(path)
        return open(self._unfinished(path), "w+b")

    def add(self, path: str, content: bytes) -> None:
        """Write a file whose content is in memory."""
        with self.open(path) as handle:
            handle.write(content)

    def note(self, facts: t.Mapping[str, t.Any]) -> None:
        """Write a manifest for an answer that is still in progress, so that the next run does not send the request again."""
        with atomic_write(manifest_path(self.dest)) as handle:
            handle.write(json.dumps(facts, indent=2, sort_keys=True, ensure_ascii=False).encode() + b"\n")

    def finish(self, facts: t.Mapping[str, t.Any]) -> None:
        """Move the files to their paths and write the manifest; further files of the former artifact are deleted."""
        former = belonging(self.dest, read_manifest(self.dest))
        for path in self._paths:
            with open(self._unfinished(path), "rb") as handle:
                os.fsync(handle.fileno())
            if os.path.exists(path):
                os.chmod(self._unfinished(path), os.stat(path).st_mode & 0o7777)
        # An interrupted run must not leave the former manifest with the new files, or the reverse.
        if os.path.exists(manifest_path(self.dest)):
            os.unlink(manifest_path(self.dest))
        for path in self._paths:
            os.replace(self._unfinished(path), path)
        for path in set(former) - set(self._paths):
            if os.path.exists(path):
                os.unlink(path)
        write_manifest(self.dest, facts, further=[path for path in self._paths if path != self.dest])

    def _unfinished(self, path: str) -> str:
        return os.path.join(os.path.dirname(path), f".{os.path.basename(path)}.unfinished")
