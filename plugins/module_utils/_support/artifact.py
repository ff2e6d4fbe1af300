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

from .._support.local_state import state_folder
from .errors import InvalidArgument
from .files import PendingFile, atomic_write, digest, file_lock, private_folder, sweep


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


def current_manifest(dest: str) -> dict[str, t.Any]:
    """Return the manifest of what a file contains now; empty if it has none.

    A manifest that is written before its file is moved contains the one of the former file as ``former``.
    """
    manifest = read_manifest(dest) or {}
    former = manifest.get("former")
    if isinstance(former, dict) and not intact(dest, manifest) and intact(dest, former):
        return former
    return manifest


def write_manifest(
    dest: str, facts: t.Mapping[str, t.Any], mode: int | None = None, contents: t.Mapping[str, str] | None = None
) -> None:
    """Write the manifest of a file; its checksum is added.

    :param contents: paths of all files of the artifact, in the same directory, and for each the path where its content is;
        by default ``dest`` itself. Content that is not in its place yet makes the artifact incomplete until it is.
    """
    checksums = {path: digest(content) for path, content in (contents or {dest: dest}).items()}
    checked: dict[str, t.Any] = {**facts, "sha256": checksums.pop(dest, None)}
    if checksums:
        checked["files"] = {os.path.basename(path): checksum for path, checksum in checksums.items()}
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
def artifact_lock(dest: str) -> t.Iterator[None]:
    """Lock an artifact for other runs on this control node until the block ends, so that only one of them creates it."""
    # Lock files cannot be removed safely, so their number is limited; two artifacts that share a lock wait for each other.
    name = hashlib.sha256(os.path.abspath(dest).encode()).hexdigest()[:3]
    with file_lock(os.path.join(private_folder(os.path.join(state_folder(), "locks")), name), create=True):
        yield


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


ANSWER = "fingerprint"
"""The value of a manifest by which the file of an answer is recognized."""

SECRET = "owner"
"""The value of a manifest by which the file of a secret is recognized."""


def refuse_foreign(dest: str, kind: str, remedy: str = "") -> None:
    """Reject writing to a file that this collection did not write, or that it wrote for another purpose.

    An empty file may be replaced: users create it beforehand for its owner and permissions.

    :param kind: :data:`ANSWER` or :data:`SECRET`. :param remedy: what else the user can do.
    """
    if not _has_content(dest):
        return
    manifest = read_manifest(dest)
    if manifest is not None and kind in manifest:
        return
    if manifest is not None and (ANSWER if kind == SECRET else SECRET) in manifest:
        why = f"contains {'an answer of a model' if kind == SECRET else 'a key'}"
    else:
        why = "was not written by this collection"
    raise InvalidArgument(f"dest: {dest} {why}", f"Move the file, or set dest to another file{remedy}.")


def _has_content(path: str) -> bool:
    return os.path.exists(path) and os.path.getsize(path) > 0


FORCE = ", or set force=true to replace it"
"""The remedy that replaces a file that this collection did not write, in messages of requests to models."""


def refuse_further(dest: str, path: str) -> None:
    """Reject a further file of an artifact that would replace one that does not belong to the former artifact.

    :raises InvalidArgument: nothing was written.
    """
    if _has_content(path) and path not in belonging(dest, read_manifest(dest)):
        raise InvalidArgument(
            f"dest: {path} would be written beside {dest}, and was not written by an earlier answer there",
            f"Move the file, or set dest to another file{FORCE}.",
        )


class Draft:
    """The files of an artifact while they are written: either all of them replace the former ones, with their manifest, or none.

    The caller holds the lock of ``dest``. Unfinished files of a killed run are removed by the next one.

    :param overwrite: files that this collection did not write are replaced too.
    """

    def __init__(self, dest: str, overwrite: bool = False) -> None:
        self.dest = dest
        self._overwrite = overwrite
        self._files: dict[str, PendingFile] = {}

    def __enter__(self) -> Draft:
        sweep(self.dest)
        return self

    def __exit__(self, *dummy: t.Any) -> None:
        for pending in self._files.values():
            pending.discard()

    def open(self, path: str = "") -> t.BinaryIO:
        """Open a file for writing; the caller closes it. Without a path, it is ``dest`` itself.

        :raises InvalidArgument: a further file would replace one that does not belong to the former artifact.
        """
        path = path or self.dest
        if path != self.dest and not self._overwrite:
            refuse_further(self.dest, path)
        if path in self._files:
            self._files[path].discard()
        pending = self._files[path] = PendingFile(path, beside=self.dest)
        return pending.handle

    def add(self, path: str, content: bytes) -> None:
        """Write a file whose content is in memory."""
        with self.open(path) as handle:
            handle.write(content)

    def note(self, facts: t.Mapping[str, t.Any]) -> None:
        """Write a manifest for an answer that is still in progress, so that the next run does not send the request again."""
        with atomic_write(manifest_path(self.dest)) as handle:
            handle.write(json.dumps(facts, indent=2, sort_keys=True, ensure_ascii=False).encode() + b"\n")

    def finish(self, facts: t.Mapping[str, t.Any]) -> None:
        """Write the manifest and move the files to their paths; further files of the former artifact are deleted.

        Everything is on disk before anything is replaced, and ``dest`` is replaced last. A run that is interrupted
        meanwhile leaves files that do not match the manifest, which the next run replaces.
        """
        former = belonging(self.dest, read_manifest(self.dest))
        for pending in self._files.values():
            pending.complete()
        write_manifest(self.dest, facts, contents={path: each.temporary for path, each in self._files.items()})
        for path in sorted(self._files, key=lambda path: path == self.dest):
            self._files[path].move()
        for path in set(former) - set(self._files):
            if os.path.exists(path):
                os.unlink(path)
