# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""A manifest beside a file that the collection wrote: what it holds, so that the next run need not make it again."""

from __future__ import annotations

import hashlib
import json
import os
import typing as t
from contextlib import contextmanager

from .._support.local_state import state_folder
from .files import atomic_write, digest, file_lock, private_folder


def manifest_path(dest: str) -> str:
    """Where the manifest of a file lies."""
    return f"{dest}.manifest.json"


def read_manifest(dest: str) -> dict[str, t.Any] | None:
    """What is known of a file, or None when it has no usable manifest."""
    try:
        with open(manifest_path(dest), encoding="utf-8") as handle:
            manifest = json.load(handle)
    except (OSError, ValueError):
        return None
    return manifest if isinstance(manifest, dict) else None


def write_manifest(
    dest: str, facts: t.Mapping[str, t.Any], mode: int | None = None, further: t.Iterable[str] = ()
) -> None:
    """Write what a finished file holds; the checksum of the file is added.

    :param further: paths of other files that belong to it, in the same folder.
    """
    checked: dict[str, t.Any] = {**facts, "sha256": digest(dest)}
    if further:
        checked["files"] = {os.path.basename(path): digest(path) for path in further}
    with atomic_write(manifest_path(dest), mode) as handle:
        text = json.dumps(checked, indent=2, sort_keys=True, ensure_ascii=False)
        handle.write(text.encode() + b"\n")


def belonging(dest: str, manifest: t.Mapping[str, t.Any] | None) -> dict[str, str]:
    """Paths of the further files that a manifest names, with their checksums."""
    folder = os.path.dirname(os.path.abspath(dest))
    named = (manifest or {}).get("files")
    # A manifest is a file anybody may have edited: it must not lead out of its folder.
    names = named if isinstance(named, dict) else {}
    return {os.path.join(folder, os.path.basename(name)): checksum for name, checksum in names.items()}


@contextmanager
def artifact_lock(dest: str) -> t.Iterator[None]:
    """Keep other runs on this controller from the same file until the block ends, so that one makes what all find."""
    # Few enough to stay, as they cannot be removed safely; two files that share a lock only wait for each other.
    name = hashlib.sha256(os.path.abspath(dest).encode()).hexdigest()[:3]
    with file_lock(os.path.join(private_folder(os.path.join(state_folder(), "locks")), name), create=True):
        yield


def intact(dest: str, manifest: t.Mapping[str, t.Any]) -> bool:
    """Whether the file, and those that belong to it, are there and are the ones the manifest was written for."""
    wanted = {dest: manifest.get("sha256"), **belonging(dest, manifest)}
    return all(os.path.isfile(path) and digest(path) == sum_ for path, sum_ in wanted.items())


def numbered(dest: str, number: int) -> str:
    """Where the second, third … file of an artifact goes: ``picture.png``, ``picture-2.png``, ``picture-3.png``."""
    stem, ending = os.path.splitext(dest)
    return dest if number == 1 else f"{stem}-{number}{ending}"


def remove_artifact(dest: str) -> bool:
    """Delete a file, those that belong to it and its manifest; whether there was anything."""
    there = False
    for path in (dest, *belonging(dest, read_manifest(dest)), manifest_path(dest)):
        if os.path.exists(path):
            os.unlink(path)
            there = True
    return there


class Draft:
    """The files of an artifact while they are made: they take their places together, with their manifest, or not at all.

    Whoever uses it holds the lock of ``dest``. The unfinished files have fixed names, so that what a killed run leaves
    is overwritten by the next.
    """

    def __init__(self, dest: str) -> None:
        self.dest = dest
        self._made: list[str] = []

    def __enter__(self) -> Draft:
        return self

    def __exit__(self, *dummy: t.Any) -> None:
        for path in self._made:
            if os.path.exists(self._unfinished(path)):
                os.unlink(self._unfinished(path))

    def open(self, path: str = "") -> t.BinaryIO:
        """A file to be written, closed by the caller; without a path, ``dest`` itself."""
        path = path or self.dest
        if path not in self._made:
            self._made.append(path)
        return open(self._unfinished(path), "w+b")

    def add(self, path: str, content: bytes) -> None:
        """A file that is already in memory."""
        with self.open(path) as handle:
            handle.write(content)

    def note(self, facts: t.Mapping[str, t.Any]) -> None:
        """Keep a manifest for what the server is still making, so that a run after this one does not begin again."""
        with atomic_write(manifest_path(self.dest)) as handle:
            handle.write(json.dumps(facts, indent=2, sort_keys=True, ensure_ascii=False).encode() + b"\n")

    def finish(self, facts: t.Mapping[str, t.Any]) -> None:
        """Move the files to their places and write the manifest; files only the last artifact had are deleted."""
        former = belonging(self.dest, read_manifest(self.dest))
        for path in self._made:
            with open(self._unfinished(path), "rb") as handle:
                os.fsync(handle.fileno())
            if os.path.exists(path):
                os.chmod(self._unfinished(path), os.stat(path).st_mode & 0o7777)
        # An interrupted run must not leave the old manifest beside new files, or the reverse.
        if os.path.exists(manifest_path(self.dest)):
            os.unlink(manifest_path(self.dest))
        for path in self._made:
            os.replace(self._unfinished(path), path)
        for path in set(former) - set(self._made):
            if os.path.exists(path):
                os.unlink(path)
        write_manifest(self.dest, facts, further=[path for path in self._made if path != self.dest])

    def _unfinished(self, path: str) -> str:
        return os.path.join(os.path.dirname(path), f".{os.path.basename(path)}.unfinished")
