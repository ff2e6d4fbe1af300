# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Hooks of the declaration ``CERTIFICATE_ACTIVATION``."""

from __future__ import annotations

import typing as t

from ..._engine.context import TaskContext
from ..._engine.fields import Collection
from ..._engine.plan import Action, Plan, Progress, list_lock
from ..._engine.stateful import Stateful
from ..._support.errors import InvalidArgument, NotFound
from ..._support.types import Object
from ._certificate_hooks import toggle, without_content
from .certificate import CERTIFICATES, OF_PROJECT


def validate(context: TaskContext) -> None:
    if context.param("exact") and context.param("state") == "absent":
        raise InvalidArgument(
            "exact and state=absent are mutually exclusive",
            "Omit one of them; exact with an empty list deactivates all.",
        )


def title(resource: Stateful, context: TaskContext) -> str:
    return " ".join(["active certificates", *(f"in {option} {label}" for option, label in context.labels.items())])


def _list(context: TaskContext) -> Collection:
    return OF_PROJECT if "project_id" in context.ids else CERTIFICATES


def exclusive(resource: Stateful, context: TaskContext) -> t.ContextManager[None]:
    # Other forks may change the same set: one after the other, so that each finds what the one before has done.
    return list_lock(context, _list(context))


def plan(resource: Stateful, context: TaskContext) -> Plan:
    """Activate or deactivate what differs, the new before the old, so that one is always active."""
    place = _list(context)
    active = context.param("state") == "present"
    for value in map(str, context.param("certificates")):
        # One that was just uploaded is waited for.
        context.list_with(CERTIFICATES, value)
    known = {str(each["id"]): each for each in context.list_objects(CERTIFICATES)}
    named = _named(context, known, active)
    before = [str(each["id"]) for each in context.list_objects(place) if each.get("active")]
    on = [each for each in named if active and each not in before]
    off = [each for each in named if not active and each in before]
    if context.param("exact"):
        off = [each for each in before if each not in named]
    after = [each for each in [*before, *on] if each not in off]
    rows = [
        {"id": each, "name": known.get(each, {}).get("name"), "active": each in after}
        for each in dict.fromkeys([*named, *on, *off])
    ]
    plan = resource.new_plan(
        context,
        predicted={"certificates": rows},
        before=_shown(known, before),
        after=_shown(known, after),
        set_like=True,
    )
    steps = (("activate", on), ("deactivate", off))
    return plan.then(*(_toggling(plan, place, action, known, ids) for action, ids in steps if ids))


def _toggling(plan: Plan, place: Collection, action: str, known: dict[str, Object], ids: list[str]) -> Action:
    def perform(context: TaskContext, progress: Progress) -> None:
        toggle(context, place, action, ids)

    affected = tuple({**without_content(known.get(each, {"id": each})), "active": action == "activate"} for each in ids)
    return Action(action, plan.title, perform, place, affected=affected)


def _named(context: TaskContext, known: dict[str, Object], active: bool) -> list[str]:
    """Return the ids of the certificates that the task names, each once. One to be inactive need not exist."""
    found: dict[str, None] = {}
    for value in map(str, context.param("certificates")):
        if value in known:
            found[value] = None
            continue
        try:
            if CERTIFICATES.is_id(value):
                raise NotFound(f"certificates: no certificate has the id {value!r}", "Upload it first.")
            found[context.resolve_id(CERTIFICATES, value, "certificates")] = None
        except NotFound:
            if active:
                raise
    return list(found)


def _shown(known: dict[str, Object], ids: list[str]) -> Object:
    """Return one side of the diff: the active certificates by name, or by id where they have none."""
    return {"active": sorted(str(known.get(each, {}).get("name") or each) for each in ids)}
