# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""The engine for jobs: started once, found again, waited for, cancelled."""

from __future__ import annotations

import time
import typing as t
from dataclasses import dataclass

from .._api.pagination import paginate
from .._api.request import Request
from .._support.errors import InvalidArgument, NotFound, WaitError
from .._support.fingerprint import MARK, fingerprint
from .._support.types import Object, Objects
from .compare import has_metadata
from .context import TaskContext, is_predicted
from .entity import Entity
from .plan import Action, Plan, Progress
from .spec import hookable
from .wait import wait_for


@dataclass(frozen=True)
class Job(Entity):
    """A resource that runs on the server and ends without a further request.

    :param succeeded: states in which it ended successfully; ``failed`` those in which it did not. The next run starts
        another job with a warning, or fails if the resource has an option ``retry_failed`` that is false.
    :param cancel: action that ends it early.
    :param pause: action that pauses it, and ``resume`` the one that continues it, where the API has them.
    """

    identity: tuple[str, ...] = ()
    succeeded: tuple[str, ...] = ("succeeded",)
    failed: tuple[str, ...] = ("failed", "cancelled")
    cancel: str = "cancel"
    pause: str = ""
    resume: str = ""
    updates: bool = False
    checks_duplicates: bool = True

    def states(self) -> tuple[str, ...]:
        return ("present", "paused", "absent") if self.pause else ("present", "absent")

    def ended(self, job: Object) -> bool:
        """Return whether it no longer runs."""
        return job.get("status") in (*self.succeeded, *self.failed)

    def request(self, context: TaskContext) -> Object:
        """Return the request body that starts the job."""
        return {name: value for name, value in self.body(self.desired(context)).items() if value is not None}

    # --- finding -----------------------------------------------------------------------------------------------------

    @hookable
    def find(self, context: TaskContext) -> Object | None:
        given = context.param("id")
        if given:
            if is_predicted(given):
                return None
            # A failed job named by its id is still that job.
            ids = {self.collection.own_id: str(given)}
            return t.cast("Object | None", context.client.find(self.collection.item, ids, key=self.key))
        body = self.request(context)
        return self.by_fingerprint(context, body) or self.by_content(context, body)

    def find_again(self, context: TaskContext, is_recorded: bool) -> Object | None:
        # Jobs are not cached, so that looking again is a request.
        return self.by_fingerprint(context, self.request(context)) if is_recorded else None

    def by_fingerprint(self, context: TaskContext, body: Object) -> Object | None:
        """Return the newest job that has the request's fingerprint in its metadata."""
        return max(self.marked(context, body), key=lambda job: job.get("created_at", 0), default=None)

    def marked(self, context: TaskContext, body: Object) -> Objects:
        """Return all jobs that have the request's fingerprint in their metadata and have not failed."""
        mark = {MARK: fingerprint(self.collection.path, body)}
        request = Request("GET", self.collection.path, query={"metadata": mark}, key=self.key)
        return [
            job
            for job in paginate(context.client, request, self.collection.pagination)
            if job.get("status") not in self.failed and has_metadata(job, mark)
        ]

    def by_content(self, context: TaskContext, body: Object) -> Object | None:
        """Return the newest job that was started without this collection and does the same."""
        request = Request("GET", self.collection.path, key=self.key)
        for job in paginate(context.client, request, self.collection.pagination):
            unmarked = MARK not in (job.get("metadata") or {})
            if unmarked and job.get("status") not in self.failed and self.equivalent(body, job):
                return job
        return None

    @hookable
    def equivalent(self, body: Object, job: Object) -> bool:
        """Return whether a job is equivalent to a request."""
        raise NotImplementedError

    @hookable
    def known(self, context: TaskContext, refresh: bool) -> Objects:
        if not refresh:
            return []
        found = self.by_fingerprint(context, self.request(context))
        return [found] if found else []

    @hookable
    def match(self, context: TaskContext, objects: Objects) -> Objects:
        return objects

    @hookable
    def create_name(self, context: TaskContext, current: Object | None = None) -> str:
        return fingerprint(self.collection.path, self.request(context))

    @hookable
    def is_meant(self, context: TaskContext, found: Object) -> bool:
        return found.get("status") not in self.failed

    def duplicates(self, context: TaskContext) -> Objects:
        return self.marked(context, self.request(context))

    @hookable
    def delete(self, context: TaskContext, current: Object) -> None:
        ids = {self.collection.own_id: str(current["id"])}
        context.client.post(f"{self.collection.item}/{self.cancel}", ids, key=self.key)

    # --- plans -------------------------------------------------------------------------------------------------------

    @hookable
    def create(self, context: TaskContext, body: Object) -> Object:
        mark = {MARK: fingerprint(self.collection.path, body)}
        return super().create(context, {**body, "metadata": {**(body.get("metadata") or {}), **mark}})

    @hookable
    def predict(self, context: TaskContext, desired: Object) -> Object:
        status = self.succeeded[0] if context.param("wait") else "queued"
        return {**super().predict(context, desired), "status": status}

    @hookable
    def plan_update(self, context: TaskContext, current: Object, desired: Object) -> Plan:
        # A job found by its request has the request's values; one named by its id is compared.
        return super().plan_update(context, current, desired if context.param("id") else {})

    @hookable
    def plan_create(self, context: TaskContext, desired: Object) -> Plan:
        if context.param("state") == "paused":
            raise NotFound("no such job exists, so it cannot be paused", "Start it first with state=present.")
        self.check_failed(context)
        return super().plan_create(context, desired)

    def check_failed(self, context: TaskContext) -> None:
        """Report the newest failed job of the same request before another one is started.

        :raises WaitError: ``retry_failed`` is false.
        """
        mark = {MARK: fingerprint(self.collection.path, self.request(context))}
        request = Request("GET", self.collection.path, query={"metadata": mark}, key=self.key)
        jobs = list(paginate(context.client, request, self.collection.pagination))
        failed = [job for job in jobs if job.get("status") == "failed" and has_metadata(job, mark)]
        if not failed:
            return
        job = max(failed, key=lambda each: each.get("created_at", 0))
        ended = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(job.get("finished_at") or job.get("created_at") or 0))
        report = f"{self.name} {job['id']} of the same request failed at {ended}: {self.reason(job)}"
        if context.param("retry_failed") is False:
            error = WaitError(report, "Correct the cause and set retry_failed=true to start another.")
            error.facts = {self.name: job}
            raise error
        context.warn(f"{report}. Another one is started.")

    @hookable
    def more(self, context: TaskContext, plan: Plan) -> Plan:
        state = context.param("state")
        job = plan.current
        if job is not None:
            if state == "paused" and job.get("status") != "paused" and not self.ended(job):
                plan = self.acting(context, plan, job, self.pause, "running", "paused")
            elif state == "present" and job.get("status") == "paused":
                plan = self.acting(context, plan, job, self.resume, "paused", "running")
        if not context.param("wait") or state != "present":
            return plan

        def wait(context: TaskContext, progress: Progress) -> Object:
            return self.wait(context, progress)

        return plan.then(Action("wait for", plan.title, wait, changes=False))

    def acting(self, context: TaskContext, plan: Plan, job: Object, action: str, before: str, after: str) -> Plan:
        """Return the plan with an action of the API: pause, resume or cancel.

        :param before: the status that the diff shows; whether a job is queued or running may change at any time.
        """
        status = {self.pause: "paused", self.resume: "queued", self.cancel: "cancelled"}[action]

        def perform(context: TaskContext, progress: Progress) -> Object:
            path = f"{self.collection.item}/{action}"
            answer = context.client.post(path, {self.collection.own_id: str(job["id"])}, key=self.key)
            context.done.append(f"{action}: {job['id']}")
            return t.cast(Object, answer)

        return plan.then(
            Action(action, str(job["id"]), perform),
            predicted={**job, "status": status},
            before={**(plan.before or {}), "status": before},
            after={**(plan.after or {}), "status": after},
        )

    @hookable
    def plan_absent(self, context: TaskContext) -> Plan:
        current = self.find(context)
        plan = self.new_plan(context, current=current, predicted=current)
        if current is None or self.ended(current):
            return plan
        status = "paused" if current.get("status") == "paused" else "running"
        return self.acting(context, plan, current, self.cancel, status, "cancelled")

    @hookable
    def validate_create(self, context: TaskContext) -> None:
        if len(context.param("metadata") or {}) > 15:
            raise InvalidArgument(
                "metadata must have at most 15 pairs, got 16", f"The job's fingerprint takes one pair, {MARK}."
            )

    # --- waiting -----------------------------------------------------------------------------------------------------

    def wait(self, context: TaskContext, progress: Progress) -> Object:
        """Wait until the job has ended, and return it.

        :raises WaitError: it failed, or did not end in time.
        """
        job = progress.object
        seen: dict[str, t.Any] = {}

        def look() -> Object:
            now = context.client.get(self.collection.item, {self.collection.own_id: str(job["id"])}, key=self.key)
            self.show_progress(context, now, seen)
            return t.cast(Object, now)

        if not self.ended(job):
            self.show_progress(context, job, seen)
        done = wait_for(context, f"{self.name} {job['id']}", job, look, self.ended)
        if done.get("status") in self.failed:
            error = WaitError(
                f"{self.name} {job['id']} {done['status']}: {self.reason(done)}",
                "Run the task again to start another.",
            )
            error.facts = {self.name: done}
            raise error
        progress.extra.update(self.ended_values(context, done, seen))
        return done

    def reason(self, job: Object) -> str:
        """Return why the job failed, in the form of the API."""
        error = job.get("error") or {}
        facts = [str(error[name]) for name in ("message", "code", "param") if error.get(name)]
        return ", ".join(facts) or "no reason given"

    @hookable
    def show_progress(self, context: TaskContext, job: Object, seen: dict[str, t.Any]) -> None:
        """Display what has happened since the last poll.

        :param seen: what has been displayed; kept between polls.
        """
        status = str(job.get("status"))
        if status not in seen:
            seen[status] = True
            context.display(f"openai: {self.name} {job['id']} is {status}")

    @hookable
    def ended_values(self, context: TaskContext, job: Object, seen: dict[str, t.Any]) -> Object:
        """Return further return values of a job that was waited for."""
        return {}
