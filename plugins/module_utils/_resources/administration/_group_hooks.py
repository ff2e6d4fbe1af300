# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Hooks of the declaration ``GROUP``."""

from __future__ import annotations

from ..._engine.context import TaskContext
from ..._engine.entity import Entity
from ..._support.errors import InvalidArgument
from ..._support.types import Object


def reject_scim_managed(group: Object) -> None:
    """Reject writes to a group that an identity provider manages.

    :raises InvalidArgument: the group is managed through SCIM.
    """
    if group.get("is_scim_managed"):
        raise InvalidArgument(
            f"the group {group.get('name')!r} is managed by your identity provider (SCIM) and cannot be changed here",
            "Change it at the identity provider.",
        )


def validate_change(group: Entity, context: TaskContext, current: Object, removing: bool) -> None:
    reject_scim_managed(current)
