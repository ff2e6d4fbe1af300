# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""What this controller remembers of an object because the API does not tell it: one small text for each id."""

from __future__ import annotations

import hashlib
import os

from ._files import private_folder, replacing
from ._pace import state_folder
from ._run import Run


def _path(run: Run, kind: str, key_class: str, thing_id: str) -> str:
    folder = private_folder(os.path.join(state_folder(), kind))
    name = hashlib.sha256(f"{run.client.connection.scope(key_class)} {thing_id}".encode()).hexdigest()[:32]
    return os.path.join(folder, name)


def recorded(run: Run, kind: str, key_class: str, thing_id: str) -> str | None:
    """What was recorded of an object; None when nothing was, or on another controller.

    :param kind: plural of the thing, for example ``files``. :param key_class: whose view of the API it was seen in.
    """
    try:
        with open(_path(run, kind, key_class, thing_id), encoding="utf-8") as handle:
            return handle.read().strip() or None
    except OSError:
        return None


def record(run: Run, kind: str, key_class: str, thing_id: str, text: str) -> None:
    """Remember something of an object."""
    with replacing(_path(run, kind, key_class, thing_id), 0o600) as handle:
        handle.write(text.encode())
