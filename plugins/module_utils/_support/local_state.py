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

from .errors import InvalidArgument
from .files import atomic_write, private_folder

PROBLEMS: set[str] = set()
"""Warnings about the folder of the state, for the results of tasks."""


def state_folder() -> str:
    """Return the folder for state that outlives a run, below Ansible's home.

    Where that cannot be written, it is a private folder for temporary files: runs of the same user still share it.
    """
    folder = home_state_folder()
    try:
        private_folder(folder)
        if os.access(folder, os.W_OK | os.X_OK):
            return folder
    except OSError:
        pass
    temporary = _temporary_folder()
    PROBLEMS.add(
        f"{folder} is not writable: state of the collection is stored in {temporary}, which other users and other machines do "
        "not share. Set ANSIBLE_HOME to a writable folder."
    )
    return temporary


def home_state_folder() -> str:
    """Return the folder below Ansible's home, which may not be writable."""
    home = os.environ.get("ANSIBLE_HOME") or os.path.join("~", ".ansible")
    return os.path.join(os.path.expanduser(home), "fjcorp_openai")


def _temporary_folder() -> str:
    folder = os.path.join(tempfile.gettempdir(), f"fjcorp_openai-{os.getuid()}")
    private_folder(folder)
    facts = os.lstat(folder)
    if not stat.S_ISDIR(facts.st_mode) or facts.st_uid != os.getuid() or stat.S_IMODE(facts.st_mode) & 0o077:
        raise InvalidArgument(
            f"could not store state: {home_state_folder()} is not writable, and {folder} is not a private folder of "
            "this user",
            f"Set ANSIBLE_HOME to a writable folder, or remove {folder}.",
        )
    return folder


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
