# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""State of this control node that outlives a run: its folder, and what the API does not return about an object."""

from __future__ import annotations

import hashlib
import os
import stat
import tempfile

from .files import atomic_write, private_folder

_replaced: dict[str, str] = {}
"""Temporary folders that this process uses, by the folder that cannot be written."""


def state_folder() -> str:
    """Return the folder for state that outlives a run, below Ansible's home or, if that cannot be written, a temporary one."""
    home = os.path.expanduser(os.environ.get("ANSIBLE_HOME") or os.path.join("~", ".ansible"))
    folder = os.path.join(home, "fjcorp_openai")
    # A user without a home keeps the ~ in the path.
    if not home.startswith("~"):
        try:
            if os.access(private_folder(folder), os.W_OK | os.X_OK):
                return folder
        except OSError:
            pass
    if not os.path.isdir(_replaced.get(folder, "")):
        _replaced[folder] = _temporary_folder()
    return _replaced[folder]


def state_warnings() -> list[str]:
    """Return one warning for each folder that this process could not write."""
    return [
        f"could not write {folder}: {used} is used instead. Set ANSIBLE_HOME to a directory that this user can write."
        for folder, used in _replaced.items()
    ]


def _temporary_folder() -> str:
    """Return a private temporary folder: the one that all processes of this user share, or one for this process."""
    shared = os.path.join(tempfile.gettempdir(), f"fjcorp_openai-{os.geteuid()}")
    try:
        os.mkdir(shared, 0o700)
    except FileExistsError:
        # The name can be guessed: only a folder that no other user can have made or can write is used.
        facts = os.lstat(shared)
        if not stat.S_ISDIR(facts.st_mode) or facts.st_uid != os.geteuid() or facts.st_mode & 0o077:
            return tempfile.mkdtemp(prefix="fjcorp_openai-")
    return shared


def _path(scope: str, kind: str, object_id: str) -> str:
    folder = private_folder(os.path.join(state_folder(), kind))
    name = hashlib.sha256(f"{scope} {object_id}".encode()).hexdigest()[:32]
    return os.path.join(folder, name)


def read_state(scope: str, kind: str, object_id: str) -> str | None:
    """Return the text stored for an object, or None if this control node has none.

    :param scope: identifies the account and key (:meth:`Connection.scope`). :param kind: plural of the resource, for example ``files``.
    """
    try:
        with open(_path(scope, kind, object_id), encoding="utf-8") as handle:
            return handle.read().strip() or None
    except OSError:
        return None


def write_state(scope: str, kind: str, object_id: str, text: str) -> None:
    """Store a text for an object."""
    with atomic_write(_path(scope, kind, object_id), 0o600) as handle:
        handle.write(text.encode())
