# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""The context of one task: its arguments, its client, and the look-ups that every kind of resource shares."""

from __future__ import annotations

import typing as t
from contextlib import contextmanager

from .._api.client import Client
from .._api.pagination import paginate
from .._api.request import Request
from .._support.artifact import artifact_lock
from .._support.errors import Ambiguous, ApiError, InvalidArgument, NotFound, OpenAIError
from .._support.types import Object, Objects
from .fields import Collection, Field, Parent, select
from .lists import ListAccess, is_predicted, predicted_id
from .missing import no_id, no_match
from .runtime import BillingUnits, Runtime

NEAR_MATCHES_AMONG = 100
"""Objects among which a similar name is looked up, where the server finds names."""


class TaskContext(ListAccess):
    """State of one task.

    :ivar params: validated arguments under their canonical names.
    :ivar given: canonical names of the arguments that the user wrote, explicit nulls included.
    :ivar labels: the parents as the user named them, by option.
    :ivar runtime: services of the caller; :attr:`display` and :attr:`stream_line` are its functions, or do nothing.
    :ivar shows_progress: the output of :attr:`display` is visible, so that requests for progress are worthwhile.
    :ivar found_after_loss: ids of objects that were found after the response to a create was lost, so that it is not
        certain who created them.
    :ivar usage: requests to models, each with its ``model`` and ``usage``, for the usage log.
    :ivar done: what was changed so far, for the message of a failure.
    """

    def __init__(
        self,
        params: dict[str, t.Any],
        given: set[str],
        client: Client,
        *,
        check_mode: bool = False,
        runtime: Runtime | None = None,
    ) -> None:
        self.params = params
        self.given = given
        self.runtime = runtime or Runtime()
        super().__init__(client, check_mode, self.runtime.display or (lambda line: None))
        self.stream_line = self.runtime.stream_line or (lambda line: None)
        self.shows_progress = self.runtime.display is not None
        self.usage: list[Object] = []
        self.labels: dict[str, str] = {}
        self.done: list[str] = []
        self.warnings: list[str] = []
        self.secrets: set[str] = set()
        self.hide_result = False
        self.found_after_loss: set[str] = set()
        self._parents: list[Parent] = []
        self._unverified: list[Parent] = []
        self._missing_parent: NotFound | None = None

    # --- arguments -------------------------------------------------------------------------------------------------

    def param(self, name: str) -> t.Any:
        """Return the value of an argument, or None if it is not set."""
        return self.params.get(name)

    def warn(self, text: str) -> None:
        """Return a warning with the result."""
        if text not in self.warnings:
            self.warnings.append(text)

    def hide_secret(self, secret: str) -> None:
        """Mask this value wherever it appears in the result."""
        self.secrets.add(secret)

    def check_budget(self, model: str, units: BillingUnits) -> None:
        """Reject a request to a model once the budget of the run is spent, or if it cannot be enforced.

        :param units: what the request is billed by.
        """
        error = self.runtime.budget_error(model, units)
        if error:
            raise InvalidArgument(error, "No request was sent; correct the prices or raise the budget to continue.")

    def record_usage(self, model: str, usage: t.Any) -> None:
        """Record a request to a model and the usage that it returned."""
        self.usage.append({"model": model, "usage": dict(usage or {})})

    @contextmanager
    def attempting(self, what: str) -> t.Iterator[None]:
        """Name in any error that leaves the block what was being attempted."""
        try:
            yield
        except OpenAIError as error:
            error.attempted = error.attempted or what
            raise

    def check_fields(self, fields: t.Iterable[Field]) -> None:
        """Convert values to what the API accepts and reject those that it would reject, before anything is written."""
        for entry in fields:
            if entry.convert is not None and self.param(entry.name) is not None:
                self.params[entry.name] = entry.convert(entry.name, self.param(entry.name))
            entry.check(self.param(entry.name))

    def lock_artifact(self, dest: str, key: str) -> t.ContextManager[None]:
        """Return the lock of an artifact.

        :raises Locked: another process holds it for too long.
        """
        limit = self.lock_timeout(key) + (float(self.param("wait_timeout") or 0) if self.param("wait") else 0.0)
        return artifact_lock(dest, limit, self.lock_waiting(dest, limit))

    # --- references ------------------------------------------------------------------------------------------------

    def get_single(self, collection: Collection) -> Object | None:
        """Return the one object at a path; None if it is not set, or belongs to a predicted object of check mode."""
        if self.below_predicted(collection):
            return None
        if not collection.optional:
            return t.cast(Object, self.client.get(collection.item, self.ids, key=collection.key))
        found = self.client.find(collection.item, self.ids, key=collection.key, may_be_unset=True)
        if found is None:
            # The server returns 404 for an unknown parent as well, and for one that was just created.
            recent = [
                each for each in self._parents if self.settling.is_recent(each.ref.key, [self.ids[each.ref.own_id]])
            ]
            self.verify_parents()
            for parent in recent:
                self.client.get(parent.ref.item, self.ids, key=parent.ref.key)
            if recent:
                found = self.client.find(collection.item, self.ids, key=collection.key, may_be_unset=True)
            thing = self.awaited(collection, ()) if found is None else None
            for _look in self.settling.until_visible(collection.key, thing) if thing is not None else ():
                found = self.client.find(collection.item, self.ids, key=collection.key, may_be_unset=True)
                if found is not None:
                    break
        return t.cast("Object | None", found)

    def resolve_parents(self, parents: t.Iterable[Parent]) -> None:
        """Resolve the parents that are set, in their order."""
        for parent in parents:
            value = self.param(parent.option)
            if value in (None, ""):
                if parent.required:
                    raise InvalidArgument(
                        f"{parent.option} is required and is empty",
                        f"Set {parent.option} to the id or the name of a {parent.ref.display_name}.",
                    )
                continue
            self.labels[parent.option] = str(value)
            try:
                if self.is_removed(parent.ref, str(value)):
                    raise no_id(parent.ref, str(value), parent.option)
                self.ids[parent.ref.own_id] = self.resolve_id(parent.ref, str(value), parent.option)
            except NotFound as error:
                self._missing_parent = error
                raise
            if parent.ref.reads_one:
                self._parents.append(parent)
            if parent.ref.is_id(str(value)):
                self._unverified.append(parent)

    def verify_parents(self, except_in: str = "") -> None:
        """Request the parents that the task names by their id, which were never looked up.

        :param except_in: a path that has been read, which proves the parents in it.
        :raises NotFound: one of them does not exist or is not active.
        """
        known = [parent for parent in self._unverified if f"{{{parent.ref.own_id}}}" in except_in]
        pending = [parent for parent in self._unverified if parent not in known]
        self._unverified = known
        for parent in pending:
            value = self.ids[parent.ref.own_id]
            if not parent.ref.reads_one or is_predicted(value):
                continue
            found = self.client.find(parent.ref.item, self.ids, key=parent.ref.key)
            if found is None or not parent.ref.is_active(found):
                self._missing_parent = no_id(parent.ref, value, parent.option, found)
                raise self._missing_parent

    def missing_parent(self, error: OpenAIError) -> NotFound | None:
        """Return the error for a parent that does not exist, if that is why a task failed."""
        if isinstance(error, ApiError) and error.gone:
            try:
                self.verify_parents()
            except NotFound as missing:
                return missing
        return self._missing_parent if error is self._missing_parent else None

    def resolve_id(self, collection: Collection, value: str, option: str) -> str:
        """Return the id of the object that an option names.

        :param value: its id, or its name.
        :raises NotFound: no object matches. :raises Ambiguous: several match.
        """
        if collection.is_id(value) or is_predicted(value):
            return value
        objects = self.list_with(collection, value)
        found = select(objects, collection, value)
        if len(found) > 1:
            raise ambiguous(collection, value, found, option)
        if found:
            return str(found[0]["id"])
        if any(each.get("id") == value for each in objects):
            return value
        raise self.no_match(collection, value, option, objects)

    def no_match(self, collection: Collection, value: str, option: str, objects: Objects | None = None) -> NotFound:
        """Return the error for a name that no object has, with similar names.

        :param objects: what the server returned for the name.
        """
        known = list(objects or ())
        if not known and collection.search_param:
            # The server searched for the name. One page of the list may have a similar one.
            request = Request("GET", collection.path, dict(self.ids), query=collection.query, key=collection.key)
            known = list(paginate(self.client, request, collection.pagination, most=NEAR_MATCHES_AMONG))
        return no_match(collection, value, option, known)


def ambiguous(collection: Collection, value: str, found: t.Sequence[Object], option: str) -> Ambiguous:
    """Return the error for a name that several objects have."""
    ids = ", ".join(str(each.get("id")) for each in found[:20])
    return Ambiguous(
        f"the name {value!r} is ambiguous: {len(found)} {collection.plural_name.replace('_', ' ')} match: {ids}",
        f"Set {option} to the id of one of them.",
    )


__all__ = ["TaskContext", "ambiguous", "is_predicted", "predicted_id"]
