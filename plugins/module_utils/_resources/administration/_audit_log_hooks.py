# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Hooks of the declaration ``AUDIT_LOG``."""

from __future__ import annotations

import operator
import typing as t

from ..._engine.context import TaskContext
from ..._engine.fields import get_path
from ..._engine.info import Info
from ..._support.time import parse_timestamp
from ..._support.types import Object

COMPARISONS: dict[str, t.Callable[[t.Any, t.Any], bool]] = {
    "gt": operator.gt,
    "gte": operator.ge,
    "lt": operator.lt,
    "lte": operator.le,
}
TENANT = ("tenant.", "role.bound_to_resource", "role.unbound_from_resource")
"""Prefixes of the types of events that belong to the organization as a tenant."""


def query(info: Info, context: TaskContext) -> dict[str, t.Any]:
    query = info.without("query").query(context)
    bounds = query.pop("effective_at", None) or {}
    times = {
        name: parse_timestamp(f"effective_at.{name}", value) for name, value in bounds.items() if value is not None
    }
    return {**query, **({"effective_at": times} if times else {})}


def _values(value: t.Any, *names: str) -> t.Iterator[str]:
    """Yield the strings within a value, or only those under some keys."""
    for name, item in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        if isinstance(item, (dict, list)):
            yield from _values(item, *names)
        elif isinstance(item, str) and (not names or name in names):
            yield item


def within(bounds: t.Any, event: Object) -> bool:
    at = event.get("effective_at")
    return at is not None and all(COMPARISONS[name](at, bound) for name, bound in bounds.items())


def by_actors(ids: t.Any, event: Object) -> bool:
    return not set(ids).isdisjoint(_values(event.get("actor"), "id"))


def by_emails(emails: t.Any, event: Object) -> bool:
    wanted = {email.casefold() for email in emails}
    return any(email.casefold() in wanted for email in _values(event.get("actor"), "email"))


def on_resources(ids: t.Any, event: Object) -> bool:
    # Which member of the details is the resource depends on the type of the event.
    return not set(ids).isdisjoint(_values(event.get(str(event.get("type")))))


def in_projects(ids: t.Any, event: Object) -> bool:
    return get_path(event, "project.id") in ids or on_resources(ids, event)


def of_tenant(only: t.Any, event: Object) -> bool:
    return not only or str(event.get("type")).startswith(TENANT)


def more(info: Info, context: TaskContext, result: dict[str, t.Any]) -> dict[str, t.Any]:
    if not result["audit_logs"] and not any(context.param(entry.name) for entry in info.filters):
        context.warn("The audit log is empty: events are recorded only while audit logging is enabled in the settings.")
    return result
