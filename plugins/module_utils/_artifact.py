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

from ._files import digest, locked, private_folder, replacing
from ._pace import state_folder


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


def write_manifest(dest: str, facts: t.Mapping[str, t.Any], mode: int | None = None) -> None:
    """Write what a finished file holds; the checksum of the file is added."""
    with replacing(manifest_path(dest), mode) as handle:
        text = json.dumps({**facts, "sha256": digest(dest)}, indent=2, sort_keys=True, ensure_ascii=False)
        handle.write(text.encode() + b"\n")


@contextmanager
def alone_with(dest: str) -> t.Iterator[None]:
    """Keep other runs on this controller from the same file until the block ends, so that one makes what all find."""
    name = hashlib.sha256(os.path.abspath(dest).encode()).hexdigest()[:32]
    with locked(os.path.join(private_folder(os.path.join(state_folder(), "locks")), name), create=True):
        yield


def intact(dest: str, manifest: t.Mapping[str, t.Any]) -> bool:
    """Whether the file is there and is the one the manifest was written for."""
    return os.path.isfile(dest) and digest(dest) == manifest.get("sha256")


def remove_artifact(dest: str) -> bool:
    """Delete a file and its manifest; whether there was anything."""
    there = False
    for path in (dest, manifest_path(dest)):
        if os.path.exists(path):
            os.unlink(path)
            there = True
    return there
