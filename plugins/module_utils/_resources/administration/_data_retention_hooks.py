# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Hooks of the declaration ``DATA_RETENTION``."""

from __future__ import annotations

from ..._engine.context import TaskContext
from ..._support.errors import InvalidArgument
from ..._support.types import Object

ORGANIZATION_TYPES = (
    "zero_data_retention",
    "modified_abuse_monitoring",
    "enhanced_zero_data_retention",
    "enhanced_modified_abuse_monitoring",
)


def check(context: TaskContext) -> None:
    kind = context.param("retention_type")
    if context.param("state") == "present" and not context.param("project") and kind not in (None, *ORGANIZATION_TYPES):
        raise InvalidArgument(
            f"retention_type {kind!r} is supported for projects only, and project is not set",
            f"Set project, or use one of {', '.join(ORGANIZATION_TYPES)}.",
        )


def default(context: TaskContext) -> Object | None:
    return {"retention_type": "organization_default"} if context.param("project") else None
