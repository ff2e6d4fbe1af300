# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this is not part of the collection's interface and may change at any time.

"""Conversion of Ansible's values to native Python types."""

from __future__ import annotations

import typing as t
from collections.abc import Mapping, Sequence


def to_native(value: t.Any) -> t.Any:
    """Return a value without what Ansible adds to it (tags, lazy containers, vault wrappers)."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, Mapping):
        return {str(key): to_native(item) for key, item in value.items()}
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return float(value)
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, (list, tuple)) or (isinstance(value, Sequence) and not hasattr(value, "_ciphertext")):
        return [to_native(item) for item in value]
    return str(value)
