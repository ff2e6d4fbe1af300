# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Creating an object of which other processes and other machines may create one at the same time."""

from __future__ import annotations

import time
import typing as t

from .._support.errors import Ambiguous, ApiError, ConnectionFailure, LostResponse, OpenAIError, UncertainOutcome
from .._support.recent import settled_after
from .._support.types import Object
from .create_once import look_safely, poll_for
from .spec import Refuse

if t.TYPE_CHECKING:
    from .context import TaskContext
    from .create_lock import CreateLock, Record
    from .entity import Entity
    from .plan import Plan


MOST_LOOKED_THROUGH = 500
"""Objects of a list above which it is not requested again after a create: the rate of such requests is limited."""


def look_again(resource: Entity, context: TaskContext, lock: CreateLock) -> Object | None:
    """Return the object if another process of this control node has created it meanwhile.

    Processes of one run share the cached list. Other runs have recorded their creates: a list that was requested before
    the object has certainly appeared is requested again, and what is not in it is looked for as long as it may take.

    :param lock: the lock of the object's name. :raises UncertainOutcome: it may still appear after ``retry_timeout``.
    """
    found = resource.find_again(context, lock.record is not None)
    if found is not None or lock.record is None:
        return found
    appears_at = lock.record.at + settled_after()
    if appears_at >= context.looked_at:
        resource.known(context, True)
        found = resource.find(context)
    left = appears_at - time.time()
    if found is not None or left <= 0 or resource.rejects_duplicates:
        return found
    return _look_for_recorded(resource, context, lock.record, left)


def _look_for_recorded(resource: Entity, context: TaskContext, record: Record, seconds: float) -> Object | None:
    """Return what another process has created once it appears, unless it is another object by then."""
    place = resource.place(context)

    def look() -> Object | None:
        if not record.object_id:
            resource.known(context, True)
            return resource.find(context)
        ids = {**context.ids, place.own_id: record.object_id}
        return t.cast("Object | None", context.client.find(place.item, ids, key=place.key))

    timeout = context.client.connection.retry_timeout_for(place.key)
    title = resource.title(context)

    def announce() -> None:
        context.display(f"openai: looking up to {seconds:.0f} s for {title}, which another process has created")

    uncertain = UncertainOutcome(
        f"another process has tried to create {title}, and it may still appear",
        f"Run the task again in {max(1.0, seconds - timeout):.0f} s, or increase retry_timeout.",
    )
    try:
        found = look_safely(look) or poll_for(look, min(seconds, timeout), announce)
    except (ApiError, ConnectionFailure) as error:
        raise uncertain from error
    if found is None and seconds > timeout:
        raise uncertain
    # By now it may be archived, have ended, or have another name.
    return found if found is not None and resource.is_meant(context, found) else None


def create_locked(resource: Entity, context: TaskContext, lock: CreateLock, desired: Object) -> Object | Plan:
    """Create the object while its name is locked; return it, or the plan for one that another client has created."""
    place = resource.place(context)
    title = resource.title(context)
    body = {name: value for name, value in resource.body(desired).items() if value is not None}
    lock.begin()
    try:
        made = resource.create_once(context, body)
    except (UncertainOutcome, LostResponse):
        raise
    except OpenAIError:
        lock.forget()
        raise
    object_id = str(made.get(place.pagination.item_id) or "")
    lock.created(object_id)
    context.done.append(f"created {title} ({object_id})")
    context.cache_object(place, resource.cached(made))
    older = _older_duplicate(resource, context, made) if resource.checks_duplicates else None
    if older is not None:
        _withdraw(resource, context, made, older)
        lock.created(str(older.get(place.pagination.item_id) or ""))
        return resource.adopt(context, older, desired)
    if object_id in context.found_after_loss:
        # Another client may have created it, with other values.
        update = resource.plan_update(context, made, desired)
        if update.changed:
            return resource.more(context, update)
    return made


def _older_duplicate(resource: Entity, context: TaskContext, made: Object) -> Object | None:
    """Return an object of the same name that another machine has created before the one just created.

    Of two objects, all machines choose the same one.

    :raises Ambiguous: the response to the create was lost, so that it is not certain which of them this task created.
    """
    place = resource.place(context)
    key = place.pagination.item_id
    if len(context.cached_objects(place)) > MOST_LOOKED_THROUGH:
        return None
    try:
        others = [each for each in resource.duplicates(context) if each.get(key) != made.get(key)]
    except (ApiError, ConnectionFailure) as error:
        # The object exists: the task does not fail without this look.
        context.warn(f"Could not check whether another client has created {resource.title(context)}: {error.message}.")
        return None
    # The list that was just requested may not contain the new object yet.
    context.cache_object(place, resource.cached(made))
    if not others:
        return None
    if made.get(key) in context.found_after_loss:
        ids = ", ".join(str(each.get(key)) for each in [made, *others])
        raise Ambiguous(
            f"another client has created {resource.title(context)} at the same time, and it is not certain which one of "
            f"{ids} this task created",
            "Remove those that are not used, and run the task again.",
        )
    first = min([*others, made], key=lambda each: (each.get("created_at") or 0, str(each.get(key))))
    if first is not made:
        return first
    ids = ", ".join(str(each.get(key)) for each in others)
    context.warn(
        f"Another client has created {resource.title(context)} at the same time: {ids}. The older one, "
        f"{made.get(key)}, is used. Remove the other one if it remains."
    )
    return None


def _withdraw(resource: Entity, context: TaskContext, made: Object, older: Object) -> None:
    """Remove the object that this task has just created, because an older one has its name.

    :raises Ambiguous: it cannot be removed.
    """
    place = resource.place(context)
    key = place.pagination.item_id
    what = f"another client has created {resource.title(context)} at the same time ({older.get(key)})"
    why = ""
    if isinstance(resource.removal, Refuse):
        why = f"{made.get(key)}, which this task created, cannot be removed"
    elif not _appears(resource, context, made):
        why = f"{made.get(key)}, which this task created, has not appeared, so that it cannot be removed"
    if why:
        raise Ambiguous(f"{what}, and {why}", "Remove the one that is not used, and run the task again.")
    resource.delete(context, made)
    context.uncache_object(place, made)
    context.done.append(f"removed {made.get(key)}")
    context.warn(f"{what[0].upper()}{what[1:]}: it is used, and {made.get(key)}, which this task created, was removed.")


def _appears(resource: Entity, context: TaskContext, made: Object) -> bool:
    """Wait until the server returns a new object by its id; before that, it cannot be removed."""
    place = resource.place(context)

    def look() -> Object | None:
        ids = resource.item_ids(context, made)
        return t.cast("Object | None", context.client.find(place.item, ids, key=place.key))

    return (look_safely(look) or poll_for(look, settled_after())) is not None
