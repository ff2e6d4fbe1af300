# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""What administrators did. The log can only be read, and must have been switched on."""

from __future__ import annotations

import typing as t

from ..._engine.context import TaskContext
from ..._engine.info import Info
from ..._engine.spec import Collection, Field, Resource
from ..._support.time import parse_timestamp
from ..._support.types import Spec
from .project import PROJECTS

BOUNDS = ("gt", "gte", "lt", "lte")


class _AuditLogInfo(Info):
    def options(self) -> Spec:
        # The API reads no single event.
        return {name: spec for name, spec in super().options().items() if name != "id"}

    def constraints(self) -> dict[str, t.Any]:
        return {}

    def asked(self, run: TaskContext) -> dict[str, t.Any]:
        asked = super().asked(run)
        bounds = asked.pop("effective_at", None) or {}
        times = {
            name: parse_timestamp(f"effective_at.{name}", value) for name, value in bounds.items() if value is not None
        }
        return {**asked, **({"effective_at": times} if times else {})}

    def execute(self, run: TaskContext) -> dict[str, t.Any]:
        result = super().execute(run)
        if not result["audit_logs"] and not any(run.param(entry.name) for entry in self.filters):
            run.warn("The audit log is empty: it keeps nothing until it is switched on in the organization's settings.")
        return result


AUDIT_LOG_INFO = _AuditLogInfo(
    Resource(Collection("audit_log", path="/organization/audit_logs", label="type")),
    filters=(
        Field("effective_at", "dict", options=tuple(Field(name) for name in BOUNDS)),
        Field("project_ids", "list", elements="str", aliases=("projects",), of=PROJECTS),
        Field("event_types", "list", elements="str"),
        Field("actor_ids", "list", elements="str"),
        Field("actor_emails", "list", elements="str"),
        Field("resource_ids", "list", elements="str"),
        Field("tenant_only", "bool"),
        Field("after"),
    ),
    operations=(f"GET {PROJECTS.path}",),
)
