# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Hooks of the declaration ``AUDIT_LOG``."""

from __future__ import annotations

import typing as t

from ..._engine.context import TaskContext
from ..._engine.info import Info
from ..._support.time import parse_timestamp


def query(info: Info, context: TaskContext) -> dict[str, t.Any]:
    query = info.without("query").query(context)
    bounds = query.pop("effective_at", None) or {}
    times = {
        name: parse_timestamp(f"effective_at.{name}", value) for name, value in bounds.items() if value is not None
    }
    return {**query, **({"effective_at": times} if times else {})}


def more(info: Info, context: TaskContext, result: dict[str, t.Any]) -> dict[str, t.Any]:
    if not result["audit_logs"] and not any(context.param(entry.name) for entry in info.filters):
        context.warn("The audit log is empty: events are recorded only while audit logging is enabled in the settings.")
    return result
