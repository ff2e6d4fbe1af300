# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Audit log: the actions of administrators. The log is read-only and must have been enabled."""

from __future__ import annotations

from ..._engine.fields import Collection, Field
from ..._engine.info import Info, InfoHooks
from ..._engine.spec import Resource
from . import _audit_log_hooks as hooks
from .project import PROJECTS

BOUNDS = ("gt", "gte", "lt", "lte")

AUDIT_LOG_INFO = Info(
    Resource(Collection("audit_log", path="/organization/audit_logs", name_field="type")),
    filters=(
        Field("effective_at", "dict", options=tuple(Field(name) for name in BOUNDS), selects=hooks.within),
        Field("project_ids", "list", elements="str", aliases=("projects",), ref=PROJECTS, selects=hooks.in_projects),
        Field("event_types", "list", elements="str", response_name="type"),
        Field("actor_ids", "list", elements="str", selects=hooks.by_actors),
        Field("actor_emails", "list", elements="str", selects=hooks.by_emails),
        Field("resource_ids", "list", elements="str", selects=hooks.on_resources),
        Field("tenant_only", "bool", selects=hooks.of_tenant),
        Field("after", response_name=""),
    ),
    has_id=False,  # the API has no operation for a single event
    operations=(f"GET {PROJECTS.path}",),
    hooks=InfoHooks(query=hooks.query, more=hooks.more),
)
