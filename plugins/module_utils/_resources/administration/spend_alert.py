# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Alerts by e-mail when the spending of the organization or one project passes an amount."""

from __future__ import annotations

import typing as t

from ..._engine.context import TaskContext
from ..._engine.entity import Entity
from ..._engine.fields import Field, Parent
from ..._engine.info import Info
from ..._engine.spec import Hooks
from ..._support.errors import InvalidArgument, SideEffect
from ..._support.types import Object, Objects
from .project import PROJECTS
from .spend_limit import ALERTS, ALERTS_IN_PROJECT, LIMIT, LIMIT_IN_PROJECT, MONEY, describe, desired_spending, watching

CHANNEL = "notification_channel"


def _addresses(value: t.Any) -> set[str]:
    return {str(address).casefold() for address in value or ()}


def _same_people(want: t.Any, have: t.Any) -> bool:
    return _addresses(want) == _addresses(have)


def _check(context: TaskContext) -> None:
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


def _match(alert: Entity, context: TaskContext, objects: Objects) -> Objects:
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


def _create_once(alert: Entity, context: TaskContext, body: Object) -> Object:
    with watching(context, _limit, _compare_limits):
        return alert.without("create_once").create_once(context, body)


def _update(alert: Entity, context: TaskContext, current: Object, patch: Object) -> Object:
    with watching(context, _limit, _compare_limits):
        return alert.without("update").update(context, current, patch)


def _delete(alert: Entity, context: TaskContext, current: Object) -> None:
    with watching(context, _limit, _compare_limits):
        alert.without("delete").delete(context, current)


def _predict(alert: Entity, context: TaskContext, desired: Object) -> Object:
    return alert.without("predict").predict(context, {"subject_prefix": None, **desired})


SPEND_ALERT = Entity(
    ALERTS,
    project_collection=ALERTS_IN_PROJECT,
    parents=(Parent(PROJECTS, required=False),),
    identity=("threshold_amount",),
    fields=(
        Field("threshold_amount", "int", min=0),
        *MONEY,
        Field(
            "channel",
            choices=("email",),
            default="email",
            request_name=f"{CHANNEL}.type",
            response_name=f"{CHANNEL}.type",
        ),
        Field(
            "recipients",
            "list",
            elements="str",
            required_on_create=True,
            unordered=True,
            request_name=f"{CHANNEL}.recipients",
            response_name=f"{CHANNEL}.recipients",
            compare=_same_people,
        ),
        Field(
            "subject_prefix",
            clearable=True,
            request_name=f"{CHANNEL}.subject_prefix",
            response_name=f"{CHANNEL}.subject_prefix",
        ),
    ),
    validate=_check,
    replaces=True,
    hooks=Hooks(
        desired=desired_spending,
        match=_match,
        predict=_predict,
        create_once=_create_once,
        update=_update,
        delete=_delete,
    ),
    operations=(
        *(f"GET {place.item}" for place in (LIMIT, LIMIT_IN_PROJECT)),
        *(f"POST {place.item}" for place in (ALERTS, ALERTS_IN_PROJECT)),
    ),
)

SPEND_ALERT_INFO = Info(SPEND_ALERT, client_filters=(Field("threshold_amount", "int"),))
