# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Audit log: the actions of administrators. The log is read-only and must have been enabled."""

from __future__ import annotations

import typing as t

from ..._engine.context import TaskContext
from ..._engine.fields import Collection, Field
from ..._engine.info import Info, InfoHooks
from ..._engine.spec import Resource
from ..._support.time import parse_timestamp
from .project import PROJECTS

BOUNDS = ("gt", "gte", "lt", "lte")


def _query(info: Info, context: TaskContext) -> dict[str, t.Any]:
    query = info.without("query").query(context)
    bounds = query.pop("effective_at", None) or {}
    times = {
        name: parse_timestamp(f"effective_at.{name}", value) for name, value in bounds.items() if value is not None
    }
    return {**query, **({"effective_at": times} if times else {})}


def _more(info: Info, context: TaskContext, result: dict[str, t.Any]) -> dict[str, t.Any]:
    if not result["audit_logs"] and not any(context.param(entry.name) for entry in info.filters):
        context.warn("The audit log is empty: events are recorded only while audit logging is enabled in the settings.")
    return result


AUDIT_LOG_INFO = Info(
    Resource(Collection("audit_log", path="/organization/audit_logs", name_field="type")),
    filters=(
        Field("effective_at", "dict", options=tuple(Field(name) for name in BOUNDS)),
        Field("project_ids", "list", elements="str", aliases=("projects",), ref=PROJECTS),
        Field("event_types", "list", elements="str"),
        Field("actor_ids", "list", elements="str"),
        Field("actor_emails", "list", elements="str"),
        Field("resource_ids", "list", elements="str"),
        Field("tenant_only", "bool"),
        Field("after"),
    ),
    has_id=False,  # the API has no operation for a single event
    operations=(f"GET {PROJECTS.path}",),
    hooks=InfoHooks(query=_query, more=_more),
)
