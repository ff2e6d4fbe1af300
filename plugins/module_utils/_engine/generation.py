# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""The engine for requests to models: sent once, like a target of ``make``.

A request has a fingerprint. With ``dest`` the answer is a file with a manifest, with ``store`` the API stores it with
the fingerprint in its metadata; either way the next run finds it and sends nothing. With neither, the request is sent
in every run and changes nothing.
"""

from __future__ import annotations

import os
import typing as t
from contextlib import nullcontext
from dataclasses import dataclass

from .._support.artifact import (
    ANSWER,
    FORCE,
    Draft,
    artifact_lock,
    intact,
    manifest_path,
    read_manifest,
    refuse_foreign,
    remove_artifact,
)
from .._support.errors import InvalidArgument, NotFound, UnwantedAnswer
from .._support.files import writable_target
from .._support.fingerprint import MARK, fingerprint
from .._support.types import Object, Objects
from .compare import json_equal
from .context import TaskContext
from .generation_request import GenerationRequest
from .plan import Action, Plan, Progress
from .spec import hookable
from .wait import wait_for


@dataclass(frozen=True)
class Generation(GenerationRequest):
    """A request to a model, and the artifact of its answer."""

    def dest(self, context: TaskContext) -> str:
        """Return the path of the artifact, or an empty string."""
        dest = str(context.param("dest") or "")
        if not dest or context.param("state") == "absent":
            return os.path.abspath(os.path.expanduser(dest)) if dest else ""
        return writable_target("dest", dest)

    @hookable
    def exclusive(self, context: TaskContext) -> t.ContextManager[None]:
        # Concurrent runs of one task wait for each other, so that one sends the request and the others find its answer.
        dest = self.dest(context)
        return artifact_lock(dest) if dest and context.param("state") != "absent" else nullcontext()

    def plan_answer(self, context: TaskContext, dest: str, answer: Object | None, **values: t.Any) -> Plan:
        """Return a plan without actions that returns an answer."""
        before: Object = {"asked": False, **({"dest": dest} if dest else {})}
        extra: Object = {"asked": False, **({"dest": dest} if dest else {})}
        if answer is not None:
            extra.update(self.values(context, answer, dest, False))
        shown = self.shown(answer, dest) if answer is not None else None
        return self.new_plan(
            context,
            **{"predicted": shown, "before": before, "after": dict(before), "extra": extra, "set_like": True, **values},
        )

    def shown(self, answer: Object, dest: str) -> Object:
        """Return an answer as the result contains it."""
        return self.without_content(answer) if dest else answer

    def values(self, context: TaskContext, answer: Object, dest: str, asked: bool) -> Object:
        """Return the return values of an answer."""
        shown = self.shown(answer, dest)
        return {**self.return_values(shown), **self.extra_values(context, answer, dest, asked)}

    @hookable
    def claim(self, context: TaskContext, dest: str) -> None:
        """Reject a file at ``dest`` that is not an answer of this collection, unless the task forces it.

        :raises InvalidArgument: nothing was sent, written or removed.
        """
        if dest and not context.param("force"):
            refuse_foreign(dest, ANSWER, FORCE)

    @hookable
    def plan_present(self, context: TaskContext) -> Plan:
        dest = self.dest(context)
        self.claim(context, dest)
        if self.collection.item and context.param("id"):
            return self.plan_stored(context, str(context.param("id")), dest)
        body = self.request(context)
        mark = self.fingerprint(context, body)
        stored = self.is_stored(context, body)
        known, whole = self.kept(context, mark, dest)
        if known is not None and whole:
            return self.plan_answer(context, dest, known)
        if known is not None:
            # Requested by an earlier run, which did not wait for the answer.
            known = self.read_again(context, known)
            if known is not None and not self.rejections(context, known):
                return self.plan_taken(context, known, mark, dest, stored)
        findable = stored and self.collection.listable and not context.param("force")
        found = self.newest_stored(context, mark) if findable else None
        if found is not None and not self.rejections(context, found):
            return self.plan_found(context, found, mark, dest)
        return self.plan_request(context, body, mark, dest)

    def kept(self, context: TaskContext, mark: str, dest: str) -> tuple[Object | None, bool]:
        """Return the answer that a manifest contains to the same request, and whether its files are intact."""
        manifest = read_manifest(dest) if dest and not context.param("force") else None
        answer = (manifest or {}).get("answer")
        if not manifest or manifest.get("fingerprint") != mark or not isinstance(answer, dict):
            return None, False
        if "sha256" in manifest:
            usable = intact(dest, manifest) and not self.rejections(context, answer)
            return (answer, True) if usable else (None, False)
        return answer, False

    def plan_request(self, context: TaskContext, body: Object, mark: str, dest: str) -> Plan:
        """Return the plan that sends the request."""
        persists = self.persists(context, body, dest)

        def perform(context: TaskContext, progress: Progress) -> Object:
            context.check_budget()
            answer = self.requested(context, body, mark, dest)
            progress.extra.update({"asked": True, **self.values(context, answer, dest, True)})
            progress.after["asked"] = persists and progress.extra["asked"]
            if dest:
                self.discard(context, dest, False)
            return self.shown(answer, dest)

        plan = self.plan_answer(context, dest, None)
        after = {**(plan.after or {}), "asked": persists}
        return plan.then(Action("request", plan.title, perform, changes=persists), after=after)

    def requested(self, context: TaskContext, body: Object, mark: str, dest: str) -> Object:
        """Send the request, wait for the answer if the task requires it, and write its files."""
        if not dest:
            answer = self.send_once(context, body, mark, None)
            self.note_sent(context, body, answer)
            answer = self.settled(context, answer)
            self.judge(context, answer)
            return answer
        facts: Object = {"fingerprint": mark, "stored": self.is_stored(context, body)}
        with Draft(dest, bool(context.param("force"))) as draft:
            answer = self.send_once(context, body, mark, draft)
            self.note_sent(context, body, answer)
            if self.in_progress(answer):
                draft.note({**facts, "answer": answer})
                answer = self.settled(context, answer)
            if not self.in_progress(answer):
                self.judge(context, answer)
                self.fill(draft, answer)
                draft.finish({**facts, "answer": self.without_content(answer)})
        return answer

    def plan_stored(self, context: TaskContext, given: str, dest: str) -> Plan:
        """Return the plan for a stored answer that is named by its id."""
        mark = fingerprint(self.collection.item, {"id": given})
        known, whole = self.kept(context, mark, dest)
        if known is not None and whole:
            return self.plan_answer(context, dest, known)
        found = self.read_again(context, {"id": given})
        if found is None:
            raise NotFound(
                f"no {self.collection.display_name} has the id {given!r}",
                "Check the id; only stored answers can be read again.",
            )
        return self.plan_taken(context, found, mark, dest, True)

    def plan_taken(self, context: TaskContext, answer: Object, mark: str, dest: str, stored: bool) -> Plan:
        """Return the plan for an answer that was requested before: wait if the task requires it, and write it."""
        running = self.in_progress(answer)
        plan = self.plan_answer(context, dest, answer)
        if running and not context.param("wait"):
            return plan
        if not running:
            self.judge(context, answer)

        def perform(context: TaskContext, progress: Progress) -> Object:
            done = self.settled(context, answer)
            if self.in_progress(done):
                progress.unchanged.add("write")
                return self.shown(done, dest)
            self.judge(context, done)
            if dest:
                self.write(context, dest, done, mark, stored)
            progress.extra.update(self.values(context, done, dest, False))
            return self.shown(done, dest)

        return plan.then(Action("write", plan.title, perform, changes=bool(dest)))

    def plan_found(self, context: TaskContext, found: Object, mark: str, dest: str) -> Plan:
        """Return the plan for a stored answer to the same request: its metadata updated, and written."""
        metadata = self.new_metadata(context, found, mark)
        answer = found if metadata is None else {**found, "metadata": metadata}
        plan = self.plan_answer(context, dest, answer)

        def relabel(context: TaskContext, progress: Progress) -> Object:
            ids = {self.collection.own_id: str(found["id"])}
            updated = context.client.post(self.collection.item, ids, {"metadata": metadata}, key=self.key)
            context.done.append(f"changed the metadata of {found['id']}")
            return {**found, **updated}

        def write(context: TaskContext, progress: Progress) -> Object:
            current = progress.object if metadata is not None else found
            self.write(context, dest, current, mark, True)
            return self.shown(current, dest)

        if metadata is not None:
            plan = plan.then(Action("update", str(found["id"]), relabel))
        return plan.then(Action("write", plan.title, write)) if dest else plan

    def new_metadata(self, context: TaskContext, stored: Object, mark: str) -> Object | None:
        """Return the metadata that the task sets for a stored answer, or None if it has them."""
        if "metadata" not in context.given:
            return None
        desired = {**(context.param("metadata") or {}), MARK: mark}
        return None if json_equal(desired, stored.get("metadata") or {}) else desired

    def settled(self, context: TaskContext, answer: Object) -> Object:
        """Return the answer when the server has completed it, if the task waits."""
        if not self.in_progress(answer) or not context.param("wait"):
            return answer

        def look() -> Object:
            now = self.read_again(context, answer)
            if now is None:
                raise NotFound(
                    f"{self.name} {answer['id']} was deleted before it was complete",
                    "Run the task again to send the request again.",
                )
            return now

        title = f"{self.name} {answer['id']}"
        context.display(f"openai: {title} is {answer.get('status')}")
        answer = wait_for(context, title, answer, look, lambda now: not self.in_progress(now))
        self.log_usage(context, answer)
        return answer

    # --- answers that the task does not accept -----------------------------------------------------------------------

    @hookable
    def rejections(self, context: TaskContext, answer: Object) -> list[str]:
        """Return why the task does not accept an answer; empty if it does."""
        rejected = (*self.always_fail, *(context.param("fail_on") or ()))
        return [why for name, why in self.findings(answer).items() if name in rejected]

    def judge(self, context: TaskContext, answer: Object) -> None:
        """Fail the task over an answer that it does not accept. Such an answer is not written.

        :raises UnwantedAnswer: with the answer and its return values.
        """
        reasons = self.rejections(context, answer)
        if reasons:
            error = UnwantedAnswer(
                "; ".join(reasons),
                "The answer is in the result and was not written; the next run sends the request again.",
            )
            error.facts = {self.name: answer, **self.return_values(answer), "asked": True}
            raise error

    # --- files -------------------------------------------------------------------------------------------------------

    def fill(self, draft: Draft, answer: Object) -> None:
        """Put the files of an answer into the draft."""
        for path, content in self.files(answer, draft.dest).items():
            draft.add(path, content)

    def write(self, context: TaskContext, dest: str, answer: Object, mark: str, stored: bool) -> None:
        """Write the artifact of an answer."""
        with Draft(dest, bool(context.param("force"))) as draft:
            self.fill(draft, answer)
            draft.finish({"fingerprint": mark, "stored": stored, "answer": self.without_content(answer)})

    # --- absent ------------------------------------------------------------------------------------------------------

    @hookable
    def plan_absent(self, context: TaskContext) -> Plan:
        dest = self.dest(context)
        if not dest and not self.collection.item:
            raise InvalidArgument("dest is required to identify the answer to remove", "Set dest.")
        self.claim(context, dest)
        plan = self.plan_answer(context, dest, None)
        removed: list[str] = []
        for each in self.to_delete(context, dest) if self.collection.item else []:
            removed.append(str(each["id"]))
            plan = plan.then(self._deleting(each))
        if dest and (os.path.exists(dest) or os.path.exists(manifest_path(dest))):
            removed.append(dest)
            plan = plan.then(self._removing_files(dest))
        leftovers = self.discard(context, dest, True) if dest else []
        if leftovers:
            removed += leftovers

            def discard(context: TaskContext, progress: Progress) -> None:
                self.discard(context, dest, False)

            plan = plan.then(Action("delete", ", ".join(leftovers), discard))
        return plan.then(before={"present": removed}, after={"present": []}, extra={**plan.extra, "removed": removed})

    def _deleting(self, stored: Object) -> Action:
        def perform(context: TaskContext, progress: Progress) -> None:
            self.delete_stored(context, stored)

        return Action("delete", str(stored["id"]), perform)

    def _removing_files(self, dest: str) -> Action:
        def perform(context: TaskContext, progress: Progress) -> None:
            remove_artifact(dest)

        return Action("delete", dest, perform)

    def to_delete(self, context: TaskContext, dest: str) -> Objects:
        """Return the stored answers that the task removes: by id, by the request, by the manifest of ``dest``."""
        manifest = (read_manifest(dest) if dest else None) or {}
        if context.param("id"):
            known = {"id": str(context.param("id"))}
        elif self.collection.listable and all(context.param(name) for name in self.required_inputs):
            return self.all_stored(context, self.fingerprint(context, self.request(context)))
        elif manifest.get("stored") and (manifest.get("answer") or {}).get("id"):
            known = {"id": str(manifest["answer"]["id"])}
        elif dest:
            return []
        else:
            other = ", or the request that created it" if self.collection.listable else ""
            raise InvalidArgument(
                "id or dest is required to identify the answer to remove", f"Set its id or its dest{other}."
            )
        found = self.read_again(context, known)
        return [found] if found is not None else []

    @hookable
    def delete_stored(self, context: TaskContext, stored: Object) -> None:
        """Delete a stored answer."""
        context.client.delete(self.collection.item, {self.collection.own_id: str(stored["id"])}, key=self.key)
        context.done.append(f"deleted {stored['id']}")
