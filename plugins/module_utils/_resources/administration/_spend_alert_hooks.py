# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Hooks of the declaration ``SPEND_ALERT``."""

from __future__ import annotations

import typing as t

from ..._engine.context import TaskContext
from ..._engine.entity import Entity
from ..._support.errors import InvalidArgument, SideEffect
from ..._support.types import Object, Objects
from ._spend_limit_hooks import describe, watching
from .spend_limit import LIMIT, LIMIT_IN_PROJECT


def _addresses(value: t.Any) -> set[str]:
    return {str(address).casefold() for address in value or ()}


def same_people(want: t.Any, have: t.Any) -> bool:
    return _addresses(want) == _addresses(have)


def check(context: TaskContext) -> None:
    recipients = context.param("recipients")
    if recipients == []:
        raise InvalidArgument(
            "recipients is empty", "List at least one e-mail address, or omit recipients to keep them."
        )
    for address in recipients or ():
        if "@" not in str(address).strip("@"):
            raise InvalidArgument(
                f"recipients contains an invalid e-mail address: {address!r}", "Use addresses such as user@example.com."
            )


def match(alert: Entity, context: TaskContext, objects: Objects) -> Objects:
    """An alert has no name: the amount identifies it within a project or the organization."""
    amount = context.param("threshold_amount")
    return [each for each in objects if each.get("threshold_amount") == amount]


def _limit(context: TaskContext) -> Object | None:
    return context.get_single(LIMIT_IN_PROJECT if "project_id" in context.ids else LIMIT)


def _compare_limits(context: TaskContext, before: Object, after: Object | None) -> None:
    """Fail if the limit is not what it was.

    :raises SideEffect: it is deleted, different, or no longer enforced.
    """
    stopped = describe(before).endswith("enforcing") and not describe(after).endswith("enforcing")
    if after and not stopped and after.get("threshold_amount") == before.get("threshold_amount"):
        return
    # The write has happened: the cached lists may be wrong now.
    context.done.append(f"wrote spend alert {context.param('threshold_amount')}")
    context.invalidate()
    raise SideEffect(
        f"the server changed the spend limit as well: it was {describe(before)}, and is {describe(after)}",
        "Set it again with fjcorp.openai.openai_spend_limit, and check it with openai_spend_limit_info.",
    )


def create_once(alert: Entity, context: TaskContext, body: Object) -> Object:
    with watching(context, _limit, _compare_limits):
        return alert.without("create_once").create_once(context, body)


def update(alert: Entity, context: TaskContext, current: Object, patch: Object) -> Object:
    with watching(context, _limit, _compare_limits):
        return alert.without("update").update(context, current, patch)


def delete(alert: Entity, context: TaskContext, current: Object) -> None:
    with watching(context, _limit, _compare_limits):
        alert.without("delete").delete(context, current)


def predict(alert: Entity, context: TaskContext, desired: Object) -> Object:
    return alert.without("predict").predict(context, {"subject_prefix": None, **desired})
