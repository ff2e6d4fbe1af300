# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Hooks of the declaration ``HOSTED_TOOL_PERMISSIONS``."""

from __future__ import annotations

from ..._engine.context import TaskContext
from ..._engine.setting import Setting
from ..._support.errors import ApiError
from ..._support.types import Object


def update(setting: Setting, context: TaskContext, current: Object, patch: Object) -> Object:
    try:
        return setting.without("update").update(context, current, patch)
    except ApiError as error:
        if error.status == 409:
            # The organization's own setting cannot be read, so only the write can find out.
            off = " or ".join(name for name, enabled in patch.items() if not enabled)
            error.remedy = (
                f"The organization enables it for all its projects: omit {off}, or change that in the organization's "
                "settings first. None of the tools was changed."
            )
        raise
