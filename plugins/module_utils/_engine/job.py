# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""The engine for jobs: started once, found again, waited for, cancelled."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from .._api.client import Request
from .._api.pagination import paginate
from .._support.errors import InvalidArgument, NotFound, WaitError
from .._support.fingerprint import MARK, fingerprint
from .._support.types import Object, Objects
from .compare import has_metadata
from .context import TaskContext, is_predicted
from .entity import Entity
from .wait import wait_for


@dataclass(frozen=True)
class Job(Entity):
    """A thing that runs at the server and ends by itself.

    :param succeeded: states in which it ended well; ``failed`` badly. Neither counts as running, and a failed job does
        not count at all: the next run starts another.
    :param cancel: the action that ends it early.
    :param pause: the action that holds it, and ``resume`` the one that lets it go on, where the API has them.
    """

    by: tuple[str, ...] = ()
    succeeded: tuple[str, ...] = ("succeeded",)
    failed: tuple[str, ...] = ("failed", "cancelled")
    cancel: str = "cancel"
    pause: str = ""
    resume: str = ""
    updates: bool = False

    def states(self) -> tuple[str, ...]:
        return ("present", "paused", "absent") if self.pause else ("present", "absent")

    def ended(self, job: Object) -> bool:
        """Whether it runs no longer."""
        return job.get("status") in (*self.succeeded, *self.failed)

    def request(self, run: TaskContext) -> Object:
        """The body that starts the job."""
        return {name: value for name, value in self.body(self.wanted(run)).items() if value is not None}

    def marked(self, body: Object) -> Object:
        """The body with its fingerprint."""
        mark = {MARK: fingerprint(self.collection.path, body)}
        return {**body, "metadata": {**(body.get("metadata") or {}), **mark}}

    # --- finding ---------------------------------------------------------------------------------------------------

    def find(self, run: TaskContext) -> Object | None:
        given = run.param("id")
        if given:
            # A job that failed is still a job when it is called by its id.
            found = (
                None
                if is_predicted(given)
                else run.client.find(self.collection.item, {self.collection.own_id: str(given)}, key=self.key)
            )
            return t.cast("Object | None", found)
        body = self.request(run)
        return self.by_mark(run, body) or self.by_likeness(run, body)

    def find_again(self, run: TaskContext) -> Object | None:
        return self.by_mark(run, self.request(run))

    def by_mark(self, run: TaskContext, body: Object) -> Object | None:
        """The newest job that carries the request's fingerprint."""
        mark = {MARK: fingerprint(self.collection.path, body)}
        request = Request("GET", self.collection.path, query={"metadata": mark}, key=self.key)
        found = [
            job
            for job in paginate(run.client, request, self.collection.pages)
            if job.get("status") not in self.failed and has_metadata(job, mark)
        ]
        return max(found, key=lambda job: job.get("created_at", 0), default=None)

    def by_likeness(self, run: TaskContext, body: Object) -> Object | None:
        """The newest job that somebody started otherwise and that does the same."""
        request = Request("GET", self.collection.path, key=self.key)
        for job in paginate(run.client, request, self.collection.pages):
            unmarked = MARK not in (job.get("metadata") or {})
            if unmarked and job.get("status") not in self.failed and self.json_equal(body, job):
                return job
        return None

    def json_equal(self, body: Object, job: Object) -> bool:
        """Whether a job does what a request asks for."""
        raise NotImplementedError

    def known(self, run: TaskContext, afresh: bool = False) -> Objects:
        if not afresh:
            return []
        found = self.by_mark(run, self.request(run))
        return [found] if found else []

    def candidates(self, run: TaskContext, objects: Objects) -> Objects:
        return objects

    # --- doing -----------------------------------------------------------------------------------------------------

    def make(self, run: TaskContext, body: Object) -> Object:
        return super().make(run, self.marked(body))

    def foreseen(self, run: TaskContext, wanted: Object) -> Object:
        status = self.succeeded[0] if run.param("wait") else "queued"
        return {**super().foreseen(run, wanted), "status": status}

    def present(self, run: TaskContext) -> dict[str, t.Any]:
        if run.param("state") == "paused" and self.find(run) is None:
            raise NotFound("there is no such job to pause", "Start it first (state: present).")
        return super().present(run)

    def finish(self, run: TaskContext, result: dict[str, t.Any], made: bool) -> dict[str, t.Any]:
        job: Object = result[self.thing]
        if not made:
            action = ""
            if run.param("state") == "paused" and job.get("status") != "paused" and not self.ended(job):
                action = self.pause
            if run.param("state") == "present" and job.get("status") == "paused":
                action = self.resume
            if action:
                # Queued or running is a matter of the moment, which a check cannot foretell.
                result["diff"]["before"]["status"] = "running" if action == self.pause else "paused"
                job = self.act(run, job, action)
                result["diff"]["after"]["status"] = "paused" if action == self.pause else "running"
                result.update({"changed": True, self.thing: job})
        if run.param("wait") and run.param("state") == "present" and not run.check_mode:
            result[self.thing] = self.wait(run, job)
        return result

    def act(self, run: TaskContext, job: Object, action: str) -> Object:
        """Pause, resume or cancel it; its new state."""
        if run.check_mode:
            return {**job, "status": {self.pause: "paused", self.resume: "queued", self.cancel: "cancelled"}[action]}
        path = f"{self.collection.item}/{action}"
        answer = run.client.post(path, {self.collection.own_id: str(job["id"])}, key=self.key)
        run.done.append(f"{action}: {job['id']}")
        return t.cast(Object, answer)

    def wait(self, run: TaskContext, job: Object) -> Object:
        """Wait until it has ended.

        :raises WaitFailed: it ended badly, or not in time.
        """
        seen: set[str] = set()

        def look() -> Object:
            now = run.client.get(self.collection.item, {self.collection.own_id: str(job["id"])}, key=self.key)
            self.progress(run, now, seen)
            return t.cast(Object, now)

        if not self.ended(job):
            self.progress(run, job, seen)
        done = wait_for(run, f"{self.thing} {job['id']}", job, look, self.ended)
        if done.get("status") in self.failed:
            error = WaitError(
                f"{self.thing} {job['id']} {done['status']}: {self.reason(done)}",
                "Run the task again to start another.",
            )
            error.facts = {self.thing: done}
            raise error
        return done

    def reason(self, job: Object) -> str:
        """Why it ended badly, in the API's words."""
        error = job.get("error") or {}
        facts = [str(error[name]) for name in ("message", "code", "param") if error.get(name)]
        return ", ".join(facts) or "no reason given"

    def progress(self, run: TaskContext, job: Object, seen: set[str]) -> None:
        """Show the person who waits what has happened since the last look."""
        status = str(job.get("status"))
        if status not in seen:
            seen.add(status)
            run.say(f"openai: {self.thing} {job['id']} is {status}")

    def absent(self, run: TaskContext) -> dict[str, t.Any]:
        current = self.find(run)
        if current is None or self.ended(current):
            return self.result(run, current, None, None, False)
        after = self.act(run, current, self.cancel)
        status = "paused" if current.get("status") == "paused" else "running"
        return self.result(run, after, {"status": status}, {"status": "cancelled"}, True)

    def prepare(self, run: TaskContext) -> None:
        if len(run.param("metadata") or {}) > 15:
            raise InvalidArgument(
                "metadata has 16 pairs", f"Leave room for {MARK}, by which the next run finds the job."
            )
