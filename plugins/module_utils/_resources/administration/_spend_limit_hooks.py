# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Hooks of the declaration ``SPEND_LIMIT``."""

from __future__ import annotations

import typing as t
from contextlib import contextmanager
from dataclasses import replace

from ..._engine.context import TaskContext
from ..._engine.fields import Collection
from ..._engine.setting import Setting
from ..._engine.stateful import Stateful
from ..._support.errors import OpenAIError
from ..._support.types import Object, Objects

IN_PROJECT = "/organization/projects/{project_id}"

ALERTS = Collection(
    "spend_alert",
    path="/organization/spend_alerts",
    item="/organization/spend_alerts/{alert_id}",
    id_prefixes=("alert_",),
)

ALERTS_IN_PROJECT = replace(ALERTS, path=f"{IN_PROJECT}/spend_alerts", item=f"{IN_PROJECT}/spend_alerts/{{alert_id}}")


def desired_spending(resource: Stateful, context: TaskContext) -> Object:
    """Return the desired values with those that every write of a limit or an alert must contain."""
    fixed = {entry.name: entry.default for entry in resource.fields if entry.default is not None}
    return {**resource.without("desired").desired(context), **fixed}


@contextmanager
def watching(
    context: TaskContext,
    read: t.Callable[[TaskContext], t.Any],
    compare: t.Callable[[TaskContext, t.Any, t.Any], None],
) -> t.Iterator[None]:
    """Compare the limit with its state before the block, or the alerts, because writing an alert may delete the limit.

    :param read: reads the other one of the two. :param compare: reports how the write has changed it.
    """
    before = read(context)
    yield
    if not before:
        return
    try:
        after = read(context)
    except OpenAIError as error:
        # The write is done, and a failed read does not undo it.
        context.warn(f"Whether the write has changed the other spending guard could not be read: {error.line()}")
    else:
        compare(context, before, after)


def describe(limit: Object | None) -> str:
    """Return a limit as messages show it."""
    if not limit:
        return "not set"
    status = (limit.get("enforcement") or {}).get("status", "unknown")
    return f"{limit.get('threshold_amount')} cents per {limit.get('interval')}, enforcement {status}"


def _alerts(context: TaskContext) -> Objects:
    return context.list_objects(ALERTS_IN_PROJECT if "project_id" in context.ids else ALERTS, refresh=True)


def _compare_alerts(context: TaskContext, before: Objects, after: Objects) -> None:
    present = {alert["id"] for alert in after}
    lost = [f"{alert['id']} at {alert['threshold_amount']} cents" for alert in before if alert["id"] not in present]
    if lost:
        context.warn(f"Writing the spend limit has deleted spend alerts: {', '.join(lost)}. Create them again.")


def update(limit: Setting, context: TaskContext, current: Object, patch: Object) -> Object:
    with watching(context, _alerts, _compare_alerts):
        return limit.without("update").update(context, current, patch)


def delete(limit: Setting, context: TaskContext, current: Object) -> None:
    with watching(context, _alerts, _compare_alerts):
        limit.without("delete").delete(context, current)
