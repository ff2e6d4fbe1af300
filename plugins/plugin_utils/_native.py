# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this is not part of the collection's interface and may change at any time.

"""Ansible's values as plain ones."""

from __future__ import annotations

import typing as t
from collections.abc import Mapping, Sequence


def plain(value: t.Any) -> t.Any:
    """A value without what Ansible hangs on it (tags, laziness, vault wrappers), in plain Python types."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return float(value)
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, (list, tuple)) or (isinstance(value, Sequence) and not hasattr(value, "_ciphertext")):
        return [plain(item) for item in value]
    return str(value)
